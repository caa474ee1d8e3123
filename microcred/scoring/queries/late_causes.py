"""Why something that is late is not read, and by whom that can be mended."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from microcred.calibration.queries import assessors_of, is_qualified, versions_for
from microcred.catalog.models import Version
from microcred.organizations.models import Person
from microcred.scoring.models import Claim, QueueItem, Scoring
from microcred.scoring.queries.availability import offering_to
from microcred.scoring.queries.barred import kinds_of
from microcred.scoring.rules import Stop


class LateFor(StrEnum):
    """What keeps something late from being decided."""

    LOOK = "look"
    """it is read, and a lead has not looked before it is released"""
    HELD = "held"
    NOBODY = "nobody"
    """nobody is qualified for its version"""
    BARRED = "barred"
    """whoever is qualified is too close to it, has stepped back from it, or has read it"""
    FULL = "full"
    """whoever may read it takes nothing at the moment"""
    LEFT = "left"
    """somebody may read it, and has not taken it"""


@dataclass(frozen=True)
class Cause:
    """Why one thing is late.

    Attributes:
        holder: who has it in hand; None too where whoever asks may yet read it blind.
        claim: by which it is in hand.
        since, until: of what is held.
        readers: how many may read it. `paused`, `away`, `full`: of these, how many take nothing, and why.
    """

    why: LateFor
    holder: Person | None = None
    since: datetime | None = None
    until: datetime | None = None
    claim: UUID | None = None
    readers: int = 0
    paused: int = 0
    away: int = 0
    full: int = 0


def causes_of(late: Sequence[QueueItem], lead: Person, *, at: datetime) -> dict[UUID, Cause]:
    """Why each is late, by its place in the queue. As many questions however many of one version are late; more for
    each version, and for each assessor who may read any of them."""
    found = _in_hand(late, lead, at)
    free = [item for item in late if item.pk not in found]
    if not free:
        return found
    versions = {item.version_id: item.version for item in free}
    qualified = _qualified(versions, at)
    people = {person.pk: person for some in qualified.values() for person in some}
    kinds = kinds_of(
        list(people), QueueItem.objects.filter(pk__in=[item.pk for item in free]), QueueItem.objects.none(), at=at
    )
    read = set(
        Scoring.of_all.filter(submission__in=[item.submission_id for item in free], assessor__in=people).values_list(
            "submission", "assessor"
        )
    )
    left = {
        item.pk: [
            person.pk
            for person in qualified[item.version_id]
            if kinds.of_waiting[item.pk] not in kinds.not_for[person.pk] and (item.submission_id, person.pk) not in read
        ]
        for item in free
    }
    stops = {pk: offering_to(people[pk], at=at).stops for pk in {pk for some in left.values() for pk in some}}
    for item in free:
        found[item.pk] = _not_taken(bool(qualified[item.version_id]), left[item.pk], stops)
    return found


def held_among(waiting: Sequence[QueueItem], lead: Person, *, at: datetime) -> dict[UUID, Cause]:
    """What is being read of what waits, late or not, by its place in the queue."""
    return {pk: cause for pk, cause in _in_hand(waiting, lead, at).items() if cause.why is LateFor.HELD}


def claim_in_hand(item: QueueItem, *, at: datetime) -> UUID | None:
    """By which claim somebody has a submission in hand at a moment; None where nobody has."""
    if item.settled_at is not None or item.lease_expires_at is None or item.lease_expires_at <= at:
        return None
    return Claim.objects.get(item=item, number=item.claims_made).pk


def _in_hand(late: Sequence[QueueItem], lead: Person, at: datetime) -> dict[UUID, Cause]:
    """What is read, or being read. Whoever may read it themselves is not told who does."""
    found: dict[UUID, Cause] = {}
    held = []
    for item in late:
        if item.readings_saved >= item.readings_asked:
            found[item.pk] = Cause(LateFor.LOOK)
        elif item.assessor_id is not None and item.lease_expires_at is not None and item.lease_expires_at > at:
            held.append(item)
    claims = {
        (claim.item_id, claim.number): claim for claim in Claim.objects.filter(item__in=[item.pk for item in held])
    }
    versions = {item.version_id: item.version for item in held}
    may_read = {pk for pk, version in versions.items() if is_qualified(lead, version, at=at)}
    for item in held:
        holder = None if item.version_id in may_read else item.assessor
        claim = claims[item.pk, item.claims_made]
        found[item.pk] = Cause(LateFor.HELD, holder, claim.claimed_at, item.lease_expires_at, claim.pk)
    return found


def _qualified(versions: Mapping[UUID, Version], at: datetime) -> dict[UUID, list[Person]]:
    """By version, who may score it: no right by its rubric is paused."""
    asked = {pk: list(assessors_of(version, at=at)) for pk, version in versions.items()}
    people = {person.pk: person for some in asked.values() for person in some}
    may = {pk: set(versions_for(person, at=at)) for pk, person in people.items()}
    return {pk: [person for person in some if pk in may[person.pk]] for pk, some in asked.items()}


def _not_taken(any_qualified: bool, readers: Collection[UUID], stops: Mapping[UUID, Stop | None]) -> Cause:
    if not any_qualified:
        return Cause(LateFor.NOBODY)
    if not readers:
        return Cause(LateFor.BARRED)
    counts = Counter(stops[pk] for pk in readers)
    why = LateFor.LEFT if counts[None] else LateFor.FULL
    return Cause(
        why,
        readers=counts[None] if why is LateFor.LEFT else len(readers),
        paused=counts[Stop.PAUSED],
        away=counts[Stop.AWAY],
        full=counts[Stop.FULL],
    )
