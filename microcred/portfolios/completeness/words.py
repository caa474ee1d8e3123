"""Findings in words to the educator: what was found, and what to do. Never anything about competence."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.portfolios.completeness.facts import Fact

_LABELS: dict[Fact, str | Promise] = {
    Fact.EMPTY_DOCUMENT: _("Nothing is on it"),
    Fact.PAGES_UNSHOWN: _("Pages cannot be shown"),
    Fact.ONE_COLOUR: _("Nothing can be made out"),
    Fact.SILENT: _("Nothing can be heard"),
    Fact.BLACK: _("Nothing can be seen"),
    Fact.SILENT_AND_BLACK: _("Nothing can be seen or heard"),
    Fact.FAR_TOO_SHORT: _("It ends almost at once"),
    Fact.TEMPLATE_UNCHANGED: _("The template is not filled in"),
    Fact.CAPTIONS_MISSING: _("No captions or transcript"),
    Fact.LINK_GONE: _("The link leads nowhere"),
    Fact.LINK_SIGN_IN: _("The link asks for a sign-in"),
    Fact.LINK_UNCHECKED: _("The link could not be checked"),
    Fact.DOES_NOT_OPEN: _("It does not open"),
    Fact.NOT_LEGIBLE: _("It is too small, blurred or dark to be read"),
    Fact.HARD_TO_HEAR: _("What is said cannot be understood"),
    Fact.CUT_OFF: _("It breaks off"),
    Fact.ANOTHER_FILE: _("It belongs to something else"),
    Fact.PART_MISSING: _("A part that is asked for is not there"),
}

_SENTENCES: dict[Fact, Any] = {
    Fact.EMPTY_DOCUMENT: _(
        "“{title}” has neither words nor a picture on it. Put in the file that has your work in it."
    ),
    Fact.PAGES_UNSHOWN: _(
        "“{title}” has pages that cannot be shown: {pages}. Save it as PDF once more, look at all of its pages, and "
        "put that in."
    ),
    Fact.ONE_COLOUR: _("“{title}” shows one plain colour. Open it, and put in the picture that you meant."),
    Fact.SILENT: _("Nothing can be heard in “{title}”. Listen to it; if it has no sound there either, record it anew."),
    Fact.BLACK: _("“{title}” stays black. Look at it; if it is dark there too, put in the recording with its picture."),
    Fact.SILENT_AND_BLACK: _(
        "“{title}” stays black and silent from its beginning to its end. Play it, and put in the recording that you "
        "meant."
    ),
    Fact.FAR_TOO_SHORT: _("“{title}” lasts {seconds} seconds. Play it to its end, and put in the whole recording."),
    Fact.TEMPLATE_UNCHANGED: _(
        "“{title}” is the template as it was given out. Fill it in, save it, and put that file in instead."
    ),
    Fact.CAPTIONS_MISSING: _(
        "“{title}” has neither captions nor a transcript, which are asked for here. Add either of them below it."
    ),
    Fact.LINK_GONE: _(
        "Nothing is at the address of “{title}” any more. Open it yourself, and put in the address that you see then."
    ),
    Fact.LINK_SIGN_IN: _(
        "“{title}” leads to a page where people sign in, so nobody else can see it. Share it with everyone who has the "
        "link, or put the file in itself."
    ),
    Fact.LINK_UNCHECKED: _(
        "Whether “{title}” opens could not be checked just now. That says nothing of the link: open it once in a "
        "private window to be sure."
    ),
    Fact.DOES_NOT_OPEN: _("“{title}” does not open. Save it once more, preferably as PDF or MP4, and put that in."),
    Fact.NOT_LEGIBLE: _("“{title}” is too small, blurred or dark to be read. Scan or photograph it anew, larger."),
    Fact.HARD_TO_HEAR: _(
        "What is said in “{title}” cannot be understood. Add captions or a transcript, or record anew."
    ),
    Fact.CUT_OFF: _("“{title}” breaks off before its end. Put in the whole of it."),
    Fact.ANOTHER_FILE: _(
        "“{title}” belongs to something else than what number {number} asks for. Put in the right one."
    ),
    Fact.PART_MISSING: _("A part of what number {number} asks for is not there. Read once more what it asks for."),
}

_ANY = (Fact.DOES_NOT_OPEN, Fact.ANOTHER_FILE, Fact.PART_MISSING)
_RECORDED = (Fact.SILENT, Fact.HARD_TO_HEAR, Fact.CUT_OFF, Fact.CAPTIONS_MISSING)
REASONS: dict[str, tuple[Fact, ...]] = {
    "text": (Fact.PART_MISSING,),
    "document": (Fact.EMPTY_DOCUMENT, Fact.NOT_LEGIBLE, Fact.TEMPLATE_UNCHANGED, Fact.CUT_OFF, *_ANY),
    "image": (Fact.ONE_COLOUR, Fact.NOT_LEGIBLE, *_ANY),
    "audio": (*_RECORDED, *_ANY),
    "video": (Fact.BLACK, *_RECORDED, *_ANY),
    "link": (Fact.LINK_GONE, Fact.LINK_SIGN_IN, Fact.NOT_LEGIBLE, *_ANY),
}
"""Why a person may give something back, by its kind: facts that anybody sees who opens it, and nothing else."""


def reasons_for(kind: str) -> tuple[Fact, ...]:
    """Why something of a kind may be given back."""
    return REASONS.get(kind, _ANY)


def label_of(fact: str) -> str | Promise:
    """A finding in a few words."""
    return _LABELS[Fact(fact)]


def sentence_of(fact: str, facts: Mapping[str, Any]) -> str | Promise:
    """A finding as a sentence, with the way forward.

    Args:
        facts: `number` of the requirement, `title` of the file or link, and the figures of the finding.
    """
    filled = {"number": "", "title": "", "pages": "", "seconds": "", "words": "", "limit": "", **facts}
    sentence: str | Promise = format_lazy(_SENTENCES[Fact(fact)], **filled)
    return sentence
