"""The verbs of the right to score."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import Qualification
from microcred.calibration.queries import ASSESSING
from microcred.catalog.models import Stack
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as, roles_of


class NotAnAssessor(Refusal):
    """A right to score for somebody who holds no assessor's role."""

    message = _("{name} is not an assessor anywhere. Give them the role first, then qualify them.")


class PeriodEmpty(Refusal):
    """The right would end before it begins."""

    message = _("A qualification must end after it begins. Choose a later day.")
    field = "expires_at"


@operation
def qualify(
    *, actor: Person, assessor: Person, stack: Stack, basis: str, at: datetime, expires_at: datetime
) -> Qualification:
    """Give an assessor the right to score the micro-credentials of a stack from now until `expires_at`.

    Only a lead assessor of the organization that owns the stack may, whoever the assessor works for: the right is
    the owner's to give. `basis` says in words what it rests on.
    """
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=stack.owner, at=at):
        raise NotAllowed
    if not ASSESSING & roles_of(assessor, at=at):
        raise NotAnAssessor(name=assessor.name)
    if expires_at <= at:
        raise PeriodEmpty
    return Qualification.objects.create(
        assessor=assessor, stack=stack, starts_at=at, expires_at=expires_at, granted_by=actor, basis=basis
    )
