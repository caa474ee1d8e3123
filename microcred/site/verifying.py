"""What `microcred verify` prints, and what its exit code means."""

import json
from collections.abc import Collection
from datetime import UTC, datetime

from rich.console import Console
from rich.markup import escape

from microcred.credentials.words import title_of
from microcred.openbadges.fetch import EgressPolicy
from microcred.openbadges.source import verify_source
from microcred.openbadges.verify import Outcome, Report, Verdict, as_json

GENUINE, NOT_VALID, UNCHECKED, NOBODY_VOUCHES = 0, 1, 3, 4

WIDEST = 38
"""columns that the title of a check takes"""

MARKS = {
    Outcome.PASSED: "[green]passed [/]",
    Outcome.FAILED: "[red]FAILED [/]",
    Outcome.WARNING: "[yellow]mind   [/]",
    Outcome.UNKNOWN: "[yellow]unknown[/]",
}


def report_on(
    source: str, *, issuers: Collection[str], origins: Collection[str], recipient: str | None = None
) -> Report:
    """Verify a file or an address.

    Args:
        issuers: DIDs somebody here vouches for.
        origins: origins that may be opened although they are not public.
        recipient: an e-mail address it must have been issued to.

    Raises:
        OpenBadgesError: there is nothing to verify, or the address may not or cannot be opened.
    """
    return verify_source(
        source,
        now=datetime.now(UTC),
        known_issuers=issuers,
        recipient=recipient,
        policy=EgressPolicy(extra_origins=frozenset(origins)),
    )


def own_issuers() -> set[str]:
    """The identifiers of the issuers of this server; none while its tables are not there."""
    from django.db import DatabaseError

    from microcred.credentials.models import Issuer

    try:
        return set(Issuer.objects.values_list("did", flat=True))
    except DatabaseError:
        return set()


def print_words(report: Report) -> None:
    """Print each check in the words of the web's page, those of what stands inside it further in, the verdict last."""
    console = Console(highlight=False, emoji=False)
    _print_checks(console, report, "")
    console.print(f"[bold]{report.verdict.value}[/]: {escape(report.message)}", soft_wrap=True)


def _print_checks(console: Console, report: Report, margin: str) -> None:
    for check in report.checks:
        line = f"{margin}{MARKS[check.outcome]}  {title_of(check)!s:<{WIDEST}} {escape(check.message)}"
        console.print(line, soft_wrap=True)
        for detail in check.details:
            console.print(f"{margin}{'':<9}{'':<{WIDEST}} {escape(detail)}", style="dim", soft_wrap=True)
    for part in report.parts:
        console.print(
            f"{margin}{part.kind} at {escape(part.path)}: [bold]{part.report.verdict.value}[/]", soft_wrap=True
        )
        _print_checks(console, part.report, margin + "    ")


def print_json(report: Report) -> None:
    """Print the report as JSON."""
    print(json.dumps(as_json(report), indent=2, ensure_ascii=False))


def exit_code(report: Report) -> int:
    """Return 0 for a genuine credential in force, 1 for one that is not, 3 when something could not be checked.

    A code of its own, 4, is for a credential that is whole though nobody vouches for its issuer: anyone can make one,
    in anybody's name, so a program must not take it for a genuine one.
    """
    codes = {
        Verdict.VALID: GENUINE,
        Verdict.UNKNOWN_ISSUER: NOBODY_VOUCHES,
        Verdict.UNCHECKED: UNCHECKED,
    }
    return codes.get(report.verdict, NOT_VALID)
