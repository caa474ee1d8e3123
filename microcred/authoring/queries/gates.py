"""Questions about gates: which are asked for, where a draft stands, who may open the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.gates import ALL_GATES, REVIEWS, Gate, Move, MoveKind, Standing, Words, standing
from microcred.authoring.judging import Outcome
from microcred.authoring.models import Draft, DraftRevision, GatesAsked, Handover, ProposalDecision, Publication
from microcred.authoring.queries.history import writers_of
from microcred.authoring.queries.reviews import QualityOutcome, quality_outcome
from microcred.catalog.design import Design
from microcred.catalog.models import Version
from microcred.catalog.queries.pilots import LEADERS
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where, people_with
from microcred.quality.queries import KEEPERS

PILOT_SIZE = 10
"""Submissions of a new version that are read twice, where an organization says nothing else."""


@dataclass(frozen=True)
class Asked:
    """What an organization asks of a draft: the gates in order, and how many submissions a pilot waits for.

    `said` is the row that says so, here or above; None where nobody said anything, and all gates are asked for.
    """

    gates: tuple[Gate, ...] = ALL_GATES
    pilot_size: int = PILOT_SIZE
    said: GatesAsked | None = None


def gates_asked_in(organization: Organization) -> Asked:
    """What an organization asks for: what it says itself, else the nearest above it, else all gates."""
    lineage = organization.lineage
    said = _gates_said(lineage=lineage)
    if not said:
        return Asked()
    nearest = max(said, key=lambda row: (lineage.index(row.organization_id), row.set_at, row.pk))
    return Asked(tuple(gate for gate in ALL_GATES if gate in nearest.gates), nearest.pilot_size, nearest)


@asked_often
def _gates_said(*, lineage: list[UUID]) -> QuerySet[GatesAsked]:
    said = GatesAsked.objects.filter(organization__in=lineage)
    return said.select_related("organization", "set_by").order_by("set_at", "pk")


def handovers_of(draft: Draft) -> QuerySet[Handover]:
    """What happened to a draft, oldest first."""
    return Handover.objects.filter(draft=draft).select_related("by").order_by("number")


def draft_on_its_way(draft: Draft) -> Draft:
    """The draft as it is now, with its organization and who changed it last."""
    return Draft.objects.select_related("owner", "changed_by", "micro_credential").get(pk=draft.pk)


def version_of(draft: Draft) -> Version | None:
    """The version that a draft became, with its pilot and the pilot's report."""
    found = _publication.first(draft_id=draft.pk)
    return found.version if found else None


@asked_often
def _publication(*, draft_id: UUID) -> QuerySet[Publication]:
    return Publication.objects.filter(draft_id=draft_id).select_related(
        "version__micro_credential", "version__published_by", "version__pilot__report__reported_by"
    )


def decisions_about(draft: Draft) -> list[ProposalDecision]:
    """What was decided of the proposals that led to a draft or were made for it, oldest first."""
    about = Q(draft=draft) | Q(wording__proposal__draft=draft) | Q(wording__proposal__wordings__decision__draft=draft)
    return list(
        ProposalDecision.objects.filter(about).select_related("decided_by").distinct().order_by("decided_at", "pk")
    )


def standing_of(draft: Draft) -> Standing:
    """Where a draft stands, read from its rows."""
    return standing(
        gates_asked_in(draft.owner).gates,
        as_moves(_moves(draft_id=draft.pk)),
        proposed=draft.micro_credential_id is not None or ProposalDecision.objects.filter(draft=draft).exists(),
        published=bool(_published(draft_id=draft.pk)),
    )


@asked_often
def _moves(*, draft_id: UUID) -> QuerySet[Handover]:
    return Handover.objects.filter(draft_id=draft_id).only("kind", "gate", "touched").order_by("number")


@asked_often
def _published(*, draft_id: UUID) -> QuerySet[Publication, UUID]:
    return Publication.objects.filter(draft_id=draft_id).values_list("pk", flat=True)


def as_moves(rows: Iterable[Handover]) -> list[Move]:
    """Rows as the moves that the rule reads."""
    return [
        Move(MoveKind(row.kind), Gate(row.gate) if row.gate else None, frozenset(map(Gate, row.touched)))
        for row in rows
    ]


def designs_passed(draft: Draft) -> list[tuple[Gate, Design]]:
    """The gates that a draft was passed at, each with the design that was read there last."""
    passed = Handover.objects.filter(draft=draft, kind=MoveKind.PASSED).order_by("number")
    read = {Gate(gate): revision for gate, revision in passed.values_list("gate", "revision")}
    states = DraftRevision.objects.filter(draft=draft, revision__in=set(read.values()), conflicting=False)
    designs = {revision: Design.model_validate(design) for revision, design in states.values_list("revision", "design")}
    return [(gate, designs[revision]) for gate, revision in read.items()]


JUDGES: dict[Gate, tuple[Role, ...]] = {
    Gate.PROPOSAL: (Role.ORG_ADMIN,),
    Gate.PEER_REVIEW: (Role.AUTHOR,),
    Gate.EDITORIAL: (Role.AUTHOR, Role.ORG_ADMIN),
    Gate.QUALITY_REVIEW: KEEPERS,
    Gate.PILOT: LEADERS,
}
"""Who passes a draft at a gate, of those who act for its organization.

Two reviewers judge its quality, blind; who looks after quality passes it by what they came to.
"""


def acts_at(gate: Gate, person: Person, organization: Organization, *, at: datetime) -> bool:
    """Whether a person holds a role that judges at a gate of an organization."""
    return any(acts_as(person, role, for_organization=organization, at=at) for role in JUDGES[gate])


def drafts_to_judge(person: Person, *, at: datetime) -> QuerySet[Draft]:
    """The drafts that wait at a gate where a person may pass them, and that they did not write; the longest first."""
    mine = Q()
    for gate in REVIEWS:
        mine |= Q(stage=gate.value, owner__in=organizations_where(person, *JUDGES[gate], at=at))
    wrote = DraftRevision.objects.filter(draft=OuterRef("pk"), saved_by=person, conflicting=False)
    found = Draft.objects.filter(mine, ~Exists(wrote), publication__isnull=True).select_related("owner")
    return found.order_by("stage_since", "pk")


def judges_of(draft: Draft, gate: Gate, *, at: datetime) -> list[Person]:
    """Who may pass a draft at a gate: of its organization or above, and no writer of it; by name."""
    found = {
        person.pk: person for role in JUDGES[gate] for person in people_with(role, organization=draft.owner, at=at)
    }
    for writer in writers_of(draft):
        found.pop(writer.pk, None)
    return sorted(found.values(), key=lambda person: (person.name, person.pk))


def review_in_words(came_to: QualityOutcome) -> Words:
    """Where a draft's quality review stands, for whoever may pass it by that."""
    if came_to.stage is None:
        return _("nobody has asked two reviewers for one yet.")
    if came_to.outcome is None:
        return _("it is under way.")
    if came_to.outcome is Outcome.NOT_PASSED:
        return _("it was not passed. Send the draft back with what is not met.")
    if came_to.outcome is Outcome.CONDITIONAL:
        return _("it was passed with conditions.")
    return _("it was passed.") if came_to.covers else _("the design was changed since. Open another round.")


MOST_NAMED = 3


def named(draft: Draft, gate: Gate, *, at: datetime) -> Words:
    """Who can open a gate: the first of them by name, or which role nobody holds yet."""
    who = judges_of(draft, gate, at=at)[:MOST_NAMED]
    if not who:
        return format_lazy(_("Somebody whom an administrator of {owner} invites"), owner=draft.owner.name)
    return ", ".join(person.name for person in who)


def next_step(draft: Draft, stands: Standing, *, at: datetime) -> Words:
    """What brings a draft through its next gate, in words."""
    gate = stands.open[0]
    who = named(draft, gate, at=at)
    if stands.with_reviewers and gate is Gate.QUALITY_REVIEW:
        came_to = quality_outcome(draft)
        if came_to.passes:
            return format_lazy(
                _("The review is over: {state} {who} can let it through."), state=review_in_words(came_to), who=who
            )
        if came_to.stage is None:
            return format_lazy(_("It waits for two reviewers. {who} can invite them."), who=who)
    if stands.with_reviewers:
        return format_lazy(_("It is being read. {who} can pass it or send it back."), who=who)
    if gate is Gate.PROPOSAL:
        return format_lazy(_("Propose it. {who} can accept it."), who=who)
    return format_lazy(_("Send it to review. {who} can pass it."), who=who)
