"""Where the same file was judged differently in two people's work, and what a lead may see of that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from microcred.catalog.models import Requirement
from microcred.catalog.queries import RubricCriterion, RubricLevel, rubric_of
from microcred.integrity.models import Print
from microcred.integrity.queries import tenant_of
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
from microcred.portfolios.models import Submission
from microcred.portfolios.queries import shared_by_design, works_judged
from microcred.scoring.models import Appeal, ArtifactDifference, Decision, Result
from microcred.scoring.queries.resets import Scope, reached_by, readings_in
from microcred.scoring.rules import Consequence, consequence, is_split

MOST_ALIKE = 50
"""other submissions that hold the same file, the newest: a template that everybody hands in tells nothing"""


@dataclass(frozen=True)
class Differs:
    """Two results that differ on what rests on the same file."""

    higher: Result
    lower: Result
    sha256: str
    shared: bool


def differences_of(decision: Decision) -> Iterator[Differs]:
    """The criteria on which a decision differs from earlier ones about other people's work on the same version, where
    both rest on the same file: on different sides of what is needed, or two levels apart (`rules.is_split`).

    Within one tenant. What was settled before, or is appealed, is left alone.
    """
    here = decision.submission
    mine = {
        row.sha256: row
        for row in Print.objects.filter(submission=here, sha256__gt="").select_related("item__item")
        if row.item is not None
    }
    if not mine:
        return
    feeding = _feeding(here)
    results = _judged(decision)
    tenant = tenant_of(here)
    decided = Decision.objects.filter(submission=OuterRef("submission"))
    alike = Print.objects.filter(
        Exists(decided), sha256__in=list(mine), submission__pursuit__version=here.pursuit.version_id
    ).exclude(submission__pursuit__person=here.pursuit.person_id)
    around = ("item__item", "submission__pursuit__program__owner", "submission__pursuit__version__micro_credential")
    seen: set[tuple[UUID, UUID]] = set()
    for there in alike.select_related(*around).order_by("-submission__submitted_at", "pk")[:MOST_ALIKE]:
        if there.item is None or tenant_of(there.submission).pk != tenant.pk:
            continue
        ours = mine[there.sha256].item
        assert ours is not None  # noqa: S101 - only prints of files are looked at
        other = Decision.objects.select_related("submission").get(submission=there.submission_id)
        if other.pk == decision.pk or Appeal.objects.filter(decision=other).exists():
            continue
        theirs = _judged(other)
        shared = bool(shared_by_design([ours]))
        on_both = feeding.get(ours.item.requirement_id, set()) & feeding.get(there.item.item.requirement_id, set())
        for criterion in sorted(on_both & results.keys() & theirs.keys()):
            one, two = results[criterion], theirs[criterion]
            levels = [one.score.level.position, two.score.level.position]
            if (criterion, other.pk) in seen or not is_split(levels, one.criterion.required_position):
                continue
            seen.add((criterion, other.pk))
            higher, lower = (one, two) if levels[0] > levels[1] else (two, one)
            yield Differs(higher, lower, there.sha256, shared)


def _feeding(submission: Submission) -> dict[UUID, set[UUID]]:
    """The criteria that look at the evidence for each requirement."""
    asked = Requirement.objects.filter(version=submission.pursuit.version_id).prefetch_related("criteria")
    return {one.pk: {criterion.pk for criterion in one.criteria.all()} for one in asked}


def _judged(decision: Decision) -> dict[UUID, Result]:
    results = Result.objects.filter(~Q(way=Result.Way.CARRIED), decision=decision)
    return {row.criterion_id: row for row in results.select_related("score__level", "criterion")}


_AROUND = (
    "higher__decision__submission__pursuit",
    "lower__decision__submission__pursuit",
    "higher__score__level",
    "lower__score__level",
    "higher__criterion__version__micro_credential__owner",
)


def differences_for(lead: Person, *, at: datetime) -> QuerySet[ArtifactDifference]:
    """What waits for a word where a person leads the assessing, the oldest first. Not of their own work, nor of work on
    a micro-credential that they held of either educator's to judge it."""
    owners = organizations_where(lead, Role.LEAD_ASSESSOR, at=at)
    version = "higher__criterion__version__micro_credential"
    sides = [f"{side}__decision__submission__pursuit__person" for side in ("higher", "lower")]
    # Few wait at a time. In one statement it would be twenty joins, which PostgreSQL orders badly.
    waiting = list(
        ArtifactDifference.objects.filter(ruling__isnull=True, **{f"{version}__owner__in": owners}).values_list(
            "pk", version, *sides
        )
    )
    judged = works_judged(lead, {person for _pk, _what, *people in waiting for person in people})
    open_to = [
        pk
        for pk, what, *people in waiting
        if lead.pk not in people and not any((person, what) in judged for person in people)
    ]
    return ArtifactDifference.objects.filter(pk__in=open_to).select_related(*_AROUND).order_by("found_at", "pk")


@dataclass(frozen=True)
class Side:
    """One of the two decisions, blind: what its work is known by, the level, and what its educator was told."""

    alias: str
    result: Result
    level: RubricLevel


@dataclass(frozen=True)
class DifferenceSeen:
    """A difference with both readings side by side."""

    difference: ArtifactDifference
    criterion: RubricCriterion
    sides: tuple[Side, Side]
    may_be_read_afresh: bool


def difference_seen(difference: ArtifactDifference, *, lead: Person, at: datetime) -> DifferenceSeen:
    """Both sides of a difference, for who leads the assessing."""
    higher, lower = difference.higher, difference.lower
    rubric = rubric_of(higher.criterion.version)
    criterion = next(each for each in rubric.criteria if each.id == higher.criterion_id)
    levels = {level.id: level for level in criterion.levels}
    sides = [Side(one.decision.submission.alias, one, levels[one.score.level_id]) for one in (higher, lower)]
    return DifferenceSeen(difference, criterion, (sides[0], sides[1]), may_read_afresh(difference, lead=lead, at=at))


def may_read_afresh(difference: ArtifactDifference, *, lead: Person, at: datetime) -> bool:
    """Whether the lower of the two can be read afresh: it was decided "not yet", and nothing was handed in since."""
    submission = difference.lower.decision.submission
    version = difference.lower.criterion.version
    scope = Scope(version.micro_credential.owner, version, None, None, at, lead)
    readings = readings_in(scope).filter(submission=submission)
    stands = reached_by(readings).get(submission.pk)
    return stands is not None and consequence(stands) is Consequence.AFRESH
