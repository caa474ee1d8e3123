"""How long work on what was overtaken is taken: as a rule, and longer for one version."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.catalog.events import GraceExtended
from microcred.catalog.models import GraceExtension, GracePeriod, MicroCredential, Retirement
from microcred.catalog.queries.grace import End, ends_of, may_extend_grace
from microcred.catalog.rules import MOST_GRACE_DAYS, grace_ends
from microcred.foundation.locks import hold
from microcred.foundation.moments import closing_in_words
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.quality.queries import keeps_quality


class GraceOutOfRange(Refusal):
    """So many days are none, or no grace any more."""

    message = _("“{days}” days cannot be kept. Choose from 0 to {most}.")
    field = "days"


class GraceNotLonger(Refusal):
    """People were told a day, and it would be brought forward or stay."""

    message = _(
        "People in progress were told that they have until {ends}, and rely on it. Choose a day after that which is "
        "still to come."
    )
    field = "ends_on"


class GraceTooLong(Refusal):
    """So late a day means that the old version does not end."""

    message = _("The last day can be {latest} at the latest: who needs longer should move over to the new version.")
    field = "ends_on"


class NothingEnds(Refusal):
    """Work on earlier versions may be handed in without end."""

    message = _("Nothing ends here: work on earlier versions may be handed in on any day.")


@operation
def set_grace(
    *,
    actor: Person | None,
    organization: Organization,
    days: int,
    assessor_days: int,
    at: datetime,
    reason: str = "",
) -> GracePeriod:
    """Say how long grace lasts in an organization and in those below it that say nothing themselves.

    It counts from the next version on; dates that people were told stay.

    Args:
        actor: Who looks after its designs: an administrator of the organization or of one above it, or of the
            partnership; or None for the operator.
        days: For people in progress, after the day on which a version is overtaken.
        assessor_days: For assessors, to qualify for its rubric.

    Raises:
        GraceOutOfRange, NotAllowed.
    """
    if actor is not None and not keeps_quality(actor, organization, at=at):
        raise NotAllowed
    for field, asked in (("days", days), ("assessor_days", assessor_days)):
        if not 0 <= asked <= MOST_GRACE_DAYS:
            raise GraceOutOfRange(field=field, days=asked, most=MOST_GRACE_DAYS)
    return GracePeriod.objects.create(
        organization=organization,
        days=days,
        assessor_days=assessor_days,
        set_at=at,
        set_by=actor,
        reason=reason.strip(),
    )


@operation
def extend_grace(*, actor: Person, end: End, ends_at: datetime, reason: str, at: datetime) -> GraceExtension:
    """Let work that a later version or a retirement puts an end to be handed in longer, also where it ended already.

    Args:
        actor: An author of the owner, or who looks after its designs.
        ends_at: The moment from which it is not taken any more; later than people were told.
        reason: Everyone in progress reads it.

    Raises:
        NothingEnds, GraceNotLonger, GraceTooLong, NotAllowed.
    """
    thing = _thing_of(end)
    owner = thing.owner
    if not may_extend_grace(actor, thing, at=at):
        raise NotAllowed
    # Two who extend it at once: the second has to say a day that is later still.
    hold(end.pk)
    told = ends_of([end]).get(end.pk)
    if told is None:
        raise NothingEnds
    if ends_at <= max(told, at):
        raise GraceNotLonger(ends=_closing(told, owner))
    latest = grace_ends(at, MOST_GRACE_DAYS, zone=owner.time_zone)
    if ends_at > latest:
        raise GraceTooLong(latest=_closing(latest, owner))
    retirement = end if isinstance(end, Retirement) else None
    extension = GraceExtension.objects.create(
        succession=None if isinstance(end, Retirement) else end,
        retirement=retirement,
        ends_at=ends_at,
        given_at=at,
        given_by=actor,
        reason=reason.strip(),
    )
    announce(GraceExtended(extension.pk))
    return extension


def _thing_of(end: End) -> MicroCredential:
    return end.micro_credential if isinstance(end, Retirement) else end.version.micro_credential


def _closing(moment: datetime, owner: Organization) -> str | Promise:
    return closing_in_words(moment, owner.time_zone)
