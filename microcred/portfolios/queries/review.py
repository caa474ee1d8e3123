"""The review before submitting: exactly what would be frozen, with its hashes, and what still stands in the way."""

from dataclasses import dataclass
from datetime import datetime

from microcred.catalog.queries import VersionSaid
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit, Return, Submission
from microcred.portfolios.queries.manifest import Frozen, freeze
from microcred.portfolios.queries.moving import Overtaken, overtaken
from microcred.portfolios.queries.pursuits import state_of
from microcred.portfolios.queries.readiness import Unready, unready
from microcred.portfolios.queries.windows import WindowWords, window_words
from microcred.portfolios.queries.workspace import RequirementWork, Workspace, workspace_of
from microcred.portfolios.rules import State


@dataclass(frozen=True)
class Review:
    """What the educator sees before the button."""

    workspace: Workspace
    frozen: list[Frozen]
    problems: list[Unready]
    window: WindowWords | None
    overtaken: Overtaken | None

    @property
    def can_submit(self) -> bool:
        """Whether the button would work now."""
        return (
            self.workspace.is_open
            and not self.problems
            and not self.workspace.is_unchanged
            and (self.window is None or self.window.is_open)
            and not (self.overtaken and self.overtaken.is_over)
        )

    @property
    def by_requirement(self) -> list[tuple[RequirementWork, list[Frozen]]]:
        """What would be frozen, in the order of what was asked."""
        return [(work, [entry for entry in self.frozen if entry.work is work]) for work in self.workspace.work]


def review_of(pursuit: Pursuit, person: Person, at: datetime, said: VersionSaid | None = None) -> Review:
    """The review of a pursuit as it stands, with the words of its version as they were said."""
    workspace = workspace_of(pursuit, said)
    return Review(
        workspace,
        freeze(workspace),
        unready(workspace),
        window_words(workspace, person, at),
        overtaken(pursuit, workspace.state, at=at),
    )


def is_waiting(submission: Submission) -> bool:
    """Whether a submission waits for its decision: it neither came back nor earned."""
    return not Return.objects.filter(submission=submission).exists() and (
        state_of(submission.pursuit) is not State.EARNED
    )


def return_of(submission: Submission) -> Return | None:
    """That a submission came back, if it did."""
    return Return.objects.filter(submission=submission).first()
