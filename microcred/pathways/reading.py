"""What `microcred pathway check` and `microcred pathway audit` read, print, and answer."""

import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from microcred.pathways.rules.audit import Audit, RequirementAudit, Status, audit
from microcred.pathways.rules.check import Tried, problems, run_examples
from microcred.pathways.rules.document import RuleSet
from microcred.pathways.rules.reading import (
    LARGEST,
    Problem,
    Unreadable,
    Written,
    read_record,
    read_rule_set,
    written,
)

DONE, WANTING, UNREADABLE = 0, 1, 2


@dataclass
class Checked:
    """A rule set's file: the rule set, or why there is none, what is wrong with it, and its examples."""

    file: str
    rule_set: RuleSet | None = None
    unreadable: str = ""
    problems: list[Problem] = field(default_factory=list)
    examples: list[Tried] = field(default_factory=list)

    @property
    def sentences(self) -> list[str]:
        """Everything that is wrong, each with the file."""
        said = [self.unreadable] if self.unreadable else [one.sentence() for one in self.problems]
        return [f"{self.file}: {one}" for one in said]

    @property
    def code(self) -> int:
        """2: it cannot be read. 1: something is wrong, or an example fails. 0: all is well."""
        if self.unreadable:
            return UNREADABLE
        return WANTING if self.problems or not all(one.passes for one in self.examples) else DONE

    def as_json(self) -> dict[str, Any]:
        """As a document."""
        return {
            "file": self.file,
            "rule_set": self.rule_set.id if self.rule_set else "",
            "edition": self.rule_set.edition if self.rule_set else "",
            "unreadable": self.unreadable,
            "problems": [{"field": one.where, "line": one.line or None, "words": one.words} for one in self.problems],
            "examples": [
                {"number": one.number, "name": one.name, "passes": one.passes, "differences": list(one.differences)}
                for one in self.examples
            ],
        }


def _content(file: Path) -> Written:
    try:
        if str(file) == "-":
            return written(sys.stdin.buffer.read(LARGEST + 1))
        with file.open("rb") as opened:
            return written(opened.read(LARGEST + 1))
    except OSError as error:
        raise Unreadable(f"It cannot be opened: {error.strerror}.") from error


def check_rule_set(file: Path) -> Checked:
    """Read a rule set and, where nothing is wrong with it, try its worked examples."""
    checked = Checked(str(file))
    try:
        content = _content(file)
    except Unreadable as why:
        checked.unreadable = str(why)
        return checked
    checked.rule_set, checked.problems = read_rule_set(content)
    if checked.rule_set is not None:
        checked.problems = problems(checked.rule_set, content)
        if not checked.problems:
            checked.examples = run_examples(checked.rule_set)
    return checked


def print_checked(found: list[Checked]) -> None:
    """What was found in each rule set, for people."""
    for one in found:
        for sentence in one.sentences:
            print(sentence)
        if one.rule_set is None or one.problems:
            continue
        print(f"{one.file}: “{one.rule_set.id}”, edition {one.rule_set.edition}, reads well.")
        for tried in one.examples:
            print(f"  example {tried.number}, {tried.name}: {'passes' if tried.passes else 'fails'}")
            for difference in tried.differences:
                print(f"    {difference}")
        currency = one.rule_set.currency
        print(f"  Sources were read in {currency.read_on}: {currency.marker.in_language('en')}.")


def audit_files(rules: Path, record: Path, at: str) -> tuple[Audit | None, list[str]]:
    """Hold the record of one file against the rule set of another; or every reason why that cannot be done."""
    wrong: list[str] = []
    day = None
    try:
        day = date.fromisoformat(at)
    except ValueError:
        wrong.append(f"--at: “{at}” is no day; write it as 2026-06-30.")
    checked = check_rule_set(rules)
    wrong += checked.sentences
    found = None
    try:
        found, unfit = read_record(_content(record))
        wrong += [f"{record}: {one.sentence()}" for one in unfit]
    except Unreadable as why:
        wrong.append(f"{record}: {why}")
    if wrong or checked.rule_set is None or found is None or day is None:
        return None, wrong
    if checked.rule_set.asks_area and found.area not in {one.id for one in checked.rule_set.areas}:
        known = ", ".join(one.id for one in checked.rule_set.areas)
        return None, [f"{record}: area: it must be known in which area somebody is: {known}."]
    return audit(checked.rule_set, found, day), []


MARKS = {Status.MET: "met", Status.IN_PROGRESS: "in progress", Status.MISSING: "missing"}


def print_audit(came: Audit) -> None:
    """The audit for people."""
    rules = came.rule_set
    print(f"{rules.name.in_language('en')}, edition {rules.edition} ({rules.currency.marker.in_language('en')})")
    for year in came.years:
        print(f"{year.name.in_language('en')}: {year.met} of {len(year.requirements)} requirements met")
        for one in year.requirements:
            print(f"  {one.asked.name.in_language('en')}: {MARKS[one.status]}, {one.counted} of {one.needed}")
            for said in _said(one):
                print(f"      {said}")
            print(f"      {one.clause.words.in_language('en')} [{one.clause.id}, {one.clause.standing.value}]")
    if came.unused:
        print(f"Fills nothing: {', '.join(work.micro_credential for work in came.unused)}")
    print(f"As of {came.at}. Digest {came.as_json()['digest']}")


def _said(one: RequirementAudit) -> list[str]:
    said = []
    if one.filled_by:
        said.append(f"by {', '.join(work.micro_credential for work in one.filled_by)}")
    if one.under_way:
        said.append(f"under way: {', '.join(work.micro_credential for work in one.under_way)}")
    if one.items:
        said.append(f"recorded: {', '.join(f'{item.name} {item.result}'.strip() for item in one.items)}")
    if one.unfit:
        said.append(f"will not do: {', '.join(f'{item.name} {item.result}'.strip() for item in one.unfit)}")
    if one.terms:
        said.append(f"still in: {', '.join(one.terms)}")
    return said
