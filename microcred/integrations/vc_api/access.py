"""May this program? Only what was issued on its own word."""

from uuid import UUID

from django.http import Http404

from microcred.credentials.models import Award
from microcred.credentials.queries import awards_with_all
from microcred.integrations.oauth.models import Commission, IssuingClient


def own_award(client: IssuingClient, award_id: UUID) -> Award:
    """An award that a client had issued."""
    commissioned = Commission.objects.filter(client=client, intent=award_id)
    award = awards_with_all().filter(pk__in=commissioned.values("intent")).first()
    if award is None:
        raise Http404
    return award
