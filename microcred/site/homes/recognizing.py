"""The homes of those who turn awards into credit: renewal coordinators and licensure officers."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where
from microcred.recognition.models import Entry, Policy, Recognition
from microcred.recognition.queries import undecided_for, undecided_under
from microcred.site.homes.shapes import Line, NextStep, Section, address, plain

MOST_SHOWN = 8


def recognizer_step(person: Person, *, at: datetime) -> NextStep:
    """What waits to be confirmed, and when the first cycle that it counts for ends."""
    waiting = _waiting_for(person, at=at).aggregate(count=Count("pk"), ends_on=Min("cycle__ends_on"))
    statements = 0 if waiting["count"] else _statements_owed(person, at=at).count()
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
    if not waiting["count"]:
        return NextStep(
            title=_("Nothing waits for your confirmation"),
            words=_("Credit appears here when an educator of your district earns an award that counts."),
            href=address("recognitions"),
            action=_("See what you have ruled"),
        )
    return NextStep(
        title=ngettext("Confirm one entry of credit", "Confirm %(count)d entries of credit", waiting["count"])
        % {"count": waiting["count"]},
        words=_("Each shows the rule that made it, step by step. The date is the first renewal cycle that closes."),
        href=address("recognitions"),
        action=_("Go through them"),
        by_day=waiting["ends_on"] - timedelta(days=1),
        takes=ngettext("about a minute", "about %(count)d minutes", waiting["count"]) % {"count": waiting["count"]},
    )


def recognizer_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """The entries that wait longest, and the awards that wait for a fact only the district knows."""
    waiting = tuple(
        Line(
            title=_("%(person)s: %(title)s") % {"person": entry.cycle.person.name, "title": entry.award.version.title},
            href=address("recognitions"),
            note=_("%(amount)s renewal credits, since") % {"amount": plain(entry.amount)},
            when=entry.entered_at,
        )
        for entry in _waiting_for(person, at=at)
        .select_related("cycle__person", "award__version")
        .order_by("entered_at")[:MOST_SHOWN]
    )
    owed = tuple(
        Line(
            title=_("%(person)s: %(title)s") % {"person": each.award.person.name, "title": each.award.version.title},
            href=address("recognitions"),
            note=_("its rules ask for something that is not on record, since"),
            when=each.evaluated_at,
        )
        for each in _statements_owed(person, at=at)[:MOST_SHOWN]
    )
    sections = ((_("Waiting longest"), waiting), (_("Waiting for a statement of yours"), owed))
    return tuple(Section(title, lines) for title, lines in sections if lines)


def officer_step(person: Person, *, at: datetime) -> NextStep:
    """Awards that the rules leave undecided; else the rules themselves."""
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
    """The policies of one's jurisdictions."""
    lines = tuple(
        Line(
            title=policy.name,
            href=address("policy", policy.pk),
            note=_("%(jurisdiction)s, since %(year)s")
            % {"jurisdiction": policy.jurisdiction.name, "year": policy.starts_on.year},
        )
        for policy in _policies(person, at=at)[:MOST_SHOWN]
    )
    return (Section(_("Rules in force"), lines),) if lines else ()


def _waiting_for(person: Person, *, at: datetime) -> QuerySet[Entry]:
    districts = organizations_where(person, Role.RECOGNIZER, at=at)
    return Entry.objects.filter(cycle__district__in=districts, ruling__isnull=True, reversal__isnull=True)


def _statements_owed(person: Person, *, at: datetime) -> QuerySet[Recognition]:
    return undecided_for(organizations_where(person, Role.RECOGNIZER, at=at), at=at)


def _jurisdictions(person: Person, *, at: datetime) -> QuerySet[Organization]:
    return organizations_where(person, Role.LICENSURE_OFFICER, at=at)


def _policies(person: Person, *, at: datetime) -> QuerySet[Policy]:
    return (
        Policy.objects.filter(jurisdiction__in=_jurisdictions(person, at=at), ends_on__isnull=True)
        .select_related("jurisdiction")
        .order_by("name", "-number")
    )
