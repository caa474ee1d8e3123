"""Pins: what stands on the files of a pursuit, what of the rubric they leave out, and how they are frozen."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy, get_text_list
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import RubricCriterion
from microcred.foundation.asked_often import asked_often
from microcred.openbadges.jcs import jcs
from microcred.portfolios.models import Item, Pin, Pursuit, Submission, SubmittedPin
from microcred.portfolios.models.pins import PLACE_FIELDS
from microcred.portfolios.queries.judged import clean_words_of, digest_in_sql
from microcred.portfolios.rules import digest_of

if TYPE_CHECKING:
    from microcred.portfolios.queries.workspace import RequirementWork, Workspace

PinsByItem = Mapping[UUID, tuple[Pin, ...]]
"""The pins on each file and link, in the order of its pages and minutes."""

FrozenPins = Mapping[UUID, AbstractSet[tuple[str, str]]]
"""By requirement, as the same file may be evidence for several: the files and links that were frozen with pins, by
content, each with the digest of a pin."""


def pins_in(pursuit: Pursuit) -> PinsByItem:
    """The pins on what is in a pursuit now, in one query."""
    return _by_item(_pins(pursuit_id=pursuit.pk))


def _by_item(pins: Iterable[Pin]) -> PinsByItem:
    found: dict[UUID, tuple[Pin, ...]] = {}
    for pin in sorted(pins, key=_in_reading_order):
        found[pin.item_id] = (*found.get(pin.item_id, ()), pin)
    return found


def _in_reading_order(pin: Pin) -> tuple[int, int, int, Any]:
    return (pin.page or 0, pin.from_second or 0, pin.top or 0, pin.pinned_at)


def pin_bytes(pin: Pin | SubmittedPin) -> bytes:
    """All that a pin says: its words, its criteria and its place, as canonical JSON (RFC 8785)."""
    place = {name: getattr(pin, name) for name in PLACE_FIELDS}
    return jcs({"words": pin.words, "criteria": sorted(map(str, pin.criteria)), "place": place})


def pin_digest(pin: Pin | SubmittedPin) -> str:
    """The SHA-256 of all that a pin says."""
    return digest_of(pin_bytes(pin).decode())


def pins_of(work: "RequirementWork", pins: PinsByItem) -> list[Pin]:
    """The pins on the files and links of one requirement."""
    return [pin for item in work.items for pin in pins.get(item.pk, ())]


def pins_differ(work: "RequirementWork", pins: PinsByItem, frozen: FrozenPins) -> bool:
    """Whether the pins of a requirement say something else than those that were frozen.

    What was taken out and put in again, byte for byte, is the same file: with the same pins nothing has changed.
    """
    here = {(content_of(item), pin_digest(pin)) for item in work.items for pin in pins.get(item.pk, ())}
    mine = {content_of(item) for item in work.items}
    return here != {(content, digest) for content, digest in frozen.get(work.requirement.pk, ()) if content in mine}


def content_of(item: Item) -> str:
    """What a file or link is known by, whenever it was put in: the SHA-256 of its bytes, or its address."""
    return item.file.sha256 if item.file else item.url


def pins_in_manifest(workspace: "Workspace") -> dict[str, list[str]] | None:
    """What the manifest says of pins: by item, the digest of each in the order of pages and minutes."""
    pinned = ((item, workspace.pins.get(item.pk)) for work in workspace.work for item in work.items)
    return {str(item.pk): [pin_digest(pin) for pin in pins] for item, pins in pinned if pins} or None


def frozen_pins(submission: Submission) -> FrozenPins:
    """What a submission froze with pins, each with the digest of a pin as it was judged: with clean words, where some
    stand in the place of its own."""
    found: dict[UUID, set[tuple[str, str]]] = {}
    for pin in _frozen(submission_id=submission.pk):
        item = pin.submitted_item.item
        found.setdefault(item.requirement_id, set()).add((content_of(item), _as_judged(pin)))
    return found


def _as_judged(pin: SubmittedPin) -> str:
    """The digest of a frozen pin with the words that assessors read."""
    clean: str | None = vars(pin)["clean_words"]
    return pin.digest if clean is None else pin_digest(SubmittedPin(**pin.said() | {"words": clean}))


def untagged(workspace: "Workspace") -> list[RubricCriterion]:
    """The criteria for which only files and links are there, none of which any pin speaks of.

    An answer needs no pin: its requirement says which criteria it is for.
    """
    return [one for one in workspace.rubric.criteria if _lacks_pin(one, workspace, workspace.counted)]


def unpinned(workspace: "Workspace") -> Iterator[tuple["RequirementWork", str | Promise]]:
    """The requirements whose author asks for pins, where some criterion has none yet; and what to say of it."""
    for work in workspace.counted:
        if not work.requirement.annotated or not work.items:
            continue
        tagged = {criterion for pin in pins_of(work, workspace.pins) for criterion in pin.criteria}
        missing = [str(one.name) for one in work.criteria if one.id not in tagged]
        if missing:
            names = get_text_list([f"“{name}”" for name in missing], _("and"))
            yield work, format_lazy(_UNPINNED, number=work.number, names=names)


_UNPINNED = _("Number {number} asks you to pin where your files show {names}.")


def _lacks_pin(criterion: RubricCriterion, workspace: "Workspace", works: Iterable["RequirementWork"]) -> bool:
    feeding = [work for work in works if criterion in work.criteria and not work.is_empty]
    if not feeding or any(work.takes_text for work in feeding):
        return False
    return not any(criterion.id in pin.criteria for work in feeding for pin in pins_of(work, workspace.pins))


@asked_often
def _pins(*, pursuit_id: UUID) -> QuerySet[Pin]:
    return Pin.objects.filter(item__pursuit=pursuit_id, item__removal__isnull=True)


@asked_often
def _frozen(*, submission_id: UUID) -> QuerySet[SubmittedPin]:
    # By their words: others that say the same were set aside and replaced with the one that somebody flagged.
    frozen = SubmittedPin.objects.filter(submission=submission_id).select_related("submitted_item__item__file")
    return frozen.annotate(clean_words=clean_words_of(digest_in_sql(OuterRef("words"))))
