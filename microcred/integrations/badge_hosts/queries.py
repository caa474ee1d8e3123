"""Questions about what a person has to show: their awards here, and what was put into their backpack."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, F, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from microcred.credentials.elsewhere import Elsewhere, shelf
from microcred.credentials.models import Award
from microcred.credentials.queries import TEXT_AGAIN
from microcred.integrations.badge_hosts.models import ExternalCredential, Host, Look, Receipt
from microcred.openbadges.verify import Verdict
from microcred.organizations.models import Person

MOST_ON_SHELF = 100


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
    external = external_credentials_of(person).filter(yours=True)
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


@shelf
def shelf_of(person: Person, named: Collection[UUID] | None = None) -> list[Elsewhere]:
    """A person's backpack as other apps show it beside awards, in one query: what is named, or the newest hundred."""
    last_look = Look.objects.filter(credential=OuterRef("pk")).order_by("-looked_at").values("looked_at")[:1]
    held = (
        external_credentials_of(person)
        .defer("text")
        .annotate(
            checked_at=Coalesce(Subquery(last_look), F("received_at"))  # each was checked when it came
        )
    )
    rows = held.filter(pk__in=named) if named is not None else held[:MOST_ON_SHELF]
    return [
        Elsewhere(
            id=each.pk,
            title=each.name,
            issuer=each.issuer_name,
            issuer_id=each.issuer_id,
            begins_at=each.valid_from,
            verdict=Verdict(each.verdict),
            checked_at=vars(each)["checked_at"],
            is_theirs=each.yours,
            is_chosen=each.on_transcript,
            page=reverse("external_credential_looks", args=[each.pk]),
        )
        for each in rows
    ]


def _texts(keys: list[UUID]) -> dict[UUID, tuple[str, bool]]:
    own = Award.objects.filter(pk__in=keys).values_list("pk", Coalesce(TEXT_AGAIN, "intent__signed__text"))
    external = ExternalCredential.objects.filter(pk__in=keys).values_list("pk", "text", "is_token")
    return {pk: (text, False) for pk, text in own} | {pk: (text, is_token) for pk, text, is_token in external}


def latest_look(credential: ExternalCredential) -> Look | None:
    """The last time that an external credential was checked step by step."""
    return credential.looks.order_by("-looked_at").first()


def looked_at_before(moment: datetime) -> QuerySet[ExternalCredential]:
    """The external credentials that nobody has checked since a moment, those longest ago first."""
    latest = Max("looks__looked_at")
    unseen = ExternalCredential.objects.annotate(seen_at=Coalesce(latest, F("received_at"))).filter(seen_at__lt=moment)
    return unseen.select_related("person").order_by("seen_at")
