"""Reading prose: without its Markdown, in sentences, words, stems and syllables, and in which language. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

from microcred.authoring.lint.lexicon import listed, telltale

_ENGLISH = snowballstemmer.stemmer("english")
_SPANISH = snowballstemmer.stemmer("spanish")

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

STOP_WORDS = listed("stop_words")
"""English words that tie sentences together and say nothing of the subject."""

_TELLTALE = telltale()
"""By language, what gives it away."""

ENOUGH_WORDS = 12
"""Fewer words do not tell a language."""

LEAST_SHARE = 0.08
"""Of words that give a language away: prose in it has four times as many, a heap of long nouns twice as many."""


def plain(markdown: str) -> str:
    """The text without Markdown, numbered references and web addresses; each list item a sentence of its own."""
    text = re.sub(r"!\[[^\]\[]{0,500}\]\([^)(]{0,1000}\)", " ", markdown)
    text = re.sub(r"\[([^\]\[]{0,500})\]\([^)(]{0,1000}\)", r"\1", text)
    text = re.sub(r"\s?\[\d+(?:[,–-]\s?\d+)*\]", "", text)
    text = re.sub(r"<?https?://\S+", "", text)
    text = re.sub(r"(?m)^[^\S\n]{0,20}(?:[-*+]|\d{1,9}[.)])[^\S\n]+(.*)$", r"\n\1\n", text)
    text = re.sub(r"(?m)^[^\S\n]{0,20}(?:#{1,6}|>)[^\S\n]*(.*)$", r"\n\1\n", text)
    return re.sub(r"[*_`]+(?=\S)|(?<=\S)[*_`]+", "", text)


_QUOTED = re.compile(
    r"“[^”“]{1,200}”|\"[^\"\n]{1,200}\"|‘[^’‘]{1,60}’|`[^`\n]+`|(?<!\w)\*{1,2}[^*\n]{1,60}\*{1,2}(?!\w)"
)


def without_quotes(markdown: str) -> str:
    """The text without what is quoted or set off: words that are mentioned, not used."""
    return plain(_QUOTED.sub(" ", markdown))


_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|Dr|Mr|Mrs|Ms|St|No|vol|pp?|ed|eds|al)\.$", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[“\"‘'(\[¿¡]?[^\W_a-zà-ÿ])|\n\s*\n+")


def sentences(text: str) -> list[str]:
    """The sentences of plain text. Ends of lines within a paragraph are none of its ends."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        piece = text[start : end.start()]
        if "\n\n" not in end[0] and _ABBREVIATION.search(piece[-8:]):
            continue
        found.append(piece)
        start = end.end()
    found.append(text[start:])
    return [" ".join(piece.split()) for piece in found if WORD.search(piece)]


def words(text: str) -> list[str]:
    """The words of plain text, in lower case."""
    return [word.replace("’", "'") for word in WORD.findall(text.lower())]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The English stem of a word in lower case; of one with a Spanish letter, the Spanish."""
    return str((_SPANISH if re.search("[áéíóúñ]", word) else _ENGLISH).stemWord(word.removesuffix("'s")))


def content(text: str) -> Iterator[str]:
    """The stems of the words that say something, in order."""
    return (stem(word) for word in words(text) if word not in STOP_WORDS and len(word) > 1)


_SILENT = re.compile(r"(?<=[^aeiouy])(?:es|ed|e)$")
_SOUNDED = re.compile(r"(?:[sxz]|[cs]h|[cg])es$|[td]ed$|[^aeiouy]le[sd]?$")
_APART = re.compile(
    r"i[ao](?<![ctsg]ia)(?<![cstgx]io)|[^qg]u[ao]|eo(?!u)|ying|iet|ienc|ism$|uit[yi]|iu|ier$|rea(?=t[ei])"
)


@lru_cache(maxsize=50_000)
def syllables(word: str) -> int:
    """How many syllables an English word has, by its letters: of running text within one in a hundred."""
    word = word.removesuffix("'s")
    if len(word) <= 3:
        return 1
    spoken = word if _SOUNDED.search(word) else _SILENT.sub("", word)
    return max(1, len(re.findall("[aeiouy]+", spoken)) + len(_APART.findall(spoken)))


_NAME = re.compile(r"(?<=[\w,;:)] )[A-Z][\w’'-]*(?:,? (?:(?:of|on|the|for|and|in|at) ){0,2}[A-Z][\w’'-]*)*")


def grade(text: str) -> float:
    """The grade of plain English text in the United States.

    The Flesch-Kincaid formula (Kincaid, Fishburne, Rogers and Chissom 1975): 0.39 x words per sentence + 11.8 x
    syllables per word - 15.59. A semicolon or colon ends a sentence too, because what follows is read on its own;
    a name of several words is one short word, because nobody can choose a plainer one.
    """
    text = _NAME.sub("Name", text)
    pieces = [part for sentence in sentences(text) for part in re.split(r"[;:]\s", sentence) if WORD.search(part)]
    spoken = words(text)
    if not spoken or not pieces:
        return 0.0
    return 0.39 * len(spoken) / len(pieces) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59


def language_of(text: str) -> str | None:
    """`en`, `es`, `fr` or `pt` when the text gives it away; `other` when it is long and none of them, else None."""
    spoken = words(text)
    if len(spoken) < ENOUGH_WORDS:
        return None
    shares = {code: sum(word in known for word in spoken) / len(spoken) for code, known in _TELLTALE.items()}
    best = max(shares, key=lambda code: shares[code])
    if shares[best] >= LEAST_SHARE:
        return best
    return "other" if len(spoken) >= 2 * ENOUGH_WORDS else None


LEAST_SHARE_OF_JOINTS = 0.1
"""Of small English words in prose that no language gives away: even the stiffest English has as many, and of German or
Vietnamese, fewer than half as many look like one."""


def has_english_joints(text: str) -> bool:
    """Whether small English words hold a text together, though it is too stiff for `language_of`."""
    spoken = words(text)
    return sum(word in STOP_WORDS for word in spoken) >= LEAST_SHARE_OF_JOINTS * len(spoken)


def quoted(text: str, longest: int = 100) -> str:
    """The beginning of a text, to be shown as what was found."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rsplit(" ", 1)[0] + " …"
