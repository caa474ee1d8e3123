"""The door of news: a data pack that was asked for is counted and handed down."""

from microcred.analytics.queries import pack_of
from microcred.authoring.events import PackAsked
from microcred.authoring.models import PackRequest
from microcred.authoring.operations import keep_pack
from microcred.foundation.clock import now
from microcred.foundation.outbox import on


@on(PackAsked)
def count_the_pack(event: PackAsked) -> None:
    """Count what is known of a micro-credential up to now."""
    at = now()
    request = PackRequest.objects.select_related("micro_credential").get(pk=event.request_id)
    keep_pack(actor=None, request=request, pack=pack_of(request.micro_credential, at=at), at=at)
