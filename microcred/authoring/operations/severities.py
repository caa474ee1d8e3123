"""How strictly an organization takes each check."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint import CHECKS, FIXED, Severity
from microcred.authoring.models import CheckSeverity
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.quality.queries import keeps_quality


class CheckUnknown(Refusal):
    """There is no check of this name."""

    message = _("There is no check “{check}”. The checks are: {checks}.")

    def __init__(self, check: str) -> None:
        super().__init__(check=check, checks=", ".join(CHECKS))


class SeverityFixed(Refusal):
    """The check always blocks."""

    message = _("“{check}” always blocks: the catalogue takes no version in which it finds something.")


@operation
def set_severity(
    *, actor: Person | None, organization: Organization, check: str, severity: Severity, at: datetime
) -> CheckSeverity:
    """Let a check advise or block, in an organization and in those below it that say nothing themselves.

    Args:
        actor: Who looks after quality there: an administrator of the organization or of one above it, or of the
            partnership; or None for the operator.

    Raises:
        CheckUnknown, SeverityFixed, NotAllowed.
    """
    if actor is not None and not keeps_quality(actor, organization, at=at):
        raise NotAllowed
    if check not in CHECKS:
        raise CheckUnknown(check)
    if check in FIXED and severity is Severity.ADVISE:
        raise SeverityFixed(check=check)
    return CheckSeverity.objects.create(
        organization=organization, check_name=check, severity=severity.value, set_at=at, set_by=actor
    )
