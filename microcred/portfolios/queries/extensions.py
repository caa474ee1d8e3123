"""Until when one person may hand in, where that is later than for everybody else."""

from collections.abc import Collection, Iterable, Sequence
from copy import copy
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Person
from microcred.portfolios.deadlines import Span, with_more_time
from microcred.portfolios.models import Extension, Pursuit
from microcred.programs.models import Program, Window
from microcred.programs.queries import seats_held_by


def windows_for(person_id: UUID, windows: Iterable[Window]) -> list[Window]:
    """The windows as they are for one person: each closes when it does for them. One query, of none where none is."""
    there = list(windows)
    if not there:
        return []
    later = {row.window_id: row for row in sorted(_of_windows(person_id=person_id), key=lambda row: row.until)}
    return [_extended(window, later.get(window.pk)) for window in there]


def windows_for_each(people: Collection[UUID], windows: Sequence[Window]) -> dict[UUID, list[Window]]:
    """The same for several people, in one query; of none, or of no windows, none."""
    if not people or not windows:
        return {person_id: [] for person_id in people}
    granted = Extension.objects.filter(person__in=people, window__in=windows, revocation__isnull=True)
    later = {(row.person_id, row.window_id): row for row in granted.order_by("until", "pk")}
    return {pk: [_extended(window, later.get((pk, window.pk))) for window in windows] for pk in people}


def grace_until(pursuit: Pursuit) -> datetime | None:
    """Until when an extension lets work on an overtaken version be handed in; None where there is none."""
    return max((row.until for row in _of_pursuit(pursuit_id=pursuit.pk)), default=None)


def extensions_in(program: Program, person_id: UUID) -> QuerySet[Extension]:
    """Everything that a person was granted in a program, taken back or not, the last first."""
    there = Extension.objects.filter(person=person_id, window__program=program) | Extension.objects.filter(
        person=person_id, pursuit__program=program
    )
    return there.select_related("window", "pursuit__version", "granted_by", "revocation__revoked_by").order_by(
        "-granted_at", "-pk"
    )


def extensions_told(pursuit: Pursuit, *, at: datetime) -> list[Extension]:
    """The extensions that hold for a pursuit now, as its educator sees them: of each thing the longest."""
    rows = [*_of_pursuit(pursuit_id=pursuit.pk)]
    if pursuit.program_id:
        rows += [row for row in _of_windows(person_id=pursuit.person_id) if _program(row) == pursuit.program_id]
    longest = {row.window_id: row for row in sorted(rows, key=lambda row: row.until)}
    return [row for row in longest.values() if row.until > at]


def closes_for(person_id: UUID, window: Window) -> datetime:
    """When a window closes for one person, as they are told it."""
    (theirs,) = windows_for(person_id, [window])
    return theirs.closes_at


def held_windows(person: Person, *, since: datetime) -> list[Window]:
    """The windows of the programs in which a person holds a seat, as they are for them, unless they closed before.

    When the end of each became what it is says `changed_at`: a calendar that reads it again has to know.
    """
    held = Window.objects.filter(program__in=seats_held_by(person).values("pk")).select_related("program")
    theirs = windows_for(person.pk, held.order_by("opens_at", "pk"))
    return [window for window in theirs if window.closes_at >= since]


def changed_at(window: Window) -> datetime:
    """When the end of a window, as it is for one person, became what it is."""
    moment: datetime = vars(window).get("extended_at") or window.created_at
    return moment


def grants_beside(extension: Extension) -> list[Extension]:
    """The other extensions of the same person for the same thing, not taken back."""
    same = {"window": extension.window_id} if extension.window_id else {"pursuit": extension.pursuit_id}
    others = Extension.objects.filter(person=extension.person_id, revocation__isnull=True, **same)
    return list(others.exclude(pk=extension.pk))


def _program(extension: Extension) -> UUID | None:
    return extension.window.program_id if extension.window else None


def _extended(window: Window, extension: Extension | None) -> Window:
    """A window as it is for who has more time: it closes later, and says since when."""
    untils = [extension.until] if extension else []
    closes_at = with_more_time(Span(window.opens_at, window.closes_at), untils).closes_at
    if extension is None or closes_at == window.closes_at:
        return window
    theirs = copy(window)
    theirs.closes_at = closes_at
    vars(theirs)["extended_at"] = extension.granted_at
    return theirs


@asked_often
def _of_windows(*, person_id: UUID) -> QuerySet[Extension]:
    granted = Extension.objects.filter(person=person_id, window__isnull=False, revocation__isnull=True)
    return granted.select_related("window").order_by("until", "pk")


@asked_often
def _of_pursuit(*, pursuit_id: UUID) -> QuerySet[Extension]:
    return Extension.objects.filter(pursuit=pursuit_id, revocation__isnull=True).order_by("until", "pk")
