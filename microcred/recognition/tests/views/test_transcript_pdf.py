"""The transcript on paper: accessible, with what a provider's certificate states, and only one's own."""

import re
from io import BytesIO

import pypdfium2
from django.test import Client

from microcred.organizations.operations import choose_language
from microcred.recognition import operations
from microcred.recognition.tests import make
from tests.cast import Cast


def words_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(BytesIO(content)) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def test_it_is_accessible_and_states_what_a_certificate_does(client: Client, cast: Cast):
    entry = make.entry(cast)
    operations.confirm(actor=cast.omar, entry=entry, at=cast.at)
    client.force_login(cast.ada)
    answer = client.get("/transcript/transcript.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"pdfuaid" in answer.content
    assert b"/StructTreeRoot" in answer.content
    words = words_of(answer.content)
    for wanted in (
        "Ada Whitfield",
        str(entry.award.version.title),
        entry.award.issuer.name,
        "20 of 120 renewal credits confirmed",
        "15 contact hours × 20 ÷ 15 = 20 renewal credits",
        "“The employer attests the hours of what falls under options 4 to 11",
        "no meals",
        "As a provider’s certificate states it",
    ):
        assert wanted in words
    assert re.search(r"Made: .{10,60} E[DS]T\b", words), "whoever is sent it may live by another clock"


def test_it_is_ones_own_and_in_ones_own_language(client: Client, cast: Cast):
    entry = make.entry(cast)
    choose_language(actor=cast.ada, language="es")
    client.force_login(cast.ada)
    assert "créditos de renovación" in words_of(client.get("/transcript/transcript.pdf").content)
    client.force_login(cast.gus)
    assert str(entry.award.version.title) not in words_of(client.get("/transcript/transcript.pdf").content)
