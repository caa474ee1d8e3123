"""Applying a policy to what is on record about an award."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules.amounts import converted, plain, years_before
from microcred.recognition.rules.clauses import Clause, PolicyRules
from microcred.recognition.rules.outcomes import NONE, Outcome, Result, Step, Worth


@dataclass(frozen=True, kw_only=True)
class CycleFacts:
    """A renewal cycle: the half-open period of days `starts_on` up to, not including, `ends_on`."""

    starts_on: date
    ends_on: date

    @property
    def last_day(self) -> date:
        """The last day that belongs to the cycle."""
        return self.ends_on - timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class AwardFacts:
    """What is on record about an award and its holder when a policy is applied.

    Args:
        earned_on: the day in the district's time zone.
        employer: the district the holder works for, by name; empty when none is on record.
        cycle: the holder's renewal cycle that the award would fund; None when none is on record.
        hours: the hours the district attests for the micro-credential; None when it has not.
        funded: the policy of this jurisdiction under which the award counts already, by name; empty when none.
        revoked: whether the issuer has revoked the award.
    """

    earned_on: date
    employer: str = ""
    cycle: CycleFacts | None = None
    hours: Decimal | None = None
    funded: str = ""
    revoked: bool = False


def evaluate(rules: PolicyRules, facts: AwardFacts) -> Outcome:
    """Apply a policy to an award. Every clause is asked, also after one has failed, so that a reader sees them all."""
    steps = [step for step in _steps(rules, facts) if step is not None]
    results = {step.result for step in steps}
    if Result.NOT_MET in results:
        worth = Worth.DOES_NOT_COUNT
    elif Result.OPEN in results:
        worth = Worth.UNDECIDED
    else:
        worth = Worth.COUNTS
    amount = Decimal(0)
    if worth is Worth.COUNTS and facts.hours is not None:
        amount = converted(facts.hours, rules.attested_hours)
        if amount == 0:
            worth = Worth.DOES_NOT_COUNT
    return Outcome(worth=worth, amount=amount, steps=tuple(steps))


def _steps(rules: PolicyRules, facts: AwardFacts) -> Iterable[Step | None]:
    if facts.revoked:
        yield Step(
            code="revoked",
            result=Result.NOT_MET,
            clause=noted("An award that its issuer has revoked earns no credit."),
            message=noted("The issuer has revoked this award."),
            way_forward=noted("Ask the issuer; the reason stands on the credential's page."),
        )
    yield _employment(rules, facts)
    yield _cycle(rules, facts)
    yield _age(rules, facts)
    yield _once(rules, facts)
    yield _hours(rules, facts)


def _step(
    code: str, clause: Clause, result: Result, message: str, way_forward: str = "", *, values: Mapping[str, str] = NONE
) -> Step:
    return Step(
        code=code,
        result=result,
        clause=clause.words,
        message=message,
        values=values,
        way_forward=way_forward,
        standing=clause.standing.value,
        source=clause.source,
    )


def _employment(rules: PolicyRules, facts: AwardFacts) -> Step | None:
    if rules.employees_only is None:
        return None
    if facts.employer:
        return _step(
            "employees_only",
            rules.employees_only,
            Result.MET,
            noted("You work for %(district)s."),
            values={"district": facts.employer},
        )
    return _step(
        "employees_only",
        rules.employees_only,
        Result.NOT_MET,
        noted("No district that you work for is on record here."),
        noted(
            "Ask your district's administrator for an invitation; the award is looked at again when you have joined."
        ),
    )


def _cycle(rules: PolicyRules, facts: AwardFacts) -> Step:
    clause = rules.cycle.clause
    if facts.cycle is None:
        return _step(
            "cycle",
            clause,
            Result.OPEN,
            noted("No renewal cycle of yours that holds this award is on record."),
            noted("Ask your renewal coordinator to enter your cycle; the award is looked at again then."),
        )
    days = {"earned": facts.earned_on.isoformat(), "last": facts.cycle.last_day.isoformat()}
    if facts.earned_on >= facts.cycle.ends_on:
        return _step(
            "cycle",
            clause,
            Result.NOT_MET,
            noted("You earned it on %(earned)s, after this cycle closed on %(last)s."),
            noted("It can fund your next cycle once that is on record."),
            values=days,
        )
    return _step(
        "cycle", clause, Result.MET, noted("You earned it on %(earned)s; your cycle closes on %(last)s."), values=days
    )


def _age(rules: PolicyRules, facts: AwardFacts) -> Step | None:
    if rules.oldest is None or facts.cycle is None:
        return None
    oldest = years_before(facts.cycle.ends_on, rules.oldest.years)
    days = {"earned": facts.earned_on.isoformat(), "oldest": oldest.isoformat()}
    if facts.earned_on < oldest:
        return _step(
            "oldest",
            rules.oldest.clause,
            Result.NOT_MET,
            noted("You earned it on %(earned)s, before %(oldest)s: it is too old for this cycle."),
            noted("An award earned since then can take its place."),
            values=days,
        )
    return _step(
        "oldest",
        rules.oldest.clause,
        Result.MET,
        noted("You earned it on %(earned)s, not before %(oldest)s."),
        values=days,
    )


def _once(rules: PolicyRules, facts: AwardFacts) -> Step:
    if facts.funded:
        return _step(
            "once",
            rules.once,
            Result.NOT_MET,
            noted("It counts already under “%(policy)s”."),
            noted("Nothing is lost: the award counts where it stands already."),
            values={"policy": facts.funded},
        )
    return _step("once", rules.once, Result.MET, noted("The award has not been counted before."))


def _hours(rules: PolicyRules, facts: AwardFacts) -> Step:
    rate = rules.attested_hours
    if facts.hours is None:
        return _step(
            "attested_hours",
            rate.clause,
            Result.OPEN,
            noted("Your district has not stated how many hours this micro-credential stands for."),
            noted("Ask your renewal coordinator; the award is looked at again as soon as the hours are stated."),
        )
    amount = converted(facts.hours, rate)
    words = {
        "hours": plain(facts.hours),
        "credits": plain(rate.credits),
        "per": plain(rate.per),
        "amount": plain(amount),
        "unit": rules.unit,
    }
    if amount == 0:
        return _step(
            "attested_hours",
            rate.clause,
            Result.NOT_MET,
            noted("Your district attests %(hours)s hours, which come to less than a hundredth of a credit."),
            noted("Ask your renewal coordinator whether the hours are stated as meant."),
            values=words,
        )
    return _step(
        "attested_hours",
        rate.clause,
        Result.MET,
        noted("Your district attests %(hours)s hours: %(hours)s × %(credits)s ÷ %(per)s = %(amount)s %(unit)s."),
        values=words,
    )
