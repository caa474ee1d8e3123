"""Links by which educators let others see their transcript, how they end, and when somebody looked."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Person


class TranscriptShare(Row):
    """A link that opens a transcript, as it is whenever somebody looks, until a moment. Only a digest of its token is
    kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    for_whom = models.CharField(max_length=200, help_text="for its person alone: nobody who looks reads it")
    token_digest = models.CharField(max_length=64, unique=True, help_text="SHA-256, hexadecimal")
    shared_at = models.DateTimeField()
    ends_at = models.DateTimeField(help_text="it opens nothing from this moment on")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("shared_at")), name="transcript_share_period")
        ]
        indexes: ClassVar = [models.Index(fields=["person", "-shared_at"], name="transcript_shares_of")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.for_whom


class TranscriptShareEnding(Row):
    """That its person ended a link before its time."""

    share = models.OneToOneField(TranscriptShare, on_delete=models.PROTECT, related_name="ending")
    ended_at = models.DateTimeField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.share_id)


class TranscriptLook(Row):
    """That somebody opened a transcript by a link, and as what. Who it was is not known, and no address is kept."""

    class Form(models.TextChoices):
        PAGE = "page", _("on the page")
        PDF = "pdf", _("as PDF")
        JSON = "json", _("as JSON")

    share = models.ForeignKey(TranscriptShare, on_delete=models.PROTECT, related_name="looks")
    form = models.CharField(max_length=8, choices=Form.choices)
    looked_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["share", "-looked_at"], name="transcript_looks_by")]
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return self.form
