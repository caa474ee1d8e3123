"""What `microcred verify` prints, and what its exit code means."""

from collections.abc import Collection
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape

from microcred.openbadges.fetch import EgressPolicy
from microcred.openbadges.source import verify_source
from microcred.openbadges.verify import Outcome, Report, Verdict

GENUINE, NOT_VALID, UNCHECKED = 0, 1, 3

MARKS = {
    Outcome.PASSED: "[green]passed [/]",
    Outcome.FAILED: "[red]FAILED [/]",
    Outcome.WARNING: "[yellow]mind   [/]",
    Outcome.UNKNOWN: "[yellow]unknown[/]",
}


def report_on(source: str, *, issuers: Collection[str], origins: Collection[str]) -> Report:
    """Verify a file or an address, and print each check in words.

    Args:
        issuers: DIDs somebody here vouches for.
        origins: origins that may be opened although they are not public.

    Raises:
        OpenBadgesError: there is nothing to verify, or the address may not or cannot be opened.
    """
    report = verify_source(
        source,
        now=datetime.now(UTC),
        known_issuers=issuers,
        policy=EgressPolicy(extra_origins=frozenset(origins)),
    )
    console = Console(highlight=False, emoji=False)
    for check in report.checks:
        console.print(f"{MARKS[check.outcome]}  {check.name:<12} {escape(check.message)}", soft_wrap=True)
    console.print(f"[bold]{report.verdict.value}[/]: {escape(report.message)}", soft_wrap=True)
    return report


def exit_code(report: Report) -> int:
    """Return 0 for a genuine credential in force, 1 for one that is not, 3 when something could not be checked.

    An issuer that nobody vouched for is no fault of the credential: the verdict says it, the code does not.
    """
    if report.verdict in (Verdict.VALID, Verdict.UNKNOWN_ISSUER):
        return GENUINE
    return UNCHECKED if report.verdict is Verdict.UNCHECKED else NOT_VALID
