"""Where an overlay would be looser than what it is laid over."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from microcred.recognition.rules.engine.policy import Needed, Policy, Rate
from microcred.recognition.rules.engine.reading import Path
from microcred.recognition.rules.engine.sentences import Sentence

Found = tuple[Path, Sentence]


def looser(overlay: Policy, base: Policy) -> Iterator[Found]:
    """Every place where it opens what the base does not, asks less, or leaves out what only the base can say."""
    for name in ("unit", "cycle", "rounding"):
        said = getattr(overlay, name)
        if said is not None and said != getattr(base, name):
            yield (name,), Sentence(f"base_says_{name}", base=base.id, field=name)
    yield from _totals(overlay, base)
    yield from _rates(("rates",), overlay.rates, base.rates or tuple(r for o in base.options for r in o.rates), base)
    yield from _options(overlay, base)
    if overlay.oldest is not None and base.oldest is not None and overlay.oldest.years > base.oldest.years:
        what = Sentence("looser_age", years=overlay.oldest.years, base=base.id, least=base.oldest.years)
        yield ("oldest", "years"), what
    for name in ("deadlines",):
        for number, one in enumerate(overlay.deadlines):
            others = [each.days for each in base.deadlines if each.what == one.what and each.of == one.of]
            if others and one.days > min(others):
                what = Sentence("looser_deadline", days=one.days, base=base.id, least=min(others))
                yield (name, number, "days"), what
    yield from _numbered("caps", overlay, base, lambda cap: cap.amount, higher_is_looser=True)
    yield from _numbered("floors", overlay, base, lambda floor: floor.at_least, higher_is_looser=False)
    yield from _shelves("categories", overlay, base)
    yield from _shelves("minimums", overlay, base)
    if overlay.repeats and not base.repeats:
        yield ("repeats",), Sentence("looser_repeats", base=base.id)
    if overlay.alternatives:
        yield ("alternatives",), Sentence("looser_alternatives", base=base.id)
    if overlay.multipliers:
        yield ("multipliers",), Sentence("looser_multipliers", base=base.id)
    if not overlay.splitting and any(one.maximum is not None for one in base.categories):
        yield ("splitting",), Sentence("looser_unsplit", base=base.id)


def _whom(one: Needed) -> str:
    return one.when.model_dump_json(exclude_defaults=True) if one.when else ""


def _totals(overlay: Policy, base: Policy) -> Iterator[Found]:
    amounts = {_whom(one): one.amount for one in base.total}
    for number, one in enumerate(overlay.total):
        least = amounts.get(_whom(one), min(amounts.values(), default=Decimal(0)))
        if one.amount < least:
            yield ("total", number, "amount"), Sentence("looser_needed", needed=one.amount, base=base.id, least=least)


def _rates(path: Path, rates: Sequence[Rate], under: Sequence[Rate], base: Policy) -> Iterator[Found]:
    for number, rate in enumerate(rates):
        known = [one for one in under if one.unit.casefold() == rate.unit.casefold()]
        if not known:
            yield (*path, number), Sentence("looser_rate_opened", base=base.id, unit=rate.unit)
        elif all(rate.credits * one.per > one.credits * rate.per for one in known):
            one = known[0]
            facts = {"credits": rate.credits, "per": rate.per, "base_credits": one.credits, "base_per": one.per}
            yield (*path, number), Sentence("looser_rate", base=base.id, **facts)


def _options(overlay: Policy, base: Policy) -> Iterator[Found]:
    known = {option.id: option for option in base.options}
    for number, option in enumerate(overlay.options):
        path: Path = ("options", number)
        under = known.get(option.id)
        if under is None:
            yield path, Sentence("looser_option_opened", base=base.id, id=option.id)
            continue
        if option.takes is not None:
            yield (*path, "takes"), Sentence("looser_option_takes", base=base.id)
        yield from _rates((*path, "rates"), option.rates, under.rates or base.rates, base)


def _numbered(name: str, overlay: Policy, base: Policy, of: Any, *, higher_is_looser: bool) -> Iterator[Found]:
    known = {one.id: one for one in getattr(base, name)}
    for number, one in enumerate(getattr(overlay, name)):
        under = known.get(one.id)
        if under is not None and (of(one) > of(under) if higher_is_looser else of(one) < of(under)):
            what = Sentence("looser_amount", id=one.id, amount=of(one), base=base.id, least=of(under))
            yield (name, number), what


def _shelves(name: str, overlay: Policy, base: Policy) -> Iterator[Found]:
    known = {one.id: one for one in getattr(base, name)}
    has_maximum = name == "categories" and any(one.maximum is not None for one in base.categories)
    for number, one in enumerate(getattr(overlay, name)):
        path: Path = (name, number)
        under = known.get(one.id)
        if under is None:
            if has_maximum:
                yield path, Sentence("looser_category_opened", base=base.id)
            continue
        amounts = {_whom(each): each.amount for each in under.needed}
        for place, each in enumerate(one.needed):
            least = amounts.get(_whom(each), amounts.get("", Decimal(0)))
            if each.amount < least:
                what = Sentence("looser_needed", needed=each.amount, base=base.id, least=least)
                yield (*path, "needed", place), what
        if name == "categories" and one.takes is not None and under.maximum is not None:
            yield (*path, "takes"), Sentence("looser_category_takes", id=one.id)
        if (
            name == "categories"
            and under.maximum is not None
            and one.maximum is not None
            and one.maximum > under.maximum
        ):
            yield (*path, "maximum"), Sentence("looser_maximum", most=one.maximum, base=base.id, least=under.maximum)
