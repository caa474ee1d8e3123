"""What a person can do about a micro-credential now: start, go on, revise, wait, or look at what they earned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.models import Version
from microcred.credentials.models import Award
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit
from microcred.portfolios.queries.pursuits import program_for, with_state
from microcred.portfolios.rules import State
from microcred.programs.models import Program
from microcred.programs.queries import programs_offering, seats_held_by


@dataclass(frozen=True)
class Step:
    """Where a person stands with a micro-credential, by their pursuit of its newest version that they have started."""

    pursuit: Pursuit | None = None
    state: State | None = None
    award_id: UUID | None = None
    """the credential, once it is signed and unless it was revoked"""
    program: Program | None = None
    """where a start would count: they hold a seat there"""
    joinable: Program | None = None
    """where a start could count, if they joined"""
    is_held: bool = False
    """whether it is being judged, and nobody reads it until something is settled"""

    def can_start(self, version: Version) -> bool:
        """Whether nothing is begun, or only an earlier version was and is earned."""
        if self.pursuit is None:
            return True
        return self.state is State.EARNED and self.pursuit.version_id != version.pk


NOTHING_BEGUN = Step()


def steps_of(person: Person, micro_credentials: Collection[UUID]) -> dict[UUID, Step]:
    """Where a person stands with each of these micro-credentials that they have started, in two queries."""
    wanted = list(micro_credentials)
    pursuits = _pursuits(person_id=person.pk, micro_credentials=wanted)
    awards = dict(_awards(person_id=person.pk, micro_credentials=wanted))
    return {
        pursuit.version.micro_credential_id: Step(
            pursuit,
            State(vars(pursuit)["state"]),
            awards.get(pursuit.version_id),
            is_held=vars(pursuit)["is_held"],
        )
        for pursuit in pursuits
    }


@asked_often
def _pursuits(*, person_id: UUID, micro_credentials: list[UUID]) -> QuerySet[Pursuit]:
    own = Pursuit.objects.filter(person=person_id, version__micro_credential__in=micro_credentials, move__isnull=True)
    return with_state(own).select_related("version").order_by("version__number", "version__revision")


@asked_often
def _awards(*, person_id: UUID, micro_credentials: list[UUID]) -> QuerySet[Award, tuple[UUID, UUID]]:
    own = Award.objects.filter(person=person_id, version__micro_credential__in=micro_credentials)
    return own.filter(revocation__isnull=True).values_list("version", "pk")


def step_of(person: Person, version: Version, *, at: datetime) -> Step:
    """Where a person stands with a version's micro-credential, and in which program a start would count."""
    step = steps_of(person, [version.micro_credential_id]).get(version.micro_credential_id, NOTHING_BEGUN)
    if not step.can_start(version):
        return step
    program = program_for(seats_held_by(person), version, at=at)
    open_now = programs_offering(version, at=at).filter(joining_opens_at__lte=at, joining_closes_at__gt=at)
    joinable = None if program else open_now.first()
    return Step(step.pursuit, step.state, step.award_id, program, joinable)
