"""Writing down why and what one learns, and letting a coach read it."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Person
from microcred.organizations.queries import identifiers_by_address
from microcred.portfolios.models import Goal, GoalSharing, GoalSharingEnd, LearningContract
from microcred.portfolios.queries.goals import coaches, contract_in, sees_no_goals
from microcred.portfolios.rules import plain_text
from microcred.programs.models import Program
from microcred.programs.queries import standing_of

LONGEST = 4000
"""characters of each thing that is written"""


class GoalTooLong(Refusal):
    """It is more than anybody reads again."""

    message = _("This has {count} characters; there is room for {limit}. Say the heart of it.")
    status = 422


class ContractUnfinished(Refusal):
    """Half of it is missing."""

    message = _("Say both what you want to learn and how you will show it; the rest can wait.")
    field = "aims"
    status = 422


class NoSeatForContract(Refusal):
    """A contract is made by who takes part."""

    message = _("You hold no seat in “{program}”. Join it first, or make a contract of your own without a program.")


class NotYourCoach(Refusal):
    """Whoever was named coaches nobody here."""

    message = _(
        "Nobody with this address is a coach where you work or in a program that you take part in. Ask your program "
        "manager for your coach's address."
    )
    field = "email"
    status = 422


class GoalsNotForThem(Refusal):
    """Whoever was named also judges or employs."""

    message = _(
        "This person also judges work, or acts for an employer or a licensing office. Goals are never shown to them, "
        "so that you can be frank. Choose another coach."
    )
    field = "email"


@operation
def write_goal(*, actor: Person, text: str, at: datetime) -> Goal:
    """Say why one learns; the wording before stays in the history. The same words again are no new wording.

    Raises:
        GoalTooLong.
    """
    text = _written(text, "text")
    hold(actor.pk)
    last = Goal.objects.filter(person=actor).order_by("-written_at", "-pk").first()
    if last is not None and last.text == text:
        return last
    return Goal.objects.create(person=actor, text=text, written_at=at)


@operation
def write_contract(
    *,
    actor: Person,
    program: Program | None,
    aims: str,
    steps: str,
    support: str = "",
    review_on: date | None = None,
    at: datetime,
) -> LearningContract:
    """Set out what one will learn, in a program or on one's own; the wording before stays in the history.

    Raises:
        ContractUnfinished, GoalTooLong, NoSeatForContract.
    """
    said = {"aims": _written(aims, "aims"), "steps": _written(steps, "steps"), "support": _written(support, "support")}
    if not said["aims"] or not said["steps"]:
        raise ContractUnfinished(field="aims" if not said["aims"] else "steps")
    if program is not None and not standing_of(actor, program).has_seat:
        raise NoSeatForContract(program=program.name)
    hold(actor.pk)
    last = contract_in(actor, program)
    if last is not None and (last.aims, last.steps, last.support, last.review_on) == (*said.values(), review_on):
        return last
    return LearningContract.objects.create(person=actor, program=program, review_on=review_on, written_at=at, **said)


@operation
def share_goals(*, actor: Person, email: str, at: datetime) -> GoalSharing:
    """Let one's coach read goal and contracts, until one ends it. Shared twice is shared once.

    Raises:
        NotYourCoach, GoalsNotForThem.
    """
    address = email.strip().lower()
    found = identifiers_by_address([address]).get(address)
    coach = Person.objects.filter(pk=found).first() if found and found != actor.pk else None
    if coach is None or not coaches(coach, actor, at=at):
        raise NotYourCoach
    if sees_no_goals(coach, at=at):
        raise GoalsNotForThem
    hold(actor.pk)
    there = GoalSharing.objects.filter(person=actor, coach=coach, end__isnull=True).first()
    if there is not None:
        return there
    sharing = GoalSharing.objects.create(person=actor, coach=coach, shared_at=at)
    tell(
        actor=actor,
        person=coach,
        kind="goals_shared",
        subject=format_lazy(_("{who} shares their goals with you"), who=actor.name),
        body=format_lazy(
            _("{who} lets you read why and what they learn. It is for the two of you; they can end it at any time."),
            who=actor.name,
        ),
        path=reverse("shared_goals"),
        key=f"goals-shared:{sharing.pk}",
        at=at,
    )
    return sharing


@operation
def end_goal_sharing(*, actor: Person, sharing: GoalSharing, at: datetime) -> GoalSharingEnd:
    """Let a coach read no longer, from this moment. Ended twice is ended once.

    Raises:
        NotAllowed: the goals are another's.
    """
    if sharing.person_id != actor.pk:
        raise NotAllowed
    end, _is_new = GoalSharingEnd.objects.get_or_create(sharing=sharing, defaults={"ended_at": at})
    return end


@operation
def erase_goals(*, actor: Person) -> None:
    """Forget every wording of one's goal and contracts."""
    Goal.objects.filter(person=actor).delete()
    LearningContract.objects.filter(person=actor).delete()


def _written(text: str, field: str) -> str:
    text = plain_text(text).strip()
    if len(text) > LONGEST:
        raise GoalTooLong(field=field, count=len(text), limit=LONGEST)
    return text
