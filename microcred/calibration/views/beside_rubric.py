"""How a page begins that lays a paper beside its rubric, whoever judges it there."""

from django.http import HttpRequest
from django.utils.translation import get_language

from microcred.calibration.forms_exemplars import JudgementForm
from microcred.calibration.models import Paper
from microcred.catalog.queries import VersionSaid, said_in, said_with_rules
from microcred.portfolios.models import Quarantine
from microcred.portfolios.queries import Contents, contents_of, wall_for_judges


def paper_beside_rubric(request: HttpRequest, paper: Paper, *, asks_words: bool) -> tuple[VersionSaid, JudgementForm]:
    """The words of the rubric in every wording that the educator may have read, and the form that judges by them.

    Args:
        asks_words: whether each level is to be argued for, as on a panel.
    """
    said = said_with_rules(said_in(paper.version, get_language() or "", all_wordings=True))
    return said, JudgementForm(
        request.POST if request.method == "POST" else None, rubric=said.rubric, asks_words=asks_words
    )


def contents_to_judge(paper: Paper, said: VersionSaid) -> Contents:
    """What was handed in, as whoever judges it may see it."""
    return contents_of(paper.submission, said, wall=wall_for_judges(paper.submission))


ASIDE_REASONS = Quarantine.Reason.choices
"""What may be seen that should stay private, as the forms of these pages offer it."""
