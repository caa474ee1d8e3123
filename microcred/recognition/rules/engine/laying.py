"""What is worth something, laid into floors, limits, categories and minimums."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules.engine.allocation import Lot, lay
from microcred.recognition.rules.engine.asking import answer
from microcred.recognition.rules.engine.cycles import year_of
from microcred.recognition.rules.engine.results import Cited, Reason

if TYPE_CHECKING:
    from microcred.recognition.rules.engine.judging import Bench, Judged
    from microcred.recognition.rules.engine.prepared import Rule, Shelf
    from microcred.recognition.rules.engine.things import About, Thing


@dataclass(slots=True)
class Laid:
    """What counts of each thing, by category (“” is none); sums; and which limits have cut what."""

    by_thing: dict[str, dict[str, int]] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    minimums: dict[str, int] = field(default_factory=dict)
    limited: dict[str, list[Reason]] = field(default_factory=dict)


@dataclass(slots=True)
class Piece:
    """A thing or a part of it, with all that it falls under."""

    judged: "Judged"
    thing: "Thing"
    worth: int
    limits: tuple[int, ...] = ()
    categories: tuple[int, ...] = ()
    minimums: frozenset[int] = frozenset()


@dataclass(slots=True)
class Limit:
    """A cap in one of its places: one year, one option, one activity."""

    most: int
    rule: "Rule[Any]"
    pieces: list[Piece] = field(default_factory=list)


def lay_out(bench: "Bench", judged: "Iterable[Judged]") -> Laid:
    """Floors first, then limits and categories together.

    Args:
        judged: in the order of their days, and those of one day of their ids.
    """
    counting = [one for one in judged if not one.against]
    pieces = _over_floors(bench, [piece for one in counting for piece in _pieces(one)])
    limits = _limits(bench, pieces)
    _shelve(bench, pieces)
    laid = Laid()
    if bench.chain.splitting:
        _together(bench, pieces, limits, laid)
    else:
        _whole(bench, pieces, limits, laid)
    _sum_up(bench, pieces, laid)
    _explain(bench, counting, limits, laid)
    return laid


def _pieces(judged: "Judged") -> Iterable[Piece]:
    if not judged.thing.pieces:
        return (Piece(judged, judged.thing, judged.worth),)
    return _parts(judged)


def _parts(judged: "Judged") -> Iterator[Piece]:
    thing = judged.thing
    left = judged.worth
    shared = Decimal(0)
    for share, part in thing.pieces:
        shared += share
        amount = left if shared == 1 else min(left, int(judged.worth * share))
        left -= amount
        yield Piece(judged, part, amount)
    if left:
        yield Piece(judged, thing, left)


def _falls_under(bench: "Bench", asked: list[Any], piece: Piece) -> bool:
    if not asked:
        return True
    judged = piece.judged
    bench.about.option = judged.way.id if judged.way else ""
    return answer(asked, bench.about, piece.thing, judged.day) is None


def _over_floors(bench: "Bench", pieces: list[Piece]) -> list[Piece]:
    short: set[str] = set()
    dropped: set[int] = set()
    for rule in bench.chain.floors:
        sums: dict[Any, int] = {}
        keys: list[tuple[Any, int]] = []
        for place, piece in enumerate(pieces):
            if rule.cited.policy not in piece.judged.silent and _falls_under(bench, rule.when, piece):
                key = _key(bench, rule.rule.per, piece)
                sums[key] = sums.get(key, 0) + piece.worth
                keys.append((key, place))
        least = rule.rule.at_least * bench.chain.scale
        for key, place in keys:
            if sums[key] < least:
                dropped.add(place)
                piece = pieces[place]
                if piece.judged.thing.id in short and len(piece.judged.thing.pieces) > 1:
                    continue
                short.add(piece.judged.thing.id)
                values = {
                    "has": Decimal(sums[key]) / bench.chain.scale,
                    "asked": rule.rule.at_least,
                    "unit": bench.chain.unit,
                }
                reason = Reason(
                    rule.cited,
                    "not met",
                    _FLOORS[rule.rule.per],
                    values,
                    noted("More of the same brings it above the limit; then all of it counts."),
                )
                if len(piece.judged.thing.pieces) > 1:
                    piece.judged.reasons.append(reason._replace(came="limited"))
                else:
                    piece.judged.against.append(reason)
    return [piece for place, piece in enumerate(pieces) if place not in dropped]


_FLOORS = {
    "activity": noted("It comes to %(has)s %(unit)s; nothing counts below %(asked)s for one activity."),
    "topic": noted("Its topic comes to %(has)s %(unit)s; nothing counts below %(asked)s for one topic."),
    "year": noted("That year comes to %(has)s %(unit)s of this; nothing counts below %(asked)s for one year."),
    "cycle": noted("The cycle comes to %(has)s %(unit)s of this; nothing counts below %(asked)s."),
}


def _key(bench: "Bench", per: str, piece: Piece) -> Any:
    if per == "activity":
        return piece.judged.thing.id
    if per == "topic":
        return piece.thing.main_topic or ("", piece.judged.thing.id)
    if per == "year":
        return year_of(bench.span, piece.judged.day)
    return None


def _limits(bench: "Bench", pieces: list[Piece]) -> list[Limit]:
    """Every limit that cuts anything; others need not be thought of."""
    found: list[Limit] = []
    for rule in bench.chain.caps:
        places: dict[Any, Limit] = {}
        most = int(rule.rule.amount * bench.chain.scale)
        for piece in pieces:
            if rule.cited.policy not in piece.judged.silent and _falls_under(bench, rule.when, piece):
                key = (_key(bench, rule.rule.per, piece), _apart(rule.rule.each, piece))
                if key not in places:
                    places[key] = Limit(most, rule)
                places[key].pieces.append(piece)
        found += [limit for limit in places.values() if sum(piece.worth for piece in limit.pieces) > most]
    for number, limit in enumerate(found):
        for piece in limit.pieces:
            piece.limits += (number,)
    return found


def _apart(each: str | None, piece: Piece) -> str:
    if each == "option":
        return piece.judged.way.id if piece.judged.way else ""
    if each == "kind":
        return piece.thing.kind
    return piece.thing.main_topic if each == "topic" else ""


def _shelve(bench: "Bench", pieces: list[Piece]) -> None:
    categories, minimums = bench.chain.categories, bench.chain.minimums
    for piece in pieces:
        if categories:
            piece.categories = tuple(
                number for number, shelf in enumerate(categories) if _falls_under(bench, shelf.takes, piece)
            )
        if minimums:
            piece.minimums = frozenset(
                number for number, shelf in enumerate(minimums) if _falls_under(bench, shelf.takes, piece)
            )


def _wanted(bench: "Bench", shelves: "list[Shelf]") -> dict[int, int]:
    wanted = ((number, needed_of(shelf, bench.about)[0]) for number, shelf in enumerate(shelves))
    return {number: int(amount * bench.chain.scale) for number, amount in wanted if amount}


def needed_of(shelf: "Shelf", about: "About") -> tuple[Decimal, Cited]:
    """What is needed of a category or minimum, of this person: the highest of what applies."""
    amount, cited = Decimal(0), shelf.cited
    for rule in shelf.needed:
        if rule.rule.amount > amount and answer(rule.when, about, None, about.day) is None:
            amount, cited = rule.rule.amount, rule.cited
    return amount, cited


def _together(bench: "Bench", pieces: list[Piece], limits: list[Limit], laid: Laid) -> None:
    categories = bench.chain.categories
    maximums = {
        number: int(shelf.maximum * bench.chain.scale)
        for number, shelf in enumerate(categories)
        if shelf.maximum is not None
    }
    choice = any(len(piece.categories) > 1 for piece in pieces)
    if not limits and not maximums and not choice:
        for piece in pieces:
            _put(laid, piece, categories[piece.categories[0]].id if piece.categories else "", piece.worth)
        return
    grouped: dict[Any, list[Piece]] = {}
    for piece in pieces:
        # Minimums matter to the choice only where something is cut.
        key = (piece.limits, piece.categories, piece.minimums if limits or maximums else frozenset())
        grouped.setdefault(key, []).append(piece)
    lots = [
        Lot(sum(piece.worth for piece in group), frozenset(numbers), of, least)
        for (numbers, of, least), group in grouped.items()
    ]
    laid_lots = lay(
        lots,
        {number: limit.most for number, limit in enumerate(limits)},
        maximums,
        _wanted(bench, categories),
        _wanted(bench, bench.chain.minimums) if limits or maximums else {},
    )
    for group, places in zip(grouped.values(), laid_lots, strict=True):
        left = sorted(places.items())
        for piece in group:
            worth = piece.worth
            while worth and left:
                category, amount = left[0]
                part = min(worth, amount)
                _put(laid, piece, categories[category].id if category >= 0 else "", part)
                worth -= part
                if part == amount:
                    left.pop(0)
                else:
                    left[0] = (category, amount - part)


def _whole(bench: "Bench", pieces: list[Piece], limits: list[Limit], laid: Laid) -> None:
    """Where nothing may be split: what has the fewest categories to choose from chooses first, then the earliest; each
    the first category that still needs something, else the first."""
    shelved = [piece.categories for piece in pieces]
    for piece in pieces:
        piece.categories = ()
    counted = Laid()
    if limits:
        _together(bench, pieces, limits, counted)
    else:
        for piece in pieces:
            _put(counted, piece, "", piece.worth)
    for piece, categories in zip(pieces, shelved, strict=True):
        piece.categories = categories
    wanted = _wanted(bench, bench.chain.categories)
    amounts = dict(counted.by_thing)
    for piece in sorted(pieces, key=lambda one: (len(one.categories), one.judged.day, one.judged.thing.id)):
        amount = min(piece.worth, sum(amounts.get(piece.judged.thing.id, {}).values()))
        if not amount:
            continue
        left = sum(amounts[piece.judged.thing.id].values()) - amount
        amounts[piece.judged.thing.id] = {"": left}
        short = [number for number in piece.categories if wanted.get(number, 0) > 0]
        number = short[0] if short else (piece.categories[0] if piece.categories else -1)
        if number in wanted:
            wanted[number] -= amount
        _put(laid, piece, bench.chain.categories[number].id if number >= 0 else "", amount)


def _put(laid: Laid, piece: Piece, category: str, amount: int) -> None:
    if amount:
        places = laid.by_thing.setdefault(piece.judged.thing.id, {})
        places[category] = places.get(category, 0) + amount
        laid.categories[category] = laid.categories.get(category, 0) + amount


def _sum_up(bench: "Bench", pieces: list[Piece], laid: Laid) -> None:
    """What counts of each minimum; of a thing in parts, by the parts' worth where not all of it counts."""
    if not bench.chain.minimums:
        return
    by_thing: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_thing.setdefault(piece.judged.thing.id, []).append(piece)
    for identifier, group in by_thing.items():
        left = sum(laid.by_thing.get(identifier, {}).values())
        for piece in group:
            amount = min(left, piece.worth)
            left -= amount
            for number in piece.minimums if amount else ():
                name = bench.chain.minimums[number].id
                laid.minimums[name] = laid.minimums.get(name, 0) + amount


_CUT = {
    "activity": noted("At most %(most)s %(unit)s count for one activity."),
    "year": noted("At most %(most)s %(unit)s of this count in one year of the cycle, and they are used up."),
    "cycle": noted("At most %(most)s %(unit)s of this count in a cycle, and they are used up."),
}


def _explain(bench: "Bench", counting: "list[Judged]", limits: list[Limit], laid: Laid) -> None:
    under: dict[str, list[Limit]] = {}
    for limit in limits:
        for identifier in {piece.judged.thing.id for piece in limit.pieces}:
            under.setdefault(identifier, []).append(limit)
    for one in counting:
        amount = sum(laid.by_thing.get(one.thing.id, {}).values())
        if amount == one.worth or one.against:
            continue
        over = under.get(one.thing.id, [])
        reasons = [
            _cut(bench, limit.rule.cited, limit.rule.rule)
            for limit in [limit for limit in over if _is_used_up(limit, laid)] or over
        ]
        if not reasons:
            reasons = [
                Reason(
                    shelf.maximum_cited or shelf.cited,
                    "limited",
                    noted("At most %(most)s %(unit)s count as “%(category)s”, and they are used up."),
                    {"most": shelf.maximum, "unit": bench.chain.unit, "category": shelf.name},
                    noted("Credit of another kind can fill what is still needed."),
                )
                for shelf in bench.chain.categories
                if shelf.maximum is not None and laid.categories.get(shelf.id, 0) >= shelf.maximum * bench.chain.scale
            ]
        laid.limited[one.thing.id] = reasons


def _is_used_up(limit: Limit, laid: Laid) -> bool:
    things = {piece.judged.thing.id for piece in limit.pieces}
    return sum(sum(laid.by_thing.get(identifier, {}).values()) for identifier in things) >= limit.most


def _cut(bench: "Bench", cited: Cited, rule: Any) -> Reason:
    ways = {
        "activity": noted("Another activity adds to it."),
        "year": noted("Credit of another kind, or of another year, can fill what is still needed."),
        "cycle": noted("Credit of another kind can fill what is still needed."),
    }
    return Reason(cited, "limited", _CUT[rule.per], {"most": rule.amount, "unit": bench.chain.unit}, ways[rule.per])
