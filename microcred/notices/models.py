from typing import ClassVar

from django.db import models

from microcred.foundation.models import Row
from microcred.organizations.models import Person


class Notice(Row):
    """Something a person is told: it stands in their inbox and goes out by e-mail."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60, help_text="what it is about, e.g. `submission_received`")
    subject = models.CharField(max_length=200)
    body = models.TextField(help_text="plain text, paragraphs separated by blank lines")
    in_languages = models.JSONField(default=dict, help_text="{language: [subject, body]}: the same for other readers")
    path = models.CharField(max_length=300, blank=True, help_text="where on this server the matter stands")
    key = models.CharField(max_length=200, help_text="tells the same fact once, however often it is announced")
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True, help_text="when a mail server took it; set once")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "key"], name="one_notice_per_fact")]
        indexes: ClassVar = [
            models.Index(fields=["person", "-told_at"], name="notice_inbox"),
            models.Index(fields=["person"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["told_at"], condition=models.Q(mailed_at__isnull=True), name="notice_unmailed"),
        ]

    def __str__(self) -> str:
        return self.subject

    def words(self, language: str) -> tuple[str, str]:
        """Subject and body in a language; as they were first written where they were not written in that one."""
        subject, body = self.in_languages.get(language, (self.subject, self.body))
        return subject, body
