"""Who gets through the doors of wallets: a person to their own award; programs by a secret or to what is public."""

from microcred.foundation.clock import now
from microcred.integrations.wallets.operations import offer
from tests.house.access_table import EVERYONE, NOBODY

PUBLIC = {"GET": EVERYONE, "POST": NOBODY}
FOR_PROGRAMS = {"GET": NOBODY, "POST": EVERYONE}

DOORS = {
    "add_to_wallet": {"GET": {"ada"}, "POST": {"ada"}},
    # Whoever has the secret of a QR code
    "interaction": PUBLIC,
    "credential_offer": PUBLIC,
    "credential_issuer_metadata": PUBLIC,
    "credential_issuer_metadata_of_drafts": PUBLIC,
    "wallet_server_metadata": PUBLIC,
    "wallet_server_metadata_of_drafts": PUBLIC,
    "exchange": FOR_PROGRAMS,
    # They answer every program; without a code or a token they only say that it is missing
    "wallet_token": FOR_PROGRAMS,
    "wallet_nonce": FOR_PROGRAMS,
    "wallet_credential": FOR_PROGRAMS,
}


def _secret(world):
    """Of an offer made for the knock: it lasts for minutes, and the doors of all the others take longer."""
    return {"secret": offer(actor=world.person("ada"), award=world.award, with_code=False, at=now()).secret}


def _issuer(world):
    return {"slug": world.issuer.slug}


ARGUMENTS = {
    "add_to_wallet": lambda world: {"award_id": world.award.pk},
    "interaction": _secret,
    "credential_offer": _secret,
    "exchange": _secret,
    **dict.fromkeys((name for name in DOORS if name.startswith(("credential_issuer", "wallet_"))), _issuer),
}
