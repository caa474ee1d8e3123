"""A person's transcript: each renewal cycle with its credit for competence and for time, and what did not count and
why. One value, three forms: the page, its print, and JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.credentials import addresses
from microcred.credentials.elsewhere import Elsewhere, earned_elsewhere
from microcred.credentials.models import Award
from microcred.foundation.days import day_in
from microcred.organizations.models import Organization, Person
from microcred.recognition.models import (
    ActivityStatement,
    CreditSet,
    Cycle,
    CycleChange,
    Entry,
    Policy,
    Recognition,
    Reversal,
    Ruling,
    RulingRetraction,
)
from microcred.recognition.queries import cycles_of, latest_recognitions, total, unexamined_awards, unit_of
from microcred.recognition.queries.activities import activities_of, state_of_activity
from microcred.recognition.queries.findings import Examined, as_confirmed, examined
from microcred.recognition.queries.licensure import last_sets
from microcred.recognition.queries.outlook import Outlook, outlooks
from microcred.recognition.queries.policies import words_of
from microcred.recognition.queries.ruling_terms import Promised, promised_by_each
from microcred.recognition.queries.standing import changes_of
from microcred.recognition.rules import as_kept, explained, plain
from microcred.recognition.rules.ahead import Ahead, What
from microcred.recognition.rules.engine import CycleResult
from microcred.recognition.rules.engine.results import Part
from microcred.recognition.rules.forecast import Forecast
from microcred.recognition.rules.languages import Words
from microcred.recognition.rules.reason_codes import NEEDS_WORDS, REASON_CODES
from microcred.recognition.rules.shortfall import (
    Shortfall,
    asked_anew,
    is_enough,
    needed_now,
    shortfall_of,
)

COUNTING = (Recognition.Outcome.COUNTS, Recognition.Outcome.PARTLY)

FORMAT = "microcred-transcript/1"

STATES: dict[str, tuple[Promise, str]] = {
    "waiting": (_("Waiting for confirmation"), "info"),
    "confirmed": (_("Confirmed"), "success"),
    "declined": (_("Declined"), "danger"),
    "reversed": (_("No longer counted"), "danger"),
}
"""States of an entry: the word people read, and its tone."""


@dataclass(frozen=True)
class Line:
    """One entry of the ledger as the educator reads it."""

    entry: Entry
    state: str
    activity: ActivityStatement | None = None
    """what was stated of the activity that it is for, with its documents"""

    rule_by: date | None = None
    """until when a ruling is promised, where it waits for one"""
    is_late: bool = False
    """whether that day is over"""

    @property
    def is_time(self) -> bool:
        """Whether it is for time spent, and not for competence that was judged, here or elsewhere."""
        return self.activity is not None and self.activity.activity.acceptance_id is None

    @property
    def word(self) -> Promise:
        """The state as a word."""
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        """The state as a tone."""
        return STATES[self.state][1]

    @property
    def amount(self) -> str:
        """The credit, without needless zeros."""
        return plain(self.entry.counted)

    @property
    def unit(self) -> str:
        """The unit of the amount, as the policy of its cycle names it."""
        return unit_of(self.entry.cycle.policy)

    @property
    def entered(self) -> str:
        """What was entered first, where it counts for more or less since; else empty."""
        return plain(self.entry.amount) if self.entry.counted != self.entry.amount else ""

    @property
    def ruling(self) -> Ruling | None:
        """What was said of it, where anybody has: of it, or of what it stands in the place of."""
        return self.entry.said

    @property
    def reversal(self) -> Reversal | None:
        """That it no longer counts, where it does not."""
        return getattr(self.entry, "reversal", None)

    @property
    def retraction(self) -> RulingRetraction | None:
        """That what was said of it was taken back, where it was."""
        return self.entry.taken_back

    def why_not(self, *, is_shared: bool) -> str:
        """Why it does not count, in the reader's language; empty where it counts, waits, or nothing was given.

        Args:
            is_shared: whether somebody else reads it, for whom words to its person are not meant.
        """
        if self.reversal is not None:
            told = [gettext(self.reversal.reason)]
            if self.retraction is not None:
                told += why(self.retraction.code, self.retraction.reason, is_shared=is_shared)
            return " ".join(told)
        if self.ruling is not None and self.state == "declined":
            return " ".join(why(self.ruling.code, self.ruling.reason, is_shared=is_shared))
        return ""

    @property
    def steps(self) -> list[dict[str, Any]]:
        """How it was worked out, the last time it changed."""
        return self.entry.explanation

    @property
    def last_day(self) -> date:
        """The day on which the cycle that it funds closes."""
        return self.entry.cycle.last_day


@dataclass(frozen=True)
class Account:
    """One renewal cycle with its lines, oldest first."""

    cycle: Cycle
    unit: str
    lines: Sequence[Line]
    changes: Sequence[CycleChange] = ()
    """how it came to have its days, the earliest first"""
    outlook: Outlook | None = None
    """what lies ahead, where it is open"""
    said: CreditSet | None = None
    """what the agency's officer said last of its confirmed credit"""
    is_closed: bool = False
    """whether its last day is over"""
    asked: CycleResult | None = None
    """what its rules ask, and what of it is there without what waits; None where they are about nobody now"""
    asking: Policy | None = None
    """the statement that asks it"""

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """What its rules ask beside credit, and whether it is there, as explanations are kept."""
        return as_kept(self.asked.conditions) if self.asked is not None else []

    @property
    def parts(self) -> Sequence[Part]:
        """The categories and minimums that its rules ask, and what of each is confirmed."""
        return (*self.asked.categories, *self.asked.minimums) if self.asked is not None else ()

    @property
    def lacking(self) -> Shortfall:
        """What else than a total its rules ask, and is not there yet."""
        return shortfall_of(self.asked)

    @property
    def returned(self) -> CreditSet | None:
        """What the officer returned, and why, where that was their last word."""
        return self.said if self.said is not None and self.said.outcome == CreditSet.Outcome.RETURNED else None

    @property
    def end(self) -> CycleChange | None:
        """The change by which it has ended, where it has."""
        return self.changes[-1] if self.changes and self.changes[-1].ended else None

    @property
    def outlook_lines(self) -> list[Ahead]:
        """What will be missing or is due before it closes, the soonest first."""
        return [*self.outlook.due, *self.outlook.ahead] if self.outlook is not None else []

    @property
    def parts_ahead(self) -> list[Ahead]:
        """The same without what is missing in all, which is told with the pace."""
        return [one for one in self.outlook_lines if one.what is not What.TOTAL]

    @property
    def forecast(self) -> Forecast | None:
        """How it is going to close if it goes on as it went; None where that says nothing."""
        return self.outlook.forecast if self.outlook is not None else None

    def _of(self, state: str) -> Decimal:
        return total(line.entry for line in self.lines if line.state == state)

    @property
    def confirmed(self) -> str:
        """Credit that counts."""
        return plain(self._of("confirmed"))

    @property
    def waiting(self) -> str:
        """Credit that waits for the office that keeps the cycle."""
        return plain(self._of("waiting"))

    @property
    def competence(self) -> str:
        """What of the confirmed credit is for competence that was judged."""
        return plain(total(line.entry for line in self.lines if line.state == "confirmed" and not line.is_time))

    @property
    def time(self) -> str:
        """What of it is for time spent; "0" where nothing is."""
        return plain(total(line.entry for line in self.lines if line.state == "confirmed" and line.is_time))

    @property
    def needed(self) -> str:
        """Credit that the cycle needs, by the rules as they stand; "0" where they ask no total."""
        return plain(self._needed)

    @property
    def asks_total(self) -> bool:
        """Whether they ask one."""
        return needed_now(self.cycle.needed, self.asked) is not None

    @property
    def written_down(self) -> str:
        """What was written down with the cycle as what it needs."""
        return plain(self.cycle.needed or Decimal(0))

    @property
    def asked_anew(self) -> list[dict[str, Any]]:
        """That the rules ask another total by now than was written down, which it is once its person is looked at
        again, as explanations are kept; empty where it is the same."""
        if self.asked is None or needed_now(self.cycle.needed, self.asked) == self.cycle.needed:
            return []
        return as_kept([asked_anew(self.cycle.needed, self.asked)])

    @property
    def rules_id(self) -> UUID:
        """The statement of its rules that decided last what something in it is worth; else the one it was opened by."""
        latest = max(self.lines, key=lambda line: line.entry.worked_out_at, default=None)
        return latest.entry.worked_out_by if latest is not None else self.cycle.policy_id

    @property
    def _needed(self) -> Decimal:
        return needed_now(self.cycle.needed, self.asked) or Decimal(0)

    @property
    def missing(self) -> str:
        """What is still needed if everything that waits is confirmed; "0" when nothing is."""
        left = self._needed - self._of("confirmed") - self._of("waiting") - self._rounded
        return plain(max(left, Decimal(0)))

    @property
    def is_full(self) -> bool:
        """Whether enough is confirmed, of every kind, and whatever else the rules ask is there."""
        return self.is_enough and not self.lacking

    @property
    def is_enough(self) -> bool:
        """Whether enough is confirmed in all."""
        return is_enough(self._of("confirmed"), self._needed, self.asked)

    @property
    def _rounded(self) -> Decimal:
        """What rounding took away, where nothing else is missing."""
        return self.asked.rounded if self.asked is not None else Decimal(0)

    @property
    def last_day(self) -> date:
        """The day on which the cycle closes."""
        return self.cycle.last_day


@dataclass(frozen=True)
class Transcript:
    """Everything of one person: cycles, what does not count, what nobody has looked at."""

    person: Person
    at: datetime
    accounts: Sequence[Account]
    uncounted: Sequence[Recognition]
    unexamined: Sequence[Award]
    elsewhere: Sequence[Elsewhere] = ()
    """what other issuers gave the person and they chose to show: it holds, and counts for nothing by standing here"""
    unconfirmed: Sequence[ActivityStatement] = ()
    """what the person did beside awards and nobody has confirmed: it waits, or was declined"""
    words: Words = field(default_factory=dict)
    """what its policies say in the reader's language, where they give words in it"""
    is_shared: bool = False
    """whether somebody else reads it, by a link of its person"""

    @property
    def versions(self) -> list[Version]:
        """The versions that it names; one more than once, each row having its own."""
        counted = [line.entry.award for account in self.accounts for line in account.lines]
        others = [recognition.award for recognition in self.uncounted]
        return [award.version for award in (*counted, *others, *self.unexamined) if award is not None]

    @property
    def is_own(self) -> bool:
        """Whether its person reads it."""
        return not self.is_shared

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show yet."""
        return not (self.accounts or self.uncounted or self.unexamined or self.elsewhere or self.unconfirmed)


def why(code: str, words: str, *, is_shared: bool) -> list[str]:
    """What an office gave as its reason: the words of the code, and those it wrote where its person reads them."""
    reason = REASON_CODES.get(code) if code not in NEEDS_WORDS else None
    return [*([str(reason.words)] if reason is not None else ()), *([words] if words and not is_shared else ())]


def state_of(entry: Entry) -> str:
    """The state of an entry: a reversal goes before a ruling."""
    if hasattr(entry, "reversal"):
        return "reversed"
    if not hasattr(entry, "ruling"):
        return "waiting" if entry.asks_ruling else "confirmed"
    return "confirmed" if entry.ruling.outcome == Ruling.Outcome.CONFIRMED else "declined"


def transcript_of(person: Person, *, at: datetime) -> Transcript:
    """A person's transcript. The number of queries does not grow with its length."""
    changes = changes_of(person)
    looked_at = {one.found.person.pk: one for one in examined([person], at=at, nothing_too=True)}
    asked = {pk: result for one in looked_at.values() for pk, result in as_confirmed(one).items()}
    lies_ahead = {one.cycle.pk: one for one in outlooks([person], at=at, looked_at=looked_at).get(person.pk, ())}
    activities = activities_of(person)
    stated = {one.pk: one for one in activities}
    cycles = cycles_of(person)
    keepers = {
        cycle.keeper_id: cycle.keeper
        for cycle, entries in cycles
        if any(state_of(entry) == "waiting" for entry in entries)
    }
    promised = promised_by_each(keepers.values())
    sets = last_sets([cycle for cycle, _entries in cycles]) if cycles else {}
    accounts = [
        Account(
            cycle,
            unit_of(cycle.policy),
            [_line(entry, stated, promised, at) for entry in entries],
            changes.get(cycle.pk, ()),
            lies_ahead.get(cycle.pk),
            sets.get(cycle.pk),
            cycle.ends_on <= day_in(at, cycle.policy.jurisdiction.time_zone),
            asked.get(cycle.pk),
            _asking(asked.get(cycle.pk), looked_at.get(person.pk)),
        )
        for cycle, entries in cycles
    ]
    uncounted = [each for each in latest_recognitions(person) if each.outcome not in COUNTING]
    uncounted.sort(key=lambda each: each.earned_on, reverse=True)
    elsewhere = [each for each in earned_elsewhere(person) if each.can_be_handed_on]
    unconfirmed = [one for one in activities if state_of_activity(one) in ("waiting", "declined")]
    words = words_of(_policies_of(accounts, uncounted))
    return Transcript(person, at, accounts, uncounted, unexamined_awards(person), elsewhere, unconfirmed, words)


def _asking(asked: CycleResult | None, looked_at: Examined | None) -> Policy | None:
    if asked is None or looked_at is None:
        return None
    said = (one for one in looked_at.found.policies if (one.slug, one.number) == (asked.policy, asked.version))
    return next(said, None)


def _policies_of(accounts: Sequence[Account], uncounted: Sequence[Recognition]) -> list[Policy]:
    named = {one.pk: one for one in (*(one.policy for one in uncounted), *(one.cycle.policy for one in accounts))}
    named |= {one.asking.pk: one.asking for one in accounts if one.asking is not None}
    others = {line.entry.policy_id for account in accounts for line in account.lines} - named.keys()
    return [*(Policy.objects.in_bulk(others).values() if others else ()), *named.values()]


def _line(
    entry: Entry, stated: Mapping[UUID, ActivityStatement], promised: Mapping[UUID, Promised], at: datetime
) -> Line:
    state, activity = state_of(entry), _of(entry, stated)
    office = promised.get(entry.cycle.keeper_id) if state == "waiting" else None
    if office is None:
        return Line(entry, state, activity)
    due = office.due(entry.entered_at)
    return Line(entry, state, activity, due, due < day_in(at, office.zone))


def as_shared(transcript: Transcript) -> Transcript:
    """A transcript as others read it: without what lies ahead, which is advice, and without what coordinators wrote to
    its person."""
    accounts = [replace(account, outlook=None) for account in transcript.accounts]
    return replace(transcript, accounts=accounts, is_shared=True)


def _of(entry: Entry, stated: Mapping[UUID, ActivityStatement]) -> ActivityStatement | None:
    return stated.get(entry.stated.pk, entry.stated) if entry.statement is not None else None


def as_json(transcript: Transcript) -> dict[str, Any]:
    """The transcript for programs. Amounts are decimal text; days are ISO 8601, the last one inclusive."""
    words = transcript.words
    return {
        "format": FORMAT,
        "educator": transcript.person.name,
        "made_at": transcript.at.isoformat(),
        "cycles": [_account(account, words, is_shared=transcript.is_shared) for account in transcript.accounts],
        "not_counted": [
            {
                **_about(recognition.award, recognition.statement),
                "policy": recognition.policy.name,
                "outcome": recognition.outcome,
                "steps": explained(recognition.explanation, words),
            }
            for recognition in transcript.uncounted
        ],
        "not_examined": [_award(award) for award in transcript.unexamined],
        "not_confirmed": [
            {"activity": _activity(one), "state": state_of_activity(one)} for one in transcript.unconfirmed
        ],
        "external": [_external(held) for held in transcript.elsewhere],
    }


def _account(account: Account, words: Words, *, is_shared: bool) -> dict[str, Any]:
    cycle = account.cycle
    return {
        "policy": cycle.policy.name,
        "jurisdiction": cycle.policy.jurisdiction.name,
        "kept_by": cycle.keeper.name,
        "district": _district(cycle.keeper),
        "first_day": cycle.starts_on.isoformat(),
        "last_day": account.last_day.isoformat(),
        "changes": [
            {
                "changed_at": change.changed_at.isoformat(),
                "first_day": change.starts_on.isoformat(),
                "last_day": change.last_day.isoformat(),
                "kept_by": change.keeper.name,
                "district": _district(change.keeper),
                "because": _because(change),
                "ended": change.ended,
                "reason": "" if is_shared else change.reason,
                "steps": explained(change.explanation, words),
            }
            for change in account.changes
        ],
        "unit": account.unit,
        "needed": account.needed,
        "asked_anew": _asked_anew(account, words),
        "confirmed": account.confirmed,
        "waiting": account.waiting,
        "met": account.is_full,
        "parts": [part.as_json() for part in account.parts],
        "conditions": explained(account.conditions, words),
        "ahead": [_ahead(one) for one in account.outlook_lines],
        "returned": _returned(account.returned, is_shared=is_shared),
        "confirmed_for": {"competence": account.competence, "time": account.time},
        "entries": [
            {
                **_about(line.entry.award, line.activity),
                "amount": line.amount,
                "adjustments": [
                    {"amount": plain(one.amount), "entered_at": one.entered_at.isoformat()}
                    for one in line.entry.adjustments.all()
                ],
                "state": line.state,
                "entered_at": line.entry.entered_at.isoformat(),
                "ruling_promised_by": line.rule_by.isoformat() if line.rule_by else None,
                "ruled_at": line.ruling.ruled_at.isoformat() if line.ruling is not None else None,
                "code": line.ruling.code if line.ruling is not None else "",
                "reason": line.ruling.reason if line.ruling is not None and not is_shared else "",
                "taken_back": _taken_back(line.retraction, is_shared=is_shared),
                "reversed": _reversed(line.reversal),
                "steps": explained(line.steps, words),
            }
            for line in account.lines
        ],
    }


def _asked_anew(account: Account, words: Words) -> dict[str, Any] | None:
    if not account.asked_anew:
        return None
    return {
        "written_down": account.written_down,
        "from": account.asking.starts_on.isoformat() if account.asking is not None else None,
        "steps": explained(account.asked_anew, words),
    }


def _district(keeper: Organization) -> str | None:
    return keeper.name if keeper.kind == Organization.Kind.DISTRICT else None


def _returned(one: CreditSet | None, *, is_shared: bool) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"on": one.decided_at.isoformat(), "code": one.code, "reason": "" if is_shared else one.words}


def _taken_back(one: RulingRetraction | None, *, is_shared: bool) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"at": one.retracted_at.isoformat(), "code": one.code, "reason": "" if is_shared else one.reason}


def _reversed(one: Reversal | None) -> dict[str, Any] | None:
    return {"at": one.reversed_at.isoformat(), "reason": gettext(one.reason)} if one is not None else None


def _because(change: CycleChange) -> str:
    if change.is_of_rules:
        return "rules"
    if change.statement_id:
        return "licence"
    return "correction" if change.changed_by_id else "employment"


def _ahead(one: Ahead) -> dict[str, Any]:
    return {
        "what": one.what.value,
        "name": one.name,
        "last_day": one.last_day.isoformat(),
        "amount": plain(one.amount) if one.amount is not None else None,
    }


def _external(held: Elsewhere) -> dict[str, Any]:
    return {
        "external": True,
        "title": held.title,
        "issuer": held.issuer,
        "issuer_id": held.issuer_id,
        "valid_from": held.begins_at.isoformat(),
        "verdict": held.verdict.value,
        "checked_at": held.checked_at.isoformat(),
    }


def _about(award: Award | None, activity: ActivityStatement | None) -> dict[str, Any]:
    elsewhere = activity is not None and activity.activity.acceptance_id is not None
    return {
        "for": "competence" if award is not None or elsewhere else "time",
        "award": _award(award) if award is not None else None,
        "activity": _activity(activity) if activity is not None else None,
    }


def _activity(one: ActivityStatement) -> dict[str, Any]:
    accepted = one.activity.acceptance
    return {
        "id": f"urn:uuid:{one.activity_id}",
        "kind": one.kind,
        "title": one.title,
        "provider": one.provider,
        "first_day": one.started_on.isoformat() if one.started_on else None,
        "last_day": one.ended_on.isoformat(),
        "amount": plain(one.amount),
        "unit": one.unit,
        "accepted_by": accepted.request.recognizer.name if accepted is not None else None,
        "documents": [{"name": each.title, "sha256": each.sha256} for each in one.activity.papers],
    }


def _award(award: Award) -> dict[str, Any]:
    page = addresses.credential_page(award.pk)
    return {
        "title": award.version.title,
        "version": award.version.label,
        "issuer": award.issuer.name,
        "earned_at": award.earned_at.isoformat(),
        "revoked": hasattr(award, "revocation"),
        "credential_id": f"urn:uuid:{award.pk}",
        "page": page,
        "credential": f"{page}credential.json",
    }
