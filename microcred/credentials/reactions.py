"""The door of news and the clock: signing what is intended, keeping status lists fresh, telling the educator."""

import logging
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.credentials import operations
from microcred.credentials.addresses import credential_path, document_path
from microcred.credentials.events import (
    AwardGranted,
    AwardIntended,
    AwardReinstated,
    AwardRevoked,
    AwardsGranted,
    AwardSignedAgain,
    AwardSuspended,
    DocumentIntended,
    KeyCondemned,
)
from microcred.credentials.keys import OrderUnproven
from microcred.credentials.models import Award, AwardIntent, DocumentIntent, IssuanceBatch, KeyCondemnation, Suspension
from microcred.credentials.operations.issuances import BATCH_JOB
from microcred.credentials.operations.status_lists import SIGNED_ANEW_AFTER
from microcred.credentials.queries import (
    awards_left_without_tokens,
    awards_to_sign_again,
    awards_with_all,
    awards_with_condemned_tokens,
    batches_left_behind,
    documents_to_sign_again,
    lists_signed_before,
    people_completing,
    stack_in_force,
    stacks_fallen_with,
    stacks_offered,
    titles_resting_under,
    token_keys_of,
    unsigned_documents,
    unsigned_intents,
)
from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.outbox import on
from microcred.notices.operations import tell

log = logging.getLogger(__name__)

LEFT_BEHIND_AFTER = timedelta(minutes=1)

AT_ONCE, EACH_TIME = 100, 2_000
"""How many awards are signed again as soon as a key is condemned, and every five minutes after that."""

BATCH_LEFT_BEHIND_AFTER = timedelta(minutes=5)
"""An order of many batches is worked off in its turn; only then is one called left behind."""


@on(AwardIntended)
def sign_what_was_intended(event: AwardIntended) -> None:
    """Sign as soon as a worker is free. What a stopped issuer awards waits for the chore below."""
    with suppress(operations.IssuingStopped, OrderUnproven):
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


@on(DocumentIntended)
def sign_the_document(event: DocumentIntended) -> None:
    """Sign a document beside awards as soon as a worker is free."""
    with suppress(operations.IssuingStopped, OrderUnproven):
        _sign_document(DocumentIntent.objects.get(pk=event.intent_id))


@jobs.every(minutes=1)
def sign_documents_left_behind() -> None:
    """Take up documents that nobody signed."""
    for intent in unsigned_documents(before=now() - LEFT_BEHIND_AFTER)[:100]:
        try:
            _sign_document(intent)
        except Exception:
            log.exception("the document %s still waits for its signature", intent.pk)


@transaction.atomic
def _sign_document(intent: DocumentIntent) -> None:
    """Sign, and tell whose stack it is."""
    at = now()
    operations.sign_document(actor=None, intent=intent, at=at)
    if intent.kind == DocumentIntent.Kind.STACK and not hasattr(intent, "withdrawal") and intent.person is not None:
        tell(
            actor=None,
            person=intent.person,
            kind="stack_awarded",
            subject=format_lazy(_("Whole stack earned: {stack}"), stack=intent.name),
            body=format_lazy(
                _(
                    "You hold everything that the stack “{stack}” asks for, so {issuer} has awarded you the credential "
                    "of the whole stack. It rests on these awards:\n\n{awards}\n\nIts signed page can be shared and "
                    "checked like that of any award."
                ),
                stack=intent.name,
                issuer=intent.issuer.name,
                awards="\n".join(f"- {title}" for title in titles_resting_under(intent)),
            ),
            path=document_path(intent.pk),
            key=f"stack-awarded:{intent.pk}",
            at=at,
        )


@on(KeyCondemned)
def begin_to_sign_again(event: KeyCondemned) -> None:
    """Sign the first of what a stolen key signed again; the chore below goes on."""
    _sign_again(AT_ONCE)


@jobs.every(minutes=5)
def sign_again_what_was_condemned() -> None:
    """Sign again what bears the signature of a condemned key, and stands. One that fails holds up no other."""
    if KeyCondemnation.objects.exists():
        _sign_again(EACH_TIME)


def _sign_again(most: int) -> None:
    at = now()
    intents: list[AwardIntent | DocumentIntent] = [*awards_to_sign_again()[:most], *documents_to_sign_again()[:most]]
    for intent in intents:
        try:
            operations.sign_again(actor=None, intent=intent, at=at)
        except Exception:
            log.exception("%s still bears the signature of a condemned key", intent.pk)
    for award in awards_with_condemned_tokens()[:most]:
        try:
            operations.sign_tokens(actor=None, award=award, at=at)
        except Exception:
            log.exception("the tokens of %s still bear the signature of a condemned key", award.pk)


@jobs.every(minutes=60)
def award_stacks_left_behind() -> None:
    """Award stacks to who has all of one without having just earned the last: it was put together later, or asks for
    less since something in it was retired, or nobody issued credentials then."""
    for stack in stacks_offered():
        operations.award_to_all(stack, people_completing(stack)[:EACH_TIME], at=now())


@on(AwardGranted)
def sign_its_tokens(event: AwardGranted) -> None:
    """The award as JSON Web Tokens too, if its issuer offers them."""
    _sign_tokens(Award.objects.select_related("intent", "issuer").get(pk=event.award_id))


@on(AwardsGranted)
def sign_the_tokens_of_many(event: AwardsGranted) -> None:
    """The same for everyone on a list."""
    for award in Award.objects.filter(pk__in=event.award_ids).select_related("intent", "issuer").order_by("pk"):
        _sign_tokens(award)


def _sign_tokens(award: Award) -> None:
    """What a stopped issuer awarded, or what must be upheld first, waits for the chore below."""
    if token_keys_of(award.issuer).exists():
        with suppress(operations.IssuingStopped, OrderUnproven):
            operations.sign_tokens(actor=None, award=award, at=now())


@jobs.every(minutes=5)
def sign_tokens_left_behind() -> None:
    """Take up awards whose tokens had to wait. One that fails holds up no other."""
    for award in awards_left_without_tokens()[:EACH_TIME]:
        try:
            operations.sign_tokens(actor=None, award=award, at=now())
        except Exception:
            log.exception("the award %s still waits for its tokens", award.pk)


@jobs.job(BATCH_JOB, queue="issuing", most_tries=5)
def issue_batch(batch_id: str) -> None:
    """Write down and sign one batch of a list. What a stopped issuer was asked for waits for the chore below."""
    batch = IssuanceBatch.objects.select_related("issuance__issuer", "issuance__version__micro_credential").get(
        pk=UUID(batch_id)
    )
    remembered: operations.Remembered = {}
    operations.write_batch(actor=None, batch=batch, at=now(), remembered=remembered)
    with suppress(operations.IssuingStopped, OrderUnproven):
        operations.sign_batch(actor=None, batch=batch, at=now(), remembered=remembered)


@jobs.every(minutes=1)
def issue_what_was_left_behind() -> None:
    """Take up batches that nobody finished, one of which may fail without holding up the others."""
    for batch in batches_left_behind(before=now() - BATCH_LEFT_BEHIND_AFTER)[:10]:
        try:
            issue_batch(str(batch.pk))
        except Exception:
            log.exception("the batch %s still waits", batch.pk)


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
    if award.intent.issuance is None or award.intent.issuance.tells:
        _tell_of_award(award)


def _tell_of_award(award: Award) -> None:
    tell(
        actor=None,
        person=award.person,
        kind="award_granted",
        subject=format_lazy(_("Earned: {title}"), title=title_for_readers(award.version)),
        body=format_lazy(
            _(
                "{issuer} has awarded you the micro-credential “{title}”.\n\nYour signed credential is ready: a page "
                "that anyone can check, a badge image and a certificate. Sharing it is up to you."
            ),
            issuer=award.issuer.name,
            title=title_for_readers(award.version),
        ),
        path=credential_path(award.pk),
        key=f"award-granted:{award.pk}",
        at=now(),
    )


@on(AwardsGranted)
def tell_of_the_awards(event: AwardsGranted) -> None:
    """Everyone on a list hears of their award, if whoever ordered it wanted that."""
    told = awards_with_all().filter(pk__in=event.award_ids, intent__issuance__tells=True)
    for award in told.order_by("pk"):
        _tell_of_award(award)


@on(AwardRevoked)
def tell_of_the_revocation(event: AwardRevoked) -> None:
    """The educator hears that an award no longer holds, and why."""
    award = awards_with_all().get(pk=event.award_id)
    tell(
        actor=None,
        person=award.person,
        kind="award_revoked",
        subject=format_lazy(_("Revoked: {title}"), title=title_for_readers(award.version)),
        body=format_lazy(
            _(
                "{issuer} has revoked your award of “{title}”. The reason given:\n\n{reason}\n\nThe credential’s page "
                "now says that it is no longer valid. If you think this is a mistake, write to the issuer."
            ),
            issuer=award.issuer.name,
            title=title_for_readers(award.version),
            reason=award.revocation.reason,
        ),
        path=credential_path(award.pk),
        key=f"award-revoked:{award.pk}",
        at=now(),
    )


@on(AwardRevoked)
def tell_of_the_stacks(event: AwardRevoked) -> None:
    """The educator hears which stacks fell with the award, and where another award has taken its place."""
    award = awards_with_all().get(pk=event.award_id)
    for intent in stacks_fallen_with(award):
        again = stack_in_force(intent)
        tell(
            actor=None,
            person=award.person,
            kind="stack_withdrawn",
            subject=format_lazy(
                _("Awarded anew: {stack}") if again else _("No longer whole: {stack}"), stack=intent.name
            ),
            body=format_lazy(
                _(
                    "The credential of the whole stack “{stack}” rested on your award of “{title}”, which was revoked, "
                    "and is withdrawn with it. Another award of yours takes its place: a new credential of the stack "
                    "was written, and copies of the old one no longer pass a check."
                )
                if again
                else _(
                    "The credential of the whole stack “{stack}” rested on your award of “{title}”, which was revoked, "
                    "and is withdrawn with it. Your other awards stand. Earn “{title}” again, and the stack is yours "
                    "again by itself."
                ),
                stack=intent.name,
                title=title_for_readers(award.version),
            ),
            path=document_path((again or intent).pk),
            key=f"stack-withdrawn:{intent.pk}",
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
        subject=format_lazy(_("Suspended: {title}"), title=title_for_readers(award.version)),
        body=format_lazy(
            _(
                "{issuer} has suspended your award of “{title}” for the time being. The reason given:\n\n{reason}\n\n"
                "Until it is reinstated, the credential’s page says that it does not hold. If you think this is a "
                "mistake, write to the issuer."
            ),
            issuer=award.issuer.name,
            title=title_for_readers(award.version),
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
        subject=format_lazy(_("Holds again: {title}"), title=title_for_readers(award.version)),
        body=format_lazy(
            _("{issuer} has reinstated your award of “{title}”. Every check of it says again that it holds."),
            issuer=award.issuer.name,
            title=title_for_readers(award.version),
        ),
        path=credential_path(award.pk),
        key=f"award-reinstated:{event.suspension_id}",
        at=now(),
    )


@on(AwardSignedAgain)
def tell_of_the_new_signature(event: AwardSignedAgain) -> None:
    """The educator hears that copies they saved or handed on are worth nothing now, and where the new one is."""
    award = awards_with_all().get(pk=event.award_id)
    if hasattr(award, "revocation"):
        return
    tell(
        actor=None,
        person=award.person,
        kind="award_signed_again",
        subject=format_lazy(_("Signed again: {title}"), title=title_for_readers(award.version)),
        body=format_lazy(
            _(
                "The key with which {issuer} signed your award of “{title}” may have been in other hands, so nothing "
                "that it signed is trusted any more. Your award stands, word for word and at the same address, and "
                "was signed again with another key.\n\nCopies that you saved before, handed to a wallet or put into a "
                "learner record no longer pass a check. Download the credential again, add it to your wallet again, "
                "and put your learner records together anew."
            ),
            issuer=award.issuer.name,
            title=title_for_readers(award.version),
        ),
        path=credential_path(award.pk),
        key=f"award-signed-again:{event.signed_again_id}",
        at=now(),
    )
