"""Names that look like a student's: two or three words written large, near words of school, or in a class list.

First names alone and initials are allowed ways of writing about students, and are passed over. So are authors with a
year behind them, persons of public life, and places. What looks like a name and stands in no school's neighbourhood is
advice.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from microcred.portfolios.privacy.found import Kind
from microcred.portfolios.privacy.lexicon import ADULT, GIVEN, PUBLIC, SCHOOL, STOP, SURNAMES, WORDS_TOO

Place = tuple[Kind, int, int]
Word = tuple[int, int]

_WORD = r"(?:(?:[A-ZÀ-ÖØ-Þ][’'])?[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:[A-Z][a-zß-öø-ÿ]+)?(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?)"
_LINK = r"(?: [A-Z]\.?)?(?: (?:de|del|de la|de los|da|dos|van|von|bin|al))?"
_RUN = re.compile(rf"(?<![\w@.’'-]){_WORD}(?:{_LINK} {_WORD}){{1,6}}(?![\w@-])")
_ONE = re.compile(_WORD)
_NEAR = re.compile(rf"\b(?:{SCHOOL})\b")
_RIGHT_BEFORE = re.compile(
    rf"(?:\b(?:{SCHOOL})(?:,| named| called|:| –| -| —| se llama| llamad[oa])? ?|"
    r"\b(?:named|called|se llama|llamad[oa]|nombre:|name:|student:|nombre es|name is) ?)$"
)
_RIGHT_AFTER = re.compile(
    r"^(?:['’]s?)? ?(?:\((?:grade|age|ell?|iep|\d(?:st|nd|rd|th) grade)|"
    r"(?:iep|mother|mom|parents?|father|dad|family|desk|score|reading level|work sample)\b|"
    r", (?:a|my|one of my|una?|mi) (?:student|first|second|third|fourth|fifth|\d(?:st|nd|rd|th)|estudiante|"
    r"alumn[oa]|nin[oa]))"
)
_ADULT_BEFORE = re.compile(rf"\b(?:{ADULT})\.?,? $")
_CITED_AFTER = re.compile(
    r"^(?:['’]s)?(?:,? (?:et al|and|&|y) [^.;\n]{0,40})?,? ?\(?(?:19|20)\d{2}\b|^(?:['’]s)? et al"
)
_CITED_BEFORE = re.compile(
    r"(?:\b(?:by|after|see|according to|por|de autoria de|segun|vease|novel|poem|book|novela|poema|libro),? ?)$"
)
_SENTENCE = re.compile(r"[.!?:;\n]\s+|\n|^")
_BULLET = r"[ \t]*(?:[-*•–]|\d{1,3}[.)\t]?|\|)?[ \t]*"
_ROW = re.compile(
    rf"^{_BULLET}(?P<name>{_WORD}{_LINK} {_WORD}(?: {_WORD})?|{_WORD}(?:[ -]{_WORD})?[,\t] ?{_WORD}(?: [A-Z]\.?)?)"
    rf"(?P<rest>[\s,;:|–-].{{0,40}}|)$"
)
_LEAST_ROWS = 3


def in_text(text: str, folded: str) -> Iterator[Place]:
    """What looks like names of students, or of other people, in running text and in lists."""
    listed = list(_class_lists(text, folded))
    yield from listed
    for run in _RUN.finditer(text):
        words = [(run.start() + one.start(), run.start() + one.end()) for one in _ONE.finditer(run.group())]
        found = _judged(text, folded, words)
        if found:
            yield found


def in_title(text: str, folded: str) -> Iterator[Place]:
    """What looks like a name in the name of a file: a frequent given name before another name."""
    for run in _RUN.finditer(text):
        words = [(run.start() + one.start(), run.start() + one.end()) for one in _ONE.finditer(run.group())]
        for first, second in pairwise(words):
            if _is_given(folded, first) and _is_surname(folded, second):
                yield Kind.MAYBE_NAME, first[0], second[1]
                break


def _judged(text: str, folded: str, words: Sequence[Word]) -> Place | None:
    """What a run of words written large is: the stretch of it that is a name, and how surely a student's."""
    words = _name_in(text, folded, words)
    if len(words) < 2 or len(words) > 4:
        return None
    start, end = words[0][0], words[-1][1]
    before, after = folded[max(0, start - 60) : start], folded[end : end + 60]
    if _is_public(folded, words) or _CITED_AFTER.match(after) or _CITED_BEFORE.search(before):
        return None
    given, surname = _is_given(folded, words[0]), any(_is_surname(folded, word) for word in words[1:])
    told = _RIGHT_BEFORE.search(before) is not None or _RIGHT_AFTER.match(after) is not None
    if _ADULT_BEFORE.search(before):
        return (Kind.ADULT_NAME, start, end) if given or surname or "." in before[-3:] else None
    proven = given and folded[slice(*words[0])] not in WORDS_TOO
    if told and (given or surname or not _begins(text, start)):
        return Kind.STUDENT_NAME, start, end
    near = _NEAR.search(folded[slice(*_sentence(text, start, end))]) is not None
    if near and (proven or (given and surname)):
        return Kind.STUDENT_NAME, start, end
    if given and surname:
        return Kind.MAYBE_NAME, start, end
    return None


def _name_in(text: str, folded: str, words: Sequence[Word]) -> Sequence[Word]:
    """The part of a run that can be a name: from a frequent given name on, without words that no name has."""
    runs: list[list[Word]] = [[]]
    for word in words:
        if folded[slice(*word)] in STOP:
            runs.append([])
        else:
            runs[-1].append(word)
    for run in runs:
        for place, word in enumerate(run):
            if _is_given(folded, word) and len(run) - place >= 2:
                return run[place:]
    # A title of many words in large letters, cut where its small words are, is no name.
    if len(runs) > 1 and len(words) > 3:
        return []
    longest = max(runs, key=len)
    return longest[1:] if len(longest) > 2 and _begins(text, longest[0][0]) else longest


def _is_given(folded: str, word: Word) -> bool:
    said = folded[slice(*word)]
    return said in GIVEN or said in WORDS_TOO or said.partition("-")[0] in GIVEN


def _is_surname(folded: str, word: Word) -> bool:
    said = folded[slice(*word)]
    return said in SURNAMES or not SURNAMES.isdisjoint(said.split("-"))


def _is_public(folded: str, words: Sequence[Word]) -> bool:
    said = " ".join(folded[slice(*word)] for word in words)
    return any(said.startswith(name) or f" {name}" in said for name in PUBLIC)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins there, where every word is written large."""
    return (
        not text[:start].strip()
        or text[max(0, start - 40) : start].rstrip(" \t“\"'*-–•")[-1:] in ".!?:;\n"
        or ("\n" in text[max(0, start - 3) : start])
    )


def _sentence(text: str, start: int, end: int) -> Word:
    """The sentence around a place, at most 300 characters on either side."""
    ahead = text[max(0, start - 300) : start]
    begun = max((match.end() for match in _SENTENCE.finditer(ahead)), default=0)
    stop = re.search(r"[.!?]\s|\n|$", text[end : end + 300])
    return start - len(ahead) + begun, end + (stop.start() if stop else 0)


def _class_lists(text: str, folded: str) -> Iterator[Place]:
    """Three or more lines one after the other that each begin with a name, most of them with a frequent one."""
    rows: list[tuple[int, re.Match[str]]] = []
    place = 0
    for line in [*text.split("\n"), ""]:
        row = _ROW.match(line) if len(line) < 120 else None
        if row and not _has_stop(folded, place, row):
            rows.append((place, row))
        else:
            yield from _listed(folded, rows)
            rows = []
        place += len(line) + 1


def _has_stop(folded: str, place: int, row: re.Match[str]) -> bool:
    return any(word in STOP for word in re.findall(r"\w+", folded[place + row.start("name") : place + row.end("name")]))


def _listed(folded: str, rows: Sequence[tuple[int, re.Match[str]]]) -> Iterator[Place]:
    if len(rows) < _LEAST_ROWS:
        return
    spans = [(place + row.start("name"), place + row.end("name")) for place, row in rows]
    named = sum(not (GIVEN | WORDS_TOO).isdisjoint(re.findall(r"\w+", folded[slice(*span)])) for span in spans)
    if named * 2 >= len(spans):
        for start, end in spans:
            yield Kind.STUDENT_NAME, start, end
