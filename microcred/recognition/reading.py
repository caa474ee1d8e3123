"""What `microcred recognise` and `microcred policy check` read, print, and answer."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from microcred.recognition.rules import plain
from microcred.recognition.rules.engine import CycleResult, Evaluation, Policy, Record, Unprepared, evaluate
from microcred.recognition.rules.engine.check import as_problems, problems, replaced
from microcred.recognition.rules.engine.examples import Tried, run_examples
from microcred.recognition.rules.engine.reading import (
    LARGEST,
    Problem,
    Unreadable,
    Written,
    day_problems,
    held_twice,
    read_policy,
    read_record,
    unit_problems,
    written,
)
from microcred.recognition.rules.engine.sentences import Sentence
from microcred.recognition.rules.engine.values import FIRST_YEAR, LAST_YEAR, UNITS, in_reach

DONE, WANTING, UNREADABLE = 0, 1, 2


@dataclass
class PolicyRead:
    """A policy's file: the policy, or why there is none, and whatever is wrong with it."""

    file: str
    policy: Policy | None = None
    content: Written | None = None
    unreadable: Sentence | None = None
    problems: list[Problem] = field(default_factory=list)
    examples: list[Tried] = field(default_factory=list)
    replaced_by: Policy | None = None

    @property
    def notes(self) -> list[str]:
        """What is not wrong and good to know."""
        if self.policy is None or self.replaced_by is None:
            return []
        newer, first = self.replaced_by.version, self.policy.effective_from
        return [f"version {newer} holds from the same day, {first}, and takes its place: this one never holds."]

    @property
    def sentences(self) -> list[str]:
        """Everything that is wrong, each with the file."""
        return [one.sentence() for one in self.said]

    @property
    def said(self) -> list["Said"]:
        """Everything that is wrong, for people and for programs."""
        if self.unreadable is not None:
            return [_unread(self.file, self.unreadable)]
        return [_said(self.file, problem) for problem in self.problems]

    def as_json(self) -> dict[str, Any]:
        """As a document."""
        return {
            "file": self.file,
            "policy": self.policy.id if self.policy else "",
            "version": self.policy.version if self.policy else None,
            "unreadable": str(self.unreadable or ""),
            "problems": [one.as_json() for one in self.said],
            "notes": self.notes,
            "examples": [
                {"number": one.number, "name": one.name, "passes": one.passes, "differences": list(one.differences)}
                for one in self.examples
            ],
        }


@dataclass(frozen=True)
class Said:
    """One thing that is wrong, in which file or option of the command, with what a program goes by.

    Args:
        place: the line and the field, as people name them.
    """

    file: str
    code: str
    field: str
    line: int | None
    words: str
    place: str = ""

    def sentence(self) -> str:
        """For whoever called the command."""
        return ": ".join(part for part in (self.file, self.place, self.words) if part)

    def as_json(self) -> dict[str, Any]:
        """As a document."""
        return {"file": self.file, "code": self.code, "field": self.field, "line": self.line, "words": self.words}


def _said(file: str, problem: Problem) -> Said:
    return Said(file, problem.code, problem.where, problem.line or None, problem.words, problem.place)


def _unread(file: str, why: Sentence) -> Said:
    return Said(file, why.code, "", why.values.get("line"), str(why))


def _asked(option: str, why: Sentence) -> Said:
    return Said("", why.code, option, None, str(why.whole() if option else why), option)


def _named(file: Path) -> str:
    return os.fsencode(file).decode("utf-8", "replace")


def _content(file: Path) -> Written:
    try:
        if str(file) == "-":
            return written(sys.stdin.buffer.read(LARGEST + 1))
        with file.open("rb") as opened:
            return written(opened.read(LARGEST + 1))
    except OSError as error:
        raise Unreadable("file_not_opened", why=error.strerror) from error


def read_policies(files: Sequence[Path]) -> list[PolicyRead]:
    """Read files of policies in whatever order, and say what is wrong with each and with all of them together."""
    found: list[PolicyRead] = []
    for file in files:
        one = PolicyRead(_named(file))
        found.append(one)
        try:
            one.content = _content(file)
        except Unreadable as why:
            one.unreadable = why.sentence
            continue
        one.policy, one.problems = read_policy(one.content)
    among = [one.policy for one in found if one.policy is not None]
    never = replaced(among)
    for one in found:
        if one.policy is not None:
            one.replaced_by = never.get((one.policy.id, one.policy.version))
    for one in found:
        if one.policy is not None and one.content is not None:
            one.problems += as_problems(problems(one.policy, among), one.content.line)
    return found


def check_policies(files: Sequence[Path]) -> list[PolicyRead]:
    """Read policies and, where nothing is wrong with any of them, try their worked examples."""
    found = read_policies(files)
    sound = [one for one in found if one.policy is not None and not one.problems]
    among = [one.policy for one in sound if one.policy is not None]
    for one in sound:
        if one.policy is None or not _stands(one.policy, among):
            continue
        holding = [policy for policy in _holding(sound, but=one) if _stands(policy, among)]
        one.examples = run_examples(one.policy, holding)
        if not one.examples:
            one.problems.append(Problem("examples", 0, Sentence("examples_missing")))
    return found


def _holding(read: Sequence[PolicyRead], *, but: PolicyRead | None = None) -> list[Policy]:
    """Policies without those that never hold.

    Args:
        but: one that is looked at as if it held, in the place of what takes its own.
    """
    instead = but.replaced_by if but is not None else None
    return [
        one.policy
        for one in read
        if one.policy is not None and (one is but or (one.replaced_by is None and one.policy is not instead))
    ]


def _stands(policy: Policy, among: Sequence[Policy]) -> bool:
    below = policy.overlays
    while below is not None:
        bases = [one for one in among if one.id == below]
        if not bases:
            return False
        below = bases[0].overlays
    return True


def code_of(found: Sequence[PolicyRead]) -> int:
    """2: something cannot be read. 1: something is wrong, or an example fails. 0: all is well."""
    if any(one.unreadable for one in found):
        return UNREADABLE
    wrong = any(one.problems or not all(tried.passes for tried in one.examples) for one in found)
    return WANTING if wrong else DONE


def print_checked(found: Sequence[PolicyRead]) -> None:
    """What was found in each policy, for people."""
    for one in found:
        for sentence in one.sentences:
            print(sentence)
        if one.policy is None or one.problems:
            continue
        print(f"{one.file}: “{one.policy.id}”, version {one.policy.version}, reads well.")
        for note in one.notes:
            print(f"  Note: {note}")
        for tried in one.examples:
            print(f"  example {tried.number}, {tried.name}: {'passes' if tried.passes else 'fails'}")
            for difference in tried.differences:
                print(f"    {difference}")
        marker, read_on = one.policy.currency.marker, one.policy.currency.read_on
        print(f"  Sources were read in {read_on}: {marker}.")


def at_of(said: str) -> date | datetime:
    """The day or moment for which is asked.

    Raises:
        Unreadable: it is neither; says how to write one.
    """
    try:
        if len(said) == len("2026-06-30"):
            day = date.fromisoformat(said)
            moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
        else:
            day, moment = None, datetime.fromisoformat(said)
    except ValueError:
        raise Unreadable("moment", said=said) from None
    if not in_reach(moment):
        raise Unreadable("day_out_of_reach", said=said, first=FIRST_YEAR, last=LAST_YEAR)
    if moment.tzinfo is None:
        raise Unreadable("moment_without_zone", said=said)
    return day or moment


@dataclass(frozen=True)
class Recognised:
    """What came of a record, or every reason why nothing did."""

    evaluation: Evaluation | None
    problems: tuple[Said, ...] = ()
    notes: tuple[str, ...] = ()


def recognise_files(policies: Sequence[Path], record: Path, at: str) -> Recognised:
    """Evaluate a record under policies."""
    wrong: list[Said] = []
    moment: date | datetime | None = None
    try:
        moment = at_of(at)
    except Unreadable as why:
        wrong.append(_asked("--at", why.sentence))
    if [str(file) for file in (*policies, record)].count("-") > 1:
        return Recognised(None, (*wrong, _asked("", Sentence("input_twice"))))
    read = read_policies(policies)
    wrong += [each for one in read for each in one.said]
    known = [*UNITS, *(unit for one in read if one.policy is not None for unit in one.policy.units)]
    found, notes, said = _record(record, known)
    wrong += said
    if found is None or moment is None or wrong:
        return Recognised(None, tuple(wrong))
    try:
        evaluation = evaluate(found, _holding(read), moment)
    except Unprepared as why:
        return Recognised(None, (_asked("", Sentence("policies_apart", why=str(why))),))
    never = [
        f"“{one.policy.id}”, version {one.policy.version}: {note}" for one in read if one.policy for note in one.notes
    ]
    return Recognised(evaluation, notes=(*notes, *never))


def _record(file: Path, known: Sequence[str]) -> tuple[Record | None, tuple[str, ...], list[Said]]:
    name = _named(file)
    try:
        content = _content(file)
    except Unreadable as why:
        return None, (), [_unread(name, why.sentence)]
    record, found = read_record(content)
    if record is not None:
        found += [*unit_problems(record, known, content), *day_problems(record, content)]
    if record is None or found:
        return None, (), [_said(name, problem) for problem in found]
    notes = tuple(f"“{item.id}” stands in the record twice and counts once." for item in held_twice(record))
    return record, notes, []


def as_document(recognised: Recognised) -> str:
    """The answer for programs."""
    if recognised.evaluation is None:
        said: dict[str, Any] = {"problems": [one.as_json() for one in recognised.problems]}
    else:
        said = {**recognised.evaluation.as_json(), "notes": list(recognised.notes)}
    return json.dumps(said, indent=2, ensure_ascii=False)


def print_recognised(recognised: Recognised) -> None:
    """The answer for people."""
    evaluation = recognised.evaluation
    if evaluation is None:
        return
    for note in recognised.notes:
        print(note)
    for result in evaluation.results:
        _print_result(result)
    for one in evaluation.not_applied:
        print(f"{one.name} ({one.policy}) does not apply: {one.reason.words}")
        print()
    named = list(evaluation.clauses().values())
    if named:
        print("Clauses")
        for clause in named:
            words = clause.as_json()["words"]
            print(f"  {clause.key}: {words}")
            if clause.standing:
                print(f"      {clause.standing}: {clause.source}")
    print()
    print(f"As of {evaluation.at}. Digest {evaluation.digest}")


def _print_result(result: CycleResult) -> None:
    print(f"{result.name} ({result.policy}, version {result.version}; {result.marker})")
    closed = ", closed" if result.closed else ""
    licence = f", licence {result.licence}" if result.licence else ""
    print(f"  Cycle {result.first_day} to {result.last_day}{closed}{licence}")
    if result.needed is None:
        print(f"  {plain(result.total)} {result.unit}")
    else:
        missing = f"; {plain(result.missing)} missing" if result.missing else ""
        rounded = f"; {plain(result.rounded)} by rounding, which is not missing" if result.rounded else ""
        print(f"  {plain(result.total)} of {plain(result.needed)} {result.unit}{missing}{rounded}")
    for part in (*result.categories, *result.minimums):
        missing = f"; {plain(part.missing)} missing" if part.missing else ""
        print(f"  {part.name}: {plain(part.amount)} of {plain(part.needed)}{missing} [{part.clause.key}]")
    for reason in result.conditions:
        print(f"  {reason.clause.words} {reason.words} [{reason.clause.key}]")
    for _identifier, name, clause, met in result.alternatives:
        print(f"  {name}: {'met' if met else 'not met'} [{clause.key}]")
    print(f"  {'Everything that is asked is there.' if result.met else 'Not everything that is asked is there yet.'}")
    for entry in result.entries:
        places = ", ".join(f"{name} {plain(amount)}" for name, amount in entry.categories)
        of = f" of {plain(entry.worth)}" if entry.outcome == "partly" else ""
        print(
            f"  {entry.day}  {entry.item}{f' ({entry.title})' if entry.title else ''}: {entry.outcome}, "
            f"{plain(entry.amount)}{of}{f' [{places}]' if places else ''}; decided by {entry.decided_by.key}"
        )
        for reason in entry.reasons:
            way = reason.as_json()["way_forward"]
            print(f"      {reason.words}{f' {way}' if way else ''} [{reason.clause.key}]")
    print()
