"""The verbs of an issuer's keys and of its brake: renewing a key, stopping, resuming."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.credentials.keys import new_key
from microcred.credentials.models import Issuer, IssuingResumption, IssuingStop, KeyRetirement, SigningKey
from microcred.credentials.operations.status_lists import sign_status_list
from microcred.credentials.queries import keys_of, may_look_after, stop_in_force
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person


class KeyIsTheIdentifier(Refusal):
    """A `did:key` is its key: another key would be another issuer."""

    message = _(
        "This issuer’s identifier is its key itself, so the key cannot be renewed. Give the server an https address "
        "and establish an issuer there."
    )


class RenewalUnexplained(Refusal):
    """A key is not renewed without saying why."""

    message = _("Say why the key is renewed. It is kept beside the retired key.")
    field = "reason"


class StopUnexplained(Refusal):
    """Nobody stops an issuer without saying why."""

    message = _("Say why issuing stops. Whoever looks after this issuer reads it.")
    field = "reason"


class StoppedAlready(Refusal):
    """The issuer signs nothing at present."""

    message = _("This issuer has been stopped already.")


class NotStopped(Refusal):
    """There is no stop to end."""

    message = _("This issuer is not stopped.")


@operation
def rotate_key(
    *, actor: Person | None, issuer: Issuer, purpose: SigningKey.Purpose, reason: str, at: datetime
) -> SigningKey:
    """Give an issuer a new key for a purpose. What the old one signed still verifies: it stays in the DID document.

    Awards that wait for their signature get it from the key that their intent names. Status lists are signed anew at
    once, by the new key.

    Args:
        actor: an administrator of the issuer's organization, or None for the operator.
        reason: why, for whoever reads the list of keys later.
    """
    check_may_look_after(actor, issuer, at=at)
    if issuer.did.startswith("did:key:"):
        raise KeyIsTheIdentifier
    if not reason.strip():
        raise RenewalUnexplained
    hold(issuer.pk)
    key = put_in_place_of_old(actor, issuer, purpose, reason=reason.strip(), at=at)
    if purpose == SigningKey.Purpose.STATUS:
        for status_list in issuer.status_lists.order_by("pk"):
            sign_status_list(actor=None, status_list=status_list, at=at)
    return key


def put_in_place_of_old(
    actor: Person | None, issuer: Issuer, purpose: SigningKey.Purpose, *, reason: str, at: datetime
) -> SigningKey:
    """A new key for a purpose; whichever signed until now is retired. The caller holds the issuer's lock."""
    old = [key for key in keys_of(issuer) if key.purpose == purpose and not hasattr(key, "retirement")]
    pair, sealed = new_key(purpose)
    key = SigningKey.objects.create(
        issuer=issuer, purpose=purpose, public_multibase=pair.public.multibase, sealed_private=sealed
    )
    for each in old:
        KeyRetirement.objects.create(key=each, retired_at=at, retired_by=actor, reason=reason)
    return key


@operation
def stop_issuing(*, actor: Person | None, issuer: Issuer, reason: str, at: datetime) -> IssuingStop:
    """Let an issuer sign no more awards, from now on and until someone resumes. What is awarded meanwhile waits.

    Revoking and suspending go on, and so do the status lists.

    Args:
        actor: an administrator of the issuer's organization, or None for the operator.
        reason: why, for whoever looks after the issuer.
    """
    check_may_look_after(actor, issuer, at=at)
    if not reason.strip():
        raise StopUnexplained
    hold(issuer.pk)
    if stop_in_force(issuer) is not None:
        raise StoppedAlready
    return IssuingStop.objects.create(issuer=issuer, stopped_at=at, stopped_by=actor, reason=reason.strip())


@operation
def resume_issuing(*, actor: Person | None, issuer: Issuer, at: datetime) -> IssuingResumption:
    """End a stop. What waited is signed within a minute or two.

    Args:
        actor: an administrator of the issuer's organization, or None for the operator.
    """
    check_may_look_after(actor, issuer, at=at)
    hold(issuer.pk)
    stop = stop_in_force(issuer)
    if stop is None:
        raise NotStopped
    return IssuingResumption.objects.create(stop=stop, resumed_at=at, resumed_by=actor)


@operation
def choose_status(
    *,
    actor: Person | None,
    issuer: Issuer,
    suspends: bool,
    lists_revoked: bool,
    renames: bool | None = None,
    at: datetime,
) -> Issuer:
    """Say what an issuer offers to verifiers beside its list of revocations, for awards from now on; and of names.

    Args:
        actor: an administrator of the issuer's organization, or None for the operator.
        suspends: awards get a place in a list of suspensions too, and so name two lists.
        lists_revoked: the identifiers of revoked credentials are published as a 1EdTech revocation list. It tells more
            than a list of bits: which credentials there were.
        renames: holders may let their awards show the name that they go by now; None: as it was.
    """
    check_may_look_after(actor, issuer, at=at)
    issuer.suspends, issuer.lists_revoked = suspends, lists_revoked
    issuer.renames = issuer.renames if renames is None else renames
    issuer.save(update_fields=["suspends", "lists_revoked", "renames"])
    return issuer


def check_may_look_after(actor: Person | None, issuer: Issuer, *, at: datetime) -> None:
    """Whether the actor looks after an issuer; None, the operator, does.

    Raises:
        NotAllowed: when not.
    """
    if actor is not None and not may_look_after(actor, issuer, at=at):
        raise NotAllowed
