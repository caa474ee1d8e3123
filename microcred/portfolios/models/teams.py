"""Teams: who works together on what one micro-credential lets a team hand in alike, and what they share."""

from typing import ClassVar

from django.db import models

from microcred.catalog.models import Version
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person
from microcred.portfolios.models.evidence import Item
from microcred.portfolios.models.pursuits import Pursuit


class Team(Row):
    """People who work on one version together. Each submits alone and is judged alone."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    founded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    founded_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class Teammate(Row):
    """That a person was named as one of a team, by whom. They belong to it once they confirm (`TeamJoining`)."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="teammates")
    pursuit = models.ForeignKey(Pursuit, on_delete=models.PROTECT, related_name="+", help_text="the person's own work")
    named_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    named_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["team", "pursuit"], name="one_teammate_per_pursuit")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.team_id} {self.pursuit_id}"


class TeamJoining(Row):
    """That somebody who was named confirmed it."""

    teammate = models.OneToOneField(Teammate, on_delete=models.PROTECT, related_name="joining")
    joined_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.teammate_id)


class TeamDeparture(Row):
    """That somebody left a team, or said no when they were named."""

    teammate = models.OneToOneField(Teammate, on_delete=models.PROTECT, related_name="departure")
    left_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.teammate_id)


class Share(Row):
    """That a member lets the team hand in the same file or link; it ends when they take that back."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="shares")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="share")
    shared_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.item_id)


class ShareEnd(Row):
    """That a member took back what they had shared. What was submitted with it stays submitted."""

    share = models.OneToOneField(Share, on_delete=models.PROTECT, related_name="end")
    ended_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.share_id)


class TakenUp(Row):
    """That another member put what was shared into their own work: `item` holds the same file."""

    share = models.ForeignKey(Share, on_delete=models.PROTECT, related_name="taken_up")
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="taken_up")
    taken_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.item_id)
