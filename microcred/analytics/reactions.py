"""The doors of news and of the clock: a data pack that was asked for is counted, and severities are looked at."""

import logging

from microcred.analytics.queries import pack_of, severities_to_look_at, versions_read
from microcred.analytics.rules import ENOUGH_READ
from microcred.authoring.events import PackAsked
from microcred.authoring.models import PackRequest
from microcred.authoring.operations import keep_pack
from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.outbox import on
from microcred.organizations.models import Organization
from microcred.scoring.operations import look_at_severity

log = logging.getLogger(__name__)


@on(PackAsked)
def count_the_pack(event: PackAsked) -> None:
    """Count what is known of a micro-credential up to now."""
    at = now()
    request = PackRequest.objects.select_related("micro_credential").get(pk=event.request_id)
    keep_pack(actor=None, request=request, pack=pack_of(request.micro_credential, at=at), at=at)


@jobs.every(minutes=24 * 60)
def look_at_severities() -> None:
    """Once a day, of each version that enough was read of: who is much harsher or milder than all who read the same."""
    at = now()
    for row in versions_read(list(Organization.objects.all()), until=at):
        if row.twice < ENOUGH_READ:
            continue
        try:
            for one in severities_to_look_at(row.version, at=at):
                look_at_severity(
                    actor=None,
                    assessor=one.reader,
                    version=row.version,
                    severity=one.severity,
                    error=one.error,
                    readings=one.readings,
                    beside=one.beside,
                    alike=one.alike,
                    at=at,
                )
        except Exception:
            log.exception("The severities of version %s were not looked at", row.version.pk)
