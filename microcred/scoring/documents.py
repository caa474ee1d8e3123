"""The feedback as a document: the same words as the page, on paper."""

from pathlib import Path

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import VersionSaid, said_in
from microcred.foundation import pdf
from microcred.portfolios.models import Submission
from microcred.scoring.models import Decision
from microcred.scoring.queries import Judged, PinSeen, feedback_on

TEMPLATE = Path(__file__).parent / "templates" / "scoring" / "feedback.typ"


def feedback_document(submission: Submission) -> bytes:
    """Return the feedback on a decided submission as an accessible PDF (PDF/UA-1), in the active language."""
    said = said_in(submission.pursuit.version, get_language() or "")
    feedback = feedback_on(submission, said)
    if feedback is None:
        raise ValueError("there is no feedback before the decision")
    decided_on = date_format(localtime(feedback.decided_at), "DATE_FORMAT")
    first_on = date_format(localtime(feedback.decision.decided_at), "DATE_FORMAT")
    facts = [
        (_("Educator"), submission.pursuit.person.name),
        (_("Attempt"), str(submission.attempt)),
        (_("Submission"), submission.alias),
        (_("Decided"), decided_on),
        (_("Evidence digest (SHA-256)"), submission.digest),
    ]
    return pdf.render(
        TEMPLATE,
        {
            "language": (get_language() or "en").split("-")[0],
            "title": _("Feedback: %(title)s") % {"title": said.version.title},
            "heading": said.version.title,
            "heading_language": _language(said.version.title, said),
            "kind": _("Feedback"),
            "facts": [list(fact) for fact in facts],
            "outcome": str((Decision.Outcome.EARNED if feedback.earned else Decision.Outcome.NOT_YET).label),
            "summary": (
                " ".join(map(str, feedback.why))
                if feedback.why
                else _("Every criterion reaches the level that is needed.")
                if feedback.earned
                else _("%(met)s of %(all)s criteria reach the level that is needed.")
                % {"met": len(feedback.met), "all": len(feedback.judged)}
            ),
            "word_heading": (
                _("What was said of the whole on %(day)s, before it was read afresh") % {"day": first_on}
                if feedback.is_word_of_before
                else _("About the whole")
            ),
            "word": _paragraphs(feedback.word),
            "criteria": [
                {
                    "name": f"{one.number}. {one.criterion.name}",
                    "name_language": _language(one.criterion.name, said),
                    "status": _status(one),
                    "level": one.level.name,
                    "descriptor": one.level.descriptor,
                    "descriptor_language": _language(one.level.descriptor, said),
                    "needed": one.criterion.required_level.name,
                    "level_word": _("Judged"),
                    "needed_word": _("Needed"),
                    "aim": "" if one.met or one.excused else one.criterion.required_level.descriptor,
                    "aim_language": _language(one.criterion.required_level.descriptor, said),
                    "aim_word": _("What would meet it"),
                    "comment_word": _("Comment"),
                    "comment": _paragraphs(one.comment),
                    "pins_word": _("Where in your evidence"),
                    "pins": [_pinned(pin) for pin in one.pins],
                    "carried": _carried(one),
                }
                for one in feedback.judged
            ],
            "foot": _("Judged blind against the published rubric."),
        },
    )


def _language(words: str, said: VersionSaid) -> str:
    """In which language words of a version stand, as PDF names it."""
    return str(getattr(words, "language", "") or said.version.language).split("-")[0]


def _pinned(one: PinSeen) -> list[str]:
    """A place in the evidence, and what is said of it there."""
    called = _("Your answer %(number)s") % {"number": one.number} if one.pin.text_id else one.title
    place = f"{called}, {one.where}"
    if one.is_aside:
        return [place, _("set aside for privacy since; nobody opens it")]
    if not one.is_here:
        return [place, _("replaced by a clean copy since, in which the place may be another")]
    quote = f"“{one.quote}”" if one.quote else ""
    return [place, " ".join(filter(None, (quote, " ".join(one.pin.words.split()))))]


def _carried(one: Judged) -> str:
    if not one.carried:
        return ""
    return _("Settled in an earlier attempt") if one.excused else _("Met in an earlier attempt")


def _status(one: Judged) -> str:
    if one.excused:
        return _("Below, in a part that passes")
    return _("Met") if one.met else _("Not yet met")


def _paragraphs(text: str) -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in text.split("\n\n") if paragraph.strip()]
