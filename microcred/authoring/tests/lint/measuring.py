"""How often each check is right: precision and recall on the designs whose faults are known."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from microcred.authoring.lint import ALL, Others, Report, lint, others_among
from microcred.authoring.tests.lint.labelled import HOUSES, Case, cases
from microcred.catalog.design import Design
from microcred.catalog.tests import make

TODAY = date(2026, 11, 26)


@cache
def demo() -> dict[str, Design]:
    return {file.stem: make.design(file.stem) for file in make.demo_files()}


@cache
def others_without(base: str | None) -> Others:
    return others_among((design.name, design) for slug, design in demo().items() if slug != base)


def report_of(case: Case) -> Report:
    """Compared with the whole demonstration, but for what it was made from, unless it is labelled a copy of that."""
    is_copy = any(check == "overlap" for check, _at in case.finds)
    others = others_without(None if is_copy else case.base)
    written = case.written
    return lint(written.design, today=TODAY, others=others, read=written.findings)


@dataclass
class Tally:
    """Of one check: right alarms, false ones, and faults that were missed."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def tally(cases: Iterable[tuple[Case, Report]]) -> tuple[dict[str, Tally], list[str]]:
    """Count, and name every false alarm and every miss."""
    counts = {check.name: Tally() for check in ALL}
    wrong = []
    for case, report in cases:
        for finding in report.findings:
            if case.expects(finding.check, finding.field) or finding.check in case.also:
                continue
            counts[finding.check].false += 1
            wrong.append(f"false alarm: {finding.check} at {finding.field} in “{case.says}” ({finding.found})")
        for check, at in case.finds:
            if any(finding.check == check and finding.field.startswith(at) for finding in report.findings):
                counts[check].right += 1
            else:
                counts[check].missed += 1
                wrong.append(f"missed: {check} at {at} in “{case.says}”")
    return counts, wrong


@cache
def measured(*names: str) -> tuple[dict[str, Tally], list[str]]:
    """The figures for sets of labelled designs; `demo` is the demonstration as it is, and `houses` likewise."""
    labelled = {
        "demo": lambda: [Case(slug, slug) for slug in demo()],
        "houses": lambda: [Case(slug, slug) for slug in HOUSES],
    }
    chosen = [case for name in names for case in labelled.get(name, lambda name=name: cases(name))()]
    return tally((case, report_of(case)) for case in chosen)


def table(*names: str) -> str:
    """The figures as a table of docs/authoring/lint.md."""
    counts, _wrong = measured(*names)
    rows = [
        f"| `{name}` | {one.right + one.missed} | {one.right} | {one.false} | {one.precision:.2f} | {one.recall:.2f} |"
        for name, one in counts.items()
    ]
    head = [
        "| check | faults | found | false alarms | precision | recall |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    return "\n".join([*head, *rows])
