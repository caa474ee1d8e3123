"""Questions about what people have let services do, and organizations programs."""

from datetime import datetime

from django.db.models import Max, QuerySet

from microcred.credentials.models import Issuer
from microcred.integrations.oauth.models import Client, Grant, IssuingClient, IssuingSecret
from microcred.organizations.models import Person


def connections_of(person: Person) -> QuerySet[Grant]:
    """The latest grant to each client that a person is connected to: given, taken up, and not ended."""
    latest = (
        Grant.objects.filter(person=person, end__isnull=True, redemption__isnull=False)
        .order_by("client", "-granted_at")
        .distinct("client")
    )
    return Grant.objects.filter(pk__in=latest.values("pk")).select_related("client").order_by("-granted_at")


def unused_clients(*, before: datetime) -> QuerySet[Client]:
    """Clients that registered themselves before a moment and that nobody ever consented to."""
    return Client.objects.filter(created_at__lt=before, grants__isnull=True)


def issuing_clients_of(issuer: Issuer) -> QuerySet[IssuingClient]:
    """The programs that an issuer lets issue, and those it has shut out, the newest first."""
    found = IssuingClient.objects.filter(issuer=issuer).select_related("end__ended_by", "let_in_by")
    return found.annotate(renewed_at=Max("secrets__made_at")).order_by("-let_in_at", "-pk")


def secret_in_force(client: IssuingClient) -> IssuingSecret | None:
    """The secret by which an issuing client is known now; None when it was shut out."""
    return client.secrets.filter(replacement__isnull=True, client__end__isnull=True).first()
