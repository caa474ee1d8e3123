"""Looking at what an educator will be told of a criterion, before it is saved: does it name evidence, say what next,
and speak of the work alone?

Three checks are certain and keep a reading from being saved: a placeholder that nobody edited, words that only hold a
place for others, and a listed insult. The others are heuristics that go by words, know nothing of what is meant, and
are wrong now and then: whoever reads says that their words stand; of what seems to be about people, with a reason.
How often they are wrong is measured (`tests/test_feedback_rules.py`).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.portfolios.privacy.found import fold
from microcred.scoring.rules.feedback_lexicon import any_way, listed, one_of


class FeedbackCheck(StrEnum):
    """What a comment is looked at for."""

    PLACEHOLDER = "placeholder"
    STAND_IN = "stand-in"
    INSULT = "insult"
    EMPTY = "empty"
    EVIDENCE = "evidence"
    NEXT_STEP = "next-step"
    PERSON = "person"
    COMPARISON = "comparison"
    GUESS = "guess"


CERTAIN = frozenset({FeedbackCheck.PLACEHOLDER, FeedbackCheck.STAND_IN, FeedbackCheck.INSULT})
"""What keeps a reading from being saved."""

ABOUT_PEOPLE = (FeedbackCheck.PERSON, FeedbackCheck.COMPARISON, FeedbackCheck.GUESS)
"""What any comment is looked at for: a remark about a person instead of the work. It stands only with a reason."""

ABOUT_SHORT = frozenset({FeedbackCheck.EVIDENCE, FeedbackCheck.NEXT_STEP})
"""What only a criterion below the required level is looked at for."""

WHY: Mapping[FeedbackCheck, tuple[str | Promise, str | Promise]] = {
    FeedbackCheck.PLACEHOLDER: (
        _("A placeholder is not filled in."),
        _("Write what is meant in its place. Words that are no placeholder can stand in round brackets."),
    ),
    FeedbackCheck.STAND_IN: (
        _("This tells the educator nothing."),
        _("Say what the work shows. Where the level is met, the comment may stay empty."),
    ),
    FeedbackCheck.INSULT: (
        _("No educator is told this word."),
        _("Say what the work shows. Words that you quote can stand in quotation marks."),
    ),
    FeedbackCheck.EMPTY: (
        _("It seems to say no more than the level does."),
        _("Name what convinced you, or leave the comment empty: the educator sees the level anyway."),
    ),
    FeedbackCheck.EVIDENCE: (
        _("It seems to name nothing that was handed in."),
        _("Say where you looked: a file, a page or minute, a requirement, or a few of their words in quotation marks."),
    ),
    FeedbackCheck.NEXT_STEP: (
        _("It seems to give no next step."),
        _("Say what would meet the level: “Add …”, “Next time …”, “To meet this …”."),
    ),
    FeedbackCheck.PERSON: (
        _("This seems to be about the person."),
        _("Say it of the work: what it shows, and what it does not show yet."),
    ),
    FeedbackCheck.COMPARISON: (
        _("This seems to compare them with other people."),
        _("Hold the work beside the words of the level, and beside nobody else’s work."),
    ),
    FeedbackCheck.GUESS: (
        _("This seems to guess who they are."),
        _("You read blind: leave out age, origin, language, school and experience, unless the work is about them."),
    ),
}
"""Why each is told, and how it is mended."""


@dataclass(frozen=True)
class Found:
    """One thing that a comment was found to say, or not to say.

    Attributes:
        words: what it is about, as it was written; empty where something is missing.
    """

    check: FeedbackCheck
    words: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether it keeps the reading from being saved."""
        return self.check in CERTAIN

    @property
    def asks_for_a_reason(self) -> bool:
        """Whether it stands only with a reason."""
        return self.check in ABOUT_PEOPLE

    @property
    def why(self) -> str | Promise:
        """What is the matter."""
        return WHY[self.check][0]

    @property
    def mend(self) -> str | Promise:
        """What to do about it."""
        return WHY[self.check][1]


@dataclass(frozen=True)
class HandedIn:
    """What was handed in, as far as a comment is held beside it.

    Attributes:
        aliases: the names by which its files are known to who reads.
        words: what its educator wrote, folded, as words.
        rubric: the words of the rubric, which say nothing of the evidence.
    """

    aliases: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    rubric: frozenset[str] = frozenset()


def handed_in_as(*, aliases: Iterable[str], texts: Iterable[str], rubric: Iterable[str]) -> HandedIn:
    """What was handed in, out of its texts."""
    return HandedIn(
        frozenset(fold(alias) for alias in aliases),
        tuple(word for text in texts for word in _words(fold(text))),
        frozenset(_stem(word) for text in rubric for word in _words(fold(text))),
    )


def look_at_comment(comment: str, handed: HandedIn, *, is_short: bool) -> tuple[Found, ...]:
    """What is found in a comment to an educator; nothing in an empty one, which is refused where one is needed.

    Args:
        is_short: whether its criterion is below the level that is needed.
    """
    if not comment.strip():
        return ()
    return tuple(_found(comment, handed, is_short=is_short))


def holds_a_place(text: str) -> str:
    """What in a text only holds a place for words to come: `TODO`, `x`, `…`, `lorem ipsum`; empty where nothing does.

    A text without a word does as a whole, and so does one of such words alone. In Spanish TODO is a word like others.
    """
    found = _TO_COME.search(text)
    if found:
        return found[0].strip()
    words = _words(fold(text))
    is_said = says_nothing(text) and not _STAND_INS.issuperset(words)
    is_said = is_said or any(word not in _STAND_INS and not _KEYS_HIT.fullmatch(word) for word in words)
    return "" if is_said or not text.strip() else text.strip()


def says_nothing(text: str) -> bool:
    """Whether a text consists of words that say nothing: `ok`, `muy bien`."""
    words = _words(fold(text))
    return bool(words) and all(word in _EMPTY for word in words)


def placeholders(text: str) -> tuple[str, ...]:
    """The placeholders in a text, each once, in its order: `[what you saw]`.

    Not a link, a box to tick, a number of a reference, `[sic]`, `[…]`, nor what somebody put into other people's words.
    """
    quotes = [found.span() for found in _QUOTED.finditer(text)]
    return tuple(dict.fromkeys(found[0] for found in _PLACEHOLDER.finditer(text) if not _is_within(found, quotes)))


def to_keep(comment: str, aliases: Iterable[str]) -> str:
    """A comment as it is kept for other submissions: what belongs to this one alone becomes a placeholder.

    Words in quotation marks, names of files, pages and moments say something of one educator's work.
    """
    kept = _QUOTED.sub(lambda found: f"{found[0][0]}[{_('their words')}]{found[0][-1]}", comment)
    for alias in sorted(aliases, key=len, reverse=True):
        kept = re.sub(rf"(?<!\w){re.escape(alias)}(?!\w)", f"[{_('file')}]", kept, flags=re.IGNORECASE)
    kept = _NUMBERED_PLACE.sub(lambda found: f"{found[1]} [{_('number')}]", kept)
    return _MOMENT.sub(f"[{_('time')}]", kept).strip()


_PLACEHOLDER = re.compile(
    r"(?<!\\)\[(?!\s*(?:sic|x)\s*\])(?=[^\[\]\n]*[^\W\d_]{2})[^\[\]\n]{2,80}\](?!\()", re.IGNORECASE
)
_TO_COME = re.compile(r"\blorem ipsum\b[^.\n]{0,40}|\b(?:TODO|TBD|TBC|FIXME|XXX+)\b(?= *[:(]|$)", re.MULTILINE)
# “asdf”, “xxxx”, one letter or a number.
_KEYS_HIT = re.compile(r"(?:asd|qwe|zxc|jkl|sdf|hjk)\w*|([^\W\d_])\1*|\d+")
_QUOTED = re.compile(r"“[^”\n]{1,600}”|«[^»\n]{1,600}»|(?<!\w)\"[^\"\n]{1,600}\"")
_MOMENT = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")
_NUMBERED_PLACE = re.compile(
    r"\b(pages?|pp?\.|slides?|minutes?|lines?|páginas?|págs?\.|diapositivas?|minutos?|líneas?) ?\d+(?: ?[-–] ?\d+)?",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+")
_AT = rf"{one_of('place')}\.? ?[-#]? ?(?:no\.? |n\.? ?º |number |numero )?{one_of('number')}\b"
_NTH = rf"{one_of('ordinal')} (?:\w+ )?{one_of('place')}\b|{one_of('place')} {one_of('ordinal')}\b"
_THIS = r"(?:your|the|this|that|su|sus|el|la|los|las|del|este|esta|estos|estas)"
_PLACE = re.compile(
    rf"\b(?:{_AT}|{one_of('piece')} {one_of('number')}\b|{_NTH}|\d{{1,2}}:\d{{2}}\b"
    rf"|{_THIS} (?:\w+ ){{0,2}}?{one_of('piece')}\b)"
)
_THIS_ONE = re.compile(rf"\b{_THIS} ([^\W\d_]{{4,}})(?: ([^\W\d_]{{4,}}))?")
_NEXT, _IMPERATIVES, _NOTHING_SAID = any_way("next_step"), listed("imperatives"), listed("nothing_said")
_STAND_INS, _EMPTY = listed("stand_ins"), listed("empty")
_INSULT = re.compile(rf"\b{one_of('insults')}\b")
_ABOUT_PEOPLE = tuple((check, any_way(check.value)) for check in ABOUT_PEOPLE)
# “Bastaría”, “lo mostrarían”; not “mayoría”.
_CONDITIONAL = re.compile(r"\b\w+[aei]ría[ns]?\b")
# “Inclúyalas”, “póngalo”.
_ENCLITIC = re.compile(r"\w{3,}[ae](?:lo|la|le)s?")
_CLAUSE = re.compile(r"(?<=[.!?:;)])\s+|\n+|\s[–—-]\s|(?<=\n)[-*•]\s")
_AFTER_COMMA = re.compile(rf"^{one_of('condition')}\b[^,]*, ?")
_AFTER_PLACE = re.compile(rf"^(?:on|in|at|en) (?:the |your |la |el |su )?(?:{_AT}|{_NTH}),? ?")
_LEAD_IN = re.compile(rf"^(?:[-*•“\"(\s¡¿]|\d+[.)]\s)*(?:{one_of('lead_in')}[,!:]? )*")
LONGEST_SHOWN = 80
"""characters of what only holds a place"""
SHARED_WORDS, RUN = 2, 4
"""Words of the evidence that a comment must take up to be about it: so many that say something, or so many in a row."""


def _found(comment: str, handed: HandedIn, *, is_short: bool) -> Iterator[Found]:
    waiting = placeholders(comment)
    yield from (Found(FeedbackCheck.PLACEHOLDER, words) for words in waiting)
    held = "" if waiting else holds_a_place(comment)
    if held or (is_short and says_nothing(comment)):
        yield Found(FeedbackCheck.STAND_IN, (held or comment.strip())[:LONGEST_SHOWN])
        return
    if says_nothing(comment):
        yield Found(FeedbackCheck.EMPTY, comment.strip())
    # What is quoted is somebody else's to say.
    own = fold(_without_quotes(comment))
    said = dict.fromkeys(comment[match.start() : match.end()] for match in _INSULT.finditer(own))
    yield from (Found(FeedbackCheck.INSULT, words) for words in said)
    # What waits to be written may name it.
    if is_short and not waiting and not names_evidence(comment, handed):
        yield Found(FeedbackCheck.EVIDENCE)
    if is_short and not gives_next_step(comment):
        yield Found(FeedbackCheck.NEXT_STEP)
    for check, pattern in _ABOUT_PEOPLE:
        match = pattern.search(own)
        if match:
            yield Found(check, comment[match.start() : match.end()].strip())


def names_evidence(comment: str, handed: HandedIn) -> bool:
    """Whether a comment seems to be about something that was handed in."""
    folded = fold(comment)
    if any(alias in folded or alias.rpartition(".")[0] in folded for alias in handed.aliases if "." in alias):
        return True
    if any(len(_words(found[0])) > 1 for found in _QUOTED.finditer(folded)) or _PLACE.search(folded):
        return True
    # One word in quotation marks is theirs where they wrote it: “bien”.
    if any(_words(found[0])[0] in handed.words for found in _QUOTED.finditer(folded) if len(_words(found[0])) == 1):
        return True
    words = _words(folded)
    runs = {words[at : at + RUN] for at in range(len(words) - RUN + 1)}
    if runs and any(handed.words[at : at + RUN] in runs for at in range(len(handed.words) - RUN + 1)):
        return True
    theirs = {_stem(word) for word in handed.words if _says_something(word)} - handed.rubric
    if any(_stem(word) in theirs for found in _THIS_ONE.finditer(folded) for word in found.groups() if word):
        return True
    return len({_stem(word) for word in words if _says_something(word)} & theirs) >= SHARED_WORDS


def gives_next_step(comment: str) -> bool:
    """Whether a comment seems to say what to do next, or asks what it wants to know."""
    own = _without_quotes(comment)
    folded = fold(own)
    if "?" in own or _NEXT.search(folded) or _CONDITIONAL.search(own.lower()):
        return True
    return any(_asks(clause) for clause in _CLAUSE.split(folded))


def _asks(clause: str) -> bool:
    """Whether a clause begins with what asks for something, or what follows a condition or a place does."""
    clause = clause.strip()
    begun = [found for found in (_AFTER_COMMA.match(clause), _AFTER_PLACE.match(clause)) if found]
    firsts = [_words(_LEAD_IN.sub("", part, count=1))[:1] for part in (clause, *(clause[one.end() :] for one in begun))]
    return any(first and (first[0] in _IMPERATIVES or _ENCLITIC.fullmatch(first[0])) for first in firsts)


def _without_quotes(comment: str) -> str:
    """A comment of the same length without what somebody else says in it."""
    return _QUOTED.sub(lambda found: " " * len(found[0]), comment)


def _is_within(found: re.Match[str], quotes: Iterable[tuple[int, int]]) -> bool:
    """Whether it stands among other words of a quotation."""
    return any(
        start < found.start() and found.end() < end and (start + 1, end - 1) != found.span() for start, end in quotes
    )


def _says_something(word: str) -> bool:
    return len(word) > 3 and word not in _NOTHING_SAID


def _words(folded: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(folded))


def _stem(word: str) -> str:
    """A word without its commonest endings: enough to know “norm” in “norms”, and “vote” in “voted”."""
    return re.sub(r"(?<=\w{3})(?:ing|ed|es|s|e)$", "", word)
