"""Questions about where micro-credentials stand: stacks as shelves, crosswalks as paths."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet

from microcred.catalog.models import Crosswalk, CrosswalkStep, Entry, MicroCredential, Stack
from microcred.catalog.queries.cards import cards, on_cards
from microcred.foundation.asked_often import asked_often

ON_A_SHELF = 4
"""Micro-credentials that a shelf shows of its stack."""


@dataclass(frozen=True)
class ShownStack:
    """A stack with the entries shown of it; `total` counts all that it offers."""

    stack: Stack
    total: int
    entries: list[Entry] = field(default_factory=list)

    @property
    def others(self) -> int:
        """How many entries are not shown."""
        return self.total - len(self.entries)


@dataclass(frozen=True)
class ShownPick:
    """A single micro-credential on a path; without an entry when it is no longer on offer."""

    micro_credential: MicroCredential
    entry: Entry | None


FIRST_OF_EACH = """
SELECT stack.id, place.micro_credential_id FROM catalog_stack stack, LATERAL (
    SELECT place.micro_credential_id, place.position FROM catalog_stackplace place
    JOIN catalog_entry entry ON entry.micro_credential_id = place.micro_credential_id
    WHERE place.stack_id = stack.id ORDER BY place.position, place.micro_credential_id LIMIT %s
) place WHERE stack.id = ANY(%s) ORDER BY stack.position, place.position
"""


def stacks_on_offer() -> QuerySet[Stack]:
    """All stacks in the order of the shelves, each with `offered`, how many micro-credentials stand in it."""
    return Stack.objects.annotate(
        offered=Count("places", filter=Q(places__micro_credential__entry__isnull=False))
    ).order_by("position", "slug")


def shelves() -> list[ShownStack]:
    """Every stack with its first few entries, in three queries."""
    return _shown(_stacks_on_offer(), ON_A_SHELF)


def path_of(crosswalk: Crosswalk) -> list[ShownStack | ShownPick]:
    """What stands on a crosswalk, in order: stacks with their first entries, and single micro-credentials."""
    picked = list(crosswalk.picks.select_related("micro_credential"))
    entries = {row.pk: row for row in cards(ids=[pick.micro_credential_id for pick in picked])} if picked else {}
    placed: list[tuple[int, ShownStack | ShownPick]] = [
        (pick.position, ShownPick(pick.micro_credential, entries.get(pick.micro_credential_id))) for pick in picked
    ]
    positions = dict(crosswalk.steps.order_by("position").values_list("stack_id", "position"))
    placed += [(positions[shown.stack.pk], shown) for shown in _stacks_of_path(crosswalk, list(positions))]
    return [shown for _position, shown in sorted(placed, key=lambda one: one[0])]


def _stacks_of_path(crosswalk: Crosswalk, order: list[UUID]) -> list[ShownStack]:
    stacks = {stack.pk: stack for stack in stacks_on_offer().filter(crosswalks=crosswalk)}
    return _shown([stacks[pk] for pk in order], most=50)


def entries_of(stack: Stack) -> QuerySet[Entry]:
    """What a stack offers, in its order."""
    return on_cards(Entry.objects.filter(micro_credential__places__stack=stack)).order_by(
        "micro_credential__places__position", "title", "slug"
    )


@asked_often
def crosswalks() -> QuerySet[Crosswalk]:
    """All crosswalks by name, each with its steps and their stacks at hand, in the order of its path."""
    steps = CrosswalkStep.objects.select_related("stack").order_by("position")
    return Crosswalk.objects.order_by("name").prefetch_related(Prefetch("steps", queryset=steps))


def stacks_of(micro_credential: MicroCredential) -> QuerySet[Stack]:
    """The stacks in which a micro-credential stands."""
    return Stack.objects.filter(places__micro_credential=micro_credential).order_by("position")


_stacks_on_offer = asked_often(stacks_on_offer)


def _shown(stacks: list[Stack], most: int) -> list[ShownStack]:
    with connection.cursor() as cursor:
        cursor.execute(FIRST_OF_EACH, [most, [stack.pk for stack in stacks]])
        standing = cursor.fetchall()
    rows = {row.pk: row for row in cards(ids=list({entry for _stack, entry in standing}))}
    entries = {stack.pk: [rows[entry] for of, entry in standing if of == stack.pk] for stack in stacks}
    return [ShownStack(stack, getattr(stack, "offered", 0), entries[stack.pk]) for stack in stacks]
