"""A crosswalk as its reader walks it: what stands on it, and which of it their awards cover."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from microcred.catalog.models import Crosswalk, Entry, Stack, StackPlace
from microcred.catalog.queries import ShownStack, path_of
from microcred.credentials.models import Award
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person


@dataclass(frozen=True)
class Topic:
    """One step of the path: a stack, or a single micro-credential, with what its reader earned of it.

    `entries` are shown, `offered` is everything that can be earned there.
    """

    stack: Stack | None
    entries: tuple[Entry, ...]
    offered: frozenset[UUID]
    earned: Mapping[UUID, UUID]
    """of everything on the path: the award by which each micro-credential was earned last"""

    @property
    def earned_here(self) -> int:
        """How many of this step the reader earned."""
        return len(self.offered & self.earned.keys())

    @property
    def is_covered(self) -> bool:
        """Whether everything that can be earned here was."""
        return bool(self.offered) and self.earned_here == len(self.offered)


@dataclass(frozen=True)
class Walk:
    """A path with its topics, and sums over them: what stands in two of them counts once."""

    topics: tuple[Topic, ...]
    earned: Mapping[UUID, UUID]

    @property
    def offered(self) -> frozenset[UUID]:
        """Everything that can be earned on it."""
        return frozenset().union(*(topic.offered for topic in self.topics))

    @property
    def earned_topics(self) -> int:
        """In how many topics the reader earned something."""
        return sum(topic.earned_here > 0 for topic in self.topics)

    @property
    def missing_topics(self) -> tuple[Topic, ...]:
        """The topics in which they could earn something, and earned nothing yet."""
        return tuple(topic for topic in self.topics if topic.offered and not topic.earned_here)


def walk_of(crosswalk: Crosswalk, person: Person | None) -> Walk:
    """What stands on a crosswalk, in its order, and what of it a person earned. For a visitor nothing is counted."""
    path = path_of(crosswalk)
    stacks = [step.stack.pk for step in path if isinstance(step, ShownStack)]
    offered: dict[UUID, set[UUID]] = {pk: set() for pk in stacks}
    for stack, thing in _offered_in(stacks=stacks) if person and stacks else ():
        offered[stack].add(thing)
    picked = {step.entry.pk for step in path if not isinstance(step, ShownStack) and step.entry is not None}
    earned = awards_among(person, picked.union(*offered.values())) if person else {}
    topics = []
    for step in path:
        if isinstance(step, ShownStack):
            topics.append(Topic(step.stack, tuple(step.entries), frozenset(offered[step.stack.pk]), earned))
        elif step.entry is not None:
            topics.append(Topic(None, (step.entry,), frozenset({step.entry.pk}), earned))
    return Walk(tuple(topics), earned)


def awards_among(person: Person, micro_credentials: Collection[UUID]) -> dict[UUID, UUID]:
    """The awards by which a person earned some of these micro-credentials, whatever the version; not those revoked."""
    return dict(_awards(person_id=person.pk, micro_credentials=list(micro_credentials)))


@asked_often
def _offered_in(*, stacks: list[UUID]) -> QuerySet[StackPlace, tuple[UUID, UUID]]:
    places = StackPlace.objects.filter(stack__in=stacks, micro_credential__entry__isnull=False)
    return places.values_list("stack", "micro_credential")


@asked_often
def _awards(*, person_id: UUID, micro_credentials: list[UUID]) -> QuerySet[Award, tuple[UUID, UUID]]:
    own = Award.objects.filter(person=person_id, version__micro_credential__in=micro_credentials)
    return own.filter(revocation__isnull=True).order_by("pk").values_list("version__micro_credential", "pk")
