"""What a query asks for, taken apart into its terms, and the sets of what these find put together again.

PostgreSQL says what the words mean (stems, stop words, quotes, minus signs); its answer is read here. A term is a
word's stem, or a phrase in quotes, written as PostgreSQL writes a `tsquery` of its own (PostgreSQL's manual, §8.11.2).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

TOKEN = re.compile(r"'(?:[^']|'')*'(?::[*A-D]+)?|<(?:-|\d+)>|[&|!()]")


@dataclass(frozen=True)
class Wanted:
    """One node of a query: a `term`, or what `sign` (`&`, `|` or `!`) makes of its parts."""

    sign: str
    term: str = ""
    parts: tuple["Wanted", ...] = ()

    def terms(self) -> set[str]:
        """Every term below this node."""
        return {self.term} if self.term else {term for part in self.parts for term in part.terms()}

    def put_together(self, found: Callable[[str], int], everything: int) -> int:
        """The set that the query finds, from those that its terms find; a set is an integer, a bit for each entry."""
        if self.term:
            return found(self.term)
        sets = [part.put_together(found, everything) for part in self.parts]
        if self.sign == "!":
            return everything & ~sets[0]
        if self.sign == "&":
            return reduce(int.__and__, sets)
        return reduce(int.__or__, sets)


def read(query: str) -> Wanted | None:
    """Take a `tsquery` apart, as PostgreSQL prints it; None for an empty one, which finds nothing."""
    tokens = TOKEN.findall(query)
    return _Reader(tokens).either() if tokens else None


class _Reader:
    """Reads from left to right; `|` binds least, then `&`, then `<->`, then `!`."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

    def either(self) -> Wanted:
        return self._joined("|", lambda: self._joined("&", self.phrase))

    def _joined(self, sign: str, part: Callable[[], Wanted]) -> Wanted:
        parts = [part()]
        while self._next() == sign:
            self.at += 1
            parts.append(part())
        return parts[0] if len(parts) == 1 else Wanted(sign, parts=tuple(dict.fromkeys(parts)))

    def phrase(self) -> Wanted:
        """A single word, or words that must stand in an order: PostgreSQL looks for those as one."""
        first = self.at
        found = self.single()
        if not self._next().startswith("<"):
            return found
        while self._next().startswith("<"):
            self.at += 1
            self.single()
        return Wanted("", term=" ".join(self.tokens[first : self.at]))

    def single(self) -> Wanted:
        sign = self._next()
        self.at += 1
        if sign == "!":
            return Wanted("!", parts=(self.single(),))
        if sign == "(":
            found = self.either()
            self.at += 1
            return found
        return Wanted("", term=sign)

    def _next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""
