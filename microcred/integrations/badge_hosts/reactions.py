"""The door of the clock: what was brought in from elsewhere is looked at again from time to time."""

from datetime import timedelta

from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.integrations.badge_hosts import operations
from microcred.integrations.badge_hosts.queries import looked_at_before

LOOKED_AGAIN_AFTER = timedelta(days=7)
AT_A_TIME = 50
"""credentials in one hour, so that no issuer is asked too much"""


@jobs.every(minutes=60)
def look_at_external_credentials_again() -> None:
    """Every hour, some of those that were last checked a week ago: what was revoked since is told."""
    at = now()
    for credential in looked_at_before(at - LOOKED_AGAIN_AFTER)[:AT_A_TIME]:
        operations.look_again(actor=None, credential=credential, at=at)
