"""Writing answers: saved often, from several tabs, on bad networks; nothing is lost and nothing silently replaced."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import Answer, AnswerHistory, Pursuit
from microcred.portfolios.operations.gates import open_requirement
from microcred.portfolios.rules import plain_text, worth_keeping

LONGEST = 200_000
"""characters: far beyond any word limit, and still quick to save"""


class AnswerOvertaken(Refusal):
    """Another tab or device saved since the words that this save was based on. Both texts are kept."""

    message = _("This answer was also changed elsewhere. Both versions are safe; choose what to keep.")
    keeps = True

    def __init__(self, theirs: Answer) -> None:
        self.theirs = theirs
        super().__init__()


class TextTooLong(Refusal):
    """Longer than any answer."""

    message = _("This text has {count} characters; an answer holds {limit}. Put long material in as a file.")
    field = "text"
    status = 413


class NotAnsweredInWriting(Refusal):
    """An artifact is asked for."""

    message = _("This asks for files or links, not for a written answer. Put your text in as a document.")


@operation
def save_answer(
    *, actor: Person, pursuit: Pursuit, requirement: Requirement, text: str, revision: int, at: datetime
) -> Answer:
    """Save what is written for a requirement. Beyond the word limit it is saved too: a draft may be long.

    Args:
        revision: the revision that the text was based on; 0 when nothing was there.

    Raises:
        AnswerOvertaken: with the answer as it stands; the text that came too late is kept in the history.
        TextTooLong, NotAnsweredInWriting, BeingJudged, AlreadyEarned, CriterionNotReopened, NotAllowed.
    """
    text = plain_text(text)
    if requirement.kind == Requirement.Kind.ARTIFACT:
        raise NotAnsweredInWriting
    if len(text) > LONGEST:
        raise TextTooLong(count=len(text), limit=LONGEST)
    hold(pursuit.pk)
    open_requirement(actor, pursuit, requirement)
    answer = Answer.objects.filter(pursuit=pursuit, requirement=requirement).first()
    if answer is None:
        return Answer.objects.create(pursuit=pursuit, requirement=requirement, text=text, saved_at=at)
    if answer.text == text:
        return answer
    if answer.revision != revision:
        AnswerHistory.objects.create(answer=answer, revision=revision, text=text, saved_at=at, conflicting=True)
        raise AnswerOvertaken(answer)
    _keep(answer, text, at)
    answer.text, answer.revision, answer.saved_at = text, answer.revision + 1, at
    answer.save(update_fields=["text", "revision", "saved_at"])
    return answer


def _keep(answer: Answer, text: str, at: datetime) -> None:
    last = answer.history.filter(conflicting=False).order_by("-created_at").values_list("saved_at", flat=True).first()
    if worth_keeping(answer.text, text, last_kept_at=last, at=at):
        AnswerHistory.objects.create(
            answer=answer, revision=answer.revision, text=answer.text, saved_at=answer.saved_at
        )
