"""Who signs, and when an issuer does not."""

from typing import ClassVar

from django.db import models

from microcred.foundation.frozen import frozen
from microcred.foundation.models import Row
from microcred.organizations.models import Organization, Person


class Issuer(Row):
    """An organization that signs: its DID, the words of its profile, and what it offers to verifiers.

    An award that can be suspended names two status lists. Wallets and verifiers read both, but the published JSON
    Schema of Open Badges 3.0 allows one, so each issuer chooses.
    """

    organization = models.OneToOneField(Organization, on_delete=models.PROTECT, related_name="+")
    slug = models.SlugField(max_length=80, unique=True)
    did = models.CharField(max_length=300, unique=True)
    name = models.CharField(max_length=200)
    url = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    suspends = models.BooleanField(default=False, help_text="new awards get a place in a list of suspensions too")
    lists_revoked = models.BooleanField(
        default=False, help_text="publishes the identifiers of revoked credentials as a 1EdTech revocation list"
    )

    renames = models.BooleanField(
        default=True, db_default=True, help_text="holders may let an award show the name that they go by now"
    )

    def __str__(self) -> str:
        return self.name


class IssuingStop(Row):
    """That an issuer signs no awards from a moment on: what is awarded meanwhile waits. Its status lists go on."""

    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="stops")
    stopped_at = models.DateTimeField()
    stopped_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.issuer_id)


class IssuingResumption(Row):
    """That an issuer signs again after a stop."""

    stop = models.OneToOneField(IssuingStop, on_delete=models.PROTECT, related_name="resumption")
    resumed_at = models.DateTimeField()
    resumed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        triggers: ClassVar = frozen()

    def __str__(self) -> str:
        return str(self.stop_id)
