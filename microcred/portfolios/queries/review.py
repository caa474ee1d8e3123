"""The review before submitting: exactly what would be frozen, with its hashes, and what still stands in the way."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from microcred.catalog.queries import RubricCriterion, VersionSaid
from microcred.organizations.models import Person
from microcred.portfolios.models import Pursuit, Return, Submission
from microcred.portfolios.queries.change_notes import NoteWanted, anew_in, notes_wanted
from microcred.portfolios.queries.coaching import CoachGate, coach_gate
from microcred.portfolios.queries.completeness import Completeness, completeness_of, held_back
from microcred.portfolios.queries.fresh_readings import UNDER_WAY
from microcred.portfolios.queries.manifest import Frozen, fingerprint_of, freeze
from microcred.portfolios.queries.moving import Overtaken, overtaken
from microcred.portfolios.queries.pins import untagged
from microcred.portfolios.queries.privacy import Noted, Privacy, privacy_of, problems_of
from microcred.portfolios.queries.pursuits import state_of
from microcred.portfolios.queries.readiness import Unready, in_order, unready
from microcred.portfolios.queries.statements import Statements, statements_for
from microcred.portfolios.queries.terms import terms_of
from microcred.portfolios.queries.windows import WindowWords, window_words
from microcred.portfolios.queries.workspace import RequirementWork, Workspace, workspace_of
from microcred.portfolios.rules import State, coach_is_needed


@dataclass(frozen=True)
class Review:
    """What the educator sees before the button."""

    workspace: Workspace
    frozen: list[Frozen]
    problems: list[Unready]
    """what stands in the way, by the number of the requirement"""
    window: WindowWords | None
    overtaken: Overtaken | None
    statements: Statements
    changes: list[NoteWanted]
    anew: list[RubricCriterion]
    """what was settled and would be judged anew"""
    privacy: Privacy
    coach_gate: CoachGate | None
    coach_comes_next: bool
    """whether the attempt after this one would wait for a coach"""
    completeness: Completeness

    @property
    def fingerprint(self) -> str:
        """By which the form tells what it showed."""
        return fingerprint_of(self.workspace, self.frozen)

    @property
    def notes_missing(self) -> list[NoteWanted]:
        """The notes of changes that are to be written before the work is submitted again."""
        return [one for one in self.changes if one.is_missing]

    @property
    def changes_said(self) -> list[NoteWanted]:
        """The notes that are written, which go along."""
        return [one for one in self.changes if one.text]

    @property
    def can_submit(self) -> bool:
        """Whether the button would work now."""
        return (
            self.workspace.is_open
            and not self.problems
            and not self.workspace.is_unchanged
            and not self.notes_missing
            and (self.coach_gate is None or self.coach_gate.is_open)
            and (self.window is None or self.window.is_open)
            and not (self.overtaken and self.overtaken.is_over)
        )

    @property
    def untagged(self) -> list[RubricCriterion]:
        """The criteria that no pin speaks of, though only files and links are there for them."""
        return untagged(self.workspace)

    @property
    def findings(self) -> list[tuple[RequirementWork, list[Noted]]]:
        """What the privacy helper finds and nobody overruled, by requirement."""
        return [(work, self.privacy.open_in(work.requirement.pk)) for work in self.workspace.work]

    @property
    def by_requirement(self) -> list[tuple[RequirementWork, list[Frozen]]]:
        """What would be frozen, in the order of what was asked."""
        return [(work, [entry for entry in self.frozen if entry.work is work]) for work in self.workspace.work]


def review_of(
    pursuit: Pursuit, person: Person, at: datetime, said: VersionSaid | None = None, *, language: str = "en"
) -> Review:
    """The review of a pursuit as it stands, with the words of its version as they were said.

    Args:
        language: of the page, in which the statements are shown.
    """
    workspace = workspace_of(pursuit, said)
    privacy, completeness = privacy_of(workspace, at=at), completeness_of(workspace, at=at)
    return Review(
        workspace,
        freeze(workspace),
        in_order([*unready(workspace), *problems_of(workspace, privacy), *held_back(workspace, completeness)]),
        window_words(workspace, person, at),
        overtaken(pursuit, workspace.state, at=at),
        statements_for(pursuit.version.micro_credential.owner, at=at, language=language),
        notes_wanted(workspace),
        anew_in(workspace),
        privacy,
        coach_gate(workspace),
        workspace.is_open and coach_is_needed(workspace.next_attempt, terms_of(pursuit.version).attempts),
        completeness,
    )


def is_waiting(submission: Submission) -> bool:
    """Whether a submission waits for its decision: it was neither taken back, nor came back, nor earned; or it came
    back and is read afresh."""
    came_back = Q(return_row__isnull=False) & ~UNDER_WAY
    ended = came_back | Q(withdrawal__isnull=False) | Q(incompleteness__isnull=False)
    return not Submission.objects.filter(ended, pk=submission.pk).exists() and (
        state_of(submission.pursuit) is not State.EARNED
    )


def return_of(submission: Submission) -> Return | None:
    """That a submission came back, if it did."""
    return Return.objects.filter(submission=submission).first()
