"""Looking at one text: every kind of finding, none of them twice in the same place."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote, urlsplit

from microcred.portfolios.privacy import identifiers, known, names
from microcred.portfolios.privacy.found import Finding, Kind, Known, fold, grouped
from microcred.portfolios.privacy.mending import without_names

Place = tuple[Kind, int, int]

_MOST_LOOKS = 5
"""Taking a name out can let two others stand beside each other; a title in which that goes on is given up."""


def look(text: str, about: Known) -> tuple[Finding, ...]:
    """What a text says of who somebody is, in the order of the text.

    Args:
        about: what is known of its writer.
    """
    folded = fold(text)
    found = _apart(_everything(text, folded, about))
    again = names.named_again(text, folded, found)
    # A first name alone that is a part of a full name is told with it, and not a second time.
    found = [place for place in found if (place[1], place[2]) not in again]
    found += [(Kind.FIRST_NAME, start, end) for start, end in again]
    return grouped(text, found, again)


def look_at_title(title: str, about: Known) -> tuple[Finding, ...]:
    """The same for the name of a file or the title of a link, in which words hang together by other signs."""
    spaced = re.sub(r"[_]|(?<=\w)[.-](?=\w)", " ", title)
    folded = fold(spaced)
    sure = [*known.own_addresses(title, fold(title), about), *identifiers.emails(title), *identifiers.numbers(title)]
    rest = [
        *known.own_names(spaced, folded, about),
        *known.organizations(spaced, folded, about),
        *names.in_title(title),
    ]
    return grouped(title, _apart([*sure, *rest]))


def title_without_names(title: str, about: Known) -> str:
    """A title in which nothing is found any more: what is left of it, with its extension."""
    for _again in range(_MOST_LOOKS):
        found = look_at_title(title, about)
        if not found:
            return title
        title = without_names(title, found)
    return without_names(title, found, keep_nothing=True)


def look_at_link(address: str, about: Known) -> tuple[Finding, ...]:
    """What a link's own address says; what stands behind it nobody has seen."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ()
    readable = unquote(address)
    text = readable if len(readable) == len(address) else address
    spaced = re.sub(r"[/_.+=&?#%~-]", " ", text)
    folded = fold(spaced)
    start = address.find(parts.netloc) if parts.netloc else 0
    found = [
        *identifiers.emails(text),
        *((kind, a, b) for kind, a, b in known.own_names(_titled(spaced), folded, about)),
        *((kind, a, b) for kind, a, b in known.organizations(_titled(spaced), folded, about)),
    ]
    return grouped(text, _apart(place for place in found if place[1] >= start))


def _everything(text: str, folded: str, about: Known) -> Iterator[Place]:
    yield from known.own_addresses(text, folded, about)
    yield from identifiers.emails(text)
    yield from identifiers.numbers(text)
    yield from known.own_names(text, folded, about)
    yield from known.organizations(text, folded, about)
    yield from identifiers.addresses(text)
    yield from names.in_text(text, folded)


def _apart(places: Iterable[Place]) -> list[Place]:
    """Where two places overlap, the one that came first: what is surer comes first."""
    kept: list[Place] = []
    taken = bytearray()
    for kind, start, end in places:
        taken.extend(bytes(max(0, end - len(taken))))
        if taken.find(1, start, end) < 0:
            kept.append((kind, start, end))
            taken[start:end] = b"\1" * (end - start)
    return kept


def _titled(text: str) -> str:
    """The text with every word's first letter large: addresses are written small."""
    return re.sub(r"(?<![^\W_])[a-z]", lambda match: match.group().upper(), text)
