"""The homes of those who turn awards into credit: renewal coordinators and licensure officers."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet, Window
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.foundation.asked_often import asked_often
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where, reach_of
from microcred.recognition.models import Entry, Policy
from microcred.recognition.queries import WAITING, undecided_count, undecided_for, undecided_under
from microcred.recognition.queries.activities import waiting_in
from microcred.recognition.queries.standing import completions_left_to, facts_left_to, kept_by, licences_left_to
from microcred.site.homes.shapes import Line, NextStep, Section, address, plain

MOST_SHOWN = 8


def recognizer_step(person: Person, *, at: datetime) -> NextStep:
    """What waits to be confirmed, and when the first cycle that it counts for ends."""
    waits = _waits(_districts(person, at=at), at=at)
    if waits is not None:
        return waits
    return NextStep(
        title=_("Nothing waits for your confirmation"),
        words=_("Credit appears here when an educator of your district earns an award that counts."),
        href=address("recognitions"),
        action=_("See what you have ruled"),
    )


def _waits(offices: list[UUID], *, at: datetime) -> NextStep | None:
    """What waits for who rules for some offices, the first of it: credit, a statement of theirs, an activity."""
    waiting, ends_on = _waiting_count.first(offices=offices) or (0, None)
    statements = 0 if waiting else undecided_count(offices, at=at)
    if statements:
        return NextStep(
            title=ngettext(
                "One award waits for a statement of yours", "%(count)d awards wait for a statement of yours", statements
            )
            % {"count": statements},
            words=_("A renewal cycle or the hours are not on record. Enter them, and the award is looked at again."),
            href=address("recognitions"),
            action=_("See which"),
        )
    activities = waiting_in(offices, at=at).count() if ends_on is None else 0
    if activities:
        return NextStep(
            title=ngettext("Confirm one activity", "Confirm %(count)d activities", activities) % {"count": activities},
            words=_(
                "Convenings, courses and the like, with their documents. They count once you say that they are so."
            ),
            href=address("activity_queue"),
            action=_("Look at them"),
        )
    if ends_on is None:
        return None
    return NextStep(
        title=ngettext("Confirm one entry of credit", "Confirm %(count)d entries of credit", waiting)
        % {"count": waiting},
        words=_("Each shows the rule that made it, step by step. The date is the first renewal cycle that closes."),
        href=address("recognitions"),
        action=_("Go through them"),
        by_day=ends_on - timedelta(days=1),
        takes=ngettext("about a minute", "about %(count)d minutes", waiting) % {"count": waiting},
    )


def recognizer_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """The entries that wait longest, and the awards that wait for a fact only the district knows."""
    return _waiting_sections(_districts(person, at=at), at=at)


def _waiting_sections(offices: list[UUID], *, at: datetime) -> tuple[Section, ...]:
    waiting = tuple(
        Line(
            title=_("%(person)s: %(title)s") % {"person": entry.cycle.person.name, "title": entry.title},
            href=address("recognitions"),
            note=_("%(amount)s renewal credits, since") % {"amount": plain(entry.counted)},
            when=entry.entered_at,
        )
        for entry in _waiting_longest(offices=offices)
    )
    owed = tuple(
        Line(
            title=_("%(person)s: %(title)s") % {"person": each.person.name, "title": each.title},
            href=address("recognitions"),
            note=_("its rules ask for something that is not on record, since"),
            when=each.evaluated_at,
        )
        for each in undecided_for(offices, at=at)[:MOST_SHOWN]
    )
    sections = ((_("Waiting longest"), waiting), (_("Waiting for a statement of yours"), owed))
    return tuple(Section(title, lines) for title, lines in sections if lines)


def officer_step(person: Person, *, at: datetime) -> NextStep:
    """What waits for the state's own office, of those whom no district has; then awards that the rules leave undecided;
    else the rules themselves."""
    waits = _waits(_states(person, at=at), at=at)
    if waits is not None:
        return waits
    licences = len(licences_left_to(person, at=at))
    if licences:
        return NextStep(
            title=ngettext("Confirm one license", "Confirm %(count)d licenses", licences) % {"count": licences},
            words=_("No district has its holder: you are who they wait for, and your office keeps their cycle."),
            href=address("statements"),
            action=_("Look at them"),
        )
    completions = len(completions_left_to(person, at=at))
    if completions:
        return NextStep(
            title=ngettext(
                "Confirm one training or endorsement", "Confirm %(count)d trainings or endorsements", completions
            )
            % {"count": completions},
            words=_("No district has the educator: you are who they wait for, and your rules ask for it."),
            href=address("statements"),
            action=_("Look at them"),
        )
    facts = len(facts_left_to(person, at=at))
    if facts:
        return NextStep(
            title=ngettext("Confirm what is stated of one educator", "Confirm %(count)d statements of educators", facts)
            % {"count": facts},
            words=_("No district has the educator: you are who they wait for, and your rules ask for it."),
            href=address("statements"),
            action=_("Look at them"),
        )
    count = undecided_under(_jurisdictions(person, at=at)).count()
    if count:
        return NextStep(
            title=ngettext(
                "One award waits for a fact that your rules ask for",
                "%(count)d awards wait for a fact that your rules ask for",
                count,
            )
            % {"count": count},
            words=_("Districts enter these facts: nothing is yours to do. See what is missing, and who can enter it."),
            href=address("undecided"),
            action=_("See what is missing"),
        )
    stated = _policies(person, at=at).exists()
    return NextStep(
        title=_("Your rules decide every award on record") if stated else _("State the first rules"),
        words=_("Anyone can read them, clause by clause, with where they are published.")
        if stated
        else _("Until rules are stated, no award of an educator here turns into credit."),
        href=address("policies"),
        action=_("See the rules"),
    )


def officer_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """What waits longest for the state's own office, and the policies of one's jurisdictions."""
    waiting = _waiting_sections(_states(person, at=at), at=at)
    lines = tuple(
        Line(
            title=policy.name,
            href=address("policy", policy.pk),
            note=_("%(jurisdiction)s, since %(year)s")
            % {"jurisdiction": policy.jurisdiction.name, "year": policy.starts_on.year},
        )
        for policy in _policies(person, at=at)[:MOST_SHOWN]
    )
    return (*waiting, Section(_("Rules in force"), lines)) if lines else waiting


@asked_often
def _waiting_count(*, offices: list[UUID]) -> QuerySet[Entry, tuple[int, date]]:
    """How many wait in all, and the end of the first cycle that they count for."""
    soonest = _waiting_with(offices).order_by("cycle__ends_on").annotate(count=Window(Count("pk")))
    return soonest.values_list("count", "cycle__ends_on")[:1]


@asked_often
def _waiting_longest(*, offices: list[UUID]) -> QuerySet[Entry]:
    waiting = _waiting_with(offices).select_related("cycle__person", "award__version")
    return waiting.order_by("entered_at")[:MOST_SHOWN]


def _waiting_with(offices: list[UUID]) -> QuerySet[Entry]:
    return Entry.objects.filter(WAITING, cycle__in=kept_by(offices))


def _districts(person: Person, *, at: datetime) -> list[UUID]:
    return list(_below(places=reach_of(person, Role.RECOGNIZER, at=at), kind=Organization.Kind.DISTRICT))


def _states(person: Person, *, at: datetime) -> list[UUID]:
    return list(_below(places=reach_of(person, Role.LICENSURE_OFFICER, at=at), kind=Organization.Kind.STATE))


@asked_often
def _below(*, places: list[UUID], kind: Organization.Kind) -> QuerySet[Organization, UUID]:
    found = Organization.objects.filter(lineage__overlap=places, kind=kind)
    return found.order_by("pk").values_list("pk", flat=True)


def _jurisdictions(person: Person, *, at: datetime) -> QuerySet[Organization]:
    return organizations_where(person, Role.LICENSURE_OFFICER, at=at)


def _policies(person: Person, *, at: datetime) -> QuerySet[Policy]:
    return (
        Policy.objects.filter(jurisdiction__in=_jurisdictions(person, at=at), ends_on__isnull=True)
        .select_related("jurisdiction")
        .order_by("name", "-number")
    )
