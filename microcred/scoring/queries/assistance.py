"""What a program suggested, as who judges may see it; who allowed it, and what became of it in numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string

from microcred.calibration.models import PaperSet
from microcred.calibration.queries import newest_set, papers_in_use
from microcred.catalog.models import MicroCredential, Version
from microcred.organizations.models import Organization, Person
from microcred.portfolios.models import Attestation, StatementWording, Submission, SubmittedItem
from microcred.portfolios.queries import contents_of
from microcred.portfolios.queries.statements import Statement
from microcred.scoring.models import (
    Assistance,
    AssistanceTerms,
    EvidenceOpening,
    QueueItem,
    Score,
    Suggestion,
)
from microcred.scoring.queries.readings import Handed
from microcred.scoring.queries.validity import known_by
from microcred.scoring.rules import Assistant, RubricWords, paragraphs

FEWEST_SHOWN = 10
"""suggestions, of fewer of which no sum is told"""


def the_assistant() -> Assistant | None:
    """The program that the operator named; None where they named none, and nothing is suggested anywhere."""
    if RubricWords.name == settings.ASSISTANT:
        return RubricWords()
    return import_string(settings.ASSISTANT)() if settings.ASSISTANT else None


def assistance_terms_of(micro_credential: MicroCredential) -> QuerySet[AssistanceTerms]:
    """Every edition of what is allowed for a micro-credential, the newest first."""
    editions = AssistanceTerms.objects.filter(micro_credential=micro_credential)
    return editions.select_related("declared_by", "statement__organization").order_by("-declared_at", "-pk")


def assistance_terms_in(organization: Organization) -> list[AssistanceTerms]:
    """Of each micro-credential of an organization about which something was said, the newest edition, by title."""
    newest = AssistanceTerms.objects.filter(micro_credential__owner=organization)
    rows = newest.order_by("micro_credential", "-declared_at", "-pk").distinct("micro_credential")
    around = ("micro_credential", "declared_by", "statement__organization")
    return sorted(rows.select_related(*around), key=lambda one: one.micro_credential.slug)


def allowed_for(micro_credential: MicroCredential) -> AssistanceTerms | None:
    """The terms by which a program may suggest where to look, if one may."""
    newest = assistance_terms_of(micro_credential).first()
    return newest if newest is not None and newest.allowed else None


def newest_versions_of(organization: Organization) -> QuerySet[Version]:
    """Of each micro-credential of an organization the newest version."""
    offered = Version.objects.filter(micro_credential__owner=organization)
    newest = offered.order_by("micro_credential", "-published_at", "-pk").distinct("micro_credential")
    return (
        Version.objects.filter(pk__in=newest.values("pk")).select_related("micro_credential__owner").order_by("title")
    )


def covers(terms: AssistanceTerms, submission: Submission) -> bool:
    """Whether an educator attested the statement by which their words may be sent elsewhere."""
    wording: StatementWording | None = terms.statement
    if wording is None:
        return False
    edition = Statement(wording.kind, wording).edition
    return Attestation.objects.filter(submission=submission, kind=wording.kind, edition=edition).exists()


def covers_all_alike(terms: AssistanceTerms, item: QueueItem) -> bool:
    """The same, and of every validity paper that may come among such work: else what is suggested for nobody's paper
    would tell papers from the rest."""
    papers_there = newest_set(item.version, PaperSet.Kind.VALIDITY)
    papers = papers_in_use().filter(places__paper_set=papers_there) if papers_there else ()
    return all(covers(terms, one) for one in (item.submission, *(paper.submission for paper in papers)))


@dataclass(frozen=True)
class Passage:
    """A paragraph of an answer, by the number of its requirement."""

    number: int
    text: str


@dataclass(frozen=True)
class SuggestionSeen:
    """A suggestion as its reader may see it: `passages` and `remark` are there once it was opened."""

    suggestion: Suggestion
    level_is_noted: bool
    is_shown: bool
    passages: tuple[Passage, ...] = ()
    used: bool | None = None


@dataclass(frozen=True)
class Assisting:
    """What a program says of work in hand. Where it says nothing, why is told nobody: the lot, mostly."""

    assistant: str
    says_something: bool
    unopened: tuple[str, ...] = ()
    """the files that were not opened yet, as they are called"""
    has_links: bool = False
    by_criterion: dict[UUID, SuggestionSeen] | None = None


def assisting(item: QueueItem, person: Person, handed: Sequence[Handed], noted: Iterable[UUID]) -> Assisting | None:
    """What a program says of work that somebody holds; None where none may say anything.

    Args:
        noted: the criteria for which they have put down a level.
    """
    row = Assistance.objects.filter(item=item, assessor=person).first()
    if row is None:
        return None
    aside = any(one.contents.answer is not None and one.contents.answer.is_set_aside for one in handed)
    if row.came != Assistance.Came.SUGGESTED or aside:
        return Assisting(row.assistant, says_something=False)
    pieces = [piece for one in handed for piece in one.contents.items if not piece.is_set_aside]
    opened = set(EvidenceOpening.objects.filter(item=item, assessor=person).values_list("piece", flat=True))
    written = {one.number: paragraphs(one.contents.text) for one in handed}
    levels = set(noted)
    seen = {}
    for suggestion in row.suggestions.select_related("shown", "answer"):
        shown = hasattr(suggestion, "shown")
        passages = tuple(
            Passage(number, written[number][place - 1])
            for number, place in suggestion.places
            if shown and len(written.get(number, ())) >= place
        )
        used = suggestion.answer.used if hasattr(suggestion, "answer") else None
        seen[suggestion.criterion_id] = SuggestionSeen(
            suggestion, suggestion.criterion_id in levels, shown, passages, used
        )
    return Assisting(
        row.assistant,
        says_something=True,
        unopened=tuple(piece.alias for piece in pieces if piece.kind != "link" and piece.id not in opened),
        has_links=any(piece.kind == "link" for piece in pieces),
        by_criterion=seen,
    )


def waits_for_opening(person: Person, item_id: UUID, piece: SubmittedItem) -> QueueItem | None:
    """The work in hand of which it is kept which files are opened, while this one was not."""
    row = Assistance.objects.filter(known_by(item_id, "item__"), assessor=person).select_related("item").first()
    if row is None or EvidenceOpening.objects.filter(item=row.item, assessor=person, piece=piece).exists():
        return None
    return row.item


def unopened_in(item: QueueItem, person: Person, *, links_opened: bool) -> list[str]:
    """The files of work in hand that somebody has not opened yet, as they are called; and the links, unless they say
    that they opened them: what is opened elsewhere cannot be seen here."""
    opened = set(EvidenceOpening.objects.filter(item=item, assessor=person).values_list("piece", flat=True))
    pieces = [piece for one in contents_of(item.submission).by_requirement for piece in one.items]
    return [
        one.alias
        for one in pieces
        if not one.is_set_aside and not (links_opened if one.kind == "link" else one.id in opened)
    ]


@dataclass(frozen=True)
class AssistanceFigures:
    """Of the suggestions that somebody opened: how many, how many they used, and after how many their level was another
    in the end."""

    shown: int
    used: int
    not_used: int
    changed: int


def assistance_figures(
    person: Person, organization: Organization | None = None, *, until: datetime
) -> AssistanceFigures | None:
    """What an assessor made of suggestions in readings saved before a moment; None of fewer than ten."""
    shown = Suggestion.objects.filter(
        assistance__assessor=person, shown__isnull=False, assistance__item__claims__scoring__scored_at__lt=until
    ).filter(assistance__item__claims__assessor=person)
    if organization is not None:
        shown = shown.filter(criterion__version__micro_credential__owner=organization)
    rows = list(shown.distinct().values_list("assistance__item", "criterion", "shown__level", "answer__used"))
    if len(rows) < FEWEST_SHOWN:
        return None
    given = {
        (item, criterion): level
        for item, criterion, level in Score.objects.filter(
            scoring__assessor=person, scoring__claim__item__in={row[0] for row in rows}
        ).values_list("scoring__claim__item", "criterion", "level")
    }
    return AssistanceFigures(
        shown=len(rows),
        used=sum(row[3] is True for row in rows),
        not_used=sum(row[3] is False for row in rows),
        changed=sum(given.get((row[0], row[1])) != row[2] for row in rows),
    )
