"""Questions about what became of a draft: who saved it, and what it said before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from microcred.authoring.models import Draft, DraftRevision
from microcred.catalog.design import Design
from microcred.organizations.models import Person


def writers_of(draft: Draft) -> QuerySet[Person]:
    """Everybody who ever saved a draft, whoever began it included; by name."""
    saved = DraftRevision.objects.filter(draft=draft, saved_by=OuterRef("pk"), conflicting=False)
    return Person.objects.filter(Exists(saved)).order_by("name", "pk")


SITTING = timedelta(minutes=10)
"""Saves of one person with no longer pause between them are shown as one; each is kept."""


@dataclass(frozen=True)
class Sitting:
    """What one person saved without a longer pause: the states, the last first."""

    states: tuple[DraftRevision, ...]

    @property
    def last(self) -> DraftRevision:
        """What it ended with."""
        return self.states[0]

    @property
    def first(self) -> DraftRevision:
        """What it began with."""
        return self.states[-1]


def history_of(draft: Draft) -> QuerySet[DraftRevision]:
    """All saved states of a draft and what was overtaken, the last first; what they say is left for later."""
    return (
        DraftRevision.objects.filter(draft=draft)
        .select_related("saved_by", "restored")
        .defer("design", "written", "restored__design", "restored__written")
        .order_by("-revision", "-conflicting", "-pk")
    )


def sittings_of(draft: Draft) -> list[Sitting]:
    """The history by sittings, the last first. What was restored or overtaken stands by itself."""
    return [Sitting(tuple(states)) for states in _sittings(history_of(draft))]


def _sittings(states: Iterable[DraftRevision]) -> list[list[DraftRevision]]:
    sittings: list[list[DraftRevision]] = []
    for state in states:
        later = sittings[-1][-1] if sittings else None
        if (
            later is not None
            and later.saved_by_id == state.saved_by_id
            and later.saved_at - state.saved_at <= SITTING
            and not (later.conflicting or state.conflicting or later.restored_id or state.restored_id)
            and state.revision > 0
        ):
            sittings[-1].append(state)
        else:
            sittings.append([state])
    return sittings


def others_since(draft: Draft, revision: int, *, but: Person) -> list[Person]:
    """Who else saved a draft after a revision, by name."""
    saved = DraftRevision.objects.filter(
        draft=draft, revision__gt=revision, conflicting=False, saved_by=OuterRef("pk")
    ).exclude(saved_by=but)
    return list(Person.objects.filter(Exists(saved)).order_by("name", "pk"))


def base_of(draft: Draft, revision: int, *, writer: Person | None = None) -> Design:
    """What a form that saw a revision of a draft began from; of an unknown revision, what the draft says now.

    Args:
        writer: whose form it is, when it says still what it said itself at that revision, without what was joined.
    """
    state = DraftRevision.objects.filter(draft=draft, revision=revision, conflicting=False).first()
    if state is None:
        return Design.model_validate(draft.design)
    own = writer is not None and state.saved_by_id == writer.pk and state.written is not None
    return Design.model_validate(state.written if own else state.design)


def states_of(draft: Draft) -> QuerySet[DraftRevision]:
    """All saved states of a draft, whole."""
    return DraftRevision.objects.filter(draft=draft).select_related("saved_by")
