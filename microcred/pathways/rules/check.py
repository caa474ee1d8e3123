"""What is wrong with a rule set, found before anybody is held to it; and its worked examples, tried."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from microcred.pathways.rules.audit import audit
from microcred.pathways.rules.document import Example, MicroCredentials, RuleSet, Year
from microcred.pathways.rules.reading import Path, Problem, Written, near, where

LEFT_FOR_IT = (
    "A year in which one micro-credential may fill several requirements cannot come after one in which it may not: it "
    "could not be said which of them is left for it."
)


@dataclass(frozen=True)
class Tried:
    """A worked example, and every difference between what is expected and what came; none when it passes."""

    number: int
    name: str
    differences: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether everything came as expected."""
        return not self.differences


def problems(rule_set: RuleSet, content: Written | None = None) -> list[Problem]:
    """Everything by which a rule set could not hold, in the order of the document."""
    return [
        Problem(where(path), content.line(path) if content is not None else 0, words)
        for path, words in _found(rule_set)
    ]


def _found(rule_set: RuleSet) -> Iterator[tuple[Path, str]]:
    yield from _twice("clauses", [one.id for one in rule_set.clauses])
    yield from _twice("areas", [one.id for one in rule_set.areas])
    yield from _twice("categories", [one.id for one in rule_set.categories])
    yield from _twice("years", [one.id for one in rule_set.years])
    yield from _clauses(rule_set)
    for number, category in enumerate(rule_set.categories):
        if category.by_area and not rule_set.areas:
            yield ("categories", number), "It goes by the participant’s area, and no areas are named."
        elif category.by_area == (not category.takes.is_empty):
            yield (
                ("categories", number),
                "Say either which micro-credentials it takes, or that it goes by the participant’s area.",
            )
    for number, area in enumerate(rule_set.areas):
        if area.takes.is_empty:
            yield ("areas", number, "takes"), "It takes nothing: nobody in this area could meet what goes by area."
    apart = False
    for number, year in enumerate(rule_set.years):
        apart = apart or year.counting.double == "never"
        if apart and year.counting.double == "allowed":
            yield (
                ("years", number, "counting"),
                LEFT_FOR_IT,
            )
        yield from _year(rule_set, number, year)
    if not rule_set.examples:
        yield ("examples",), "It has no worked example. Nobody can be held to a rule set without one."
    keys = {f"{year.id}/{one.id}" for year in rule_set.years for one in year.requirements}
    for number, example in enumerate(rule_set.examples):
        yield from _example(rule_set, number, example, keys)


def _clauses(rule_set: RuleSet) -> Iterator[tuple[Path, str]]:
    known = [one.id for one in rule_set.clauses]
    named: list[tuple[Path, str]] = [
        (("effective_clause",), rule_set.effective_clause),
        (("basis", "clause"), rule_set.basis.clause),
        (("counts_from", "clause"), rule_set.counts_from.clause),
    ]
    named += [(("categories", number, "clause"), one.clause) for number, one in enumerate(rule_set.categories)]
    for number, year in enumerate(rule_set.years):
        named.append((("years", number, "counting", "clause"), year.counting.clause))
        named += [
            (("years", number, "requirements", place, "clause"), one.clause)
            for place, one in enumerate(year.requirements)
        ]
    for path, name in named:
        if name not in known:
            yield path, f"There is no clause “{name}”.{near(name, known)}"
    used = {name for _path, name in named}
    for number, clause in enumerate(rule_set.clauses):
        if clause.id not in used:
            yield ("clauses", number), f"Nothing rests on the clause “{clause.id}”."


def _year(rule_set: RuleSet, number: int, year: Year) -> Iterator[tuple[Path, str]]:
    for twice, words in _twice("requirements", [one.id for one in year.requirements]):
        yield ("years", number, *twice), words
    known = [one.id for one in rule_set.categories]
    asks = [one for one in year.requirements if isinstance(one, MicroCredentials)]
    for place, one in enumerate(year.requirements):
        path: Path = ("years", number, "requirements", place)
        if isinstance(one, MicroCredentials):
            for name in one.of:
                if name not in known:
                    yield (*path, "of"), f"There is no category “{name}”.{near(name, known)}"
        elif one.every and one.in_each:
            yield path, "“every” and “in_each” cannot stand together: write two requirements."
    if sum(one.total for one in asks) > 1:
        yield ("years", number), "It has two totals; which of them is meant?"


def _example(rule_set: RuleSet, number: int, example: Example, keys: set[str]) -> Iterator[tuple[Path, str]]:
    path: Path = ("examples", number)
    expect = example.expect
    for key in sorted({*expect.requirements, *expect.filled_by, *expect.missing} - keys):
        yield (*path, "expect"), f"There is no requirement “{key}”.{near(key, sorted(keys))}"
    area = example.record.area
    if area and area not in {one.id for one in rule_set.areas}:
        yield (*path, "record", "area"), f"There is no area “{area}”."


def _twice(field: str, names: list[str]) -> Iterator[tuple[Path, str]]:
    for name, times in Counter(names).items():
        if times > 1:
            yield (field,), f"“{name}” stands there {times} times."


def run_examples(rule_set: RuleSet) -> list[Tried]:
    """Try every worked example of a rule set in which nothing is wrong."""
    return [
        Tried(number, example.name, tuple(_differences(rule_set, example)))
        for number, example in enumerate(rule_set.examples, 1)
    ]


def _differences(rule_set: RuleSet, example: Example) -> Iterator[str]:
    came, expect = audit(rule_set, example.record, example.at), example.expect
    if expect.met is not None and came.is_met != expect.met:
        yield "it is met, expected not" if came.is_met else "it is not met, expected that it is"
    by_key = {one.key: one for one in came.requirements}
    for key, status in expect.requirements.items():
        if by_key[key].status != status:
            yield f"“{key}” is {by_key[key].status}, expected {status}"
    for key, works in expect.filled_by.items():
        filled = sorted(work.micro_credential for work in by_key[key].filled_by)
        if filled != sorted(works):
            yield f"“{key}” is filled by {', '.join(filled) or 'nothing'}, expected {', '.join(works) or 'nothing'}"
    for key, missing in expect.missing.items():
        if by_key[key].missing != missing:
            yield f"of “{key}” {by_key[key].missing} are missing, expected {missing}"
    if expect.unused is not None:
        unused = sorted(work.micro_credential for work in came.unused)
        if unused != sorted(expect.unused):
            yield f"unused is {', '.join(unused) or 'nothing'}, expected {', '.join(expect.unused) or 'nothing'}"
