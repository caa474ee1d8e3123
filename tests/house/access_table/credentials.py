"""Who gets through the doors of credentials: awards are public by their address, taking one back is the issuer's."""

from tests.house.access_table import EVERYONE, NOBODY, SIGNED_IN

DOORS = {
    "credential": {"GET": EVERYONE, "POST": NOBODY},
    "credential_json": {"GET": EVERYONE, "POST": NOBODY},
    "credential_png": {"GET": EVERYONE, "POST": NOBODY},
    "credential_svg": {"GET": EVERYONE, "POST": NOBODY},
    "certificate_pdf": {"GET": EVERYONE, "POST": NOBODY},
    "credential_qr": {"GET": EVERYONE, "POST": NOBODY},
    "badge": {"GET": EVERYONE, "POST": NOBODY},
    "status_list": {"GET": EVERYONE, "POST": NOBODY},
    "issuer": {"GET": EVERYONE, "POST": NOBODY},
    "issuer_did": {"GET": EVERYONE, "POST": NOBODY},
    "verify": {"GET": EVERYONE, "POST": EVERYONE},
    "awards": {"GET": SIGNED_IN, "POST": NOBODY},
    "revocation": {"POST": {"lena"}},
}


def _award(world):
    return {"award_id": world.award.pk}


ARGUMENTS = {
    **dict.fromkeys(
        (
            "credential",
            "credential_json",
            "credential_png",
            "credential_svg",
            "certificate_pdf",
            "credential_qr",
            "revocation",
        ),
        _award,
    ),
    "badge": lambda world: {"version_id": world.version.pk, "kind": "png"},
    "status_list": lambda world: {"list_id": world.award.intent.status_list_id},
    "issuer": lambda world: {"slug": world.issuer.slug},
    "issuer_did": lambda world: {"slug": world.issuer.slug},
}

BODIES = {
    ("revocation", "POST"): lambda world: {"reason": "Awarded by mistake."},
    ("verify", "POST"): lambda world: {"text": world.award.intent.signed.text},
}
