"""What educators said of feedback: sums for who wrote it, words for who leads the assessing."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from uuid import UUID

from django.db.models import Max, Min, OuterRef, Q, QuerySet, Subquery

from microcred.catalog.models import Version
from microcred.organizations.models import Organization, Person
from microcred.portfolios.models import Submission
from microcred.portfolios.queries import counted_as_attempts
from microcred.scoring.models import Decision, FeedbackRating, Result
from microcred.scoring.rules import Helped, Helpfulness, Rated, helpfulness, rated_until

MOST_WORDS = 20
"""the newest, on a page"""


@dataclass(frozen=True)
class RatingStanding:
    """What an educator says of the feedback on a decision, and until when they may say it, or something else."""

    rating: FeedbackRating | None
    until: datetime
    may: bool


def rating_standing(decision: Decision, *, at: datetime) -> RatingStanding:
    """What was said of the feedback on a decision, and whether it can be said."""
    here = decision.submission
    later = counted_as_attempts(Submission.objects.filter(pursuit=here.pursuit_id, attempt__gt=here.attempt))
    until = rated_until(decision.decided_at, later.aggregate(first=Min("submitted_at"))["first"])
    newest = FeedbackRating.objects.filter(decision=decision).order_by("-number").first()
    return RatingStanding(newest, until, may=at < until)


def helpfulness_of(person: Person, organization: Organization | None = None, *, at: datetime) -> Helpfulness:
    """What educators say of an assessor's feedback, as the assessor may be told; everywhere, or of what one
    organization offers."""
    said = _by_version(_newest(Q(decision__in=_judged_by(person).values("decision"))), organization)
    return helpfulness(chain.from_iterable(said.values()), at=at)


def helpfulness_by_version(versions: Collection[Version], *, at: datetime) -> dict[UUID, Helpfulness]:
    """What educators say of the feedback on their work to each of some versions, cut as it is for an assessor."""
    said = _by_version(_newest(Q(decision__submission__pursuit__version__in=versions)))
    return {version: helpfulness(ratings, at=at) for version, ratings in said.items()}


def words_about(person: Person, organization: Organization) -> list[FeedbackRating]:
    """What educators wrote about an assessor's feedback on what an organization offers, the newest first. For who leads
    the assessing; whose work it was about is not told."""
    said = _within(_newest(Q(decision__in=_judged_by(person).values("decision"))), organization).exclude(words="")
    return list(said.select_related("decision__submission__pursuit__version").order_by("-rated_at", "-pk")[:MOST_WORDS])


def _judged_by(person: Person) -> QuerySet[Result]:
    """In which a level, and what was said of it, is the person's."""
    return Result.objects.filter(~Q(way=Result.Way.CARRIED), score__scoring__assessor=person)


def _newest(of: Q) -> QuerySet[FeedbackRating]:
    """What educators say now of the feedback on some decisions."""
    newest = (
        FeedbackRating.objects.filter(decision=OuterRef("decision")).values("decision").annotate(last=Max("number"))
    )
    return FeedbackRating.objects.filter(of, number=Subquery(newest.values("last")))


def _within(ratings: QuerySet[FeedbackRating], organization: Organization | None) -> QuerySet[FeedbackRating]:
    if organization is None:
        return ratings
    return ratings.filter(decision__submission__pursuit__version__micro_credential__owner=organization)


def _by_version(ratings: QuerySet[FeedbackRating], organization: Organization | None = None) -> dict[UUID, list[Rated]]:
    here = "decision__submission"
    later = counted_as_attempts(
        Submission.objects.filter(pursuit=OuterRef(f"{here}__pursuit"), attempt__gt=OuterRef(f"{here}__attempt"))
    )
    first = later.order_by("submitted_at").values("submitted_at")[:1]
    rows = (
        _within(ratings, organization)
        .annotate(again=Subquery(first))
        .values_list(f"{here}__pursuit__version", f"{here}__pursuit__person", "said", "decision__decided_at", "again")
    )
    found: dict[UUID, list[Rated]] = defaultdict(list)
    for version, person, said, decided_at, again in rows:
        found[version].append(Rated(person, Helped(said), rated_until(decided_at, again)))
    return found
