"""Trying a version out before it counts as published."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import ExitReport, Pilot, Version
from microcred.catalog.queries.pilots import leads_pilot
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as


class PilotEnded(Refusal):
    """The pilot has its report."""

    message = _("{who} ended this pilot already: {decision}. What was learned stands on its page.")


class NothingLearned(Refusal):
    """A pilot ends with words about what was learned."""

    message = _("Say what was learned in the pilot: the numbers alone decide nothing.")
    field = "learned"


@operation
def begin_pilot(*, actor: Person, version: Version, size: int, at: datetime) -> Pilot:
    """Try a version out with its first submissions, which are read twice.

    Args:
        actor: An author of the version's owner or of an organization above it.
        size: How many submissions the pilot waits for.
    """
    if not acts_as(actor, Role.AUTHOR, for_organization=version.micro_credential.owner, at=at):
        raise NotAllowed
    pilot, _made = Pilot.objects.get_or_create(
        version=version, defaults={"size": size, "began_at": at, "began_by": actor}
    )
    return pilot


@operation
def end_pilot(
    *,
    actor: Person,
    pilot: Pilot,
    decision: ExitReport.Decision,
    learned: str,
    numbers: Mapping[str, int],
    at: datetime,
) -> ExitReport:
    """End a pilot with a report: what was counted, what was learned, and whether the version is published for good.

    Raises:
        PilotEnded, NothingLearned, NotAllowed.
    """
    if not leads_pilot(actor, pilot.version, at=at):
        raise NotAllowed
    hold(pilot.pk)
    there = ExitReport.objects.filter(pilot=pilot).select_related("reported_by").first()
    if there is not None:
        raise PilotEnded(who=there.reported_by, decision=ExitReport.Decision(there.decision).label)
    if not learned.strip():
        raise NothingLearned
    return ExitReport.objects.create(
        pilot=pilot,
        decision=decision,
        learned=learned.strip(),
        numbers=dict(numbers),
        reported_at=at,
        reported_by=actor,
    )
