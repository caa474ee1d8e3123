"""The homes of those who turn awards into credit: renewal coordinators and licensure officers."""

from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import organizations_where
from microcred.recognition.models import Entry, Policy, Recognition
from microcred.site.homes.shapes import Line, NextStep, Section, address, plain

MOST_SHOWN = 8


def recognizer_step(person: Person, *, at: datetime) -> NextStep:
    """What waits to be confirmed, and when the first cycle that it counts for ends."""
    waiting = _waiting_for(person, at=at).aggregate(count=Count("pk"), ends_on=Min("cycle__ends_on"))
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
    """The entries that wait longest."""
    lines = tuple(
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
    return (Section(_("Waiting longest"), lines),) if lines else ()


def officer_step(person: Person, *, at: datetime) -> NextStep:
    """Awards that the rules leave undecided; else the rules themselves."""
    undecided = (
        Recognition.objects.filter(policy__jurisdiction__in=_jurisdictions(person, at=at))
        .order_by("award", "policy", "-evaluated_at")
        .distinct("award", "policy")
    )
    count = Recognition.objects.filter(
        pk__in=undecided.values("pk"), outcome=Recognition.Outcome.UNDECIDED, entry__isnull=True
    ).count()
    if count:
        return NextStep(
            title=ngettext(
                "One award cannot be decided under your rules",
                "%(count)d awards cannot be decided under your rules",
                count,
            )
            % {"count": count},
            words=_("A fact that the rules ask for is not on record. Each explanation names it."),
            href=address("policies"),
            action=_("See the rules"),
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


def _jurisdictions(person: Person, *, at: datetime) -> QuerySet[Organization]:
    return organizations_where(person, Role.LICENSURE_OFFICER, at=at)


def _policies(person: Person, *, at: datetime) -> QuerySet[Policy]:
    return (
        Policy.objects.filter(jurisdiction__in=_jurisdictions(person, at=at), ends_on__isnull=True)
        .select_related("jurisdiction")
        .order_by("name", "-number")
    )
