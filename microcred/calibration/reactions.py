"""What calibration does when it hears of something."""

from datetime import datetime, timedelta
from itertools import chain
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.calibration import operations
from microcred.calibration.models import (
    ApplicationReference,
    ApplicationWords,
    AssessorApplication,
    Certificate,
    ReferenceAnswer,
)
from microcred.calibration.queries import (
    assessors_of,
    newest_rules,
    open_applications,
    places_left_in,
    right_ended,
)
from microcred.catalog.events import VersionPublished
from microcred.catalog.models import Succession
from microcred.catalog.queries import title_for_readers
from microcred.foundation import jobs
from microcred.foundation.clock import now
from microcred.foundation.moments import closing_in_words_lazy, day_in_words_lazy
from microcred.foundation.outbox import on
from microcred.notices.models import Notice
from microcred.notices.operations import tell
from microcred.organizations.events import MembershipEnded
from microcred.organizations.models import Membership, Role
from microcred.organizations.queries import people_with

REMINDED = (timedelta(days=60), timedelta(days=14))
"""Before a certificate ends; the longest first."""

STILL_NEWS = timedelta(days=14)
"""After it ended: a server that was off for long tells nobody of what is long over."""

KEPT = timedelta(days=365)
"""After an application came to its end: what was said in it goes."""


@on(VersionPublished)
def tell_assessors_of_another_rubric(news: VersionPublished) -> None:
    """Who judges it, and who leads them, hear that the rubric changed and until when the old qualification holds."""
    succession = (
        Succession.objects.filter(version=news.version_id, requalify_from__isnull=False)
        .select_related("version__micro_credential__owner", "before")
        .first()
    )
    if succession is None or succession.requalify_from is None:
        return
    version = succession.version
    owner, at, title = version.micro_credential.owner, version.published_at, title_for_readers(version)
    leads = set(people_with(Role.LEAD_ASSESSOR, organization=owner, at=at))
    changes = reverse("changes", args=[version.micro_credential.slug, version.label, succession.before.label])
    people = {person.pk: person for person in chain(assessors_of(version, at=at), leads)}
    for person in people.values():
        tell(
            actor=None,
            person=person,
            kind="rubric_changed",
            subject=format_lazy(_("Another rubric to judge by: {title}"), title=title),
            body=format_lazy(
                _(
                    "Version {label} of “{title}” is judged by another rubric. {note}\n\nWho is qualified for its "
                    "stack may go on scoring it until {ends}; after that whoever was requalified for it by a lead "
                    "assessor may. Work on earlier versions is judged by their own rubric, as before."
                ),
                label=version.label,
                title=title,
                note=succession.note,
                ends=closing_in_words_lazy(succession.requalify_from, owner.time_zone),
            ),
            path=reverse("requalification", args=[version.pk]) if person in leads else changes,
            key=f"rubric_changed:{version.pk}",
            at=at,
        )


@jobs.every(minutes=60)
def remind_of_certificates() -> None:
    """Whoever holds a certificate hears that it ends, 60 and 14 days ahead, and when it has; unless they renewed it."""
    at = now()
    later = Certificate.objects.filter(
        assessor=OuterRef("assessor"), version=OuterRef("version"), expires_at__gt=OuterRef("expires_at")
    )
    near = Certificate.objects.filter(
        ~Exists(later), ~right_ended(), expires_at__gt=at - STILL_NEWS, expires_at__lte=at + REMINDED[0]
    ).select_related("assessor", "attempt__version")
    due = {f"certificate_ends:{one.pk}:{_reminder_of(one, at)}": one for one in near}
    told = set(Notice.objects.filter(key__in=due).values_list("key", flat=True))
    for key in due.keys() - told:
        _remind(due[key], key, at)


def _reminder_of(certificate: Certificate, at: datetime) -> int:
    """The days of the reminder that is due; 0 once it has ended."""
    if certificate.expires_at <= at:
        return 0
    return min(days for days in REMINDED if certificate.expires_at <= at + days).days


def _remind(certificate: Certificate, key: str, at: datetime) -> None:
    version = certificate.attempt.version
    subject = _("Your right to score “{title}” ends on {day}")
    body = _("Take the test again before that, and you go on scoring without a break. Papers you have read come last.")
    if certificate.expires_at <= at:
        subject = _("Your right to score “{title}” has ended")
        body = _("It ended on {day}. Take the test again, and the queue opens the moment you qualify.")
    tell(
        actor=None,
        person=certificate.assessor,
        kind="certificate_ends",
        subject=subject,
        body=body,
        facts={"title": title_for_readers(version), "day": day_in_words_lazy(certificate.expires_at)},
        path=reverse("qualifying", args=[version.pk]),
        key=key,
        at=at,
    )


@on(MembershipEnded)
def tell_leads_of_a_place(news: MembershipEnded) -> None:
    """Where an assessor goes and somebody waits for a place, who leads hears that one is free."""
    left = Membership.objects.filter(pk=news.membership_id, role=Role.ASSESSOR).first()
    if left is None:
        return
    for rules in newest_rules().filter(stack__owner=left.organization_id, places__isnull=False):
        waiting = open_applications().filter(rules__stack=rules.stack, decisions__isnull=False).count()
        if not waiting or not places_left_in(rules, at=news.at):
            continue
        for lead in people_with(Role.LEAD_ASSESSOR, organization=rules.stack.owner, at=news.at):
            tell(
                actor=None,
                person=lead,
                kind="place_free",
                subject=format_lazy(_("A place to score {stack} is free"), stack=rules.stack.name),
                body=format_lazy(_("On the waiting list: {count}. Accept whoever is to have it."), count=waiting),
                path=reverse("applications"),
                key=f"place_free:{rules.stack_id}:{left.pk}",
                at=news.at,
            )


@jobs.job(operations.REFERENCE_JOB, queue="mail", most_tries=8, wait_grows_by=4)
def mail_reference(reference_id: str) -> None:
    """Send the link of one reference, if it is still asked. A mail server that is down is tried again."""
    around = ("application__person", "application__rules__stack__owner")
    found = ApplicationReference.objects.select_related(*around).filter(pk=UUID(reference_id)).first()
    if found is not None:
        operations.mail_reference(actor=None, reference=found, at=now())


@jobs.every(minutes=60)
def forget_what_was_said_in_applications() -> None:
    """Of applications that ended a year ago nothing stays that anybody wrote in them."""
    at = now()
    before = at - KEPT
    there = [Exists(table.objects.filter(application=OuterRef("pk"))) for table in (ApplicationWords, ReferenceAnswer)]
    ended = Q(withdrawal__withdrawn_at__lte=before) | Q(
        decisions__verdict__in=("accepted", "declined"), decisions__decided_at__lte=before
    )
    over = AssessorApplication.objects.filter(ended).filter(Q(there[0]) | Q(there[1])).select_related("rules")
    for application in over.distinct()[:1_000]:
        operations.forget_application(actor=None, application=application, at=at)
