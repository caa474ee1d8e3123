"""Names of people in running text, in lists and in the names of files, in English and Spanish.

A full name, a name behind a title and a first name behind a word such as *student* are certain. A first name alone is
advice, and so is what could be a place or a word as well. What decides is a list of given names and one of surnames,
and what stands around: the beginning of a sentence, verbs of what children do, titles, possessives, neighbours in a
list. Authors with a year behind them, persons of public life, places and titles of works are passed over (`public`);
names written small are told in `written_small`.
"""

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence

from microcred.portfolios.privacy import written_small
from microcred.portfolios.privacy.found import Kind, fold
from microcred.portfolios.privacy.lexicon import (
    BELONGS_TO_PEOPLE,
    BELONGS_TO_PEOPLE_SPANISH,
    CALENDAR,
    DOES,
    FAMOUS_BEHIND_TITLE,
    FAMOUS_ROLES,
    IS_A_CHILD,
    LAST_BEFORE_A_CHILD,
    LAST_BEFORE_SOMEBODY,
    LEARNER,
    LITTLE,
    MACHINES,
    MAY_DO,
    NOBODY,
    NOT_MEANT,
    ONLY_PEOPLE_DID,
    ONLY_PEOPLE_DO,
    OPENINGS,
    PARENT,
    PLACED,
    PUBLIC,
    PUBLIC_ALONE,
    ROLES,
    SCHOOL,
    SECOND_GIVEN,
    SMALL_WORDS_TOO,
    STOP,
    SUBJECTS,
    TITLES,
    TO_WHOM,
    WORDS_TOO,
    WOULD_NOT,
    given_names,
    surnames,
    surnames_alone,
)
from microcred.portfolios.privacy.public import Public, is_surely_public, is_title_of_work, standing_of
from microcred.portfolios.privacy.said import CAPITAL, LETTER, WORD, Said, Word

Place = tuple[Kind, int, int]

_LINK = r"(?: [A-Z]\.?)?(?: (?:de|del|de la|de los|da|dos|van|von|bin|al))?"
_RUN = re.compile(rf"(?<![\w@.’'-]){WORD}(?:{_LINK} {WORD}){{0,6}}(?![\w@-])")
_ONE = re.compile(WORD)
_COINED = re.compile(
    rf"^(?:(?!O[’']|L[’'])[{CAPITAL}][{LETTER}]{{0,3}}[’'][{CAPITAL}][{LETTER}]{{2,}}|"
    rf"(?:Da|De|Di|Do|Ja|Je|Jo|Ka|Ke|Ki|La|Le|Ma|Mi|Na|Ne|Ny|Qua|Ra|Ro|Sha|She|Ta|Te|Ti|Tre|Ty|Za|Zy)"
    rf"(?:[’'][{LETTER}]{{3,}}|[{CAPITAL}][{LETTER}]{{3,}}))$"
)
"""A given name by the way in which it is made: “D’Andre”, “J’Niyah”, “La’Kia”, “LaKeisha”. No list has them all."""
_CAPITALS = re.compile(
    rf"(?<![\w@.’'-])([{CAPITAL}]{{3,}}),? (?:[{CAPITAL}]\.? )?([{CAPITAL}]{{3,}})(?![\w@-])(?=([:,\t] ?\d)?)"
)
"""Two words all in capitals, as forms have them, and whether a number stands behind them."""
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
_MY_STUDENT_BEFORE = re.compile(
    rf"\b(?:my|our|one|another|mi|nuestr[oa]|otr[oa]|un|una) (?:\w+ )?(?:{LEARNER}),? $|"
    rf"\b(?:of|de) (?:my|our|mis|nuestr[oa]s) (?:\w+ )?(?:students|pupils|learners|\w+ graders|estudiantes|"
    rf"alumn[oa]s), $"
)
"""Behind a child of one's own class, whoever else may bear that name."""
_COLLEAGUE_AFTER = re.compile(
    r"^, (?:my|our|mi|nuestr[oa]) (?:\w+ )?(?:colleague|mentor|coach|principal|teammate|co-?teacher|aide|assistant|"
    r"para\w*|neighbor|partner|colega|mentora?|directora?|companer[oa]|asistente)\b"
)
_REFERRED = re.compile(r"^(?:-[A-Z][a-z]+)?, (?:[A-Z]\.[ -]?){1,3}")
"""How a list of references writes an author: “Bishop, R. S.”"""
_OF_A_BOOK = re.compile(
    r"\b(?:books?|novels?|stor(?:y|ies)|characters?|authors?|poets?|poems?|movies?|films?|biograph(?:y|ies)|"
    r"presidents?|inventors?|scientists?|artists?|historical|libros?|novelas?|cuentos?|personajes?|autor(?:es|as?)?|"
    r"poetas?|poemas?|peliculas?|biografias?|president[ea]s?|inventor(?:es|as?)?|cientific[oa]s?|historic[oa]s?)\b"
)
_BETWEEN = (
    r"^(?:,? (?:who|que|then|also|finally|quickly|quietly|slowly|never|always|still|just|later|even|ya|no|tambien|"
    r"siempre|nunca|me|se|le|les|nos|lo|la|los|las)){0,3} "
)
_DOES_AFTER = re.compile(rf"{_BETWEEN}(?:(?:{DOES})\b|{WOULD_NOT}\b)")
_ONLY_PEOPLE_AFTER = re.compile(rf"{_BETWEEN}(?:(?:{ONLY_PEOPLE_DO})\b|{WOULD_NOT}\b)")
_DID_AFTER = re.compile(
    rf"^ (?:also |then |finally |quickly |quietly |slowly |me |se |le |les |nos )?(?:{ONLY_PEOPLE_DID})\b"
)
_DOES_AS_A_PERSON_AFTER = re.compile(
    rf"{_BETWEEN}(?:{MAY_DO})\b[^.;:!?\n]*?\b(?:he|she|his|her|hers|him|himself|herself|su|sus)\b"
)
"""What may be done by a thing too, with *his* or *her* behind it in the same sentence."""
_BARE_SUBJECT_AFTER = re.compile(
    r"^(?: (?:no|se|me|le|les|nos|lo|la|los|las|ya|también|nunca|siempre|todavía|aún|casi)){0,3} "
    r"(?:[a-zñáéíóú]{2,}(?:ó|aron|ieron|aban)|(?:ten|quer|pod|sab|le|escrib|dec|ve|hab)ía|era|estaba|miraba|llevaba)\b"
)
"""A Spanish verb told of one or of several: no noun but a name stands before it without an article."""
_OWNS_AS_A_PERSON = re.compile(rf"^['’]s? (?:\w+ ){{0,2}}?(?:{BELONGS_TO_PEOPLE})\b")
_IS_A_CHILD_AFTER = re.compile(rf"^(?:{IS_A_CHILD})")
_HAS_AS_A_CHILD = re.compile(r"^['’]s? (?:mother|father|mom|dad|grandmother|guardian|hand|face|eyes|backpack|pencil)\b")
_OWNED_BEFORE = re.compile(rf"\b(?:{BELONGS_TO_PEOPLE_SPANISH}) de $")
_A_PHRASE_AFTER = re.compile(r"^(?:-(?:of|in)-| (?:of|de|del)\b)")
"""Behind a word and never behind a name: “Jack of all trades”, “Dolores de cabeza”."""
_GOES_ON_AFTER = re.compile(
    r"^(?:['’]s?\b|[,.;:!?)”\"»]|$|\n| ?[–—-] | (?:\w{2,}(?:ing|ed)|is|was|has|had|can|could|would|did|does|"
    r"should|and|or|to|who|whom|why|how|what|when|whether|if|for|in|on|at|from|"
    r"with|his|her|him|the|a|an|because|so|but|that|as|about|again|first|while|by|before|after|until|without|next|"
    r"today|y|e|o|u|que|para|por|en|con|sin|su|sus|el|la|los|las|un|una|porque|cuando|como|no|se|le|me|lo)\b)"
)
"""What stands behind a name: a sign, a small word; not another noun, as in “Art class” or “Grace period”."""
_TITLE_GOES_ON_AFTER = re.compile(rf"^ (?:(?:of|on|in|and|to|for|with|at) )?(?:the|a|el|la|los|las) [{CAPITAL}]")
_TOLD_OF_ALL_AFTER = re.compile(rf"^((?:(?:,|,? (?:and|&|y|e)) {WORD}){{1,5}})(?= )")
_SAID_BEFORE = re.compile(
    r"(?:[”\"’»,!?]|[—–] ?|\b(?:eso|that),?) ?(?:said|asked|replied|answered|whispered|explained|dijo|pregunto|"
    r"respondio|contesto|explico) $"
)
_TO_WHOM_BEFORE = re.compile(rf"\b(?:{TO_WHOM}) $")
_IN_BEFORE = re.compile(
    r"\b(?:the|an?|our|my|your|his|her|their|this|that|each|every|no|in|into|at|near|around|through|toward|towards|el|"
    r"la|los|las|un|una|unos|unas|nuestr[oa]|mi|su|en|desde|hasta|hacia|rio|isla|ciudad|calle|barrio|color|de la|of|"
    r"de|until|since|by|between|entre) $"
)
_ARTICLE_BEFORE = re.compile(r"\b(?:the|an|el|los|las|una?) $")
_WITH = r"(?: (?:a|to|with|con|for|para|de|of))?"
_NEIGHBOUR_BEFORE = re.compile(rf"(\w+)(?:,|,? (?:and|or|y|e|o)|(?= with| con)){_WITH} $")
_NEIGHBOUR_AFTER = re.compile(rf"^(?:,|,? (?:and|or|y|e|o)|(?= with| con)){_WITH} (\w+)")
_LIST_AFTER = re.compile(r"^(?:, \w+){1,5},? (?:and|y) ")
_TO_BEFORE_SPANISH = re.compile(r"\b\w+[éíó] a $")
"""“Senté a Gloria”: in Spanish what is done to somebody is done *a*."""
_PERSON_SOON = re.compile(r"^[^.!?;\n]*?\b(?:he|she|his|her|him|himself|herself|su|sus)\b")
_ASKED_BEFORE = re.compile(
    r"\b(?:asked|told|helped|praised|reminded|thanked|invited|called on|paired|encouraged|noticed that|beside|next to|"
    r"(?:pedi|pregunte|dije|ayude|felicite|invite|llame|recorde) a|junto a) $"
)
_ASKED_AFTER = re.compile(
    r"^(?: (?:to|why|how|what|when|whether|if|that|for|about|who|where|again|que|si|por que|como|cuando|a|y|and|with|"
    r"con)\b|[,.!?]|$)"
)
_OWNS = re.compile(r"^(?:['’]s\b|['’](?= ))")
_OF_A_WORK = re.compile(rf"^['’]s? {WORD}")
_ROLES = tuple(TITLES | ROLES | FAMOUS_ROLES)
_ROLE = re.compile(r"\b([a-z]+)\.? $")
_BULLET = r"[ \t]*(?:[-*•–]|\d{1,3}[.)\t]?|\|)?[ \t]*"
_ROW = re.compile(
    rf"^{_BULLET}(?P<name>{WORD}{_LINK} {WORD}(?: {WORD})?|{WORD}(?:[ -]{WORD})?[,\t] ?{WORD}(?: [A-Z]\.?)?)"
    rf"(?P<rest>[\s,;:|–-].{{0,40}}|)$"
)
_LEAST_ROWS = 3
_LINKED = re.compile(r"(?<![\w@.’'-])[^\W\d_]+(?:[-'’][^\W\d_]+){0,5}")
_LINKS = re.compile(r"[-'’]")
_GOES_ON = re.compile(r"[\w@-]")


def in_text(text: str, folded: str) -> Iterator[Place]:
    """What looks like names of students, or of other people, in running text and in lists."""
    said = Said(text, folded)
    yield from _class_lists(text, folded)
    yield from written_small.names(said)
    for match in _CAPITALS.finditer(text):
        first, last = folded[slice(*match.span(1))], folded[slice(*match.span(2))]
        if _is_pair(first, last):
            yield Kind.PERSON_NAME, *match.span()
        elif match.group(3) and first in given_names() and last in surnames() and last not in STOP:
            yield Kind.MAYBE_NAME, *match.span()
    for run in _RUN.finditer(text):
        words = [run.span()] if " " not in run.group() else [one.span() for one in _ONE.finditer(text, *run.span())]
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
    places = sorted(found, key=lambda place: place[1])
    starts = [start for _kind, start, _end in places]
    said = Said(text, folded)
    again = {}
    for start, word in _standing_alone(folded, sole):
        end = start + len(word)
        is_a_word = word in WORDS_TOO or (word not in surnames_alone() and word in surnames())
        kind, first, last = places[max(0, bisect_right(starts, start) - 1)]
        known = kind if first <= start < last else None
        if (not text[start].isupper() and known is not Kind.FIRST_NAME) or (text[end - 1].isupper() and is_a_word):
            continue
        owns = _OWNS.match(text[end : end + 3]) is not None
        if (
            known is Kind.FIRST_NAME
            or (start, end) in alone
            or (known is None and not (is_a_word and not owns and said.begins(start)))
        ):
            again[start, end] = sole[word]
    return again


def _standing_alone(folded: str, words: Container[str]) -> Iterator[tuple[int, str]]:
    """Where one of the words stands, with the word: the shortest where a longer one, as “ana’s”, is one as well.

    Each word of the text is looked up: a pattern of all names would try each of them at each place.
    """
    for match in _LINKED.finditer(folded):
        start, whole = match.start(), match.group()
        for end in () if whole.isalpha() else [link.start() for link in _LINKS.finditer(whole)]:
            if whole[:end] in words and not _GOES_ON.match(folded, start + end):
                yield start, whole[:end]
                break
        else:
            if whole in words and not _GOES_ON.match(folded, match.end()):
                yield start, whole


def _parts(said: Said, words: Sequence[Word]) -> Iterator[tuple[Sequence[Word], str, str]]:
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


def _named_part(said: Said, part: list[Word], ahead: str, behind: str) -> Iterator[tuple[Sequence[Word], str, str]]:
    if len(part) == 1:
        yield part, ahead, behind
        return
    first, second = part[0], part[1]
    if len(part) == 2 and said.word(first) in LITTLE:
        yield [second], "little", behind
        return
    is_first_name = len(part) == 2 and _is_given(said, first) and said.word(second) in SECOND_GIVEN
    if is_first_name and _role_before(said, first[0])[0] not in TITLES:
        # “Juan Carlos” is a first name; it is looked at as one word.
        yield [(part[0][0], part[1][1])], ahead, behind
        return
    for place, word in enumerate(part):
        if _is_given(said, word):
            if len(part) - place >= 2:
                yield part[place:], ahead, behind
            elif said.begins(part[0][0]):
                # “Then Emma”; “Owl Moon” is no name unless more speaks for it.
                yield (
                    part[place:],
                    "" if _is_proven(said, word) else said.word(part[place - 1]) if place else "",
                    behind,
                )
            else:
                yield part, ahead, behind
            return
    if len(part) == 2 or not said.begins(part[0][0]):
        yield part, ahead, behind
    else:
        yield part[1:], "", behind


def _full(said: Said, words: Sequence[Word], ahead: str, behind: str) -> Place | None:
    """What two or more words written large are."""
    if len(words) > 5:
        return None
    start, end = words[0][0], words[-1][1]
    before, after = said.before(start), said.after(end)
    given = _is_given(said, words[0])
    proven = _is_proven(said, words[0])
    surname = any(_is_surname(said, word) for word in words[1:])
    if _is_public(said, words):
        return None
    if (given or surname) and _COLLEAGUE_AFTER.match(after):
        return Kind.ADULT_NAME, start, end
    role, begun = _role_before(said, start)
    if role in FAMOUS_ROLES:
        return None
    is_mine = (
        _NAMED.search(before) or _MY_STUDENT_BEFORE.search(before) or _IS_STUDENTS_AFTER.match(after)
    ) is not None
    if role in TITLES:
        kind: Kind | None = None if is_title_of_work(said, begun, end, school=STOP | SUBJECTS) else Kind.ADULT_NAME
        start = begun
    elif role:
        kind = Kind.ADULT_NAME if given or surname else None
    elif _ARTICLE_BEFORE.search(f"{ahead} " if ahead else before) and not (proven and surname):
        # “the Harlem Renaissance”, “los Santos Reyes”
        kind = None
    else:
        told = is_mine or _RIGHT_BEFORE.search(before) is not None or _RIGHT_AFTER.match(after) is not None
        kind = _kind_of_full(said, words, told, given, proven, surname, ahead, behind)
    if kind is None or is_mine:
        return (kind, start, end) if kind else None
    standing = standing_of(said, words[0][0], end)
    if standing is Public.SURELY:
        return None
    return (Kind.MAYBE_NAME if standing is Public.PERHAPS and kind is not Kind.ADULT_NAME else kind), start, end


def _kind_of_full(
    said: Said, words: Sequence[Word], told: bool, given: bool, proven: bool, surname: bool, ahead: str, behind: str
) -> Kind | None:
    """How sure two or more words are somebody's name, where nothing speaks for public life."""
    start, end = words[0][0], words[-1][1]
    heading = said.is_heading(start, end)
    is_whole = not (ahead or behind or said.begins(start) or heading)
    if told and (given or surname or is_whole):
        return Kind.STUDENT_NAME
    if behind:
        # A school, a street or a prize that bears somebody's name.
        return None
    before, after = said.before(start), said.after(end, 90)
    sentence = said.folded[slice(*said.sentence(start, end))]
    if _NEAR.search(sentence) and (proven or (given and surname)):
        return Kind.STUDENT_NAME
    is_doing = _ONLY_PEOPLE_AFTER.match(after) is not None
    is_person = is_doing and _PERSON_SOON.match(after) is not None and not heading
    if not (given or surname):
        return Kind.MAYBE_NAME if is_person and ahead in OPENINGS | {""} else None
    sole = any(said.word(word) in surnames_alone() for word in words[1:])
    if heading or _OF_A_BOOK.search(sentence):
        return Kind.MAYBE_NAME if (given and surname) or is_person else None
    does = _DOES_AFTER.match(after) is not None or _TO_WHOM_BEFORE.search(before) is not None
    if proven or (given and sole) or (surname and does) or (given and is_doing):
        return Kind.PERSON_NAME
    person = _DOES_AS_A_PERSON_AFTER.match(after) is not None
    return Kind.MAYBE_NAME if sole or (given and (surname or does or person)) else None


def _alone(said: Said, word: Word, ahead: str, behind: str) -> Place | None:
    """What one word written large is, or a first name of two."""
    start, end = word
    small = said.word(word)
    if small in STOP:
        return None
    coined = _is_coined(said.text[start:end])
    given = coined or not given_names().isdisjoint((small, small.partition(" ")[0], small.partition("-")[0]))
    role, begun = _role_before(said, start)
    if role:
        return _behind_role(said, word, role, begun, given)
    before, after = said.before(start), said.after(end, 90)
    if (
        ahead == ""
        and _last_word(before) in LAST_BEFORE_A_CHILD
        and _NAMED.search(before)
        and not said.is_heading(start, end)
    ):
        return Kind.STUDENT_NAME, start, end
    if not given:
        kind = _kind_of_unknown(said, word, small, ahead, behind)
        return (kind, start, end) if kind else None
    if _REFERRED.match(said.text[end : end + 30]) or small in PUBLIC_ALONE or behind or ahead in PLACED:
        return None
    if (_last_word(before) in LAST_BEFORE_A_CHILD and _BEHIND_LEARNER.search(before)) or _IS_STUDENTS_AFTER.match(
        after
    ):
        return Kind.STUDENT_NAME, start, end
    if after[:1] in "'’" and _OF_A_WORK.match(said.text[end : end + 30]) and not _DOES_AFTER.match(after):
        return None
    if _ARTICLE_BEFORE.search(before):
        return None
    is_a_word = small.partition("-")[0] in WORDS_TOO and not coined
    if (is_a_word or small in SMALL_WORDS_TOO) and (_A_PHRASE_AFTER.match(after) or _is_in_title(said, end)):
        return None
    if is_a_word and not _is_meant(said, word, small, before, after, ahead):
        return None
    return None if is_surely_public(said, start, end) else (Kind.FIRST_NAME, start, end)


def _kind_of_unknown(said: Said, word: Word, small: str, ahead: str, behind: str) -> Kind | None:
    """What a word written large is that is on no list: a name where it does what children alone do.

    Neither language begins a sentence with a noun that has no article, unless it is a name, a plural, or something that
    cannot be counted.
    """
    start, end = word
    if behind or len(small) < 3 or small in NOBODY or small in PUBLIC_ALONE or small in CALENDAR:
        return None
    before, after = said.before(start), said.after(end, 90)
    if ahead == "" and _last_word(before) in LAST_BEFORE_A_CHILD and _BEHIND_LEARNER.search(before):
        told = _DOES_AFTER.match(after) or _BARE_SUBJECT_AFTER.match(said.text[end : end + 60])
        return Kind.STUDENT_NAME if told else None
    if ahead == "little":
        does = _DOES_AFTER.match(after) or _DOES_AS_A_PERSON_AFTER.match(after)
        return Kind.FIRST_NAME if does or _OWNS_AS_A_PERSON.match(after) else None
    if small.endswith("s") or ahead not in OPENINGS | {""}:
        return None
    if _IS_A_CHILD_AFTER.match(after) or _HAS_AS_A_CHILD.match(after) or _has_known_neighbour(said, word):
        is_somebody = True
    elif _DID_AFTER.match(after):
        is_somebody = not said.begins(start) or _PERSON_SOON.match(after) is not None
    elif _last_word(before) in LAST_BEFORE_SOMEBODY:
        is_somebody = _ASKED_AFTER.match(after) is not None and _ASKED_BEFORE.search(before) is not None
    else:
        is_somebody = False
    if not is_somebody or _ARTICLE_BEFORE.search(before) or said.is_heading(start, end):
        return None
    return None if is_surely_public(said, start, end) else Kind.FIRST_NAME


def _last_word(before: str) -> str:
    """The last word of what stands before a name, without the sign behind it."""
    return before.rstrip(" ,:–—-").rpartition(" ")[2].lstrip("(“\"'¿¡\n")


def _has_known_neighbour(said: Said, word: Word) -> bool:
    """Whether a word of no list stands beside a given name that is no word, in “A and B” or a list of three or more."""
    start, end = word
    first = max(0, start - 40)
    before, after = said.folded[first:start], said.after(end)
    places = []
    if before.endswith(("and ", " y ")) or (before.endswith(", ") and after.startswith((", ", " and ", " y "))):
        places.append((_NEIGHBOUR_BEFORE.search(before), first))
    if after.startswith((" and ", " y ")) or _LIST_AFTER.match(after):
        places.append((_NEIGHBOUR_AFTER.match(after), end))
    return any(
        found is not None
        and said.text[shift + found.start(1)].isupper()
        and found.group(1) in given_names()
        and found.group(1) not in WORDS_TOO | PUBLIC_ALONE | SMALL_WORDS_TOO
        for found, shift in places
    )


def _is_in_title(said: Said, end: int) -> bool:
    """Whether a title goes on behind a word: “Pat on the Back”."""
    return _TITLE_GOES_ON_AFTER.match(said.text[end : end + 20]) is not None


def _behind_role(said: Said, word: Word, role: str, begun: int, given: bool) -> Place | None:
    """A name behind a title or a role: of an adult at school, unless it is one of public life."""
    end = word[1]
    small = said.word(word)
    if role in FAMOUS_ROLES or small in FAMOUS_BEHIND_TITLE | PUBLIC_ALONE:
        return None
    if is_surely_public(said, begun, end):
        return None
    if role in TITLES and is_title_of_work(said, begun, end, school=STOP | SUBJECTS):
        return None
    if role in TITLES or small in surnames() or (given and small not in NOT_MEANT):
        return Kind.ADULT_NAME, begun, end
    return None


def _is_meant(said: Said, word: Word, small: str, before: str, after: str, ahead: str) -> bool:
    """Whether a name that is a word or a place as well means somebody here."""
    start, end = word
    if said.is_heading(start, end) or small in MACHINES:
        return False
    placed = small in NOT_MEANT and _IN_BEFORE.search(before) is not None
    if (_ONLY_PEOPLE_AFTER.match(after) and not placed) or _SAID_BEFORE.search(before):
        return True
    if _IS_A_CHILD_AFTER.match(after) or _has_neighbour(said, word, small) or _OWNED_BEFORE.search(before):
        return True
    begins = said.begins(start) or ahead != ""
    if _OWNS_AS_A_PERSON.match(after) or _DOES_AS_A_PERSON_AFTER.match(after):
        return not placed
    if small not in NOT_MEANT and _BARE_SUBJECT_AFTER.match(said.text[end : end + 60]):
        return _ARTICLE_BEFORE.search(before) is None
    if begins:
        return False
    if _DOES_AFTER.match(after) and not placed:
        return True
    if not _GOES_ON_AFTER.match(after):
        return False
    if _TO_WHOM_BEFORE.search(before):
        return True
    if small in NOT_MEANT:
        return False
    if _TO_BEFORE_SPANISH.search(said.text[max(0, start - 30) : start]):
        return True
    return _OWNS.match(after) is not None or not _IN_BEFORE.search(before)


def _has_neighbour(said: Said, word: Word, small: str) -> bool:
    """Whether it stands in a list beside another given name; of two that are words, none may be a place or a month."""
    first = max(0, word[0] - 60)
    ahead, behind = _NEIGHBOUR_BEFORE.search(said.folded[first : word[0]]), _NEIGHBOUR_AFTER.match(said.after(word[1]))
    for found, shift in ((ahead, first), (behind, word[1])):
        if found is None or found.group(1) not in given_names() or not said.text[shift + found.start(1)].isupper():
            continue
        neighbour = found.group(1)
        if neighbour not in WORDS_TOO or (neighbour not in NOT_MEANT and small not in NOT_MEANT):
            return True
    together = _TOLD_OF_ALL_AFTER.match(said.text[word[1] : word[1] + 90])
    if together is None:
        return False
    others = _ONE.findall(together.group(1))
    does = _ONLY_PEOPLE_AFTER if len(others) == 1 else _DOES_AFTER
    told = does.match(said.after(word[1] + together.end(), 90)) is not None
    return told and all(fold(other) in given_names() for other in others)


def _role_before(said: Said, start: int) -> tuple[str, int]:
    """The title or role right before a name, and where it begins; empty where there is none."""
    near = said.before(start, 20)
    before = _ROLE.search(near) if near.rstrip(". ").endswith(_ROLES) else None
    if before is None:
        return "", start
    role = before.group(1)
    if role not in TITLES | ROLES | FAMOUS_ROLES:
        return "", start
    return role, start - len(before.group(0))


def _is_given(said: Said, word: Word) -> bool:
    small = said.word(word)
    return small in given_names() or small.partition("-")[0] in given_names() or _is_coined(said.text[slice(*word)])


def _is_coined(word: str) -> bool:
    return ("’" in word or "'" in word or not word[1:].islower()) and _COINED.match(word) is not None


def _is_proven(said: Said, word: Word) -> bool:
    return _is_given(said, word) and said.word(word).partition("-")[0] not in WORDS_TOO


def _is_surname(said: Said, word: Word) -> bool:
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


def _is_public(said: Said, words: Sequence[Word]) -> bool:
    """Whether two or three of the words, one after the other, are somebody of public life."""
    parts = " ".join(said.word(word) for word in words).split()
    return any(" ".join(parts[place : place + most]) in PUBLIC for place in range(len(parts)) for most in (2, 3))


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
