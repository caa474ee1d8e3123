"""What educators do, in words: a lexicon of verbs, and how a statement of competency begins. Pure, English only."""

import re

from microcred.authoring.lint.lexicon import listed

ALSO_NOUNS = listed("verbs_and_nouns")
"""Verbs whose forms are nouns as well: `plans`, `supports`. They are taken for verbs only before an object."""

VERBS = listed("verbs") | ALSO_NOUNS
"""Base forms of what an observer can see an educator do."""

INNER = listed("inner_verbs")
"""What goes on in a head, where no assessor sees it."""

_PEOPLE = (
    r"(?:educators?|teachers?|leaders?|coach(?:es)?|principals?|candidates?|participants?|earners?|learners?|you|we|they"
    r"|paraprofessionals?|paraeducators?|counsell?ors?|librarians?|administrators?|practitioners?|mentors?|i|"
    r"facilitators?|instructors?|specialists?|superintendents?|interventionists?|pursuers?|holders?)"
)
SUBJECT = re.compile(
    rf"^(?:(?:the|an?|each|every|all|our|successful|effective|these|this)\s+)*(?:(?!(?:of|for|to|with|in|and|by|on|about|how|that)\b)[\w’'-]+\s+){{0,2}}?{_PEOPLE}(?:\s+{_PEOPLE})?\b"
    r"(?:\s+of\s+this\s+micro-?credential)?(?:\s+(?:and|with)\s+(?:their\s+)?(?:students?|colleagues?|families))?",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"^\s*,?\s*(?:will\s+be\s+able\s+to|(?:is|are)\s+(?:able|expected|prepared|required)\s+to|will|can|should|must|may"
    r"|(?:demonstrates?|shows?|has|have)\s+(?:the|an|their)\s+(?:ability|capacity|skill)\s+to"
    r"|(?:demonstrates?|shows?)\s+that\s+(?:they|he\s+or\s+she)\s+can|also|then|(?!(?:only|apply|supply|rely|reply|imply)\b)[a-z]+ly)\b",
    re.IGNORECASE,
)
_ABILITY = re.compile(r"^(?:the\s+)?ability\s+to\b|^to\b", re.IGNORECASE)


def base_of(word: str) -> str | None:
    """The base form of a verb that the lexicon knows, from the base form or the third person: `plans` gives `plan`."""
    for ending, instead in (("", ""), ("s", ""), ("es", ""), ("ies", "y")):
        base = word.removesuffix(ending) + instead if word.endswith(ending) else ""
        if base in VERBS or base in INNER:
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
    subject = SUBJECT.match(sentence)
    if subject and base_of(sentence.split(maxsplit=1)[0].lower()) == sentence.split(maxsplit=1)[0].lower():
        # "Guide teachers in …" asks; "Lead teachers plan …" tells.
        following = re.match(r"[\w-]+", sentence[subject.end() :].strip())
        subject = subject if following and base_of(following[0].lower()) else None
    rest = sentence[subject.end() :] if subject else _ABILITY.sub("", sentence, count=1)
    while auxiliary := _AUXILIARY.match(rest):
        rest = rest[auxiliary.end() :]
    return subject is not None, rest.strip(" ,:")
