"""The verb of practising."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import Paper, PaperReading
from microcred.calibration.operations.exemplars import in_use
from microcred.calibration.operations.panels import Judgement, read_paper
from microcred.calibration.queries import has_opened, papers_to_learn_by
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person


class NotForPractice(Refusal):
    """The paper stands in no set of practice papers that counts, or the actor has not begun to read it."""

    message = _("This paper is not, or not any more, there to practise on. Choose another one from the list.")


@operation
def practise(
    *, actor: Person, paper: Paper, judgements: Mapping[UUID, Judgement], form_key: UUID, at: datetime
) -> PaperReading:
    """Score a practice paper, as often as one likes; each reading is kept, and what is agreed is shown beside it.

    Raises:
        ConsentMissing, PaperRetired, NotForPractice, CriterionUnscored.
    """
    hold(actor.pk)
    in_use(paper)
    if not papers_to_learn_by(actor, at=at).filter(pk=paper.pk).exists() or not has_opened(actor, paper):
        raise NotForPractice
    before = PaperReading.objects.filter(form_key=form_key, paper=paper, person=actor).first()
    if before is not None:
        return before
    return read_paper(actor, paper, judgements, PaperReading.Purpose.PRACTICE, form_key=form_key, at=at)
