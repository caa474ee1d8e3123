"""Questions about pathways: which rules hold, who takes part, and how far each is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.models import Alignment, Entry, StackPlace, Version
from microcred.catalog.queries import say_entries, say_titles
from microcred.credentials.consequences import Consequence, foresees
from microcred.credentials.models import Award, Suspension
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, organizations_where
from microcred.pathways.models import Cohort, Enrolment, Pathway, RecordedItem, RuleSet
from microcred.pathways.rules.audit import Audit, RequirementAudit, audit
from microcred.pathways.rules.document import Items, MicroCredentials, Takes
from microcred.pathways.rules.document import RuleSet as Rules
from microcred.pathways.rules.record import Item, Record, Work
from microcred.portfolios.models import Pursuit, Submission

STAFF = (Role.PROGRAM_MANAGER, Role.LICENSURE_OFFICER)

MOST_SUGGESTED = 6


def staff_role(kind: str) -> Role:
    """Who keeps a pathway of a kind: a programme's manager; of an endorsement of licences the licensure officer."""
    return Role.LICENSURE_OFFICER if kind == Pathway.Kind.ENDORSEMENT else Role.PROGRAM_MANAGER


def keeps(person: Person, pathway: Pathway, *, at: datetime) -> bool:
    """Whether a person keeps a pathway: enrols, records and confirms there."""
    return acts_as(person, staff_role(pathway.kind), for_organization=pathway.owner, at=at)


def pathways_kept_by(person: Person, *, at: datetime) -> QuerySet[Pathway]:
    """The pathways that a person keeps, each with `participants`: how many take part now."""
    programmes = organizations_where(person, Role.PROGRAM_MANAGER, at=at)
    offices = organizations_where(person, Role.LICENSURE_OFFICER, at=at)
    endorsement = Q(kind=Pathway.Kind.ENDORSEMENT)
    present = Q(cohorts__enrolments__isnull=False, cohorts__enrolments__leaving__isnull=True)
    return (
        Pathway.objects.filter((~endorsement & Q(owner__in=programmes)) | (endorsement & Q(owner__in=offices)))
        .annotate(participants=Count("cohorts__enrolments", filter=present))
        .select_related("owner")
        .order_by("slug")
    )


@lru_cache(maxsize=64)
def _rules(digest: str, rule_set_id: UUID) -> Rules:
    return Rules.model_validate(RuleSet.objects.get(pk=rule_set_id).document)


def rules_of(rule_set: RuleSet) -> Rules:
    """What an edition says. It never changes, so each process keeps what it read."""
    return _rules(rule_set.digest, rule_set.pk)


def newest_rule_set(pathway: Pathway) -> RuleSet | None:
    """The edition that took effect last, or will."""
    return pathway.rule_sets.order_by("-effective_from").first()


def rule_set_for(pathway: Pathway, starts_on: date) -> RuleSet | None:
    """The edition to which a cohort that begins on a day is held; None: none was in effect yet."""
    return pathway.rule_sets.filter(effective_from__lte=starts_on).order_by("-effective_from").first()


def cohorts_of(pathway: Pathway) -> QuerySet[Cohort]:
    """The cohorts of a pathway, the newest first, each with `participants`."""
    present = Q(enrolments__isnull=False, enrolments__leaving__isnull=True)
    counted = pathway.cohorts.annotate(participants=Count("enrolments", filter=present))
    return counted.select_related("rule_set").order_by("-starts_on", "name")


def enrolments() -> QuerySet[Enrolment]:
    """Enrolments with all that an audit needs at hand."""
    return Enrolment.objects.select_related(
        "person", "cohort__pathway__owner", "cohort__rule_set", "leaving", "confirmation__confirmed_by"
    )


def present_in(pathway: Pathway) -> QuerySet[Enrolment]:
    """Who takes part in a pathway now, by cohort and name."""
    there = enrolments().filter(cohort__pathway=pathway, leaving__isnull=True)
    return there.order_by("-cohort__starts_on", "cohort__name", "person__name", "pk")


def enrolments_of(person: Person) -> QuerySet[Enrolment]:
    """The pathways in which a person takes part, the latest first."""
    return enrolments().filter(person=person, leaving__isnull=True).order_by("-enrolled_at", "pk")


def takes_part(person: Person) -> bool:
    """Whether a person takes part in any pathway."""
    return Enrolment.objects.filter(person=person, leaving__isnull=True).exists()


def open_enrolment(person: Person, pathway: Pathway) -> Enrolment | None:
    """The enrolment by which a person is in a pathway now."""
    return Enrolment.objects.filter(person=person, cohort__pathway=pathway, leaving__isnull=True).first()


def items_of(enrolment: Enrolment) -> QuerySet[RecordedItem]:
    """What was recorded of a participant, the latest first, also what was taken back."""
    found = RecordedItem.objects.filter(enrolment=enrolment).select_related("recorded_by", "retraction__retracted_by")
    return found.order_by("-day", "-recorded_at", "pk")


def today_in(organization: Organization, at: datetime) -> date:
    """The day that it is where an organization is."""
    return at.astimezone(ZoneInfo(organization.time_zone)).date()


def audits_of(
    enrolled: Sequence[Enrolment], *, at: datetime, with_begun: bool = False, without: Award | None = None
) -> dict[UUID, Audit]:
    """How far each of some participants is, by enrolment, in as many queries as for one.

    Args:
        with_begun: also what they only began, which concerns nobody but themselves.
        without: an award that is supposed to hold no more.
    """
    works = _works_of(enrolled, with_begun=with_begun, without=without)
    recorded: dict[UUID, list[RecordedItem]] = {}
    for item in RecordedItem.objects.filter(enrolment__in=enrolled, retraction__isnull=True).order_by("day", "pk"):
        recorded.setdefault(item.enrolment_id, []).append(item)
    found = {}
    for enrolment in enrolled:
        rules = rules_of(enrolment.cohort.rule_set)
        record = Record.model_construct(
            entered_on=enrolment.entered_on,
            area=enrolment.area,
            works=tuple(works.get(enrolment.pk, ())),
            items=tuple(_item(rules, item) for item in recorded.get(enrolment.pk, ())),
        )
        found[enrolment.pk] = audit(rules, record, today_in(enrolment.cohort.pathway.owner, at))
    return found


def asked_in(rules: Rules, year: str, requirement: str) -> MicroCredentials | Items | None:
    """A requirement of a year by its ids."""
    return next(
        (one for each in rules.years if each.id == year for one in each.requirements if one.id == requirement), None
    )


def _item(rules: Rules, row: RecordedItem) -> Item:
    asked = asked_in(rules, row.year, row.requirement)
    kind = asked.asks if isinstance(asked, Items) else "meeting"
    return Item(id=str(row.pk), kind=kind, name=row.name, result=row.result, year=row.year, term=row.term, day=row.day)


@dataclass
class _Found:
    version: Version
    begun: bool = False
    submitted_at: datetime | None = None
    earned_at: datetime | None = None
    revoked_at: datetime | None = None


def _works_of(enrolled: Sequence[Enrolment], *, with_begun: bool, without: Award | None) -> dict[UUID, list[Work]]:
    people = {one.person_id for one in enrolled}
    found: dict[tuple[UUID, UUID], _Found] = {}

    def about(person: UUID, version: Version) -> _Found:
        return found.setdefault((person, version.micro_credential_id), _Found(version))

    submitted = Submission.objects.filter(
        pursuit__person__in=people, withdrawal__isnull=True, incompleteness__isnull=True
    ).select_related("pursuit__version__micro_credential")
    for submission in submitted.defer("manifest", "pursuit__version__design").order_by("submitted_at", "pk"):
        one = about(submission.pursuit.person_id, submission.pursuit.version)
        one.submitted_at = one.submitted_at or submission.submitted_at
    suspended = Suspension.objects.filter(award=OuterRef("pk"), reinstatement__isnull=True)
    held = Award.objects.filter(~Exists(suspended), person__in=people, revocation__isnull=True)
    held = held.exclude(pk=without.pk) if without is not None else held
    for award in held.select_related("version__micro_credential").defer("version__design").order_by("earned_at", "pk"):
        one = about(award.person_id, award.version)
        one.earned_at = one.earned_at or award.earned_at
    if with_begun:
        begun = Pursuit.objects.filter(person__in=people, set_aside_at__isnull=True, move__isnull=True)
        for pursuit in begun.select_related("version__micro_credential").defer("version__design").order_by("pk"):
            about(pursuit.person_id, pursuit.version).begun = True
    # What was handed in may count although its award is gone, and then that is said.
    gone = Award.objects.filter(person__in=people, revocation__isnull=False).order_by("revocation__revoked_at", "pk")
    for person, micro_credential, revoked_at in gone.values_list(
        "person_id", "version__micro_credential_id", "revocation__revoked_at"
    ):
        there = found.get((person, micro_credential))
        if there is not None and there.earned_at is None:
            there.revoked_at = revoked_at
    say_titles([one.version for one in found.values()], get_language() or "")
    stacks, standards = _shelved({micro_credential for _person, micro_credential in found})
    works: dict[UUID, list[Work]] = {}
    for enrolment in enrolled:
        zone = ZoneInfo(enrolment.cohort.pathway.owner.time_zone)
        works[enrolment.pk] = [
            Work.model_construct(
                micro_credential=one.version.micro_credential.slug,
                title=one.version.title,
                stacks=stacks.get(micro_credential, frozenset()),
                standards=standards.get(micro_credential, frozenset()),
                submitted_on=one.submitted_at.astimezone(zone).date() if one.submitted_at else None,
                earned_on=one.earned_at.astimezone(zone).date() if one.earned_at else None,
                revoked_on=one.revoked_at.astimezone(zone).date() if one.revoked_at else None,
            )
            for (person, micro_credential), one in found.items()
            if person == enrolment.person_id
        ]
    return works


def _shelved(micro_credentials: Collection[UUID]) -> tuple[dict[UUID, frozenset[str]], dict[UUID, frozenset[str]]]:
    """The stacks in which micro-credentials stand, and the items to which any version of them is aligned."""
    stacks: dict[UUID, set[str]] = {}
    for thing, slug in StackPlace.objects.filter(micro_credential__in=micro_credentials).values_list(
        "micro_credential", "stack__slug"
    ):
        stacks.setdefault(thing, set()).add(slug)
    standards: dict[UUID, set[str]] = {}
    aligned = Alignment.objects.filter(version__micro_credential__in=micro_credentials)
    for thing, framework, code in aligned.values_list(
        "version__micro_credential", "standard__framework__slug", "standard__code"
    ):
        standards.setdefault(thing, set()).add(f"{framework}/{code}")
    return (
        {thing: frozenset(said) for thing, said in stacks.items()},
        {thing: frozenset(said) for thing, said in standards.items()},
    )


@dataclass(frozen=True)
class Suggested:
    """What would meet a requirement: some of the catalogue's entries, and how many there are."""

    entries: tuple[Entry, ...]
    more: int


def suggestions_for(came: Audit, area: str) -> dict[str, Suggested]:
    """For each requirement that lacks micro-credentials, those on offer that would meet it, by its key."""
    rules = came.rule_set
    lacking = {
        one.key: [rules.takes_of(rules.category(name), area) for name in one.asked.of]
        for one in came.requirements
        if isinstance(one.asked, MicroCredentials) and one.asked.of and not one.is_met
    }
    takes = [each for some in lacking.values() for each in some]
    if not takes:
        return {}
    offered = _offered_among(takes)
    spoken_for = {work.micro_credential for one in came.requirements for work in (*one.filled_by, *one.under_way)}
    spoken_for.update(work.micro_credential for work in came.unused)
    found = {}
    for key, some in lacking.items():
        fitting = [
            entry
            for entry, standards in offered
            if entry.slug not in spoken_for
            and any(one.fits(slug=entry.slug, stacks=frozenset(entry.stacks), standards=standards) for one in some)
        ]
        found[key] = Suggested(tuple(fitting[:MOST_SUGGESTED]), max(0, len(fitting) - MOST_SUGGESTED))
    say_entries({entry.pk: entry for one in found.values() for entry in one.entries}.values(), get_language() or "")
    return found


def _offered_among(takes: Sequence[Takes]) -> list[tuple[Entry, frozenset[str]]]:
    stacks = {slug for one in takes for slug in one.stacks}
    slugs = {slug for one in takes for slug in one.micro_credentials}
    wanted = Q(stacks__overlap=sorted(stacks)) | Q(slug__in=sorted(slugs))
    for code in sorted({code for one in takes for code in one.standards}):
        framework, _slash, item = code.partition("/")
        wanted |= Q(version__alignments__standard__framework__slug=framework, version__alignments__standard__code=item)
    rows = Entry.objects.filter(pk__in=Entry.objects.filter(wanted).values("pk")).order_by("title", "pk")
    shown = list(rows.annotate(language=F("version__language")))
    for entry in shown:
        vars(entry)["languages"] = ()
    _stacks, standards = _shelved({entry.pk for entry in shown})
    return [(entry, standards.get(entry.pk, frozenset())) for entry in shown]


def next_asked(came: Audit) -> RequirementAudit | None:
    """The first requirement that is not met."""
    return next((one for one in came.requirements if not one.is_met), None)


@foresees
def requirements_foreseen(award: Award, at: datetime) -> list[Consequence]:
    """Which requirements its holder would meet no more, if an award were revoked. What was confirmed stays confirmed,
    and who keeps the pathway sees that it is not met."""
    enrolled = list(enrolments_of(award.person))
    before, after = audits_of(enrolled, at=at), audits_of(enrolled, at=at, without=award)
    language = get_language() or "en"
    found = []
    for enrolment in enrolled:
        rules, left = before[enrolment.pk].rule_set, {one.key: one for one in after[enrolment.pk].requirements}
        for one in before[enrolment.pk].requirements:
            if one.counted > left[one.key].counted:
                words = (
                    _("“%(requirement)s” of %(pathway)s is not met any more.")
                    if one.is_met
                    else _("“%(requirement)s” of %(pathway)s, of which a part is met, has less.")
                )
                if hasattr(enrolment, "confirmation"):
                    words = _(
                        "“%(requirement)s” of %(pathway)s is not met any more, although all of it was confirmed: who "
                        "keeps it should look again."
                    )
                facts = {
                    "requirement": one.asked.name.in_language(language),
                    "pathway": rules.name.in_language(language),
                }
                lost = Decimal(left[one.key].counted - one.counted)
                found.append(Consequence("requirement_lost", enrolment.pk, words % facts, lost))
    return found
