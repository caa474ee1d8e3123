"""Issuing a list from the command line: looked at row by row, ordered, and carried out here with a bar that moves.

Exit codes: 0 everyone on the list has the award, 1 rows are at fault and nothing was done, 2 it cannot be done at all,
3 it is ordered and not finished, since somebody has stopped the issuer, 4 it is ordered and something failed before it
was finished.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from microcred.catalog.models import Version
from microcred.credentials.keys import OrderUnproven
from microcred.credentials.lists import Fault, Listed, read_csv
from microcred.credentials.models import Issuance, IssuanceBatch
from microcred.credentials.operations import (
    CredentialUnfit,
    IssuingStopped,
    ListAtFault,
    Remembered,
    SignatureNotVerified,
    faults_of,
    issue,
    sign_batch,
    write_batch,
)
from microcred.credentials.queries import awards_of_issuance, batches_of, issuer_for
from microcred.foundation.clock import now
from microcred.foundation.refusals import Refusal
from microcred.site.lanes import LaneLost, in_lanes

DONE, FAULTS, IMPOSSIBLE, STOPPED, UNFINISHED = 0, 1, 2, 3, 4
MOST_FAULTS_SHOWN = 50

UNFINISHED_SINCE: dict[type[Exception], str] = {
    LaneLost: "A process was killed, or the machine had no memory left. The same command goes on where it ended.",
    OrderUnproven: (
        "The key it was written down for was condemned since. An administrator of the issuer must look at it and "
        "uphold it; then it is signed."
    ),
    SignatureNotVerified: "A signature did not verify, and nothing of its batch was stored.",
    CredentialUnfit: "What a credential would say must not be signed. What was finished before it stays.",
}

LANES = 2
"""Batches in hand at once, each in a process of its own: while the database writes one, another is made. Each needs
some 200 MB of memory."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is asked on the command line.

    Attributes:
        number: of the version; 0: the newest.
        origin: who awarded it earlier; empty: the issuer attests it now.
        imported: whether it was awarded earlier elsewhere.
        key: the name of the list for whoever hands it in again.
        tells: whether each person is told.
        dry_run: look and say, and do nothing.
    """

    file: Path
    slug: str
    number: int = 0
    origin: str = ""
    imported: bool = False
    key: str = ""
    tells: bool = True
    dry_run: bool = False


def carry_out(order: Order, *, console: Console | None = None) -> int:
    """Issue a list; return the exit code."""
    console = console or Console(stderr=True)
    version = _version(order)
    if version is None:
        return _impossible(console, f"There is no published micro-credential “{order.slug}” of that version.")
    issuer = issuer_for(version)
    if issuer is None:
        return _impossible(console, "No organization above this micro-credential issues credentials yet.")
    try:
        text = order.file.read_text(encoding="utf-8-sig")
    except OSError as problem:
        return _impossible(console, f"{order.file} cannot be read: {problem.strerror}.")
    except UnicodeDecodeError as problem:
        return _impossible(console, f"{order.file} is not UTF-8 text ({problem}). Save it as CSV UTF-8.")
    rows, faults = read_csv(text, time_zone=issuer.organization.time_zone)
    if faults or order.dry_run:
        return _look(console, version, rows, faults)
    try:
        issuance = issue(
            actor=None,
            version=version,
            rows=rows,
            basis=Issuance.Basis.IMPORTED if order.imported else Issuance.Basis.ATTESTED,
            origin=order.origin,
            key=order.key,
            tells=order.tells,
            at=now(),
        )
    except ListAtFault as refusal:
        return _at_fault(console, refusal.faults)
    except Refusal as refusal:
        return _impossible(console, str(refusal))
    return _finish(console, issuance)


def work_off(issuance: Issuance, *, tick: Callable[[int], None] = lambda rows: None) -> None:
    """Write down and sign what is left of an issuance.

    Args:
        tick: told the rows of each batch that is done.

    Raises:
        IssuingStopped: when somebody has stopped the issuer. What is written down stays.
        LaneLost: when one of the processes that do it was killed. Nothing is lost or doubled: do it again.
    """
    left = [batch for batch in batches_of(issuance) if not hasattr(batch, "signing")]
    for rows in in_lanes(left, _work_off, lanes=LANES):
        tick(rows)


def _work_off(batch: IssuanceBatch) -> int:
    remembered: Remembered = {}
    write_batch(actor=None, batch=batch, at=now(), remembered=remembered)
    sign_batch(actor=None, batch=batch, at=now(), remembered=remembered)
    return len(batch.rows)


def _finish(console: Console, issuance: Issuance) -> int:
    columns = (TextColumn("Issuing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    finished = sum(batch.size for batch in batches_of(issuance) if hasattr(batch, "signing"))
    # it draws itself when a batch is done, not by a thread: lanes are forked from here
    with Progress(*columns, console=console, disable=not console.is_terminal, auto_refresh=False) as progress:
        task = progress.add_task("issuing", total=issuance.rows, completed=finished)
        progress.refresh()
        try:
            work_off(issuance, tick=lambda rows: progress.update(task, advance=rows, refresh=True))
        except IssuingStopped:
            console.print("Somebody has stopped this issuer. What is written down is signed when it resumes.")
            return STOPPED
        except tuple(UNFINISHED_SINCE) as problem:
            return _unfinished(console, problem)
    passed_over = sum(batch.writing.passed_over for batch in batches_of(issuance))
    granted = awards_of_issuance(issuance)
    sys.stdout.write(
        f"{_counted(granted, 'award', 'awards')} of “{issuance.version.title}” by {issuance.issuer.name}\n"
    )
    if passed_over:
        sys.stdout.write(f"{_counted(passed_over, 'person', 'people')} had it already by the time their row came\n")
    return DONE


def _unfinished(console: Console, problem: Exception) -> int:
    words = next(words for kind, words in UNFINISHED_SINCE.items() if isinstance(problem, kind))
    said = f" ({problem})" if str(problem) else ""
    console.print(f"It is ordered and not finished. {words}{said}", highlight=False, markup=False, soft_wrap=True)
    return UNFINISHED


def _look(console: Console, version: Version, rows: Sequence[Listed], unread: Sequence[Fault]) -> int:
    """Tell everything that is wrong at once: of rows that cannot be read, and of those that can."""
    faults = sorted([*unread, *faults_of(version, rows, at=now())], key=lambda fault: fault.line)
    if faults:
        return _at_fault(console, faults)
    sys.stdout.write(
        f"{_counted(len(rows), 'person', 'people')} would get “{version.title}”, version {version.label}. "
        "Nothing was done.\n"
    )
    return DONE if rows else FAULTS


def _at_fault(console: Console, faults: Sequence[Fault]) -> int:
    for fault in faults[:MOST_FAULTS_SHOWN]:
        console.print(str(fault), highlight=False, markup=False, soft_wrap=True)
    if len(faults) > MOST_FAULTS_SHOWN:
        console.print(f"… and {len(faults) - MOST_FAULTS_SHOWN} more", highlight=False)
    console.print(f"{_counted(len(faults), 'fault', 'faults')}; nothing was done.", highlight=False)
    return FAULTS


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _impossible(console: Console, words: str) -> int:
    console.print(words, highlight=False, markup=False, soft_wrap=True)
    return IMPOSSIBLE


def _version(order: Order) -> Version | None:
    versions = Version.objects.filter(micro_credential__slug=order.slug).select_related("micro_credential__owner")
    if order.number:
        versions = versions.filter(number=order.number)
    return versions.order_by("-number", "-revision").first()
