"""Status lists: one bit for each credential."""

import base64
import gzip
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.openbadges import status
from microcred.openbadges.tests.make import LIST_URL, NOW, Issuer

indexes = st.sets(st.integers(0, status.MIN_LENGTH - 1), max_size=50)


@settings(max_examples=30)
@given(indexes)
def test_bits_survive_encoding(chosen: set[int]):
    bits = status.StatusBits()
    for index in chosen:
        bits[index] = True
    again = status.StatusBits.decode(bits.encode())
    assert {index for index in range(len(again)) if again[index]} == chosen
    assert bits.encode() == again.encode()


def test_the_first_bit_is_the_most_significant_of_the_first_byte():
    bits = status.StatusBits()
    bits[0] = bits[15] = True
    encoded = bits.encode()
    assert encoded.startswith("u")
    assert "=" not in encoded
    raw = gzip.decompress(base64.urlsafe_b64decode(encoded[1:] + "=" * (-len(encoded[1:]) % 4)))
    assert raw[:2] == b"\x80\x01"
    assert len(raw) == 16 * 1024


def test_a_bit_can_be_cleared_and_places_end():
    bits = status.StatusBits()
    bits[7] = True
    bits[7] = False
    assert not bits[7]
    for index in (-1, len(bits)):
        with pytest.raises(status.StatusListWrong):
            bits[index]


def _encoded(raw: bytes) -> str:
    return "u" + base64.urlsafe_b64encode(gzip.compress(raw)).rstrip(b"=").decode()


@pytest.mark.parametrize(
    "encoded",
    [
        "",
        "zabc",
        "u!!!",
        "uAAAA",
        _encoded(bytes(1000)),
        _encoded(bytes(64 * 1024 * 1024)),
        _encoded(bytes(16384))[:-20],
    ],
    ids=["empty", "base", "alphabet", "not gzip", "short", "bomb", "cut off"],
)
def test_bad_lists_are_refused(encoded: str):
    with pytest.raises(status.StatusListWrong):
        status.StatusBits.decode(encoded)


def test_random_places_are_never_given_twice():
    taken: set[int] = set()
    for _ in range(2000):
        index = status.random_index(taken.__contains__)
        assert index not in taken
        taken.add(index)
    assert max(taken) > 60_000, "places come from the whole list"
    with pytest.raises(status.ListFull):
        status.random_index(lambda index: True)


def test_status_of_a_credential():
    issuer = Issuer()
    credential = issuer.award()
    assert status.status_of(credential, issuer.listing(), now=NOW) == {"revocation": False}
    issuer.bits[94_567] = True
    assert status.status_of(credential, issuer.listing(), now=NOW) == {"revocation": True}


def test_a_list_that_does_not_apply_is_no_answer():
    issuer = Issuer()
    entry = issuer.award()["credentialStatus"]
    listing = issuer.listing()
    wrong = [
        {**listing, "id": "https://other.example/list"},
        {**listing, "type": ["VerifiableCredential"]},
        {**listing, "credentialSubject": {**listing["credentialSubject"], "statusPurpose": "suspension"}},
        {**listing, "validFrom": "2030-01-01T00:00:00Z"},
        {**listing, "validUntil": "2026-01-01T00:00:00Z"},
        {**listing, "credentialSubject": "none"},
    ]
    for each in wrong:
        with pytest.raises(status.StatusListWrong):
            status.is_set(entry, each, now=NOW)
    with pytest.raises(status.StatusListWrong):
        status.is_set({**entry, "statusListIndex": "131072"}, listing, now=NOW)
    assert not status.is_set(entry, listing, now=NOW + timedelta(days=1))


@pytest.mark.parametrize(
    "change",
    [
        {"statusListIndex": 5},
        {"statusListIndex": "-1"},
        {"statusListIndex": "٣"},
        {"statusListCredential": ""},
        {"statusPurpose": ""},
        {"statusSize": 2},
        {"id": LIST_URL},
    ],
)
def test_malformed_entries_are_refused(change: dict):
    with pytest.raises(status.StatusListWrong):
        status.check_entry({**Issuer().award()["credentialStatus"], **change})
