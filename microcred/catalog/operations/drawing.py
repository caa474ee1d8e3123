"""Drawing a crosswalk step by step: what stands in it, and in which order. Each verb is small, so that two who draw at
once lose nothing of each other."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Crosswalk, CrosswalkPick, CrosswalkStep, MicroCredential, Stack, StackPlace
from microcred.catalog.operations.projection import write_entries
from microcred.catalog.operations.shelves import may_curate
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person

MOST_ON_A_PATH = 200
"""Stacks and single micro-credentials together; a longer path is none that anyone walks."""

Standing = CrosswalkStep | CrosswalkPick


class PathTooLong(Refusal):
    """A crosswalk holds as much as it can."""

    message = _("A crosswalk holds at most {most} stacks and micro-credentials. Take something out, or draw another.")


class CrosswalkUnnamed(Refusal):
    """A crosswalk without a name."""

    message = _("Give the crosswalk a name.")
    field = "name"


@operation
def describe_crosswalk(*, actor: Person | None, crosswalk: Crosswalk, name: str, description: str) -> Crosswalk:
    """Say anew what a crosswalk is called, and what for. Its address stays."""
    may_curate(actor, crosswalk.owner)
    if not name.strip():
        raise CrosswalkUnnamed
    crosswalk.name, crosswalk.description = name.strip()[:200], description.strip()
    crosswalk.save(update_fields=["name", "description"])
    return crosswalk


@operation
def add_to_crosswalk(*, actor: Person | None, crosswalk: Crosswalk, thing: Stack | MicroCredential) -> None:
    """Put a stack, or a single micro-credential, at the end of the path. What stands there stays where it is.

    Raises:
        PathTooLong, NotAllowed.
    """
    path = _held(actor, crosswalk)
    if any(_is(row, thing) for row in path):
        return
    if len(path) >= MOST_ON_A_PATH:
        raise PathTooLong(most=MOST_ON_A_PATH)
    if isinstance(thing, Stack):
        CrosswalkStep.objects.create(crosswalk=crosswalk, stack=thing, position=len(path))
    else:
        CrosswalkPick.objects.create(crosswalk=crosswalk, micro_credential=thing, position=len(path))
    _renumber(path)
    write_entries(_touched(thing))


@operation
def take_from_crosswalk(*, actor: Person | None, crosswalk: Crosswalk, thing: Stack | MicroCredential) -> None:
    """Take a stack or a micro-credential out of the path. What is not there is gone already."""
    path = _held(actor, crosswalk)
    kept = [row for row in path if not _is(row, thing)]
    for row in path:
        if row not in kept:
            row.delete()
    _renumber(kept)
    write_entries(_touched(thing))


@operation
def move_in_crosswalk(*, actor: Person | None, crosswalk: Crosswalk, thing: Stack | MicroCredential, up: bool) -> None:
    """Let something change places with what stands before it on the path, or after it."""
    path = _held(actor, crosswalk)
    place = next((number for number, row in enumerate(path) if _is(row, thing)), None)
    other = place + (-1 if up else 1) if place is not None else -1
    if place is not None and 0 <= other < len(path):
        path[place], path[other] = path[other], path[place]
    _renumber(path)


def _held(actor: Person | None, crosswalk: Crosswalk) -> list[Standing]:
    """The path as it is now, held until the transaction ends."""
    may_curate(actor, crosswalk.owner)
    Crosswalk.objects.select_for_update(no_key=True).get(pk=crosswalk.pk)
    rows: list[Standing] = [*crosswalk.steps.all(), *crosswalk.picks.all()]
    by_place: Callable[[Standing], tuple[int, UUID]] = lambda row: (row.position, row.pk)  # noqa: E731
    return sorted(rows, key=by_place)


def _is(row: Standing, thing: Stack | MicroCredential) -> bool:
    here = row.stack_id if isinstance(row, CrosswalkStep) else row.micro_credential_id
    return isinstance(row, CrosswalkStep) == isinstance(thing, Stack) and here == thing.pk


def _renumber(path: Sequence[Standing]) -> None:
    for place, row in enumerate(path):
        if row.position != place:
            row.position = place
            row.save(update_fields=["position"])


def _touched(thing: Stack | MicroCredential) -> list[UUID]:
    if isinstance(thing, MicroCredential):
        return [thing.pk]
    return sorted(StackPlace.objects.filter(stack=thing).values_list("micro_credential_id", flat=True))
