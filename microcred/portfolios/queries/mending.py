"""What the privacy helper can mend by itself, each person once, and what is left for hands."""

from dataclasses import dataclass

from microcred.portfolios.queries.privacy import Noted, Privacy
from microcred.portfolios.queries.workspace import RequirementWork, Workspace


@dataclass(frozen=True)
class Mending:
    """What would be mended together, and by what: one person's name, wherever it stands; or one finding."""

    first: Noted
    places: tuple[tuple[RequirementWork, Noted], ...]
    """where it stands, with the part of the work that this belongs to"""

    @property
    def key(self) -> str:
        """By what it is called."""
        return self.first.key

    @property
    def instead(self) -> str:
        """What would stand there, unless the educator says otherwise."""
        return self.first.instead[0]

    @property
    def forms(self) -> tuple[str, ...]:
        """The words it stands there in, each once."""
        return tuple(dict.fromkeys(one.words for _work, one in self.places))

    @property
    def is_asked(self) -> bool:
        """Whether the work cannot be submitted without it; everything else is advice."""
        return any(one.keeps_from_submitting for _work, one in self.places)

    @property
    def count(self) -> int:
        """In how many places it stands."""
        return sum(one.count for _work, one in self.places)


def mendings_in(workspace: Workspace, privacy: Privacy) -> list[Mending]:
    """All that the helper can mend by itself: what keeps the work from being submitted first, else as on the page."""
    works = {one.key: work for work in workspace.work for one in privacy.noted.get(work.requirement.pk, ())}
    mendings, taken = [], set[str]()
    for one in privacy.mendable:
        if one.key in taken:
            continue
        alike = [other for other in privacy.like(one) if other.key not in taken]
        if one.place == "title":
            # Of several names in one title there is one better title.
            alike = [other for other in privacy.mendable if other.source == one.source]
        taken.update(other.key for other in alike)
        mendings.append(Mending(one, tuple((works[other.key], other) for other in alike)))
    return sorted(mendings, key=lambda mending: not mending.is_asked)


def by_hand(workspace: Workspace, privacy: Privacy) -> list[tuple[RequirementWork, Noted]]:
    """What keeps the work from being submitted and only its educator can mend, or keep: in files, links, recordings."""
    return [
        (work, one)
        for work in workspace.work
        for one in privacy.open_in(work.requirement.pk)
        if one.keeps_from_submitting and not one.instead
    ]
