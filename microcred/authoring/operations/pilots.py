"""Ending a pilot: a named person reports, and decides what becomes of the version."""

from collections.abc import Mapping
from datetime import datetime

from microcred.authoring.models import Draft
from microcred.authoring.operations.drafts import keep_state
from microcred.catalog import operations as catalog
from microcred.catalog.design import Design, as_json, renewed
from microcred.catalog.models import ExitReport, Pilot, Version
from microcred.foundation.operation import operation
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as


@operation
def report_on_pilot(
    *,
    actor: Person,
    pilot: Pilot,
    decision: ExitReport.Decision,
    learned: str,
    numbers: Mapping[str, int],
    at: datetime,
) -> ExitReport:
    """End a pilot. Published, the version is so from now on; to be revised, the draft of the next version starts;
    withdrawn, the micro-credential is retired.

    Args:
        numbers: What was counted, by name, on this day.

    Raises:
        What `catalog.end_pilot` and, when it is withdrawn, `catalog.retire` raise.
    """
    report = catalog.end_pilot(actor=actor, pilot=pilot, decision=decision, learned=learned, numbers=numbers, at=at)
    version = pilot.version
    if decision is ExitReport.Decision.REVISE:
        _begin_next(version, actor, at=at)
    elif decision is ExitReport.Decision.WITHDRAW:
        catalog.retire(actor=actor, micro_credential=version.micro_credential, reason=report.learned, at=at)
    return report


def _begin_next(version: Version, actor: Person, *, at: datetime) -> Draft:
    """The draft of the next version, in the hands of who reports if they write, else of who published the last."""
    owner = version.micro_credential.owner
    writes = acts_as(actor, Role.AUTHOR, for_organization=owner, at=at)
    draft = Draft.objects.create(
        owner=owner,
        micro_credential=version.micro_credential,
        design=as_json(renewed(Design.model_validate(version.design))),
        changed_at=at,
        changed_by=actor if writes else version.published_by,
    )
    keep_state(draft)
    return draft
