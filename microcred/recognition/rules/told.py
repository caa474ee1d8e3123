"""A policy as people read it: every rule of the document as a sentence in the reader's language, with its clause. Pure.

Whoever adds a field to a policy or to a condition says here what it means: a test holds the two together.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Final

from babel import Locale
from babel.dates import format_skeleton
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules.amounts import plain
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import (
    Alternative,
    Cap,
    Category,
    CitedClause,
    Confirmation,
    Cycle,
    Deadline,
    Floor,
    MonthDay,
    Multiplier,
    Needed,
    Option,
    Part,
    Policy,
    PriorApproval,
    Rate,
    Requirement,
    Rounding,
)
from microcred.recognition.rules.engine.results import in_words
from microcred.recognition.rules.engine.values import PER_AWARD

LEAP_YEAR: Final = 2024
"""A year that has every day."""


@dataclass(frozen=True)
class Told:
    """One rule as a sentence.

    Args:
        clause: what it rests on; None where the document itself says it.
        way_forward: what helps whoever does not meet it.
    """

    words: str
    clause: CitedClause | None = None
    way_forward: str = ""


@dataclass(frozen=True)
class Group:
    """Rules that are about one matter; `under` are parts of it, such as the ways of earning credit."""

    id: str
    title: str
    rules: Sequence[Told] = ()
    under: Sequence["Group"] = ()


def rules_told(
    document: Policy, *, unit: str = "", base: str = "", titles: Mapping[str, str] | None = None
) -> list[Group]:
    """Every rule of a policy, by what it is about; no group without a rule.

    Args:
        document: as its reader reads it (`languages.spoken`).
        unit: what it counts in, where it makes another policy stricter and does not say.
        base: the name of that other policy.
        titles: of micro-credentials, by what the document names them by; others are told by that.
    """
    teller = _Teller(document, unit or document.unit or "", base or document.overlays or "", titles or {})
    return [group for group in teller.groups() if group.rules or group.under]


@dataclass(frozen=True)
class Change:
    """What one statement says in a place where another says something else; empty where it says nothing there."""

    before: Sequence[str]
    after: Sequence[str]


def what_changed(before: Policy, after: Policy, *, unit: str = "", base: str = "") -> list[Change]:
    """Where two statements of a policy say something else, sentence by sentence, and clause by clause.

    Args:
        unit, base: as of `rules_told`.
    """
    old, new = (_lines(one, rules_told(one, unit=unit, base=base)) for one in (before, after))
    matched = SequenceMatcher(None, old, new, autojunk=False)
    return [
        Change(old[first:last], new[start:end])
        for kind, first, last, start, end in matched.get_opcodes()
        if kind != "equal"
    ]


def _lines(document: Policy, groups: Iterable[Group]) -> list[str]:
    found: list[str] = []
    for group in groups:
        found += [one.words for one in group.rules]
        found += [f"{under.title}: {one.words}" for under in group.under for one in under.rules]
    return [*found, *(f"“{clause.words}” ({clause.source})" for clause in document.clauses)]


def condition_told(condition: Condition, names: Callable[[str], str] = str) -> str:
    """What a condition asks, as it can follow “if”.

    Args:
        names: of an option by its id, and of a micro-credential.
    """
    return _(" and ").join(_asked(condition, names))


_NAMED: Final[dict[str, str]] = {
    "kinds": noted("its kind is: %(names)s"),
    "topics": noted("it is about: %(names)s"),
    "standards": noted("it is aligned to: %(names)s"),
    "micro_credentials": noted("it is one of these micro-credentials: %(names)s"),
    "issuers": noted("it comes from: %(names)s"),
    "issuer_kinds": noted("its issuer is of the kind: %(names)s"),
    "quality_frameworks": noted("its quality is assured by: %(names)s"),
    "proofs": noted("it is proved by: %(names)s"),
    "levels": noted("its level is: %(names)s"),
    "licence_types": noted("the license is: %(names)s"),
    "grade_bands": noted("the license is for the grades: %(names)s"),
    "roles": noted("the educator works as: %(names)s"),
    "employers": noted("the educator works for: %(names)s"),
    "employer_kinds": noted("the educator’s employer is of the kind: %(names)s"),
    "degrees": noted("the educator has the degree: %(names)s"),
    "lacks_degrees": noted("the educator has no degree of these: %(names)s"),
    "completions": noted("the educator has completed: %(names)s"),
}
_BENEFITS: Final = {
    "credit": noted("it is taken as credit and not for a stipend"),
    "stipend": noted("it is taken for a stipend and not as credit"),
}
_EXPERIENCE: Final = {
    "experience_at_least": noted("the educator has at least %(amount)s years of experience"),
    "experience_below": noted("the educator has fewer than %(amount)s years of experience"),
}
_CLOSES: Final = {
    "closes_from": noted("the cycle closes on %(day)s or later"),
    "closes_before": noted("the cycle closes before %(day)s"),
}


def _asked(condition: Condition, names: Callable[[str], str]) -> list[str]:
    said: list[str] = []
    if condition.options:
        said.append(_("it counts as: %(names)s") % {"names": _or(map(names, condition.options))})
    for name, words in _NAMED.items():
        if getattr(condition, name):
            called = names if name == "micro_credentials" else _
            said.append(_(words) % {"names": _or(map(called, getattr(condition, name)))})
    if condition.benefits:
        said.append(_or(_(_BENEFITS[one]) for one in condition.benefits))
    for fact, is_so in condition.facts.items():
        words = _("it is on record as so: “%(fact)s”") if is_so else _("it is on record as not so: “%(fact)s”")
        said.append(words % {"fact": _(fact)})
    if condition.begun_under_licence is not None:
        under = condition.begun_under_licence
        said.append(_("it began under the license") if under else _("it began before the license was issued"))
    if condition.employed is not None:
        said.append(_("the educator has work") if condition.employed else _("the educator has no work"))
    for name, words in _EXPERIENCE.items():
        amount = getattr(condition, name)
        if amount is not None:
            said.append(in_words(words, {"amount": amount}))
    for name, words in _CLOSES.items():
        day = getattr(condition, name)
        if day is not None:
            said.append(in_words(words, {"day": day}))
    if condition.any_of:
        said.append(_("one of these holds: %(ways)s") % {"ways": _ways(condition.any_of, names)})
    if condition.none_of:
        said.append(_("none of this holds: %(ways)s") % {"ways": _ways(condition.none_of, names)})
    return said


def _ways(conditions: Iterable[Condition], names: Callable[[str], str]) -> str:
    return _or(f"({condition_told(one, names)})" for one in conditions)


def _or(names: Iterable[str]) -> str:
    return _(" or ").join(names)


_CAPS: Final = {
    ("activity", None): noted("At most %(amount)s %(unit)s count of one award or activity."),
    ("activity", "option"): noted("At most %(amount)s %(unit)s count of one award or activity, for each way apart."),
    ("activity", "kind"): noted("At most %(amount)s %(unit)s count of one award or activity, for each kind apart."),
    ("activity", "topic"): noted("At most %(amount)s %(unit)s count of one award or activity, for each topic apart."),
    ("year", None): noted("At most %(amount)s %(unit)s count in one year of the cycle."),
    ("year", "option"): noted("At most %(amount)s %(unit)s count in one year of the cycle, for each way apart."),
    ("year", "kind"): noted("At most %(amount)s %(unit)s count in one year of the cycle, for each kind apart."),
    ("year", "topic"): noted("At most %(amount)s %(unit)s count in one year of the cycle, for each topic apart."),
    ("cycle", None): noted("At most %(amount)s %(unit)s count in a cycle."),
    ("cycle", "option"): noted("At most %(amount)s %(unit)s count in a cycle, for each way apart."),
    ("cycle", "kind"): noted("At most %(amount)s %(unit)s count in a cycle, for each kind apart."),
    ("cycle", "topic"): noted("At most %(amount)s %(unit)s count in a cycle, for each topic apart."),
}
_FLOORS: Final = {
    "activity": noted("An award or activity counts only if it comes to at least %(amount)s %(unit)s."),
    "topic": noted("What is about one topic counts only if it comes to at least %(amount)s %(unit)s together."),
    "year": noted("What is of one year of the cycle counts only if it comes to at least %(amount)s %(unit)s together."),
    "cycle": noted("What is of a cycle counts only if it comes to at least %(amount)s %(unit)s together."),
}


@dataclass
class _Teller:
    document: Policy
    unit: str
    base: str
    titles: Mapping[str, str]
    clauses: dict[str, CitedClause] = field(init=False)
    options: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self.clauses = {clause.id: clause for clause in self.document.clauses}
        self.options = {option.id: option.name for option in self.document.options}

    def groups(self) -> Iterator[Group]:
        document = self.document
        yield Group("about", _("Whom it is about, and since when"), list(self._about()))
        yield Group("needed", _("What is needed"), list(self._needed()))
        yield Group("time", _("When credit counts"), list(self._time()))
        ways = [Group(f"way-{one.id}", one.name, list(self._option(one))) for one in document.options]
        yield Group("counts", _("What counts, and for how much"), list(self._counts()), ways)
        yield Group("asked", _("Approval and deadlines"), list(self._approval()))
        yield Group("limits", _("Limits"), list(self._limits()))
        shelves = [Group(f"category-{one.id}", one.name, list(self._category(one))) for one in document.categories]
        yield Group("categories", _("Categories"), list(self._splitting()), shelves)

    def _told(self, words: str, clause: str = "", way_forward: str = "") -> Told:
        return Told(words, self.clauses.get(clause), _(way_forward) if way_forward else "")

    def _if(self, condition: Condition | None, words: str) -> str:
        """A sentence, and of what alone it is said."""
        if condition is None:
            return words
        values = {"sentence": words, "condition": self._condition(condition)}
        return _("%(sentence)s This holds only where %(condition)s.") % values

    def _condition(self, condition: Condition) -> str:
        return condition_told(condition, lambda one: self.titles.get(one) or self.options.get(one, one))

    def _sum(self, words: str, amount: Decimal, **values: Any) -> str:
        return in_words(words, {"amount": amount, "unit": self.unit, **values})

    def _about(self) -> Iterator[Told]:
        document = self.document
        if document.overlays is not None:
            words = _("These rules make others stricter, and all that those say holds too: %(base)s.")
            yield self._told(words % {"base": self.base})
        yield self._told(_("They are the rules of: %(place)s.") % {"place": document.jurisdiction})
        if document.kind == "district":
            yield self._told(_("They are for people who work there."))
        if document.overlays is None or document.licences_of is not None:
            place = document.licences_of or document.jurisdiction
            yield self._told(_("They are about licenses of: %(place)s.") % {"place": place})
        if document.applies_to is not None:
            yield self._requirement(document.applies_to, noted("They apply only if %(that)s."))
        first, until = document.effective_from, document.effective_until
        by_close = document.effective_by == "close"
        values: dict[str, Any] = {"first": first, "until": until}
        if until is None:
            words = noted("They hold for cycles that close on %(first)s or later.") if by_close else noted(
                "They hold from %(first)s on.")  # fmt: skip
        elif by_close:
            words = noted("They hold for cycles that close on %(first)s or later, and before %(until)s.")
        else:
            words = noted("They hold from %(first)s on, and no more from %(until)s on.")
        yield self._told(in_words(words, values))
        yield self._told(_("Days begin and end as in the time zone %(zone)s.") % {"zone": document.time_zone})

    def _requirement(self, rule: Requirement, words: str) -> Told:
        said = _(words) % {"that": self._condition(rule.that)}
        return self._told(self._if(rule.when, said), rule.clause, rule.way_forward)

    def _needed(self) -> Iterator[Told]:
        document = self.document
        for number, one in enumerate(document.total):
            yield self._amount(one, noted("%(amount)s %(unit)s are needed in a cycle."), is_first=not number)
        for minimum in document.minimums:
            what = {"name": minimum.name, "condition": self._condition(minimum.of)}
            words = _("“%(name)s” is what counts where %(condition)s.") % what
            yield self._told(words, minimum.clause)
            for number, one in enumerate(minimum.needed):
                words = noted("Of “%(name)s”, at least %(amount)s %(unit)s are needed.")
                yield self._amount(one, words, is_first=not number, name=minimum.name)
        if len(document.alternatives) > 1:
            yield self._told(_("Of these ways, one is enough:"))
        for way in document.alternatives:
            yield self._alternative(way)
        for condition in document.side_conditions:
            yield self._requirement(condition, noted("Beside credit, a license is renewed only if %(that)s."))

    def _amount(self, rule: Needed, words: str, *, is_first: bool, **values: Any) -> Told:
        said = self._sum(words, rule.amount, **values)
        if rule.when is not None:
            said = self._if(rule.when, said)
        if not is_first:
            said = _("Where nothing before this is said of somebody: %(sentence)s") % {"sentence": said}
        return self._told(said, rule.clause)

    def _alternative(self, way: Alternative) -> Told:
        parts = "; ".join(map(self._part, way.all_of))
        return self._told(
            _("“%(name)s”, all of it together: %(parts)s.") % {"name": way.name, "parts": parts}, way.clause
        )

    def _part(self, part: Part) -> str:
        said: list[str] = []
        if part.amount is not None:
            said.append(self._sum(noted("at least %(amount)s %(unit)s"), part.amount))
        if part.of is not None:
            said.append(_("where %(condition)s") % {"condition": self._condition(part.of)})
        if part.that is not None:
            said.append(self._condition(part.that))
        return ", ".join(said)

    def _time(self) -> Iterator[Told]:
        document = self.document
        if document.cycle is not None:
            yield from self._cycle(document.cycle)
        if document.oldest is not None:
            words = ngettext(
                "On the last day of the cycle, credit may be one year old and not older.",
                "On the last day of the cycle, credit may be %(years)s years old and not older.",
                document.oldest.years,
            )
            yield self._told(words % {"years": document.oldest.years}, document.oldest.clause)
        if document.repeats:
            yield self._told(_("The same micro-credential earned twice counts twice."))
        else:
            yield self._told(_("The same micro-credential earned twice counts once in a cycle."))

    def _cycle(self, cycle: Cycle) -> Iterator[Told]:
        values = {"years": cycle.years, "day": _day(cycle.closes) if cycle.closes is not None else ""}
        if cycle.anchor == "school year":
            words = ngettext(
                "A cycle is one school year.", "A cycle is %(years)s school years.", cycle.years
            )  # fmt: skip
        elif cycle.anchor == "licence":
            words = ngettext(
                "A cycle lasts one year from the day on which the license is issued.",
                "A cycle lasts %(years)s years from the day on which the license is issued.",
                cycle.years,
            )
        else:
            words = ngettext("A cycle lasts one year.", "A cycle lasts %(years)s years.", cycle.years)
        yield self._told(words % values, cycle.clause)
        if cycle.closes is not None:
            words = _("It closes on %(day)s.") if cycle.anchor == "school year" else _(
                "It closes on %(day)s, where the license does not name its own last day.")  # fmt: skip
            yield self._told(words % values, cycle.clause)
        if cycle.earned == "in cycle":
            yield self._told(_("Credit must be earned within the cycle."), cycle.clause)
        else:
            words = _("Credit must be earned by the last day of the cycle; it may be from before the cycle began.")
            yield self._told(words, cycle.clause)

    def _counts(self) -> Iterator[Told]:
        document = self.document
        for rate in document.rates:
            yield self._rate(rate)
        for rule in document.requires:
            yield self._requirement(rule, noted("An award or activity counts only if %(that)s."))
        for multiplier in document.multipliers:
            yield self._multiplier(multiplier)
        if document.stipend_or_credit is not None:
            words = _("For what a stipend is taken, there is no credit.")
            yield self._told(words, document.stipend_or_credit)
        rounding = document.rounding or (Rounding() if document.overlays is None else None)
        if rounding is not None:
            if rounding.mode == "down":
                words = ngettext("What one award or activity is worth is rounded down, to one decimal place.",
                                 "What one award or activity is worth is rounded down, to %(places)s decimal places.",
                                 rounding.places)  # fmt: skip
            else:
                words = ngettext(
                    "What one award or activity is worth is rounded to the nearest, halves up, to one decimal place.",
                    "What one award or activity is worth is rounded to the nearest, halves up, to %(places)s decimal "
                    "places.",
                    rounding.places,
                )
            yield self._told(words % {"places": rounding.places})
        if document.options:
            yield self._told(_("What several ways could take counts in the first of them, in this order."))

    def _option(self, option: Option) -> Iterator[Told]:
        words = _("It takes every award and activity.")
        if option.takes is not None:
            words = _("It takes what is on record only if %(condition)s.") % {
                "condition": self._condition(option.takes)
            }
        yield self._told(words, option.clause)
        for rate in option.rates:
            yield self._rate(rate)
        for rule in option.requires:
            yield self._requirement(rule, noted("It counts only if %(that)s."))

    def _rate(self, rate: Rate) -> Told:
        values = {"credits": rate.credits, "per": rate.per, "measure": rate.unit, "unit": self.unit}
        if rate.unit.casefold() == PER_AWARD and rate.per == 1 and not rate.whole:
            words = noted("Each award or activity counts %(credits)s %(unit)s.")
        elif rate.whole:
            words = noted("Of %(measure)s, every full %(per)s count %(credits)s %(unit)s; what is left counts nothing.")
        elif rate.per == 1:
            words = noted("Of %(measure)s, each counts %(credits)s %(unit)s.")
        else:
            words = noted("Of %(measure)s, every %(per)s count %(credits)s %(unit)s.")
        return self._told(in_words(words, values), rate.clause)

    def _multiplier(self, rule: Multiplier) -> Told:
        levels = ", ".join(f"{_(level)} × {plain(times)}" for level, times in rule.levels.items())
        words = _("Credit is multiplied by the level of what was done: %(levels)s.") % {"levels": levels}
        return self._told(self._if(rule.of, words), rule.clause)

    def _approval(self) -> Iterator[Told]:
        document = self.document
        for before in document.prior_approval:
            yield self._told(self._before(before), before.clause)
        for after in document.confirmation:
            words = _("It must be confirmed afterwards, once it is earned.")
            yield self._told(self._if(after.of, f"{words}{self._by(after)}"), after.clause)
        for deadline in document.deadlines:
            yield self._deadline(deadline)
        if document.exceptions is not None:
            words = _("Whoever confirms may let something count in spite of the other rules of this policy.")
            yield self._told(words, document.exceptions)

    def _before(self, rule: PriorApproval) -> str:
        if rule.days_before:
            words = ngettext(
                "It must be approved at least one day before it begins.",
                "It must be approved at least %(days)s days before it begins.",
                rule.days_before,
            ) % {"days": rule.days_before}
        else:
            words = _("It must be approved before it begins.")
        words += self._by(rule)
        if rule.valid_days is not None:
            valid = ngettext(
                "An approval is good for what begins within one day.",
                "An approval is good for what begins within %(days)s days.",
                rule.valid_days,
            )
            words += " " + valid % {"days": rule.valid_days}
        return self._if(rule.of, words)

    def _by(self, rule: PriorApproval | Confirmation) -> str:
        said = ""
        if rule.by_roles:
            said += " " + _("By whom: %(roles)s.") % {"roles": _or(map(_, rule.by_roles))}
        if rule.own_employer:
            said += " " + _("Only the educator’s own employer can.")
        return said

    def _deadline(self, rule: Deadline) -> Told:
        if rule.what == "documented":
            words = ngettext("Its documents must be handed in within one day of completion.",
                             "Its documents must be handed in within %(days)s days of completion.",
                             rule.days)  # fmt: skip
        elif rule.what == "requested":
            words = ngettext("Credit must be asked for within one day of completion.",
                             "Credit must be asked for within %(days)s days of completion.",
                             rule.days)  # fmt: skip
        else:
            words = ngettext("The certificate must be issued within one day of completion.",
                             "The certificate must be issued within %(days)s days of completion.",
                             rule.days)  # fmt: skip
        return self._told(self._if(rule.of, words % {"days": rule.days}), rule.clause)

    def _limits(self) -> Iterator[Told]:
        for cap in self.document.caps:
            yield self._cap(cap)
        for floor in self.document.floors:
            yield self._floor(floor)

    def _cap(self, cap: Cap) -> Told:
        return self._told(self._if(cap.of, self._sum(_CAPS[cap.per, cap.each], cap.amount)), cap.clause)

    def _floor(self, floor: Floor) -> Told:
        return self._told(self._if(floor.of, self._sum(_FLOORS[floor.per], floor.at_least)), floor.clause)

    def _splitting(self) -> Iterator[Told]:
        if not self.document.splitting:
            yield self._told(_("An award or activity stands in one category, whole."))
        elif self.document.categories:
            yield self._told(_("An award or activity can be split between categories; no part stands in two."))

    def _category(self, category: Category) -> Iterator[Told]:
        words = _("It takes every award and activity.")
        if category.takes is not None:
            words = _("It takes what is on record only if %(condition)s.") % {
                "condition": self._condition(category.takes)
            }
        yield self._told(words, category.clause)
        for number, one in enumerate(category.needed):
            yield self._amount(one, noted("At least %(amount)s %(unit)s are needed in it."), is_first=not number)
        if category.maximum is not None:
            words = self._sum(noted("At most %(amount)s %(unit)s count in it."), category.maximum)
            yield self._told(words, category.clause)


def _day(day: MonthDay) -> str:
    try:
        shown = date(LEAP_YEAR, day.month, day.day)
    except ValueError:
        return f"{day.day}. {day.month}."
    return format_skeleton("MMMMd", shown, locale=Locale.parse(get_language() or "en", sep="-"))
