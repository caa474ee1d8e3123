"""One award or activity under one policy: may it count, and what is it worth before limits?"""

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final

from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules.amounts import years_before
from microcred.recognition.rules.engine.asking import answer
from microcred.recognition.rules.engine.cycles import Span
from microcred.recognition.rules.engine.prepared import Chain, Demand, Measured, Rule, Way
from microcred.recognition.rules.engine.record import Override
from microcred.recognition.rules.engine.results import Came, Cited, Reason
from microcred.recognition.rules.engine.things import About, Thing, Word, folded
from microcred.recognition.rules.engine.values import PER_AWARD

PLATFORM: Final = "platform"
REVOKED = Cited(PLATFORM, "revoked", noted("An award that its issuer has revoked earns no credit."))
NOT_YET = Cited(PLATFORM, "not-yet", noted("What is evaluated is what was on record on that day."))
ONCE = Cited(PLATFORM, "once", noted("One award or activity counts once, in one cycle."))
NO_RATE = Cited(PLATFORM, "no-rate", noted("Only what the policy has a rate for becomes credit."))
FROM_JOINING = Cited(
    PLATFORM, "from-joining", noted("A district's own rules are about what is done while one works for it.")
)
OVERRULED = Cited(PLATFORM, "override", noted("A person with the right to do so has decided otherwise, with a reason."))

ONE: Final = Decimal(1)
NOTHING: Final[frozenset[str]] = frozenset()
MOST_WORKED_OUT: Final = 1024
"""amounts of which a rate keeps what they come to"""
NOT_APPROVED = noted("It began on %(began)s, and no approval from before then is on record that fits.")
WORKED_ELSEWHERE = noted(
    "What %(place)s asks beyond the state says nothing of it: no work there is on record for %(day)s."
)
NO_AMOUNT = noted("Its record states no amount; a rate is known for: %(asked)s.")
OTHER_CYCLE = noted("Nothing is lost: it counts where it stands already.")


@dataclass(slots=True)
class Judged:
    """A thing with what it is worth in whole smallest amounts, and what speaks against it."""

    thing: Thing
    day: date
    way: Way | None = None
    worth: int = 0
    reasons: list[Reason] = field(default_factory=list)
    against: list[Reason] = field(default_factory=list)
    silent: AbstractSet[str] = NOTHING
    """policies that say nothing of it: of districts for which its holder did not work on that day"""


@dataclass(slots=True)
class Bench:
    """What everything is judged with: the policy, the person, the cycle, what people have said up to the day."""

    chain: Chain
    about: About
    span: Span
    at: date | datetime
    words: dict[str, list[Word]]
    overrides: dict[tuple[str, str], Override]
    credited: dict[str, date]
    """things that count already in another cycle, with its last day"""
    by_day: bool
    """whether a day is asked about, to its end, and not a moment"""
    oldest: list[tuple[date, Cited]] = field(init=False)
    """before which days nothing counts any more: what is exactly so many years old on the last day is not older"""
    begins: date = field(init=False)
    """the first day on which nothing is too early"""

    def __post_init__(self) -> None:
        self.oldest = [(years_before(self.span.last_day, years), cited) for years, cited in self.chain.ages]
        first = self.span.starts_on if self.chain.earned_in_cycle else date.min
        self.begins = max([first, *(day for day, _cited in self.oldest)])


def judge(bench: Bench, thing: Thing) -> Judged:
    """Ask every clause, also after one has said no, so that a reader sees them all."""
    chain, about = bench.chain, bench.about
    day = thing.day_in(chain.zone)
    judged = Judged(thing, day, silent=_silent(bench, day) if chain.of_district else NOTHING)
    if thing.revoked_at is not None or day >= about.day or thing.id in bench.credited:
        _held(bench, judged)
    overruled = _overruled(bench, judged) if bench.overrides else NOTHING
    if not bench.begins <= day < bench.span.ends_on:
        _in_time(bench, judged, overruled)
    if judged.silent:
        judged.reasons += _before_joining(bench, judged)
    lifted = overruled | judged.silent if judged.silent else overruled
    way = judged.way = _way(bench, judged, overruled)
    for demand in way.demands if way is not None else chain.demands:
        if demand.cited.policy not in lifted:
            _demanded(bench, judged, demand)
    if chain.deadlines or chain.before or chain.after:
        _said_and_done(bench, judged, lifted)
    if thing.benefit == "stipend":
        for cited in chain.stipend:
            if cited.policy not in lifted:
                _says(judged, cited, "not met", noted("A stipend is taken for it."), {},
                      noted("Where the stipend is given back, it can count as credit instead."))  # fmt: skip
    _worth(bench, judged)
    return judged


def _silent(bench: Bench, day: date) -> AbstractSet[str]:
    """The policies of districts that speak to whoever works there, and so not of what was done before or after."""
    working = bench.about.employed_by(day)
    return {policy for policy, district in bench.chain.of_district.items() if district not in working}


def _before_joining(bench: Bench, judged: Judged) -> Iterable[Reason]:
    for policy in bench.chain.policies:
        if policy.id in judged.silent:
            values = {"place": policy.jurisdiction, "day": judged.day}
            yield Reason(FROM_JOINING, "met", WORKED_ELSEWHERE, values)


def _said_and_done(bench: Bench, judged: Judged, lifted: AbstractSet[str]) -> None:
    chain = bench.chain
    for rules, ask in (
        (chain.deadlines, _deadline),
        (chain.before, _approved_before),
        (chain.after, _confirmed),
    ):
        for rule in rules:
            if rule.cited.policy not in lifted and not (
                rule.when and answer(rule.when, bench.about, judged.thing, judged.day)
            ):
                ask(bench, judged, rule)


@lru_cache(maxsize=4096)
def scaled(amount: int, places: int) -> Decimal:
    """An amount of whole smallest amounts as people write it."""
    return Decimal(amount).scaleb(-places)


def _says(
    judged: Judged, cited: Cited, came: Came, message: str, values: dict[str, Any], way_forward: str = ""
) -> None:
    judged.against.append(Reason(cited, came, message, values, way_forward))


def _held(bench: Bench, judged: Judged) -> None:
    thing = judged.thing
    revoked = thing.revoked_at
    if revoked is not None and _is_past(bench, revoked):
        _says(
            judged,
            REVOKED,
            "not met",
            noted("Its issuer revoked it on %(day)s; credit that was given for it is taken back."),
            {"day": _local(bench, revoked)},
            noted("Ask the issuer; the reason stands on the credential's page."),
        )
    if not (judged.day <= bench.about.day if thing.day or bench.by_day else _is_past(bench, thing.moment)):
        _says(
            judged,
            NOT_YET,
            "not met",
            noted("It was earned on %(earned)s, after the day for which this is asked."),
            {"earned": judged.day},
            noted("Ask again for a later day."),
        )
    if thing.id in bench.credited:
        _says(
            judged,
            ONCE,
            "not met",
            noted("It counts already in another cycle, which closes on %(last)s."),
            {"last": bench.credited[thing.id]},
            OTHER_CYCLE,
        )


def _is_past(bench: Bench, moment: date | datetime) -> bool:
    if isinstance(moment, datetime) and isinstance(bench.at, datetime):
        return moment <= bench.at
    return _local(bench, moment) <= bench.about.day


def _local(bench: Bench, moment: date | datetime) -> date:
    return moment.astimezone(bench.chain.zone).date() if isinstance(moment, datetime) else moment


def _in_time(bench: Bench, judged: Judged, overruled: AbstractSet[str]) -> None:
    span, earned = bench.span, judged.day
    if earned >= span.ends_on:
        _says(
            judged,
            bench.chain.cycle_cited,
            "not met",
            noted("It was earned on %(earned)s, after this cycle closed on %(last)s."),
            {"earned": earned, "last": span.last_day},
            noted("It can count in the next cycle once that is on record."),
        )
    elif bench.chain.earned_in_cycle and earned < span.starts_on:
        _says(
            judged,
            bench.chain.cycle_cited,
            "not met",
            noted("It was earned on %(earned)s, before this cycle began on %(first)s."),
            {"earned": earned, "first": span.starts_on},
            noted("Something earned since then can take its place."),
        )
    for oldest, cited in bench.oldest:
        if earned < oldest and cited.policy not in judged.silent and cited.policy not in overruled:
            _says(
                judged,
                cited,
                "not met",
                noted(
                    "It was earned on %(earned)s. On %(last)s, the last day of this cycle, what was earned "
                    "before %(oldest)s is too old."
                ),
                {"earned": earned, "last": span.last_day, "oldest": oldest},
                noted("Something earned since then can take its place."),
            )


def _overruled(bench: Bench, judged: Judged) -> set[str]:
    """The policies whose clauses a person has lifted for this thing."""
    lifted: set[str] = set()
    for policy in bench.chain.policies:
        override = bench.overrides.get((policy.id, judged.thing.id))
        if override is None:
            continue
        values = {"by": override.by, "day": override.decided_on, "reason": override.reason, "policy": policy.id}
        if override.at_most:
            judged.reasons.append(
                Reason(OVERRULED, "met", noted("%(by)s allowed at most %(amount)s on %(day)s: %(reason)s"),
                       {**values, "amount": override.amount})
            )  # fmt: skip
        elif override.counts:
            lifted.add(policy.id)
            judged.reasons.append(
                Reason(OVERRULED, "met", noted("%(by)s decided on %(day)s that it counts: %(reason)s"), values)
            )
        else:
            _says(
                judged,
                OVERRULED,
                "not met",
                noted("%(by)s decided on %(day)s that it does not count: %(reason)s"),
                values,
                noted("Ask whoever decided."),
            )
    return lifted


def _way(bench: Bench, judged: Judged, overruled: AbstractSet[str]) -> Way | None:
    """The way by which this gives credit; none needed where its policy's clauses are lifted and the amount is set."""
    thing = judged.thing
    for way in bench.chain.ways:
        if (way.kinds is None or thing.kind in way.kinds) and not (
            way.takes and answer(way.takes, bench.about, thing, judged.day)
        ):
            return way
    asked = ((way, answer(way.takes, bench.about, judged.thing, judged.day)) for way in bench.chain.ways)
    against = [(way, said) for way, said in asked if said is not None]
    # A policy has at least one way, and none took it. What cannot be answered yet may still open one.
    way, said = next((one for one in against if one[1].open), against[0])
    base = bench.chain.policies[0].id
    if base in overruled and bench.overrides[base, thing.id].amount is not None:
        return None
    if len(bench.chain.ways) == 1 or said.open:
        message, values = said.message, said.values
    else:
        message, values = noted("It falls under none of the ways in which this policy gives credit."), {}
    _says(
        judged,
        way.cited or NO_RATE,
        "open" if said.open else "not met",
        message,
        values,
        noted("Have what is missing put on record.") if said.open else noted("Look at what else counts here."),
    )
    return None


def _demanded(bench: Bench, judged: Judged, demand: Demand) -> None:
    if demand.when and answer(demand.when, bench.about, judged.thing, judged.day) is not None:
        return
    said = answer(demand.that, bench.about, judged.thing, judged.day)
    if said is not None:
        standard = (
            noted("Have what is missing put on record.") if said.open else noted("Look at what else counts here.")
        )
        _says(
            judged,
            demand.cited,
            "open" if said.open else "not met",
            said.message,
            said.values,
            demand.way_forward or standard,
        )


_DATES: Final[dict[str, tuple[str, str, str]]] = {
    "documented": (
        "documented_on",
        noted("Its documents came on %(done)s; the last day was %(last)s."),
        noted("Hand in its documents by %(last)s."),
    ),
    "requested": (
        "requested_on",
        noted("Credit was asked for on %(done)s; the last day was %(last)s."),
        noted("Ask for the credit by %(last)s."),
    ),
    "certificate issued": (
        "certificate_issued_on",
        noted("The certificate was issued on %(done)s; the last day was %(last)s."),
        noted("The certificate must be issued by %(last)s."),
    ),
}


def _deadline(bench: Bench, judged: Judged, rule: Rule[Any]) -> None:
    attribute, late, wanted = _DATES[rule.rule.what]
    last = judged.day + timedelta(days=rule.rule.days)
    done = getattr(judged.thing.source, attribute)
    if done is not None and done <= bench.about.day:
        if done > last:
            _says(judged, rule.cited, "not met", late, {"done": done, "last": last},
                  noted("Ask whether an exception can be made, with the reason."))  # fmt: skip
    elif bench.about.day > last:
        _says(judged, rule.cited, "not met", noted("Nothing was on record by the last day, %(last)s."), {"last": last},
              noted("Ask whether an exception can be made, with the reason."))  # fmt: skip
    else:
        _says(judged, rule.cited, "open", wanted, {"last": last}, noted("Have what is missing put on record."))


def _said_of(bench: Bench, judged: Judged, rule: Any, cited: Cited, fits: Callable[[Word], bool]) -> Word | None:
    said = bench.words.get(judged.thing.id)
    if not said:
        return None
    roles = folded(rule.by_roles)
    own = bench.about.employed_by(judged.day) if rule.own_employer else None
    found: Word | None = None
    for word in said:
        if (
            (not word.policy or word.policy == cited.policy)
            and (not roles or word.role in roles)
            and (own is None or word.employer in own)
            and fits(word)
            and (found is None or (word.decided_on, word.decision) > (found.decided_on, found.decision))
        ):
            found = word
    return found


def _approved_before(bench: Bench, judged: Judged, rule: Rule[Any]) -> None:
    asked: Any = rule.rule
    started = judged.thing.source.started_on
    if started is None:
        message = noted("The day on which it began is not on record; approval must come before.")
        _says(judged, rule.cited, "open", message, {}, noted("Have what is missing put on record."))
        return
    latest = started - timedelta(days=asked.days_before)
    earliest = started - timedelta(days=asked.valid_days) if asked.valid_days else date.min

    def fits(word: Word) -> bool:
        return earliest <= word.decided_on and (
            word.decided_on <= latest if asked.days_before else word.before_it_began or word.decided_on < started
        )

    approval = _said_of(bench, judged, asked, rule.cited, fits)
    if approval is None or approval.decision == "denied":
        _says(
            judged,
            rule.cited,
            "not met",
            NOT_APPROVED,
            {"began": started},
            noted("Ask for approval before the next one begins; of this one, ask whether an exception can be made."),
        )


def _confirmed(bench: Bench, judged: Judged, rule: Rule[Any]) -> None:
    asked: Any = rule.rule
    earned = judged.day

    def fits(word: Word) -> bool:
        return word.decided_on >= earned and not word.before_it_began

    approval = _said_of(bench, judged, asked, rule.cited, fits)
    if approval is None:
        _says(judged, rule.cited, "open", noted("Nobody who may has confirmed it yet."), {},
              noted("Ask for it to be confirmed."))  # fmt: skip
    elif approval.decision == "denied":
        _says(judged, rule.cited, "not met", noted("It was denied on %(day)s."), {"day": approval.decided_on},
              noted("Ask whoever decided."))  # fmt: skip


def _worth(bench: Bench, judged: Judged) -> None:
    chain, thing = bench.chain, judged.thing
    factor, cited_factor, level = _factor(bench, judged) if chain.multipliers else (ONE, None, "")
    found: tuple[int, Reason] | None = None
    if judged.way is not None:
        for unit, every_rate in judged.way.rates:
            rates = (
                [one for one in every_rate if one.cited.policy not in judged.silent] if judged.silent else every_rate
            )
            quantity = ONE if unit == PER_AWARD else thing.amounts.get(unit)
            if quantity is None:
                continue
            if factor is ONE and not bench.overrides and not judged.silent:
                found = _worked_out(chain, judged.way, unit, quantity, rates)
                break
            for measured in rates:
                if (
                    bench.overrides
                    and (measured.cited.policy, thing.id) in bench.overrides
                    and bench.overrides[measured.cited.policy, thing.id].amount is not None
                    and not bench.overrides[measured.cited.policy, thing.id].at_most
                ):
                    continue
                worth = _converted(chain, quantity, measured, factor)
                if found is None or worth < found[0]:
                    found = worth, _counted(chain, quantity, measured, worth, factor, level)
            break
    for policy in chain.policies if bench.overrides else ():
        override = bench.overrides.get((policy.id, thing.id))
        if override is not None and override.counts and override.amount is not None:
            worth = int(override.amount * chain.scale)
            base = policy is chain.policies[0] and not override.at_most
            if override.at_most and found is None:
                continue
            if (base and (found is None or found[1].clause.policy == policy.id)) or found is None or worth < found[0]:
                values = {"amount": override.amount, "unit": chain.unit}
                if found is not None or base:
                    found = worth, Reason(OVERRULED, "met", noted("It was set at %(amount)s %(unit)s."), values)
    if found is not None:
        judged.worth = found[0]
        judged.reasons = [found[1], *judged.reasons] if judged.reasons else [found[1]]
        if cited_factor is not None and factor != 1:
            judged.reasons.append(
                Reason(cited_factor, "met", noted("Its level, “%(level)s”, counts %(factor)s times."),
                       {"level": level, "factor": factor})
            )  # fmt: skip
        if not judged.worth and not judged.against:
            _says(judged, found[1].clause, "not met", noted("What is on record comes to no credit."), {},
                  noted("Ask whether the amount is stated as meant."))  # fmt: skip
    elif judged.way is not None:
        _no_rate(judged, judged.way)


def _worked_out(chain: Chain, way: Way, unit: str, quantity: Decimal, rates: Sequence[Measured]) -> tuple[int, Reason]:
    """The least that an amount comes to by the rates for its unit."""
    found = way.worked_out.get((unit, quantity))
    if found is None:
        said = [(_converted(chain, quantity, one, ONE), one) for one in rates]
        worth, measured = min(said, key=itemgetter(0))
        found = worth, _counted(chain, quantity, measured, worth, ONE, "")
        if len(way.worked_out) >= MOST_WORKED_OUT:
            way.worked_out.clear()
        way.worked_out[unit, quantity] = found
    return found


def _no_rate(judged: Judged, way: Way) -> None:
    takes = tuple(rates[0].rate.unit for _unit, rates in way.rates)
    cited = way.rates[0][1][0].cited if way.rates else way.cited or NO_RATE
    if judged.thing.amounts or not takes:
        values = {"has": ", ".join(judged.thing.source.amounts), "asked": takes}
        _says(judged, cited, "not met", noted("Its record states %(has)s; a rate is known for: %(asked)s."), values,
              noted("Have an amount put on record that the policy has a rate for."))  # fmt: skip
    else:
        _says(judged, cited, "open", NO_AMOUNT,
              {"asked": takes}, noted("Have an amount put on record that the policy has a rate for."))  # fmt: skip


def _factor(bench: Bench, judged: Judged) -> tuple[Decimal, Cited | None, str]:
    factor, cited, thing = ONE, None, judged.thing
    for rule in bench.chain.multipliers:
        if rule.cited.policy in judged.silent or answer(rule.when, bench.about, thing, judged.day):
            continue
        by_level = {name.casefold(): amount for name, amount in rule.rule.levels.items()}
        times = by_level.get(thing.level)
        if times is None and thing.level:
            _says(judged, rule.cited, "open",
                  noted("Its level is “%(has)s”; credit depends on it, and is known for: %(asked)s."),
                  {"has": thing.source.level, "asked": tuple(rule.rule.levels)},
                  noted("Ask which of these levels it has."))  # fmt: skip
        elif times is None:
            _says(judged, rule.cited, "open", noted("Its level is not on record; credit depends on it: %(asked)s."),
                  {"asked": tuple(rule.rule.levels)}, noted("Have what is missing put on record."))  # fmt: skip
        else:
            factor, cited = factor * times, rule.cited
    return factor, cited, thing.source.level


def _converted(chain: Chain, quantity: Decimal, measured: Measured, factor: Decimal) -> int:
    rate = measured.rate
    if factor is ONE and not rate.whole and chain.rounding.mode == "down":
        return int(quantity * rate.credits * chain.scale // rate.per)
    if rate.whole:
        quantity = (quantity // rate.per) * rate.per
    exact = quantity * rate.credits * factor * chain.scale
    if chain.rounding.mode == "half up":
        return int((2 * exact + rate.per) // (2 * rate.per))
    return int(exact // rate.per)


_ARITHMETIC = noted("%(quantity)s %(measure)s × %(credits)s ÷ %(per)s = %(worth)s %(unit)s.")
_TIMES = noted("%(quantity)s %(measure)s × %(credits)s ÷ %(per)s × %(factor)s = %(worth)s %(unit)s.")


def _counted(chain: Chain, quantity: Decimal, measured: Measured, worth: int, factor: Decimal, level: str) -> Reason:
    rate = measured.rate
    values = {
        "quantity": quantity,
        "measure": rate.unit,
        "credits": rate.credits,
        "per": rate.per,
        "worth": scaled(worth, chain.places),
        "unit": chain.unit,
        "factor": factor,
    }
    return Reason(measured.cited, "met", _ARITHMETIC if factor == 1 else _TIMES, values)
