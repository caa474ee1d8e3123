"""Where verifiers look up whether an award holds."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from microcred.credentials.models.issuers import Issuer
from microcred.foundation.models import Row


class StatusList(Row):
    """A Bitstring Status List of an issuer: one bit an award. `signed` is the exact text that is served, `signed_token`
    the same list for those who ask for a JSON Web Token.

    The one table of this app whose rows change: a list is signed anew when a bit changes, and before it runs out.
    `url` is where the list was first published; it stands in credentials and outlives a change of the public address.
    """

    class Purpose(models.TextChoices):
        REVOCATION = "revocation", _("Revocation")
        SUSPENSION = "suspension", _("Suspension")

    class Holds(models.TextChoices):
        AWARDS = "awards", _("Awards")
        DOCUMENTS = "documents", _("Stack credentials and endorsements")

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="status_lists")
    holds = models.CharField(max_length=10, choices=Holds.choices, default=Holds.AWARDS)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    size = models.PositiveIntegerField(default=131_072, help_text="bits")
    url = models.URLField(max_length=300, unique=True)
    signed = models.TextField(blank=True)
    signed_token = models.TextField(blank=True, default="")
    signed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.issuer_id} {self.purpose}"
