"""Who may not read what waits or came: work is of one kind where the same people are too close to it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from microcred.organizations.queries import workplaces_of_each
from microcred.portfolios.queries import acquaintances_of, places_declared_by
from microcred.scoring.models import QueueItem, Recusal

LOOKED_AT = 2_000
"""of what came, the latest: by these it is known of which kinds what comes will be"""

_CLOSE = ("pk", "submission__pursuit__person", "close_to")


@dataclass(frozen=True)
class Kinds:
    """Work by who may not read it.

    Attributes:
        of_waiting: the kind of each piece that waits, by its place in the queue; what everybody may read is of kind 0.
        shares: of what came, how much was of each kind, by number; empty where nothing came.
        not_for: by person, the kinds that they may not read.
    """

    of_waiting: dict[UUID, int]
    shares: tuple[float, ...]
    not_for: dict[UUID, frozenset[int]]


def kinds_of(
    people: Collection[UUID], waiting: QuerySet[QueueItem], came: QuerySet[QueueItem], *, at: datetime
) -> Kinds:
    """Of which kinds some places in the queue are, for some people. A constant number of questions.

    As when something is claimed: nobody reads what shares a district, a school or a declared conflict with them, whose
    educator they know, or from which they stepped back. Of what came only what was known then is asked.
    """
    here, before = (
        list(waiting.values_list(*_CLOSE)),
        list(came.order_by("-entered_at")[:LOOKED_AT].values_list(*_CLOSE)),
    )
    work = workplaces_of_each({*people, *(educator for _pk, educator, _close in here)}, at=at)
    declared, known = places_declared_by(people), acquaintances_of(people)
    sharing: dict[UUID, set[UUID]] = {}
    for person in people:
        for each in {person, *work[person], *declared[person]}:
            sharing.setdefault(each, set()).add(person)
    back: dict[UUID, set[UUID]] = {}
    for item, person in Recusal.objects.filter(item__in=waiting, assessor__in=people).values_list("item", "assessor"):
        back.setdefault(item, set()).add(person)

    def barred(educator: UUID, close: Iterable[UUID]) -> frozenset[UUID]:
        found = set(known.get(educator, ()))
        for each in close:
            found |= sharing.get(each, set())
        return frozenset(found)

    from_waiting = {pk: barred(who, {*close, *work[who]}) | back.get(pk, set()) for pk, who, close in here}
    from_before = [barred(who, close) for _pk, who, close in before]
    return _numbered(people, from_waiting, from_before)


def _numbered(people: Collection[UUID], waiting: dict[UUID, frozenset[UUID]], came: Sequence[frozenset[UUID]]) -> Kinds:
    numbers: dict[frozenset[UUID], int] = {frozenset(): 0}
    of_waiting = {pk: numbers.setdefault(who, len(numbers)) for pk, who in waiting.items()}
    counts: dict[int, int] = {}
    for who in came:
        number = numbers.setdefault(who, len(numbers))
        counts[number] = counts.get(number, 0) + 1
    return Kinds(
        of_waiting,
        tuple(counts.get(number, 0) / len(came) for number in range(len(numbers))) if came else (),
        {person: frozenset(number for who, number in numbers.items() if person in who) for person in people},
    )
