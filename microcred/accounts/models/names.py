"""That a person goes by another name."""

from typing import ClassVar

from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class NameChange(Row):
    """That a person's name is another from a day on. What was awarded before keeps the name it was given."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=150)
    after = models.CharField(max_length=150)
    holds_from = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.person_id)
