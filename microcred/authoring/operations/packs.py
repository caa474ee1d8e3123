"""Asking for data packs, and keeping what was counted."""

from collections.abc import Sequence
from datetime import datetime

from microcred.authoring.events import PackAsked
from microcred.authoring.models import DataPack, PackRequest, Retreat
from microcred.authoring.operations.retreats import NotOfTheOrganization, may_keep
from microcred.authoring.pack import Pack, as_json
from microcred.authoring.queries import retreats as queries
from microcred.catalog.models import MicroCredential
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.organizations.models import Person


@operation
def ask_for_packs(
    *, actor: Person, retreat: Retreat, at: datetime, micro_credentials: Sequence[MicroCredential] | None = None
) -> list[PackRequest]:
    """Have the data packs of a retreat counted: of its agenda, or of what may be put on it. A worker counts them.

    Args:
        micro_credentials: of which; by default of what is on the agenda.

    Raises:
        NotAllowed, NotOfTheOrganization.
    """
    may_keep(actor, retreat.owner, at)
    if micro_credentials is None:
        micro_credentials = [item.micro_credential for item in retreat.agenda.select_related("micro_credential")]
    fitting = set(queries.within_reach(retreat).filter(pk__in=[each.pk for each in micro_credentials]))
    for each in micro_credentials:
        if each not in fitting:
            raise NotOfTheOrganization(slug=each.slug, owner=retreat.owner)
    requests = PackRequest.objects.bulk_create(
        PackRequest(micro_credential=each, retreat=retreat, asked_at=at, asked_by=actor) for each in micro_credentials
    )
    announce(*(PackAsked(request.pk) for request in requests))
    return requests


@operation
def keep_pack(*, actor: None, request: PackRequest, pack: Pack, at: datetime) -> DataPack:
    """Keep what was counted for a request, once and for good. Counted twice, the first stands.

    Raises:
        ValueError: when it is the pack of something else.
    """
    if pack.micro_credential_id != request.micro_credential_id:
        raise ValueError("the pack of another micro-credential")
    kept, _is_new = DataPack.objects.get_or_create(
        request=request, defaults={"counted_at": at, "figures": as_json(pack)}
    )
    return kept
