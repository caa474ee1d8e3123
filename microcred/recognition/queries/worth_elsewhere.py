"""What micro-credentials are worth in the states of the Partnership, and in others of which examples stand here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from django.utils.text import slugify
from django.utils.translation import gettext_noop as noted

from microcred.catalog.models import MicroCredential, Version
from microcred.credentials.models import Award
from microcred.credentials.queries import issuer_for
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import districts_of, lineage_of
from microcred.recognition.models import Cycle, LicenceStatement, Policy
from microcred.recognition.policies import published
from microcred.recognition.queries.acceptances import accepted_of, as_offered
from microcred.recognition.queries.activities import done, standing_of_each
from microcred.recognition.queries.agreements import agreements, terms_of
from microcred.recognition.queries.issued import editions_of, issued_each, names_of
from microcred.recognition.queries.lines import awards_of_each
from microcred.recognition.queries.policies import document_of, in_turn, that_stand
from microcred.recognition.queries.records import hours_attested
from microcred.recognition.queries.standing import as_changed
from microcred.recognition.queries.standing import standing_of as confirmed_standing_of
from microcred.recognition.rules import plain
from microcred.recognition.rules.engine import Cited, Entry
from microcred.recognition.rules.engine.record import Activity as Done
from microcred.recognition.rules.reciprocity import Cover, Purpose, Terms, cover_of, laid_on
from microcred.recognition.rules.worth_elsewhere import (
    Answer,
    Offered,
    Place,
    Supposed,
    Turn,
    Word,
    answer,
    places_of,
    turns,
)

PARTNERSHIP = ("South Carolina", "North Carolina", "Arkansas", "Wyoming")
"""The states of the Partnership, which are shown first."""

BANDS = ("K-5", "6-8", "9-12")

# Licences of the example policies, noted here for the translators; clauses stay as they are written.
LICENCES = (
    noted("standard"),
    noted("professional"),
    noted("lifetime"),
    noted("legacy professional"),
    noted("substitute permit"),
    noted("coach permit"),
    noted("PPTL"),
)


Places = Mapping[str, Place]
"""The places whose rules stand here, by name, those of the Partnership first."""


def places() -> Places:
    """The places whose rules stand here: what their offices have stated, else what the examples say."""
    return _places(tuple(Policy.objects.order_by("slug", "number").values_list("pk", flat=True)))


@lru_cache(maxsize=8)
def _places(stated: tuple[UUID, ...]) -> Places:
    rows = Policy.objects.filter(pk__in=stated).order_by("slug", "number") if stated else []
    ours = in_turn([document_of(policy) for policy in that_stand(list(rows))])
    return in_order(places_of(published()) | places_of(ours, stated=True))


def in_order(found: Places) -> Places:
    """Places with those of the Partnership first."""
    others = sorted(name for name in found if name not in PARTNERSHIP)
    return {name: found[name] for name in (*PARTNERSHIP, *others) if name in found}


def is_of(organization: Organization, jurisdiction: str) -> bool:
    """Whether an organization is the one whose rules policies of a jurisdiction are: by its name, or its short name."""
    return organization.name == jurisdiction or organization.slug == slugify(jurisdiction)


def jurisdictions_around(organizations: Iterable[Organization], there: Iterable[str]) -> frozenset[str]:
    """The places whose agencies are among some organizations."""
    among = list(organizations)
    return frozenset(name for name in there if any(is_of(one, name) for one in among))


@dataclass(frozen=True)
class Standing:
    """Where a reader stands by what is on record: the places they belong to, who employs them there, their cycle.

    Args:
        employers: the district that employs them, by place.
        cycles: first and last day of the cycle on record, by place.
        licences: what is confirmed of the licence that they hold, by place; it goes before the cycle.
    """

    employers: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, Organization] = field(default_factory=dict)
    cycles: Mapping[str, tuple[date, date]] = field(default_factory=dict)
    licences: Mapping[str, LicenceStatement] = field(default_factory=dict)

    def within(self, place: Place, supposed: Supposed) -> Supposed:
        """What is supposed of them in a place, with what is on record in its stead."""
        known: set[str] = set()
        if place.name in self.employers:
            supposed = replace(supposed, employer=self.employers[place.name], employer_kind="district")
            known.add("employer")
        if place.name in self.licences:
            held = self.licences[place.name]
            supposed = replace(
                supposed,
                licence=held.type,
                issued_on=held.issued_on,
                expires_on=held.expires_on,
                degrees=(held.degree,) if held.degree else (),
            )
            known |= {"licence", "issued_on"}
            bands = [band for band in BANDS if band in held.grade_bands]
            if bands and supposed.band not in bands:
                supposed = replace(supposed, band=bands[0])
        elif place.name in self.cycles:
            first, last = self.cycles[place.name]
            supposed = replace(supposed, issued_on=first, expires_on=last)
            known.add("issued_on")
        return replace(supposed, on_record=frozenset(known))


NOBODY = Standing()

SupposedIn = Callable[[str], Supposed]
"""What is supposed of a reader in a place, by its name."""


def standing_of(person: Person, there: Places, *, at: datetime) -> Standing:
    """Where a person stands, of the places whose rules stand here."""
    employers: dict[str, str] = {}
    districts: dict[str, Organization] = {}
    for district in districts_of(person, at=at):
        for name in jurisdictions_around(lineage_of(district), there):
            employers.setdefault(name, district.name)
            districts.setdefault(name, district)
    cycles: dict[str, tuple[date, date]] = {}
    kept = as_changed(Cycle.objects.filter(person=person).select_related("policy__jurisdiction"))
    for cycle in sorted(kept, key=lambda cycle: cycle.ends_on):
        for name in jurisdictions_around([cycle.policy.jurisdiction], there) if not cycle.has_ended else ():
            cycles[name] = (cycle.starts_on, cycle.last_day)
    return Standing(employers, districts, cycles, _licences_of(person, there, on=at.date()))


def _licences_of(person: Person, there: Places, *, on: date) -> dict[str, LicenceStatement]:
    """What is confirmed of the licences that hold on a day, by place: of several the one that holds longest."""
    found: dict[str, LicenceStatement] = {}
    held = [one for one in confirmed_standing_of(person).licences if one.issued_on <= on <= (one.expires_on or on)]
    for one in sorted(held, key=lambda one: (one.expires_on or date.max, one.pk)):
        for name in jurisdictions_around([one.jurisdiction], there):
            found[name] = one
    return found


def supposed_by_default(*, on: date) -> Supposed:
    """What is supposed where nothing is on record and nobody has chosen: a licence since the last July but one."""
    year = on.year if (on.month, on.day) >= (7, 1) else on.year - 1
    return Supposed(issued_on=date(year - 1, 7, 1))


def hours_for(version: Version, standing: Standing, *, at: datetime) -> Decimal:
    """The contact hours that a reader's own district attests, else those that the author of a version expects."""
    for district in standing.districts.values():
        attested = hours_attested(version.micro_credential_id, district, earned_at=at)
        if attested is not None:
            return attested
    return Decimal(version.hours)


def offered(version: Version, there: Places, *, hours: Decimal, on: date, held: Award | None = None) -> Offered:
    """A micro-credential as somebody has it, or would have it who earned it on a day."""
    editions = editions_of([version], on=on)[version.pk]
    issuer = issuer_for(version)
    organization = issuer.organization if issuer is not None else version.micro_credential.owner
    return Offered(
        id=str(version.micro_credential_id),
        title=version.title,
        micro_credential=version.micro_credential.slug,
        hours=hours,
        issuer=organization.name,
        issuer_kind=organization.kind,
        earned_at=held.earned_at if held is not None else on,
        jurisdictions=jurisdictions_around(lineage_of(organization), there),
        issuer_lineage=tuple(organization.lineage),
        frameworks=names_of(editions),
        editions=frozenset(edition.pk for edition in editions),
        scored_here=held is None or held.intent.issuance_id is None,
    )


def earned(person: Person, version: Version) -> Award | None:
    """The award of a micro-credential that a person holds, if they do: the latest that was not revoked."""
    held = Award.objects.filter(
        person=person, version__micro_credential=version.micro_credential_id, revocation__isnull=True
    )
    return held.select_related("intent").defer("intent__unsigned").order_by("-earned_at", "-pk").first()


@dataclass(frozen=True)
class WorthThere:
    """What one micro-credential is worth in one place."""

    answer: Answer
    entry: Entry | None
    turns: Sequence[Turn] = ()
    cover: Cover | None = None
    without: Entry | None = None
    """what it would come to without the agreement that covers it"""

    @property
    def is_carried(self) -> bool:
        """Whether an agreement covers it, and it would come to something else without it."""
        if self.cover is None or self.cover.came != "met" or self.entry is None or self.without is None:
            return False
        return (self.entry.outcome, self.entry.amount) != (self.without.outcome, self.without.amount)

    @property
    def place(self) -> str:
        """The name of the place."""
        return self.answer.place.name

    @property
    def slug(self) -> str:
        """The same for addresses and names of fields."""
        return slugify(self.place)

    @property
    def word(self) -> Word:
        """Whether it counts."""
        return self.answer.word_of(self.entry.item) if self.entry is not None else "open"

    @property
    def amount(self) -> str:
        """The credit, without needless zeros."""
        return plain(self.entry.amount) if self.entry is not None else "0"

    @property
    def worth(self) -> str:
        """What it would be before limits."""
        return plain(self.entry.worth) if self.entry is not None else "0"

    @property
    def unit(self) -> str:
        """What the credit is counted in."""
        return self.answer.result.unit if self.answer.result is not None else ""

    @property
    def clause(self) -> Cited | None:
        """The clause that decides."""
        if self.entry is not None:
            return self.entry.decided_by
        return self.answer.why_not.clause if self.answer.why_not is not None else None

    @property
    def categories(self) -> list[str]:
        """The categories in which it would stand."""
        return [name for name, _amount in self.answer.categories_of(self.entry)] if self.entry is not None else []

    @property
    def because(self) -> str:
        """Why it cannot be told, or does not count, in the words of the first reason."""
        reasons = self.entry.reasons if self.entry is not None else (self.answer.why_not,)
        return next((one.words for one in reasons if one is not None and one.came != "met"), "")


def worth_there(
    one: Offered, supposed: SupposedIn, standing: Standing, places: Places, *, on: date, with_turns: bool = False
) -> list[WorthThere]:
    """What a micro-credential is worth in every place, the reader's own first."""
    found = []
    agreed = agreements_by_place(places)
    for place in places.values():
        there = standing.within(place, supposed(place.name))
        own = place.name in standing.employers or place.name in standing.cycles
        cover = cover_of(one, agreed.get(place.name, ()), purpose=Purpose.RENEWAL)
        carried = laid_on(one, cover)
        said = answer(place, there, [carried], on=on, own=own)
        entry = said.entry_of(one.id)
        without = answer(place, there, [one], on=on).entry_of(one.id) if carried != one else entry
        turned = turns(place, said.supposed, [carried], entry, on=on) if with_turns and entry is not None else ()
        found.append(WorthThere(said, entry, turned, cover, without))
    return sorted(found, key=lambda each: not each.answer.own)


def agreements_by_place(there: Places) -> dict[str, list[Terms]]:
    """The agreements of the offices whose rules stand here, by place; one query, however many places."""
    found: dict[str, list[Terms]] = {}
    for agreement in agreements():
        for name in jurisdictions_around([agreement.recognizer], there):
            found.setdefault(name, []).append(terms_of(agreement))
    return found


def worth_in_short(
    version: Version, reader: Person | None, *, held: Award | None = None, at: datetime
) -> list[WorthThere]:
    """What a micro-credential is worth where its reader works and in the states of the Partnership, on what is supposed
    by default.

    Args:
        held: the reader's award of it.
    """
    on = at.date()
    there = places()
    standing = standing_of(reader, there, at=at) if reader is not None else NOBODY
    supposed = supposed_by_default(on=on)
    one = offered(version, there, hours=hours_for(version, standing, at=at), on=on, held=held)
    everywhere = worth_there(one, lambda _place: supposed, standing, there, on=on)
    return [each for each in everywhere if each.place in PARTNERSHIP or each.answer.own]


@dataclass(frozen=True)
class TranscriptThere:
    """What everything that somebody has earned comes to in one place."""

    answer: Answer
    lines: Sequence[WorthThere]

    @property
    def place(self) -> str:
        """The name of the place."""
        return self.answer.place.name

    @property
    def slug(self) -> str:
        """The same for addresses and names of fields."""
        return slugify(self.place)

    @property
    def total(self) -> str:
        """All credit together, without needless zeros."""
        return plain(self.answer.result.total) if self.answer.result is not None else "0"

    @property
    def needed(self) -> str:
        """What is needed in all; empty where nothing says so."""
        needed = self.answer.result.needed if self.answer.result is not None else None
        return plain(needed) if needed is not None else ""


def offered_by_awards(person: Person, there: Places, *, on: date) -> list[Offered]:
    """What a person has earned and holds, in the order of the awards; in a number of queries that does not grow."""
    awards = [award for award in awards_of_each([person.pk]).get(person.pk, []) if award.revoked_at is None]
    issued = issued_each(awards, on=on)
    slugs = dict(
        MicroCredential.objects.filter(pk__in={award.micro_credential_id for award in awards}).values_list("pk", "slug")
    )
    issuers = Organization.objects.in_bulk({award.issuer.organization_id for award in awards})
    around = {pk: jurisdictions_around(lineage_of(organization), there) for pk, organization in issuers.items()}
    return [
        replace(
            issued[award.id],
            id=award.id,
            earned_at=award.earned_at,
            micro_credential=slugs[award.micro_credential_id],
            hours=Decimal(award.version.hours),
            jurisdictions=around[award.issuer.organization_id],
        )
        for award in awards
    ]


def beside_awards(person: Person) -> list[Done]:
    """The courses, convenings and the like of a person that an office has confirmed, the last one first.

    What an office accepted of another issuer is not among them: it counts where it was accepted (`accepted_by_place`).
    """
    found = [one for one in standing_of_each([person.pk]).get(person.pk, ()) if one.activity.acceptance_id is None]
    return [done(one, "UTC") for one in sorted(found, key=lambda one: (one.ended_on, one.pk), reverse=True)]


def accepted_by_place(person: Person, there: Places) -> dict[str, list[Offered]]:
    """What the offices whose rules stand here accept of a person's from other issuers, by place."""
    found: dict[str, list[Offered]] = {}
    for one in accepted_of(person):
        if one.request.purpose == Purpose.RENEWAL:
            for name in jurisdictions_around([one.request.recognizer], there):
                found.setdefault(name, []).append(as_offered(one))
    return found


def transcript_there(
    everything: Sequence[Offered],
    supposed: SupposedIn,
    standing: Standing,
    places: Places,
    *,
    on: date,
    accepted: Mapping[str, Sequence[Offered]],
    beside: Sequence[Done] = (),
) -> list[TranscriptThere]:
    """What everything comes to in every place, with what is accepted there of other issuers; the reader's own first.

    Args:
        beside: what is on record of the reader beside awards.
    """
    found = []
    agreed = agreements_by_place(places)
    for place in places.values():
        own = place.name in standing.employers or place.name in standing.cycles
        there = [*everything, *accepted.get(place.name, ())]
        covers = [cover_of(one, agreed.get(place.name, ()), purpose=Purpose.RENEWAL) for one in there]
        carried = [laid_on(one, cover) for one, cover in zip(there, covers, strict=True)]
        held = standing.within(place, supposed(place.name))
        said = answer(place, held, carried, on=on, own=own, beside=beside)
        lines = [WorthThere(said, said.entry_of(one.id), cover=cover) for one, cover in zip(there, covers, strict=True)]
        lines += [WorthThere(said, said.entry_of(one.id)) for one in beside]
        found.append(TranscriptThere(said, lines))
    return sorted(found, key=lambda each: not each.answer.own)
