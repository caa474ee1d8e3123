"""Out of the catalogue again: nobody starts any more, what was earned stays, and what took its place is named."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from microcred.catalog.events import RetirementDeclared
from microcred.catalog.models import MicroCredential, Retirement, Version
from microcred.catalog.operations.projection import take_out_entries
from microcred.catalog.queries.grace import grace_in
from microcred.catalog.queries.successions import retired_and_shown
from microcred.catalog.rules import grace_ends
from microcred.foundation.locks import hold
from microcred.foundation.moments import moment_in_words_lazy
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as


class SuccessorUnfit(Refusal):
    """What should take its place is itself, was never published, or was retired too."""

    message = _(
        "“{slug}” cannot take its place: a successor is another micro-credential that is on offer. Choose one from the "
        "catalogue, or name none."
    )
    field = "successor"


class DayPassed(Refusal):
    """It would have been retired before anybody said so."""

    message = _(
        "A micro-credential retires today or later, so that nobody loses a start they made. Choose a later day."
    )
    field = "retired_at"


class RetiredAlready(Refusal):
    """It was said before, for another day, with other words or with another successor."""

    message = _(
        "This was declared already ({when}): it takes no new starts from {begins} on. A retirement stands as it was "
        "declared, for people were told of it, so what you sent now was not taken in. Whoever began it can be given "
        "longer to hand in, under Versions."
    )


@operation
def retire(
    *,
    actor: Person,
    micro_credential: MicroCredential,
    reason: str,
    at: datetime,
    retired_at: datetime | None = None,
    successor: MicroCredential | None = None,
) -> Retirement:
    """Let a micro-credential take no new starts, from now or from a moment to come. The same said twice is said once.

    What was begun may be handed in until the grace of its organization ends; what was earned stays verifiable.

    Args:
        retired_at: From when. The catalogue offers it until then.
        successor: What takes its place: pages of the old one and of its awards lead there.

    Raises:
        DayPassed, SuccessorUnfit, NotAllowed.
        RetiredAlready: it was declared otherwise.
    """
    owner = micro_credential.owner
    if not acts_as(actor, Role.AUTHOR, for_organization=owner, at=at):
        raise NotAllowed
    hold(micro_credential.pk)
    begins, reason = retired_at or at, reason.strip()
    there = Retirement.objects.filter(micro_credential=micro_credential).first()
    if there is not None:
        if not _says(there, reason, successor, begins, zone=ZoneInfo(owner.time_zone)):
            raise RetiredAlready(
                when=moment_in_words_lazy(there.declared_at or there.retired_at),
                begins=moment_in_words_lazy(there.retired_at),
            )
        return there
    if begins < at:
        raise DayPassed
    if successor is not None and not _can_follow(successor, micro_credential):
        raise SuccessorUnfit(slug=successor.slug)
    retirement = Retirement.objects.create(
        micro_credential=micro_credential,
        retired_at=begins,
        retired_by=actor,
        reason=reason,
        declared_at=at,
        grace_ends_at=grace_ends(begins, grace_in(owner).days, zone=owner.time_zone),
        successor=successor,
    )
    announce(RetirementDeclared(micro_credential.pk))
    take_out_retired(actor=None, at=at)
    return retirement


def _says(
    there: Retirement, reason: str, successor: MicroCredential | None, begins: datetime, *, zone: ZoneInfo
) -> bool:
    """Whether a retirement says just this. A day is chosen, so the moment of it is passed over."""
    same_day = there.retired_at.astimezone(zone).date() == begins.astimezone(zone).date()
    return same_day and there.reason == reason and there.successor == successor


@operation
def take_out_retired(*, actor: None, at: datetime) -> int:
    """Stop offering what retired by a moment. Return how many there were."""
    due = list(retired_and_shown(at))
    if due:
        take_out_entries(due)
    return len(due)


def _can_follow(successor: MicroCredential, micro_credential: MicroCredential) -> bool:
    return (
        successor.pk != micro_credential.pk
        and Version.objects.filter(micro_credential=successor).exists()
        and not Retirement.objects.filter(micro_credential=successor).exists()
    )
