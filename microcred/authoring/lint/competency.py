"""One competency only. English only."""

import itertools
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.lexicon import listed
from microcred.authoring.lint.prose import content, quoted, sentences, stem, words
from microcred.authoring.lint.subject import Subject
from microcred.authoring.lint.verbs import ALSO_NOUNS, INNER, RELATIVE, SUBJECT, VAGUE, base_of, gerund_of, predicate

EVERYWHERE = frozenset(map(stem, listed("everywhere")))
"""Words of every design: that both halves of a sentence have them ties nothing together."""

_POINTS_BACK = re.compile(r"\b(?:it|them|they|this|these|those)\b")
"""What can only mean the half before it."""

_BACKWARD = re.compile(
    r"\b(?:they|both|thereby|accordingly|so|each other|one of|what|"
    r"(?:the|their|its|any) (?:results?|findings?|data|evidence|conclusions?|outcomes?|insights?|information|effects?"
    r"|impact|progress|next steps?|plan|process|changes?))\b"
)
"""What refers to the half before it, or carries it on."""

CARRIES_ON = listed("carry_on")
"""Verbs with which the second step of one method goes on: `analyzes work samples and adjusts teaching`."""

_JOINER = re.compile(
    r"(?:,\s*|;\s*|\s)(?:and also|and then|and|but also|as well as|along with|together with|besides|plus|while"
    r"|in addition to)\s+"
    r"|;\s*|\s(?:/|&|\+|[–—])\s(?:and\s+)?|,\s+",
    re.IGNORECASE,
)
_BESIDES = re.compile(
    r"^(?:in addition to|besides|along with|as well as|apart from|on top of|beyond)\s+(?P<first>[^,]+),\s+",
    re.IGNORECASE,
)
"""A first ability that stands before who does it: `In addition to coaching teachers, the educator …`."""

_BOTH = re.compile(r"^(?:not only|both|either|first|firstly)\s+", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:also,?\s+|then\s+|(?:in addition|additionally|furthermore|moreover|too),?\s+"
    r"|(?P<modal>(?:be|is|are)\s+able\s+to\s+|can\s+|will\s+)|[a-z]+ly\s+)+",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"^(?:an?|the|their|its|his|her|our|your|all|each|every|some|several|one|two|three|other|new|students?['’]?|families|parents"
    r"|colleagues|teachers|educators|community|effective|\w+-\w+|\w+(?:ized|al|ive|ful|ous|ary|ally|ively))\b",
    re.IGNORECASE,
)


def one_competency(subject: Subject) -> Iterator[Finding]:
    """A competency that names two things to be able to do, of which the second neither carries on the first nor meets
    it anywhere in the design."""
    text = subject.text("competency")
    if text is None or text.in_another_language:
        return
    said = sentences(text.plain)
    joined = list(_besides(said[0], subject) or _joined(said[0], subject)) if said else []
    joined += [sentence for sentence in said[1:] if _begins_another(sentence, predicate(said[0])[1], subject)]
    if joined:
        yield Finding(
            "one-competency",
            "competency",
            quoted(" … ".join(joined)),
            _("The competency joins a second ability to the first, and nothing in the design ties the two together."),
            _("Keep the one that the rubric judges, and make the other a micro-credential of its own."),
            Component.COMPETENCY,
        )


MOST_JOINERS = 40
"""Places of one sentence that are looked at; a competency has a handful."""


def _besides(sentence: str, subject: Subject) -> list[str]:
    """What is said after an ability that was put before it."""
    before = _BESIDES.match(sentence)
    if before is None or gerund_of(words(before["first"])[0]) is None:
        return []
    _named, rest = predicate(sentence[before.end() :])
    is_another = len(words(rest)) > 1 and not _carries_on(before["first"], rest, subject)
    return [rest.rstrip(" .")] if is_another else []


def _joined(sentence: str, subject: Subject) -> Iterator[str]:
    _named, rest = predicate(sentence)
    rest = _BOTH.sub("", rest)
    spoken = words(rest)
    if spoken and gerund_of(spoken[0]):
        yield from _joined_gerunds(rest, subject)
    if not spoken or base_of(spoken[0]) is None:
        return
    third_person = base_of(spoken[0]) != spoken[0]
    start = 0
    for joiner in itertools.islice(_JOINER.finditer(rest), MOST_JOINERS):
        first, second = rest[start : joiner.start()], rest[joiner.end() :]
        lead = _LEAD.match(second)
        second = second[lead.end() :] if lead else second
        pronoun = re.match(r"(?:they|he or she|she or he)\s+(?:also\s+)?", second, re.IGNORECASE)
        if pronoun:
            second = second[pronoun.end() :]
        elif joiner[0].strip() == ";" and SUBJECT.match(second):
            second = predicate(second)[1]
        form = third_person and not (lead and lead["modal"]) and not pronoun
        if len(words(first)) < 2 or _shares_object(first) or not _is_clause(second, joiner[0], third_person=form):
            continue
        is_added = "also" in f"{joiner[0]} {lead[0] if lead else ''}".lower()
        if ((RELATIVE.search(first) and not is_added) or pronoun) and not _is_foreign(second, subject):
            continue  # most likely the relative clause goes on: "a team that plans lessons and builds trust"
        if not _carries_on(rest[: joiner.start()], second, subject):
            yield second.rstrip(" .")
            return
        start = joiner.end()


def _joined_gerunds(said: str, subject: Subject) -> Iterator[str]:
    """The same of a competency that begins with a gerund: `Preparing meetings and translating handbooks`."""
    for joiner in itertools.islice(_JOINER.finditer(said), MOST_JOINERS):
        first, second = said[: joiner.start()], said[joiner.end() :]
        spoken = words(second)
        if len(words(first)) < 2 or len(spoken) < 2 or gerund_of(spoken[0]) is None or _stops(spoken[1]):
            continue
        if not RELATIVE.search(first) and not _carries_on(first, second, subject):
            yield second.rstrip(" .")
            return


def _shares_object(first: str) -> bool:
    """Whether what stands before a joiner ends with a bare verb, as in `selects, adapts, and evaluates tools`."""
    last = words(re.split(r",|\band\b", first)[-1])
    return len(last) == 1 and base_of(last[0]) is not None


_BEFORE_GERUNDS = {"as well as", "while", "in addition to", "along with", "together with", "besides"}
"""Joiners behind which a second ability stands as a gerund; behind `as well as`, in the form of the first too."""


def _is_clause(second: str, joiner: str, *, third_person: bool) -> bool:
    """Whether what follows a joiner begins with a verb in the form of the first, and its object."""
    spoken = words(second)
    if len(spoken) < 2:
        return False
    if joiner.strip(" ,;").lower() in _BEFORE_GERUNDS and gerund_of(spoken[0]) is not None:
        return True
    if joiner.strip(" ,;").lower() in _BEFORE_GERUNDS - {"as well as"}:
        return False
    base = base_of(spoken[0])
    if base is None or base in INNER | VAGUE or (base != spoken[0]) != third_person:
        return False
    after = second[len(spoken[0]) :].strip()
    if joiner.strip() == "," and not re.search(r",\s*(?:and|then)\s", second):
        return False
    if base in ALSO_NOUNS:
        return bool(_OBJECT.match(after)) or (third_person and not _stops(spoken[1]))
    return True


def _stops(word: str) -> bool:
    """Whether a word shows that the one before it was a noun."""
    return word in {
        *("for", "to", "of", "that", "which", "in", "on", "at", "by", "with", "from", "who", "as", "and", "or"),
        *("are", "is", "can", "will", "when", "where", "while", "during", "across", "between", "into", "within"),
    }


def _is_foreign(second: str, subject: Subject) -> bool:
    """Whether a clause speaks of several things of which the rest of the design never speaks together."""
    verb = words(second)[0]
    base = base_of(verb) or gerund_of(verb)
    theirs = _subjects(_JOINER.split(second)[0]) - {stem(verb)}
    return base not in CARRIES_ON and len(theirs) > 1 and not any(len(theirs & said) > 1 for said in _passages(subject))


def _begins_another(sentence: str, first: str, subject: Subject) -> bool:
    """Whether a later sentence says another thing that the educator does."""
    lead = _LEAD.match(sentence)
    named, rest = predicate(sentence[lead.end() :] if lead else sentence)
    spoken = words(rest)
    if not named or not spoken or base_of(spoken[0]) is None or len(spoken) < 3:
        return False
    return not _carries_on(first, rest, subject)


def _carries_on(first: str, second: str, subject: Subject) -> bool:
    """Whether the second half is a step of the same thing: it points back, shares a subject, or meets it elsewhere."""
    mine, theirs = _subjects(first), _subjects(second)
    if mine & theirs or _POINTS_BACK.search(second.lower()):
        return True
    verb = words(second)[0]
    base = base_of(verb) or gerund_of(verb)
    theirs -= {stem(verb)}
    passages = _passages(subject)
    spread = sum(len(theirs & passage) >= min(2, len(theirs)) for passage in passages)
    if base in CARRIES_ON or _BACKWARD.search(second.lower()):
        # It sounds like a next step; only what the whole rest of the design never speaks of is something else.
        return not theirs or spread > 0 or sum(map(len, passages)) < ENOUGH_CONTEXT
    return sum(bool(mine & said) and len(theirs & said) >= min(2, len(theirs)) for said in passages) >= 2


ENOUGH_CONTEXT = 60
"""Words that the rest of a design must say before it means anything that it never speaks of something."""


def _subjects(text: str) -> set[str]:
    return set(content(text)) - EVERYWHERE


def _passages(subject: Subject) -> list[set[str]]:
    """What the rest of the design speaks of, passage by passage."""
    design = subject.design
    return [
        _subjects(text)
        for text in (
            design.name,
            design.key_method,
            *(f"{component.name} {component.text}" for component in design.components),
            *(f"{requirement.prompt} {requirement.guidance}" for requirement in design.requirements),
            *(
                " ".join((criterion.name, criterion.description, *(level.descriptor for level in criterion.levels)))
                for criterion in design.rubric
            ),
        )
        if text.strip()
    ]
