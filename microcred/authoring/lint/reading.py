"""How hard the texts are to read. English only."""

from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.prose import grade, quoted, sentences, words
from microcred.authoring.lint.subject import Subject, Text

ENOUGH_WORDS = 40
"""Fewer words give no grade worth telling."""

MORE_FOR_RATIONALE = 2.0
"""Grades that the rationale may read above the rest: it speaks of research, and nobody works by its wording."""

LONGEST_SENTENCE = 60
"""Words that one sentence may have without a colon or semicolon to rest at."""

MORE_FOR_ONE_SENTENCE = 10.0
"""Grades that competency and key method may read above the rest: one sentence each, which has to hold everything.
Of the demonstration's, the hardest reads at 20."""

MORE_FOR_ONE_TEXT = 7.0
"""Grades that one prompt or component may read above the rest, where its section as a whole does not: few words swing
widely."""

SECTIONS = ("components", "rationale", "requirements", "rubric")
"""What has enough sentences for a grade."""


def reading_grade(subject: Subject) -> Iterator[Finding]:
    """A section that asks more schooling of its readers than is allowed, shown by its hardest sentence."""
    for path in ("competency", "key_method"):
        text = subject.text(path)
        if text is not None and not text.in_another_language:
            yield from _one_text(text, subject.strictness.highest_grade + MORE_FOR_ONE_SENTENCE)
    for section in SECTIONS:
        texts = [text for text in subject.english if text.path.split(".")[0] == section]
        whole = "\n\n".join(text.plain for text in texts)
        if len(words(whole)) >= ENOUGH_WORDS and (reached := grade(whole)) > (most := _most(section, subject)):
            hardest, sentence = max(
                ((text, sentence) for text in texts for sentence in sentences(text.plain)),
                key=lambda one: grade(one[1]) if len(words(one[1])) > 8 else 0,
            )
            yield Finding(
                "reading-grade",
                hardest.path,
                quoted(sentence),
                format_lazy(
                    _("This section reads at grade {grade}; above grade {most} many readers lose the thread."),
                    grade=round(reached),
                    most=round(most),
                ),
                _("Begin with this sentence: make it two, and put shorter words for long ones."),
                Component.ACCESS,
            )
            continue
        most_of_one = _most(section, subject) + MORE_FOR_ONE_TEXT
        # Descriptors are lists of what is to be seen, and are looked up rather than read.
        hard = [] if section == "rubric" else [found for text in texts for found in _one_text(text, most_of_one)]
        yield from hard or _endless(texts)


ENOUGH_OF_ONE = 20
"""Fewer words of one text are no measure of it."""


def _one_text(text: Text, most: float) -> Iterator[Finding]:
    if len(words(text.plain)) >= ENOUGH_OF_ONE and (reached := grade(text.plain)) > most:
        yield Finding(
            "reading-grade",
            text.path,
            quoted(text.plain),
            format_lazy(
                _("This reads at grade {grade}; even one long sentence need not go above {most}."),
                grade=round(reached),
                most=round(most),
            ),
            _("Make it two sentences, and put shorter words for long ones."),
            Component.ACCESS,
        )


def _most(section: str, subject: Subject) -> float:
    return subject.strictness.highest_grade + (MORE_FOR_RATIONALE if section == "rationale" else 0)


def _endless(texts: list[Text]) -> Iterator[Finding]:
    for text in texts:
        for sentence in sentences(text.plain):
            longest = max(len(words(part)) for part in sentence.replace(":", ";").split(";"))
            if longest > LONGEST_SENTENCE:
                yield Finding(
                    "reading-grade",
                    text.path,
                    quoted(sentence),
                    format_lazy(_("This sentence has {count} words."), count=longest),
                    _("Make two or three of it, or a list."),
                    Component.ACCESS,
                )
                break
