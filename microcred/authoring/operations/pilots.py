"""Ending a pilot: a named person reports, and decides what becomes of the version."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.gates import Gate
from microcred.authoring.models import Draft, Publication
from microcred.authoring.operations.drafts import keep_state
from microcred.authoring.queries import named, writers_of
from microcred.catalog import operations as catalog
from microcred.catalog.design import Design, as_json, renewed
from microcred.catalog.models import ExitReport, Pilot, Version
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import acts_as


class OwnPilot(Refusal):
    """Who wrote a version does not say that it has proved itself."""

    message = _(
        "You wrote on this version, so somebody else says whether it stays. {who} can; you may revise it, or "
        "withdraw it."
    )
    status = 403


class PilotNotFull(Refusal):
    """Fewer submissions are decided than the pilot waits for, and nobody said that it ends early."""

    message = _(
        "{decided} of the {size} submissions that this pilot waits for are decided. Wait for the others, or tick that "
        "it ends early and say why in what was learned: the report shows both numbers."
    )
    field = "early"


@operation
def report_on_pilot(
    *,
    actor: Person,
    pilot: Pilot,
    decision: ExitReport.Decision,
    learned: str,
    numbers: Mapping[str, int],
    at: datetime,
    early: bool = False,
) -> ExitReport:
    """End a pilot. Published, the version is so from now on; to be revised, the draft of the next version starts;
    withdrawn, the micro-credential is retired, unless it was declared before.

    Args:
        numbers: What was counted, by name, on this day; `decided` of them decides whether the pilot is full.
        early: That it ends, with the version published, though fewer are decided than it waits for.

    Raises:
        OwnPilot, PilotNotFull: when it is published.
        What `catalog.end_pilot` and, when it is withdrawn, `catalog.retire` raise.
    """
    if decision is ExitReport.Decision.PUBLISH:
        _may_release(actor, pilot.version, at=at)
        decided = numbers.get("decided", 0)
        if decided < pilot.size and not early:
            raise PilotNotFull(decided=decided, size=pilot.size)
    report = catalog.end_pilot(actor=actor, pilot=pilot, decision=decision, learned=learned, numbers=numbers, at=at)
    version = pilot.version
    if decision is ExitReport.Decision.REVISE:
        _begin_next(version, actor, at=at)
    elif decision is ExitReport.Decision.WITHDRAW and not hasattr(version.micro_credential, "retirement"):
        catalog.retire(actor=actor, micro_credential=version.micro_credential, reason=report.learned, at=at)
    return report


def _may_release(actor: Person, version: Version, *, at: datetime) -> None:
    """Refuse who wrote the version, as every gate before the pilot does."""
    publication = Publication.objects.filter(version=version).select_related("draft__owner").first()
    if publication is not None and writers_of(publication.draft).filter(pk=actor.pk).exists():
        raise OwnPilot(who=named(publication.draft, Gate.PILOT, at=at))


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
