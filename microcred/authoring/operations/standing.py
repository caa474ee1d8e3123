"""What the verbs of the workflow share: a draft held fast, its moves, and the stage that they come to."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.gates import Gate, MoveKind, Standing, touched_gates
from microcred.authoring.models import Draft, Handover
from microcred.authoring.queries import designs_passed, standing_of
from microcred.catalog.design import Design
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person


class DraftHeld(Refusal):
    """Reviewers are reading the draft, so that nobody may change it."""

    message = _(
        "This draft stands still while it is read: {gate}. Take it back to change it, and send it again; the gates "
        "that your change does not touch stay passed."
    )


def refuse_while_read(draft: Draft) -> None:
    """Refuse to change a draft that is with its reviewers. The draft must be locked."""
    stands = standing_of(draft)
    if stands.with_reviewers:
        raise DraftHeld(gate=stands.open[0].words if stands.open else stands.stage.words)


def move(
    draft: Draft,
    kind: MoveKind,
    *,
    actor: Person,
    at: datetime,
    gate: Gate | None = None,
    reason: str = "",
    checked: Collection[str] = (),
    touched: Collection[Gate] = (),
) -> Handover:
    """Write down what happened to a draft, and where it stands now. The draft must be locked."""
    last = Handover.objects.filter(draft=draft).order_by("-number").values_list("number", flat=True).first()
    made = Handover.objects.create(
        draft=draft,
        number=(last or 0) + 1,
        kind=kind.value,
        gate=gate.value if gate else "",
        touched=sorted(one.value for one in touched),
        checked=sorted(checked),
        reason=reason,
        revision=draft.revision,
        at=at,
        by=actor,
    )
    keep_stage(draft, at=at)
    return made


def keep_stage(draft: Draft, *, at: datetime) -> Standing:
    """Write beside the draft where its rows say that it stands, so that a board of thousands can be asked."""
    stands = standing_of(draft)
    if draft.stage != stands.stage.value:
        draft.stage, draft.stage_since = stands.stage.value, at
        draft.save(update_fields=["stage", "stage_since"])
    return stands


def note_edit(draft: Draft, *, actor: Person, at: datetime) -> None:
    """Write down which passed gates an edit opens again, when they are others than before. The draft must be locked."""
    passed = designs_passed(draft)
    if not passed:
        return
    touched = touched_gates(passed, Design.model_validate(draft.design))
    if touched != standing_of(draft).reopened:
        move(draft, MoveKind.EDITED, actor=actor, at=at, touched=touched)
