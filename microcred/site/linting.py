"""What `microcred lint` reads and prints, and what its exit code means."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import track

from microcred.authoring.lint import CHECKS, FIXED, Finding, Others, Report, Severity, Strictness, lint, others_among
from microcred.authoring.lint.documents import LARGEST, NoDesign, Unreadable
from microcred.authoring.lint.files import Written, read_designs

CLEAN, BLOCKED, UNREADABLE = 0, 1, 2

SUFFIXES = {".yaml", ".yml", ".json"}


@dataclass(frozen=True)
class Linted:
    """One design of a file with its report, or why the file holds none."""

    file: str
    name: str = ""
    report: Report | None = None
    unreadable: str = ""


def strictness_of(*, block: Sequence[str], advise: Sequence[str]) -> Strictness:
    """The default with other severities.

    Raises:
        ValueError: no check has this name, or its severity is fixed.
    """
    wanted = {**dict.fromkeys(block, Severity.BLOCK), **dict.fromkeys(advise, Severity.ADVISE)}
    for name, severity in wanted.items():
        if name not in CHECKS:
            raise ValueError(f"There is no check “{name}”. The checks are: {', '.join(CHECKS)}.")
        if name in FIXED and severity is Severity.ADVISE:
            raise ValueError(f"“{name}” always blocks: the catalogue takes no version of which it finds something.")
    return Strictness(severities=wanted)


def lint_files(files: Sequence[Path], *, against: Path | None, strictness: Strictness, today: date) -> list[Linted]:
    """Lint each design in each file, and in each folder's files; compare with the designs of a folder."""
    known = _known(against) if against is not None else None
    results: list[Linted] = []
    for file, is_named in _files(files):
        try:
            written = read_designs(_content(file))
        except Unreadable as why:
            if isinstance(why, NoDesign) and not is_named:
                continue  # a folder holds other things too
            results.append(Linted(_named(file), unreadable=str(why)))
            continue
        others = None if known is None else _others(known, file)
        for number, one in enumerate(written, 1):
            report = lint(one.design, today=today, strictness=strictness, others=others, read=one.findings)
            label = _named(file) if len(written) == 1 else f"{_named(file)}#{number}"
            results.append(Linted(label, one.design.name, report))
    return results


def _named(file: Path) -> str:
    """A file's name in letters that can be printed, whatever bytes it has."""
    return os.fsencode(file).decode("utf-8", "replace")


def _files(given: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether it was named itself."""
    for path in given:
        yield from ((file, False) for file in _below(path)) if path.is_dir() else [(path, True)]


def _below(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())


def _content(file: Path) -> bytes:
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with file.open("rb") as opened:
            return opened.read(LARGEST + 1)  # of what has no end, no more than tells that it is too much
    except OSError as error:
        raise Unreadable(f"It cannot be opened: {error.strerror}.") from error


Known = list[tuple[Path, Written]]


def _known(folder: Path) -> Known:
    found: Known = []
    files = _below(folder) if folder.is_dir() else [folder]
    for file in track(files, "Reading the other designs", console=Console(stderr=True), transient=True):
        try:
            found += [(file.resolve(), one) for one in read_designs(_content(file))]
        except NoDesign:
            continue
        except Unreadable as why:
            print(f"{file} is left out: {why}", file=sys.stderr)
    return found


_cached: dict[int, Others] = {}


def _others(known: Known, file: Path) -> Others:
    """All designs but those of the same file."""
    here = file.resolve()
    if id(known) not in _cached:
        _cached[id(known)] = others_among((one.design.name or path.name, one.design) for path, one in known)
    mine = {id(one.design) for path, one in known if path == here}
    everything = _cached[id(known)]
    if not mine:
        return everything
    return lambda gist: [(cosine, other) for cosine, other in everything(gist) if id(other.design) not in mine]


def exit_code(results: Sequence[Linted]) -> int:
    """Return 2 when a file could not be read, 1 when something blocks, else 0."""
    if not results or any(one.report is None for one in results):
        return UNREADABLE
    return BLOCKED if any(one.report.blocking for one in results if one.report) else CLEAN


def print_words(results: Sequence[Linted]) -> None:
    """Print each finding with its field, words, why and mend; what blocks first."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal or pipe without quotation marks still gets every finding
    console = Console(highlight=False, emoji=False, soft_wrap=True)
    for one in results:
        console.print(f"[bold]{escape(one.file)}[/]" + (f"  {escape(one.name)}" if one.name else ""))
        if one.report is None:
            console.print(f"  [red]unreadable[/]   {escape(one.unreadable)}\n")
            continue
        for finding in (*one.report.blocking, *one.report.advice):
            _print_finding(console, finding, one.report.severity(finding))
        for skipped in one.report.not_checked:
            console.print(f"  [dim]not checked[/]  {skipped.check}: {escape(str(skipped.why))}")
        console.print(f"  {_sum(one.report)}\n")


def _print_finding(console: Console, finding: Finding, severity: Severity) -> None:
    mark = "[red]blocks[/]     " if severity is Severity.BLOCK else "[yellow]advises[/]    "
    words = f"  “{escape(finding.found)}”" if finding.found else ""
    console.print(f"  {mark}  [bold]{escape(finding.field)}[/]{words}")
    console.print(f"               {escape(str(finding.why))} {escape(str(finding.mend))}")
    console.print(f"               [dim]{finding.check}, informs: {escape(str(finding.component.words))}[/]")


def _sum(report: Report) -> str:
    blocking, advice, skipped = len(report.blocking), len(report.advice), len(report.not_checked)
    clean = len(CHECKS) - len({one.check for one in report.findings}) - skipped
    return f"{blocking} block, {advice} advise; of {len(CHECKS)} checks {clean} found nothing, {skipped} were not made"


def print_json(results: Sequence[Linted], *, problem: str = "") -> None:
    """Print everything as one JSON document, of the form that docs/authoring/lint.schema.json describes.

    Args:
        problem: Why nothing was looked at.
    """
    said: dict[str, Any] = {"designs": [_plain(one) for one in results]}
    if problem:
        said["problem"] = problem
    in_full = "utf" in (getattr(sys.stdout, "encoding", None) or "").lower()
    print(json.dumps(said, indent=2, ensure_ascii=not in_full))


def _plain(one: Linted) -> dict[str, Any]:
    if one.report is None:
        return {"file": one.file, "readable": False, "why": one.unreadable}
    report = one.report
    return {
        "file": one.file,
        "readable": True,
        "name": one.name,
        "blocks": bool(report.blocking),
        "checks": {name: str(report.outcome(name)) for name in CHECKS},
        "findings": [
            {
                "check": finding.check,
                "severity": str(report.severity(finding)),
                "field": finding.field,
                "found": finding.found,
                "why": str(finding.why),
                "mend": str(finding.mend),
                "component": str(finding.component),
                "component_title": str(finding.component.words),
            }
            for finding in report.findings
        ],
        "not_checked": [{"check": skipped.check, "why": str(skipped.why)} for skipped in report.not_checked],
    }


def set_severity_of(*, slug: str, check: str, severity: str) -> int:
    """Set a severity for an organization, in words for a terminal; return 0 when it is done, 2 when refused."""
    from microcred.authoring.operations import set_severity
    from microcred.foundation.clock import now
    from microcred.foundation.refusals import Refusal
    from microcred.organizations.models import Organization

    organization = Organization.objects.filter(slug=slug).first()
    if organization is None:
        print(f"There is no organization “{slug}”.", file=sys.stderr)
        return UNREADABLE
    if severity not in list(Severity):
        print(f"A check does one of: {', '.join(Severity)}.", file=sys.stderr)
        return UNREADABLE
    try:
        set_severity(actor=None, organization=organization, check=check, severity=Severity(severity), at=now())
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return UNREADABLE
    print(f"{check} {severity}s in {organization.name} and below it, from now on.")
    return CLEAN
