from typing import ClassVar

from django.db import models

from microcred.authoring.models.drafts import Draft
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row, StoredFile
from microcred.organizations.models import Person


class DraftImage(Row):
    """A picture that was put into a draft: a clean copy. Whether the draft still shows it, its design says."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="images")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    put_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    put_in_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.file_id)
