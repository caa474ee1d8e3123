"""The verb of promised answers."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.recognition.models import RulingTerms
from microcred.recognition.queries.ruling_terms import promised_by

FEWEST_DAYS: Final = 1
MOST_DAYS: Final = 60


class DaysOutOfRange(Refusal):
    """No promise that anybody could keep, or rely on."""

    message = _("Promise between {least} and {most} business days.")
    field = "business_days"
    status = 422


@operation
def promise_ruling_days(
    *, actor: Person | None, organization: Organization, business_days: int, at: datetime
) -> RulingTerms | None:
    """Promise an answer in so many business days, for what comes from now on; what was promised before stays.

    Said alike again, nothing new is said.

    Args:
        actor: a renewal coordinator of the district, or the licensure officer of the state; None for the
            operator.

    Raises:
        NotAllowed, DaysOutOfRange.
    """
    roles = (Role.RECOGNIZER, Role.LICENSURE_OFFICER)
    if actor is not None and not any(acts_as(actor, role, for_organization=organization, at=at) for role in roles):
        raise NotAllowed
    if not FEWEST_DAYS <= business_days <= MOST_DAYS:
        raise DaysOutOfRange(least=FEWEST_DAYS, most=MOST_DAYS)
    hold(organization.pk)
    if promised_by(organization).days == business_days:
        return None
    return RulingTerms.objects.create(
        organization=organization, business_days=business_days, declared_at=at, declared_by=actor
    )
