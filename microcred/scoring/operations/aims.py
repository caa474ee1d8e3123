"""Saying what the readings of the same work are to reach, before they are made."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Version
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.scoring.models import QualityAims
from microcred.scoring.operations.policies import OfferedByAnother
from microcred.scoring.queries import aims_of
from microcred.scoring.rules import LEAST_AIM, MOST_AIM, Aims


class AimOutOfRange(Refusal):
    """An aim that says nothing, or that nobody can reach."""

    message = _("Each aim lies between {least} and {most} in a hundred.")


class AimsStand(Refusal):
    """What was declared is what holds already."""

    message = _("These are the aims that hold already. Choose others, or leave them as they are.")


@operation
def declare_aims(
    *,
    actor: Person,
    organization: Organization,
    aims: Aims,
    reason: str,
    at: datetime,
    version: Version | None = None,
) -> QualityAims:
    """Say what the readings of an organization's submissions, or of those to one version, are to reach from now on.

    Earlier editions stay, with who declared them and why: figures of a time are held against what was aimed at when it
    began.

    Args:
        actor: a lead assessor of the organization, or above.
        version: None for all of the organization's, but those with aims of their own.
        reason: why, in words to those who come after.

    Raises:
        AimOutOfRange, AimsStand, OfferedByAnother, NotAllowed.
    """
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=organization, at=at):
        raise NotAllowed
    if version is not None and version.micro_credential.owner_id != organization.pk:
        raise OfferedByAnother(version=version)
    if not all(LEAST_AIM <= aim <= MOST_AIM for aim in aims.by_name.values()):
        raise AimOutOfRange(least=LEAST_AIM, most=MOST_AIM)
    hold(organization.pk)
    before = aims_of(organization, version).first()
    if before is not None and before.aims == aims:
        raise AimsStand
    return QualityAims.objects.create(
        organization=organization,
        version=version,
        **aims.by_name,
        reason=reason,
        declared_at=at,
        declared_by=actor,
    )
