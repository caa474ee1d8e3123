"""The verbs of agreements: stating one, ending one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.quality.models import Edition
from microcred.recognition.models import Agreement, AgreementEnding
from microcred.recognition.operations.reevaluation import because_of_agreement
from microcred.recognition.queries.agreements import end_of, purposes_of, speaks_for
from microcred.recognition.rules.reciprocity import Purpose, overlapping


class PurposeNotTheirs(Refusal):
    """The recognizer does not decide about that."""

    message = _("{recognizer} does not decide about this purpose. Choose one that it decides about.")
    field = "purpose"


class OneParty(Refusal):
    """An agreement has two sides."""

    message = _("Choose another organization: nobody agrees with themselves.")
    field = "issuer"


class PeriodBackwards(Refusal):
    """It would end before it began."""

    message = _("The last day is before the first. Give a later last day, or none.")
    field = "last_day"


class AgreementsOverlap(Refusal):
    """Two agreements about the same would hold on one day."""

    message = _(
        "{recognizer} has an agreement with {issuer} for this purpose already, for awards earned from {first} to "
        "{last}. Let this one begin after it, or end that one first."
    )
    field = "starts_on"


class AgreementGoesOn(AgreementsOverlap):
    """The other one has no end."""

    message = _(
        "{recognizer} has an agreement with {issuer} for this purpose already, which goes on since {first}. End that "
        "one first."
    )


class SourceMissing(Refusal):
    """An agreement stands somewhere."""

    message = _("Say where the agreement stands, so that people can read it.")
    field = "source"


class AccreditationHalfSaid(Refusal):
    """An accreditation is by somebody and until a day."""

    message = _("Give both: by whom the issuer is accredited, and until when.")
    field = "accreditation"


class AgreementEnded(Refusal):
    """It was ended before, or has run out."""

    message = _("This agreement has ended already.")


class EndsInThePast(Refusal):
    """What was covered stays covered."""

    message = _("What was earned so far stays covered: choose today or a later day.")
    field = "ends_on"


class EndingUnexplained(Refusal):
    """Nothing ends without a reason that people can read."""

    message = _("Say why it ends. Everyone can read it.")
    field = "reason"


@operation
def state_agreement(
    *,
    actor: Person | None,
    recognizer: Organization,
    issuer: Organization,
    purpose: Purpose,
    source: str,
    starts_on: date,
    at: datetime,
    ends_on: date | None = None,
    edition: Edition | None = None,
    minimum_hours: Decimal | None = None,
    evidence_kept: bool = False,
    accreditation: str = "",
    accredited_until: date | None = None,
    counts_as: str = "",
    holds: Sequence[str] = (),
    demonstration: bool = False,
) -> Agreement:
    """Say that a recognizer accepts what an issuer and everyone below it awards, for a purpose, on conditions.

    Args:
        actor: who speaks for the recognizer (`queries.agreements.SPEAKERS`), or None for the operator.
        ends_on: the first day on which it holds no more.
        edition: by which designs must have been reviewed.
        counts_as: what the issuer is to the rules of the recognizer, such as `state agency`.
        holds: statements of the recognizer's rules that hold of what is covered, such as `approved provider`.
    """
    if actor is not None and not speaks_for(actor, recognizer, at=at):
        raise NotAllowed
    if purpose not in purposes_of(recognizer):
        raise PurposeNotTheirs(recognizer=recognizer.name)
    if issuer.pk == recognizer.pk:
        raise OneParty
    if ends_on is not None and ends_on <= starts_on:
        raise PeriodBackwards
    if not source.strip():
        raise SourceMissing
    if bool(accreditation.strip()) != (accredited_until is not None):
        raise AccreditationHalfSaid
    # Two who state at once are asked one after the other whether theirs overlaps.
    hold(recognizer.pk)
    earlier = list(
        Agreement.objects.filter(recognizer=recognizer, issuer=issuer, purpose=purpose).select_related("ending")
    )
    clash = overlapping(starts_on, ends_on, [(each.starts_on, end_of(each)) for each in earlier])
    if clash is not None:
        first, end = clash
        named = {"recognizer": recognizer.name, "issuer": issuer.name, "first": date_format(first)}
        if end is None:
            raise AgreementGoesOn(**named)
        raise AgreementsOverlap(**named, last=date_format(end - timedelta(days=1)))
    agreement = Agreement.objects.create(
        recognizer=recognizer,
        issuer=issuer,
        purpose=purpose,
        number=max((each.number for each in earlier), default=0) + 1,
        edition=edition,
        minimum_hours=minimum_hours,
        evidence_kept=evidence_kept,
        accreditation=accreditation.strip(),
        accredited_until=accredited_until,
        counts_as=counts_as,
        holds=[each.strip() for each in holds if each.strip()],
        source=source.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        stated_at=at,
        stated_by=actor,
        demonstration=demonstration,
    )
    if purpose is Purpose.RENEWAL:
        because_of_agreement(agreement, at=at)
    return agreement


@operation
def end_agreement(
    *, actor: Person | None, agreement: Agreement, ends_on: date, reason: str, at: datetime
) -> AgreementEnding:
    """End an agreement from a day on. What was earned before that day is covered as it was.

    Args:
        actor: who speaks for the recognizer, or None for the operator.
        ends_on: the first day on which it holds no more: today where the recognizer is, or later.
    """
    if actor is not None and not speaks_for(actor, agreement.recognizer, at=at):
        raise NotAllowed
    if not reason.strip():
        raise EndingUnexplained
    hold(agreement.recognizer_id)
    today = at.astimezone(ZoneInfo(agreement.recognizer.time_zone)).date()
    if AgreementEnding.objects.filter(agreement=agreement).exists():
        raise AgreementEnded
    if agreement.ends_on is not None and agreement.ends_on <= max(today, ends_on):
        raise AgreementEnded
    if ends_on < today:
        raise EndsInThePast
    return AgreementEnding.objects.create(
        agreement=agreement, ends_on=ends_on, reason=reason.strip(), ended_at=at, ended_by=actor
    )
