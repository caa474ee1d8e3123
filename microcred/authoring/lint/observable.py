"""Verbs that can be observed, and levels that say what is to be seen. English only."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.lexicon import listed
from microcred.authoring.lint.prose import content, quoted, sentences, stem, words
from microcred.authoring.lint.scales import only_points_to
from microcred.authoring.lint.subject import Subject, Text
from microcred.authoring.lint.verbs import ALSO_NOUNS, INNER, RELATIVE, VAGUE, base_of, predicate

_STATE = re.compile(
    r"^(?:(?:is|are|be|becomes?|remains?)\s+(?:\w+ly\s+|more\s+|fully\s+)*(?:aware|familiar|knowledgeable|cognizant|"
    r"conscious|exposed|committed|comfortable|confident|mindful|informed|interested|acquainted|attuned|competent"
    r"|conversant|convinced|dedicated|empowered|equipped|introduced|invested|motivated|open|passionate|proficient|sensitive|skilled"
    r"|up[- ]to[- ]date|versed|well-versed|willing)\b"
    r"|(?:recogni[sz]es?|acknowledges?|sees?|respects?)\s+the\s+(?:\w+\s+)?"
    r"(?:importance|value|need|power|significance|benefits?)\s+of\b"
    r"|(?:gains?|develops?|deepens?|acquires?|builds?|has|have|possess(?:es)?|demonstrates?|shows?|increases?|improves?|"
    r"expands?|enhances?|displays?|exhibits?)\s+"
    r"(?:(?:an?|the|their|his|her|his or her|some|little|no|good|deep|deeper|strong|thorough|clear|basic|working|solid|"
    r"partial|limited|full|complete|sound|adequate|sophisticated|comprehensive|greater|better|professional|excellent|"
    r"developing|emerging|general|in-depth|proficient|advanced|minimal|own)\s+)*"
    r"(?:understanding|knowledge|awareness|appreciation|familiarity|comprehension|grasp|mastery|insights?|mindset|passion"
    r"|empathy|compassion|confidence|commitment)\b(?:\s+(?:of|about|that|for|in|into|toward)\b|\.?$))",
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
    r"^(?:the\s+|an?\s+|this\s+)?(?:educator['’]s\s+|written\s+|overall\s+)?(?:response|answer|reflection|evidence|artifact"
    r"|submission|work|plan|"
    r"lesson|video|portfolio|essay|narrative|description)s?\s+",
    re.IGNORECASE,
)
_HEDGES = re.compile(
    r"^(?:(?:does|do|did) not|doesn['’]t|don['’]t|somewhat|(?!apply|rely|imply)\w+ly)\s+", re.IGNORECASE
)


_LEARNS_FIRST = re.compile(
    r"^[^.]{0,80}?\blearns?\b[^.;]*,\s+(?:(?:and|then|and then)\s+)?[a-z-]+(?<=s)\b", re.IGNORECASE
)
"""A method may begin with learning: `learns four moves, practices them, and uses them`."""


def observable(subject: Subject) -> Iterator[Finding]:
    """A competency, key method or level that rests on what goes on in a head, or a level that only ranks."""
    for text in subject.english:
        if text.path == "competency" or (text.path == "key_method" and not _LEARNS_FIRST.search(text.plain)):
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
    vague = INNER if is_level else INNER | VAGUE
    if spoken and not is_level and base_of(spoken[0]) not in vague and (second := _inner_second(rest)):
        return second
    if not spoken or base_of(spoken[0]) not in vague or re.match(r"\w+\s+(?:aloud|out loud|from)\b", rest):
        return None
    if is_level and _SHOWN.search(rest):
        return None
    if base_of(spoken[0]) in VAGUE and re.search(
        r"\bwith\s+(?:\w+\s+)?(?:students?|colleagues?|families|learners)\b", rest
    ):
        return None
    place = sentence.lower().find(spoken[0])
    return sentence[: place + len(spoken[0])] if place >= 0 else sentence


_UNDERSTANDS = re.compile(
    r"(?:,\s*|\s)(?:and|as well as)\s+(?:\w+ly\s+)?(?P<verb>[a-z]+)\b(?!\s+(?:of|and|or|in|for|from|to)\b)"
)


def _inner_second(rest: str) -> str | None:
    """A second verb in the form of the first, as in `plans lessons and understands child development`."""
    first = words(rest)[0]
    base = base_of(first)
    for joined in _UNDERSTANDS.finditer(rest):
        verb = joined["verb"]
        if base is None or base_of(verb) not in INNER - {"value", "feel"} or (verb == base_of(verb)) != (first == base):
            continue
        # "lessons in which students listen and understand" speaks of others.
        return None if RELATIVE.search(rest[: joined.start()]) else rest[: joined.end()]
    return None


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
            only_ranks = len(spoken) <= 14 and says <= _RANK_STEMS and not _counts(level.descriptor)
            if (only_ranks or _is_a_mark(spoken, level.descriptor)) and only_points_to(level, criterion.levels) is None:
                yield Finding(
                    "observable",
                    f"rubric.{place}.levels.{step}.descriptor",
                    quoted(level.descriptor),
                    _("The descriptor ranks the work and does not say what can be seen in it."),
                    _("Describe what an assessor finds in the evidence at this level."),
                    Component.RUBRIC,
                )


_VERDICTS = listed("verdicts")
"""Of the words that rank, those that say nothing else whatever they stand beside."""


def _is_a_mark(spoken: list[str], descriptor: str) -> bool:
    """Whether a descriptor is a mark with a noun: `Excellent feedback.`, `The goals are very good.`"""
    if len(spoken) > MOST_WORDS_OF_A_MARK or _counts(descriptor):
        return False
    if spoken[0] in _VERDICTS and len(spoken) <= 3:
        return all(word in RANKS or base_of(word) in {None, *ALSO_NOUNS} for word in spoken)
    copula = next((place for place, word in enumerate(spoken) if word in {"is", "are", "was", "were"}), None)
    return copula is not None and copula <= 3 and _are_verdicts(spoken[copula + 1 :])


def _are_verdicts(spoken: list[str]) -> bool:
    return (
        bool(spoken) and spoken[-1] in _VERDICTS | {"quality"} and all(word in RANKS | {"of", "and"} for word in spoken)
    )


MOST_WORDS_OF_A_MARK = 9


def _counts(text: str) -> bool:
    return bool(
        re.search(
            r"\d|\b(?:one|two|three|four|five|six|no|none|missing|all|each|every|absent|not)\b", text, re.IGNORECASE
        )
    )


_RANK_STEMS = frozenset(map(stem, RANKS | listed("rank_subjects")))
