"""Drawings: the badge of a version as SVG and PNG, the certificate of an award, the QR code of its page.

One drawing serves every format, set by Typst with its own fonts, so that a title looks the same on every machine.
"""

import io
import json
from functools import lru_cache
from pathlib import Path
from typing import Literal
from uuid import UUID

import segno
import typst
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from microcred.catalog.models import Version
from microcred.credentials import addresses
from microcred.credentials.models import Award
from microcred.credentials.queries import issuer_for
from microcred.foundation import pdf

DRAWINGS = Path(__file__).parent / "drawings"
BADGE_PIXELS = 800
"""Width and height of the badge as PNG."""


def badge_png(version: Version) -> bytes:
    """The badge of a version, 800 × 800 pixels on a transparent ground."""
    return _badge(version.pk, *_words(version), "png")


def badge_svg(version: Version) -> bytes:
    """The badge of a version; the letters are outlines, so no font is needed to show it."""
    return _badge(version.pk, *_words(version), "svg")


def certificate(award: Award) -> bytes:
    """The certificate of an award as PDF/UA, with the address and QR code of the page that can be checked.

    Its own words are in the active language; the title and the competency stay in the language of the version.
    """
    version, address = award.version, addresses.credential_page(award.pk)
    revocation = getattr(award, "revocation", None)
    data = {
        "language": (get_language() or "en").split("-")[0],
        "content_language": version.language,
        "document_title": _("Certificate: %(title)s") % {"title": version.title},
        "kind": _("Micro-credential"),
        "issuer": award.issuer.name,
        "presented": _("This certifies that"),
        "recipient": str(award.holder),
        "earned": _("has earned the micro-credential"),
        "title": version.title,
        "competency": version.competency.strip(),
        "facts": [
            [_("Earned on"), _day(award)],
            [_("Version"), version.label],
            [_("Credential"), str(award.pk)],
        ],
        "notice": _("Revoked on %(day)s. This certificate is no longer valid.")
        % {"day": date_format(localtime(revocation.revoked_at), "DATE_FORMAT")}
        if revocation
        else "",
        "check": _("The signed credential behind this page, and whether it still holds:"),
        "address": address,
        "qr_alt": _("QR code of the address at which this certificate can be checked"),
    }
    return pdf.render(DRAWINGS / "certificate.typ", data, files={"qr": qr_code(address)})


def qr_code(address: str) -> bytes:
    """The QR code of an address as SVG, dark on white whatever the page's theme."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=2, scale=4, dark="#14201b", light="#ffffff", xmldecl=False, nl=False
    )
    return drawn.getvalue()


def _words(version: Version) -> tuple[str, str, str, str]:
    """What stands on a badge: in the language of the version, for it is one picture for every reader."""
    issuer = issuer_for(version)
    with override(version.language):
        number = _("Version %(number)s") % {"number": version.label}
    return version.title, issuer.name if issuer else version.micro_credential.owner.name, number, version.language


@lru_cache(maxsize=128)
def _badge(version_id: UUID, title: str, issuer: str, number: str, language: str, kind: Literal["png", "svg"]) -> bytes:
    with override(language):
        kind_of_thing = _("Micro-credential")
    data = {"title": title, "issuer": issuer, "version": number, "language": language, "kind": kind_of_thing}
    return typst.compile(
        str(DRAWINGS / "badge.typ"),
        root=str(DRAWINGS),
        format=kind,
        ppi=72 * BADGE_PIXELS / 400,
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


def _day(award: Award) -> str:
    return date_format(localtime(award.earned_at), "DATE_FORMAT")
