"""What an educator wrote of why and what they learn, and who may read it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, holders, memberships_of
from microcred.portfolios.models import Goal, GoalSharing, LearningContract
from microcred.programs.models import Program
from microcred.programs.queries import seats_held_by, standing_of

SEES_NO_GOALS = (
    Role.ASSESSOR,
    Role.LEAD_ASSESSOR,
    Role.ORG_ADMIN,
    Role.RECOGNIZER,
    Role.LICENSURE_OFFICER,
)
"""Who judges work, employs educators or decides about their licence: a goal is never theirs to read, coach or not."""


@dataclass(frozen=True)
class Goals:
    """All that a person wrote: the wording that counts, and those before it, the newest first."""

    goal: Goal | None
    goals_before: tuple[Goal, ...]
    contracts: tuple[LearningContract, ...]
    """the newest wording of each, in a program or on one's own"""
    contracts_before: tuple[LearningContract, ...]


def goals_of(person: Person) -> Goals:
    """What a person wrote, in two queries."""
    wordings = list(Goal.objects.filter(person=person).order_by("-written_at", "-pk"))
    written = LearningContract.objects.filter(person=person).select_related("program")
    newest: dict[object, LearningContract] = {}
    contracts = list(written.order_by("-written_at", "-pk"))
    for contract in contracts:
        newest.setdefault(contract.program_id, contract)
    current = wordings[0] if wordings and wordings[0].text else None
    return Goals(
        current,
        tuple(one for one in wordings if one is not current and one.text),
        tuple(newest.values()),
        tuple(one for one in contracts if newest[one.program_id] is not one),
    )


def contract_in(person: Person, program: Program | None) -> LearningContract | None:
    """The wording that counts of what a person set out to learn in a program, or on their own."""
    written = LearningContract.objects.filter(person=person, program=program).select_related("program")
    return written.order_by("-written_at", "-pk").first()


def contract_missing(person: Person, program: Program) -> bool:
    """Whether a program asks for a learning contract, and a person with a seat there has written none."""
    if not program.asks_contract or not standing_of(person, program).has_seat:
        return False
    return not LearningContract.objects.filter(person=person, program=program).exists()


def coaches(coach: Person, educator: Person, *, at: datetime) -> bool:
    """Whether somebody is a coach where an educator works, or of who runs a program in which they hold a seat."""
    places = [held.organization for held in memberships_of(educator, at=at)]
    places += [program.owner for program in seats_held_by(educator).select_related("owner")]
    return any(acts_as(coach, Role.COACH, for_organization=place, at=at) for place in places)


def sees_no_goals(person: Person, *, at: datetime) -> bool:
    """Whether a person holds a role, anywhere, with which no goal is theirs to read."""
    return holders(*SEES_NO_GOALS, person=person, at=at).exists()


def sharings_of(person: Person) -> QuerySet[GoalSharing]:
    """With whom a person shares their goals now."""
    return GoalSharing.objects.filter(person=person, end__isnull=True).select_related("coach").order_by("coach__name")


def shared_with(coach: Person) -> QuerySet[GoalSharing]:
    """Who shares their goals with a coach now."""
    return GoalSharing.objects.filter(coach=coach, end__isnull=True).select_related("person").order_by("person__name")
