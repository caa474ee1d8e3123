"""Comments that are kept: beside a criterion, on their owner's page, and on the page of who shares them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from microcred.catalog.models import Criterion, Version
from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where
from microcred.scoring.models import Claim, KeptComment, QueueItem

MOST_KEPT = 200
"""comments that one person, or one organization, keeps"""

MOST_BESIDE = 12
"""of them beside one criterion, those that were used most"""

COUNTED_AFTER = timedelta(days=30)
"""Uses of shared comments are told after so long: a newer one could tell that somebody else reads the same work."""

MOST_VERSIONS = 40
"""whose criteria one can choose from, the newest"""


@dataclass(frozen=True)
class Kept:
    """A kept comment, and how often it was used by those of whom its reader may know."""

    comment: KeptComment
    uses: int

    @property
    def is_shared(self) -> bool:
        """Whether it is shared with everybody who scores for an organization."""
        return self.comment.organization_id is not None


def is_for(comment: KeptComment, criterion: Criterion) -> bool:
    """Whether a comment was kept for a criterion, or for any of its micro-credential, or for any at all.

    The next version of a micro-credential has criteria of its own; one that bears the same name is taken as the same,
    so that nobody has to keep again what they kept for the version before.
    """
    if comment.version is None:
        return True
    if comment.version.micro_credential_id != criterion.version.micro_credential_id:
        return False
    return comment.criterion is None or comment.criterion.name.casefold() == criterion.name.casefold()


def kept_beside(person: Person, item: QueueItem, criteria: Sequence[UUID]) -> dict[UUID, tuple[Kept, ...]]:
    """What a person can use beside each criterion: what is for it first, then what they used most.

    How often others used it is said to nobody here: it would tell of other readings.
    """
    about = item.version.micro_credential
    rows = _beside(person_id=person.pk, micro_credential_id=about.pk, owner_id=about.owner_id)
    kept = [Kept(row, vars(row)["own_uses"]) for row in rows]
    kept.sort(key=lambda one: (one.comment.criterion_id is None, -one.uses, one.comment.kept_at))
    if not kept:
        return dict.fromkeys(criteria, ())
    found = {}
    for criterion in Criterion.objects.filter(pk__in=criteria).select_related("version"):
        # The same words, kept for two versions, stand there once.
        by_words: dict[str, Kept] = {}
        for one in kept:
            if is_for(one.comment, criterion):
                by_words.setdefault(one.comment.text, one)
        found[criterion.pk] = tuple(by_words.values())[:MOST_BESIDE]
    return found


def kept_by(person: Person) -> list[Kept]:
    """A person's own comments with how often they used each, by what they are for."""
    rows = KeptComment.objects.filter(kept_by=person).select_related("criterion", "version__micro_credential__owner")
    counted = rows.annotate(count=Count("uses")).order_by("version__title", "criterion__position", "kept_at")
    return [Kept(row, vars(row)["count"]) for row in counted]


def shared_in(organization: Organization, *, at: datetime) -> list[Kept]:
    """What is shared with who scores for an organization, with how often it was used by all until a month ago."""
    rows = KeptComment.objects.filter(organization=organization)
    old = Count("uses", filter=Q(uses__used_at__lt=at - COUNTED_AFTER))
    counted = rows.select_related("criterion", "version", "shared_by").annotate(count=old)
    return [
        Kept(row, vars(row)["count"]) for row in counted.order_by("version__title", "criterion__position", "kept_at")
    ]


def places_to_share(lead: Person, *, at: datetime) -> dict[UUID, Organization]:
    """The organizations with whose assessors a person may share comments."""
    return {one.pk: one for one in organizations_where(lead, Role.LEAD_ASSESSOR, at=at).order_by("name")}


def criteria_to_keep_for(person: Person, *, at: datetime) -> QuerySet[Criterion]:
    """The criteria that a person may keep comments for: of what they ever took to read, and of what they lead."""
    taken = Claim.objects.filter(item__version=OuterRef("pk"), assessor=person)
    led = Q(micro_credential__owner__in=organizations_where(person, Role.LEAD_ASSESSOR, at=at))
    versions = Version.objects.filter(Exists(taken) | led).order_by("-published_at", "pk")[:MOST_VERSIONS]
    criteria = Criterion.objects.filter(version__in=[version.pk for version in versions])
    return criteria.select_related("version").order_by("version__title", "version", "position")


@asked_often
def _beside(*, person_id: UUID, micro_credential_id: UUID, owner_id: UUID) -> QuerySet[KeptComment]:
    mine = Q(kept_by=person_id) | Q(organization=owner_id)
    here = Q(version__isnull=True) | Q(version__micro_credential=micro_credential_id)
    own_uses = Count("uses", filter=Q(uses__used_by=person_id))
    found = KeptComment.objects.filter(mine, here).select_related("criterion", "version")
    return found.annotate(own_uses=own_uses)
