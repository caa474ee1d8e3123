"""The verbs of audit samples: drawing one, looking at an item, answering a finding that differs."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from microcred.foundation.days import day_in
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.recognition.models import (
    ActivityAllowance,
    Allowance,
    AuditAnswer,
    AuditFinding,
    AuditItem,
    AuditSample,
)
from microcred.recognition.operations.allowing import allow_less, allow_less_of_activity
from microcred.recognition.queries.audits import audits_for, confirmed_in, entries_of
from microcred.recognition.rules.audits import digest_of, drawn
from microcred.recognition.rules.reason_codes import NEEDS_WORDS, REASON_CODES, About


class NothingConfirmed(Refusal):
    """There is nothing to draw from."""

    message = _("Nothing was confirmed in these days. Choose others.")
    field = "first_day"


class DaysNotOver(Refusal):
    """What is drawn from must not change any more."""

    message = _("The last day must be over and not before the first, so that nothing is confirmed in them any more.")
    field = "last_day"


class ShareNotRight(Refusal):
    """A share of all."""

    message = _("Give a whole share from 1 to 100 percent.")
    field = "percent"


class SeedMissing(Refusal):
    """Without a seed nobody could draw it again."""

    message = _("Give a seed that nobody chose for its result, such as the numbers of a lottery or the date of today.")
    field = "seed"


class DrawnAlready(Refusal):
    """The same again would be counted twice."""

    message = _("This sample was drawn already, with the same seed, days and share. Look at it below.")


class OwnRuling(Refusal):
    """A second look is somebody else's."""

    message = _("You ruled on this yourself, or it is your own credit. Somebody else must look at it.")


class LookedAtAlready(Refusal):
    """One second look is enough."""

    message = _("Somebody has looked at this meanwhile. Load the page again to see what they found.")


class FindingUnexplained(Refusal):
    """A finding that differs, without a reason."""

    message = _("Choose the reason why you would have ruled otherwise, and say it in words where the list does not.")
    field = "code"


class NothingToAnswer(Refusal):
    """Both are of one mind, or it was answered."""

    message = _("There is nothing to answer here any more.")


class AnswerUnexplained(Refusal):
    """Upheld against a finding, without words."""

    message = _("Say why the ruling stands. Those who audit read it.")
    field = "words"


class CountsForNothing(Refusal):
    """Less than nothing cannot be allowed."""

    message = _(
        "No rules count this activity, so there is nothing to allow less of. If it should not stand, take its "
        "confirmation back where activities are confirmed, and answer here that you did."
    )
    field = "amount"


class OwnFinding(Refusal):
    """Who found it does not answer it."""

    message = _("You found this yourself. Another coordinator must answer it.")


@operation
def draw_audit(
    *, actor: Person, district: Organization, first_day: date, last_day: date, percent: int, seed: str, at: datetime
) -> AuditSample:
    """Draw a random share of what was confirmed for a district in some days, to be looked at once more.

    Args:
        actor: the coordinator of the district, or the licensure officer above it.
        seed: from which the sample follows; kept and shown, so that anyone can draw it again.

    Raises:
        ShareNotRight, SeedMissing, DaysNotOver, NothingConfirmed, DrawnAlready, NotAllowed.
    """
    if not audits_for(actor, district, at=at):
        raise NotAllowed
    if not 1 <= percent <= 100:
        raise ShareNotRight
    if not seed.strip():
        raise SeedMissing
    if last_day < first_day or last_day >= day_in(at, district.time_zone):
        raise DaysNotOver
    hold(district.pk)
    same = {"district": district, "first_day": first_day, "last_day": last_day, "percent": percent}
    if AuditSample.objects.filter(**same, seed=seed.strip()).exists():
        raise DrawnAlready
    confirmed = confirmed_in(district, first_day=first_day, last_day=last_day)
    ids = confirmed.ids
    if not ids:
        raise NothingConfirmed
    sample = AuditSample.objects.create(
        **same, seed=seed.strip(), of=len(ids), digest=digest_of(ids), drawn_at=at, drawn_by=actor
    )
    AuditItem.objects.bulk_create(
        AuditItem(
            sample=sample, place=place, **{"ruling_id" if one in confirmed.rulings else "activity_ruling_id": one}
        )
        for place, one in enumerate(drawn(ids, seed=seed.strip(), percent=percent), start=1)
    )
    return sample


@operation
def find_in_audit(
    *, actor: Person, item: AuditItem, agrees: bool, code: str = "", words: str = "", at: datetime
) -> AuditFinding:
    """Look at an item once more: one would have ruled alike, or otherwise and why.

    Args:
        actor: another coordinator of the district, or the licensure officer above it.

    Raises:
        OwnRuling, FindingUnexplained, LookedAtAlready, NotAllowed.
    """
    if not audits_for(actor, item.sample.district, at=at):
        raise NotAllowed
    if actor.pk in (item.looked_at.ruled_by_id, item.person_id):
        raise OwnRuling
    reason = REASON_CODES.get(code)
    if not agrees and (
        reason is None or About.CREDIT not in reason.about or (code in NEEDS_WORDS and not words.strip())
    ):
        raise FindingUnexplained
    hold(item.pk)
    if AuditFinding.objects.filter(item=item).exists():
        raise LookedAtAlready
    return AuditFinding.objects.create(
        item=item,
        agrees=agrees,
        code="" if agrees else code,
        words=words.strip(),
        found_at=at,
        found_by=actor,
    )


@operation
def answer_audit(
    *,
    actor: Person,
    finding: AuditFinding,
    amount: Decimal | None,
    words: str = "",
    at: datetime,
) -> AuditAnswer:
    """Answer a finding that differs: uphold the ruling, with why, or allow less than was confirmed.

    Args:
        actor: a coordinator of the district who is not who found it.
        amount: what is allowed now, down to nothing; None: the ruling stands.

    Raises:
        NothingToAnswer, OwnFinding, AnswerUnexplained, CountsForNothing, NotAllowed, and what allowing less raises.
    """
    item = finding.item
    if not acts_as(actor, Role.RECOGNIZER, for_organization=item.sample.district, at=at):
        raise NotAllowed
    if actor.pk == finding.found_by_id:
        raise OwnFinding
    if amount is None and not words.strip():
        raise AnswerUnexplained
    hold(finding.pk)
    if finding.agrees or AuditAnswer.objects.filter(finding=finding).exists():
        raise NothingToAnswer
    allowed: dict[str, Allowance | ActivityAllowance] = {}
    if amount is not None:
        entry = entries_of([item]).get(item.pk)
        if entry is None:
            raise CountsForNothing
        why = {"code": finding.code, "words": words.strip() or finding.words}
        if item.ruling is not None:
            allowed["allowance"] = allow_less(actor=actor, entry=entry, amount=amount, at=at, **why)
        else:
            allowed["activity_allowance"] = allow_less_of_activity(
                actor=actor, entry=entry, amount=amount, at=at, **why
            )
    return AuditAnswer.objects.create(
        finding=finding,
        outcome=AuditAnswer.Outcome.CHANGED if allowed else AuditAnswer.Outcome.UPHELD,
        **allowed,
        words=words.strip(),
        answered_at=at,
        answered_by=actor,
    )
