"""Questions about what people were told."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from procrastinate.contrib.django.models import ProcrastinateJob

from microcred.foundation.asked_often import asked_often
from microcred.notices.models import Notice
from microcred.organizations.models import Person

GIVE_UP_MAILING_AFTER = timedelta(days=2)


def inbox_of(person: Person) -> QuerySet[Notice]:
    """What a person was told: unread first, newest first."""
    unread_first = Case(When(read_at__isnull=True, then=Value(0)), default=Value(1))
    return Notice.objects.filter(person=person).order_by(unread_first, "-told_at", "-pk")


def unread_count(person: Person) -> int:
    """How many notices a person has not read. One read of a partial index."""
    return sum(_unread(person_id=person.pk))


@asked_often
def _unread(*, person_id: UUID) -> QuerySet[Notice, int]:
    unread = Notice.objects.filter(person_id=person_id, read_at__isnull=True)
    return unread.values("person").annotate(count=Count("pk")).values_list("count", flat=True)


def told_under(key: str, people: Collection[UUID]) -> set[UUID]:
    """Those of some people who have been told a fact already, by its key."""
    return set(Notice.objects.filter(key=key, person__in=people).values_list("person_id", flat=True))


def address_of(person: Person) -> str | None:
    """The address a person may be written to: primary and verified; None while there is none."""
    return _reachable().filter(user=person).values_list("email", flat=True).first()


def left_unmailed(*, told_before: datetime, job: str) -> QuerySet[Notice]:
    """Notices to reachable people that no mail left for, though no job waits to send it: their worker died."""
    waiting = ProcrastinateJob.objects.alias(notice_id=KeyTextTransform("notice_id", "args")).filter(
        task_name=job, status="todo", notice_id=Cast(OuterRef("pk"), TextField())
    )
    return Notice.objects.filter(
        Q(told_at__lt=told_before, told_at__gte=told_before - GIVE_UP_MAILING_AFTER),
        Exists(_reachable().filter(user=OuterRef("person"))),
        ~Exists(waiting),
        mailed_at__isnull=True,
    ).order_by("told_at", "pk")


def _reachable() -> QuerySet[EmailAddress]:
    reachable: QuerySet[EmailAddress] = EmailAddress.objects.filter(primary=True, verified=True)
    return reachable
