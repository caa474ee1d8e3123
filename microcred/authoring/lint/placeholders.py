"""Texts that were never written: placeholders of templates."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.prose import quoted
from microcred.authoring.lint.subject import Subject

_ANY_LANGUAGE = re.compile(
    r"\blorem ipsum\b|\bTBD\b|\bTBC\b|\bTKTK\b|\bXXX+\b|\?\?\?+|\bTODO:|\bFIXME\b"
    r"|[\[<{](?:(?:insert|your|add|enter|fill in|name of|describe|inserte|escriba|su nombre)\b[^\]>}]{0,60}"
    r"|(?:title|text|link|url|author|citation|citation needed|name|date))[\]>}](?!\()",
    re.IGNORECASE,
)
_SHOUTED = ("TBD", "TBC", "TKTK", "TODO:", "FIXME")
_NOT_IN_SPANISH = re.compile(r"\bTODO\b")
_WHOLE_FIELD = re.compile(
    r"(?:to be (?:determined|added|written|completed|decided)|coming soon|placeholder(?: text)?|sample text"
    r"|same as above|(?:enter|type|insert|add|write) (?:\w+ ){0,3}here|n/?a|none|test|asdf\w*|blah\b.*)[.…!]*",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"\b(?:enter|type|insert|add|write|put) (?:your )?(?:text|description|descriptor|answer|content|prompt|name|title"
    r"|link|url|details) here\b",
    re.IGNORECASE,
)


def placeholder(subject: Subject) -> Iterator[Finding]:
    """Anything that waits to be written, once in each field."""
    design = subject.design
    english = subject.is_english
    other = [(f"alignments.{n}.code", one.code) for n, one in enumerate(design.alignments)]
    other += [(f"alignments.{n}.name", one.name) for n, one in enumerate(design.alignments)]
    other += [(f"research.{n}.citation", one.citation) for n, one in enumerate(design.research)]
    other += [(f"research.{n}.note", one.note) for n, one in enumerate(design.research)]
    other += [(f"resources.{n}.title", one.title) for n, one in enumerate(design.resources)]
    other += [(f"resources.{n}.note", one.note) for n, one in enumerate(design.resources)]
    other += [("research_note", design.research_note or ""), *((f"tags.{n}", tag) for n, tag in enumerate(design.tags))]
    for path, written in [*((text.path, text.written) for text in subject.texts), *other]:
        found = _waiting(written, english=english)
        if found:
            yield Finding(
                "placeholder",
                path,
                quoted(found),
                _("This is a placeholder; the text is still to be written."),
                _("Write it, or take it out."),
                Component.GOVERNANCE,
            )


_TRACES = ("lorem ipsum", "tbd", "tbc", "tktk", "xxx", "???", "todo", "fixme", "[", "<", "{")
"""What every placeholder has one of, whatever its language: most texts have none, and are done with."""


def _waiting(written: str, *, english: bool) -> str | None:
    lower = written.lower()
    matches = _ANY_LANGUAGE.finditer(written) if any(trace in lower for trace in _TRACES) else ()
    for match in matches:
        if match[0].upper() in _SHOUTED and match[0] != match[0].upper():
            continue
        if _is_mentioned(written, match):
            continue
        return match[0]
    if not english:
        return None
    stripped = written.strip().strip("()[]<>{}* _")
    found = _NOT_IN_SPANISH.search(stripped) if "todo" in lower else None
    found = found or _WHOLE_FIELD.fullmatch(stripped) or (_HERE.search(stripped) if "here" in lower else None)
    return found[0] if found else None


def _is_mentioned(written: str, match: re.Match[str]) -> bool:
    """Whether the words around it speak of placeholders, as in `no cell says “TBD”`."""
    before = written[max(0, match.start() - 1) : match.start()]
    return before in {"“", '"', "‘", "*", "`"} and not match[0].startswith(("[", "<", "{"))
