"""What a submission holds, as blind readers may see it: no person, no program, no name of a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.models import Requirement
from microcred.catalog.queries import VersionSaid, said_in
from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import (
    Item,
    Submission,
    SubmittedItem,
    SubmittedLanguage,
    SubmittedPin,
    SubmittedText,
)
from microcred.portfolios.queries.alternatives import submitted_alternatives
from microcred.portfolios.queries.languages import submitted_languages
from microcred.portfolios.queries.quarantines import SeenWords, Wall, wall_of
from microcred.portfolios.queries.renditions import Forms, forms_of
from microcred.portfolios.queries.teams import shared_by_design
from microcred.portfolios.rules import evidence_alias, word_count


@dataclass(frozen=True)
class SubmittedEvidence:
    """One file or link. `alias` is all that a blind reader learns of its name; `url` is set for links only."""

    id: UUID
    kind: str
    alias: str
    media_type: str
    size: int
    sha256: str
    url: str
    spoken: SubmittedLanguage | None = None
    """its language and translation, where its educator said so"""
    shared: bool = False
    """whether a team hands it in alike, as its requirement lets them"""
    pins: tuple[SubmittedPin, ...] = ()
    """where in it the educator points, and for which criteria"""
    forms: Forms = field(default_factory=Forms)
    """its pages, a still of it, and what is said in it, as that stood when it was submitted"""
    is_set_aside: bool = False
    """whether nobody opens it, for somebody's privacy"""
    is_clean_copy: bool = False
    """whether it stands in the place of what was set aside"""

    @property
    def is_shown_as_document(self) -> bool:
        """Whether a browser shows its pages: it is a PDF, or was laid out as one."""
        return self.media_type == "application/pdf" or bool(self.forms.pages)

    @property
    def regions(self) -> tuple[SubmittedPin, ...]:
        """The pins that point to a region of it."""
        return tuple(pin for pin in self.pins if pin.place.region)


@dataclass(frozen=True)
class RequirementContents:
    """What was handed in for one requirement: its text, if it asks for one, and its files and links."""

    requirement: Requirement
    criteria: frozenset[UUID]
    answer: SeenWords | None
    items: tuple[SubmittedEvidence, ...]
    spoken: SubmittedLanguage | None = None
    """the language of the text and its translation, where its educator said so"""
    instead: SeenWords | None = None
    """why its educator handed in this alternative, where its author asks for a reason"""

    @property
    def text(self) -> str:
        """The answer as it may be read; empty where there is none or it is set aside."""
        return self.answer.text if self.answer else ""

    @property
    def why_instead(self) -> str:
        """The reason for an alternative as it may be read."""
        return self.instead.text if self.instead else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was handed in for it, set aside or not."""
        return not (self.answer and (self.answer.text or self.answer.is_set_aside)) and not self.items

    @property
    def words(self) -> int:
        """How many words the text has."""
        return word_count(self.text)


@dataclass(frozen=True)
class Contents:
    """A submission, blind, in the order of what was asked."""

    submission_id: UUID
    alias: str
    attempt: int
    digest: str
    by_requirement: tuple[RequirementContents, ...]

    def feeding(self, criterion_id: UUID) -> tuple[RequirementContents, ...]:
        """What a criterion judges."""
        return tuple(entry for entry in self.by_requirement if criterion_id in entry.criteria)


def contents_of(submission: Submission, said: VersionSaid | None = None, *, wall: Wall | None = None) -> Contents:
    """Everything that a submission froze, in eleven queries however much it is; by default with the original words.

    Args:
        wall: what of it is opened; by default all but what is set aside.
    """
    version = submission.pursuit.version
    texts: dict[UUID, SubmittedText] = {row.requirement_id: row for row in _texts(submission_id=submission.pk)}
    items: dict[UUID, list[SubmittedEvidence]] = {}
    spoken, instead = submitted_languages(submission.pk), submitted_alternatives(submission.pk)
    wall = wall or wall_of(submission)
    pins: dict[UUID, list[SubmittedPin]] = {}
    for pin in _behind(wall, _pins(submission_id=submission.pk)):
        pins.setdefault(pin.submitted_item_id, []).append(pin)
    requirements = (said or said_in(version, version.language)).requirements
    rows, shareable = list(_items(submission_id=submission.pk)), {one.pk for one in requirements if one.shareable}
    shared = shared_by_design([row for row in rows if row.item.requirement_id in shareable])
    opened = {row.pk: item for row in rows if (item := wall.opens(row.item)) is not None}
    forms = forms_of((item.pk for item in opened.values()), until=submission.submitted_at)
    for row in rows:
        evidence = _evidence(row, opened.get(row.pk), pins.get(row.pk, ()), forms, shared=row.pk in shared)
        evidence = replace(evidence, spoken=spoken.get((row.item.requirement_id, row.pk)))
        items.setdefault(row.item.requirement_id, []).append(evidence)
    return Contents(
        submission.pk,
        submission.alias,
        submission.attempt,
        submission.digest,
        tuple(
            RequirementContents(
                requirement,
                frozenset(criterion.pk for criterion in requirement.criteria.all()),
                wall.seen_answer(texts[requirement.pk], submission) if requirement.pk in texts else None,
                tuple(items.get(requirement.pk, ())),
                spoken.get((requirement.pk, None)),
                wall.seen_reason(instead[requirement.pk], submission) if requirement.pk in instead else None,
            )
            for requirement in requirements
        ),
    )


def _behind(wall: Wall, pins: Iterable[SubmittedPin]) -> Iterable[SubmittedPin]:
    """The pins, as they may be read: the place stays, the words are those that the wall leaves."""
    for pin in pins:
        seen = wall.seen(pin)
        pin.words, pin.is_set_aside = seen.text, seen.is_set_aside
        yield pin


@asked_often
def _texts(*, submission_id: UUID) -> QuerySet[SubmittedText]:
    return SubmittedText.objects.filter(submission=submission_id)


@asked_often
def _items(*, submission_id: UUID) -> QuerySet[SubmittedItem]:
    return SubmittedItem.objects.filter(submission=submission_id).select_related("item__file").order_by("position")


def submitted_item(submission: Submission, item_id: UUID) -> SubmittedItem | None:
    """One frozen file or link of a submission, with its file at hand, to be served under its alias."""
    mine = SubmittedItem.objects.filter(submission=submission, pk=item_id)
    return mine.select_related("item__file", "submission").first()


@asked_often
def _pins(*, submission_id: UUID) -> QuerySet[SubmittedPin]:
    return SubmittedPin.objects.filter(submission=submission_id).order_by("position")


def _evidence(
    row: SubmittedItem, item: Item | None, pins: Sequence[SubmittedPin], forms: dict[UUID, Forms], *, shared: bool
) -> SubmittedEvidence:
    if item is None:
        return SubmittedEvidence(row.pk, row.item.kind, row.alias, "", 0, "", "", is_set_aside=True)
    file, is_copy = item.file, item.pk != row.item_id
    return SubmittedEvidence(
        id=row.pk,
        kind=item.kind,
        alias=evidence_alias(row.position, file.media_type) if file and is_copy else row.alias,
        media_type=file.media_type if file else "",
        size=file.size if file else 0,
        sha256=file.sha256 if file else "",
        url=item.url,
        shared=shared,
        # They point into another file.
        pins=() if is_copy else tuple(pins),
        forms=forms[item.pk],
        is_clean_copy=is_copy,
    )
