"""What is wrong with policies: what nobody can meet, contradicts itself, or is looser than the state."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from microcred.recognition.rules.engine.asking import ABOUT_THINGS
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.impossible import is_impossible
from microcred.recognition.rules.engine.looser import looser
from microcred.recognition.rules.engine.policy import Needed, Policy, Ruled
from microcred.recognition.rules.engine.reading import Path, Problem, where
from microcred.recognition.rules.engine.sentences import OVERLAYS, Joined, Sentence
from microcred.recognition.rules.engine.values import UNITS

Found = tuple[Path, Sentence]


def problems(policy: Policy, among: Sequence[Policy]) -> list[tuple[Path, Sentence]]:
    """Everything that is wrong with a policy, each with the path of the field.

    Args:
        among: all policies that are to hold together, this one among them.
    """
    found = [
        *_clauses(policy),
        *_dates(policy),
        *_ids(policy),
        *_units(policy),
        *_people(policy),
        *_examples(policy, among),
    ]
    found += _overlay(policy, among) if policy.overlays is not None else _base(policy)
    found += _others(policy, among)
    found += _contradictions(policy)
    found += _impossible(policy)
    return found


def as_problems(found: Sequence[Found], line: Any) -> list[Problem]:
    """With the lines of the file that they stand in."""
    return [Problem(where(path), line(path), what) for path, what in found]


def _rules(value: Any, path: Path = ()) -> Iterator[tuple[Path, Ruled]]:
    if isinstance(value, Ruled):
        yield path, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name != "examples":
                yield from _rules(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _rules(one, (*path, number))


def _conditions(value: Any, path: Path = ()) -> Iterator[tuple[Path, Condition]]:
    if isinstance(value, Condition):
        yield path, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name != "examples":
                yield from _conditions(getattr(value, name), (*path, name))
    elif isinstance(value, tuple):
        for number, one in enumerate(value):
            yield from _conditions(one, (*path, number))


def _clauses(policy: Policy) -> Iterator[Found]:
    known = Counter(clause.id for clause in policy.clauses)
    for number, clause in enumerate(policy.clauses):
        if known[clause.id] > 1 and [one.id for one in policy.clauses].index(clause.id) != number:
            yield ("clauses", number, "id"), Sentence("clause_twice", id=clause.id)
    for path, rule in _rules(policy):
        if rule.clause not in known:
            yield (*path, "clause"), Sentence("clause_unknown", id=rule.clause, known=", ".join(known))
    if policy.stipend_or_credit is not None and policy.stipend_or_credit not in known:
        yield ("stipend_or_credit",), Sentence("clause_missing", id=policy.stipend_or_credit)
    if policy.exceptions is not None and policy.exceptions not in known:
        yield ("exceptions",), Sentence("clause_missing", id=policy.exceptions)


def _dates(policy: Policy) -> Iterator[Found]:
    if policy.effective_until is not None and policy.effective_until <= policy.effective_from:
        yield (
            ("effective_until",),
            Sentence("never_holds", ends=policy.effective_until, begins=policy.effective_from),
        )
    try:
        ZoneInfo(policy.time_zone)
    except (KeyError, ValueError, OSError):
        yield ("time_zone",), Sentence("no_time_zone", said=policy.time_zone)
    cycle = policy.cycle
    if cycle is None:
        return
    if cycle.closes is not None:
        try:
            date(2024, cycle.closes.month, cycle.closes.day)
        except ValueError:
            yield ("cycle", "closes"), Sentence("no_such_day")
    elif cycle.anchor != "licence":
        yield ("cycle",), Sentence("closes_missing", anchor=cycle.anchor)


def _ids(policy: Policy) -> Iterator[Found]:
    for name in ("options", "requires", "floors", "caps", "categories", "minimums", "alternatives", "side_conditions"):
        seen: set[str] = set()
        for number, one in enumerate(getattr(policy, name)):
            if one.id in seen:
                yield (name, number, "id"), Sentence("id_twice", what=Sentence(name), id=one.id)
            seen.add(one.id)
    for number, option in enumerate(policy.options):
        units = Counter(rate.unit.casefold() for rate in option.rates)
        for unit, times in units.items():
            if times > 1:
                yield ("options", number, "rates"), Sentence("rate_twice", unit=unit)
    for unit, times in Counter(rate.unit.casefold() for rate in policy.rates).items():
        if times > 1:
            yield ("rates",), Sentence("rate_twice", unit=unit)


def _units(policy: Policy) -> Iterator[Found]:
    known = {unit.casefold() for unit in (*UNITS, *policy.units)}
    said: list[tuple[Path, str]] = [(("unit",), policy.unit)] if policy.unit is not None else []
    said += [(("rates", number, "unit"), rate.unit) for number, rate in enumerate(policy.rates)]
    for place, option in enumerate(policy.options):
        said += [(("options", place, "rates", number, "unit"), rate.unit) for number, rate in enumerate(option.rates)]
    for path, unit in said:
        if unit.casefold() not in known:
            yield path, Sentence("unit_unknown_name_own", unit=unit, known=", ".join((*UNITS, *policy.units)))


def _examples(policy: Policy, among: Sequence[Policy]) -> Iterator[Found]:
    """Amounts of worked examples in units that no policy knows."""
    known = {unit.casefold() for one in among for unit in (*UNITS, *one.units)}
    for number, example in enumerate(policy.examples):
        for name in ("awards", "activities"):
            for place, item in enumerate(getattr(example.record, name)):
                for unit in item.amounts:
                    if unit.casefold() not in known:
                        path: Path = ("examples", number, "record", name, place, "amounts", unit)
                        yield path, Sentence("unit_unknown_in_example", unit=unit)


def _people(policy: Policy) -> Iterator[Found]:
    """Where only a person can be asked, nothing may be asked of an award; and options that are named must be there."""
    options = {option.id for option in policy.options}
    for path, condition in _conditions(policy):
        of_person = (
            (path[-1] == "when" and path[0] in {"total", "categories", "minimums", "side_conditions"})
            or path[0] in {"applies_to", "side_conditions"}
            or (path[0] == "alternatives" and path[-1] == "that")
        )
        asks = sorted(condition.stated() & ABOUT_THINGS)
        if of_person and asks:
            yield (*path, asks[0]), Sentence("asked_of_awards", field=asks[0])
        if policy.overlays is None:
            unknown = [option for option in condition.options if option not in options]
            if unknown:
                yield (*path, "options"), Sentence("option_unknown", id=unknown[0])


def _base(policy: Policy) -> Iterator[Found]:
    if policy.cycle is None:
        yield (), Sentence("cycle_missing")
    if policy.unit is None:
        yield (), Sentence("unit_missing")
    if not policy.rates and not any(option.rates for option in policy.options):
        yield (), Sentence("rates_missing")
    if not policy.rates:
        for number, option in enumerate(policy.options):
            if not option.rates:
                yield ("options", number), Sentence("rates_missing_in_option", id=option.id)
    if not policy.total and not policy.alternatives:
        yield (), Sentence("total_missing")


def _overlay(policy: Policy, among: Sequence[Policy]) -> Iterator[Found]:
    by_id: dict[str, list[Policy]] = {}
    for one in among:
        by_id.setdefault(one.id, []).append(one)
    circle = [policy.id]
    below = policy.overlays
    while below is not None:
        if below in circle:
            yield ("overlays",), Sentence("circle", round=Joined((*circle, below), OVERLAYS))
            return
        circle.append(below)
        bases = by_id.get(below)
        if not bases:
            yield ("overlays",), Sentence("base_not_given", overlay=circle[-2], base=below)
            return
        below = bases[0].overlays
    own = list(_contradictions(policy))
    for base in by_id[str(policy.overlays)]:
        yield from looser(policy, base)
        # What it is laid over is needed too, unless it says itself what is.
        whole = base.model_copy(update={"caps": policy.caps, "floors": (), "total": policy.total or base.total})
        yield from (each for each in _caps(whole, _applying(whole.total)) if each not in own)


def _others(policy: Policy, among: Sequence[Policy]) -> Iterator[Found]:
    for other in among:
        if other is policy or other.id != policy.id:
            continue
        if other.version == policy.version:
            yield ("version",), Sentence("version_twice", version=policy.version, id=policy.id)
        if other.effective_by != policy.effective_by:
            yield ("effective_by",), Sentence("other_kind_of_day", id=policy.id)
        if other.version != policy.version and other.effective_from == policy.effective_from:
            continue  # the later of two statements of one day holds (`replaced`)
        begins = max(policy.effective_from, other.effective_from)
        ends = min(policy.effective_until or date.max, other.effective_until or date.max)
        if begins < ends:
            code = "holds_too_until" if ends != date.max else "holds_too"
            yield ("effective_from",), Sentence(code, begins=begins, ends=ends, version=other.version, id=policy.id)


def replaced(policies: Sequence[Policy]) -> dict[tuple[str, int], Policy]:
    """Statements that never hold because a later one of the same rules holds from the same day on, each with the last
    that does so, by identifier and version."""
    found: dict[tuple[str, int], Policy] = {}
    for one in policies:
        for other in policies:
            if (other.id, other.effective_from) == (one.id, one.effective_from) and other.version > one.version:
                last = found.get((one.id, one.version))
                found[one.id, one.version] = other if last is None or other.version > last.version else last
    return found


def _impossible(policy: Policy) -> Iterator[Found]:
    for path, condition in _conditions(policy):
        if is_impossible(condition):
            yield path, Sentence("condition_impossible")


def _applying(needed: Sequence[Needed]) -> dict[str, Decimal]:
    """Amounts by whom they are about, as text; "" is everyone."""
    return {(one.when.model_dump_json(exclude_defaults=True) if one.when else ""): one.amount for one in needed}


def _contradictions(policy: Policy) -> Iterator[Found]:
    totals = _applying(policy.total)
    by_whom = [_applying(category.needed) for category in policy.categories]
    for whom in {whom for amounts in by_whom for whom in amounts} | {""}:
        together = sum((amounts.get(whom, amounts.get("", Decimal(0))) for amounts in by_whom), Decimal(0))
        total = totals.get(whom, totals.get("", max(totals.values(), default=None)))
        if total is not None and together > total and policy.categories:
            yield ("categories",), Sentence("categories_above_total", together=together, total=total)
            break
    most = max(totals.values(), default=Decimal(0))
    for number, minimum in enumerate(policy.minimums):
        for place, needed in enumerate(minimum.needed):
            if totals and needed.amount > most:
                what = Sentence("minimum_above_total", needed=needed.amount, total=most)
                yield ("minimums", number, "needed", place), what
    for number, category in enumerate(policy.categories):
        for place, needed in enumerate(category.needed):
            if category.maximum is not None and needed.amount > category.maximum:
                what = Sentence("needed_above_maximum", needed=needed.amount, most=category.maximum)
                yield ("categories", number, "needed", place), what
            if not policy.splitting and category.maximum is not None:
                yield ("categories", number, "maximum"), Sentence("maximum_unsplit")
    yield from _caps(policy, totals)


def _caps(policy: Policy, totals: dict[str, Decimal]) -> Iterator[Found]:
    years = policy.cycle.years if policy.cycle is not None else None
    for number, cap in enumerate(policy.caps):
        if cap.per == "activity" or cap.each is not None or (cap.per == "year" and years is None):
            continue
        most = cap.amount * (years or 1) if cap.per == "year" else cap.amount
        path: Path = ("caps", number)
        lowest = min(totals.values(), default=None)
        if cap.of is None and lowest is not None and most < lowest:
            yield path, Sentence("cap_below_total", most=most, needed=lowest)
        for minimum in policy.minimums:
            needs = max(one.amount for one in minimum.needed)
            if cap.of in (None, minimum.of) and most < needs:
                yield path, Sentence("cap_below_minimum", most=most, id=minimum.id, needed=needs)
        for category in policy.categories:
            needs = max((one.amount for one in category.needed), default=Decimal(0))
            if cap.of in (None, category.takes) and most < needs:
                yield path, Sentence("cap_below_category", most=most, id=category.id, needed=needs)
    for number, floor in enumerate(policy.floors):
        for cap in policy.caps:
            if cap.per == floor.per and cap.of in (None, floor.of) and cap.each is None and cap.amount < floor.at_least:
                what = Sentence("floor_above_cap", least=floor.at_least, id=cap.id, most=cap.amount)
                yield ("floors", number), what
