"""Questions about retreats: who sees and keeps them, what needs a look, what was decided and how far it has come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from microcred.authoring.models import (
    AgendaItem,
    DataPack,
    Draft,
    PackRequest,
    Publication,
    Retreat,
    RetreatDecision,
    RetreatDraft,
    RetreatGuest,
)
from microcred.authoring.pack import SHAPE, Pack, read_pack
from microcred.authoring.retreating import Course, Look, Progress, Signal, is_overdue, progress_of, signals_of
from microcred.catalog.models import Entry, MicroCredential, QualityStatement, Retirement, Version
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, holders, organizations_where, people_with

KEEPERS = (Role.AUTHOR, Role.ORG_ADMIN, Role.PARTNERSHIP_ADMIN)
"""The roles that open retreats for an organization and decide at them."""

MOST_LOOKED_AT = 500
"""Of what an organization offers, so many are looked through at a time; by title."""


def places_to_retreat(person: Person, *, at: datetime) -> QuerySet[Organization]:
    """The organizations that a person opens retreats for."""
    return organizations_where(person, *KEEPERS, at=at).order_by("name")


def keeps_retreats(person: Person, owner: Organization, *, at: datetime) -> bool:
    """Whether a person opens retreats for an organization and decides at them."""
    return any(acts_as(person, role, for_organization=owner, at=at) for role in KEEPERS)


def retreats_of(person: Person, *, at: datetime) -> QuerySet[Retreat]:
    """The retreats that a person keeps or was asked to, the last first."""
    asked = RetreatGuest.objects.filter(retreat=OuterRef("pk"), person=person)
    return (
        Retreat.objects.filter(Q(owner__in=places_to_retreat(person, at=at)) | Exists(asked))
        .select_related("owner", "opened_by")
        .order_by("-starts_on", "-pk")
    )


def is_guest(person: Person, retreat: Retreat) -> bool:
    """Whether a person was asked to a retreat."""
    return RetreatGuest.objects.filter(retreat=retreat, person=person).exists()


def people_to_invite(retreat: Retreat, *, at: datetime) -> QuerySet[Person]:
    """Whom one can ask to a retreat: who acts for the organization, for one above it or below it; by name.

    Educators are not among them: whoever looks a batch of work over is not asked to do so as one of those who made it.
    """
    acting = holders(*(role for role in Role if role is not Role.EDUCATOR), person=OuterRef("pk"), at=at)
    owner = retreat.owner
    near = acting.filter(Q(organization__in=owner.lineage) | Q(organization__lineage__contains=[owner.pk]))
    return Person.objects.filter(Exists(near), is_active=True).order_by("name", "pk")


def may_own_decisions(micro_credential: MicroCredential, *, at: datetime) -> QuerySet[Person]:
    """Who can see to what is decided for a micro-credential: the authors of its organization."""
    return people_with(Role.AUTHOR, organization=micro_credential.owner, at=at)


def within_reach(retreat: Retreat) -> QuerySet[MicroCredential]:
    """What may be put on the agenda: what the organization, or one below it, published."""
    published = Version.objects.filter(micro_credential=OuterRef("pk"))
    return MicroCredential.objects.filter(Exists(published), owner__lineage__contains=[retreat.owner_id])


def newest_packs(micro_credentials: Collection[UUID], *, retreat: Retreat | None = None) -> dict[UUID, DataPack]:
    """The last data pack of each that has one; of a retreat, those that were counted for it."""
    packs = DataPack.objects.filter(request__micro_credential__in=micro_credentials, figures__shape=SHAPE)
    if retreat is not None:
        packs = packs.filter(request__retreat=retreat)
    newest = packs.select_related("request").order_by("request__micro_credential", "-counted_at", "-pk")
    return {pack.request.micro_credential_id: pack for pack in newest.distinct("request__micro_credential")}


def packs_of_retreat(retreat: Retreat) -> QuerySet[DataPack]:
    """All data packs that were counted for a retreat, the last first."""
    return (
        DataPack.objects.filter(request__retreat=retreat)
        .select_related("request__retreat__owner", "request__micro_credential")
        .order_by("-counted_at", "-pk")
    )


@dataclass(frozen=True)
class Counting:
    """How far the packs of a retreat are counted: of those on its agenda, how many were asked for and are there."""

    asked: int
    counted: int

    @property
    def is_under_way(self) -> bool:
        """Whether a worker still has some to count."""
        return self.counted < self.asked


def counting_for(retreat: Retreat) -> Counting:
    """How far the packs asked for last are counted."""
    last = (
        PackRequest.objects.filter(retreat=retreat, micro_credential__in=retreat.agenda.values("micro_credential"))
        .order_by("micro_credential", "-asked_at", "-pk")
        .distinct("micro_credential")
        .values_list("pk", flat=True)
    )
    asked = list(last)
    return Counting(len(asked), DataPack.objects.filter(request__in=asked).count())


@dataclass(frozen=True)
class Candidate:
    """What could be put on an agenda, and what calls for it."""

    entry: Entry
    signals: tuple[Signal, ...]
    pack: Pack | None
    next_review_on: date | None
    is_on: bool


def candidates_for(retreat: Retreat, *, today: date, words: str = "") -> list[Candidate]:
    """What the organization offers: first what most calls for a look, then by title.

    Args:
        words: Only titles that hold them.
    """
    stated = (
        QualityStatement.objects.filter(version__micro_credential=OuterRef("micro_credential"))
        .order_by("-stated_at", "-pk")
        .values("next_review_on")[:1]
    )
    entries = list(
        Entry.objects.filter(micro_credential__in=within_reach(retreat), title__icontains=words)
        .select_related("version")
        .annotate(next_review_on=Subquery(stated))
        .order_by("title", "slug")[:MOST_LOOKED_AT]
    )
    packs = newest_packs([entry.micro_credential_id for entry in entries])
    on_agenda = set(retreat.agenda.values_list("micro_credential", flat=True))
    found = [_candidate(entry, packs, on_agenda, today) for entry in entries]
    weight = list(Signal)
    return sorted(found, key=lambda each: ([signal not in each.signals for signal in weight], each.entry.title))


def _candidate(entry: Entry, packs: dict[UUID, DataPack], on_agenda: set[UUID], today: date) -> Candidate:
    kept = packs.get(entry.micro_credential_id)
    pack = read_pack(kept.figures) if kept else None
    due: date | None = entry.next_review_on  # type: ignore[attr-defined]
    look = Look(entry.published_at.date(), due, pack)
    is_on = entry.micro_credential_id in on_agenda
    return Candidate(entry, signals_of(look, today=today), pack, due, is_on)


@dataclass(frozen=True)
class AgendaLine:
    """A micro-credential on the agenda: its pack, what stands decided of it, and how far that has come."""

    item: AgendaItem
    title: str
    pack_row: DataPack | None
    decision: RetreatDecision | None
    changed: bool
    draft: Draft | None
    version: Version | None
    retirement: Retirement | None
    progress: Progress
    is_overdue: bool

    @property
    def pack(self) -> Pack | None:
        """The data pack, when it is counted."""
        return read_pack(self.pack_row.figures) if self.pack_row else None

    @property
    def course(self) -> Course | None:
        """What is decided."""
        return Course(self.decision.course) if self.decision else None


def agenda_of(retreat: Retreat, *, today: date) -> list[AgendaLine]:
    """The agenda in its order, in six queries whatever its length."""
    items = list(
        AgendaItem.objects.filter(retreat=retreat)
        .select_related("micro_credential__owner")
        .annotate(title=Subquery(_titles(OuterRef("micro_credential"))))
        .order_by("position", "pk")
    )
    things = [item.micro_credential_id for item in items]
    packs = newest_packs(things, retreat=retreat)
    standing: dict[UUID, RetreatDecision] = {}
    for decision in (
        RetreatDecision.objects.filter(item__in=items)
        .select_related("owner", "decided_by", "successor")
        .annotate(successor_title=Subquery(_titles(OuterRef("successor"))))
        .order_by("number")
    ):
        standing[decision.item_id] = decision
    links = {
        link.item_id: link.draft
        for link in RetreatDraft.objects.filter(item__in=items)
        .select_related("draft__owner")
        .order_by("linked_at", "pk")
    }
    published = {
        row.draft_id: row.version
        for row in Publication.objects.filter(draft__in=links.values()).select_related("version__micro_credential")
    }
    retired = {
        row.micro_credential_id: row
        for row in Retirement.objects.filter(micro_credential__in=things).select_related("successor")
    }
    lines = []
    for item in items:
        stands, draft = standing.get(item.pk), links.get(item.pk)
        version = published.get(draft.pk) if draft else None
        retirement = retired.get(item.micro_credential_id)
        progress = progress_of(
            Course(stands.course) if stands else None,
            begun=draft is not None,
            published=version is not None,
            retired=retirement is not None,
        )
        lines.append(
            AgendaLine(
                item,
                item.title,
                packs.get(item.micro_credential_id),
                stands,
                changed=stands is not None and stands.number > 1,
                draft=draft,
                version=version,
                retirement=retirement,
                progress=progress,
                is_overdue=is_overdue(progress, stands.due_on if stands else None, today=today),
            )
        )
    return lines


def _titles(micro_credential: OuterRef) -> QuerySet[Version, str]:
    newest = Version.objects.filter(micro_credential=micro_credential).order_by("-number", "-revision")
    return newest.values_list("title", flat=True)[:1]


def decisions_on(item: AgendaItem) -> QuerySet[RetreatDecision]:
    """All that was ever decided of a micro-credential at a retreat, the last first."""
    return (
        RetreatDecision.objects.filter(item=item).select_related("owner", "decided_by", "successor").order_by("-number")
    )


def standing_decision(item: AgendaItem) -> RetreatDecision | None:
    """What stands decided of a micro-credential at a retreat."""
    return decisions_on(item).first()


def drafts_to_link(item: AgendaItem) -> QuerySet[Draft]:
    """The drafts of a next version that are under way and could take a decision up, last changed first."""
    return (
        Draft.objects.filter(micro_credential=item.micro_credential_id, publication__isnull=True)
        .select_related("changed_by")
        .order_by("-changed_at", "-pk")
    )


def decisions_due(*, by: date) -> QuerySet[RetreatDecision]:
    """The standing decisions with a day until then, of which something may be left to do; the earliest first."""
    later = RetreatDecision.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    done = RetreatDraft.objects.filter(item=OuterRef("item"), draft__publication__isnull=False)
    retired = Retirement.objects.filter(micro_credential=OuterRef("item__micro_credential"))
    return (
        RetreatDecision.objects.filter(~Exists(later), due_on__lte=by)
        .exclude(course=Course.KEEP)
        .exclude(Q(course=Course.REVISE) & Exists(done))
        .exclude(Q(course=Course.RETIRE) & Exists(retired))
        .select_related("owner", "decided_by", "item__retreat__owner", "item__micro_credential")
        .order_by("due_on", "pk")
    )


def version_of_draft(draft: Draft) -> QuerySet[Publication, UUID]:
    """The identifier of the version that a draft became, if it did."""
    return Publication.objects.filter(draft=draft).values_list("version", flat=True)


def title_of(micro_credential: MicroCredential) -> str:
    """What a micro-credential is called in its newest version; what it is called in addresses when it has none."""
    newest = Version.objects.filter(micro_credential=micro_credential).order_by("-number", "-revision")
    return newest.values_list("title", flat=True).first() or micro_credential.slug
