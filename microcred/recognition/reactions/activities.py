"""The door of news about activities: who must look at one, what follows from their word, what is still unsearched."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.days import day_in
from microcred.foundation.moments import day_in_words_lazy
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.recognition import operations
from microcred.recognition.events import ActivityEnded, ActivityRuled, ActivityStated
from microcred.recognition.models import ActivityEnding, ActivityRuling, ActivityStatement, Entry, Recognition
from microcred.recognition.operations.activity_documents import search_document
from microcred.recognition.operations.taking_over import take_over_acceptances
from microcred.recognition.queries import unit_of
from microcred.recognition.queries.acceptances import holders_of_what_stands_nowhere
from microcred.recognition.queries.activities import unsearched
from microcred.recognition.queries.keeping import keepers_at, offices_of
from microcred.recognition.queries.policies import as_read
from microcred.recognition.rules import plain
from microcred.recognition.rules.reason_codes import NEEDS_WORDS, REASON_CODES

MOST_SEARCHED = 50
"""documents a time"""


@on(ActivityStated)
def tell_who_looks_at_it(event: ActivityStated) -> None:
    """What other books say is looked at by the rules at once; of anything else the coordinators hear, once a day that
    something waits."""
    statement = ActivityStatement.objects.select_related("activity__person").get(pk=event.statement_id)
    person, at = statement.activity.person, now()
    if statement.activity.source:
        operations.recognize(actor=None, person=person, at=at)
        return
    for office in offices_of(person, at=at)[:1]:
        today = day_in(at, office.time_zone)
        for reader in keepers_at(office, at=at):
            if reader.pk == person.pk:
                continue
            tell(
                actor=None,
                person=reader,
                kind="credit_waiting",
                subject=format_lazy(_("Activities wait for your word at {district}"), district=office.name),
                body=format_lazy(
                    _(
                        "Since {day}, convenings, courses and other activities that educators have stated wait for "
                        "{office} to confirm or decline them. You hear of it once a day, however much there is."
                    ),
                    day=day_in_words_lazy(today),
                    office=office.name,
                ),
                path=reverse("activity_queue"),
                key=f"activity-waiting:{office.pk}:{today.isoformat()}",
                at=at,
            )


@on(ActivityRuled)
def look_again_and_tell(event: ActivityRuled) -> None:
    """The rules look at what was confirmed, and its educator hears what it comes to; or why it was declined."""
    around = ("statement__activity__person", "office")
    ruling = ActivityRuling.objects.select_related(*around).get(pk=event.ruling_id)
    statement, at = ruling.statement, now()
    person = statement.activity.person
    operations.recognize(actor=None, person=person, at=at)
    confirmed = ruling.outcome == ActivityRuling.Outcome.CONFIRMED
    subject = _("Confirmed: “{title}”") if confirmed else _("Declined: “{title}”")
    tell(
        actor=None,
        person=person,
        kind="credit_ruled",
        subject=format_lazy(subject, title=statement.title),
        body=_worth(statement, ruling) if confirmed else _why_not(ruling),
        path=reverse("transcript") if confirmed else reverse("activity", args=[statement.activity_id]),
        key=f"activity-ruled:{ruling.pk}",
        at=at,
    )


@on(ActivityEnded)
def look_again_without_it(event: ActivityEnded) -> None:
    """Something else may count in its place; and whose confirmation was taken back hears why."""
    ending = ActivityEnding.objects.select_related("activity__person").get(pk=event.ending_id)
    person, at = ending.activity.person, now()
    operations.recognize(actor=None, person=person, at=at)
    if ending.why != ActivityEnding.Why.TAKEN_BACK:
        return
    title = ending.activity.statements.latest("number").title
    tell(
        actor=None,
        person=person,
        kind="credit_ruled",
        subject=format_lazy(_("No longer confirmed: “{title}”"), title=title),
        body=format_lazy(
            _(
                "The office that confirmed “{title}” has taken its confirmation back. The reason given:\n\n"
                "{code} {reason}\n\nWhat you can do: {way}"
            ),
            title=title,
            **_reason(ending.code, ending.reason),
        ),
        path=reverse("activity", args=[ending.activity_id]),
        key=f"activity-ended:{ending.pk}",
        at=at,
    )


@jobs.every(minutes=60)
def take_over_what_was_accepted_before() -> None:
    """What was accepted before acceptances were taken over stands on record too; and what could not be taken over."""
    for person in holders_of_what_stands_nowhere():
        take_over_acceptances(actor=None, person=person, at=now())


@jobs.every(minutes=5)
def search_what_waits() -> None:
    """Documents that came while no scanner answered are searched once it does."""
    for document in unsearched()[:MOST_SEARCHED]:
        search_document(actor=None, document=document, at=now())


def _worth(statement: ActivityStatement, ruling: ActivityRuling) -> Promise:
    entries = Entry.objects.filter(statement=statement, reversal__isnull=True).select_related("policy")
    told = [_amount(entry, unit_of(entry.policy)) for entry in entries.order_by("pk")]
    if not told and not Recognition.objects.filter(statement=statement).exists():
        return format_lazy(
            _(
                "{district} has confirmed “{title}”. No rules under which it could count are stated here yet. It stays "
                "on record, and counts by itself once they are."
            ),
            title=statement.title,
            district=ruling.office.name,
        )
    if not told:
        return format_lazy(
            _(
                "{district} has confirmed “{title}”. No rules count it yet: your transcript says why, and what would "
                "change it."
            ),
            title=statement.title,
            district=ruling.office.name,
        )
    return format_lazy(
        _(
            "{district} has confirmed “{title}”. It counts for:\n\n{worth}\n\nYour transcript says how it was "
            "worked out."
        ),
        title=statement.title,
        district=ruling.office.name,
        worth=format_lazy("{}" + "\n{}" * (len(told) - 1), *told),
    )


def _amount(entry: Entry, unit: str) -> Promise:
    return format_lazy(
        _("{amount} {unit} under “{policy}”"),
        amount=plain(entry.amount),
        unit=as_read(unit, entry.policy),
        policy=as_read(entry.policy.name, entry.policy),
    )


def _why_not(ruling: ActivityRuling) -> Promise:
    return format_lazy(
        _(
            "{district} has declined it. The reason given:\n\n{code} {reason}\n\nYou can "
            "correct it and state it anew. What you can do: {way}"
        ),
        district=ruling.office.name,
        **_reason(ruling.code, ruling.reason),
    )


def _reason(code: str, reason: str) -> dict[str, str | Promise]:
    known = REASON_CODES.get(code)
    return {
        "code": known.words if known is not None and code not in NEEDS_WORDS else "",
        "reason": reason,
        "way": known.way_forward if known is not None else _("Ask who decided what would change it."),
    }
