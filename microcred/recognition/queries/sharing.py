"""Which links to their transcript a person has given away, and when somebody looked by them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Prefetch, QuerySet, Window
from django.db.models.functions import RowNumber

from microcred.organizations.models import Person
from microcred.portfolios.rules import last_day
from microcred.recognition.models import TranscriptLook, TranscriptShare

MOST_LOOKS = 20
"""Looks that are listed of one link, the last first; all are counted."""


@dataclass(frozen=True)
class GivenAway:
    """One link as its person reads it."""

    share: TranscriptShare
    at: datetime

    @property
    def is_open(self) -> bool:
        """Whether it opens the transcript now."""
        return not self.was_ended and self.at < self.share.ends_at

    @property
    def last_day(self) -> date:
        """The last day on which it opens, by its person's clock."""
        return last_day(self.share.ends_at, self.share.person.time_zone)

    @property
    def was_ended(self) -> bool:
        """Whether its person ended it before its time."""
        return hasattr(self.share, "ending")


def shares_of(person: Person) -> QuerySet[TranscriptShare]:
    """The links that a person made, the last first: each with how often (`times`) and when (`last_look`) somebody
    looked by it, and its last looks (`looks`)."""
    order = ["-looked_at", "-pk"]
    numbered = TranscriptLook.objects.annotate(
        place=Window(RowNumber(), partition_by=["share"], order_by=["-looked_at", "-pk"])
    )
    last = numbered.filter(place__lte=MOST_LOOKS).order_by(*order)
    found = (
        TranscriptShare.objects.filter(person=person)
        .select_related("ending", "person")
        .prefetch_related(Prefetch("looks", queryset=last))
    )
    counted = found.annotate(times=Count("looks"), last_look=Max("looks__looked_at"))
    return counted.order_by("-shared_at", "-pk")
