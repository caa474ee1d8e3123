"""What educators do, in words: a lexicon of verbs, and how a statement of competency begins. Pure, English only."""

import re

from microcred.authoring.lint.lexicon import listed

ALSO_NOUNS = listed("verbs_and_nouns")
"""Verbs whose forms are nouns as well: `plans`, `supports`. They are taken for verbs only before an object."""

VERBS = listed("verbs") | ALSO_NOUNS
"""Base forms of what an observer can see an educator do."""

INNER = listed("inner_verbs")
"""What goes on in a head, where no assessor sees it."""

VAGUE = listed("vague_verbs")
"""The same, but of texts: a reflection explores, and that can be read; what an educator explores, nobody sees."""

_PEOPLE = (
    r"(?:educators?|teachers?|leaders?|coach(?:es)?|principals?|candidates?|participants?|earners?|learners?|you|we|they"
    r"|paraprofessionals?|paraeducators?|counsell?ors?|librarians?|administrators?|practitioners?|mentors?|i|"
    r"facilitators?|instructors?|specialists?|superintendents?|interventionists?|pursuers?|holders?|staff(?:\s+members?)?|members?"
    r"|directors?|nurses?|callers?|therapists?|psychologists?|(?:social\s+)?workers?|aides?|assistants?|tutors?|trainers?"
    r"|assessors?|designers?|faculty|advis[eo]rs?|liaisons?|deans?|supervisors?|evaluators?|clinicians?|pathologists?)"
)
SUBJECT = re.compile(
    rf"^(?:(?:the|an?|each|every|all|our|successful|effective|these|this)\s+)*(?:(?!(?:of|for|to|with|in|and|by|on|about|how|that)\b)[\w’'-]+\s+){{0,4}}?{_PEOPLE}(?:\s+(?P<more>{_PEOPLE}))?\b"
    r"(?:\s+of\s+this\s+micro-?credential)?(?:\s+(?:and|with)\s+(?:their\s+)?(?:students?|colleagues?|families))?",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"^\s*,?\s*(?:(?:comes?|begins?|seeks?|strives?|aims?|tries|try)\s+to|will\s+be\s+able\s+to|(?:is|are)\s+(?:able|expected|prepared|required)\s+to|will|can|should|must|may"
    r"|(?:demonstrates?|shows?|has|have)\s+(?:the|an|their)\s+(?:ability|capacity|skill)\s+to"
    r"|(?:demonstrates?|shows?)\s+that\s+(?:they|he\s+or\s+she)\s+can|also|then|(?!(?:only|apply|supply|rely|reply|imply)\b)[a-z]+ly)\b",
    re.IGNORECASE,
)
_ABILITY = re.compile(r"^(?:the\s+)?ability\s+to\b|^to\b", re.IGNORECASE)


RELATIVE = re.compile(
    r"\b(?:to(?= [a-z-]+ )|that|which|who|whom|whose|how|why|what|where|when|whether|so|because|if|until)\b",
    re.IGNORECASE,
)
"""What begins a clause within a clause, of which a later verb may be a part."""


def base_of(word: str) -> str | None:
    """The base form of a verb that the lexicon knows, from the base form or the third person: `plans` gives `plan`."""
    for ending, instead in (("", ""), ("s", ""), ("es", ""), ("ies", "y")):
        base = word.removesuffix(ending) + instead if word.endswith(ending) else ""
        if base in VERBS or base in INNER or base in VAGUE:
            return base
    return None


def gerund_of(word: str) -> str | None:
    """The base form of a verb from its `-ing`."""
    if not word.endswith("ing"):
        return None
    root = word.removesuffix("ing")
    for base in (root, root + "e", root[:-1] if root[-1:] == root[-2:-1] else root):
        if base in VERBS:
            return base
    return None


def predicate(sentence: str) -> tuple[bool, str]:
    """What a statement says somebody does, from its main verb on, and whether an educator was named as who does it."""
    end = _end_of_subject(sentence)
    rest = sentence[end:] if end else _ABILITY.sub("", sentence, count=1)
    while auxiliary := _AUXILIARY.match(rest):
        rest = rest[auxiliary.end() :]
    return end > 0, rest.strip(" ,:")


def _end_of_subject(sentence: str) -> int:
    """Where the words end that name an educator as who does it; 0 when nobody is named."""
    subject = SUBJECT.match(sentence)
    if subject is None:
        return 0
    following = re.match(r"\W*([\w-]+)", sentence[subject.end() :])
    tells = following is not None and base_of(following[1].lower()) is not None
    more = subject["more"]
    if more and base_of(more.lower()) and not tells:
        return subject.start("more")  # "The teacher coaches students", not "teacher coaches"
    if base_of(sentence.split(maxsplit=1)[0].lower()) and not tells and not _AUXILIARY.match(sentence[subject.end() :]):
        return 0  # "Guide teachers in …" asks; "Lead teachers plan …" tells
    return subject.end()
