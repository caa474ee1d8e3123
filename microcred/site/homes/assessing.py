"""The homes of assessors and lead assessors: what waits, what is promised by when, who may read it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from microcred.calibration.models import Certificate, Qualification
from microcred.calibration.queries import (
    Onward,
    benches_of,
    certificates_of,
    may_score_anything,
    open_pauses,
    panels_of,
    path_of,
    qualifications_of,
    rubrics_to_learn,
    standing_of_pause,
)
from microcred.catalog.models import Stack
from microcred.catalog.queries import in_pilot, say_titles
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import memberships_of, organizations_where, people_with, roles_of
from microcred.scoring.models import QueueItem
from microcred.scoring.queries import (
    active_claim,
    back_reads_for,
    free,
    offering_to,
    readable_by,
    unanswered_for,
    waiting_for_clean_copies,
    waiting_without_reader,
)
from microcred.site.homes.looked_after import assessors_who_wait, section_of, step_for, step_for_questions
from microcred.site.homes.shapes import Line, NextStep, Section, address

EXPIRES_SOON = timedelta(days=60)
MOST_SHOWN = 8


def assessor_step(person: Person, *, at: datetime) -> NextStep:
    """A reading that was begun, then the oldest that waits; without a qualification, who can give one."""
    held = active_claim(person, at=at)
    if held:
        return NextStep(
            title=_("Go on reading %(alias)s") % {"alias": held.alias},
            words=_("It is yours until the lease ends; what you noted is saved."),
            href=address("workbench", held.key),
            action=_("Back to the workbench"),
            by=held.lease_expires_at,
        )
    recalibration = _recalibration_to_read(person, at=at)
    if recalibration is not None:
        return recalibration
    if not may_score_anything(person, at=at):
        return _way_on(person, at=at) or _unqualified(person, at=at)
    if offering_to(person, at=at).stops is not None:
        return NextStep(
            title=_("Nothing is offered to you now, as you said"),
            words=_("You paused, are away, or took as many as you want this week. What you hold you may finish."),
            href=address("availability"),
            action=_("See how much you read"),
        )
    waiting = readable_by(person, at=at).filter(free(at)).aggregate(count=Count("pk"), due=Min("due_at"))
    if not waiting["count"]:
        return NextStep(
            title=_("No submission waits for you"),
            words=_("New work appears in the queue as soon as an educator submits; you do not need to look for it."),
            href=address("queue"),
            action=_("See the queue"),
        )
    return NextStep(
        title=_("Claim the next submission"),
        words=ngettext("One waits that you may read.", "%(count)d wait that you may read.", waiting["count"])
        % {"count": waiting["count"]},
        href=address("queue"),
        action=_("Go to the queue"),
        by=waiting["due"],
    )


def _recalibration_to_read(person: Person, *, at: datetime) -> NextStep | None:
    """The papers by which a paused right is won back; None where there are none to read now."""
    for pause in open_pauses(person):
        if not standing_of_pause(pause, at=at).is_open:
            continue
        say_titles([pause.version], get_language() or "")
        return NextStep(
            title=_("A short recalibration: %(title)s") % {"title": pause.version.title},
            words=_(
                "New work of it comes to you again once you have read a few papers. You see what is agreed of each."
            ),
            href=address("recalibration", pause.pk),
            action=_("See why, and begin"),
        )
    return None


def assessor_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """What waits for a clean copy of what one set aside; the stacks and versions one may score, and until when."""
    for_copies = waiting_for_clean_copies(person)
    say_titles([item.version for item in for_copies], get_language() or "")
    waiting = tuple(
        Line(
            title=f"{item.alias} · {item.version.title}",
            href=address("queue"),
            note=_("you set something in it aside; you are told when the reading can go on"),
            status=_("waits for a clean copy"),
            icon="clock",
        )
        for item in for_copies[:MOST_SHOWN]
    )
    lines = tuple(
        Line(title=held.stack.name, href=address("stack", held.stack.slug), note=_("until"), when=held.expires_at)
        for held in qualifications_of(person, at=at)[:MOST_SHOWN]
    )
    earned = list(certificates_of(person, at=at)[:MOST_SHOWN])
    say_titles([held.attempt.version for held in earned], get_language() or "")
    lines += tuple(
        Line(
            title=str(held.attempt.version.title),
            href=address("qualifying", held.attempt.version_id),
            note=_("until"),
            when=held.expires_at,
        )
        for held in earned
    )
    waits = (Section(_("Set aside for privacy"), waiting),) if waiting else ()
    panels = _panels(person)
    return (*waits, *panels, *((Section(_("You are qualified for"), lines),) if lines else ()))


def _panels(person: Person) -> tuple[Section, ...]:
    """The papers that the person is asked to score for a panel."""
    asked = panels_of(person)[:MOST_SHOWN]
    say_titles([paper.version for paper in asked], get_language() or "")
    lines = tuple(
        Line(
            title=_("Paper %(number)d · %(title)s") % {"number": paper.number, "title": paper.version.title},
            href=address("panel_reading", paper.pk),
            note=_("you are on its panel"),
            status=_("to be scored"),
            icon="rubric",
        )
        for paper in asked
    )
    return (Section(_("For a panel"), lines),) if lines else ()


def lead_step(person: Person, *, at: datetime) -> NextStep:
    """What is late, what nobody may read, or read again, what and who waits for a look, who is to be requalified."""
    late = past_their_dates(person, at=at)
    if late:
        return NextStep(
            title=ngettext(
                "One submission is past its promised date",
                "%(count)d submissions are past their promised dates",
                late,
            )
            % {"count": late},
            words=ngettext(
                "Someone waits for it, and has had an apology. See what holds it up.",
                "Someone waits for each of them, and has had an apology. See what holds them up.",
                late,
            ),
            href=address("clocks"),
            action=_("See the promised dates"),
        )
    orphaned = _stacks_nobody_reads(person, at=at).first()
    if orphaned:
        return NextStep(
            title=_("Nobody may read %(stack)s") % {"stack": orphaned.name},
            words=_("Work in this stack waits, and no assessor holds a qualification for it."),
            href=address("stack", orphaned.slug),
            action=_("See the stack"),
        )
    alone = _waiting_without_reader(person, at=at)
    if alone:
        return _needs_another_reader(alone)
    looks = back_reads_for(person, at=at).aggregate(count=Count("pk"), due=Min("item__due_at"))
    if looks["count"]:
        return NextStep(
            title=ngettext("One decision waits for your look", "%(count)d decisions wait for your look", looks["count"])
            % {"count": looks["count"]},
            words=_("All readings are there. Released or not, the educator waits for it."),
            href=address("back_reads"),
            action=_("See what waits"),
            by=looks["due"],
        )
    questions = unanswered_for(person, at=at)
    if questions:
        return step_for_questions(questions)
    assessors = assessors_who_wait(person, at=at)
    if assessors:
        return step_for(assessors)
    asked = rubrics_to_learn(person, at=at).first()
    if asked:
        version = asked.version
        return NextStep(
            title=_("See who may judge version %(label)s of %(title)s")
            % {"label": version.label, "title": version.title},
            words=_("Its rubric reads otherwise, and who judged the one before is to be requalified."),
            href=address("requalification", version.pk),
            action=_("See who is asked"),
            by=asked.requalify_from,
            takes=_("a few minutes for each"),
        )
    return NextStep(
        title=_("Everything is on time"),
        words=_("No submission is past its promised date, and someone may read every one that waits."),
        href=address("queue"),
        action=_("See the queue"),
    )


def lead_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """The queue in a line, what the person is to score for a panel, and the qualifications that lapse soon."""
    queue = _queue_of(person, at=at).aggregate(
        waiting=Count("pk", filter=Q(assessor__isnull=True)),
        claimed=Count("pk", filter=Q(assessor__isnull=False)),
        due=Min("due_at"),
    )
    sections = [
        Section(
            _("The queue"),
            words=_("{waiting}, {claimed}.").format(
                waiting=ngettext("One submission waits", "%(count)d submissions wait", queue["waiting"])
                % {"count": queue["waiting"]},
                claimed=ngettext("one is being read", "%(count)d are being read", queue["claimed"])
                % {"count": queue["claimed"]},
            ),
            more=address("clocks"),
            more_words=_("See the promised dates"),
        )
    ]
    if Role.ASSESSOR not in roles_of(person, at=at):
        sections.extend(_panels(person))
    alone = _waiting_without_reader(person, at=at)
    if alone:
        sections.append(_nobody_left(alone, at=at))
    assessors = assessors_who_wait(person, at=at)
    if assessors:
        sections.append(section_of(assessors))
    learning = _rubrics_to_learn(person, at=at)
    if learning:
        sections.append(learning)
    lapsing = (
        Qualification.objects.filter(
            stack__owner__in=organizations_where(person, Role.LEAD_ASSESSOR, at=at),
            starts_at__lte=at,
            expires_at__gt=at,
            expires_at__lte=at + EXPIRES_SOON,
        )
        .select_related("assessor", "stack")
        .order_by("expires_at")[:MOST_SHOWN]
    )
    lines = tuple(
        Line(title=f"{held.assessor.name} · {held.stack.name}", note=_("lapses"), when=held.expires_at)
        for held in lapsing
    )
    ending = (
        Certificate.objects.filter(
            version__micro_credential__owner__in=organizations_where(person, Role.LEAD_ASSESSOR, at=at),
            starts_at__lte=at,
            expires_at__gt=at,
            expires_at__lte=at + EXPIRES_SOON,
        )
        .select_related("assessor", "attempt__version")
        .order_by("expires_at", "pk")[:MOST_SHOWN]
    )
    lines += tuple(
        Line(
            title=f"{held.assessor.name} · {held.attempt.version.title}",
            href=address("qualified", held.attempt.version_id),
            note=_("lapses"),
            when=held.expires_at,
        )
        for held in ending
    )
    if lines:
        sections.append(Section(_("Qualifications that lapse within 60 days"), lines))
    return tuple(sections)


def _rubrics_to_learn(person: Person, *, at: datetime) -> Section | None:
    """The versions with another rubric for which somebody is still to be requalified, what ends first coming first."""
    asked = list(rubrics_to_learn(person, at=at)[:MOST_SHOWN])
    if not asked:
        return None
    benches = benches_of([one.version for one in asked], at=at)
    lines = tuple(
        Line(
            title=_("%(title)s, version %(label)s") % {"title": one.version.title, "label": one.version.label},
            href=address("requalification", one.version_id),
            note=ngettext("%(count)d to requalify by", "%(count)d to requalify by", count) % {"count": count},
            when=one.requalify_from,
        )
        for one in asked
        if (count := len(benches[one.version_id].asked))
    )
    return Section(
        _("Another rubric to judge by"), lines, more=address("requalifications"), more_words=_("All of them")
    )


def _needs_another_reader(alone: Sequence[QueueItem]) -> NextStep:
    """What was promised first of what nobody is left to read."""
    title = ngettext(
        "One submission waits for another reader", "%(count)d submissions wait for another reader", len(alone)
    )
    return NextStep(
        title=title % {"count": len(alone)},
        words=_(
            "More than one person reads it, and everyone who is qualified for “%(title)s” has read it, stepped "
            "back, or is too close. Qualify one more assessor for its stack."
        )
        % {"title": alone[0].version.title},
        href=_why_more_than_one(alone[0]),
        action=_("See the pilot") if in_pilot(alone[0].version) else _("See the reading policies"),
        by=alone[0].due_at,
    )


def _nobody_left(alone: Sequence[QueueItem], *, at: datetime) -> Section:
    """What nobody is left to read, by the name under which it is read, and until when each was promised."""
    lines = tuple(
        Line(
            title=f"{item.submission.alias} · {item.version.title}",
            href=_why_more_than_one(item),
            note=_("was promised by") if item.due_at <= at else _("promised by"),
            when=item.due_at,
        )
        for item in alone[:MOST_SHOWN]
    )
    return Section(_("Waiting for another reader, and nobody is left"), lines)


def _way_on(person: Person, *, at: datetime) -> NextStep | None:
    """What comes next on the way to a certificate, as “Learn to score” has it; None where nothing can be done."""
    path = path_of(person, at=at)
    say_titles([way.version for way in path.ways], get_language() or "")
    way, module = path.next_way, path.next_module
    match path.onward:
        case Onward.TESTING if path.testing is not None:
            return NextStep(
                title=_("Go on with your test for %(title)s") % {"title": path.testing.version.title},
                words=_("What you have scored is saved; you come back to the same place."),
                href=address("qualifying", path.testing.version.pk),
                action=_("Back to the test"),
            )
        case Onward.MODULE if module is not None:
            return NextStep(
                title=module.title,
                words=_("This module comes before the test."),
                href=address("training_module", module.edition.module_id),
                action=_("Go on with the training") if module.minutes else _("Begin the training"),
            )
        case Onward.PRACTISE if way is not None:
            return NextStep(
                title=_("Practise for “%(title)s”") % {"title": way.version.title},
                words=_("Left to do: anchors %(anchors)s, practice papers %(papers)s.")
                % {"anchors": way.to_read, "papers": way.to_practise},
                href=address("practice"),
                action=_("To anchors and practice"),
            )
        case Onward.DECIDED:
            return NextStep(
                title=_("A lead assessor decides your test"),
                words=_("Nothing is to be done now; you are told."),
                href=address("learn_to_score"),
                action=_("See where you stand"),
            )
        case Onward.TEST if way is not None:
            return NextStep(
                title=_("The test for “%(title)s”") % {"title": way.version.title},
                words=_("Training and practice are done. The queue opens the moment you qualify."),
                href=address("qualifying", way.version.pk),
                action=_("To the test"),
            )
    return None


def _unqualified(person: Person, *, at: datetime) -> NextStep:
    places = [
        membership.organization
        for membership in memberships_of(person, at=at)
        if membership.role in (Role.ASSESSOR, Role.LEAD_ASSESSOR)
    ]
    leads = {lead.name for place in places for lead in people_with(Role.LEAD_ASSESSOR, organization=place, at=at)}
    return NextStep(
        title=_("You may not score yet"),
        words=_("Assessors score a stack once they are qualified for it. Ask %(leads)s for the calibration set.")
        % {"leads": _(" or ").join(sorted(leads))}
        if leads
        else _("Assessors score a stack once they are qualified for it. Your organization has no lead assessor yet."),
        href=address("stacks"),
        action=_("Read the rubrics meanwhile"),
    )


def _queue_of(person: Person, *, at: datetime) -> QuerySet[QueueItem]:
    """What waits or is read in the micro-credentials of the organizations a person leads the assessing of."""
    owners = organizations_where(person, Role.LEAD_ASSESSOR, at=at)
    return QueueItem.objects.filter(settled_at__isnull=True, version__micro_credential__owner__in=owners)


def past_their_dates(lead: Person, *, at: datetime) -> int:
    """How many submissions wait past their promised dates where a person leads the assessing."""
    return _queue_of(lead, at=at).filter(due_at__lte=at, paused_since__isnull=True).count()


def _waiting_without_reader(person: Person, *, at: datetime) -> list[QueueItem]:
    """What needs a reading that nobody may give, in the organizations a person leads the assessing of."""
    return waiting_without_reader(organizations_where(person, Role.LEAD_ASSESSOR, at=at), at=at)


def _why_more_than_one(item: QueueItem) -> str:
    """Where it stands why a submission is read more than once."""
    if not in_pilot(item.version):
        return address("reading_policies")
    return address("pilot", item.version.micro_credential.slug, item.version.label)


def _stacks_nobody_reads(person: Person, *, at: datetime) -> QuerySet[Stack]:
    held = Qualification.objects.filter(stack=OuterRef("pk"), starts_at__lte=at, expires_at__gt=at)
    certified = Certificate.objects.filter(
        version__micro_credential=OuterRef("version__micro_credential"), starts_at__lte=at, expires_at__gt=at
    )
    waiting = _queue_of(person, at=at).filter(~Exists(certified)).values("version__micro_credential")
    return (
        Stack.objects.filter(places__micro_credential__in=waiting).exclude(Exists(held)).distinct().order_by("position")
    )
