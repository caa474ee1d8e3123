"""Status lists: one bit for each credential."""

import base64
import gzip
import tracemalloc
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from microcred.openbadges import status
from microcred.openbadges.tests.make import LIST_URL, NOW, Issuer

indexes = st.sets(st.integers(0, status.MIN_LENGTH - 1), max_size=50)


@settings(max_examples=30, deadline=None)
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
        "u\u00e4\u00f6",
        "uAAAA",
        _encoded(bytes(1000)),
        _encoded(bytes(64 * 1024 * 1024)),
        _encoded(bytes(16384))[:-20],
    ],
    ids=["empty", "base", "alphabet", "not ASCII", "not gzip", "short", "bomb", "cut off"],
)
def test_bad_lists_are_refused(encoded: str):
    with pytest.raises(status.StatusListWrong):
        status.StatusBits.decode(encoded)


def test_a_bomb_is_unpacked_no_further_than_the_longest_list():
    """That it is refused is not enough: it must be refused before it fills the memory."""
    bomb = _encoded(bytes(64 * 1024 * 1024))
    tracemalloc.start()
    try:
        with pytest.raises(status.StatusListWrong, match="longer"):
            status.StatusBits.decode(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * 1024 * 1024, "the longest list takes 1 MiB"


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
        {"statusSize": 0},
        {"statusSize": True},
        {"statusSize": 99, "statusMessage": []},
        {"statusSize": 1, "statusMessage": [{"status": "0x0", "message": "one of two"}]},
        {"statusSize": 1, "statusMessage": [{"status": "0x0", "message": "a"}, {"status": "0x0", "message": "b"}]},
        {"statusSize": 1, "statusMessage": ["0x0", "0x1"]},
        {"statusSize": 1, "statusMessage": [{"status": "0", "message": "a"}, {"status": "1", "message": "b"}]},
        {"statusSize": 1, "statusMessage": [{"status": "0x0", "message": 5}, {"status": "0x1", "message": "b"}]},
        {"id": LIST_URL},
    ],
)
def test_malformed_entries_are_refused(change: dict):
    with pytest.raises(status.StatusListWrong):
        status.check_entry({**Issuer().award()["credentialStatus"], **change})


PHASES = [{"status": hex(number), "message": word} for number, word in enumerate(("new", "open", "held", "closed"))]


def test_an_entry_of_several_bits_has_a_message_for_each_value():
    issuer = Issuer(purpose="message", bits=status.StatusBits(4 * status.MIN_LENGTH))
    issuer.bits[2 * 94_567] = True
    entry = {**issuer.award()["credentialStatus"], "statusPurpose": "message", "statusSize": 2, "statusMessage": PHASES}

    value = status.value_of(entry, issuer.listing(), now=NOW)

    assert status.check_entry(entry).messages[value] == "held"


def test_places_of_several_bits_end_earlier():
    """A list may hold enough bits and still too few places."""
    bits = status.StatusBits()
    with pytest.raises(status.StatusListWrong, match="fewer than"):
        bits.value(0, size=2)
    bits = status.StatusBits(2 * status.MIN_LENGTH)
    bits[2 * status.MIN_LENGTH - 1] = True
    assert bits.value(status.MIN_LENGTH - 1, size=2) == 1
    with pytest.raises(status.StatusListWrong, match="no place"):
        bits.value(status.MIN_LENGTH, size=2)


@pytest.mark.parametrize(
    ("ttl", "seconds"), [(None, 300), (60_000, 60), (0, 0), (86_400_000, 300), ("60000", 300), (-5, 300), (True, 300)]
)
def test_a_copy_is_never_kept_longer_than_five_minutes(ttl: object, seconds: int):
    listing = Issuer().listing()
    listing["credentialSubject"]["ttl"] = ttl
    assert status.time_to_live(listing) == timedelta(seconds=seconds)


REVOCATIONS = {
    "id": "https://credentials.example.edu/revoked",
    "issuer": "did:web:credentials.example.edu",
    "revokedCredential": [
        {"id": "urn:uuid:1", "revoked": True, "revocationReason": "Awarded in error."},
        {"id": "urn:uuid:2"},
        {"id": "urn:uuid:3", "revoked": False},
    ],
}
WHOSE = {"url": REVOCATIONS["id"], "issuer": REVOCATIONS["issuer"]}


@pytest.mark.parametrize(
    ("credential", "reason"),
    [("urn:uuid:1", "Awarded in error."), ("urn:uuid:2", ""), ("urn:uuid:3", None), ("urn:uuid:4", None)],
)
def test_a_list_of_revoked_credentials(credential: str, reason: str | None):
    assert status.revoked_in(REVOCATIONS, **WHOSE, credential_id=credential) == reason


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "did:web:other.example"},
        {"id": "https://credentials.example.edu/another"},
        {"revokedCredential": "none"},
        {"revokedCredential": [{"revoked": True}]},
        {"revokedCredential": ["urn:uuid:1"]},
    ],
)
def test_a_list_of_revoked_credentials_that_does_not_apply_is_no_answer(change: dict):
    with pytest.raises(status.StatusListWrong):
        status.revoked_in({**REVOCATIONS, **change}, **WHOSE, credential_id="urn:uuid:4")


def test_an_unclaimed_list_of_revoked_credentials_is_no_answer():
    without = {name: value for name, value in REVOCATIONS.items() if name != "issuer"}
    with pytest.raises(status.StatusListWrong):
        status.revoked_in(without, **WHOSE, credential_id="urn:uuid:1")
