"""Conditions made ready to be asked: each thing a condition states becomes one question with an answer in words."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.things import About, Thing, folded


class No(NamedTuple):
    """That something is not so, or, when `open`, that it cannot be said from what is on record."""

    open: bool
    message: str
    values: dict[str, Any]


Question = Callable[[About, Thing | None, date], No | None]
"""About the holder, one thing, and the day to which the question relates."""

_OF_THINGS = (
    ("kinds", "kind", noted("It is a “%(has)s”; what counts here is: %(asked)s."), ""),
    ("issuers", "issuer", noted("It comes from “%(has)s”; what counts comes from: %(asked)s."),
     noted("Who issued it is not on record; what counts comes from: %(asked)s.")),
    ("issuer_kinds", "issuer_kind", noted("Its issuer is a “%(has)s”; what counts comes from: %(asked)s."),
     noted("What kind of issuer it comes from is not on record; what counts comes from: %(asked)s.")),
    ("levels", "level", noted("Its level is “%(has)s”; what counts has: %(asked)s."),
     noted("Its level is not on record; what counts has: %(asked)s.")),
    ("micro_credentials", "micro_credential", noted("It is not one of the micro-credentials that count here."), ""),
    ("benefits", "benefit", noted("It is taken as “%(has)s”; what counts is taken as: %(asked)s."),
     noted("Whether it is taken as credit or as a stipend is not on record.")),
)  # fmt: skip
_MANY_OF_THINGS = (
    ("topics", "topics", noted("It is not about: %(asked)s.")),
    ("standards", "standards", noted("It is not aligned to: %(asked)s.")),
    ("quality_frameworks", "frameworks", noted("Its quality is not assured by: %(asked)s.")),
    ("proofs", "proofs", noted("It is not proved by: %(asked)s.")),
)

ABOUT_THINGS = frozenset(
    {"options", "kinds", "topics", "standards", "micro_credentials", "issuers", "issuer_kinds", "quality_frameworks",
     "proofs", "levels", "benefits", "begun_under_licence"}
)  # fmt: skip
"""What only an award or activity can answer."""


def questions(condition: Condition | None) -> list[Question]:
    """Everything that a condition asks, one by one; nothing when there is none."""
    if condition is None:
        return []
    asked: list[Question] = []
    if condition.options:
        asked.append(_under(frozenset(condition.options)))
    for field, attribute, says_no, says_open in _OF_THINGS:
        wanted = getattr(condition, field)
        if wanted:
            asked.append(_one_of(attribute, wanted, says_no, says_open))
    for field, attribute, says_no in _MANY_OF_THINGS:
        wanted = getattr(condition, field)
        if wanted:
            asked.append(_any_of(attribute, wanted, says_no))
    asked += [_fact(name, is_so) for name, is_so in sorted(condition.facts.items())]
    if condition.begun_under_licence is not None:
        asked.append(_begun(condition.begun_under_licence))
    asked += _of_licence(condition)
    asked += _of_work(condition)
    asked += _of_person(condition)
    asked += _of_cycle(condition)
    if condition.any_of:
        asked.append(_either([questions(one) for one in condition.any_of]))
    asked += [_never(questions(one)) for one in condition.none_of]
    return asked


def answer(asked: list[Question], about: About, thing: Thing | None, day: date) -> No | None:
    """The first no, an open question only where nothing says no; None when all holds."""
    if len(asked) == 1:
        return asked[0](about, thing, day)
    opened: No | None = None
    for question in asked:
        said = question(about, thing, day)
        if said is not None:
            if not said.open:
                return said
            opened = opened or said
    return opened


# An answer that is the same every time is made once: most questions are asked of everything, for every limit.


def _under(options: frozenset[str]) -> Question:
    no = No(False, noted("It counts under another option."), {})

    def question(about: About, _thing: Thing | None, _day: date) -> No | None:
        return None if about.option in options else no

    return question


def _one_of(attribute: str, wanted: tuple[str, ...], says_no: str, says_open: str) -> Question:
    among = folded(wanted)

    @lru_cache(maxsize=64)
    def no(has: str | None) -> No:
        if not has and says_open:
            return No(True, says_open, {"asked": wanted})
        return No(False, says_no, {"has": has, "asked": wanted})

    def question(_about: About, thing: Thing | None, _day: date) -> No | None:
        has = getattr(thing, attribute)
        return None if has in among else no(has)

    return question


def _any_of(attribute: str, wanted: tuple[str, ...], says_no: str) -> Question:
    among = folded(wanted)
    no = No(False, says_no, {"asked": wanted})

    def question(_about: About, thing: Thing | None, _day: date) -> No | None:
        return no if among.isdisjoint(getattr(thing, attribute)) else None

    return question


def _fact(name: str, is_so: bool) -> Question:
    def question(about: About, thing: Thing | None, _day: date) -> No | None:
        said = thing.facts.get(name) if thing is not None else None
        if said is None:
            said = about.record.person.facts.get(name)
        if said is is_so:
            return None
        if said is None:
            return No(True, noted("Nothing is on record about “%(fact)s”."), {"fact": name})
        if is_so:
            return No(False, noted("On record is that this is not so: “%(fact)s”."), {"fact": name})
        return No(False, noted("On record is that this is so: “%(fact)s”."), {"fact": name})

    return question


def _begun(under: bool) -> Question:
    def question(about: About, thing: Thing | None, _day: date) -> No | None:
        began = thing.source.started_on if thing is not None else None
        if began is None or about.licence is None:
            return No(True, noted("The day on which it began, or the licence, is not on record."), {})
        if (began >= about.licence.issued_on) is under:
            return None
        values = {"began": began, "issued": about.licence.issued_on}
        return No(False, noted("It began on %(began)s; the licence was issued on %(issued)s."), values)

    return question


def _of_licence(condition: Condition) -> list[Question]:
    asked: list[Question] = []
    if condition.licence_types:
        types, wanted = folded(condition.licence_types), condition.licence_types

        def of_type(about: About, _thing: Thing | None, _day: date) -> No | None:
            if about.licence is None:
                return No(True, noted("No licence is on record; this is about: %(asked)s."), {"asked": wanted})
            if about.licence.type.casefold() in types:
                return None
            values = {"has": about.licence.type, "asked": wanted}
            return No(False, noted("The licence is “%(has)s”; this is about: %(asked)s."), values)

        asked.append(of_type)
    if condition.grade_bands:
        bands, grades = folded(condition.grade_bands), condition.grade_bands

        def of_band(about: About, _thing: Thing | None, _day: date) -> No | None:
            if about.licence is None or not about.licence.grade_bands:
                return No(True, noted("No grade band is on record; this is about: %(asked)s."), {"asked": grades})
            if not bands.isdisjoint(folded(about.licence.grade_bands)):
                return None
            return No(False, noted("The licence is for other grades than: %(asked)s."), {"asked": grades})

        asked.append(of_band)
    return asked


def _of_work(condition: Condition) -> list[Question]:
    asked: list[Question] = []
    for field, attribute, says_no in (
        ("roles", "role", noted("The work on record for that day is not as: %(asked)s.")),
        ("employers", "employer", noted("The work on record for that day is not for: %(asked)s.")),
        ("employer_kinds", "employer_kind", noted("No work for one of these is on record for that day: %(asked)s.")),
    ):
        wanted = getattr(condition, field)
        if wanted:
            asked.append(_working(attribute, wanted, says_no))
    if condition.employed is not None:
        wanted_work = condition.employed

        def is_employed(about: About, _thing: Thing | None, day: date) -> No | None:
            if bool(about.working(day)) is wanted_work:
                return None
            if wanted_work:
                return No(False, noted("No work is on record for that day."), {})
            return No(False, noted("Work is on record for that day."), {})

        asked.append(is_employed)
    return asked


def _working(attribute: str, wanted: tuple[str, ...], says_no: str) -> Question:
    among = folded(wanted)

    def question(about: About, _thing: Thing | None, day: date) -> No | None:
        for one in about.working(day):
            if getattr(one, attribute).casefold() in among:
                return None
        return No(False, says_no, {"asked": wanted})

    return question


def _of_person(condition: Condition) -> list[Question]:
    asked: list[Question] = []
    low, high = condition.experience_at_least, condition.experience_below
    if low is not None or high is not None:

        def experienced(about: About, _thing: Thing | None, _day: date) -> No | None:
            years = about.record.person.experience_years
            if years is None:
                return No(True, noted("Years of experience are not on record."), {})
            if low is not None and years < low:
                return No(
                    False, noted("%(has)s years of experience are fewer than %(asked)s."), {"has": years, "asked": low}
                )
            if high is not None and years >= high:
                return No(
                    False, noted("%(has)s years of experience are not below %(asked)s."), {"has": years, "asked": high}
                )
            return None

        asked.append(experienced)
    if condition.degrees:
        wanted = condition.degrees
        among = folded(wanted)

        def has_degree(about: About, _thing: Thing | None, _day: date) -> No | None:
            if not among.isdisjoint(folded(about.record.person.degrees)):
                return None
            return No(False, noted("None of these degrees is on record: %(asked)s."), {"asked": wanted})

        asked.append(has_degree)
    if condition.lacks_degrees:
        unwanted = condition.lacks_degrees
        those = folded(unwanted)

        def lacks_degree(about: About, _thing: Thing | None, _day: date) -> No | None:
            if those.isdisjoint(folded(about.record.person.degrees)):
                return None
            return No(False, noted("One of these degrees is on record: %(asked)s."), {"asked": unwanted})

        asked.append(lacks_degree)
    if condition.completions:
        completed = condition.completions
        named = folded(completed)

        def has_completed(about: About, _thing: Thing | None, _day: date) -> No | None:
            for one in about.record.person.completions:
                if one.name.casefold() in named and one.completed_on <= about.day:
                    return None
            return No(False, noted("Not on record as completed: %(asked)s."), {"asked": completed})

        asked.append(has_completed)
    return asked


def _of_cycle(condition: Condition) -> list[Question]:
    first, before = condition.closes_from, condition.closes_before
    if first is None and before is None:
        return []

    def closes(about: About, _thing: Thing | None, _day: date) -> No | None:
        last = about.last_day
        if last is None:
            return No(True, noted("No cycle is on record."), {})
        if (first is not None and last < first) or (before is not None and last >= before):
            return No(False, noted("The cycle closes on %(last)s, which this is not about."), {"last": last})
        return None

    return [closes]


def _either(ways: list[list[Question]]) -> Question:
    def question(about: About, thing: Thing | None, day: date) -> No | None:
        first: No | None = None
        for way in ways:
            said = answer(way, about, thing, day)
            if said is None:
                return None
            if first is None or (said.open and not first.open):
                first = said
        return first

    return question


def _never(asked: list[Question]) -> Question:
    def question(about: About, thing: Thing | None, day: date) -> No | None:
        said = answer(asked, about, thing, day)
        if said is None:
            return No(False, noted("It is of a kind that the clause leaves out."), {})
        return said if said.open else None

    return question
