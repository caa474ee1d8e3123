"""What the privacy helper has to say of the work as it stands, in a constant number of queries."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import addresses_of, memberships_of
from microcred.portfolios.models import Consent, FileLook, FoundMetadata, Item, Overruling
from microcred.portfolios.privacy import (
    NAMES,
    Finding,
    Kind,
    Known,
    Numbers,
    initials_of,
    key_of,
    key_of_words,
    look,
    look_at_link,
    look_at_title,
    next_number,
    title_without_names,
)
from microcred.portfolios.privacy.consents import DECLARED_KINDS, Lack
from microcred.portfolios.privacy.found import fold
from microcred.portfolios.privacy.words import TAKEN_OUT, WHAT, WHY, kind_of_fact
from microcred.portfolios.queries.alternatives import chosen_alternatives, reasons_in
from microcred.portfolios.queries.change_notes import NoteWanted, notes_wanted
from microcred.portfolios.queries.consents import consents_in, lack_of_consent, needed_until
from microcred.portfolios.queries.looked_at import looked_at
from microcred.portfolios.queries.readiness import Unready
from microcred.portfolios.queries.workspace import RequirementWork, Workspace

MOST_SAID = 100_000
"""characters that are looked at of what is said in a recording: two hours of it"""

MOST_TOLD = 100
"""findings of one text that are told at once, beside those that were overruled; how many more there are is said, and
they are told when some of these are mended"""

NAMING = (Organization.Kind.DISTRICT, Organization.Kind.SCHOOL)
"""Kinds of organizations above a person's own that say where they work."""


NAMES_BEFORE: list[Callable[[Person], Iterable[str]]] = []
"""Who knows by which names a person went before. Names are changed on a floor above this one, which says so here."""


@dataclass(frozen=True)
class Noted:
    """A finding, where it stands, and whether it was overruled. `item` is empty for answers and notes."""

    key: str
    place: str
    """answer, title, link, file, pin, said (in a recording), note (of a change) or reason (for an alternative)"""
    kind: Kind
    words: str
    count: int
    item: Item | None
    overruling: Overruling | None
    finding: Finding | None = None
    """with its places in what is written; files and titles are mended otherwise"""
    instead: tuple[str, ...] = ()
    """what may be put in its place by one click"""
    source: str = ""
    """which text it stands in, e.g. `answer:<identifier>`"""
    more_waiting: int = 0
    """how many more of its text keep the work from being submitted, and are not told before some of these are mended"""
    more_advice: int = 0
    """the same of advice"""
    helper: str = ""
    """beside what on the workspace the helper speaks of it, as the page names that place"""

    @property
    def more(self) -> int:
        """How many more of its text are only counted."""
        return self.more_waiting + self.more_advice

    @property
    def way(self) -> str:
        """Where on the workspace it stands, the helper open there: what follows the address of the page."""
        return f"?helper={self.helper}#finding-{self.key}"

    @property
    def is_certain(self) -> bool:
        """Whether the helper is sure of what it is."""
        return Finding(self.kind, self.words, (), ()).is_certain

    @property
    def what(self) -> str | Promise:
        """What it is, in words."""
        return WHAT[self.kind]

    @property
    def why(self) -> str | Promise:
        """Why it matters, in words."""
        return WHY[self.kind]

    @property
    def is_name(self) -> bool:
        """Whether it is somebody else's name, which can be kept wherever it stands in the work."""
        return self.kind in NAMES

    @property
    def is_written(self) -> bool:
        """Whether it stands in words that are written here, so that other words can be put in its place."""
        return self.finding is not None

    @property
    def whose(self) -> str:
        """Which of the texts of its place it stands in, by its identifier."""
        return self.source.partition(":")[2]

    @property
    def same(self) -> str:
        """By what the words are told from others: a name has the same wherever it stands in the work."""
        return " ".join(fold(self.words).split()) if self.is_name else self.key

    @property
    def keeps_from_submitting(self) -> bool:
        """Whether the work waits for it. Titles are advice: assessors see another name than the file's own."""
        return self.is_certain and self.overruling is None and self.place != "title"


@dataclass(frozen=True)
class ItemPrivacy:
    """What is known of one item: hidden facts that were taken out, and the declaration about the people in it."""

    look: FileLook | None
    consent: Consent | None
    asks_consent: bool
    lack: Lack | None
    facts: tuple[dict[str, str], ...] = ()
    """what was hidden in it, as it was found"""
    is_recording: bool = False

    @property
    def taken_out(self) -> list[str | Promise]:
        """The hidden facts that were taken out of it, in words."""
        kinds = {kind_of_fact(fact["where"], fact["what"]) for fact in self.facts}
        return [words for kind, words in TAKEN_OUT.items() if kind in kinds]

    @property
    def is_unread(self) -> bool:
        """Whether it is a picture, or a document in which nothing could be read: a scan, for instance."""
        return self.look is not None and self.look.read == FileLook.Read.NONE and not self.is_recording


@dataclass(frozen=True)
class Privacy:
    """What the helper says of a whole workspace."""

    noted: dict[UUID, tuple[Noted, ...]]
    """by requirement"""
    items: dict[UUID, ItemPrivacy]

    def open_in(self, requirement_id: UUID) -> list[Noted]:
        """What is neither mended nor overruled, the certain first."""
        return _certain_first(one for one in self.noted.get(requirement_id, ()) if one.overruling is None)

    def overruled_in(self, requirement_id: UUID) -> list[Noted]:
        """What was overruled."""
        return [one for one in self.noted.get(requirement_id, ()) if one.overruling is not None]

    @cached_property
    def open(self) -> list[Noted]:
        """What is neither mended nor overruled in the whole work, in the order of the page."""
        return [one for noted in self.noted.values() for one in noted if one.overruling is None]

    @cached_property
    def mendable(self) -> list[Noted]:
        """What of it the helper can mend by itself."""
        return [one for one in self.open if one.instead]

    @cached_property
    def advice(self) -> int:
        """How many findings are advice."""
        return advice_in(self.open)

    @cached_property
    def more_advice(self) -> int:
        """How many of them are only counted."""
        return sum(one.more_advice for one in self.open)

    def beside(self, source: str) -> list[Noted]:
        """What is open in one text, e.g. `note:<key>`, the certain first."""
        return _certain_first(one for one in self.open if one.source == source)

    def like(self, one: Noted) -> list[Noted]:
        """A finding that can be mended, with everywhere else that the same person is named in what is written."""
        return [one, *(other for other in self.mendable if other.key != one.key and _is_like(one, other))]


def waiting_in(noted: Iterable[Noted]) -> int:
    """How many findings keep the work from being submitted, with those that are only counted."""
    return sum(one.keeps_from_submitting + one.more_waiting for one in noted)


def advice_in(noted: Iterable[Noted]) -> int:
    """How many of what is open is advice, with what is only counted."""
    return sum((not one.keeps_from_submitting) + one.more_advice for one in noted)


def with_waiting(workspace: Workspace, privacy: Privacy) -> Workspace:
    """The work, knowing how much of each part of it is to be mended or declared before it can be submitted."""
    return replace(workspace, work=tuple(replace(work, waiting=_waiting(work, privacy)) for work in workspace.work))


def _waiting(work: RequirementWork, privacy: Privacy) -> int:
    found = waiting_in(privacy.noted.get(work.requirement.pk, ()))
    return found + sum(item.pk in privacy.items and privacy.items[item.pk].lack is not None for item in work.items)


def _is_like(one: Noted, other: Noted) -> bool:
    """Whether two findings name the same person: by the same words, or as the same student."""
    if not (one.is_written and other.is_written and one.is_name and other.is_name):
        return False
    numbered = Kind.ADULT_NAME not in (one.kind, other.kind)
    return one.same == other.same or (numbered and one.instead[0] == other.instead[0])


def _certain_first(noted: Iterable[Noted]) -> list[Noted]:
    return sorted(noted, key=lambda one: not one.keeps_from_submitting)


def known_of(person: Person, *, at: datetime) -> Known:
    """What is known of an educator that could stand in their work: name, addresses, school, district, employer."""
    memberships = memberships_of(person, at=at)
    own = {membership.organization_id for membership in memberships}
    around = {node for membership in memberships for node in membership.organization.lineage} - own
    names = {membership.organization.name for membership in memberships}
    names |= set(_names_around(places=sorted(around))) if around else set()
    addresses = {person.email, *(address.email for address in addresses_of(person))}
    former = tuple(name for names_before in NAMES_BEFORE for name in names_before(person))
    return Known(person.name, frozenset(address for address in addresses if address), frozenset(names), former)


def privacy_of(workspace: Workspace, *, at: datetime) -> Privacy:
    """What the helper says of everything that can still be changed."""
    works = [work for work in workspace.work if work.editable]
    items = [item for work in works for item in work.items]
    known = known_of(workspace.pursuit.person, at=at)
    looks = {row.file_id: row for row in _looks(pursuit_id=workspace.pursuit.pk)}
    facts = dict(_hidden(pursuit_id=workspace.pursuit.pk))
    overruled = {row.key: row for row in _overrulings(pursuit_id=workspace.pursuit.pk)}
    consents = consents_in(workspace.pursuit)
    ends = any(consent.expires_on for consent in consents.values())
    until = needed_until(workspace.pursuit, at) if ends else date.min
    wanted = notes_wanted(workspace)
    notes: dict[str, list[NoteWanted]] = {}
    for note in wanted:
        # The note about another lesson belongs to no criterion; it stands with what comes first.
        notes.setdefault(note.anchor if note.criterion or not works else works[0].anchor, []).append(note)
    reasons = reasons_in(workspace.pursuit) if chosen_alternatives(workspace) else {}
    pinned = [pin.words for item in items for pin in workspace.pins.get(item.pk, ())]
    written = [work.text for work in works] + pinned + [note.text for note in wanted]
    written += [reason.words for reason in reasons.values()]
    look_in = _Looking(known, overruled, Numbers(next_number(written)))
    noted = {}
    for work in works:
        found = [*_in_answer(work, look_in), *_in_items(work.items, known, looks, overruled)]
        found += _beside_items(work.items, workspace, look_in)
        if work.requirement.pk in reasons and not work.is_empty:
            found += look_in.words("reason", work.requirement.pk, reasons[work.requirement.pk].words)
        for note in notes.get(work.anchor, ()):
            found += look_in.words("note", note.key, note.text)
        noted[work.requirement.pk] = tuple(replace(one, helper=_helper_of(one, work)) for one in found)
    return Privacy(noted, {item.pk: _of_item(item, looks, facts, consents, until) for item in items})


def _helper_of(one: Noted, work: RequirementWork) -> str:
    """Notes of changes stand by themselves on the workspace; all else stands beside its part of the work."""
    return slug_of(one.source) if one.place == "note" else str(work.number)


def slug_of(source: str) -> str:
    """How pages name the place of a text beside which the helper speaks, e.g. `note-<identifier>`."""
    return source.replace(":", "-")


def problems_of(workspace: Workspace, privacy: Privacy) -> list[Unready]:
    """What of it keeps the work from being submitted, in the order of the page."""
    problems = []
    for work in workspace.counted:
        waiting = [one for one in privacy.noted.get(work.requirement.pk, ()) if one.keeps_from_submitting]
        if waiting:
            problems.append(Unready(work, _open_findings(work, waiting_in(waiting)), waiting[0].way))
        for item in work.items:
            about = privacy.items.get(item.pk)
            if about and about.lack:
                words = _LACKS[about.lack]
                problems.append(Unready(work, format_lazy(words, number=work.number, title=item.title)))
    return problems


def found_in_words(person: Person, words: str, *, at: datetime) -> list[Noted]:
    """What is found in words that are kept nowhere yet, the certain first."""
    found = look(words, known_of(person, at=at)) if words.strip() else ()
    noted = [Noted(key_of("words", one), "words", one.kind, one.words, one.count, None, None) for one in found]
    return _certain_first(_told(noted))


_LACKS = {
    Lack.MISSING: _("Number {number}: say who can be recognized in “{title}”."),
    Lack.EXPIRES: _("Number {number}: the permission for “{title}” ends before the work can be judged."),
}


def _open_findings(work: RequirementWork, waiting: int) -> str | Promise:
    return format_lazy(
        ngettext_lazy(
            "Number {number}: {count} finding of the privacy helper is to be mended or overruled.",
            "Number {number}: {count} findings of the privacy helper are to be mended or overruled.",
            waiting,
        ),
        number=work.number,
        count=waiting,
    )


def answer_source(requirement_id: UUID) -> str:
    """How a key names the answer to a requirement."""
    return f"answer:{requirement_id}"


@dataclass(frozen=True)
class _Looking:
    """What is asked for each text that is looked at."""

    known: Known
    overruled: dict[str, Overruling]
    numbers: Numbers

    def words(
        self, place: str, whose: str | UUID, words: str, *, item: Item | None = None, mendable: bool = True
    ) -> Iterator[Noted]:
        """What is found in words that somebody wrote here.

        Args:
            whose: which of the texts of that place.
            mendable: whether other words in its place are all that it takes.
        """
        source = f"{place}:{whose}"
        noted = []
        for finding in looked_at(words, self.known) if words.strip() else ():
            key = key_of(source, finding)
            ruled = _overruled(self.overruled, key, finding.kind, finding.words)
            written = finding if mendable else None
            one = Noted(key, place, finding.kind, finding.words, finding.count, item, ruled, written, source=source)
            noted.append(one)
        for one in _told(noted):
            if one.finding is not None and one.overruling is None:
                yield replace(one, instead=put_instead(one.finding, self.numbers))
            else:
                yield one


def _told(noted: list[Noted]) -> list[Noted]:
    """Those findings of one text that are told, in its order: of many, the certain first. The last one knows the rest.

    As long as one is open that keeps the work from being submitted, one such is told.
    """
    still_open = [one for one in noted if one.overruling is None]
    if len(still_open) <= MOST_TOLD:
        return noted
    untold = _certain_first(still_open)[MOST_TOLD:]
    keys = {one.key for one in untold}
    told = [one for one in noted if one.key not in keys]
    return _with_more(told, waiting_in(untold), advice_in(untold))


def _with_more(told: list[Noted], waiting: int, advice: int) -> list[Noted]:
    """The same, of which the last that is open says how many more there are."""
    last = next((place for place in reversed(range(len(told))) if told[place].overruling is None), None)
    if last is None:
        return told
    return [*told[:last], replace(told[last], more_waiting=waiting, more_advice=advice), *told[last + 1 :]]


def _in_answer(work: RequirementWork, look_in: _Looking) -> Iterator[Noted]:
    if work.takes_text:
        yield from look_in.words("answer", work.requirement.pk, work.text)


def _overruled(overruled: dict[str, Overruling], key: str, kind: Kind, words: str) -> Overruling | None:
    """How a finding was overruled: where it stands, or as a name that is kept wherever it stands."""
    return overruled.get(key) or next(
        (overruled[one] for one in keys_wherever(kind, words) if one in overruled),
        None,
    )


def keys_wherever(kind: Kind, words: str) -> tuple[str, ...]:
    """By what a name may have been kept wherever it stands. What was kept for certain is not asked for as advice."""
    if kind not in NAMES:
        return ()
    sure = key_of_words(Kind.PERSON_NAME, words)
    return tuple(dict.fromkeys((sure, key_of_words(kind, words))))


def _in_items(
    items: Iterable[Item], known: Known, looks: dict[UUID, FileLook], overruled: dict[str, Overruling]
) -> Iterator[Noted]:
    for item in items:
        in_title = look_at_title(item.title, known)
        better = title_without_names(item.title, known) if in_title else ""
        for finding in in_title:
            yield _noted(f"title:{item.pk}", "title", finding, item, overruled, (better,))
        for finding in look_at_link(item.url, known) if item.url else ():
            yield _noted(f"link:{item.pk}", "link", finding, item, overruled)
        seen = looks.get(item.file_id) if item.file_id else None
        in_file = []
        for fact in seen.findings if seen else ():
            kind, passages = Kind(fact["kind"]), tuple(fact["passages"])
            source = f"file:{item.file_id}"
            key = key_of(source, Finding(kind, fact["words"], (), passages))
            ruled = _overruled(overruled, key, kind, fact["words"])
            in_file.append(Noted(key, "file", kind, fact["words"], fact["count"], item, ruled, source=source))
        more = seen.findings[-1].get("more") if seen and seen.findings else None
        yield from _with_more(in_file, *more) if more else in_file


def _beside_items(items: Iterable[Item], workspace: Workspace, look_in: _Looking) -> Iterator[Noted]:
    """What is found in pins on files, and in what is said in recordings: taking words out leaves the voice."""
    for item in items:
        for pin in workspace.pins.get(item.pk, ()):
            yield from look_in.words("pin", pin.pk, pin.words, item=item)
        said = workspace.forms[item.pk].text if item.pk in workspace.forms else ""
        yield from look_in.words("said", item.pk, said[:MOST_SAID], item=item, mendable=False)


def _noted(
    source: str,
    place: str,
    finding: Finding,
    item: Item,
    overruled: dict[str, Overruling],
    instead: tuple[str, ...] = (),
) -> Noted:
    key = key_of(source, finding)
    ruled = _overruled(overruled, key, finding.kind, finding.words)
    return Noted(key, place, finding.kind, finding.words, finding.count, item, ruled, instead=instead, source=source)


def put_instead(finding: Finding, numbers: Numbers) -> tuple[str, ...]:
    """What may stand in the place of a finding, in the reader's language; at least one."""
    if finding.kind is Kind.ADULT_NAME:
        return _now("a colleague"), initials_of(finding.words)
    if finding.kind in NAMES:
        student = _now("Student {number}").format(number=numbers.of(finding.words))
        if finding.kind in (Kind.PERSON_NAME, Kind.MAYBE_NAME):
            return student, _now("a colleague"), initials_of(finding.words)
        return student, initials_of(finding.words)
    return (str(_INSTEAD[finding.kind]),)


_INSTEAD = {
    Kind.OWN_NAME: _("[my name]"),
    Kind.PART_OF_OWN_NAME: _("[my name]"),
    Kind.OWN_EMAIL: _("[e-mail address]"),
    Kind.EMAIL: _("[e-mail address]"),
    Kind.SSN: _("[number]"),
    Kind.STUDENT_ID: _("[number]"),
    Kind.PHONE: _("[phone number]"),
    Kind.BIRTH_DATE: _("[date of birth]"),
    Kind.ADDRESS: _("[address]"),
    Kind.ORGANIZATION: _("my school or district"),
}


def _of_item(
    item: Item,
    looks: dict[UUID, FileLook],
    facts: dict[UUID, list[dict[str, str]]],
    consents: dict[UUID, Consent],
    until: date,
) -> ItemPrivacy:
    consent = consents.get(item.pk)
    return ItemPrivacy(
        looks.get(item.file_id) if item.file_id else None,
        consent,
        item.kind in DECLARED_KINDS,
        lack_of_consent(item, consent, needed_until=until),
        tuple(facts.get(item.pk, ())),
        item.kind in (Item.Kind.AUDIO, Item.Kind.VIDEO),
    )


@asked_often
def _names_around(*, places: list[UUID]) -> QuerySet[Organization, str]:
    return Organization.objects.filter(pk__in=places, kind__in=list(NAMING)).values_list("name", flat=True)


@asked_often
def _looks(*, pursuit_id: UUID) -> QuerySet[FileLook]:
    present = Item.objects.filter(pursuit=pursuit_id, removal__isnull=True, file__isnull=False)
    return FileLook.objects.filter(file__in=present.values("file"))


@asked_often
def _hidden(*, pursuit_id: UUID) -> QuerySet[FoundMetadata, tuple[UUID, list[dict[str, str]]]]:
    found = FoundMetadata.objects.filter(arrival__pursuit=pursuit_id, arrival__examined__isnull=False)
    return found.values_list("arrival__examined__item", "facts")


@asked_often
def _overrulings(*, pursuit_id: UUID) -> QuerySet[Overruling]:
    return Overruling.objects.filter(pursuit=pursuit_id)
