"""Credentials go into images and come out again, to the byte."""

import io
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from microcred.openbadges import baking
from microcred.openbadges.documents import to_bytes


def _png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (3, 2), (20, 90, 160)).save(buffer, "PNG")
    return buffer.getvalue()


PNG = _png()
SVG = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- a > b -->\n'
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><title>Badge &amp; seal</title><circle r="2"/></svg>\n'
)
EMPTY_SVG = b'<s:svg xmlns:s="http://www.w3.org/2000/svg" aria-label="a>b" />'

json_values = st.dictionaries(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")),
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")) | st.just("]]>"),
    max_size=5,
)


@given(json_values)
def test_png_gives_back_what_was_baked(document):
    credential = to_bytes(document)
    baked = baking.bake_png(PNG, credential)
    assert baking.extract(baked) == credential
    assert Image.open(io.BytesIO(baked)).text["openbadgecredential"] == credential.decode()


@given(json_values)
def test_svg_gives_back_what_was_baked(document):
    credential = to_bytes(document)
    for image in (SVG, EMPTY_SVG):
        assert baking.extract(baking.bake_svg(image, credential)) == credential


def test_baking_again_replaces_the_credential():
    for bake, image in ((baking.bake_png, PNG), (baking.bake_svg, SVG)):
        once = bake(image, b'{"a":1}')
        twice = bake(once, b'{"b":2}')
        assert baking.extract(twice) == b'{"b":2}'
        assert b'{"a":1}' not in twice
        assert bake(image, b'{"b":2}') == twice


def test_open_badges_2_data_is_taken_out():
    old = baking._chunk(b"tEXt", b"openbadges\0https://old.example/assertion")
    png = PNG[:33] + old + PNG[33:]
    assert b"old.example" not in baking.bake_png(png, b"{}")

    svg = SVG.replace(
        b"<title>",
        b'<openbadges:assertion xmlns:openbadges="http://openbadges.org" verify="https://old.example"/><title>',
    )
    baked = baking.bake_svg(svg, b"{}")
    assert b"old.example" not in baked
    assert baking.extract_svg(baked) == b"{}"
    assert b"<title>Badge &amp; seal</title>" in baked


def test_the_rest_of_an_svg_stays_to_the_byte():
    baked = baking.bake_svg(SVG, b"{}")
    added = b' xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"'
    element = b"<openbadges:credential><![CDATA[{}]]></openbadges:credential>"
    assert baked.replace(added, b"").replace(element, b"") == SVG


def test_images_without_a_credential_say_so():
    assert baking.extract(PNG) is None
    assert baking.extract(SVG) is None


def test_two_credentials_are_refused():
    chunk = baking._chunk(b"iTXt", b"openbadgecredential\0\0\0\0\0{}")
    with pytest.raises(baking.ImageRefused, match="more than one"):
        baking.extract(PNG[:33] + chunk + chunk + PNG[33:])
    element = b'<o:credential xmlns:o="https://purl.imsglobal.org/ob/v3p0">{}</o:credential>'
    with pytest.raises(baking.ImageRefused, match="more than one"):
        baking.extract(SVG.replace(b"<title>", element + element + b"<title>"))


DOCTYPE = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
"""As drawing programs begin an SVG."""


def test_an_svg_may_name_its_document_type():
    baked = baking.bake_svg(SVG.replace(b"?>", b"?>" + DOCTYPE, 1), b'{"a": 1}')
    assert DOCTYPE in baked
    assert baking.extract(baked) == b'{"a": 1}'


@pytest.mark.parametrize(
    "image",
    [
        b"",
        b"GIF89a",
        PNG[:-1],
        PNG[:20] + b"\xff" + PNG[21:],
        b"<html/>",
        b'<svg xmlns="http://www.w3.org/2000/svg">',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        DOCTYPE + b'<svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
        DOCTYPE.replace(b">", b' [<!ENTITY a "b">]>') + b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"/>'.encode("utf-16"),
        b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * 600 + b"</g>" * 600 + b"</svg>",
        b"\x89PNG\r\n\x1a\n" + b"\0" * (11 * 1024 * 1024),
    ],
)
def test_damaged_and_dangerous_images_are_refused(image: bytes):
    with pytest.raises(baking.ImageRefused):
        baking.extract(image)


def test_a_compressed_bomb_is_refused():
    bomb = zlib.compress(b" " * (8 * 1024 * 1024))
    chunk = baking._chunk(b"iTXt", b"openbadgecredential\0\x01\0\0\0" + bomb)
    with pytest.raises(baking.ImageRefused):
        baking.extract(PNG[:33] + chunk + PNG[33:])


@given(st.binary(max_size=200), st.integers(0, 400))
def test_no_input_makes_extraction_fall_over(noise: bytes, position: int):
    for image in (PNG, SVG):
        damaged = image[:position] + noise + image[position:]
        with suppress(baking.ImageRefused):
            baking.extract(damaged)
