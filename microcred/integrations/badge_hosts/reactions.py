"""The doors of the clock and of news: what was brought in from elsewhere is looked at again from time to time, and what
recognizers accept of it counts as long as it verifies."""

from datetime import timedelta

from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.outbox import on
from microcred.integrations.badge_hosts import operations
from microcred.integrations.badge_hosts.events import BackpackChanged
from microcred.integrations.badge_hosts.queries import looked_at_before
from microcred.organizations.models import Person
from microcred.recognition.operations.taking_over import take_over_acceptances

LOOKED_AGAIN_AFTER = timedelta(days=7)
AT_A_TIME = 50
"""credentials in one hour, so that no issuer is asked too much"""


@on(BackpackChanged)
def take_over_what_is_accepted_of_it(news: BackpackChanged) -> None:
    """What is accepted stands on the record of its holder while it is in their backpack and has not been taken back."""
    take_over_acceptances(actor=None, person=Person.objects.get(pk=news.person_id), at=now())


@jobs.every(minutes=60)
def look_at_external_credentials_again() -> None:
    """Every hour, some of those that were last checked a week ago: what was revoked since is told."""
    at = now()
    for credential in looked_at_before(at - LOOKED_AGAIN_AFTER)[:AT_A_TIME]:
        operations.look_again(actor=None, credential=credential, at=at)
