"""Looking at evidence before anybody judges it: gauging files, opening links. Nothing of it is a judgement.

Files are gauged behind walls when they are examined. Links are opened by a job, through the one door to the network,
a step at a time: the door follows no redirect.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from urllib.parse import urljoin

from microcred.foundation import jobs
from microcred.foundation.inspection.apart import gauge_apart, words_apart
from microcred.foundation.inspection.apart.asking import InspectionDown
from microcred.foundation.models import StoredFile
from microcred.foundation.operation import operation
from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.fetch import PUBLIC_ONLY, Answer, EgressPolicy, request
from microcred.organizations.models import Person
from microcred.portfolios.completeness import LinkOutcome, Step, asks_for_sign_in, outcome_of
from microcred.portfolios.models import Gauge, Item, LinkLook
from microcred.portfolios.operations.gates import own
from microcred.portfolios.operations.local import local_copy
from microcred.portfolios.unchanged_template import FileRead, is_unchanged_template

LINK_JOB = "portfolios.look_at_link"
LOOKING_QUEUE = "looking"

MOST_HOPS = 6
"""addresses on the way of one link"""
SECONDS = 8.0
"""for each of them"""
MOST_BYTES = 256 * 1024

_ASKED_AS = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "User-Agent": "Mozilla/5.0 (compatible; Microcred; looks whether evidence opens)",
}
_HEADS_REFUSED = frozenset({400, 403, 404, 405, 410, 429, 500, 501, 503})
"""What servers answer to HEAD that answer GET otherwise."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Seen:
    """What was seen of a file."""

    facts: dict[str, Any]
    unchanged_from: StoredFile | None = None
    """the template that it still is"""


def seen_in(clean: IO[bytes], name: str, *, sha256: str, template: StoredFile | None = None) -> Seen | None:
    """What can be seen, read and heard in a clean file; None where that cannot be asked now.

    Args:
        sha256: of the file as it came.
        template: what it may have been made from.
    """
    try:
        facts = gauge_apart(clean, name)
        return Seen(facts, template if template and _is_still(clean, name, sha256, template) else None)
    except InspectionDown:
        return None
    finally:
        # Whoever reads it next begins at its beginning, wherever the other process stopped.
        clean.seek(0)


def _is_still(clean: IO[bytes], name: str, sha256: str, template: StoredFile) -> bool:
    if sha256 == template.sha256:
        return True
    with local_copy(template) as given:
        there, here = words_apart(given, template.name), words_apart(clean, name)
    if there is None or here is None or not (there.whole and here.whole):
        return False
    return is_unchanged_template(FileRead(sha256, here.text), FileRead(template.sha256, there.text))


@operation
def keep_gauge(*, actor: Person | None, file: StoredFile, person: Person, seen: Seen, at: datetime) -> Gauge:
    """Keep what was seen of a file: once, so that no page has to open it again.

    Args:
        person: whose file it is.
    """
    gauge, _is_new = Gauge.objects.get_or_create(
        file=file,
        defaults={"person": person, "facts": seen.facts, "unchanged_from": seen.unchanged_from, "gauged_at": at},
    )
    return gauge


def have_link_looked_at(item: Item) -> None:
    """Defer the opening of a link, in the current transaction; once while it waits."""
    if not jobs.waits(LINK_JOB, queue=LOOKING_QUEUE, item_id=str(item.pk)):
        jobs.defer(LINK_JOB, queue=LOOKING_QUEUE, item_id=str(item.pk))


@operation
def look_again(*, actor: Person, item: Item, at: datetime) -> Item:
    """Ask that a link of one's own is opened once more, e.g. after it was shared. What comes of it shows soon after.

    Raises:
        NotAllowed.
    """
    own(actor, item.pursuit)
    if item.url:
        have_link_looked_at(item)
    return item


def look_at_link(item: Item, *, at: datetime, policy: EgressPolicy = PUBLIC_ONLY) -> LinkLook:
    """Open a link and keep what came of it."""
    steps = opened(item.url, policy=policy)
    return note_link_look(actor=None, item=item, outcome=outcome_of(steps), status=steps[-1].status, at=at)


@operation
def note_link_look(
    *, actor: Person | None, item: Item, outcome: LinkOutcome, status: int | None, at: datetime
) -> LinkLook:
    """Keep what came of opening a link."""
    return LinkLook.objects.create(item=item, outcome=outcome.value, status=status, looked_at=at)


def opened(address: str, *, policy: EgressPolicy = PUBLIC_ONLY) -> list[Step]:
    """The addresses on the way of a link, its own first, with what each answered. At least one."""
    steps: list[Step] = []
    while True:
        answer = _asked(address, policy)
        steps.append(Step(address, answer.status if answer else None))
        onward = answer.headers.get("location", "") if answer and answer.status in _REDIRECTS else ""
        if not onward or len(steps) == MOST_HOPS:
            return steps
        address = urljoin(address, onward)
        if asks_for_sign_in(address):
            # Nobody has to be signed in to see that.
            return [*steps, Step(address, None)]


def _asked(address: str, policy: EgressPolicy) -> Answer | None:
    answer = _answer(address, policy, method="HEAD")
    if answer is None or answer.status in _HEADS_REFUSED:
        # A part is enough, where its server gives parts; whoever sends all of a large file says at least that it is.
        return _answer(address, policy, method="GET", part="bytes=0-1023")
    return answer


def _answer(address: str, policy: EgressPolicy, *, method: str, part: str = "") -> Answer | None:
    headers = {**_ASKED_AS, **({"Range": part} if part else {})}
    try:
        return request(address, method=method, headers=headers, policy=policy, max_bytes=MOST_BYTES, timeout=SECONDS)
    except OpenBadgesError:
        return None
