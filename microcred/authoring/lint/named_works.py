"""Works that the rationale names by author and year, and that no citation answers to. In any language. Pure."""

import re
import unicodedata
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.findings import Component, Finding
from microcred.authoring.lint.lexicon import listed
from microcred.authoring.lint.subject import Subject

_PARTICLE = r"(?:[Vv]an|[Dd]e[nrl]?|[Ll]a|[Vv]on|[Dd]i|[Ll]e|Mc|Mac|O['’])"
_SURNAME = rf"(?<!\w)(?:{_PARTICLE}\s?){{0,2}}[^\W\d_a-zà-ÿ][^\W\d_]{{0,30}}[a-zà-ÿ](?:['’-][^\W\d_]{{1,30}}){{0,3}}"
_AND_OTHERS = (
    rf"(?:(?:,\s+{_SURNAME}){{0,6}},?\s+(?:and|&|y|et)\s+(?:{_SURNAME}|colleagues|others|colaboradores)"
    r"|,?\s+et\s+al\.?)?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)[a-z]?"
_NAMED = re.compile(rf"(?P<name>{_SURNAME}){_AND_OTHERS}(?:['’]s)?\s+\({_YEAR}(?:[,;:][^()]{{0,40}})?\)")
"""`Froehlich (2019)`, `Yell and Stecker (2003)`, `Penuel and colleagues (2022)`."""

_IN_BRACKETS = re.compile(rf"(?:^|;\s*|see\s+|e\.g\.,?\s+)(?P<name>{_SURNAME}){_AND_OTHERS},\s+{_YEAR}\b")
"""Within brackets: `Froehlich, 2019; Martin et al., 2006`."""

_BRACKETS = re.compile(r"\(([^()]{3,300})\)")

_NO_SURNAMES = listed("no_surnames")
"""Last words of names that are nobody's surname: a house may be cited by its initials, so its name proves nothing."""


def unlisted(subject: Subject) -> Iterator[Finding]:
    """The first author whom the rationale names with a year, and whom no citation knows."""
    works = [f"{work.citation} {work.note}" for work in subject.design.research]
    everything = _folded(" ".join(works))
    for name, words in _called_upon(subject.design.rationale):
        if _folded(name) not in everything:
            yield Finding(
                "citations",
                "rationale",
                words,
                format_lazy(_("The rationale refers to {words}, and no work by that author is listed."), words=words),
                _("List the work with what it takes to look it up, or take the reference out."),
                Component.RESEARCH,
            )
            return


def _called_upon(text: str) -> Iterator[tuple[str, str]]:
    """Surnames that are given with a year, each with the words that stand there."""
    for said in _NAMED.finditer(text):
        if said["name"].lower() not in _NO_SURNAMES and not _is_part_of_a_name(text[: said.start()]):
            yield said["name"], said[0]
    for bracket in _BRACKETS.finditer(text):
        for said in _IN_BRACKETS.finditer(bracket[1]):
            if said["name"].lower() not in _NO_SURNAMES:
                yield said["name"], said[0].lstrip("; ")


def _is_part_of_a_name(before: str) -> bool:
    """Whether a capital word stands right before, as in `the Supreme Court (2017)`."""
    return bool(
        re.search(r"(?<![.!?] )(?<![.!?]  )\b[A-Z][\w.’'-]*\s+(?:of\s+|for\s+|on\s+|the\s+|and\s+)*$", before[-60:])
    )


def _folded(text: str) -> str:
    """Lower case, without accents and with plain apostrophes."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return bare.replace("’", "'")
