"""The minutes of a retreat: written together, closed once."""

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import Minutes, MinutesClosing, Retreat
from microcred.authoring.operations.retreats import may_keep
from microcred.authoring.queries import retreats as queries
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person


class MinutesOvertaken(Refusal):
    """Somebody, or another tab, saved the minutes in between. `theirs` is the row as it stands."""

    message = _("{who} saved the minutes in the meantime. Compare the two, and save again what should stand.")

    def __init__(self, theirs: Minutes) -> None:
        self.theirs = theirs
        super().__init__(who=theirs.saved_by.name)


class MinutesClosed(Refusal):
    """Closed minutes do not change."""

    message = _("The minutes were closed on {day} and stay as they are. What was decided later stands on the board.")


class MinutesEmpty(Refusal):
    """There is nothing to close."""

    message = _("The minutes are empty. Write them first: they cannot be changed after they are closed.")


@operation
def save_minutes(*, actor: Person, retreat: Retreat, text: str, revision: int, at: datetime) -> Minutes:
    """Save the minutes. `revision` is the one that the writer saw; saving what is there already changes nothing.

    Raises:
        NotAllowed: to whoever neither keeps the retreat nor was asked to it.
        MinutesClosed, MinutesOvertaken.
    """
    if not (queries.keeps_retreats(actor, retreat.owner, at=at) or queries.is_guest(actor, retreat)):
        raise NotAllowed
    hold(retreat.pk)
    _still_open(retreat)
    minutes, _is_new = Minutes.objects.select_related("saved_by").get_or_create(
        retreat=retreat, defaults={"saved_at": at, "saved_by": actor}
    )
    if minutes.text == text:
        return minutes
    if minutes.revision != revision:
        raise MinutesOvertaken(minutes)
    minutes.text, minutes.revision, minutes.saved_at, minutes.saved_by = text, revision + 1, at, actor
    minutes.save(update_fields=["text", "revision", "saved_at", "saved_by"])
    return minutes


@operation
def close_minutes(*, actor: Person, retreat: Retreat, revision: int, at: datetime) -> MinutesClosing:
    """Close the minutes for good, as whoever closes them saw them. Closed twice is closed once.

    Raises:
        NotAllowed, MinutesEmpty, MinutesOvertaken.
    """
    may_keep(actor, retreat.owner, at)
    hold(retreat.pk)
    closed = MinutesClosing.objects.filter(retreat=retreat).first()
    if closed is not None:
        return closed
    minutes = Minutes.objects.select_related("saved_by").filter(retreat=retreat).first()
    if minutes is None or not minutes.text.strip():
        raise MinutesEmpty
    if minutes.revision != revision:
        raise MinutesOvertaken(minutes)
    digest = sha256(minutes.text.encode()).hexdigest()
    return MinutesClosing.objects.create(
        retreat=retreat, text=minutes.text, digest=digest, closed_at=at, closed_by=actor
    )


def _still_open(retreat: Retreat) -> None:
    closed = MinutesClosing.objects.filter(retreat=retreat).first()
    if closed is not None:
        raise MinutesClosed(day=closed.closed_at.date().isoformat())
