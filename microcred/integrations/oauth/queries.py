"""Questions about what people have let services do."""

from django.db.models import QuerySet

from microcred.integrations.oauth.models import Grant
from microcred.organizations.models import Person


def connections_of(person: Person) -> QuerySet[Grant]:
    """The latest grant to each client that a person is connected to: given, taken up, and not ended."""
    latest = (
        Grant.objects.filter(person=person, end__isnull=True, redemption__isnull=False)
        .order_by("client", "-granted_at")
        .distinct("client")
    )
    return Grant.objects.filter(pk__in=latest.values("pk")).select_related("client").order_by("-granted_at")
