"""One competency only, and verbs that can be observed. English only."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.lexicon import listed
from microcred.authoring.lint.prose import content, quoted, sentences, stem, words
from microcred.authoring.lint.subject import Subject, Text
from microcred.authoring.lint.verbs import ALSO_NOUNS, INNER, SUBJECT, base_of, gerund_of, predicate

EVERYWHERE = frozenset(map(stem, listed("everywhere")))
"""Words of every design: that both halves of a sentence have them ties nothing together."""

_POINTS_BACK = re.compile(r"\b(?:it|them|this|these|those)\b")
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
    r"(?:,\s*|;\s*|\s)(?:and|as well as|plus|while|in addition to|and also|and then)\s+|;\s*|,\s+", re.IGNORECASE
)
_LEAD = re.compile(
    r"^(?:also\s+|then\s+|(?P<modal>(?:be|is|are)\s+able\s+to\s+|can\s+|will\s+)|[a-z]+ly\s+)+", re.IGNORECASE
)
_RELATIVE = re.compile(
    r"\b(?:to(?= [a-z-]+ )|that|which|who|whom|whose|how|why|what|where|when|whether|so|because|if|until)\b",
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
    joined = list(_joined(said[0], subject)) if said else []
    joined += [sentence for sentence in said[1:] if _begins_another(sentence, said[0], subject)]
    if joined:
        yield Finding(
            "one-competency",
            "competency",
            quoted(" … ".join(joined)),
            _("The competency joins a second ability to the first, and nothing in the design ties the two together."),
            _("Keep the one that the rubric judges, and make the other a micro-credential of its own."),
            Component.COMPETENCY,
        )


def _joined(sentence: str, subject: Subject) -> Iterator[str]:
    _named, rest = predicate(sentence)
    spoken = words(rest)
    if not spoken or base_of(spoken[0]) is None:
        return
    third_person = base_of(spoken[0]) != spoken[0]
    start = 0
    for joiner in _JOINER.finditer(rest):
        first, second = rest[start : joiner.start()], rest[joiner.end() :]
        lead = _LEAD.match(second)
        second = second[lead.end() :] if lead else second
        if joiner[0].strip() == ";" and SUBJECT.match(second):
            second = predicate(second)[1]
        form = third_person and not (lead and lead["modal"])
        if len(words(first)) < 2 or _shares_object(first) or not _is_clause(second, joiner[0], third_person=form):
            continue
        if _RELATIVE.search(first) and not _is_foreign(second, subject):
            continue  # most likely the relative clause goes on: "a team that plans lessons and builds trust"
        if not _carries_on(rest[: joiner.start()], second, subject):
            yield second.rstrip(" .")
            return
        start = joiner.end()


def _shares_object(first: str) -> bool:
    """Whether what stands before a joiner ends with a bare verb, as in `selects, adapts, and evaluates tools`."""
    last = words(re.split(r",|\band\b", first)[-1])
    return len(last) == 1 and base_of(last[0]) is not None


def _is_clause(second: str, joiner: str, *, third_person: bool) -> bool:
    """Whether what follows a joiner begins with a verb in the form of the first, and its object."""
    spoken = words(second)
    if len(spoken) < 2:
        return False
    if any(word in joiner.lower() for word in ("as well as", "while", "in addition")):
        return gerund_of(spoken[0]) is not None
    base = base_of(spoken[0])
    if base is None or base in INNER or (base != spoken[0]) != third_person:
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
    named, rest = predicate(sentence)
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


_STATE = re.compile(
    r"^(?:(?:is|are|be|becomes?|remains?)\s+(?:\w+ly\s+|more\s+|fully\s+)*(?:aware|familiar|knowledgeable|cognizant|"
    r"conscious|exposed|committed|comfortable|confident|mindful|informed|interested)\b"
    r"|(?:gains?|develops?|deepens?|acquires?|builds?|has|have|possess(?:es)?|demonstrates?|shows?|increases?|improves?|"
    r"expands?|enhances?|displays?|exhibits?)\s+"
    r"(?:(?:an?|the|their|his|her|his or her|some|little|no|good|deep|deeper|strong|thorough|clear|basic|working|solid|"
    r"partial|limited|full|complete|sound|adequate|sophisticated|comprehensive|greater|better|professional|excellent|"
    r"developing|emerging|general|in-depth|proficient|advanced|minimal|own)\s+)*"
    r"(?:understanding|knowledge|awareness|appreciation|familiarity|comprehension|grasp|mastery)\b(?:\s+(?:of|about|that|for|in)\b|\.?$))",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"^(?:(?:an?|the|deep|strong|thorough|clear|basic|working|good|solid)\s+)*(?:understanding|knowledge|awareness|"
    r"appreciation|familiarity|comprehension)\s+(?:of|about|with|that|how)\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(
    r"\b(?:by \w+ing|as (?:shown|seen|evidenced|demonstrated)|evidenced|examples?|for instance|such as|at least"
    r"|shown in|cit(?:es|ing)|names?|quot(?:es|ing|ations?)|describ(?:es|ing)|explain(?:s|ing)|compar(?:es|ing)"
    r"|us(?:es|ing)|point(?:s|ing)|appl(?:ies|ying)|connect(?:s|ing)|in which"
    r"|through (?:the|an?|their|two|three|\w+ing)|with (?:evidence|specific|two|three|one|an?))\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"^(?:the\s+|an?\s+|this\s+)?(?:educator['’]s\s+|written\s+|overall\s+)?(?:response|answer|reflection|evidence|artifact|submission|work|plan|"
    r"lesson|video|portfolio|essay|narrative|description)s?\s+",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"^(?:(?:does|do|did) not|doesn['’]t|don['’]t|somewhat|(?!apply|rely|imply)\w+ly)\s+", re.IGNORECASE
)


def observable(subject: Subject) -> Iterator[Finding]:
    """A competency, key method or level that rests on what goes on in a head, or a level that only ranks."""
    for text in subject.english:
        if text.path in {"competency", "key_method"}:
            yield from _inner(text, sentences(text.plain)[:1])
        elif text.path.endswith(".descriptor"):
            yield from _inner(text, [part for said in sentences(text.plain) for part in re.split(r";\s+", said)])
    yield from _only_ranked(subject)


def _inner(text: Text, said: list[str]) -> Iterator[Finding]:
    is_level = text.path.endswith(".descriptor")
    for sentence in said:
        found = _what_is_inner(sentence, is_level=is_level)
        if found:
            yield Finding(
                "observable",
                text.path,
                quoted(found, 80),
                _("This is something that goes on in a person’s head. No assessor can see it in the evidence."),
                _("Say what the person does or makes that shows it, such as explains, designs, compares or revises."),
                Component.RUBRIC if is_level else Component.COMPETENCY,
            )
            return


def _what_is_inner(sentence: str, *, is_level: bool) -> str | None:
    """The words by which a sentence rests on what goes on in a head, unless it says how that is shown."""
    named, rest = predicate(sentence)
    if is_level:
        rest = rest if named else _WORK.sub("", rest)
        while hedge := _HEDGES.match(rest):
            rest = rest[hedge.end() :]
    state = _STATE.match(rest) or _NOUN.match(rest)
    if state:
        # Somebody else's understanding, as in "develops students' understanding", is what a lesson is for.
        is_shown = _SHOWN.search(rest[state.end() :]) or re.search(r"['’]\s*(?:s\s+)?$", rest[: state.end()])
        return None if is_shown else state[0]
    spoken = words(rest)
    if not spoken or base_of(spoken[0]) not in INNER or re.match(r"\w+\s+(?:aloud|out loud|from)\b", rest):
        return None
    if is_level and _SHOWN.search(rest):
        return None
    place = sentence.lower().find(spoken[0])
    return sentence[: place + len(spoken[0])] if place >= 0 else sentence


QUALITIES = listed("ranks")
"""Words that say how good something is, and nothing of what it is."""

RANKS = QUALITIES | listed("rank_frames")
"""With the words around them that say no more."""


def _only_ranked(subject: Subject) -> Iterator[Finding]:
    for place, criterion in enumerate(subject.design.rubric):
        known = {stem(word) for word in words(f"{criterion.name} {criterion.description}")}
        for step, level in enumerate(criterion.levels):
            spoken = words(level.descriptor)
            if not spoken or not any(word in QUALITIES for word in spoken):
                continue
            says = set(content(level.descriptor)) - known
            if len(spoken) <= 14 and says <= _RANK_STEMS and not _counts(level.descriptor):
                yield Finding(
                    "observable",
                    f"rubric.{place}.levels.{step}.descriptor",
                    quoted(level.descriptor),
                    _("The descriptor ranks the work and does not say what can be seen in it."),
                    _("Describe what an assessor finds in the evidence at this level."),
                    Component.RUBRIC,
                )


def _counts(text: str) -> bool:
    return bool(
        re.search(
            r"\d|\b(?:one|two|three|four|five|six|no|none|missing|all|each|every|absent|not)\b", text, re.IGNORECASE
        )
    )


_RANK_STEMS = frozenset(map(stem, RANKS | listed("rank_subjects")))

__all__ = ["SUBJECT", "observable", "one_competency"]
