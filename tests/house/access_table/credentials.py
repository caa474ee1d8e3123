"""Who gets through the doors of credentials: awards are public by their address, taking one back is the issuer's."""

from microcred.credentials.models import DocumentIntent
from microcred.credentials.operations import compose_record, sign_document
from microcred.foundation.clock import now
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
    "credential_jwt": {"GET": NOBODY, "POST": NOBODY},
    "document": {"GET": EVERYONE, "POST": NOBODY},
    "document_json": {"GET": EVERYONE, "POST": NOBODY},
    "hosted_assertion": {"GET": EVERYONE, "POST": NOBODY},
    "hosted_badge": {"GET": EVERYONE, "POST": NOBODY},
    "hosted_issuer": {"GET": EVERYONE, "POST": NOBODY},
    "issuer_jwks": {"GET": EVERYONE, "POST": NOBODY},
    # everyone may ask for a record of their own awards; who has none is told so
    "learner_record": {"POST": SIGNED_IN},
    # the cast has no administrator of the university centre
    "issuer_management": {"GET": NOBODY, "POST": NOBODY},
    "issuer_key": {"POST": NOBODY},
    "issuer_condemnation": {"POST": NOBODY},
    "issuer_upholding": {"POST": NOBODY},
    "issuer_stop": {"POST": NOBODY},
    "issuer_resumption": {"POST": NOBODY},
    "issuer_status": {"POST": NOBODY},
    "issuer_tokens": {"POST": NOBODY},
    "issuer_endorsement": {"POST": NOBODY},
    "issuer_revocations": {"GET": NOBODY, "POST": NOBODY},
}


def _record(world):
    """A learner record of Ada's, signed; made when a door first asks for it."""
    made = DocumentIntent.objects.filter(person=world.person("ada")).first()
    if made is None:
        made = compose_record(actor=world.person("ada"), awards=[world.award], at=now())
        sign_document(actor=None, intent=made, at=now())
    return made


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
            "hosted_assertion",
        ),
        _award,
    ),
    "credential_jwt": lambda world: {"award_id": world.award.pk, "algorithm": "es256"},
    **dict.fromkeys(("document", "document_json"), lambda world: {"document_id": _record(world).pk}),
    "hosted_badge": lambda world: {"version_id": world.version.pk},
    "badge": lambda world: {"version_id": world.version.pk, "kind": "png"},
    "status_list": lambda world: {"list_id": world.award.intent.status_list_id},
    **dict.fromkeys(
        (
            "issuer",
            "issuer_did",
            "issuer_management",
            "issuer_key",
            "issuer_condemnation",
            "issuer_stop",
            "issuer_resumption",
            "issuer_status",
            "issuer_tokens",
            "issuer_endorsement",
            "issuer_jwks",
            "hosted_issuer",
            "issuer_revocations",
        ),
        lambda world: {"slug": world.issuer.slug},
    ),
}

ARGUMENTS["issuer_upholding"] = lambda world: {"slug": world.issuer.slug, "condemnation_id": world.award.pk}

BODIES = {
    ("revocation", "POST"): lambda world: {"reason": "Awarded by mistake."},
    ("suspension", "POST"): lambda world: {"reason": "Until the complaint is looked at."},
    ("verify", "POST"): lambda world: {"text": world.award.intent.signed.text},
}
