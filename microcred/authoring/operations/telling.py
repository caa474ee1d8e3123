"""Whom the workflow tells what: judges that a draft waits for them, writers what became of theirs."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.gates import Gate, MoveKind
from microcred.authoring.models import Draft, Handover
from microcred.authoring.queries import judges_of, writers_of
from microcred.notices.operations import tell

MOST_TOLD = 50
"""People of a role who are told of one draft; a house with more has other ways to share its work."""


def tell_judges(draft: Draft, gate: Gate, because: Handover, *, at: datetime) -> None:
    """Tell whoever may judge a draft at a gate that it waits there."""
    body = format_lazy(
        _("“{draft}” of {owner} waits at this gate: {gate}. Whoever of you comes first reads it, and passes it or "
          "sends it back with a reason."),
        draft=draft, owner=draft.owner.name, gate=gate.words,
    )  # fmt: skip
    for person in judges_of(draft, gate, at=at)[:MOST_TOLD]:
        tell(
            actor=because.by,
            person=person,
            kind="draft_waits",
            subject=format_lazy(_("To read: {draft}"), draft=draft),
            body=body,
            path=reverse("draft_way", args=[draft.pk]),
            key=f"draft:{draft.pk}:waits:{because.number}",
            at=at,
        )


def tell_writers(draft: Draft, gate: Gate, what: Handover, *, at: datetime) -> None:
    """Tell who wrote a draft that it was passed, or what is wrong with it."""
    passed = what.kind == MoveKind.PASSED
    subject = _("Passed: {draft}") if passed else _("Sent back: {draft}")
    for person in writers_of(draft).exclude(pk=what.by_id):
        tell(
            actor=what.by,
            person=person,
            kind="draft_passed" if passed else "draft_sent_back",
            subject=format_lazy(subject, draft=draft),
            body=format_lazy(_("{who}, {gate}: {reason}"), who=what.by.name, gate=gate.words, reason=what.reason),
            path=reverse("draft_way", args=[draft.pk]),
            key=f"draft:{draft.pk}:handover:{what.number}",
            at=at,
        )
