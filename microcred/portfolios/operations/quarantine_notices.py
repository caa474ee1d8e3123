"""What is told of a quarantine: to whose work it is, and to who decides whether it was a false alarm."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.notices.operations import tell
from microcred.organizations.models import Role
from microcred.organizations.queries import people_with
from microcred.portfolios.models import Quarantine, Ruling
from microcred.portfolios.operations.promising import new_day_in_words
from microcred.portfolios.queries.acquaintance import has_judged
from microcred.portfolios.queries.quarantines import organization_of, parties_of


@dataclass(frozen=True)
class _Told:
    """What is said of an item that was set aside, or of something written."""

    subject: Any
    body: Any
    asked: Any
    opens: Any
    stays: Any
    decided: Any


_OF_ITEM = _Told(
    subject=_("One file needs another look: {title}"),
    body=_(
        "Somebody who read your work saw something that should stay private, and set the file aside: {reason}. "
        "That happens easily, and it is no mark against you. Nobody opens the file now, the clock of your "
        "promised date stands still, and no attempt is used. The date moves by the business days on which the clock "
        "stands still, and your work keeps its place.\n\nPut in a clean copy, or say why it is a false "
        "alarm. The rest of your work stays as it is, and the reading goes on where it stopped."
    ),
    asked=_(
        "An educator says that a file which an assessor set aside shows nobody who should not be shown. Until "
        "you decide, the reading waits."
    ),
    opens=_("It was a false alarm: the file is open again, and the reading goes on. {words}"),
    stays=_("The file stays set aside, so a clean copy is needed for the reading to go on. {words}"),
    decided=_("Decided: the file of “{title}”"),
)
_OF_WORDS = _Told(
    subject=_("Something that you wrote needs another look: {title}"),
    body=_(
        "Somebody who read your work saw something in what you wrote that should stay private, and set it aside: "
        "{reason}. That happens easily, and it is no mark against you. Nobody reads it now, the clock of your "
        "promised date stands still, and no attempt is used. The date moves by the business days on which the clock "
        "stands still, and your work keeps its place.\n\nReplace what names somebody, or say why it is a "
        "false alarm. The rest of your work stays as it is, and the reading goes on where it stopped."
    ),
    asked=_(
        "An educator says that something they wrote, which an assessor set aside, names nobody who should not be "
        "named. Until you decide, the reading waits."
    ),
    opens=_("It was a false alarm: what you wrote can be read again, and the reading goes on. {words}"),
    stays=_("It stays set aside, so clean words are needed for the reading to go on. {words}"),
    decided=_("Decided: what you wrote for “{title}”"),
)


_IN_TEAM = _(
    "Somebody who read a file that your team hands in alike, in your work or in a teammate’s, saw something that "
    "should stay private, and set it aside: {reason}. That happens easily, and it is no mark against anybody. Nobody "
    "opens the file now in the work of any of you; where yours is being read, its clock stands still, and no attempt "
    "is used; its promised date moves by the business days on which the clock stands still.\n\n"
    "Put in a clean copy, or say why it is a false alarm: what one of you does stands for all of you."
)
_APART = _(
    "Somebody who read a file that you handed in alike with others, in your work or in one of theirs, saw something "
    "that should stay private, and set it aside: {reason}. That happens easily, and it is no mark against anybody. "
    "Nobody opens the file now in the work of any of you; where yours is being read, its clock stands still, and no "
    "attempt is used; its promised date moves by the business days on which the clock stands still.\n\n"
    "You share it no longer, so each of you puts in a clean copy of their own. Or say why it is a false alarm."
)


_EXEMPLAR = _(
    "Somebody who read your work as an exemplar saw something that should stay private, and set it aside: {reason}. "
    "That happens easily, and it is no mark against you: what was decided about your work stays as it is. Nobody reads "
    "the exemplar until this is settled.\n\nPut something clean in its place, or say why it is a false alarm. If you "
    "would rather not have it used any more, take your consent back."
)


class Elsewhere(StrEnum):
    """Where it may have been seen, other than in the educator's own work as it is judged."""

    IN_TEAM = "in_team"
    APART = "apart"
    EXEMPLAR = "exemplar"
    """in their own, as the exemplar that it became after it was decided"""


_ELSEWHERE = {Elsewhere.IN_TEAM: _IN_TEAM, Elsewhere.APART: _APART, Elsewhere.EXEMPLAR: _EXEMPLAR}


def tell_educator(quarantine: Quarantine, at: datetime, *, where: Elsewhere | None = None) -> None:
    """Tell whose work it is what was seen, what can be done, and that the clock stands still; and not by whom.

    Args:
        where: whether it may have been seen in the work of a teammate, or of somebody who was one, or in an exemplar.
    """
    pursuit = quarantine.submission.pursuit
    told = _OF_ITEM if quarantine.piece is not None else _OF_WORDS
    tell(
        actor=None,
        person=pursuit.person,
        kind="evidence_set_aside",
        subject=told.subject,
        body=_ELSEWHERE[where] if where else told.body,
        facts={
            "title": title_for_readers(pursuit.version),
            "reason": Quarantine.Reason(quarantine.reason).label,
        },
        path=reverse("quarantine", args=[quarantine.pk]),
        key=f"evidence_set_aside:{quarantine.pk}",
        at=at,
    )


def tell_of_copy(quarantine: Quarantine, at: datetime) -> None:
    """Tell a teammate that a clean copy which another put in stands in their work too, and by when feedback comes now;
    nothing else of it."""
    pursuit = quarantine.submission.pursuit
    tell(
        actor=None,
        person=pursuit.person,
        kind="clean_copy_in_team",
        subject=_("A clean copy is in its place: {title}"),
        body=_and_by_when(
            _(
                "One of your team put in a clean copy of the file that you hand in alike. It stands in your work too, "
                "so nothing is left to do for you. If you would rather have another file there, put it in with your "
                "next attempt."
            ),
            quarantine,
            at,
        ),
        facts={"title": title_for_readers(pursuit.version)},
        path=reverse("quarantine", args=[quarantine.pk]),
        key=f"clean_copy_in_team:{quarantine.pk}",
        at=at,
    )


def tell_leads(quarantine: Quarantine, at: datetime) -> None:
    """Tell who looks after privacy that an objection waits for them, and who has not held the work to judge it."""
    told = _OF_ITEM if quarantine.piece is not None else _OF_WORDS
    for person in people_with(Role.ORG_ADMIN, organization=organization_of(quarantine), at=at):
        if person.pk in parties_of(quarantine) or has_judged(person, quarantine.submission.pursuit):
            continue
        tell(
            actor=None,
            person=person,
            kind="quarantine_objected",
            subject=_("A privacy question waits for your decision"),
            body=told.asked,
            path=reverse("quarantine_ruling", args=[quarantine.pk]),
            key=f"quarantine_objected:{quarantine.pk}:{person.pk}",
            at=at,
        )


def tell_of_ruling(ruling: Ruling, at: datetime) -> None:
    """Tell whose work it is what was found of their objection; where the reading goes on, by when feedback comes."""
    pursuit = ruling.quarantine.submission.pursuit
    told = _OF_ITEM if ruling.quarantine.piece is not None else _OF_WORDS
    tell(
        actor=None,
        person=pursuit.person,
        kind="quarantine_ruled",
        subject=told.decided,
        body=_and_by_when(told.opens, ruling.quarantine, at) if ruling.opens else told.stays,
        facts={"title": title_for_readers(pursuit.version), "words": ruling.words},
        path=reverse("quarantine", args=[ruling.quarantine_id]),
        key=f"quarantine_ruled:{ruling.pk}",
        at=at,
    )


def _and_by_when(body: Any, quarantine: Quarantine, at: datetime) -> Any:
    """What is told, and in the same notice the day of the feedback, where the clock goes on."""
    day = new_day_in_words(quarantine.submission, at=at)
    return format_lazy("{}\n\n{}", body, day) if day else body
