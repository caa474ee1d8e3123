"""Making a draft a version."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.gates import Gate, Standing
from microcred.authoring.lint import Finding
from microcred.authoring.models import Draft, Publication
from microcred.authoring.operations.drafts import may_write
from microcred.authoring.operations.standing import keep_stage
from microcred.authoring.operations.statements import state_what_was_reviewed
from microcred.authoring.queries import gates_asked_in, next_step, report_on, standing_of
from microcred.catalog import operations as catalog
from microcred.catalog.design import Design, Kind, problems
from microcred.catalog.models import Version
from microcred.catalog.queries import current_version
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.frameworks.queries import standards_named
from microcred.organizations.models import Person


class ChecksBlock(Refusal):
    """Checks that block in this organization found something; `findings` lists it all."""

    message = _("This design cannot be published yet. {first} {mend} ({count} to mend in all.)")

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(first=findings[0].why, mend=findings[0].mend, count=len(findings))


class GatesOpen(Refusal):
    """A gate that the organization asks for is not passed yet; `gates` lists all of them."""

    message = _("This design cannot be published yet: {gate} comes first. {way}")

    def __init__(self, draft: Draft, stands: Standing, *, at: datetime) -> None:
        self.gates = stands.open
        super().__init__(gate=stands.open[0].words, way=next_step(draft, stands, at=at))


class StandardWithdrawn(Refusal):
    """The design aligns to an item that the framework no longer has, and did not before."""

    message = _(
        "“{standard}” was withdrawn from {framework}. Nothing new can align to it: choose another standard, or take it "
        "out."
    )
    field = "alignments"


@operation
def publish(*, actor: Person, draft: Draft, at: datetime, change: Kind | None = None, note: str = "") -> Version:
    """Make the draft a version, once: asked again, it returns the version that the draft became.

    Where a pilot is asked for, a new version begins in pilot; a revision of the wording has nothing to try out.

    Args:
        change: What the author declares it to be against the last version; see `catalog.publish`.
        note: What changed, in words to people in progress and assessors.

    Raises:
        ChecksBlock: a check that blocks in this organization finds something.
        GatesOpen: a gate that this organization asks for is not passed.
        StandardWithdrawn: it aligns anew to what its framework no longer has.
        NotAllowed, and what `catalog.publish` raises.
    """
    may_write(actor, draft.owner, at)
    # Waits for a publication under way, which may then be read below.
    draft = Draft.objects.select_for_update(no_key=True, of=("self",)).select_related("owner").get(pk=draft.pk)
    there = Publication.objects.filter(draft=draft).select_related("version").first()
    if there is not None:
        return there.version
    design = Design.model_validate(draft.design)
    # What the catalogue itself would refuse is refused in its own words.
    if problems(design):
        raise catalog.DesignUnfinished(design)
    blocking = report_on(draft, design, today=at.date()).blocking
    if blocking:
        raise ChecksBlock(blocking)
    _refuse_withdrawn(draft, design)
    stands = standing_of(draft)
    if stands.open:
        raise GatesOpen(draft, stands, at=at)
    version = catalog.publish(
        actor=actor,
        owner=draft.owner,
        design=design,
        micro_credential=draft.micro_credential,
        change=change,
        note=note,
        at=at,
    )
    Publication.objects.create(draft=draft, version=version)
    state_what_was_reviewed(draft, version, at=at)
    if Gate.PILOT in stands.asked and not version.revision:
        catalog.begin_pilot(actor=actor, version=version, size=gates_asked_in(draft.owner).pilot_size, at=at)
    keep_stage(draft, at=at)
    return version


def _refuse_withdrawn(draft: Draft, design: Design) -> None:
    """Refuse an alignment to an item that is withdrawn, unless the version before this one had it too."""
    named = standards_named((alignment.framework, alignment.code) for alignment in design.alignments)
    gone = [standard for standard in named.values() if standard.withdrawn_at]
    before = current_version(draft.micro_credential) if gone and draft.micro_credential else None
    kept = set(before.alignments.values_list("standard_id", flat=True)) if before else set()
    for standard in gone:
        if standard.pk not in kept:
            raise StandardWithdrawn(standard=standard, framework=standard.framework)
