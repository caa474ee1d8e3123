"""What a requirement says of its evidence, in the words that authors, educators and assessors all read. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise
from django.utils.text import format_lazy, get_text_list
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Asked(Protocol):
    """A requirement, as a row or as an author writes it."""

    size_limit: int | None
    minute_limit: int | None
    page_limit: int | None
    shareable: bool
    annotated: bool
    transcribed: bool
    shows: str
    language: str

    @property
    def consents(self) -> Sequence[str]:
        """Whose written permission the evidence needs."""


@dataclass(frozen=True)
class Note:
    """One thing to know before evidence is put in, with the icon beside it."""

    icon: str
    words: Words


CONSENTS = {
    "family": _("a parent or guardian of each student"),
    "student": _("the students themselves"),
    "adult": _("colleagues and other adults"),
    "school": _("the school or district"),
}

_TEAM = _("A team may hand in the same artifact; each member hands it in and is judged alone.")

_PINS = _("Pin where your files show each criterion: a page, a region or a moment, with a few words.")

_SAID = _("Each video and sound recording needs captions or a transcript, so that it can be read as well as heard.")

_SHOWS = {
    "no_students": _("Nothing in it may be by or about students."),
    "student_work": _("Students' work may be in it, without names or anything else that tells who they are."),
    "students": _("Students may be seen or heard in it."),
}

_LANGUAGES = {
    "any": _("It may be in any language, as it was used with students; no translation is needed."),
    "translated": _("It may be in any language, with a translation beside it."),
    "en": _("It has to be in English."),
    "es": _("It has to be in Spanish."),
}


def notes_on(asked: Asked) -> list[Note]:
    """What there is to know about the evidence, in the order of limits, team, students, language."""
    limits = (
        ("document", _("At most {limit} MB for one file."), asked.size_limit),
        ("clock", _("At most {limit} minutes of audio or video."), asked.minute_limit),
        ("document", _("At most {limit} pages for one document."), asked.page_limit),
    )
    others = (
        ("account", _TEAM if asked.shareable else ""),
        ("flag", _PINS if asked.annotated else ""),
        ("text", _SAID if asked.transcribed else ""),
        ("lock", _SHOWS.get(asked.shows, "")),
        ("lock", _permission(asked.consents) if asked.consents else ""),
        ("text", _LANGUAGES.get(asked.language, "")),
    )
    return [
        *(Note(icon, format_lazy(words, limit=limit)) for icon, words, limit in limits if limit),
        *(Note(icon, words) for icon, words in others if words),
    ]


def _permission(consents: Sequence[str]) -> Words:
    whose = get_text_list([str(CONSENTS[consent]) for consent in consents if consent in CONSENTS], _("and"))
    return format_lazy(_("It needs the written permission of {whose}."), whose=whose)
