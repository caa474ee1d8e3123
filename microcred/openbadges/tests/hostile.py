"""Texts and identifiers that people paste and attackers write, made from a seed: the same ones in every run."""

from random import Random

ALIKE = ["urn:uuid:00000000-0000-4000-8000-000000000001", "https://x.example/1", "did:web:x.example", "a", "b", ""]
"""Used again and again, so that identifiers and texts meet their equals."""

LOOKALIKES = [
    "_:c14n0",
    "_:c14n10 <urn:p> _:a .",
    '<urn:s> <urn:p> "o" .\n',
    '" .\n_:c14n0 <urn:p> "x',
    '"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
    "urn:slot-0:0:",
    "urn:slot-0:1:",
    "urn:slot-1:0:",
    "%s%b%%%(name)s{0}",
    "{{x}}",
    "\\u0041\\n\\",
    '\\"',
    "@id",
    "@type",
    "@en",
    "type",
    "name",
    "Profile",
    "ob:x",
    "https://x.example/?a=1&b=%20#c",
    "urn:uuid:00000000-0000-4000-8000-000000000001",
    "did:web:x.example",
    "2026-11-22T12:00:00Z",
    "2026-11-22T12:00:00.123456789+13:45",
    "2026-02-29T24:00:00-00:00",
    "2.50",
    "1e400",
    "true",
    "null",
    '{"@id":"urn:x"}',
    "</script><!--",
    "é",
    "e\u0301",
    "שלום \u202eabc\u202c",
    "\u2028\u2029\x85\xa0",
    " lead and trail ",
    "\r\n\t",
]


def text(rng: Random) -> str:
    """Any text that may be signed."""
    kind = rng.randrange(8)
    if kind == 0:
        return rng.choice(ALIKE)
    if kind == 1:
        return rng.choice(LOOKALIKES)
    if kind == 2:
        return "".join(rng.choices("\"\\\n\r\t%' <>_:^@.{}", k=rng.randrange(1, 12)))
    if kind == 3:
        return "".join(character(rng) for _ in range(rng.randrange(1, 10)))
    if kind == 4 and rng.random() < 0.05:
        return rng.choice(['x"', "ü", "\U0001f600\\"]) * rng.randrange(1_000, 4_000)
    if kind == 5:
        return rng.choice(LOOKALIKES) + text(rng)
    return "".join(rng.choices("abcdefghij ", k=rng.randrange(1, 20)))


def character(rng: Random) -> str:
    """A character of any plane, except those that are refused."""
    while True:
        plane = rng.choice([0, 0, 0, 1, rng.randrange(17)])
        code = plane * 0x10000 + rng.choice(
            [rng.randrange(0x10000), rng.randrange(0x250), 0xE000 + rng.randrange(0x1FFE)]
        )
        if not (code < 0x20 or code == 0x7F or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF)):
            return chr(code)


def refused(rng: Random) -> str:
    """A text that must not be signed."""
    return text(rng) + rng.choice("\x00\x01\x08\x0b\x0c\x1b\x7f\ud800\udfff\ufffe\uffff") + text(rng)


def identifier(rng: Random) -> str:
    """An absolute IRI."""
    kind = rng.randrange(6)
    if kind == 0:
        return rng.choice(ALIKE[:3])
    if kind == 1:
        return f"urn:uuid:{rng.getrandbits(128):032x}"
    if kind == 2:
        return f"https://{rng.choice('abz')}.example/{rng.randrange(1_000)}?q=%20%C3%BC&x='(1)'#~{rng.randrange(9)}"
    if kind == 3:
        return "https://ünïcode.example/" + "".join(filter(str.isalnum, (character(rng) for _ in range(6)))) + "/x"
    if kind == 4:
        return rng.choice(["did:key:z6Mk", "mailto:a@b.example", "data:,x", "HTTPS://A.example/", "tel:+1"]) + str(
            rng.random()
        )
    return rng.choice(["ftp://x.example/", "x-y.z+1://h/", "tag:x.example,2026:", "geo:1,2;", "about:", "ob:"]) + "1"


def no_identifier(rng: Random) -> str:
    """What stands where an absolute IRI should."""
    return rng.choice(
        ["", "x", "/a", "#a", "a b:c", "https://x.example/<", "urn:%zz", "_:b0", "_:", ":", "@id", "urn:\\", "1:a"]
    )
