"""Where an overlay would be looser than what it is laid over."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from microcred.recognition.rules.engine.policy import Needed, Policy, Rate
from microcred.recognition.rules.engine.reading import Path

Found = tuple[Path, str]
MAY = "An overlay may only be stricter."


def looser(overlay: Policy, base: Policy) -> Iterator[Found]:
    """Every place where it opens what the base does not, asks less, or leaves out what only the base can say."""
    for name, what in (
        ("unit", "what is counted in"),
        ("cycle", "the cycle"),
        ("rounding", "how amounts are rounded"),
    ):
        said = getattr(overlay, name)
        if said is not None and said != getattr(base, name):
            yield (name,), f"“{base.id}” says {what}; an overlay cannot say otherwise. Leave “{name}” out."
    yield from _totals(overlay, base)
    yield from _rates(("rates",), overlay.rates, base.rates or tuple(r for o in base.options for r in o.rates), base)
    yield from _options(overlay, base)
    if overlay.oldest is not None and base.oldest is not None and overlay.oldest.years > base.oldest.years:
        yield (
            ("oldest", "years"),
            f"Credit may be {overlay.oldest.years} years old, and under “{base.id}” only {base.oldest.years}. {MAY}",
        )
    for name in ("deadlines",):
        for number, one in enumerate(overlay.deadlines):
            others = [each.days for each in base.deadlines if each.what == one.what and each.of == one.of]
            if others and one.days > min(others):
                yield (name, number, "days"), f"It gives {one.days} days, and “{base.id}” gives {min(others)}. {MAY}"
    yield from _numbered("caps", overlay, base, lambda cap: cap.amount, higher_is_looser=True)
    yield from _numbered("floors", overlay, base, lambda floor: floor.at_least, higher_is_looser=False)
    yield from _shelves("categories", overlay, base)
    yield from _shelves("minimums", overlay, base)
    if overlay.repeats and not base.repeats:
        yield ("repeats",), f"It counts the same micro-credential twice, and “{base.id}” does not. {MAY}"
    if overlay.alternatives:
        yield ("alternatives",), f"Another way of meeting “{base.id}” is for it to open. {MAY}"
    if overlay.multipliers:
        yield ("multipliers",), f"Multipliers make credit, and that is for “{base.id}” to say. {MAY}"
    if not overlay.splitting and any(one.maximum is not None for one in base.categories):
        yield ("splitting",), f"“{base.id}” has categories with a maximum; nothing could be laid into them whole."


def _whom(one: Needed) -> str:
    return one.when.model_dump_json(exclude_defaults=True) if one.when else ""


def _totals(overlay: Policy, base: Policy) -> Iterator[Found]:
    amounts = {_whom(one): one.amount for one in base.total}
    for number, one in enumerate(overlay.total):
        least = amounts.get(_whom(one), min(amounts.values(), default=Decimal(0)))
        if one.amount < least:
            yield ("total", number, "amount"), f"It needs {one.amount}, and “{base.id}” needs {least}. {MAY}"


def _rates(path: Path, rates: Sequence[Rate], under: Sequence[Rate], base: Policy) -> Iterator[Found]:
    for number, rate in enumerate(rates):
        known = [one for one in under if one.unit.casefold() == rate.unit.casefold()]
        if not known:
            yield (*path, number), f"“{base.id}” has no rate for “{rate.unit}”; an overlay cannot open one. {MAY}"
        elif all(rate.credits * one.per > one.credits * rate.per for one in known):
            one = known[0]
            yield (
                (*path, number),
                f"It gives {rate.credits} for {rate.per}, and “{base.id}” gives {one.credits} for {one.per}. {MAY}",
            )


def _options(overlay: Policy, base: Policy) -> Iterator[Found]:
    known = {option.id: option for option in base.options}
    for number, option in enumerate(overlay.options):
        path: Path = ("options", number)
        under = known.get(option.id)
        if under is None:
            yield path, f"“{base.id}” has no option “{option.id}”; an overlay cannot open one. {MAY}"
            continue
        if option.takes is not None:
            yield (*path, "takes"), f"What it takes is for “{base.id}” to say; write what must hold in “requires”."
        yield from _rates((*path, "rates"), option.rates, under.rates or base.rates, base)


def _numbered(name: str, overlay: Policy, base: Policy, of: Any, *, higher_is_looser: bool) -> Iterator[Found]:
    known = {one.id: one for one in getattr(base, name)}
    for number, one in enumerate(getattr(overlay, name)):
        under = known.get(one.id)
        if under is not None and (of(one) > of(under) if higher_is_looser else of(one) < of(under)):
            yield (
                (name, number),
                f"“{one.id}” is {of(one)}, and under “{base.id}” it is {of(under)}. {MAY}",
            )


def _shelves(name: str, overlay: Policy, base: Policy) -> Iterator[Found]:
    known = {one.id: one for one in getattr(base, name)}
    has_maximum = name == "categories" and any(one.maximum is not None for one in base.categories)
    for number, one in enumerate(getattr(overlay, name)):
        path: Path = (name, number)
        under = known.get(one.id)
        if under is None:
            if has_maximum:
                yield (
                    path,
                    f"“{base.id}” has categories with a maximum; another one would take what does not fit. {MAY}",
                )
            continue
        amounts = {_whom(each): each.amount for each in under.needed}
        for place, each in enumerate(one.needed):
            least = amounts.get(_whom(each), amounts.get("", Decimal(0)))
            if each.amount < least:
                yield (*path, "needed", place), f"It needs {each.amount}, and “{base.id}” needs {least}. {MAY}"
        if name == "categories" and one.takes is not None and under.maximum is not None:
            yield (*path, "takes"), f"“{one.id}” has a maximum; what it leaves out would count without one. {MAY}"
        if (
            name == "categories"
            and under.maximum is not None
            and one.maximum is not None
            and one.maximum > under.maximum
        ):
            yield (*path, "maximum"), f"At most {one.maximum}, and under “{base.id}” {under.maximum}. {MAY}"
