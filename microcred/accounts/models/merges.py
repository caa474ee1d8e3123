"""That two accounts are one person's, and became one."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class MergeOffer(Row):
    """That a person asked to take another account into theirs. Its link went to an address of that other account.

    Only a digest of the link's token is kept.
    """

    asker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(help_text="where the link went")
    token_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.other_id} → {self.asker_id}"


class MergeApproval(Row):
    """That the other account said yes, signed in with everything it signs in with."""

    offer = models.OneToOneField(MergeOffer, on_delete=models.PROTECT, related_name="approval")
    approved_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.offer_id)


class Merge(Row):
    """That one account took in another, which nobody signs in to any more.

    `set_aside` names the pursuits of a version that both had begun and that the person does not go on with. The
    database lets rows change hands only where such a row says so (`accounts.guarded`).
    """

    offer = models.OneToOneField(MergeOffer, on_delete=models.PROTECT, related_name="merge")
    survivor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    absorbed = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    set_aside = ArrayField(models.UUIDField(), default=list)
    merged_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(survivor=models.F("absorbed")), name="merge_of_two")
        ]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.absorbed_id} → {self.survivor_id}"


class MergedRows(Row):
    """Which rows of a table changed hands in a merge, by their keys: so that what was whose before stays known."""

    merge = models.ForeignKey(Merge, on_delete=models.PROTECT, related_name="rows")
    table = models.CharField(max_length=80)
    column = models.CharField(max_length=80)
    keys = ArrayField(models.TextField())

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"
