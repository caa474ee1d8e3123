"""Questions about what a person has to show: their awards here, and what was put into their backpack."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Coalesce

from microcred.credentials.models import Award
from microcred.credentials.queries import TEXT_AGAIN
from microcred.integrations.badge_hosts.models import ExternalCredential, Host, Receipt
from microcred.organizations.models import Person


@dataclass(frozen=True)
class Page:
    """Some of a person's credentials, newest first, as they were signed, and how many there are."""

    documents: Sequence[str]
    tokens: Sequence[str]
    total: int


def credentials_of(person: Person, *, since: datetime | None, limit: int, offset: int) -> Page:
    """A person's credentials from `offset` on: awards that hold, and external ones.

    Args:
        since: only those that hold from after this moment.
    """
    awards = Award.objects.filter(person=person, revocation__isnull=True)
    external = external_credentials_of(person)
    if since is not None:
        awards, external = awards.filter(earned_at__gt=since), external.filter(valid_from__gt=since)
    every = (
        awards.order_by()
        .annotate(moment=F("earned_at"), kind=Value("award", output_field=CharField()))
        .values_list("moment", "pk", "kind")
        .union(
            external.order_by()
            .annotate(moment=F("valid_from"), kind=Value("external", output_field=CharField()))
            .values_list("moment", "pk", "kind"),
            all=True,
        )
        .order_by("-moment", "pk")
    )
    chosen = list(every[offset : offset + limit])
    texts = _texts([pk for _moment, pk, _kind in chosen])
    in_order = [texts[pk] for _moment, pk, _kind in chosen]
    return Page(
        documents=[text for text, is_token in in_order if not is_token],
        tokens=[text for text, is_token in in_order if is_token],
        total=awards.count() + external.count(),
    )


def host_at(base: str, *, redirect_uri: str) -> Host | None:
    """The latest registration at a host that still leads back to this server."""
    return Host.objects.filter(base=base, redirect_uri=redirect_uri).order_by("-created_at").first()


def sent(award: Award) -> QuerySet[Receipt]:
    """Where an award has been sent, the latest first."""
    return Receipt.objects.filter(sending__award=award).select_related("sending__host").order_by("-received_at")


def external_credentials_of(person: Person) -> QuerySet[ExternalCredential]:
    """What was issued elsewhere and put into a person's backpack, newest first."""
    return ExternalCredential.objects.filter(person=person).order_by("-valid_from", "pk")


def _texts(keys: list[UUID]) -> dict[UUID, tuple[str, bool]]:
    own = Award.objects.filter(pk__in=keys).values_list("pk", Coalesce(TEXT_AGAIN, "intent__signed__text"))
    external = ExternalCredential.objects.filter(pk__in=keys).values_list("pk", "text", "is_token")
    return {pk: (text, False) for pk, text in own} | {pk: (text, is_token) for pk, text, is_token in external}
