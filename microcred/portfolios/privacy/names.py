"""Names of people in running text, in lists and in the names of files, in English and Spanish.

A full name, a name behind a title and a first name behind a word such as *student* are certain. A first name alone is
advice, and so is what could be a place or a word as well. What decides is a list of given names and one of surnames,
and what stands around: the beginning of a sentence, verbs of what children do, titles, possessives, neighbours in a
list. Authors with a year behind them, persons of public life, places and titles of works are passed over.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from microcred.portfolios.privacy.found import Kind, fold
from microcred.portfolios.privacy.lexicon import (
    DOES,
    FAMOUS_BEHIND_TITLE,
    FAMOUS_ROLES,
    LEARNER,
    NOT_MEANT,
    PARENT,
    PLACED,
    PUBLIC,
    PUBLIC_ALONE,
    ROLES,
    SCHOOL,
    SECOND_GIVEN,
    STOP,
    TITLES,
    TO_WHOM,
    WORDS_TOO,
    given_names,
    surnames,
    surnames_alone,
)

Place = tuple[Kind, int, int]
Word = tuple[int, int]

_WORD = r"(?:(?:[A-ZÀ-ÖØ-Þ][’'])?[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:[A-Z][a-zß-öø-ÿ]+)?(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?)"
_LINK = r"(?: [A-Z]\.?)?(?: (?:de|del|de la|de los|da|dos|van|von|bin|al))?"
_RUN = re.compile(rf"(?<![\w@.’'-]){_WORD}(?:{_LINK} {_WORD}){{0,6}}(?![\w@-])")
_ONE = re.compile(_WORD)
_CAPITALS = re.compile(r"(?<![\w@.’'-])([A-ZÀ-ÖØ-Þ]{3,}),? (?:[A-ZÀ-ÖØ-Þ]\.? )?([A-ZÀ-ÖØ-Þ]{3,})(?![\w@-])")
"""Two words all in capitals, as forms have them."""
_NEAR = re.compile(rf"\b(?:{SCHOOL})\b")

_BEHIND_LEARNER = re.compile(
    rf"(?:\b(?:{LEARNER})(?:,| named| called|:| –| -| —| se llama| llamad[oa]| de nombre)? ?|"
    rf"\b(?:{PARENT}) (?:of|de) |"
    r"\b(?:students?|learners?|pupils?|estudiantes?|alumn[oa]s?|name|nombre)[:,] ?)$"
)
"""Behind a child of a class, or whose child it is: a first name there is a student's."""
_NAMED = re.compile(
    rf"(?:\b(?:{LEARNER})(?:,| named| called| se llama| que se llama| llamad[oa]| de nombre) |"
    rf"\b(?:{LEARNER}) (?:is|was|es|era) (?:named|called|llamad[oa]) |"
    r"\b(?:mother|father|mom|dad|family|grandmother|madre|padre|mama|papa|familia|abuela) (?:of|de) )$"
)
"""The same in words that leave no doubt, whatever the name is."""
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
_IS_STUDENTS_AFTER = re.compile(
    r"^(?:['’]s? (?:iep|mother|mom|parents?|father|dad|family)\b|"
    r", (?:a|my|one of my|una?|mi|uno de mis|una de mis) "
    r"(?:students?|\w+ grader|estudiantes?|alumn[oa]s?|nin[oa]s?)\b)"
)
_CITED_AFTER = re.compile(
    r"^(?:['’]s?)?(?:,? (?:et al|and|&|y) [^.;\n]{0,40})?,? ?\(?(?:19|20)\d{2}\b|^(?:['’]s)? et al|"
    r"^ (?:argues?|argued|claims?|proposes?|defines?|sostiene|afirma|plantea|propone|senala que)\b|"
    r"^['’]s? (?:theory|taxonomy|work on|research|book|books|novel|poem|poems|framework|model|essay|speech|painting)\b"
)
_REFERRED = re.compile(r"^(?:-[A-Z][a-z]+)?, (?:[A-Z]\.[ -]?){1,3}")
"""How a list of references writes an author: “Bishop, R. S.”"""
_CITED_BEFORE = re.compile(
    r"(?:\b(?:according to|segun|vease|de autoria de|novel|poem|book|novela|poema|libro|taxonomia de|teoria de),? |"
    r"\((?:see|cf\.|vease) |"
    r"\b(?:written|illustrated|painted|composed|sung|escrit[oa]|ilustrad[oa]|pintad[oa]) (?:by|por) |"
    r"\b(?:novels?|poems?|books?|stor(?:y|ies)|articles?|essays?|songs?|plays?|speech(?:es)?|paintings?|biography|works?|"
    r"texts?|videos?|research|study|studies)(?: \w+){0,4} by |"
    r"\b(?:biography|works|poems?|novels?|paintings?|plays|speeches) of |"
    r"\b(?:novelas?|poemas?|libros?|cuentos?|articulos?|ensayos?|canci(?:on|ones)|obras?|cuadros?|discursos?|"
    r"biografia|investigacion(?:es)?)(?: \w+){0,4} (?:por|de) )$"
)
_OF_A_BOOK = re.compile(
    r"\b(?:books?|novels?|stor(?:y|ies)|characters?|authors?|poets?|poems?|movies?|films?|biograph(?:y|ies)|presidents?|"
    r"inventors?|scientists?|artists?|historical|libros?|novelas?|cuentos?|personajes?|autor(?:es|as?)?|poetas?|poemas?|"
    r"peliculas?|biografias?|president[ea]s?|inventor(?:es|as?)?|cientific[oa]s?|historic[oa]s?)\b"
)
_DOES_AFTER = re.compile(
    rf"^(?:,? (?:who|que|then|also|finally|quickly|quietly|slowly|never|always|still|just|later|ya|no|tambien|siempre|"
    rf"nunca|me|se|le|les|nos|lo|la|los|las)){{0,3}} (?:{DOES})\b"
)
_SAID_BEFORE = re.compile(
    r"\b(?:said|asked|replied|answered|whispered|explained|dijo|pregunto|respondio|contesto|explico) $"
)
_TO_WHOM_BEFORE = re.compile(rf"\b(?:{TO_WHOM}) $")
_IN_BEFORE = re.compile(
    r"\b(?:the|an?|our|my|your|his|her|their|this|that|each|every|no|in|into|at|near|around|through|toward|towards|el|la|"
    r"los|las|un|una|unos|unas|nuestr[oa]|mi|su|en|desde|hasta|hacia|rio|isla|ciudad|calle|barrio|color|de la|"
    r"of|de|until|since|by|between|entre) $"
)
_ARTICLE_BEFORE = re.compile(r"\b(?:the|an|el|los|las|una?) $")
_NEIGHBOUR_BEFORE = re.compile(r"(\w+)(?:,|,? (?:and|or|y|e|o)) $")
_NEIGHBOUR_AFTER = re.compile(r"^(?:,|,? (?:and|or|y|e|o)) (\w+)")
_OWNS = re.compile(r"^(?:['’]s\b|['’](?= ))")
_OF_A_WORK = re.compile(rf"^['’]s? {_WORD}")
_ROLE = re.compile(r"\b([a-z]+)\.? $")
_SENTENCE = re.compile(r"[.!?:;\n]\s+|\n|^")
_BULLET = r"[ \t]*(?:[-*•–]|\d{1,3}[.)\t]?|\|)?[ \t]*"
_ROW = re.compile(
    rf"^{_BULLET}(?P<name>{_WORD}{_LINK} {_WORD}(?: {_WORD})?|{_WORD}(?:[ -]{_WORD})?[,\t] ?{_WORD}(?: [A-Z]\.?)?)"
    rf"(?P<rest>[\s,;:|–-].{{0,40}}|)$"
)
_LEAST_ROWS = 3


@dataclass(frozen=True)
class _Said:
    """A text, and the same in small letters."""

    text: str
    folded: str

    def word(self, word: Word) -> str:
        return self.folded[word[0] : word[1]]

    def before(self, start: int, most: int = 60) -> str:
        return self.folded[max(0, start - most) : start]

    def after(self, end: int, most: int = 60) -> str:
        return self.folded[end : end + most]


def in_text(text: str, folded: str) -> Iterator[Place]:
    """What looks like names of students, or of other people, in running text and in lists."""
    said = _Said(text, folded)
    yield from _class_lists(text, folded)
    for match in _CAPITALS.finditer(text):
        if _is_pair(folded[slice(*match.span(1))], folded[slice(*match.span(2))]):
            yield Kind.PERSON_NAME, *match.span()
    for run in _RUN.finditer(text):
        words = [(run.start() + one.start(), run.start() + one.end()) for one in _ONE.finditer(run.group())]
        for part, ahead, behind in _parts(said, words):
            found = _full(said, part, ahead, behind) if len(part) > 1 else _alone(said, part[0], ahead, behind)
            if found:
                yield found


def in_title(title: str) -> Iterator[Place]:
    """What looks like a name in the name of a file, however its words hang together and whether they are large.

    A given name beside a surname, and a given name that is no word: `MariaGomez_essay.pdf`, `emma-draft.docx`.
    """
    words = [match.span() for match in re.finditer(r"[^\W\d_]?[^\W\d_A-ZÀ-ÖØ-Þ]+|[A-ZÀ-ÖØ-Þ]+(?![a-zß-öø-ÿ])", title)]
    folded = fold(title)
    taken = -1
    for place, (start, end) in enumerate(words):
        if start < taken:
            continue
        word = folded[start:end]
        following = words[place + 1] if place + 1 < len(words) and words[place + 1][0] - end <= 2 else None
        other = folded[slice(*following)] if following else ""
        if following and _is_pair(word, other):
            taken = following[1]
            yield Kind.MAYBE_NAME, start, taken
        elif word in given_names() and word not in WORDS_TOO and word not in PUBLIC_ALONE and len(word) > 2:
            yield Kind.FIRST_NAME, start, end


def named_again(text: str, folded: str, found: Sequence[Place]) -> dict[Word, Word]:
    """Where somebody who is named in full is named by a part of it: the place of the part, and that of the full name.

    A first name alone is somebody's if one person alone is called so in this text.
    """
    called: dict[str, set[str]] = {}
    whole: dict[str, Word] = {}
    alone: set[Word] = set()
    for kind, start, end in found:
        if kind not in (Kind.STUDENT_NAME, Kind.PERSON_NAME, Kind.ADULT_NAME, Kind.MAYBE_NAME):
            continue
        words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*", folded[start:end])
        if kind is Kind.STUDENT_NAME and len(words) == 1:
            # “Marcus’s mother” is surely a student's, and of one whose full name stands elsewhere.
            alone.add((start, end))
            continue
        name = folded[start:end]
        whole.setdefault(name, (start, end))
        last, first = words[-1], words[0]
        if "," in name:
            first, last = last, first
        parts = {last} if kind is Kind.ADULT_NAME and first in TITLES | ROLES else {first, last}
        for part in parts:
            if len(part) > 2 and (part not in WORDS_TOO or part == first) and part not in STOP:
                called.setdefault(part, set()).add(name)
    sole = {part: whole[names.pop()] for part, names in called.items() if len(names) == 1}
    if not sole:
        return {}
    pattern = re.compile(rf"(?<![\w@.’'-])(?:{'|'.join(map(re.escape, sorted(sole)))})(?![\w@-])")
    kinds = {place: kind for kind, start, end in found for place in range(start, end)}
    again = {}
    for match in pattern.finditer(folded):
        start, end = match.span()
        if not text[start].isupper() or not text[end - 1].islower():
            continue
        known = kinds.get(start)
        could_be_a_word = match.group() in WORDS_TOO or match.group() in surnames()
        if (
            known is Kind.FIRST_NAME
            or (start, end) in alone
            or (known is None and not (could_be_a_word and _begins(text, start)))
        ):
            again[start, end] = sole[match.group()]
    return again


def _parts(said: _Said, words: Sequence[Word]) -> Iterator[tuple[Sequence[Word], str, str]]:
    """The parts of a run of large words that may be names, each with the word before and behind that no name has."""
    part: list[Word] = []
    ahead = ""
    for place, word in enumerate(words):
        small = said.word(word)
        between = said.folded[words[place - 1][1] : word[0]].strip(" .") if part else ""
        linked = between != "" and _is_proven(said, part[0])
        surname = len(part) == 1 and small in surnames() and _is_proven(said, part[0])
        if small in STOP and not linked and not surname:
            if part:
                yield from _named_part(said, part, ahead, small)
            part, ahead = [], small
        else:
            part.append(word)
    if part:
        yield from _named_part(said, part, ahead, "")


def _named_part(said: _Said, part: list[Word], ahead: str, behind: str) -> Iterator[tuple[Sequence[Word], str, str]]:
    if len(part) == 1:
        yield part, ahead, behind
        return
    first, second = part[0], part[1]
    is_first_name = len(part) == 2 and _is_given(said, first) and said.word(second) in SECOND_GIVEN
    if is_first_name and _role_before(said, first[0])[0] not in TITLES:
        # “Juan Carlos” is a first name; it is looked at as one word.
        yield [(part[0][0], part[1][1])], ahead, behind
        return
    for place, word in enumerate(part):
        if _is_given(said, word):
            if len(part) - place >= 2:
                yield part[place:], ahead, behind
            elif _begins(said.text, part[0][0]):
                yield part[place:], "", behind
            else:
                yield part, ahead, behind
            return
    if len(part) == 2 or not _begins(said.text, part[0][0]):
        yield part, ahead, behind
    else:
        yield part[1:], "", behind


def _full(said: _Said, words: Sequence[Word], ahead: str, behind: str) -> Place | None:
    """What two or more words written large are."""
    if len(words) > 5:
        return None
    start, end = words[0][0], words[-1][1]
    before, after = said.before(start), said.after(end)
    if _is_public(said, words) or _CITED_AFTER.match(after) or _CITED_BEFORE.search(before):
        return None
    given = _is_given(said, words[0])
    proven = _is_proven(said, words[0])
    surname = any(_is_surname(said, word) for word in words[1:])
    role, begun = _role_before(said, start)
    if role in FAMOUS_ROLES:
        return None
    if role in TITLES:
        return Kind.ADULT_NAME, begun, end
    if role:
        return (Kind.ADULT_NAME, start, end) if given or surname else None
    told = _RIGHT_BEFORE.search(before) is not None or _RIGHT_AFTER.match(after) is not None
    is_whole = not (ahead or behind or _begins(said.text, start) or _is_heading(said.text, start, end))
    if told and (given or surname or is_whole):
        return Kind.STUDENT_NAME, start, end
    if behind:
        # A school, a street or a prize that bears somebody's name.
        return None
    sentence = said.folded[slice(*_sentence(said.text, start, end))]
    if _NEAR.search(sentence) and (proven or (given and surname)):
        return Kind.STUDENT_NAME, start, end
    if not (given or surname):
        return None
    heading = _is_heading(said.text, start, end)
    sole = any(said.word(word) in surnames_alone() for word in words[1:])
    if heading or _OF_A_BOOK.search(sentence):
        return (Kind.MAYBE_NAME, start, end) if given and surname else None
    does = _DOES_AFTER.match(after) is not None or _TO_WHOM_BEFORE.search(before) is not None
    if proven or (given and sole) or (surname and does):
        return Kind.PERSON_NAME, start, end
    return (Kind.MAYBE_NAME, start, end) if sole or (given and surname) else None


def _alone(said: _Said, word: Word, ahead: str, behind: str) -> Place | None:
    """What one word written large is, or a first name of two."""
    start, end = word
    small = said.word(word)
    role, begun = _role_before(said, start)
    given = not given_names().isdisjoint((small, small.partition(" ")[0], small.partition("-")[0]))
    if small in STOP:
        return None
    if role:
        return _behind_role(said, word, role, begun, given)
    before, after = said.before(start), said.after(end)
    if _NAMED.search(before) and ahead == "" and not _is_heading(said.text, start, end):
        return Kind.STUDENT_NAME, start, end
    if not given:
        told = _BEHIND_LEARNER.search(before) and not behind
        return (Kind.STUDENT_NAME, start, end) if told and _DOES_AFTER.match(after) else None
    if _REFERRED.match(said.text[end : end + 30]):
        return None
    if small in PUBLIC_ALONE or behind or ahead in PLACED or _CITED_AFTER.match(after) or _CITED_BEFORE.search(before):
        return None
    if _BEHIND_LEARNER.search(before) or _IS_STUDENTS_AFTER.match(after):
        return Kind.STUDENT_NAME, start, end
    if _OF_A_WORK.match(said.text[end : end + 30]) and not _DOES_AFTER.match(after):
        return None
    if _ARTICLE_BEFORE.search(before):
        return None
    if small not in WORDS_TOO or _is_meant(said, word, small, before, after):
        return Kind.FIRST_NAME, start, end
    return None


def _behind_role(said: _Said, word: Word, role: str, begun: int, given: bool) -> Place | None:
    """A name behind a title or a role: of an adult at school, unless it is one of public life."""
    end = word[1]
    small = said.word(word)
    if role in FAMOUS_ROLES or small in FAMOUS_BEHIND_TITLE | PUBLIC_ALONE or _CITED_AFTER.match(said.after(end)):
        return None
    if role in TITLES or small in surnames() or (given and small not in NOT_MEANT):
        return Kind.ADULT_NAME, begun, end
    return None


def _is_meant(said: _Said, word: Word, small: str, before: str, after: str) -> bool:
    """Whether a name that is a word or a place as well means somebody here."""
    start, end = word
    if _is_heading(said.text, start, end):
        return False
    placed = small in NOT_MEANT and _IN_BEFORE.search(before) is not None
    if (_DOES_AFTER.match(after) and not placed) or _SAID_BEFORE.search(before) or _has_neighbour(said, word, small):
        return True
    if _begins(said.text, start):
        return False
    if _TO_WHOM_BEFORE.search(before):
        return True
    if small in NOT_MEANT:
        return False
    return _OWNS.match(after) is not None or not _IN_BEFORE.search(before)


def _has_neighbour(said: _Said, word: Word, small: str) -> bool:
    """Whether it stands in a list beside another given name; of two that are words, none may be a place or a month."""
    first = max(0, word[0] - 60)
    ahead, behind = _NEIGHBOUR_BEFORE.search(said.folded[first : word[0]]), _NEIGHBOUR_AFTER.match(said.after(word[1]))
    for found, shift in ((ahead, first), (behind, word[1])):
        if found is None or found.group(1) not in given_names() or not said.text[shift + found.start(1)].isupper():
            continue
        neighbour = found.group(1)
        if neighbour not in WORDS_TOO or (neighbour not in NOT_MEANT and small not in NOT_MEANT):
            return True
    return False


def _role_before(said: _Said, start: int) -> tuple[str, int]:
    """The title or role right before a name, and where it begins; empty where there is none."""
    before = _ROLE.search(said.before(start, 20))
    if before is None:
        return "", start
    role = before.group(1)
    if role not in TITLES | ROLES | FAMOUS_ROLES:
        return "", start
    return role, start - len(before.group(0))


def _is_given(said: _Said, word: Word) -> bool:
    small = said.word(word)
    return small in given_names() or small.partition("-")[0] in given_names()


def _is_proven(said: _Said, word: Word) -> bool:
    return _is_given(said, word) and said.word(word).partition("-")[0] not in WORDS_TOO


def _is_surname(said: _Said, word: Word) -> bool:
    small = said.word(word)
    return small in surnames() or not surnames().isdisjoint(small.split("-"))


def _is_pair(word: str, other: str) -> bool:
    """Whether two words of a file name are a given name and a surname, in either order."""
    return any(
        first in given_names()
        and last in surnames()
        and last not in STOP
        and (first not in WORDS_TOO or last in surnames_alone())
        for first, last in ((word, other), (other, word))
    )


def _is_public(said: _Said, words: Sequence[Word]) -> bool:
    """Whether two or three of the words, one after the other, are somebody of public life."""
    parts = " ".join(said.word(word) for word in words).split()
    return any(" ".join(parts[place : place + most]) in PUBLIC for place in range(len(parts)) for most in (2, 3))


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins there, where every word is written large."""
    near = text[max(0, start - 40) : start]
    stripped = near.rstrip(" \t“\"'*-–—•¿¡(")
    return not stripped or stripped[-1] in ".!?:;\n" or "\n" in near[-3:]


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether the line there is written like a title: more than half of its longer words large, and no full stop."""
    begun = max(text.rfind("\n", 0, start) + 1, start - 120)
    stop = text.find("\n", end)
    line = text[begun : min(len(text) if stop < 0 else stop, end + 120)].strip()
    if line[-1:] in ".!?,;" or ". " in line:
        return False
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) * 3 > len(words) * 2


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
    named = sum(not given_names().isdisjoint(re.findall(r"\w+", folded[slice(*span)])) for span in spans)
    if named * 2 >= len(spans):
        for start, end in spans:
            yield Kind.STUDENT_NAME, start, end
