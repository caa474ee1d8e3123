"""Who may still read what waits, and what nobody is left for."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from microcred.calibration.queries import assessors_of, versions_for
from microcred.catalog.models import Version
from microcred.foundation.ids import first_after
from microcred.organizations.models import Organization, Person
from microcred.portfolios.queries import far_from, identity_of
from microcred.scoring.models import QueueItem, Recusal, Scoring


def readable_by(person: Person, *, at: datetime) -> QuerySet[QueueItem]:
    """What waits, or is being read, that a person may read: as `claim` decides it, whoever holds it at the moment."""
    stepped_back = Recusal.objects.filter(item=OuterRef("pk"), assessor=person)
    read = Scoring.of_all.filter(submission=OuterRef("submission"), assessor=person)
    mine = Q(paper__isnull=True) | Q(reader=person, pk__lt=first_after(at))
    return QueueItem.of_all.filter(
        mine,
        far_from(identity_of(person, at=at), at=at),
        ~Exists(stepped_back),
        ~Exists(read),
        settled_at__isnull=True,
        readings_saved__lt=F("readings_asked"),
        version__in=versions_for(person, at=at),
    )


def waiting_without_reader(owners: QuerySet[Organization], *, at: datetime) -> list[QueueItem]:
    """What has been read and needs another reading that nobody may give: everyone who is qualified has read it, stepped
    back from it, or is too close. The one that was promised first stands first.

    Of what waits for its first reading it does not ask. It costs a question for each assessor who is qualified for what
    waits, until there is a reader for all of it.
    """
    waiting = QueueItem.objects.filter(
        settled_at__isnull=True,
        readings_saved__gt=0,
        readings_saved__lt=F("readings_asked"),
        version__micro_credential__owner__in=owners,
    ).select_related("submission", "version__micro_credential")
    left = {item.pk: item for item in waiting.order_by("due_at", "pk")}
    for person in _qualified_for({item.version for item in left.values()}, at=at):
        if not left:
            break
        for pk in readable_by(person, at=at).filter(pk__in=list(left)).values_list("pk", flat=True):
            del left[pk]
    return list(left.values())


def _qualified_for(versions: Iterable[Version], *, at: datetime) -> list[Person]:
    found: dict[UUID, Person] = {}
    for version in versions:
        found.update({person.pk: person for person in assessors_of(version, at=at)})
    return list(found.values())
