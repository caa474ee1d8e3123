"""Who gets through the doors of programs. Verifying is open to all; issuing wants a token, without which it only says
so. Whoever administers an issuer's organization lets programs in."""

from uuid import UUID

from tests.house.access_table import EVERYONE, NOBODY

NO_CLIENT = UUID("01890000-0000-7000-8000-000000000000")

DOORS = {
    "vc_api_verify_credential": {"GET": NOBODY, "POST": EVERYONE},
    "vc_api_verify_presentation": {"GET": NOBODY, "POST": EVERYONE},
    "vc_api_issue": {"GET": NOBODY, "POST": EVERYONE},
    "vc_api_status": {"GET": NOBODY, "POST": EVERYONE},
    # the cast has no administrator of the university centre
    "issuing_clients": {"GET": NOBODY, "POST": NOBODY},
    "issuing_client_secret": {"POST": NOBODY},
    "issuing_client_end": {"POST": NOBODY},
}

ARGUMENTS = {
    "issuing_clients": lambda world: {"slug": world.issuer.slug},
    **dict.fromkeys(
        ("issuing_client_secret", "issuing_client_end"),
        lambda world: {"slug": world.issuer.slug, "client_id": NO_CLIENT},
    ),
}
