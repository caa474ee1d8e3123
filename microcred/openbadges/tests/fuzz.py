"""Fuzz the parsers that read what strangers send, with atheris.

    python -m microcred.openbadges.tests.fuzz TARGET [-runs=N] [-max_total_time=SECONDS] [CORPUS …]

Whatever comes in, only what the library refuses on purpose may come out: an :class:`.errors.OpenBadgesError`.
"""

import json
import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["microcred.openbadges"]):
    from microcred.openbadges import baking, dids, jwt, lint, multibase, pictures, source, status, times
    from microcred.openbadges.canonical import canonicalize
    from microcred.openbadges.documents import parse
    from microcred.openbadges.errors import OpenBadgesError
    from microcred.openbadges.tests.elsewhere import Servers, badge, token
    from microcred.openbadges.tests.make import Issuer
    from microcred.openbadges.verify import Verdict

SERVERS = Servers()


def verifies(data: bytes) -> None:
    """A report on whatever it is; "valid" only for the seeds, which nobody hits upon by chance."""
    assert SERVERS.check(data).verdict is not Verdict.VALID or data in SEEDS["verifies"]


def canonical(data: bytes) -> None:
    canonicalize(parse(data))


def linted(data: bytes) -> None:
    document = parse(data)
    for shape in ("OpenBadgeCredential", "ClrCredential", "EndorsementCredential", "VerifiableCredential"):
        lint.check_structure(document, shape=shape)
        lint.check_foreign(document, shape)
    lint.check_references(document)


def token_read(data: bytes) -> None:
    jwt.read(data)


def image(data: bytes) -> None:
    baking.extract(data)


def picture(data: bytes) -> None:
    pictures.qr_texts(data)


def handed_in(data: bytes) -> None:
    source.credential_in(data, at="https://example.org/")


def status_list(data: bytes) -> None:
    status.StatusBits.decode(data.decode("latin-1"))
    status.check_entry(parse(data))


def names(data: bytes) -> None:
    text = data.decode("latin-1")
    for read in (dids.did_web_url, multibase.decode, times.read, dids.resolver(dids.offline)):
        try:
            read(text)
        except OpenBadgesError:
            continue


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each
    for each in (verifies, canonical, linted, token_read, image, picture, handed_in, status_list, names)
}

_SMALL = Issuer().sign(badge())
_JSON = json.dumps(_SMALL).encode()
SEEDS: dict[str, list[bytes]] = {
    "verifies": [_JSON, token(badge()).encode()],
    "canonical": [_JSON],
    "linted": [_JSON],
    "token_read": [token(badge()).encode()],
    "image": [],
    "picture": [],
    "handed_in": [_JSON, b"https://example.org/badge.json", b"<!doctype html><link rel=alternate type=json href=/x>"],
    "status_list": [status.StatusBits().encode().encode()],
    "names": [b"did:web:example.org%3A8443:a", b"did:key:z6MkehRgf7yJbgaGfYsdoAsKdBPE3dj2CYhowQdcjqSJgvVd", b"z6Mk"],
}


def main(target: str, arguments: list[str]) -> None:
    seeds = SEEDS[target]

    def one(data: bytes) -> None:
        if seeds and data[:1] == b"\0":
            # a seed with some of its bytes changed reaches further than bytes of any kind
            provider = atheris.FuzzedDataProvider(data[1:])
            seed = bytearray(seeds[provider.ConsumeIntInRange(0, len(seeds) - 1)])
            for _ in range(provider.ConsumeIntInRange(0, 4)):
                place = provider.ConsumeIntInRange(0, len(seed) - 1)
                seed[place : place + provider.ConsumeIntInRange(0, 3)] = provider.ConsumeBytes(3)
            data = bytes(seed)
        try:
            TARGETS[target](data)
        except OpenBadgesError:
            return

    atheris.Setup([sys.argv[0], *arguments], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
