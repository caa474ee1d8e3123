"""A text as names are told in it: the same in small letters beside it, and where its sentences and headings are."""

import re
from dataclasses import dataclass

Word = tuple[int, int]
"""Where a word stands, half-open, in characters."""

CAPITAL = r"A-ZÀ-ÖØ-Þ"
LETTER = r"a-zß-öø-ÿ"
WORD = (
    rf"(?:(?:[{CAPITAL}][{LETTER}]{{0,3}}[’'])?[{CAPITAL}][{LETTER}]+(?:[’'][{LETTER}]{{3,}})?"
    rf"(?:[{CAPITAL}][{LETTER}]+)?(?:-[{CAPITAL}{LETTER}][{LETTER}]+)?)"
)
"""A word written large, also “D’Andre”, “LaKeisha”, “Reyes-Ortega” and “Ji-woo”."""

_SENTENCE = re.compile(r"[.!?:;\n]\s+|\n|^")


@dataclass(frozen=True)
class Said:
    """A text, and the same in small letters."""

    text: str
    folded: str

    def word(self, word: Word) -> str:
        """A word in small letters."""
        return self.folded[word[0] : word[1]]

    def before(self, start: int, most: int = 60) -> str:
        """What stands before a place, in small letters."""
        return self.folded[max(0, start - most) : start]

    def after(self, end: int, most: int = 60) -> str:
        """What stands behind a place, in small letters."""
        return self.folded[end : end + most]

    def begins(self, start: int) -> bool:
        """Whether a sentence begins there, where every word is written large."""
        near = self.text[max(0, start - 40) : start]
        stripped = near.rstrip(" \t“\"'*-–—•¿¡(")
        return not stripped or stripped[-1] in ".!?:;\n" or "\n" in near[-3:]

    def is_heading(self, start: int, end: int) -> bool:
        """Whether the line there is written like a title: most of its longer words large, and no full stop."""
        near = max(0, start - 120)
        begun = max(self.text.rfind("\n", near, start) + 1, near)
        stop = self.text.find("\n", end, end + 120)
        line = self.text[begun : end + 120 if stop < 0 else stop].strip()
        if line[-1:] in ".!?,;" or ". " in line:
            return False
        words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
        return len(words) > 2 and sum(word[0].isupper() for word in words) * 3 > len(words) * 2

    def sentence(self, start: int, end: int) -> Word:
        """Where the sentence around a place is, at most 300 characters on either side."""
        ahead = self.text[max(0, start - 300) : start]
        begun = max((match.end() for match in _SENTENCE.finditer(ahead)), default=0)
        stop = re.search(r"[.!?]\s|\n|$", self.text[end : end + 300])
        return start - len(ahead) + begun, end + (stop.start() if stop else 0)
