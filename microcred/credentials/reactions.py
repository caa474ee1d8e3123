"""The door of news and the clock: signing what is intended, keeping status lists fresh, telling the educator."""

import logging
from contextlib import suppress
from datetime import timedelta

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.credentials import operations
from microcred.credentials.addresses import credential_path
from microcred.credentials.events import (
    AwardGranted,
    AwardIntended,
    AwardReinstated,
    AwardRevoked,
    AwardSuspended,
)
from microcred.credentials.models import AwardIntent, Suspension
from microcred.credentials.operations.status_lists import SIGNED_ANEW_AFTER
from microcred.credentials.queries import awards_with_all, lists_signed_before, unsigned_intents
from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.outbox import on
from microcred.notices.operations import tell

log = logging.getLogger(__name__)

LEFT_BEHIND_AFTER = timedelta(minutes=1)


@on(AwardIntended)
def sign_what_was_intended(event: AwardIntended) -> None:
    """Sign as soon as a worker is free. What a stopped issuer awards waits for the chore below."""
    with suppress(operations.IssuingStopped):
        operations.sign(actor=None, intent=AwardIntent.objects.get(pk=event.intent_id), at=now())


@jobs.every(minutes=1)
def sign_what_was_left_behind() -> None:
    """Take up intents that nobody signed: a worker died, or a key did not open. One that fails holds up no other."""
    at = now()
    for intent in unsigned_intents(before=at - LEFT_BEHIND_AFTER)[:500]:
        try:
            operations.sign(actor=None, intent=intent, at=at)
        except Exception:
            log.exception("the award %s still waits for its signature", intent.pk)


@jobs.every(minutes=5)
def keep_status_lists_fresh() -> None:
    """Sign lists anew before a verifier would call them out of date."""
    at = now()
    for status_list in lists_signed_before(at - SIGNED_ANEW_AFTER):
        operations.sign_status_list(actor=None, status_list=status_list, at=at)


@on(AwardGranted)
def tell_of_the_award(event: AwardGranted) -> None:
    """The educator hears that the credential is theirs to share."""
    award = awards_with_all().get(pk=event.award_id)
    tell(
        actor=None,
        person=award.person,
        kind="award_granted",
        subject=format_lazy(_("Earned: {title}"), title=award.version.title),
        body=format_lazy(
            _(
                "{issuer} has awarded you the micro-credential “{title}”.\n\nYour signed credential is ready: a page "
                "that anyone can check, a badge image and a certificate. Sharing it is up to you."
            ),
            issuer=award.issuer.name,
            title=award.version.title,
        ),
        path=credential_path(award.pk),
        key=f"award-granted:{award.pk}",
        at=now(),
    )


@on(AwardRevoked)
def tell_of_the_revocation(event: AwardRevoked) -> None:
    """The educator hears that an award no longer holds, and why."""
    award = awards_with_all().get(pk=event.award_id)
    tell(
        actor=None,
        person=award.person,
        kind="award_revoked",
        subject=format_lazy(_("Revoked: {title}"), title=award.version.title),
        body=format_lazy(
            _(
                "{issuer} has revoked your award of “{title}”. The reason given:\n\n{reason}\n\nThe credential’s page "
                "now says that it is no longer valid. If you think this is a mistake, write to the issuer."
            ),
            issuer=award.issuer.name,
            title=award.version.title,
            reason=award.revocation.reason,
        ),
        path=credential_path(award.pk),
        key=f"award-revoked:{award.pk}",
        at=now(),
    )


@on(AwardSuspended)
def tell_of_the_suspension(event: AwardSuspended) -> None:
    """The educator hears that an award does not hold for now, and why."""
    award = awards_with_all().get(pk=event.award_id)
    tell(
        actor=None,
        person=award.person,
        kind="award_suspended",
        subject=format_lazy(_("Suspended: {title}"), title=award.version.title),
        body=format_lazy(
            _(
                "{issuer} has suspended your award of “{title}” for the time being. The reason given:\n\n{reason}\n\n"
                "Until it is reinstated, the credential’s page says that it does not hold. If you think this is a "
                "mistake, write to the issuer."
            ),
            issuer=award.issuer.name,
            title=award.version.title,
            reason=Suspension.objects.get(pk=event.suspension_id).reason,
        ),
        path=credential_path(award.pk),
        key=f"award-suspended:{event.suspension_id}",
        at=now(),
    )


@on(AwardReinstated)
def tell_of_the_reinstatement(event: AwardReinstated) -> None:
    """The educator hears that a suspended award holds again."""
    award = awards_with_all().get(pk=event.award_id)
    tell(
        actor=None,
        person=award.person,
        kind="award_reinstated",
        subject=format_lazy(_("Holds again: {title}"), title=award.version.title),
        body=format_lazy(
            _("{issuer} has reinstated your award of “{title}”. Every check of it says again that it holds."),
            issuer=award.issuer.name,
            title=award.version.title,
        ),
        path=credential_path(award.pk),
        key=f"award-reinstated:{event.suspension_id}",
        at=now(),
    )
