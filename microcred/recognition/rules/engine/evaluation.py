"""Applying policies to a person's record at a day. Pure: the same in, the same out, in whatever order it comes."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile
from operator import attrgetter

from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules.engine.asking import Question, answer
from microcred.recognition.rules.engine.cycles import Span, span_of, spans
from microcred.recognition.rules.engine.judging import ONCE, PLATFORM, Bench, Judged, judge, scaled
from microcred.recognition.rules.engine.laying import Laid, lay_out, needed_of
from microcred.recognition.rules.engine.policy import Needed, Policy
from microcred.recognition.rules.engine.prepared import Chain, Prepared, Rule, Shelf, prepare
from microcred.recognition.rules.engine.record import Employment, Record
from microcred.recognition.rules.engine.results import (
    Cited,
    CycleResult,
    Entry,
    Evaluation,
    NotApplied,
    Outcome,
    Part,
    Reason,
)
from microcred.recognition.rules.engine.things import About, Thing, Word, words_by_item

Words = dict[str, list[Word]]
Work = dict[date, list[Employment]]
IN_FORCE = Cited(PLATFORM, "in-force", noted("A policy applies from the day on which it takes effect until it ends."))
NO_LICENCE = noted("No licence of %(place)s is on record for that day.")
WHOSE = Cited(
    PLATFORM, "whose", noted("A policy applies to licences of its jurisdiction and to people who work there.")
)


def evaluate(record: Record, policies: Iterable[Policy] | Prepared, at: date | datetime) -> Evaluation:
    """What everything on a record is worth under each policy on a day.

    Args:
        policies: in any order; made ready beforehand (`prepare`) when many records are evaluated.
        at: a day, to its end in the time zone of each policy, or a moment with a time zone.

    Raises:
        Unprepared: the policies do not stand together.
        ValueError: `at` is a time without a time zone.
    """
    if isinstance(at, datetime) and at.tzinfo is None:
        raise ValueError("The moment has no time zone.")
    ready = policies if isinstance(policies, Prepared) else prepare(policies)
    things = [Thing(item, number) for number, item in enumerate(record.items())]
    results: list[CycleResult] = []
    not_applied: list[NotApplied] = []
    said: dict[date, Words] = {}
    work: Work = {}
    for identifier in sorted(ready.chains):
        found, reasons = _by_id(ready.chains[identifier], record, things, at, said, work)
        results += found
        if not found and reasons:
            policy = ready.chains[identifier][-1].policy
            not_applied.append(NotApplied(identifier, policy.name, reasons[-1]))
    return Evaluation(record.person.id, at.isoformat(), tuple(results), tuple(not_applied), ready.digest)


def cycles_by_licence(record: Record, ready: Prepared, policy: str, day: date) -> list[Span]:
    """The cycle that each licence on a record has under a policy on a day, whether it is open then or not."""
    found: list[Span] = []
    replaced = {one.replaces: one.issued_on for one in record.licences if one.replaces is not None}
    for chain in ready.chains[policy]:
        if chain.cycle.anchor == "school year" or _outside(chain, record, day) is not None:
            continue
        for licence in sorted(record.licences, key=lambda one: one.id):
            if licence.jurisdiction.casefold() != chain.licences_of:
                continue
            span = span_of(chain, licence, replaced.get(licence.id))
            if span is not None and _not_for(chain, About(record, licence, day, span.last_day), span, day) is None:
                found.append(span)
    return found


def about_licences(record: Record, ready: Prepared, policy: str, day: date) -> dict[str, Reason | None]:
    """Of each licence of a policy's jurisdiction that has a cycle on a day: why the policy is not about it; None where
    it is, or where something is missing to tell."""
    found: dict[str, Reason | None] = {}
    replaced = {one.replaces: one.issued_on for one in record.licences if one.replaces is not None}
    for chain in ready.chains[policy]:
        if chain.cycle.anchor == "school year" or _outside(chain, record, day) is not None:
            continue
        for licence in record.licences:
            span = span_of(chain, licence, replaced.get(licence.id))
            if licence.jurisdiction.casefold() != chain.licences_of or span is None:
                continue
            no = _not_for(chain, About(record, licence, day, span.last_day), span, day)
            if no is None or no.came == "open":
                found[licence.id] = None
            elif no.clause is not IN_FORCE:
                found.setdefault(licence.id, no)
    return found


def _by_id(
    chains: Iterable[Chain],
    record: Record,
    things: list[Thing],
    at: date | datetime,
    said: dict[date, Words],
    work: Work,
) -> tuple[list[CycleResult], list[Reason]]:
    results: list[CycleResult] = []
    reasons: list[Reason] = []
    for chain in chains:
        day = at.astimezone(chain.zone).date() if isinstance(at, datetime) else at
        if day not in said:
            said[day] = words_by_item(record, day)
        outside = _outside(chain, record, day)
        if outside is not None:
            reasons.append(outside)
            continue
        taken: dict[str, date] = {}
        seen: set[tuple[date, date]] = set()
        found = spans(chain, record, day)
        if not found:
            reasons.append(
                Reason(
                    WHOSE,
                    "open",
                    NO_LICENCE,
                    {"place": chain.policies[0].licences_of or chain.policies[0].jurisdiction},
                    noted("Have the licence put on record."),
                )
            )
        for span in found:
            about = About(record, span.licence, day, span.last_day, work)
            no = _not_for(chain, about, span, day)
            if no is not None:
                reasons.append(no)
            elif (span.starts_on, span.ends_on) not in seen:
                seen.add((span.starts_on, span.ends_on))
                result = _in_cycle(chain, about, span, things, at, taken, said[day])
                results.append(result)
                taken |= dict.fromkeys((entry.item for entry in result.entries if entry.amount), result.last_day)
    return results, reasons


def _outside(chain: Chain, record: Record, day: date) -> Reason | None:
    for policy in chain.policies:
        if policy.effective_by == "day" and not (
            policy.effective_from <= day and (policy.effective_until is None or day < policy.effective_until)
        ):
            message = noted("This version of “%(policy)s” is not in force on %(day)s.")
            return Reason(IN_FORCE, "not met", message, {"policy": policy.id, "day": day})
    works = {
        one.employer.casefold()
        for one in record.employment
        if one.first_day <= day and (one.last_day is None or day <= one.last_day)
    }
    for district in chain.districts:
        if district.casefold() not in works:
            message = noted("No work for %(place)s is on record for %(day)s.")
            return Reason(
                WHOSE, "not met", message, {"place": district, "day": day}, noted("Have the work put on record.")
            )
    return None


def _not_for(chain: Chain, about: About, span: Span, day: date) -> Reason | None:
    for policy in chain.policies:
        if policy.effective_by == "close" and not (
            policy.effective_from <= span.last_day
            and (policy.effective_until is None or span.last_day < policy.effective_until)
        ):
            message = noted("This version of “%(policy)s” is not for cycles that close on %(last)s.")
            return Reason(IN_FORCE, "not met", message, {"policy": policy.id, "last": span.last_day})
    for demand in chain.applies:
        said = answer(demand.that, about, None, day)
        if said is not None:
            return Reason(
                demand.cited, "open" if said.open else "not met", said.message, said.values, demand.way_forward
            )
    return None


def _in_cycle(
    chain: Chain,
    about: About,
    span: Span,
    things: list[Thing],
    at: date | datetime,
    taken: dict[str, date],
    words: Words,
) -> CycleResult:
    record = about.record
    ids = {policy.id for policy in chain.policies}
    credited = dict(taken)
    for one in record.credited:
        if one.policy in ids and one.last_day != about.last_day:
            credited[one.item] = one.last_day
    bench = Bench(
        chain=chain,
        about=about,
        span=span,
        at=at,
        words=words,
        overrides={
            (one.policy, one.item): one
            for one in record.overrides
            if one.policy in ids and one.decided_on <= about.day and one.by != record.person.id
        },
        credited=credited,
        by_day=not isinstance(at, datetime),
    )
    judged = [judge(bench, thing) for thing in things]
    judged.sort(key=attrgetter("day"))  # things are in the order of their ids
    _repeats(chain, judged)
    laid = lay_out(bench, judged)
    entries = tuple([_entry(chain, one, laid) for one in judged])
    scale = chain.scale
    needed, clause = _needed(chain.total, about)
    total = sum((entry.amount for entry in entries), Decimal(0))
    return CycleResult(
        policy=chain.policy.id,
        version=chain.policy.version,
        name=chain.policy.name,
        jurisdiction=chain.policy.jurisdiction,
        marker=chain.policy.currency.marker,
        policies=tuple(policy.id for policy in chain.policies),
        licence=span.licence.id if span.licence else "",
        first_day=span.starts_on,
        last_day=span.last_day,
        closed=span.ends_on <= about.day,
        unit=chain.unit,
        needed=needed,
        total_clause=clause,
        total=total,
        categories=tuple(
            replace(part, rounded=_rounded_away(part.missing, _in_category(part.id, entries), scale))
            if part.missing
            else part
            for part in _parts(chain.categories, laid.categories, about, scale)
        ),
        minimums=_parts(chain.minimums, laid.minimums, about, scale),
        conditions=(*_conditions(chain, about), *_unanswered(chain, about, needed)),
        alternatives=tuple(
            (one.id, one.name, one.cited, all(_has(part, bench, judged, laid, total) for part in one.parts))
            for one in chain.alternatives
        ),
        entries=entries,
        rounded=_rounded_away((needed or Decimal(0)) - total, entries, scale),
    )


def _in_category(name: str, entries: Sequence[Entry]) -> list[Entry]:
    """Of entries those that stand in one category with all that they are worth."""
    return [entry for entry in entries if [each for each, _amount in entry.categories] == [name]]


def _rounded_away(missing: Decimal, entries: Sequence[Entry], scale: int) -> Decimal:
    """What is missing, if it is no more than what rounding took from what counts in full; else nothing: then more is
    missing than that.

    Each entry is rounded alone, so that what it comes to hangs on nothing else; nine times 13.33 are 119.97, though
    the hours behind them are worth 120. No rule says that those three hundredths must be earned again.
    """
    counted = [entry for entry in entries if entry.outcome == "counted"]
    if not 0 < missing * scale <= len(counted):
        return Decimal(0)
    lost = Fraction(0)
    for entry in counted:
        values = entry.reasons[0].values
        if "per" in values and "worth" in values:
            exact = Fraction(values["quantity"]) * Fraction(values["credits"]) * Fraction(values["factor"])
            taken = exact / Fraction(values["per"]) - Fraction(values["worth"])
            # More than the smallest amount is no rounding: a rate that counts whole steps only.
            lost += taken if abs(taken) * scale < 1 else 0
    return missing if missing <= lost else Decimal(0)


def _repeats(chain: Chain, judged: list[Judged]) -> None:
    """Of one micro-credential earned several times, the award that is worth most goes on, the earliest of equals."""
    if chain.repeats:
        return
    best: dict[tuple[str, str], Judged] = {}
    again: list[tuple[Judged, tuple[str, str]]] = []
    for one in sorted(judged, key=lambda each: (-each.worth, each.day, each.thing.id)):
        if one.thing.micro_credential and not one.against:
            key = (one.thing.micro_credential, one.thing.issuer)
            if best.setdefault(key, one) is not one:
                again.append((one, key))
    for one, key in again:
        first = best[key].thing.source
        one.against.append(
            Reason(
                ONCE,
                "not met",
                noted("The same micro-credential counts already with “%(other)s”."),
                {"other": first.title or first.id},
                noted("Nothing is lost: another micro-credential adds to it."),
            )
        )


def _entry(chain: Chain, judged: Judged, laid: Laid) -> Entry:
    thing, worth = judged.thing, judged.worth
    places = laid.by_thing.get(thing.id)
    amount = sum(places.values()) if places else 0
    outcome: Outcome
    if judged.against:
        # A no goes before what is open: no answer to the open question would help.
        closed = [reason for reason in judged.against if reason.came != "open"]
        outcome = "not counted" if closed else "undecided"
        reasons = (*closed, *(reason for reason in judged.against if reason.came == "open"), *judged.reasons)
    elif amount == worth:
        outcome, reasons = "counted", tuple(judged.reasons)
    else:
        outcome, reasons = (
            ("partly" if amount else "not counted"),
            (*judged.reasons, *laid.limited.get(thing.id, [])),
        )
    return Entry(
        item=thing.id,
        title=thing.title,
        kind=thing.stated_kind,
        day=judged.day,
        outcome=outcome,
        amount=scaled(amount, chain.places),
        worth=scaled(worth, chain.places),
        option=judged.way.id if judged.way is not None else "",
        categories=tuple([(name, scaled(part, chain.places)) for name, part in places.items() if name])
        if places
        else (),
        reasons=reasons,
    )


def _needed(chain_total: list[list[Rule[Needed]]], about: About) -> tuple[Decimal | None, Cited | None]:
    """The highest of what the policies of a chain ask, each by the first of its amounts that is about this person."""
    highest: tuple[Decimal | None, Cited | None] = (None, None)
    for rules in chain_total:
        for rule in rules:
            if answer(rule.when, about, None, about.day) is None:
                if highest[0] is None or rule.rule.amount > highest[0]:
                    highest = rule.rule.amount, rule.cited
                break
    return highest


def _parts(shelves: list[Shelf], amounts: dict[str, int], about: About, scale: int) -> tuple[Part, ...]:
    found = []
    for shelf in shelves:
        needed, cited = needed_of(shelf, about)
        found.append(Part(shelf.id, shelf.name, cited, needed, Decimal(amounts.get(shelf.id, 0)) / scale))
    return tuple(found)


def _conditions(chain: Chain, about: About) -> Iterable[Reason]:
    for demand in chain.conditions:
        if demand.when and answer(demand.when, about, None, about.day) is not None:
            continue
        said = answer(demand.that, about, None, about.day)
        if said is None:
            yield Reason(demand.cited, "met", noted("It is met."), {})
        else:
            yield Reason(
                demand.cited, "open" if said.open else "not met", said.message, said.values, demand.way_forward
            )


def _unanswered(chain: Chain, about: About, needed: Decimal | None) -> Iterable[Reason]:
    """What may be needed beyond what is known to be, by whatever is not on record, such as the grades of a licence:
    each clause once."""
    asked = [
        (rule, needed or Decimal(0))
        for rules in chain.total
        for rule in takewhile(lambda rule: answer(rule.when, about, None, about.day) is not None, rules)
    ]
    asked += [
        (rule, needed_of(shelf, about)[0])
        for shelf in (*chain.categories, *chain.minimums)
        for rule in shelf.needed
        if rule.when
    ]
    told: set[str] = set()
    for rule, known in asked:
        said = answer(rule.when, about, None, about.day) if rule.rule.amount > known else None
        if said is not None and said.open and rule.cited.key not in told:
            told.add(rule.cited.key)
            yield Reason(rule.cited, "open", said.message, said.values, noted("Have what is missing put on record."))


def _has(
    part: tuple[Decimal | None, list[Question], list[Question]],
    bench: Bench,
    judged: list[Judged],
    laid: Laid,
    total: Decimal,
) -> bool:
    amount, scope, that = part
    if that and answer(that, bench.about, None, bench.about.day) is not None:
        return False
    if amount is None:
        return True
    if not scope:
        return total >= amount
    counted = Decimal(0)
    for one in judged:
        places = laid.by_thing.get(one.thing.id)
        if places:
            bench.about.option = one.way.id if one.way else ""
            if answer(scope, bench.about, one.thing, one.day) is None:
                counted += sum(places.values())
    return counted / bench.chain.scale >= amount
