"""The checklist of competencies, what was said of them, and what fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from microcred.catalog.models import Alignment, Entry
from microcred.catalog.queries.cards import on_cards
from microcred.frameworks.models import Framework, Standard
from microcred.organizations.models import Person
from microcred.portfolios.models import NeedsAnswer, NeedsAssessment
from microcred.portfolios.queries.steps import steps_of
from microcred.portfolios.suggesting import Offered, Said, suggest

MOST_ASKED = 12
"""competencies on one checklist: five minutes"""


@dataclass(frozen=True)
class Suggestion:
    """A micro-credential that fits, with the competencies because of which."""

    entry: Entry
    because: tuple[NeedsAnswer, ...]


def frameworks_asked() -> list[Framework]:
    """The frameworks that something on offer aligns to, those with the most alignments first."""
    on_offer = Entry.objects.values("version")
    aligned = Alignment.objects.filter(version__in=on_offer, standard__withdrawn_at__isnull=True)
    counted = aligned.values("standard__framework").annotate(times=Count("pk")).order_by("-times")
    order = [row["standard__framework"] for row in counted]
    found = Framework.objects.in_bulk(order)
    return [found[pk] for pk in order]


def checklist(framework: Framework) -> list[Standard]:
    """The competencies of a framework that most of what is on offer aligns to, in the order of the framework."""
    aligned = Alignment.objects.filter(
        version__in=Entry.objects.values("version"), standard__framework=framework, standard__withdrawn_at__isnull=True
    )
    counted = aligned.values("standard").annotate(times=Count("pk")).order_by("-times", "standard")[:MOST_ASKED]
    return list(Standard.objects.filter(pk__in=[row["standard"] for row in counted]).order_by("position"))


def assessments_of(person: Person) -> QuerySet[NeedsAssessment]:
    """What a person said of themselves, the newest first."""
    taken = NeedsAssessment.objects.filter(person=person).select_related("framework")
    return taken.prefetch_related("answers__standard").order_by("-taken_at", "-pk")


def suggestions_for(assessment: NeedsAssessment) -> list[Suggestion]:
    """What fits what was said, without what is begun or earned."""
    answers = {answer.standard_id: answer for answer in assessment.answers.all()}
    aligned: dict[UUID, set[UUID]] = {}
    found = Alignment.objects.filter(standard__in=list(answers), version__in=Entry.objects.values("version"))
    for version, standard in found.values_list("version", "standard"):
        aligned.setdefault(version, set()).add(standard)
    offered_now = on_cards(Entry.objects.filter(version__in=aligned).select_related("version"))
    entries = {entry.pk: entry for entry in offered_now}
    begun = steps_of(assessment.person, list(entries)) if entries else {}
    said = [Said(answer.standard_id, answer.sure, answer.needed) for answer in answers.values()]
    offered = [_offered(entry, aligned[entry.version_id]) for entry in entries.values()]
    return [
        Suggestion(entries[one.offered.micro_credential], tuple(answers[each.competency] for each in one.because))
        for one in suggest(said, offered, without=begun)
    ]


def _offered(entry: Entry, competencies: Sequence[UUID] | set[UUID]) -> Offered:
    return Offered(entry.pk, entry.title, frozenset(competencies), entry.hours)
