"""What a retreat's decisions come to, and what calls for one: rules without a database."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from microcred.authoring.pack import Pack

OLD_AFTER_YEARS = 3
"""A version as old as this is worth another look, whatever its figures say."""

REMINDED_DAYS_BEFORE = 7
"""How long before its day the owner of a decision is reminded."""


class Course(StrEnum):
    """What a retreat decides for a micro-credential."""

    KEEP = "keep"
    REVISE = "revise"
    RETIRE = "retire"


class Progress(StrEnum):
    """How far a decision has come."""

    UNDECIDED = "undecided"
    KEPT = "kept"
    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    PUBLISHED = "published"
    RETIRED = "retired"

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        return self in {Progress.KEPT, Progress.PUBLISHED, Progress.RETIRED}


def progress_of(course: Course | None, *, begun: bool, published: bool, retired: bool) -> Progress:
    """How far a micro-credential has come on the course that was decided.

    Args:
        begun: whether a draft takes the decision up.
        published: whether that draft became a version.
        retired: whether the micro-credential was retired, by whatever decision.
    """
    match course:
        case None:
            return Progress.UNDECIDED
        case Course.KEEP:
            return Progress.KEPT
        case Course.RETIRE:
            return Progress.RETIRED if retired else Progress.NOT_BEGUN
        case Course.REVISE:
            if published:
                return Progress.PUBLISHED
            return Progress.BEGUN if begun else Progress.NOT_BEGUN


def is_overdue(progress: Progress, due_on: date | None, *, today: date) -> bool:
    """Whether the day of a decision is over and something is left to do."""
    return due_on is not None and due_on < today and progress is not Progress.UNDECIDED and not progress.is_done


class Signal(StrEnum):
    """What calls for a look at a micro-credential."""

    NOT_MET = "not_met"
    REVIEW_OVERDUE = "review_overdue"
    OLD = "old"


@dataclass(frozen=True)
class Look:
    """What is known of a micro-credential when one asks whether it needs a look."""

    published_on: date
    next_review_on: date | None
    pack: Pack | None


def signals_of(look: Look, *, today: date) -> tuple[Signal, ...]:
    """What calls for a look, the weightiest first. Without a pack nothing is said of criteria."""
    found = []
    if look.pack is not None and look.pack.standing_out:
        found.append(Signal.NOT_MET)
    if look.next_review_on is not None and look.next_review_on < today:
        found.append(Signal.REVIEW_OVERDUE)
    if _years_later(look.published_on, OLD_AFTER_YEARS) <= today:
        found.append(Signal.OLD)
    return tuple(found)


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
