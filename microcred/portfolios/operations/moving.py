"""Going over to a later version, or to the successor of what retired: what fits is copied, nothing is lost."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.catalog.queries import rubric_of
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Answer, Item, Move, Pursuit, TimeClosing
from microcred.portfolios.operations.evidence import MOST_ITEMS
from microcred.portfolios.operations.gates import open_state, own
from microcred.portfolios.operations.languages import copy_languages
from microcred.portfolios.operations.pins import copy_pins
from microcred.portfolios.operations.time_closing import close_time_requests
from microcred.portfolios.queries.moving import MovePlan, move_of, move_plan, overtaken
from microcred.portfolios.queries.workspace import Workspace, workspace_of
from microcred.programs.queries import programs_for


class NoWayThere(Refusal):
    """The version is not the one that work can go over to now."""

    message = _("“{version}” is not where this work can go now. Open your work again: it says what follows it.")


class BegunThereAlready(Refusal):
    """The educator works on the other version already."""

    message = _(
        "You have started “{version}” already, so nothing is copied over it. You find both under “My work”; copy what "
        "you need from here."
    )


@operation
def move_over(*, actor: Person, pursuit: Pursuit, to: Version, at: datetime) -> Pursuit:
    """Take work over to the version that follows: answers, files and links go where the requirement matches.

    What was judged is judged anew there, all of it: another version may ask for other levels. The old work stays as it
    was, closed, to be read. Asked again, it returns where the work went.

    Raises:
        NoWayThere, BegunThereAlready, BeingJudged, AlreadyEarned, NotAllowed.
    """
    own(actor, pursuit)
    hold(pursuit.pk)
    hold(uuid5(to.pk, str(actor.pk)))  # as `start` does: one piece of work for each version
    there = move_of(pursuit)
    if there is not None:
        return there.to
    workspace = workspace_of(pursuit)
    open_state(workspace.state)
    follows = overtaken(pursuit, workspace.state, at=at)
    if follows is None or follows.by is None or follows.by.pk != to.pk:
        raise NoWayThere(version=to)
    if Pursuit.objects.filter(person=actor, version=to, set_aside_at__isnull=True).exists():
        raise BegunThereAlready(version=to)
    program = pursuit.program
    if program is not None and not programs_for(to).filter(pk=program.pk).exists():
        program = None
    begun = Pursuit.objects.create(person=actor, version=to, program=program, started_at=at)
    plan = move_plan(workspace, to)
    Answer.objects.bulk_create(_answers(plan, begun))
    copies = dict(_items(plan, begun))
    Item.objects.bulk_create(copies.values())
    copy_pins(copies, workspace.pins, _criteria_there(workspace, to), at)
    copy_languages(
        pursuit, begun, copies, {row.work.requirement.pk: row.requirement for row in plan.carried if row.work}, at
    )
    Move.objects.create(pursuit=pursuit, to=begun, moved_at=at)
    close_time_requests(pursuit, why=TimeClosing.Why.MOVED_OVER, at=at)
    return begun


def _answers(plan: MovePlan, begun: Pursuit) -> Iterator[Answer]:
    for one in plan.carried:
        answer = one.work.answer if one.work else None
        if answer is not None and answer.text:
            yield Answer(pursuit=begun, requirement=one.requirement, text=answer.text, saved_at=answer.saved_at)


def _criteria_there(workspace: Workspace, to: Version) -> dict[UUID, UUID]:
    """What the criteria are in the other version, by what they are here: those that bear the same name."""
    there = {criterion.name: criterion.id for criterion in rubric_of(to).criteria}
    here = rubric_of(workspace.pursuit.version).criteria
    return {criterion.id: there[criterion.name] for criterion in here if criterion.name in there}


def _items(plan: MovePlan, begun: Pursuit) -> Iterator[tuple[UUID, Item]]:
    """The copies of what is put in, each with the identifier of what it is a copy of."""
    for one in plan.carried:
        mine = [item for item in one.work.items if item.kind in one.requirement.accepts] if one.work else []
        for item in mine[:MOST_ITEMS]:
            yield (
                item.pk,
                Item(
                    pursuit=begun,
                    requirement=one.requirement,
                    kind=item.kind,
                    title=item.title,
                    file=item.file,
                    url=item.url,
                    put_in_at=item.put_in_at,
                ),
            )
