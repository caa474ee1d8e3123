"""Which frozen evidence is set aside, and what stands in its place: asked before anybody but its owner opens any."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from microcred.foundation.asked_often import asked_often
from microcred.foundation.models import StoredFile
from microcred.organizations.models import Organization, Person
from microcred.portfolios.models import (
    CleanCopy,
    FrozenWords,
    Item,
    Pursuit,
    Quarantine,
    Submission,
    SubmittedAlternative,
    SubmittedItem,
    SubmittedText,
    words_of,
)
from microcred.portfolios.queries.acquaintance import is_known_to, judged_by
from microcred.portfolios.queries.redactions import covered_since
from microcred.portfolios.queries.teams import alike_by_now, alike_elsewhere
from microcred.portfolios.rules import digest_of, evidence_alias

ENDED = Q(clean_copy__isnull=False) | Q(ruling__opens=True)
"""A clean copy is in its place, or it was found to be a false alarm."""

WRITTEN = (
    "text__requirement",
    "alternative__requirement",
    "change_note__criterion",
    "pin__submitted_item",
    "disclosure",
)
"""What was written and may be set aside, with what says where it stands."""


@dataclass(frozen=True)
class SeenWords:
    """Something an educator wrote, as a blind reader gets it: itself, its clean copy, or nothing."""

    id: UUID
    text: str
    is_set_aside: bool = False
    """whether nobody reads it, for somebody's privacy"""
    is_clean_copy: bool = False
    """whether it stands in the place of what was set aside"""


@dataclass(frozen=True)
class Wall:
    """What of a submission is set aside, and the clean copies, by the item that was frozen; and the same of what was
    written, by its SHA-256: the same words are behind the wall wherever they stand."""

    closed: frozenset[UUID]
    copies: dict[UUID, Item]
    closed_words: frozenset[str] = frozenset()
    clean_words: dict[str, str] = field(default_factory=dict)
    answered: dict[UUID, int] = field(default_factory=dict)
    """by requirement, the number of the last submission whose answer to it was set aside: what was answered before may
    name the same person in other words around it"""
    explained: dict[UUID, int] = field(default_factory=dict)
    """the same of the reasons for alternatives"""

    def opens(self, item: Item) -> Item | None:
        """What an assessor gets for an item: itself, its clean copy, or nothing."""
        if item.pk in self.closed:
            return None
        return self.copies.get(item.pk, item)

    def reads(self, text: str) -> str | None:
        """What an assessor reads for words: themselves, clean ones, or nothing."""
        if not self.closed_words and not self.clean_words:
            return text
        digest = digest_of(text)
        return None if digest in self.closed_words else self.clean_words.get(digest, text)

    def seen(self, row: FrozenWords) -> SeenWords:
        """Something written, as an assessor gets it."""
        text = words_of(row)
        read = self.reads(text)
        return SeenWords(row.pk, read or "", is_set_aside=read is None, is_clean_copy=read not in (None, text))

    def seen_answer(self, row: SubmittedText, submission: Submission) -> SeenWords:
        """An answer of a submission, as an assessor gets it: of an earlier wording of what was set aside, nothing."""
        return self._unless_reworded(row, submission, self.answered)

    def seen_reason(self, row: SubmittedAlternative, submission: Submission) -> SeenWords:
        """Why an alternative was handed in, in the same way."""
        return self._unless_reworded(row, submission, self.explained)

    def _unless_reworded(
        self, row: SubmittedText | SubmittedAlternative, submission: Submission, last: dict[UUID, int]
    ) -> SeenWords:
        seen = self.seen(row)
        if seen.is_clean_copy or submission.number >= last.get(row.requirement_id, 0):
            return seen
        return SeenWords(row.pk, "", is_set_aside=True)


def wall_of(submission: Submission) -> Wall:
    """What is set aside of everything that was ever handed in for a pursuit, in one query: items and words go along.

    A clean copy can be set aside in its turn, where it stands for the piece or handed in by itself. Whatever ever stood
    in one place is closed and replaced together, or one attempt would open what another closed.
    """
    return _wall(_for_wall(pursuit_id=submission.pursuit_id))


def walls_of(pursuits: Collection[UUID]) -> dict[UUID, Wall]:
    """The walls of several pursuits, in one query."""
    around = ("submission", "piece__item", "clean_copy__item__file", "ruling")
    rows = Quarantine.objects.filter(submission__pursuit__in=pursuits).select_related("text", "alternative", *around)
    found: dict[UUID, list[Quarantine]] = {pursuit: [] for pursuit in pursuits}
    for row in rows.order_by("quarantined_at", "pk"):
        found[row.submission.pursuit_id].append(row)
    return {pursuit: _wall(mine) for pursuit, mine in found.items()}


def wall_of_owner(submission: Submission) -> Wall:
    """The same for whoever wrote it: what they wrote stays theirs to read."""
    return replace(wall_of(submission), closed_words=frozenset(), clean_words={}, answered={}, explained={})


def _wall(quarantines: Iterable[Quarantine]) -> Wall:
    closing: list[UUID | str] = []
    copies: dict[UUID | str, Item | str] = {}
    stood: dict[UUID | str, list[UUID | str]] = {}
    answered: dict[UUID, int] = {}
    explained: dict[UUID, int] = {}
    for quarantine in quarantines:
        for written, last in ((quarantine.text, answered), (quarantine.alternative, explained)):
            if written is not None and not _is_false_alarm(quarantine):
                number = last.get(written.requirement_id, 0)
                last[written.requirement_id] = max(quarantine.submission.number, number)
        key: UUID | str = quarantine.words_sha256 or quarantine.piece.item_id  # type: ignore[union-attr]
        copy = getattr(quarantine, "clean_copy", None)
        together = stood.setdefault(key, [key])
        if copy is not None:
            copies |= dict.fromkeys(together, copy.item or copy.words)
            copied = copy.item_id or digest_of(copy.words)
            # Where the same copy stands in several places, they are one place from then on.
            joined = stood.get(copied, [copied])
            if joined is not together:
                together.extend(joined)
                stood |= dict.fromkeys(joined, together)
        elif _is_open(quarantine):
            closing.append(key)
    closed = {one for key in closing for one in stood[key]}
    return Wall(
        frozenset(key for key in closed if isinstance(key, UUID)),
        {key: copy for key, copy in copies.items() if isinstance(key, UUID) and isinstance(copy, Item)},
        frozenset(key for key in closed if isinstance(key, str)),
        {key: copy for key, copy in copies.items() if isinstance(key, str) and isinstance(copy, str)},
        answered,
        explained,
    )


def wall_for_judges(submission: Submission) -> Wall:
    """The same, and what its educator covered since: whoever judges gets the copy, in an attempt before it too."""
    wall = wall_of(submission)
    closed, copies = set(wall.closed), dict(wall.copies)
    for item_id, copy in covered_since(submission.pursuit_id).items():
        if copy.pk in wall.closed:
            closed.add(item_id)
        else:
            copies.setdefault(item_id, wall.copies.get(copy.pk, copy))
    return replace(wall, closed=frozenset(closed), copies=copies)


def set_aside_in(quarantine: Quarantine) -> Item | None:
    """The item that was seen when somebody set a piece aside: itself, or the clean copy that stood in its place; None
    where it is something written."""
    if quarantine.piece is None:
        return None
    last = _copies_before(quarantine).select_related("item__file").last()
    return last.item if last else quarantine.piece.item


def words_set_aside_in(quarantine: Quarantine) -> str:
    """What was read when somebody set words aside: themselves, or the clean words that stood in their place."""
    last = _copies_before(quarantine).last()
    written = quarantine.written
    return last.words if last else words_of(written) if written else ""


def _copies_before(quarantine: Quarantine) -> QuerySet[CleanCopy]:
    """The clean copies that stood in the place of a piece before it was set aside once more, in their order."""
    before = CleanCopy.objects.filter(
        quarantine__submission__pursuit=quarantine.submission.pursuit_id,
        quarantine__quarantined_at__lt=quarantine.quarantined_at,
    )
    same: dict[str, Any] = {"quarantine__words_sha256": quarantine.words_sha256}
    if quarantine.piece is not None:
        same = {"quarantine__piece__item": quarantine.piece.item_id}
    return before.filter(**same).order_by("put_in_at", "pk")


def file_to_read(piece: SubmittedItem) -> tuple[StoredFile, str] | None:
    """The file that whoever judges gets for a frozen piece, under its alias; None where there is none to be opened."""
    item = wall_for_judges(piece.submission).opens(piece.item)
    if item is None or item.file is None:
        return None
    alias = piece.alias if item.pk == piece.item_id else evidence_alias(piece.position, item.file.media_type)
    return item.file, alias


def open_quarantines(**of: object) -> QuerySet[Quarantine]:
    """Quarantines that have not ended."""
    return Quarantine.objects.filter(**of).exclude(ENDED)


def stood_together(item: Item) -> list[Item]:
    """An item, and all that ever stood in its place or in whose place it ever stood, in the same piece of work."""
    found = {item.pk: item}
    fresh = [item.pk]
    while fresh:
        copies = CleanCopy.objects.filter(quarantine__piece__item__in=fresh).values("item")
        copied = CleanCopy.objects.filter(item__in=fresh).values("quarantine__piece__item")
        linked = Item.objects.filter(Q(pk__in=copies) | Q(pk__in=copied)).exclude(pk__in=found)
        fresh = [one.pk for one in linked]
        found |= {one.pk: one for one in linked}
    return list(found.values())


def set_aside_elsewhere(quarantine: Quarantine) -> list[Quarantine]:
    """The same artifact, set aside in the work of the others of a team that handed it in alike; not what somebody who
    went another way has put in its place."""
    seen = set_aside_in(quarantine)
    if quarantine.piece is None or seen is None:
        return []
    others = open_quarantines(piece__item__in=alike_elsewhere(stood_together(quarantine.piece.item)))
    around = ("piece__item__file", "submission__pursuit__person", "submission__pursuit__version")
    rows = others.select_related(*around).order_by("submission__pursuit", "pk")
    return [one for one in rows if _is_same(seen, set_aside_in(one))]


def is_of_a_team(quarantine: Quarantine) -> bool:
    """Whether what was set aside is in somebody else's work too, because a team shares it to this day."""
    piece = quarantine.piece
    return piece is not None and bool(alike_by_now(stood_together(piece.item)))


def set_aside_in_team(items: Collection[UUID]) -> set[UUID]:
    """Which of some items are set aside now in anybody's work of a team that shares them, as they are or as clean
    copies that were not clean. One query; of none, none."""
    if not items:
        return set()
    mine = Item.objects.filter(pk__in=items).annotate(shared_as=Coalesce("taken_up__share", "share"))
    closed = open_quarantines().annotate(shared_as=Coalesce("piece__item__taken_up__share", "piece__item__share"))
    copies = CleanCopy.objects.annotate(shared_as=Coalesce("item__taken_up__share", "item__share")).filter(
        Exists(open_quarantines(piece__item=OuterRef("quarantine__piece__item")))
    )
    alike = {"shared_as": OuterRef("shared_as")}
    found = mine.filter(Exists(closed.filter(**alike)) | Exists(copies.filter(**alike)))
    return set(found.values_list("pk", flat=True))


def set_aside_now(submission: OuterRef) -> Exists:
    """Whether something of an outer query's submission is set aside."""
    return Exists(open_quarantines(submission=submission))


def quarantines_of(pursuit: Pursuit) -> list[Quarantine]:
    """What is set aside of a pursuit and waits for its educator, or for a ruling."""
    return [one for one in _of_pursuit(pursuit_id=pursuit.pk) if _is_open(one)]


def set_aside_of(person: Person) -> list[Quarantine]:
    """What is set aside of a person's work and waits for them, or for a ruling; the oldest first."""
    return [one for one in _of_person(person_id=person.pk) if _is_open(one)]


def quarantines_in(submission: Submission) -> list[Quarantine]:
    """What was ever set aside of a submission, for its educator's receipt."""
    return list(_in_submission(submission_id=submission.pk))


def organization_of(quarantine: Quarantine) -> Organization:
    """Whose administrators look after the privacy of a submission: who offers the micro-credential."""
    return quarantine.submission.pursuit.version.micro_credential.owner


def parties_of(quarantine: Quarantine) -> tuple[UUID, UUID]:
    """Who wrote what was set aside, and who set it aside: neither decides between the two."""
    return quarantine.submission.pursuit.person_id, quarantine.raised_by_id


def objections_for(person: Person, *, at: datetime) -> QuerySet[Quarantine]:
    """What was objected to and a person may decide where they administer it; each says whether they know the work.

    Never what they wrote or set aside, nor work that they have held to judge it. Who may come to judge something reads
    what an objection is about once they open it (`look_at_objection`), and no sooner: it may say whose it is.
    """
    judged = judged_by(
        person,
        educator="submission__pursuit__person",
        micro_credential="submission__pursuit__version__micro_credential",
    )
    objected = Quarantine.objects.filter(~judged, objection__isnull=False)
    objected = objected.exclude(submission__pursuit__person=person).exclude(raised_by=person)
    return objected.annotate(is_known=is_known_to(person, pursuit="submission__pursuit", at=at))


def objected_in(places: list[UUID], *, person: Person, at: datetime) -> list[Quarantine]:
    """Objections that wait for a ruling by a person, in these organizations and below them; first those whose
    submissions were promised a decision first.

    Args:
        person: who decides nothing that they wrote, set aside or held to judge it.
    """
    waiting = (
        objections_for(person, at=at)
        .exclude(ENDED)
        .filter(ruling__isnull=True, submission__pursuit__version__micro_credential__owner__lineage__overlap=places)
    )
    around = ("objection", "piece", *WRITTEN, "submission__pursuit__version__micro_credential__owner")
    return list(
        waiting.select_related(*around).order_by(
            F("submission__promise__by").asc(nulls_last=True), "objection__objected_at"
        )[:100]
    )


def _is_same(one: Item, other: Item | None) -> bool:
    """Whether two items are the same file or link."""
    return other is not None and (one.file_id, one.url) == (other.file_id, other.url)


def _is_open(quarantine: Quarantine) -> bool:
    return getattr(quarantine, "clean_copy", None) is None and not _is_false_alarm(quarantine)


def _is_false_alarm(quarantine: Quarantine) -> bool:
    ruling = getattr(quarantine, "ruling", None)
    return ruling is not None and ruling.opens


@asked_often
def _for_wall(*, pursuit_id: UUID) -> QuerySet[Quarantine]:
    of = Quarantine.objects.filter(submission__pursuit=pursuit_id)
    around = ("submission", "text", "alternative", "piece__item", "clean_copy__item__file", "ruling")
    return of.select_related(*around).order_by(F("quarantined_at"), "pk")


@asked_often
def _of_pursuit(*, pursuit_id: UUID) -> QuerySet[Quarantine]:
    of = Quarantine.objects.filter(submission__pursuit=pursuit_id)
    around = ("piece__item", *WRITTEN, "clean_copy", "objection", "ruling")
    return of.select_related(*around).order_by(F("quarantined_at"), "pk")


@asked_often
def _of_person(*, person_id: UUID) -> QuerySet[Quarantine]:
    of = Quarantine.objects.filter(submission__pursuit__person=person_id, clean_copy__isnull=True)
    around = ("piece__item", *WRITTEN, "clean_copy", "objection", "ruling", "submission__pursuit__version")
    return of.select_related(*around).order_by(F("quarantined_at"), "pk")


@asked_often
def _in_submission(*, submission_id: UUID) -> QuerySet[Quarantine]:
    of = Quarantine.objects.filter(submission=submission_id)
    around = ("piece__item", *WRITTEN, "clean_copy__item__file", "ruling")
    return of.select_related(*around).order_by(F("quarantined_at"), "pk")
