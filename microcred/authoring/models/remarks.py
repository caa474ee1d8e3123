from typing import ClassVar

from django.db import models

from microcred.authoring.models.drafts import Draft
from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class Comment(Row):
    """What somebody said of one field of a draft, or in answer to such a comment: the first of its thread."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="comments")
    anchor = models.CharField(max_length=200, help_text="the field's path, rows by their identifiers")
    about = models.CharField(max_length=200, help_text="the field's name as it was then")
    text = models.TextField()
    answers = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class Resolution(Row):
    """That a thread of comments is settled."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="resolution")
    resolved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.comment_id)


class Suggestion(Row):
    """Another text for one field, held out to whoever writes the draft."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="suggestions")
    anchor = models.CharField(max_length=200, help_text="as of a comment")
    about = models.CharField(max_length=200, help_text="the field's name as it was then")
    before = models.TextField(blank=True, help_text="what the field said then")
    after = models.TextField(blank=True)
    why = models.TextField(blank=True)
    suggested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    suggested_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.pk)


class SuggestionAnswer(Row):
    """What became of a suggestion: accepted, with the revision that says so, or declined."""

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, related_name="answer")
    accepted = models.BooleanField()
    revision = models.PositiveIntegerField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.suggestion_id)
