"""May this person, or this program? A person offers their own awards; a program shows a secret."""

from datetime import datetime
from uuid import UUID

from django.http import Http404

from microcred.credentials.models import Award, Issuer
from microcred.credentials.queries import awards_with_all
from microcred.integrations.wallets.models import Offer, Pickup
from microcred.integrations.wallets.rules import digest_of
from microcred.organizations.models import Person


def own_award(person: Person, award_id: UUID) -> Award:
    """An award that the person earned."""
    award = awards_with_all().filter(pk=award_id, person=person).first()
    if award is None:
        raise Http404
    return award


def open_offer(secret: str, *, at: datetime) -> Offer:
    """The offer of a secret, while it can still be taken up."""
    offer = offer_of(secret)
    if offer is None or at >= offer.expires_at or hasattr(offer, "pickup"):
        raise Http404
    return offer


def open_offer_without_code(secret: str, *, at: datetime) -> Offer:
    """The open offer of a secret that is enough by itself."""
    offer = open_offer(secret, at=at)
    if offer.code_digest:
        raise Http404
    return offer


def offer_of(secret: str) -> Offer | None:
    """The offer of a secret, open or not."""
    return (
        Offer.objects.select_related(
            "award__intent__signed", "award__issuer", "award__version__micro_credential", "pickup"
        )
        .filter(secret_digest=digest_of(secret))
        .first()
    )


def pickup_of(token: str, issuer: Issuer) -> Pickup | None:
    """The pickup whose token this is, at the issuer that gave it."""
    return (
        Pickup.objects.select_related("offer__award__intent__signed")
        .filter(token_digest=digest_of(token), offer__award__issuer=issuer)
        .first()
    )
