"""The verbs of amounts: allowing an entry less than the rules give, and making an exception where a policy lets one."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from microcred.credentials.models import Award
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.recognition.events import CreditAllowed, CreditRuled, LessAllowed
from microcred.recognition.models import ActivityAllowance, Allowance, Entry, Policy, Reversal, Ruling
from microcred.recognition.operations.rulings import OwnCredit, may_rule, refuse_unless_open, whose_word
from microcred.recognition.queries.delegations import ruled_by
from microcred.recognition.queries.keeping import offices_of
from microcred.recognition.queries.policies import document_of
from microcred.recognition.rules import plain
from microcred.recognition.rules.reason_codes import NEEDS_WORDS, REASON_CODES, About


class NotLess(Refusal):
    """Less is less than it counts for, and not below nothing."""

    message = _("It counts for {amount} now. Allow less than that, or confirm it as it is.")
    field = "amount"


class CodeMissing(Refusal):
    """Less than the rules give, without a reason."""

    message = _("Choose the reason, and say it in words where the list does not. The educator reads both.")
    field = "code"


class NoExceptions(Refusal):
    """The policy lets nobody decide otherwise."""

    message = _(
        "“{policy}” does not let a coordinator make exceptions. Ask whoever states it: the clause would have to be "
        "there."
    )


class ExceptionUnexplained(Refusal):
    """An exception without a reason."""

    message = _("Say why an exception is made. The educator and those who audit read it.")
    field = "words"


class NotOfYourPeople(Refusal):
    """The award is of somebody whom another office looks after."""

    message = _("{person} does not belong to {district}.")


class NothingEntered(Refusal):
    """The activity no longer stands, and its credit is reversed."""

    message = _("“{title}” was withdrawn or taken back since you looked, and counts for nothing any more.")


@operation
def allow_less(*, actor: Person, entry: Entry, amount: Decimal, code: str, words: str = "", at: datetime) -> Allowance:
    """Allow the entry of an award less than the rules give, for a reason; what waits is confirmed with it. Clauses and
    limits hold as before, and what the rules give later never comes to more than is allowed here.

    Raises:
        NotLess, CodeMissing, and what confirming raises.
    """
    delegation = may_rule(actor, entry, at=at)
    _for_a_reason(code, words)
    hold(entry.pk)
    refuse_unless_open(entry, ruled=False)
    counted = Entry.objects.prefetch_related("adjustments").get(pk=entry.pk).counted
    last = Allowance.objects.filter(award=entry.award_id, policy=entry.policy_id).order_by("-allowed_at", "-pk").first()
    if last is not None and (last.at_most, last.amount, last.code, last.words) == (True, amount, code, words.strip()):
        return last
    if not 0 <= amount < counted:
        raise NotLess(amount=plain(counted))
    allowance = Allowance.objects.create(
        award=entry.earned,
        policy_id=entry.policy_id,
        office=entry.cycle.keeper,
        at_most=True,
        amount=amount,
        code=code,
        words=words.strip(),
        allowed_at=at,
        allowed_by=actor,
    )
    announce(CreditAllowed(allowance.pk))
    if entry.asks_ruling and not Ruling.objects.filter(entry=entry).exists():
        Ruling.objects.create(
            entry=entry,
            outcome=Ruling.Outcome.CONFIRMED,
            ruled_at=at,
            ruled_by=actor,
            code=code,
            reason=words.strip(),
            delegation=delegation,
        )
        announce(CreditRuled(entry.pk))
    return allowance


@operation
def allow_less_of_activity(
    *, actor: Person, entry: Entry, amount: Decimal, code: str, words: str = "", at: datetime
) -> ActivityAllowance:
    """Allow the entry of a confirmed activity less than the rules give for what was stated, for a reason. What was
    stated and confirmed stays as it is, and what the rules give later never comes to more than is allowed here.

    Raises:
        NothingEntered, NotLess, CodeMissing, OwnCredit, DelegatorsCredit, NotAllowed.
    """
    delegation = may_rule(actor, entry, at=at)
    _for_a_reason(code, words)
    # Whoever takes the confirmation back holds the same.
    hold(entry.person_id)
    if Reversal.objects.filter(entry=entry).exists():
        raise NothingEntered(title=entry.title)
    said = ActivityAllowance.objects.filter(statement=entry.stated, policy=entry.policy_id)
    last = said.order_by("-allowed_at", "-pk").first()
    if last is not None and (last.amount, last.code, last.words) == (amount, code, words.strip()):
        return last
    counted = Entry.objects.prefetch_related("adjustments").get(pk=entry.pk).counted
    if not 0 <= amount < counted:
        raise NotLess(amount=plain(counted))
    allowance = ActivityAllowance.objects.create(
        statement=entry.stated,
        policy_id=entry.policy_id,
        office=entry.cycle.keeper,
        amount=amount,
        code=code,
        words=words.strip(),
        allowed_at=at,
        allowed_by=actor,
        delegation=delegation,
    )
    announce(LessAllowed(allowance.pk))
    return allowance


def _for_a_reason(code: str, words: str) -> None:
    reason = REASON_CODES.get(code)
    if reason is None or About.CREDIT not in reason.about or (code in NEEDS_WORDS and not words.strip()):
        raise CodeMissing


@operation
def make_exception(
    *, actor: Person, award: Award, policy: Policy, office: Organization, words: str, at: datetime
) -> Allowance:
    """Let an award count in spite of the clauses of one policy that lets exceptions be made, with the reason. Rates,
    limits and the clauses of other policies hold as before: a district's exception lifts nothing of the state's.

    Raises:
        NoExceptions, ExceptionUnexplained, OwnCredit, NotOfYourPeople, NotAllowed.
    """
    if office.pk not in ruled_by(actor, at=at):
        raise NotAllowed
    if award.person_id == actor.pk:
        raise OwnCredit(title=award.version.title, person=award.person.name)
    whose_word(actor, office, award.person_id, at=at)
    if document_of(policy).exceptions is None:
        raise NoExceptions(policy=policy.name)
    if not words.strip():
        raise ExceptionUnexplained
    if office not in offices_of(award.person, at=at):
        raise NotOfYourPeople(person=award.person.name, district=office.name)
    hold(award.pk)
    last = Allowance.objects.filter(award=award, policy=policy).order_by("-allowed_at", "-pk").first()
    if last is not None and not last.at_most:
        return last
    allowance = Allowance.objects.create(
        award=award,
        policy=policy,
        office=office,
        at_most=False,
        amount=None,
        code="",
        words=words.strip(),
        allowed_at=at,
        allowed_by=actor,
    )
    announce(CreditAllowed(allowance.pk))
    return allowance
