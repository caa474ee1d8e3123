"""Saying of competencies how sure one is of them and how much one needs them, for oneself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.frameworks.models import Framework, Standard
from microcred.organizations.models import Person
from microcred.portfolios.models import NeedsAnswer, NeedsAssessment
from microcred.portfolios.suggesting import NEEDED, SURE


class NothingSaid(Refusal):
    """The checklist came back empty."""

    message = _("Answer at least one line: how sure you are of it, and how much you need it.")
    status = 422


class AnswerOutOfRange(Refusal):
    """It is none of the answers."""

    message = _("“{name}” has an answer that the checklist does not know. Choose one of those shown.")
    status = 422


@dataclass(frozen=True)
class SaidOf:
    """What is said of one competency: how sure one is (1 to 4), how much one needs it (0 to 3)."""

    standard: Standard
    sure: int
    needed: int


@operation
def assess_needs(*, actor: Person, framework: Framework, said: Collection[SaidOf], at: datetime) -> NeedsAssessment:
    """Keep what one says of oneself. What was said before is kept as well, to see what changed.

    Raises:
        NothingSaid, AnswerOutOfRange.
    """
    if not said:
        raise NothingSaid
    for one in said:
        if one.sure not in SURE or one.needed not in NEEDED or one.standard.framework_id != framework.pk:
            raise AnswerOutOfRange(name=one.standard.name)
    assessment = NeedsAssessment.objects.create(person=actor, framework=framework, taken_at=at)
    NeedsAnswer.objects.bulk_create(
        NeedsAnswer(assessment=assessment, standard=one.standard, sure=one.sure, needed=one.needed) for one in said
    )
    return assessment


@operation
def erase_needs(*, actor: Person) -> None:
    """Forget all that one ever said of one's needs."""
    NeedsAssessment.objects.filter(person=actor).delete()
