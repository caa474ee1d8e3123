"""Languages of evidence: how they are called in themselves, and whether a piece in one of them is taken. Pure."""

import re
from collections.abc import Collection
from enum import StrEnum

from django.conf.locale import LANG_INFO

ANY = "any"
TRANSLATED = "translated"

_BESIDES = {
    "am": "አማርኛ",
    "ase": "American Sign Language",
    "chr": "ᏣᎳᎩ",
    "haw": "ʻŌlelo Hawaiʻi",
    "hmn": "Hmoob",
    "ht": "Kreyòl ayisyen",
    "lo": "ລາວ",
    "nv": "Diné bizaad",
    "om": "Afaan Oromoo",
    "ps": "پښتو",
    "sm": "Gagana Samoa",
    "so": "Soomaali",
    "ti": "ትግርኛ",
    "tl": "Tagalog",
    "yue": "粵語",
}
"""Spoken or signed in schools, and unknown to Django. Codes: ISO 639, as BCP 47 takes them; names: Unicode CLDR."""

_PLAIN = re.compile(r"[a-z]{2,3}(-han[st])?")

OWN_NAMES: dict[str, str] = dict(
    sorted(
        (
            _BESIDES | {code: str(about["name_local"]) for code, about in LANG_INFO.items() if "name_local" in about}
        ).items(),
        key=lambda pair: pair[1].casefold(),
    )
)
"""By code, how a language is called in itself; without the ways in which countries write it."""
OWN_NAMES = {code: name for code, name in OWN_NAMES.items() if _PLAIN.fullmatch(code)}


class Wanting(StrEnum):
    """What a piece in a language lacks before it is taken."""

    TRANSLATION = "translation"
    OTHER_LANGUAGE = "other_language"


def wanting_of(
    language: str,
    *,
    design: str,
    author: str,
    taken: Collection[str],
    takes_translated: bool,
    is_translated: bool,
) -> Wanting | None:
    """What a piece lacks, by its language. What the author says of a requirement goes before what is said for all.

    Args:
        language: of the piece.
        design: the language of the micro-credential, which is always taken unless the author names another.
        author: what is asked at the requirement: nothing, `any`, `translated`, or a code.
        taken: the codes that an organization takes; none named: every language.
        takes_translated: whether the others are taken with a translation.
        is_translated: whether the educator named one.
    """
    if author == ANY:
        return None
    if author == TRANSLATED:
        return None if language == design or is_translated else Wanting.TRANSLATION
    if author:
        return None if language == author else Wanting.OTHER_LANGUAGE
    if not taken or language in taken or language == design:
        return None
    if not takes_translated:
        return Wanting.OTHER_LANGUAGE
    return None if is_translated else Wanting.TRANSLATION


def assumed(author: str, design: str) -> str:
    """The language that a piece is taken to be in while its educator says nothing."""
    return design if author in ("", ANY, TRANSLATED) else author
