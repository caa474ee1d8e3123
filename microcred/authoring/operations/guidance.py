"""What an organization tells its authors of each field, and how many words it may have."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.guidance import FIELDS
from microcred.authoring.models import FieldGuidance
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.quality.queries import keeps_quality

LONGEST_GUIDANCE = 1_000
"""characters: it stands beside a field"""

MOST_WORDS = 5_000


class FieldUnknown(Refusal):
    """There is no such field to guide authors in."""

    message = _("There is no field “{name}” with guidance.")
    status = 400


class GuidanceTooLong(Refusal):
    """Longer than what fits beside a field."""

    message = _("This guidance has {count} characters; at most {limit} fit beside a field. Say it shorter.")
    field = "guidance"
    status = 422


class LimitOutOfRange(Refusal):
    """A limit that nobody could write within, or that limits nothing."""

    message = _("A limit is from 1 to {most} words. Leave it empty for none.")
    field = "word_limit"
    status = 422


class NothingToCount(Refusal):
    """A limit of words where no text is written."""

    message = _("“{name}” is a number or a choice, so no words are counted there. Leave the limit empty.")
    field = "word_limit"
    status = 422


@operation
def guide(
    *,
    actor: Person | None,
    organization: Organization,
    field: str,
    guidance: str,
    word_limit: int | None,
    at: datetime,
) -> FieldGuidance:
    """Say what authors are told of a field and how many words it may have, here and below where nothing else is said.

    Args:
        actor: Who looks after quality there: an administrator of the organization or of one above it, or of the
            partnership; or None for the operator.
        field: A key of `guidance.FIELDS`.
        word_limit: Words; None for none, and where no text is written.

    Raises:
        FieldUnknown, GuidanceTooLong, LimitOutOfRange, NothingToCount, NotAllowed.
    """
    _may_guide(actor, organization, field, at)
    guidance = guidance.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(guidance) > LONGEST_GUIDANCE:
        raise GuidanceTooLong(count=len(guidance), limit=LONGEST_GUIDANCE)
    if word_limit is not None and not 1 <= word_limit <= MOST_WORDS:
        raise LimitOutOfRange(most=MOST_WORDS)
    if word_limit is not None and not FIELDS[field].written:
        raise NothingToCount(name=FIELDS[field].name)
    return FieldGuidance.objects.create(
        organization=organization, field=field, guidance=guidance, word_limit=word_limit, set_at=at, set_by=actor
    )


@operation
def inherit_guidance(*, actor: Person | None, organization: Organization, field: str, at: datetime) -> FieldGuidance:
    """Say nothing of one's own of a field any more: what holds above holds again.

    Raises:
        FieldUnknown, NotAllowed.
    """
    _may_guide(actor, organization, field, at)
    return FieldGuidance.objects.create(organization=organization, field=field, inherited=True, set_at=at, set_by=actor)


def _may_guide(actor: Person | None, organization: Organization, field: str, at: datetime) -> None:
    if actor is not None and not keeps_quality(actor, organization, at=at):
        raise NotAllowed
    if field not in FIELDS:
        raise FieldUnknown(name=field[:60])
