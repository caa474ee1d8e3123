"""Where in a file the educator points, and to which criteria: as it stands, and as it was frozen."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.portfolios.models.evidence import Item
from microcred.portfolios.models.submissions import Submission, SubmittedItem
from microcred.portfolios.places import Place


class Placed(Row):
    """What points to a place in a piece of evidence."""

    page = models.PositiveIntegerField(null=True)
    left = models.PositiveSmallIntegerField(null=True, help_text="per cent, as the next three")
    top = models.PositiveSmallIntegerField(null=True)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    from_second = models.PositiveIntegerField(null=True)
    to_second = models.PositiveIntegerField(null=True)

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        """Where it points."""
        return Place(**{name: getattr(self, name) for name in PLACE_FIELDS})


class _Pinned(Placed):
    """What a pin says, and where."""

    words = models.TextField()
    criteria = ArrayField(models.UUIDField(), help_text="of the version's rubric: those that it speaks of")

    class Meta:
        abstract = True

    def said(self) -> dict[str, Any]:
        """What it says and where, by the names of its columns."""
        return {name: getattr(self, name) for name in ("words", "criteria", *PLACE_FIELDS)}


PLACE_FIELDS = ("page", "left", "top", "width", "height", "from_second", "to_second")


class Pin(_Pinned):
    """What an educator says of a place in a file or link, for one or several criteria. It changes until submission."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="pins")
    pinned_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)


class SubmittedPin(_Pinned):
    """A pin as it was frozen with the file that it points into; `digest` is the SHA-256 of all that it says."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="pins")
    submitted_item = models.ForeignKey(SubmittedItem, on_delete=models.PROTECT, related_name="pins")
    pin_id = models.UUIDField(help_text="the pin that was frozen, which may have changed since")
    position = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    is_set_aside = False
    """whether its words are kept from who reads it here, for somebody's privacy"""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "position"], name="one_pin_per_position")
        ]
        triggers: ClassVar = frozen()
        ordering: ClassVar = ["submission", "position"]

    def __str__(self) -> str:
        return str(self.pk)
