"""How reviewers agree, how long they take, and what fails again and again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from uuid import UUID

from microcred.authoring.judging import Outcome, Verdict
from microcred.authoring.models import QualityReview, ReviewAnswer, ReviewFiling, ReviewOutcome, Settlement
from microcred.measures import Agreement, ShownAgreement, agreement_of_pairs
from microcred.organizations.models import Organization
from microcred.quality.models import Edition
from microcred.quality.queries import components_of


@dataclass(frozen=True)
class ComponentFigures(ShownAgreement):
    """One component over many rounds.

    Attributes:
        agreement: of the first answers of both reviewers, before anything was settled.
        not_met: in how many concluded rounds it stood as not met, of `standing`.
    """

    code: str
    text: str
    agreement: Agreement
    not_met: int
    standing: int


@dataclass(frozen=True)
class ReviewReport:
    """What the reviews of some organizations say, by one edition or by all."""

    rounds: int
    by_outcome: dict[Outcome, int]
    overall: ComponentFigures
    components: list[ComponentFigures]
    days_to_file: float | None
    """median, from invitation to filing"""
    days_to_conclude: float | None
    filed_late: int
    filed: int

    @property
    def recurring(self) -> list[ComponentFigures]:
        """The components that stood as not met more than once, the most frequent first."""
        short = [each for each in self.components if each.not_met > 1]
        return sorted(short, key=lambda each: (-each.not_met / each.standing, each.code))


def report_of(owners: Iterable[Organization], *, edition: Edition | None = None) -> ReviewReport:
    """The report, in a number of questions that does not grow with the reviews."""
    rounds = QualityReview.objects.filter(owner__in=list(owners))
    if edition is not None:
        rounds = rounds.filter(edition=edition)
    ids = list(rounds.values_list("pk", "edition_id", "opened_at"))
    outcomes = {row.review_id: row for row in ReviewOutcome.objects.filter(review__in=rounds)}
    said: dict[tuple[UUID, UUID], list[Verdict]] = defaultdict(list)
    answers = ReviewAnswer.objects.filter(filing__seat__review__in=rounds, filing__seat__decline__isnull=True)
    for review_id, component_id, verdict in answers.order_by("filing__seat__invited_at", "filing__seat").values_list(
        "filing__seat__review", "component", "verdict"
    ):
        said[review_id, component_id].append(Verdict(verdict))
    settled = {
        (review_id, component_id): Verdict(verdict)
        for review_id, component_id, verdict in Settlement.objects.filter(review__in=rounds).values_list(
            "review", "component", "verdict"
        )
    }
    pairs: dict[UUID, list[tuple[Verdict, Verdict]]] = defaultdict(list)
    stood: dict[UUID, list[Verdict]] = defaultdict(list)
    for (review_id, component_id), verdicts in said.items():
        if len(verdicts) == 2:
            pairs[component_id].append((verdicts[0], verdicts[1]))
        if review_id in outcomes:
            stood[component_id].append(settled.get((review_id, component_id), verdicts[0]))
    editions = {row.pk: row for row in Edition.objects.filter(pk__in={edition_id for _id, edition_id, _at in ids})}
    asked = {each.id: each for row in editions.values() for each in components_of(row) if each.id in pairs}
    components = [_figures(each.code, each.text, pairs[each.id], stood[each.id]) for each in asked.values()]
    everything = [pair for each in pairs.values() for pair in each]
    filings = list(
        ReviewFiling.objects.filter(seat__review__in=rounds).values_list(
            "seat__invited_at", "filed_at", "seat__review__due_at"
        )
    )
    concluded = [(outcomes[pk].concluded_at - opened_at) for pk, _edition, opened_at in ids if pk in outcomes]
    return ReviewReport(
        rounds=len(ids),
        by_outcome={each: sum(1 for row in outcomes.values() if row.outcome == each) for each in Outcome},
        overall=_figures("", "", everything, [verdict for each in stood.values() for verdict in each]),
        components=components,
        days_to_file=_days([filed_at - invited_at for invited_at, filed_at, _due in filings]),
        days_to_conclude=_days(concluded),
        filed_late=sum(1 for _invited, filed_at, due_at in filings if filed_at > due_at),
        filed=len(filings),
    )


def _figures(code: str, text: str, pairs: list[tuple[Verdict, Verdict]], stood: list[Verdict]) -> ComponentFigures:
    agreement = agreement_of_pairs(pairs, categories=list(Verdict))
    return ComponentFigures(code, text, agreement, stood.count(Verdict.NOT_MET), len(stood))


def _days(spans: list[timedelta]) -> float | None:
    return round(median(span.total_seconds() for span in spans) / 86400, 1) if spans else None
