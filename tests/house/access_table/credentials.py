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
    "suspension": {"POST": {"lena"}},
    "reinstatement": {"POST": {"lena"}},
    # the cast has no administrator of the university centre
    "issuer_management": {"GET": NOBODY, "POST": NOBODY},
    "issuer_key": {"POST": NOBODY},
    "issuer_stop": {"POST": NOBODY},
    "issuer_resumption": {"POST": NOBODY},
    "issuer_status": {"POST": NOBODY},
    "issuer_revocations": {"GET": NOBODY, "POST": NOBODY},
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
            "suspension",
            "reinstatement",
        ),
        _award,
    ),
    "badge": lambda world: {"version_id": world.version.pk, "kind": "png"},
    "status_list": lambda world: {"list_id": world.award.intent.status_list_id},
    **dict.fromkeys(
        (
            "issuer",
            "issuer_did",
            "issuer_management",
            "issuer_key",
            "issuer_stop",
            "issuer_resumption",
            "issuer_status",
            "issuer_revocations",
        ),
        lambda world: {"slug": world.issuer.slug},
    ),
}

BODIES = {
    ("revocation", "POST"): lambda world: {"reason": "Awarded by mistake."},
    ("suspension", "POST"): lambda world: {"reason": "Until the complaint is looked at."},
    ("verify", "POST"): lambda world: {"text": world.award.intent.signed.text},
}
