"""What the checks find in a draft.

Looking takes a while, and depends on nothing but the design, the day, how strict its organization is, and what the
catalogue offers. So a process keeps what it found, and looks again when one of them is another.
"""

from collections import OrderedDict
from datetime import date
from hashlib import sha256
from threading import Lock

from microcred.authoring.likeness import offered
from microcred.authoring.lint import Report, lint
from microcred.authoring.models import Draft
from microcred.authoring.queries.drafts import strictness_in
from microcred.catalog.design import Design

MOST_KEPT = 200
"""Reports that a process keeps, the last that were asked for; each has some kilobytes of findings."""

_kept: OrderedDict[bytes, Report] = OrderedDict()
_keeping = Lock()


def forget() -> None:
    """Let every design be looked at again: what a measurement needs that wants to know how long that takes."""
    with _keeping:
        _kept.clear()


def report_on(draft: Draft, design: Design, *, today: date) -> Report:
    """What the checks find in a draft, compared with all that the catalogue offers but the draft's own versions."""
    strictness, but, offer = strictness_in(draft.owner), draft.micro_credential_id, offered()
    depends_on = sha256(repr((design.model_dump_json(), today, strictness, but, offer.mark)).encode()).digest()
    with _keeping:
        known = _kept.pop(depends_on, None)
    report = known or lint(design, today=today, strictness=strictness, others=offer.others(but=but))
    with _keeping:
        _kept[depends_on] = report
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return report
