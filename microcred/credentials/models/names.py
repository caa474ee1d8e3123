"""The name that an award shows, where it is another than the one it was given under."""

from typing import ClassVar

from django.db import models

from microcred.credentials.models.awards import Award
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row


class NameShown(Row):
    """That the page and the certificate of an award show another name of its holder, on their wish.

    The signed credential names nobody, so that nothing is signed anew and nothing revoked. The latest counts.
    """

    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="names_shown")
    name = models.CharField(max_length=150)
    shown_from = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()
        indexes: ClassVar = [models.Index(fields=["award", "-shown_from"], name="names_shown_of_award")]

    def __str__(self) -> str:
        return str(self.award_id)
