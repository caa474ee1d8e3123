"""Alternatives: saying why one chose what the author allows for a reason."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Requirement
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import AlternativeReason, Pursuit, Submission, SubmittedAlternative
from microcred.portfolios.operations.gates import open_requirement
from microcred.portfolios.queries.alternatives import alternatives_to_freeze
from microcred.portfolios.queries.workspace import Workspace
from microcred.portfolios.rules import digest_of, plain_text

LONGEST_REASON = 600
"""characters"""


class NoAlternative(Refusal):
    """Its author asks no reason for it."""

    message = _("No reason is asked for this one: hand it in as it is.")


class AlternativeUnexplained(Refusal):
    """Nothing was said."""

    message = _("Say in a sentence why you chose this alternative.")
    field = "words"
    status = 422


class ReasonTooLong(Refusal):
    """Longer than a sentence or two."""

    message = _("This has {count} characters; {limit} are the limit. One or two sentences do.")
    field = "words"
    status = 422


@operation
def explain_alternative(
    *, actor: Person, pursuit: Pursuit, requirement: Requirement, words: str, at: datetime
) -> AlternativeReason:
    """Say why one hands in an alternative. Assessors read it beside the author's sentence that allows it.

    Raises:
        NoAlternative, AlternativeUnexplained, ReasonTooLong, BeingJudged, AlreadyEarned, CriterionNotReopened,
        NotAllowed.
    """
    open_requirement(actor, pursuit, requirement)
    if not requirement.why_instead:
        raise NoAlternative
    words = plain_text(words).strip()
    if not words:
        raise AlternativeUnexplained
    if len(words) > LONGEST_REASON:
        raise ReasonTooLong(count=len(words), limit=LONGEST_REASON)
    said, _is_new = AlternativeReason.objects.update_or_create(
        pursuit=pursuit, requirement=requirement, defaults={"words": words, "said_at": at}
    )
    return said


def freeze_alternatives(submission: Submission, workspace: Workspace) -> None:
    """Freeze why alternatives were chosen, in the transaction of the submission."""
    SubmittedAlternative.objects.bulk_create(
        SubmittedAlternative(
            submission=submission, requirement_id=row.requirement_id, words=row.words, digest=digest_of(row.words)
        )
        for row in alternatives_to_freeze(workspace)
    )
