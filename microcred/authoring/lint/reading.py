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

SECTIONS = ("components", "rationale", "requirements", "rubric")
"""What has enough sentences for a grade. Competency and key method have one each, which has to hold everything."""


def reading_grade(subject: Subject) -> Iterator[Finding]:
    """A section that asks more schooling of its readers than is allowed, shown by its hardest sentence."""
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
        yield from _endless(texts)


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
