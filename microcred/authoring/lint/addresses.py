"""Web addresses, DOIs and ISBNs by their form alone. Nothing is opened. Pure."""

import ipaddress
import re
from urllib.parse import urlsplit

from microcred.authoring.lint.lexicon import listed

DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_DOI_MEANT = re.compile(r"(?:doi\.org/|\bdoi:\s*)(\S+)", re.IGNORECASE)
_ISBN_MEANT = re.compile(r"\bISBN(?:-1[03])?:?\s*([\dXx][\d\sXx–-]{8,20})", re.IGNORECASE)
_CATALOGUED = re.compile(
    r"\bE[DJ]\d{6}\b|\barXiv:\s?\d{4}\.\d{4,5}|\bPMC?(?:ID)?:?\s?\d{5,}|hdl\.handle\.net/|\bISSN\b", re.IGNORECASE
)
ADDRESS = re.compile(r"https?://[^\s<>\"”)\]]+")

INVENTED_HOSTS = listed("invented_hosts")


def is_invented(host: str) -> bool:
    """Whether a host is one that documentation and templates use, or this very machine."""
    host = host.lower()
    if host in {"localhost", "url", "link", "www"} or any(
        host == name or host.endswith("." + name) for name in INVENTED_HOSTS
    ):
        return True
    if host.endswith((".example", ".test", ".invalid", ".local", ".localhost")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def host_of(url: str) -> str | None:
    """The host of a web address that has the form of one, else None."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        _port = parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or re.search(r"\s", url.strip()) or ".." in host:
        return None
    if host == "localhost" or re.fullmatch(r"[\d.]+|[0-9a-f:]*:[0-9a-f:]+", host):
        return host
    # A label, a dot, and something that could be a top-level domain.
    return host if re.fullmatch(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:[^\W\d_]{2,}|xn--[\w-]+)", host) else None


def broken_doi(text: str) -> str | None:
    """What is given as a DOI in a text and cannot be one (ISO 26324: `10.`, a number, a slash, a name)."""
    for meant in _DOI_MEANT.finditer(text):
        said = re.sub(r"^https?://(?:dx\.)?doi\.org/", "", meant[1].rstrip(".,;)"))
        if not re.match(r"10\.\d{4,9}(?:\.\d+)*/[^\s/]", said):
            return meant[0].rstrip(".,;)")
    return None


def broken_isbn(text: str) -> str | None:
    """What is given as an ISBN in a text and fails its check digit (ISO 2108)."""
    for meant in _ISBN_MEANT.finditer(text):
        bare = re.sub(r"[^\dX]", "", meant[1].upper())
        if not (_isbn_10(bare) or _isbn_13(bare) or _isbn_13(bare[:13]) or _isbn_10(bare[:10])):
            return meant[0].strip()
    return None


def _isbn_10(bare: str) -> bool:
    if not re.fullmatch(r"\d{9}[\dX]", bare):
        return False
    return sum((10 - place) * (10 if digit == "X" else int(digit)) for place, digit in enumerate(bare)) % 11 == 0


def _isbn_13(bare: str) -> bool:
    if not re.fullmatch(r"97[89]\d{10}", bare):
        return False
    return sum((3 if place % 2 else 1) * int(digit) for place, digit in enumerate(bare)) % 10 == 0


def can_be_looked_up(text: str) -> bool:
    """Whether a text carries a number or an address by which a library or a browser finds a work."""
    return bool(DOI.search(text) or ADDRESS.search(text) or _ISBN_MEANT.search(text) or _CATALOGUED.search(text))


_WHERE_IN_A_JOURNAL = re.compile(
    r"(?:\b(?:vol(?:ume)?\.?\s*)?\d{1,3}\s*)?"
    r"(?:\(\s*(?:[\d–/ -]{1,12}|[Ss]uppl[^()]{0,12})\)|[,;]\s*(?:no|issue|iss)\.?\s*[\d–-]+)"
    r"[^.]{0,40}?[,:;]\s*(?:pp?\.?\s*|article\s*|art\.\s*)?(?:\d+\s*[–-]+\s*\d+|e?\d{3,})"
    r"|\b\d{4}\b[^;]{0,12};\s*\d{1,3}\s*(?:\([^()]{1,12}\))?:\s*e?\d+"
    r"|\bvol\.?\s*\d+[^()]{0,60}\bpp?\.\s*\d+"
    r"|,\s*\d{1,3}(?:\s*,|:)\s*\d+\s*[–-]+\s*\d+",
    re.IGNORECASE,
)
"""Volume and pages: `28(3-4), 73-88`, `96(2):315-324`, `10, no. 4 (2008), pp. 313–340`, `15: 12–30`."""

_IN_LAW = re.compile(
    r"\bU\.?\s?S\.?\s?C\.?A?\.?\s*(?:§|sec)|\bC\.?\s?F\.?\s?R\.?\s*(?:§|part|pt)"
    r"|\bPub(?:lic)?\.?\s*L(?:aw)?\.?\s*(?:No\.?\s*)?\d+"
    r"|\b\d+\s+(?:U\.\s?S\.|F\.\s?(?:2d|3d|4th|Supp)|S\.\s?Ct\.)\s*(?:\d+|_+)|\bStat\.\s*\d+|\bFed\.\s*Reg\.",
)
_NUMBERED_REPORT = re.compile(
    r"\b(?:NCEE|NCES|WWC|NCSER|SMA|REL|HHS|GAO|NBER|ETS|RAND|RR|ED)\b[\w .,/-]{0,20}\d{2,}"
    r"|\b(?:[Rr]eport|[Pp]aper|[Pp]ublication|[Bb]rief)\s+(?:[Nn]o|[Nn]umber|[Nn]r)?\.?\s*#?[A-Z-]*\d{2,}",
)
_PUBLISHERS = listed("publishers")


def is_a_full_reference(citation: str) -> bool:
    """Whether a citation names where a library finds the work, though it carries no number or address.

    Styles of citation ask for no more: of an article volume and pages, of a law its section, of a report its number,
    of a book a house that publishes books.
    """
    if _WHERE_IN_A_JOURNAL.search(citation) or _IN_LAW.search(citation) or _NUMBERED_REPORT.search(citation):
        return True
    undated = re.sub(r"[,(]?\s*\(?\d{4}\)?[.)]*\s*$", "", citation.strip().rstrip("."))
    ending = re.split(r"(?<=[.?!])\s+", undated)[-1]
    named = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", ending)
    is_house = any(word.lower() in _PUBLISHERS and word[0].isupper() for word in named)
    return is_house and len(named) <= MOST_WORDS_OF_A_HOUSE


MOST_WORDS_OF_A_HOUSE = 9
"""Words that the name of a publisher and its place may have."""
