"""Worked examples: what a policy's author says must come of a record, held against what does."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from microcred.recognition.rules.amounts import plain
from microcred.recognition.rules.engine.evaluation import evaluate
from microcred.recognition.rules.engine.policy import Example, Expected, Policy
from microcred.recognition.rules.engine.prepared import Prepared, prepare
from microcred.recognition.rules.engine.results import CycleResult
from microcred.recognition.rules.engine.sentences import Sentence


@dataclass(frozen=True)
class Tried:
    """A worked example, and every difference between what is expected and what came; none when it passes."""

    policy: str
    number: int
    name: str
    differs: tuple[Sentence, ...]

    @property
    def passes(self) -> bool:
        """Whether everything came as expected."""
        return not self.differs

    @property
    def differences(self) -> tuple[str, ...]:
        """Every difference in words, in the reader's language."""
        return tuple(map(str, self.differs))


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


def _differences(policy: Policy, ready: Prepared, example: Example) -> list[Sentence]:
    expect = example.expect
    if expect == Expected():
        return [Sentence("example_expects_nothing")]
    evaluation = evaluate(example.record, ready, example.at)
    if not expect.applies:
        return [Sentence("example_applies", day=one.last_day) for one in evaluation.results]
    if not evaluation.results:
        reasons = [one.reason.words for one in evaluation.not_applied]
        return [Sentence("example_does_not_apply", reasons=" ".join(reasons))]
    result = evaluation.results[0]
    found = [*_sums(result, example), *_entries(policy, result, example)]
    names = {part.id: part.amount for part in (*result.categories, *result.minimums)}
    for name, amount in expect.categories.items():
        if name not in names:
            found.append(Sentence("example_no_part", id=name))
        elif names[name] != amount:
            found.append(Sentence("example_amount", id=name, came=plain(names[name]), wanted=plain(amount)))
    return found


def _sums(result: CycleResult, example: Example) -> list[Sentence]:
    expect = example.expect
    found = []
    amounts: list[tuple[str, Decimal | None, Decimal | None]] = [
        ("example_total", expect.total, result.total),
        ("example_needed", expect.needed, result.needed or Decimal(0)),
        ("example_missing", expect.missing, result.missing),
    ]
    for code, wanted, came in amounts:
        if wanted is not None and came is not None and wanted != came:
            found.append(Sentence(code, came=plain(came), wanted=plain(wanted)))
    if expect.met is not None and expect.met != result.met:
        found.append(Sentence("example_met" if result.met else "example_not_met"))
    for code, day, is_day in (
        ("example_first_day", expect.first_day, result.first_day),
        ("example_last_day", expect.last_day, result.last_day),
    ):
        if day is not None and day != is_day:
            found.append(Sentence(code, came=is_day, wanted=day))
    return found


def _entries(policy: Policy, result: CycleResult, example: Example) -> list[Sentence]:
    expect = example.expect
    by_item = {entry.item: entry for entry in result.entries}
    found = []
    for item in sorted({*expect.entries, *expect.outcomes, *expect.decided_by}):
        entry = by_item.get(item)
        if entry is None:
            found.append(Sentence("example_no_item", id=item))
            continue
        wanted = expect.entries.get(item)
        if wanted is not None and wanted != entry.amount:
            found.append(Sentence("example_amount", id=item, came=plain(entry.amount), wanted=plain(wanted)))
        outcome = expect.outcomes.get(item)
        if outcome is not None and outcome != entry.outcome:
            found.append(Sentence("example_outcome", id=item, came=entry.outcome, wanted=outcome))
        clause = expect.decided_by.get(item)
        if clause is not None:
            key = clause if "#" in clause else f"{policy.id}#{clause}"
            if entry.decided_by.key != key:
                found.append(Sentence("example_decided_by", id=item, came=entry.decided_by.key, wanted=key))
    return found
