"""Worked examples: what a policy's author says must come of a record, held against what does."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from microcred.recognition.rules.amounts import plain
from microcred.recognition.rules.engine.evaluation import evaluate
from microcred.recognition.rules.engine.policy import Example, Policy
from microcred.recognition.rules.engine.prepared import Prepared, prepare
from microcred.recognition.rules.engine.results import CycleResult


@dataclass(frozen=True)
class Tried:
    """A worked example, and every difference between what is expected and what came; none when it passes."""

    policy: str
    number: int
    name: str
    differences: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether everything came as expected."""
        return not self.differences


def run_examples(policy: Policy, among: Sequence[Policy]) -> list[Tried]:
    """Try every worked example of a policy; of an overlay together with what it is laid over.

    Raises:
        Unprepared: the policies do not stand together.
    """
    ready = prepare(among)
    alone = Prepared({policy.id: ready.chains[policy.id]}, ready.digest)
    return [
        Tried(policy.id, number, example.name, tuple(_differences(policy, alone, example)))
        for number, example in enumerate(policy.examples, 1)
    ]


def _differences(policy: Policy, ready: Prepared, example: Example) -> list[str]:
    expect = example.expect
    evaluation = evaluate(example.record, ready, example.at)
    if not expect.applies:
        return [f"it applies, to the cycle that closes on {one.last_day}" for one in evaluation.results]
    if not evaluation.results:
        reasons = [one.reason.words for one in evaluation.not_applied]
        return [f"it does not apply: {' '.join(reasons)}"]
    result = evaluation.results[0]
    found = [*_sums(result, example), *_entries(policy, result, example)]
    names = {part.id: part.amount for part in (*result.categories, *result.minimums)}
    for name, amount in expect.categories.items():
        if name not in names:
            found.append(f"there is no category or minimum “{name}”")
        elif names[name] != amount:
            found.append(f"“{name}” comes to {plain(names[name])}, expected {plain(amount)}")
    return found


def _sums(result: CycleResult, example: Example) -> list[str]:
    expect = example.expect
    found = []
    amounts: list[tuple[str, Decimal | None, Decimal | None]] = [
        ("the total is", expect.total, result.total),
        ("what is needed is", expect.needed, result.needed or Decimal(0)),
        ("what is missing is", expect.missing, result.missing),
    ]
    for words, wanted, came in amounts:
        if wanted is not None and came is not None and wanted != came:
            found.append(f"{words} {plain(came)}, expected {plain(wanted)}")
    if expect.met is not None and expect.met != result.met:
        found.append("it is met, expected not" if result.met else "it is not met, expected that it is")
    for words, day, is_day in (
        ("the cycle begins on", expect.first_day, result.first_day),
        ("the cycle closes on", expect.last_day, result.last_day),
    ):
        if day is not None and day != is_day:
            found.append(f"{words} {is_day}, expected {day}")
    return found


def _entries(policy: Policy, result: CycleResult, example: Example) -> list[str]:
    expect = example.expect
    by_item = {entry.item: entry for entry in result.entries}
    found = []
    for item in sorted({*expect.entries, *expect.outcomes, *expect.decided_by}):
        entry = by_item.get(item)
        if entry is None:
            found.append(f"there is nothing with the id “{item}”")
            continue
        wanted = expect.entries.get(item)
        if wanted is not None and wanted != entry.amount:
            found.append(f"“{item}” comes to {plain(entry.amount)}, expected {plain(wanted)}")
        outcome = expect.outcomes.get(item)
        if outcome is not None and outcome != entry.outcome:
            found.append(f"“{item}” is {entry.outcome}, expected {outcome}")
        clause = expect.decided_by.get(item)
        if clause is not None:
            key = clause if "#" in clause else f"{policy.id}#{clause}"
            if entry.decided_by.key != key:
                found.append(f"“{item}” is decided by {entry.decided_by.key}, expected {key}")
    return found
