"""Whether a full name is that of somebody of public life: an author, or somebody whom a lesson is about.

What is cited beyond doubt is passed over. Where a child, a colleague or an author may be meant alike (“the poem by …”,
“according to …”), the name is advice: a child's name that is missed costs more than a look.
"""

import re
from enum import Enum

from microcred.portfolios.privacy.lexicon import CALENDAR, TITLES, given_names, surnames
from microcred.portfolios.privacy.said import WORD, Said

_NAME = rf"{WORD}(?: [A-Z]\.)?(?: {WORD}){{1,3}}"
_TOGETHER = re.compile(rf"(?:(?:,|,? (?:and|&|y|with|con)) {_NAME})*")
_TOGETHER_BEFORE = re.compile(rf"{_NAME}(?:,|,? (?:and|&|y)) $")


class Public(Enum):
    """How sure it is that somebody is of public life."""

    SURELY = "surely"
    PERHAPS = "perhaps"
    NO = "no"


_YEAR = r"\(?(?:19|20)\d{2}\b"
_CITED_AFTER = re.compile(
    rf"^(?:['’]s?)?(?:,? (?:et al|and|&|y) [^.;\n]{{0,40}})?,? ?{_YEAR}|^(?:['’]s)? et al|"
    r"^ (?:argues?|argued|claims?|proposes?|defines?|contends?|advocates?|recommends?|emphasizes?|sostiene|afirma|"
    r"plantea|propone|argumenta|senala que)\b|^['’]s? (?:theory|taxonomy|(?:work|research) on|research|framework|"
    r"stages|taxonomia|hierarchy)\b"
)
_REFERRED_AFTER = re.compile(r"^, (?:[A-Z]\.[ -]?){1,3}(?:,? ?(?:&|and|y) [^()\n]{0,60})?\(")
"""How a list of references writes an author of two surnames: “Vander Els, J. (2020)”."""
_PRODUCT_AFTER = re.compile(
    r"^['’]s? (?:books?|novel|poems?|model|essay|speech|painting|article|blog|podcast|photographs?|music)\b"
)
_SAYS_AFTER = re.compile(
    r"^,? (?:writes?|says?|notes?|suggests?|explains?|describes?|reminds? us|points? out|puts? it|states?|observes?|"
    r"believes?|calls? (?:this|it)|teach(?:es)? us|escriben?|dicen?|explican?|describen?|senalan?|sugieren?)\b"
)
_AS_BEFORE = re.compile(r"(?:^|[.;:,(\n“\"] ?|\b(?:and|but|y|pero) )(?:as|como|in the words of|en palabras de) $")
_AS_SAYS_BEFORE = re.compile(r"\b(?:como|as) (?:escribe|dice|afirma|senala|explica|muestra|writes?|says?|notes?) $")
_PLURAL = re.compile(
    r"^ (?:argue|claim|propose|define|contend|advocate|recommend|emphasize|sostienen|afirman|proponen)\b"
)
_OF_TEACHING = re.compile(
    r"\b(?:teach(?:ers?|ing)|classrooms?|schools?|instruction|learning|learners|leaders?|educators?|feedback|"
    r"assessments?|curriculum|lessons|research|practice|pedagogy|literacy|relationships|culture|docentes?|ensenanza|"
    r"aprendizaje|evaluacion|lectura|aula|cultura)\b"
)
"""What is said, where somebody who writes about teaching says it."""
_IN_A_BOOK_BEFORE = re.compile(
    r"\bin (?:his|her|their) (?:\w+ )?(?:book|article|blog|essay|study|podcast|chapter|talk)(?: [^.;]{0,60})?, $"
)
_BY_BEFORE = re.compile(
    r"\b(?:written|illustrated|painted|composed|sung|escrit[oa]|ilustrad[oa]|pintad[oa]) (?:by|por) $|"
    r"\b(?:novels?|books?|articles?|plays?|speech(?:es)?|biography|research|study|studies)(?: \w+){0,4} by $|"
    r"\b(?:biography|works|novels?|plays|speeches) of $|"
    r"\b(?:novelas?|libros?|articulos?|discursos?|biografia|investigacion(?:es)?)(?: \w+){0,4} (?:por|de) $|"
    r"\b(?:vease|de autoria de|novel|taxonomia de|teoria de) $|\((?:see|cf\.|vease) $"
)
_PERHAPS_BY_BEFORE = re.compile(
    r"\b(?:according to|segun) $|\b(?:poems?|stor(?:y|ies)|essays?|songs?|paintings?|works?|texts?|videos?|"
    r"photographs?|photos?|music|murals?|lyrics|art|sculptures?)(?: \w+){0,4} by $|\b(?:poems?|paintings?) of $|"
    r"\b(?:poem|book|poema|libro) $|\b(?:poemas?|cuentos?|ensayos?|canci(?:on|ones)|obras?|"
    r"cuadros?)(?: \w+){0,4} (?:por|de) $"
)
_BY = frozenset(("by", "por", "de", "of", "to", "segun", "novel", "novela", "poem", "book", "poema", "libro", "vease"))
_SEE = frozenset(("(see", "(cf.", "(vease"))
"""What stands last before an author."""
_TAUGHT_LAST = frozenset(
    (
        "study",
        "studied",
        "research",
        "researched",
        "investigate",
        "investigated",
        "about",
        "on",
        "of",
        "a",
        "sobre",
        "de",
    )
)
_READ = re.compile(
    r"\b(?:read(?:ing|s)?|re-?read|mentor text|read-?aloud|novel|picture book|leimos|leyeron|lei|leemos|leer|lectura|"
    r"libro|cuento|novela|poema|cancion|escuchamos|listened|watched|vimos)\b"
)
_TITLE_BY_BEFORE = re.compile(r"(?:([A-ZÀ-ÖØ-Þ][\w’'-]*|\d+)|[”\"»*_!?]),? (?:by|por) $")
_TITLE_OF_BEFORE = re.compile(
    r"(?:[”\"»*_],?|[A-ZÀ-ÖØ-Þ][^.;\n]{3,60},|\b[Ll](?:eímos|eyeron|eemos|eí) [A-ZÀ-ÖØ-Þ][^.,;\n]{3,60}) de $"
)
_SHELF = re.compile(
    rf"^(?:['’]s)?(?: (?:and|&|y) {_NAME})?,? (?:[“\"*_(]?[A-Z][^.()\n]{{0,80}})?\((?:[^()\n]{{0,60}},? )?{_YEAR}"
)
_PUBLISHER = re.compile(
    r"\b(?:ascd|corwin|heinemann|jossey-bass|routledge|stenhouse|scholastic|solution tree|guilford|pearson|"
    r"teachers college "
    r"press|\w+ university press|harvard education press|norton|penguin|random house|harpercollins|candlewick|houghton|"
    r"mcgraw[- ]hill|wiley|springer|editorial \w+|siglo xxi|fondo de cultura)\b"
)

_FAME = (
    r"astronaut|inventor|president|senator|governor|activist|abolitionist|suffragist|explorer|mathematician|physicist|"
    r"chemist|composer|novelist|playwright|philosopher|psychologist|researcher|historian|aviator|olympian|"
    r"civil rights \w+|astronauta|inventora?|president[ea]|activista|exploradora?|matematic[oa]|fisic[oa]|quimic[oa]|"
    r"compositora?|novelista|filosof[oa]|psicolog[oa]|investigadora?|historiadora?|pedagog[oa]|libertadora?"
)
_PERHAPS_FAME = (
    r"author|poet|artist|painter|scientist|engineer|singer|musician|writer|illustrator|photographer|athlete|pilot|"
    r"leader|autora?|poeta|artista|pintora?|cientific[oa]|ingenier[oa]|cantante|escritora?|ilustradora?|lider"
)
_IS_FAMOUS_AFTER = re.compile(
    rf"^,? (?:(?:who )?(?:was|is|became|fue|es|era) )?(?:(?:the|an?|la|el|una?) )?(?:(?!future|little|"
    rf"young)[\w-]+ ){{0,4}}?"
    rf"(?:{_FAME})\b"
)
_PEOPLES = (
    r"woman|women|man|black|african|american|latin[oa]|hispanic|asian|native|indigenous|mexican|chinese|japanese|"
    r"jewish|muslim|mujer|hombre|afro\w+|hispan[oa]|mexican[oa]|indigena|latinoamerican[oa]"
)
_IS_FIRST_AFTER = re.compile(
    rf"^,? (?:who )?(?:(?:was|became|is|fue|es) )?(?:the first|la primera|"
    rf"el primer) (?:[\w-]+ ){{0,2}}?(?:{_PEOPLES})\b"
)
_IS_PERHAPS_FAMOUS_AFTER = re.compile(
    rf"^(?:,| (?:was|is|became|fue|es|era)) (?:the|an?|la|el|una?) (?:[\w-]+ ){{0,3}}?(?:{_PERHAPS_FAME})\b|"
    r"^,? (?:who )?(?:was |became )?the first (?!to\b|one\b|student|child|kid|girl|boy|pupil|of\b|person to|"
    r"in (?:the|our|my)\b)"
    r"|^,? (?:fue )?(?:la primera|el primer) (?!en\b|estudiante|alumn|nin[oa])"
)
_IS_SUBJECT_AFTER = re.compile(
    r"^ (?:was|is|fue|es) (?:the (?:subject|topic) of|el (?:tema|sujeto) de) (?:our|the|a|this|nuestr[oa]|la|el|una?) "
    r"(?:[\w-]+ ){0,2}?(?:unit|book|biography|film|documentary|read-aloud|unidad|libro|biografia|pelicula|documental)\b"
)
"""A unit or a book has a subject; of a lesson, a study or an observation that may as well be a child."""
_CLASS = (
    r"students|class|children|kids|\w+ ?graders|learners|scholars|pupils|groups?|readers|estudiantes|alumn[oa]s|"
    r"nin[oa]s|la clase"
)
_TAUGHT = (
    (
        re.compile(r" (?:stud(?:y|ied)|research(?:ed)?|investigat(?:e|ed)) (?:the life of )?$"),
        re.compile(rf"\b(?:{_CLASS}|they|we)\b[^.;]{{0,40}}$"),
    ),
    (
        re.compile(
            r" (?:(?:read|learn(?:ed)?) about|investigaron a|estudiaron a|leyeron sobre|aprendieron (?:sobre|de)) "
            r"(?:the life of )?$"
        ),
        re.compile(rf"\b(?:{_CLASS})\b[^.;]{{0,40}}$"),
    ),
    (
        re.compile(r" (?:on|about|sobre|(?:trata|trato) de|acerca de) (?:the life of |la vida de )?$"),
        re.compile(
            r"\b(?:lessons?|unit|text|passage|documentary|film|movie|reports|posters|presentations|timelines|projects|"
            r"chapter|biograph(?:y|ies)|leccion|unidad|texto|documental|pelicula|informes|carteles|proyectos|capitulo)"
            r"\b[^.;]{0,24}$"
        ),
    ),
    (
        re.compile(
            r"(?:biograph(?:y|ies) of|(?:estudiamos|investigamos) a|leimos sobre|(?:vida|obra|biografias?) de) $"
        ),
        re.compile(""),
    ),
)
"""What a class learns about: how it ends before the name, and what stands ahead of that."""
_LIKE_A_CHILDS = re.compile(
    r"^['’]s? (?:work|paper|writing|data|answers?|samples?|tests?|scores?|reading|behavior|mother|father|parents|"
    r"family|progress|growth|needs|responses?|notebook|draft)\b"
)
"""What is looked at of a child, and not of somebody whom a lesson is about."""


def is_surely_public(said: Said, start: int, end: int) -> bool:
    """Whether the name there is of public life beyond doubt.

    Args:
        start: where it begins.
        end: behind its last letter.
    """
    before, after = said.before(start, 90), said.after(end, 100)
    if _LIKE_A_CHILDS.match(after):
        return False
    last = before.rstrip().rpartition(" ")[2]
    return bool(
        _CITED_AFTER.match(after)
        or _IS_FAMOUS_AFTER.match(after)
        or _IS_FIRST_AFTER.match(after)
        or (last in _TAUGHT_LAST and _is_taught(before))
        or (last in _BY | _SEE and _BY_BEFORE.search(before))
        or (last in _BY and _is_behind_title(said, start))
        or ("(" in after and _is_on_shelf(said.text[end : end + 160], after))
    )


def standing_of(said: Said, start: int, end: int) -> Public:
    """How likely the full name there is of public life.

    Args:
        start: where it begins.
        end: behind its last letter.
    """
    if is_surely_public(said, start, end):
        return Public.SURELY
    before, after = said.before(start, 90), said.after(end, 120)
    if _LIKE_A_CHILDS.match(after):
        return Public.NO
    together = _TOGETHER.match(said.text[end : end + 120])
    says = after[together.end() if together else 0 :]
    if _PLURAL.match(says):
        return Public.SURELY
    if _SAYS_AFTER.match(says) or _is_with_one_who_says(said.text[max(0, start - 90) : start], after):
        known = _AS_BEFORE.search(before) or _IN_A_BOOK_BEFORE.search(before) or _OF_TEACHING.search(says)
        return Public.SURELY if known else Public.PERHAPS
    if _AS_SAYS_BEFORE.search(before):
        return Public.SURELY
    if before.rstrip().rpartition(" ")[2] in _BY and _PERHAPS_BY_BEFORE.search(before):
        return Public.SURELY if _READ.search(before) else Public.PERHAPS
    if _PRODUCT_AFTER.match(after) or _IS_PERHAPS_FAMOUS_AFTER.match(after) or _IS_SUBJECT_AFTER.match(after):
        return Public.PERHAPS
    if _IN_A_BOOK_BEFORE.search(before):
        return Public.PERHAPS
    return Public.NO


def _is_on_shelf(behind: str, after: str) -> bool:
    """Whether a year or a publisher stands in brackets behind a name."""
    return bool(_SHELF.match(behind) or _REFERRED_AFTER.match(behind) or _PUBLISHER.search(after))


def _is_taught(before: str) -> bool:
    """Whether it is somebody whom a class learns about."""
    for ends, ahead in _TAUGHT:
        end = ends.search(before[-36:])
        if end and ahead.search(before[: max(0, len(before) - 36) + end.start()]):
            return True
    return False


def _is_behind_title(said: Said, start: int) -> bool:
    """Whether an author's place is there: “The Snowy Day by …”, “Donde viven los monstruos, de …” of what was read."""
    written = said.text[max(0, start - 90) : start]
    by = _TITLE_BY_BEFORE.search(written)
    if by:
        last = by.group(1)
        at = start - len(written) + by.start()
        return last is None or (
            last.lower() not in CALENDAR and last.lower() not in given_names() and not said.begins(at)
        )
    return _TITLE_OF_BEFORE.search(written) is not None and _READ.search(said.before(start, 90)) is not None


def _is_with_one_who_says(written: str, after: str) -> bool:
    """Whether it is the second of two names that say something together."""
    if not written.endswith((", ", "and ", "& ", " y ")):
        return False
    says = _PLURAL.match(after) or (_SAYS_AFTER.match(after) and not re.match(r",? \w+s\b", after))
    return bool(says and _TOGETHER_BEFORE.search(written))


_OF_BEFORE = re.compile(r"\b([A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ’']+) (?:of|and the|de) $")
_WORK_AFTER = re.compile(rf"^['’]s ({WORD})")


def is_title_of_work(said: Said, begun: int, end: int, *, school: frozenset[str]) -> bool:
    """Whether a name behind a title is a part of what a book is called: “Because of Mr. …”, “Mr. …’s Penguins”.

    Args:
        begun: where the title before the name begins.
        end: behind the name.
        school: what is written large and belongs to somebody at school: subjects, days, *class*.
    """
    owns = _WORK_AFTER.match(said.text[end : end + 40])
    if owns and not {owns.group(1).lower()} & (school | given_names() | surnames()):
        return True
    near = max(0, begun - 40)
    of = _OF_BEFORE.search(said.text[near:begun])
    if of is None or said.begins(near + of.start()):
        return False
    word = of.group(1).lower()
    return word not in CALENDAR | TITLES | given_names() | surnames()
