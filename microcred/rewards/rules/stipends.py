"""From an offer, awards and what was entered before: what is due, how much of it, and why. Pure: no database, no clock.

What is due is ordered by the day on which it was earned, on the calendar of who pays, then by the identifier of the
award: in this order caps and budgets are used up. Nothing is rounded: amounts are cut, never divided.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from microcred.foundation.days import day_in
from microcred.rewards.rules.terms import (
    Basis,
    Benefit,
    Due,
    Earned,
    Entered,
    Offer,
    Passed,
    Reckoning,
    Standing,
    Step,
    Terms,
    Towards,
)
from microcred.rewards.rules.years import fiscal_year, year_named

NOTHING = Decimal(0)
MILESTONE = "milestone"
"""The key of what is paid once."""


@dataclass(frozen=True)
class _Counted:
    """An award that counts for an offer, the day it was earned on where it is paid, and the terms of that day."""

    award: Earned
    day: date
    terms: Terms


def reckon(offer: Offer, earned: Iterable[Earned], entered: Iterable[Entered]) -> Reckoning:
    """What an offer comes to for everybody whose awards are given, after what was entered before.

    Args:
        earned: awards, in any order; of everybody whom the offer may be for, or the budget is told wrong.
        entered: lines of the ledger, in any order; those of other offers are left aside.
    """
    lines = [each for each in entered if each.offer == offer.id]
    of_person: dict[UUID, list[Entered]] = defaultdict(list)
    for line in lines:
        of_person[line.person].append(line)
    counted, passed = _counted(offer, earned)
    due: list[Due] = []
    towards: list[Towards] = []
    for person, own in sorted(counted.items()):
        if offer.basis is Basis.AWARD:
            due += _for_each(offer, own, of_person[person])
            continue
        found = _for_milestone(offer, person, own, of_person[person])
        if isinstance(found, Due):
            due.append(found)
        elif found is not None:
            towards.append(found)
    return Reckoning(due=tuple(_within(offer, due, lines)), passed=tuple(passed), towards=tuple(towards))


def _counted(offer: Offer, earned: Iterable[Earned]) -> tuple[dict[UUID, list[_Counted]], list[Passed]]:
    """The awards that count, by person and in their order, and those that do not though the offer is for them."""
    counted: dict[UUID, list[_Counted]] = defaultdict(list)
    passed: list[Passed] = []
    had: set[tuple[UUID, UUID]] = set()
    dated = [(day_in(each.earned_at, offer.zone), each) for each in earned]
    holding = {day: offer.terms_on(day) for day in {day for day, _award in dated}}
    for day, award in sorted(dated, key=lambda pair: (pair[0], pair[1].id.int)):
        terms = holding[day]
        if terms is None or not _in_scope(terms, award):
            continue
        once = (award.person, award.micro_credential)
        no = _why_not(terms, award) or (Step(code="same_again") if once in had else None)
        if no is not None:
            passed.append(Passed(offer=offer.id, person=award.person, award=award.id, step=no))
        else:
            had.add(once)
            counted[award.person].append(_Counted(award, day, terms))
    return counted, passed


def _in_scope(terms: Terms, award: Earned) -> bool:
    return terms.micro_credentials is None or award.micro_credential in terms.micro_credentials


def _why_not(terms: Terms, award: Earned) -> Step | None:
    """The first reason why an award does not count."""
    there = [post for post in award.posts if post.lineage & terms.places]
    if award.standing is Standing.REVOKED:
        return Step(code="revoked")
    if not there:
        return Step(code="not_employed", values={"clause": terms.clause})
    if not any(post.role in terms.roles for post in there):
        return Step(code="other_role", values={"clause": terms.clause})
    if award.standing is Standing.SUSPENDED:
        return Step(code="suspended")
    if award.benefit is Benefit.DECLINED:
        return Step(code="declined")
    if terms.instead_of_credit and award.benefit is None:
        return Step(code="choice_open", values={"clause": terms.clause})
    if terms.instead_of_credit and award.benefit is Benefit.CREDIT:
        return Step(code="chose_credit", values={"clause": terms.clause})
    return None


def _for_each(offer: Offer, own: Sequence[_Counted], lines: Sequence[Entered]) -> list[Due]:
    found = []
    for each in own:
        key = str(each.award.micro_credential)
        turn = _next_turn(lines, key)
        if turn is not None:
            found.append(_due(offer, key, turn, [each], Step(code="pays_award", values=_said(offer, each.terms))))
    return found


def _for_milestone(
    offer: Offer, person: UUID, own: Sequence[_Counted], lines: Sequence[Entered]
) -> Due | Towards | None:
    turn = _next_turn(lines, MILESTONE)
    if turn is None:
        return None
    weigh: Callable[[_Counted], Decimal] = (
        (lambda each: each.award.hours) if offer.basis is Basis.HOURS else (lambda _each: Decimal(1))
    )
    have, used = NOTHING, []
    for each in own:
        have += weigh(each)
        used.append(each)
        needed = _needed(offer, each.terms)
        if needed is not None and have >= needed:
            said = {**_said(offer, each.terms), "needed": _plain(needed)}
            return _due(offer, MILESTONE, turn, used, Step(code=f"pays_{offer.basis.value}", values=said))
    needed = _needed(offer, own[-1].terms)
    return None if needed is None else Towards(offer=offer.id, person=person, have=have, needed=needed)


def _needed(offer: Offer, terms: Terms) -> Decimal | None:
    """How much the milestone takes; None where a stack holds nothing to reach."""
    if offer.basis is not Basis.STACK:
        return terms.needed
    return Decimal(len(terms.micro_credentials)) if terms.micro_credentials else None


def _next_turn(lines: Sequence[Entered], key: str) -> int | None:
    """Which time it would be paid now; None where it was, and was not taken back to be due anew."""
    turn = 1
    for line in lines:
        if line.key == key:
            if not (line.reversed and line.again):
                return None
            turn = max(turn, line.turn + 1)
    return turn


def _due(offer: Offer, key: str, turn: int, rests_on: Sequence[_Counted], step: Step) -> Due:
    last = rests_on[-1]
    return Due(
        offer=offer.id,
        terms=last.terms.id,
        person=last.award.person,
        key=key,
        turn=turn,
        awards=tuple(each.award.id for each in rests_on),
        earned_on=last.day,
        year=fiscal_year(last.day, offer.year_begins),
        full=last.terms.amount,
        amount=last.terms.amount,
        steps=(step,),
    )


@dataclass
class _Used:
    """What is drawn already, by whom and on which budget."""

    in_year: dict[tuple[UUID, int], Decimal] = field(default_factory=lambda: defaultdict(lambda: NOTHING))
    in_all: dict[UUID, Decimal] = field(default_factory=lambda: defaultdict(lambda: NOTHING))
    of_budget: dict[int, Decimal] = field(default_factory=lambda: defaultdict(lambda: NOTHING))

    def draw(self, person: UUID, year: int, amount: Decimal) -> None:
        self.in_year[person, year] += amount
        self.in_all[person] += amount
        self.of_budget[year] += amount


def drawn(lines: Iterable[Entered]) -> dict[int, Decimal]:
    """What entries draw on the budget of each fiscal year; what was taken back draws on none."""
    return dict(_used(lines).of_budget)


def _used(lines: Iterable[Entered]) -> _Used:
    used = _Used()
    for line in lines:
        if not line.reversed:
            used.draw(line.person, line.year, line.amount)
    return used


def _within(offer: Offer, due: Iterable[Due], lines: Iterable[Entered]) -> Iterable[Due]:
    """Each due cut to what caps and budget leave of it, in the stated order."""
    terms = {each.id: each for each in offer.editions}
    used = _used(lines)
    for each in sorted(due, key=lambda one: (one.earned_on, one.awards[-1].int)):
        found = _cut(offer, terms[each.terms], each, used)
        used.draw(found.person, found.year, found.amount)
        yield found


def _cut(offer: Offer, terms: Terms, due: Due, used: _Used) -> Due:
    amount, steps = due.amount, list(due.steps)
    caps = (
        ("cut_year", terms.most_in_year, used.in_year[due.person, due.year]),
        ("cut_total", terms.most_in_all, used.in_all[due.person]),
        ("cut_budget", offer.budgets.get(due.year), used.of_budget[due.year]),
    )
    for code, most, taken in caps:
        if most is None:
            if code == "cut_budget" and amount > 0:
                steps.append(Step(code="no_budget", values={"year": year_named(due.year, offer.year_begins)}))
                amount = NOTHING
            continue
        left = max(NOTHING, most - taken)
        if amount > left:
            said = {"most": str(most), "left": str(left), "cut": str(amount - left), "currency": offer.currency}
            year = year_named(due.year, offer.year_begins)
            steps.append(Step(code=code, values={**said, "year": year, "clause": terms.clause}))
            amount = left
    return due if len(steps) == len(due.steps) else replace(due, amount=amount, steps=tuple(steps))


def _said(offer: Offer, terms: Terms) -> dict[str, str]:
    return {"amount": str(terms.amount), "currency": offer.currency, "clause": terms.clause}


def _plain(amount: Decimal) -> str:
    """An amount without needless zeros."""
    return f"{amount.normalize():f}"
