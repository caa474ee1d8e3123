"""Policies made ready to be applied: an overlay laid over what it makes stricter, every rule beside its clause."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from microcred.recognition.rules.engine.asking import Question, questions
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import (
    Cap,
    Confirmation,
    Cycle,
    Deadline,
    Floor,
    Multiplier,
    Needed,
    Policy,
    PriorApproval,
    Rate,
    Requirement,
    Rounding,
)
from microcred.recognition.rules.engine.results import Cited, Reason
from microcred.recognition.rules.engine.things import folded

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Rule(Generic[R]):
    """A rule, its clause, and whom or what it is about."""

    rule: R
    cited: Cited
    when: list[Question]


@dataclass(frozen=True, slots=True)
class Demand:
    """What must hold, and for whom it is asked."""

    cited: Cited
    when: list[Question]
    that: list[Question]
    way_forward: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A rate with its clause."""

    rate: Rate
    cited: Cited


@dataclass(frozen=True, slots=True)
class Way:
    """An option: what takes it, what it asks, and by unit the rates of every policy of the chain, its own first.

    Args:
        demands: what the chain asks of everything, and what the option asks.
        worked_out: what an amount comes to by the rates of a unit, and the reason in words. The same few amounts are on
            everyone's record.
    """

    id: str
    name: str
    cited: Cited | None
    kinds: frozenset[str] | None
    takes: list[Question]
    demands: list[Demand]
    rates: list[tuple[str, list[Measured]]]
    worked_out: dict[tuple[str, Decimal], tuple[int, Reason]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A category or minimum, as all policies of the chain have it."""

    id: str
    name: str
    cited: Cited
    takes: list[Question]
    needed: list[Rule[Needed]]
    maximum: Decimal | None = None
    maximum_cited: Cited | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """An alternative; each of its parts as an amount, a scope, and what must hold of the person."""

    id: str
    name: str
    cited: Cited
    parts: list[tuple[Decimal | None, list[Question], list[Question]]]


@dataclass(slots=True)
class Chain:
    """A policy with everything below it, made one."""

    policies: tuple[Policy, ...]
    zone: ZoneInfo
    cycle: Cycle
    cycle_cited: Cited
    rounding: Rounding
    unit: str
    licences_of: str
    districts: tuple[str, ...]
    applies: list[Demand] = field(default_factory=list)
    total: list[list[Rule[Needed]]] = field(default_factory=list)
    ways: list[Way] = field(default_factory=list)
    demands: list[Demand] = field(default_factory=list)
    ages: list[tuple[int, Cited]] = field(default_factory=list)
    deadlines: list[Rule[Deadline]] = field(default_factory=list)
    before: list[Rule[PriorApproval]] = field(default_factory=list)
    after: list[Rule[Confirmation]] = field(default_factory=list)
    multipliers: list[Rule[Multiplier]] = field(default_factory=list)
    floors: list[Rule[Floor]] = field(default_factory=list)
    caps: list[Rule[Cap]] = field(default_factory=list)
    categories: list[Shelf] = field(default_factory=list)
    minimums: list[Shelf] = field(default_factory=list)
    alternatives: list[Choice] = field(default_factory=list)
    conditions: list[Demand] = field(default_factory=list)
    stipend: list[Cited] = field(default_factory=list)
    of_district: dict[str, str] = field(default_factory=dict)
    """by policy of a district, for whom somebody works to whom it speaks, without upper and lower case"""
    splitting: bool = True
    repeats: bool = False
    earned_in_cycle: bool = True
    scale: int = 100
    """How many of the smallest amounts are one."""
    places: int = 2
    """How many decimal places amounts have."""

    @property
    def policy(self) -> Policy:
        """The one whose result it is."""
        return self.policies[-1]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Policies that can be applied: for each id the chains of its versions. The digest tells them from any others."""

    chains: dict[str, tuple[Chain, ...]]
    digest: str


class Unprepared(Exception):
    """The policies do not stand together: an overlay lacks its base, or a chain goes round in a circle. Says which."""


def prepare(policies: Iterable[Policy]) -> Prepared:
    """Make policies ready, in whatever order they come.

    Raises:
        Unprepared: they do not stand together; `check.problems` says everything that is wrong.
    """
    given = sorted(policies, key=lambda policy: (policy.id, policy.version, policy.effective_from))
    by_id: dict[str, list[Policy]] = {}
    for policy in given:
        by_id.setdefault(policy.id, []).append(policy)
    chains: dict[str, tuple[Chain, ...]] = {}
    for identifier, versions in by_id.items():
        stacked = [stack for version in versions for stack in _stacks(version, by_id, ())]
        chains[identifier] = tuple(chain_of(stack) for stack in stacked)
    digest = hashlib.sha256()
    for policy in given:
        digest.update(policy.model_dump_json(exclude={"examples", "translations"}).encode())
    return Prepared(chains, digest.hexdigest())


def _stacks(policy: Policy, by_id: dict[str, list[Policy]], above: tuple[str, ...]) -> list[tuple[Policy, ...]]:
    if policy.overlays is None:
        return [(policy,)]
    if policy.id in above or policy.overlays == policy.id:
        raise Unprepared(f"“{policy.id}” overlays itself, through {', '.join((*above, policy.overlays))}.")
    if policy.overlays not in by_id:
        raise Unprepared(
            f"“{policy.id}” overlays “{policy.overlays}”, which is not among the policies. Give its file too."
        )
    return [
        (*stack, policy)
        for base in by_id[policy.overlays]
        if base.effective_by == policy.effective_by == "close" or _meet(base, policy)
        for stack in _stacks(base, by_id, (*above, policy.id))
    ]


def _meet(one: Policy, other: Policy) -> bool:
    return (one.effective_until or date.max) > other.effective_from and (
        other.effective_until or date.max
    ) > one.effective_from


def chain_of(policies: Sequence[Policy]) -> Chain:
    """One chain: the base first."""
    base = policies[0]
    cycle = base.cycle
    if cycle is None or base.unit is None:
        raise Unprepared(f"“{base.id}” says neither what its cycle is nor what it counts in.")
    chain = Chain(
        policies=tuple(policies),
        zone=ZoneInfo(base.time_zone),
        cycle=cycle,
        cycle_cited=_cited(base, cycle.clause),
        rounding=base.rounding or Rounding(),
        scale=10 ** (base.rounding or Rounding()).places,
        places=(base.rounding or Rounding()).places,
        unit=base.unit,
        licences_of=(base.licences_of or base.jurisdiction).casefold(),
        districts=tuple(policy.jurisdiction for policy in policies if policy.kind == "district"),
        of_district={policy.id: policy.jurisdiction.casefold() for policy in policies if policy.kind == "district"},
        splitting=all(policy.splitting for policy in policies),
        repeats=all(policy.repeats for policy in policies),
        earned_in_cycle=cycle.earned == "in cycle",
    )
    for policy in policies:
        _lay_over(chain, policy)
    chain.ways = [replace(way, demands=[*chain.demands, *way.demands]) for way in _ways(policies)]
    chain.categories = _shelves(policies, "categories")
    chain.minimums = _shelves(policies, "minimums")
    return chain


def _lay_over(chain: Chain, policy: Policy) -> None:
    if policy.applies_to is not None:
        chain.applies.append(_demand(policy, policy.applies_to))
    if policy.total:
        chain.total.append([Rule(one, _cited(policy, one.clause), questions(one.when)) for one in policy.total])
    chain.demands += [_demand(policy, one) for one in policy.requires]
    chain.conditions += [_demand(policy, one) for one in policy.side_conditions]
    if policy.oldest is not None:
        chain.ages.append((policy.oldest.years, _cited(policy, policy.oldest.clause)))
    chain.deadlines += _rules(policy, policy.deadlines)
    chain.before += _rules(policy, policy.prior_approval)
    chain.after += _rules(policy, policy.confirmation)
    chain.multipliers += _rules(policy, policy.multipliers)
    chain.floors += _rules(policy, policy.floors)
    chain.caps += _rules(policy, policy.caps)
    if policy.stipend_or_credit is not None:
        chain.stipend.append(_cited(policy, policy.stipend_or_credit))
    for alternative in policy.alternatives:
        parts = [(part.amount, questions(part.of), questions(part.that)) for part in alternative.all_of]
        chain.alternatives.append(Choice(alternative.id, alternative.name, _cited(policy, alternative.clause), parts))


def _cited(policy: Policy, identifier: str) -> Cited:
    for clause in policy.clauses:
        if clause.id == identifier:
            return Cited(policy.id, identifier, clause.words, clause.standing.value, clause.source)
    raise Unprepared(f"“{policy.id}” has no clause “{identifier}”.")


def _rules(policy: Policy, rules: Sequence[Any]) -> list[Rule[Any]]:
    return [Rule(one, _cited(policy, one.clause), questions(one.of)) for one in rules]


def _demand(policy: Policy, rule: Requirement) -> Demand:
    return Demand(_cited(policy, rule.clause), questions(rule.when), questions(rule.that), rule.way_forward)


def _ways(policies: Sequence[Policy]) -> list[Way]:
    base, *overlays = policies
    ways = []
    for option in base.options or (None,):
        rates: dict[str, list[Measured]] = {}
        for rate in option.rates if option is not None and option.rates else base.rates:
            rates.setdefault(rate.unit.casefold(), []).append(Measured(rate, _cited(base, rate.clause)))
        demands = [_demand(base, one) for one in option.requires] if option is not None else []
        for overlay in overlays:
            own = next((one for one in overlay.options if option is not None and one.id == option.id), None)
            demands += [_demand(overlay, one) for one in own.requires] if own is not None else []
            for rate in own.rates if own is not None and own.rates else overlay.rates:
                if rate.unit.casefold() in rates:
                    rates[rate.unit.casefold()].append(Measured(rate, _cited(overlay, rate.clause)))
        ways.append(
            Way(
                id=option.id if option is not None else "",
                name=option.name if option is not None else "",
                cited=_cited(base, option.clause) if option is not None else None,
                kinds=folded(option.takes.kinds)
                if option is not None and option.takes and option.takes.kinds
                else None,
                takes=questions(option.takes) if option is not None else [],
                demands=demands,
                rates=list(rates.items()),
            )
        )
    return ways


def _shelves(policies: Sequence[Policy], which: str) -> list[Shelf]:
    shelves: dict[str, Shelf] = {}
    for policy in policies:
        for one in getattr(policy, which):
            scope: Condition | None = one.takes if which == "categories" else one.of
            needed = [Rule(each, _cited(policy, each.clause), questions(each.when)) for each in one.needed]
            maximum = one.maximum if which == "categories" else None
            cited = _cited(policy, one.clause)
            before = shelves.get(one.id)
            if before is None:
                shelves[one.id] = Shelf(one.id, one.name, cited, questions(scope), needed, maximum, cited)
                continue
            lower = maximum is not None and (before.maximum is None or maximum < before.maximum)
            shelves[one.id] = Shelf(
                one.id,
                before.name,
                before.cited,
                before.takes + questions(scope),
                before.needed + needed,
                maximum if lower else before.maximum,
                cited if lower else before.maximum_cited,
            )
    return list(shelves.values())
