"""The addresses that wallets are told."""

import json
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse

from microcred.credentials import addresses
from microcred.credentials.models import Issuer
from microcred.integrations.wallets.models import Offer


def credential_issuer(issuer: Issuer) -> str:
    """The identifier of an issuer towards wallets: an https address without a slash at its end, under which its
    metadata is found by putting `/.well-known/…` before the path."""
    return addresses.issuer_page(issuer.slug).rstrip("/")


def at(name: str, **parts: str) -> str:
    """The public address of one of our routes."""
    return addresses.public(reverse(name, kwargs=parts))


def interaction(secret: str) -> str:
    """What the QR code holds: one address for wallets of every kind (VCALM 1.0, interaction URL)."""
    return f"{at('interaction', secret=secret)}?iuv=1"


def wallet_link(secret: str) -> str:
    """The link by which OpenID wallets take an offer."""
    return f"openid-credential-offer://?credential_offer_uri={quote(at('credential_offer', secret=secret), safe='')}"


def learner_wallet_link(secret: str) -> str:
    """The link by which the Learner Credential Wallet opens, on a phone that has it."""
    request = {"credentialRequestOrigin": settings.PUBLIC_URL, "protocols": {"vcapi": at("exchange", secret=secret)}}
    return f"https://lcw.app/request?request={quote(json.dumps(request, separators=(',', ':')), safe='')}"


def protocols(offer: Offer, secret: str) -> dict[str, str]:
    """The ways in which a wallet may take an offer. An exchange knows no transaction code, so it is offered without
    one only. `OID4VCI` is the name that wallets used before VCALM gave versions."""
    link = wallet_link(secret)
    ways = {"oid4vci-1.0": link, "OID4VCI": link}
    return ways if offer.code_digest else {"vcapi": at("exchange", secret=secret), **ways}
