"""The doors of credentials: public pages and files of awards and issuers, checking, a person's own awards."""

from microcred.credentials.views.awards import (
    PER_PAGE,
    awards,
    badge,
    certificate_pdf,
    credential,
    credential_json,
    credential_jwt,
    credential_png,
    credential_qr,
    credential_svg,
    reinstatement,
    revocation,
    suspension,
)
from microcred.credentials.views.checking import verify
from microcred.credentials.views.documents import document, document_json, learner_record
from microcred.credentials.views.hosted import hosted_assertion, hosted_badge, hosted_issuer
from microcred.credentials.views.issuers import issuer, issuer_did, issuer_jwks, issuer_revocations, status_list
from microcred.credentials.views.management import (
    issuer_condemnation,
    issuer_endorsement,
    issuer_key,
    issuer_management,
    issuer_resumption,
    issuer_status,
    issuer_stop,
    issuer_tokens,
    issuer_upholding,
)

__all__ = [
    "PER_PAGE",
    "awards",
    "badge",
    "certificate_pdf",
    "credential",
    "credential_json",
    "credential_jwt",
    "credential_png",
    "credential_qr",
    "credential_svg",
    "document",
    "document_json",
    "hosted_assertion",
    "hosted_badge",
    "hosted_issuer",
    "issuer",
    "issuer_condemnation",
    "issuer_did",
    "issuer_endorsement",
    "issuer_jwks",
    "issuer_key",
    "issuer_management",
    "issuer_resumption",
    "issuer_revocations",
    "issuer_status",
    "issuer_stop",
    "issuer_tokens",
    "issuer_upholding",
    "learner_record",
    "reinstatement",
    "revocation",
    "status_list",
    "suspension",
    "verify",
]
