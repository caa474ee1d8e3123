import io

import pikepdf
from django.utils.translation import override

from microcred.credentials import pictures
from microcred.credentials.pictures import badge_svg, certificate
from microcred.credentials.tests.make import award


def test_a_badge_is_one_picture_whoever_asks_first(cast):
    version = award(cast).version
    pictures._badge.cache_clear()
    with override("es"):
        asked_in_spanish = badge_svg(version)
    pictures._badge.cache_clear()

    assert badge_svg(version) == asked_in_spanish


def test_the_certificate_speaks_its_readers_language(cast):
    earned = award(cast)
    for language, title in (("en", "Certificate: "), ("es", "Certificado: ")):
        with override(language), pikepdf.open(io.BytesIO(certificate(earned))) as document:
            assert str(document.Root.Lang).startswith(language)
            assert str(document.docinfo.Title).startswith(title)
