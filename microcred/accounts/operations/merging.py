"""Joining two accounts of one person: asked in one, proven in the other, done at once or not at all."""

import base64
import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from microcred.accounts.models import Merge, MergeApproval, MergeOffer
from microcred.accounts.queries.merging import (
    clashes_of,
    has_decided_for,
    has_judged,
    has_second_factor,
    holder_of,
    merge_plan,
    moved_and_there,
    reading_each_other,
)
from microcred.accounts.queries.requests import erasure_of
from microcred.foundation import jobs
from microcred.foundation.ids import uuid7
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.notices.operations import tell
from microcred.organizations.models import Membership, Person
from microcred.organizations.operations import dismiss, no_password
from microcred.pathways.operations import leave as leave_pathway
from microcred.pathways.queries import enrolments_of
from microcred.portfolios.models import Pursuit
from microcred.portfolios.operations import end_peer, leave_team
from microcred.portfolios.queries import judged_whom_another_knows, place_in_team
from microcred.programs.operations import leave

OFFER_LASTS = timedelta(minutes=30)
MAIL_JOB = "accounts.mail_merge_offer"
GATHER_JOB = "accounts.gather"
MERGED = "merged.invalid"
"""The domain, which never exists (RFC 2606), of the address that a closed account keeps."""


class OfferOver(Refusal):
    """Too late, or done."""

    message = _("This link was used or is older than 30 minutes. Ask again from your account.")


class OneAccount(Refusal):
    """The address is the person's own already."""

    message = _("That address belongs to the account you are signed in to.")
    field = "email"


class AccountClosed(Refusal):
    """One of the two is not in use."""

    message = _("One of the two accounts is not in use, so they cannot be joined. Write to whoever runs this server.")


class SignInThere(Refusal):
    """The other account has a second factor, and a mail does not stand for it."""

    message = _(
        "The other account is locked by a passkey or an authenticator app, and the mail alone does not open it. Sign "
        "in there once, in another browser, open the link from the mail and say yes. Then come back to this page."
    )


class ErasureToCome(Refusal):
    """One of the two is about to be erased."""

    message = _("For one of the two accounts you have asked that its data be erased. Take that back first.")


class JudgedTheOther(Refusal):
    """One has had the other's work in hand."""

    message = _(
        "One of the two accounts has judged the work of the other, or holds it now. Nobody judges their own work, so "
        "the accounts cannot be joined until the lead assessor has looked at it. Write to them."
    )


class DecidedForTheOther(Refusal):
    """One has decided something for the other."""

    message = _(
        "One of the two accounts has decided something for the other: credit, more time, another attempt, an award or "
        "a case about its work. Nobody decides that for themselves, so the accounts stay two. Write to whoever runs "
        "this server if you think that this is wrong."
    )


class MayNotMeet(Refusal):
    """One held work to judge it of somebody whom the other knows. Whom, nobody says: it would tell whose it is."""

    message = _(
        "What the two accounts have seen to may not meet in one: the one judged work, and the other knows people whose "
        "work is judged here. So the accounts stay two. Write to whoever runs this server if you need them to be one."
    )


class BothBeingJudged(Refusal):
    """One version, handed in from both."""

    message = _("“{title}” was handed in from both accounts. Join them when one of the two has its answer.")


class NotYetChosen(Refusal):
    """Which of two pieces of work to go on with."""

    message = _("Choose which work on “{title}” you go on with.")


@operation
def offer_merge(*, actor: Person, email: str, at: datetime) -> MergeOffer | None:
    """Ask to take in the account that an address belongs to. A mail with a link goes there, if there is one.

    Nobody learns here whether the address has an account: None comes back where it has none.

    Raises:
        OneAccount: when it is the actor's own.
    """
    if EmailAddress.objects.filter(user=actor, email__iexact=email).exists():
        raise OneAccount
    other = holder_of(email)
    if other is None:
        return None
    offer = MergeOffer(id=uuid7(), asker=actor, other=other, email=email.lower(), asked_at=at)
    offer.expires_at = at + OFFER_LASTS
    offer.token_digest = digest_of(token_of(offer.pk))
    offer.save(force_insert=True)
    jobs.defer(MAIL_JOB, queue="mail", offer_id=str(offer.pk))
    return offer


@operation
def mail_merge_offer(*, actor: None, offer: MergeOffer, at: datetime) -> bool:
    """Send the link of an offer that still holds, to the address that was named. Return whether it was sent."""
    if offer.expires_at <= at:
        return False
    context = {"offer": offer, "address": f"{settings.PUBLIC_URL}/my-data/joining/{token_of(offer.pk)}/"}
    with translation.override(offer.other.language):
        message = EmailMultiAlternatives(
            subject=gettext("Is this account yours too?"),
            body=render_to_string("accounts/joining_mail.txt", context),
            to=[offer.email],
            headers={
                "Message-ID": f"<{offer.pk}@{urlsplit(settings.PUBLIC_URL).hostname or 'localhost'}>",
                "Auto-Submitted": "auto-generated",
            },
        )
    message.send()
    return True


@operation
def approve_merge(*, actor: Person, offer: MergeOffer, at: datetime) -> MergeApproval:
    """Say yes from the account that would be taken in, signed in there.

    Raises:
        NotAllowed, OfferOver.
    """
    if actor.pk != offer.other_id:
        raise NotAllowed
    if at >= offer.expires_at or Merge.objects.filter(offer=offer).exists():
        raise OfferOver
    approval, _is_new = MergeApproval.objects.get_or_create(offer=offer, defaults={"approved_at": at})
    return approval


def why_not_merge(offer: MergeOffer, *, at: datetime) -> Refusal | None:
    """What stands between two accounts and being one; None when nothing does but the choices of the person."""
    asker, other = offer.asker, offer.other
    if at >= offer.expires_at or Merge.objects.filter(offer=offer).exists():
        return OfferOver()
    if not (asker.is_active and other.is_active):
        return AccountClosed()
    if has_second_factor(other) and not MergeApproval.objects.filter(offer=offer).exists():
        return SignInThere()
    if erasure_of(asker) or erasure_of(other):
        return ErasureToCome()
    if has_judged(asker, other) or has_judged(other, asker):
        return JudgedTheOther()
    if has_decided_for(asker, other) or has_decided_for(other, asker):
        return DecidedForTheOther()
    if judged_whom_another_knows(asker, other) or judged_whom_another_knows(other, asker):
        return MayNotMeet()
    stuck = next((clash for clash in clashes_of(asker, other) if clash.stuck), None)
    return BothBeingJudged(title=stuck.mine.version.title) if stuck else None


@operation
def merge(*, actor: Person, offer: MergeOffer, go_on_with: Collection[UUID], at: datetime) -> Merge:
    """Take the other account in, for good: its work, awards, seats, roles, credit, notices and addresses become the
    actor's, and nobody signs in to it any more. All of it in one transaction, or nothing.

    Args:
        go_on_with: of each version that both had begun, the pursuit to go on with; the other is set aside and stays
            to be read.

    Raises:
        NotAllowed, OfferOver, AccountClosed, SignInThere, ErasureToCome, JudgedTheOther,
        DecidedForTheOther, MayNotMeet, BothBeingJudged, NotYetChosen.
    """
    if actor.pk != offer.asker_id:
        raise NotAllowed
    for person_id in sorted((offer.asker_id, offer.other_id)):
        hold(person_id)  # two merges that share an account come one after the other
    offer = MergeOffer.objects.select_related("asker", "other").get(pk=offer.pk)
    refusal = why_not_merge(offer, at=at)
    if refusal is not None:
        raise refusal
    absorbed = offer.other
    set_aside = _set_aside(actor, absorbed, go_on_with)
    _leave_what_both_have(actor, absorbed, at)
    _part_from_oneself(actor, absorbed, set_aside, at)
    had = list(EmailAddress.objects.filter(user=absorbed).values_list("email", flat=True))
    _close(absorbed)
    done = Merge.objects.create(offer=offer, survivor=actor, absorbed=absorbed, set_aside=set_aside, merged_at=at)
    _give_over(done)
    jobs.defer(GATHER_JOB, queue="clock", merge_id=str(done.pk))
    tell(
        actor=None,
        person=actor,
        kind="accounts_joined",
        subject=_("Your two accounts are one now"),
        body=_(
            "Everything of the account with the address {email} is yours here. You can sign in by its address from now "
            "on. If that was not you, write to whoever runs this server at once."
        ).format(email=had[0] if had else offer.email),
        path="/my-data/",
        key=f"merge:{done.pk}",
        at=at,
    )
    return done


@operation
def gather(*, actor: None, merge: Merge) -> None:
    """Bring over what requests that were under way wrote down for the closed account after all. Harmless to repeat."""
    _give_over(merge)


def token_of(offer_id: UUID) -> str:
    """The token of an offer's link. It is kept nowhere: only this server's secret can make it again."""
    proof = salted_hmac("accounts.merge_offer", str(offer_id), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(proof).rstrip(b"=").decode()


def digest_of(token: str) -> str:
    """The digest under which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _set_aside(survivor: Person, absorbed: Person, go_on_with: Collection[UUID]) -> list[UUID]:
    """Of each version that both had begun, the pursuit that is not gone on with."""
    aside = []
    for clash in clashes_of(survivor, absorbed):
        chosen = {one.pk for one in clash.both} & set(go_on_with)
        if clash.settled:
            chosen = {clash.proposed.pk}
        if len(chosen) != 1:
            raise NotYetChosen(title=clash.mine.version.title)
        aside += [one.pk for one in clash.both if one.pk not in chosen]
    return aside + moved_and_there(survivor, absorbed)


def _part_from_oneself(survivor: Person, absorbed: Person, set_aside: Collection[UUID], at: datetime) -> None:
    """Nobody reads their own work as a colleague, and work that is set aside is in no team."""
    for invitation in reading_each_other(survivor, absorbed):
        end_peer(actor=invitation.pursuit.person, invitation=invitation, at=at)
    for pursuit in Pursuit.objects.filter(pk__in=set_aside).select_related("person"):
        teammate = place_in_team(pursuit)
        if teammate is not None:
            leave_team(actor=pursuit.person, teammate=teammate, at=at)


def _leave_what_both_have(survivor: Person, absorbed: Person, at: datetime) -> None:
    """End in the closed account what the other has as well: a role in an organization, a seat in a program, a
    pathway."""
    mine = set(Membership.objects.filter(person=survivor, ends_at=None).values_list("organization", "role"))
    for membership in Membership.objects.filter(person=absorbed, ends_at=None).select_related("organization"):
        if (membership.organization_id, membership.role) in mine:
            dismiss(actor=absorbed, membership=membership, at=at)
    for arrival in merge_plan(survivor, absorbed, at=at).seats_given_up:
        leave(actor=arrival.person, arrival=arrival, at=at)
    taking_part = {one.cohort.pathway_id for one in enrolments_of(survivor)}
    for enrolment in enrolments_of(absorbed):
        if enrolment.cohort.pathway_id in taking_part:
            leave_pathway(actor=absorbed, enrolment=enrolment, at=at)


def _close(absorbed: Person) -> None:
    EmailAddress.objects.filter(user=absorbed).update(primary=False)
    absorbed.email, absorbed.is_active, absorbed.password = f"{absorbed.pk}@{MERGED}", False, no_password()
    absorbed.save(update_fields=["email", "is_active", "password"])


def _give_over(merge: Merge) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_join(%s)", [merge.pk])
