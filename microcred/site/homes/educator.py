"""An educator's home: what to write, what came back, what counts."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from microcred.calibration.queries import own_papers
from microcred.catalog.queries import say_titles, title_for_readers
from microcred.foundation.moments import weekday_in_words
from microcred.integrity.models import Case
from microcred.integrity.queries import questions_to
from microcred.organizations.models import Person
from microcred.pathways.queries import audits_of, enrolments_of
from microcred.portfolios.models import Pursuit, Quarantine
from microcred.portfolios.queries import (
    Promise,
    attempts_used,
    gate_after,
    latest_pursuits_of,
    promises_of_listed,
    reopened_criteria,
    set_aside_of,
    windows_at,
)
from microcred.portfolios.rules import State
from microcred.portfolios.states import shown
from microcred.programs.models import Arrival, Program, Window
from microcred.programs.queries import seats_held_by
from microcred.site.homes.shapes import Line, NextStep, Section, address
from microcred.site.offers import programs_open_now

MOST_SHOWN = 8


def step(person: Person, *, at: datetime) -> NextStep:
    """A question about originality goes first, and what was set aside for privacy after it.

    Then what is incomplete goes before what came back, that before what was begun, and that before what could be.
    """
    pursuits = _pursuits(person)
    if asked := questions_to(person):
        return _answer(asked[0])
    for aside in set_aside_of(person):
        if not hasattr(aside, "objection") or hasattr(aside, "ruling"):
            return _clean(aside)
    for candidates in (
        _mend(pursuits, at=at),
        _revise(pursuits, at=at),
        _go_on(pursuits, at=at),
        _begin(person, pursuits, at=at),
    ):
        found = _soonest(candidates)
        if found:
            return found
    return _wait(pursuits, at=at) or _browse()


def _answer(case: Case) -> NextStep:
    """What was asked about the origin of a submission, before anybody decides anything."""
    return NextStep(
        title=_("Answer a question about “%(title)s”") % {"title": title_for_readers(case.submission.pursuit.version)},
        words=_(
            "Something in it is like other work, or made somebody wonder. Nothing is decided before they hear you."
        ),
        href=address("own_case", case.pk),
        action=_("Read the question"),
    )


def _clean(aside: Quarantine) -> NextStep:
    """What of a submission nobody reads for somebody's privacy, and why; the rest of it waits for that."""
    version = aside.submission.pursuit.version
    named = {"piece": aside.called, "title": title_for_readers(version), "reason": aside.get_reason_display()}
    return NextStep(
        title=_("%(piece)s needs another look") % named,
        words=_(
            "It was set aside while “%(title)s” was read: %(reason)s. Nobody reads on until you put a clean copy in "
            "its place, or say why it is a false alarm. That is no mark against you."
        )
        % named,
        href=address("quarantine", aside.pk),
        action=_("See what you can do"),
        takes=_("a few minutes"),
    )


def sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """All pursuits, the latest first, and how far the person is in each pathway."""
    return (*_work_sections(person, at=at), *_pathways(person, at=at))


def _pathways(person: Person, *, at: datetime) -> tuple[Section, ...]:
    enrolled = list(enrolments_of(person)[:MOST_SHOWN])
    if not enrolled:
        return ()
    audits, language = audits_of(enrolled, at=at, with_begun=True), get_language() or ""
    lines = tuple(
        Line(
            title=came.rule_set.name.in_language(language),
            href=address("pathway_audit", one.pk),
            note=_("%(met)d of %(all)d requirements met") % {"met": came.met, "all": len(came.requirements)},
            status=came.now_in.name.in_language(language) if came.now_in else _("everything is met"),
            tone="info" if came.now_in else "success",
        )
        for one in enrolled
        for came in [audits[one.pk]]
    )
    return (Section(_("Your pathways"), lines, more=address("pathways"), more_words=_("All your pathways")),)


def _work_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    pursuits = _pursuits(person)[:MOST_SHOWN]
    promises, aside = promises_of_listed(pursuits, at=at), _set_aside_by_pursuit(person)
    lines = tuple(_line(pursuit, promises.get(pursuit.pk), aside.get(pursuit.pk)) for pursuit in pursuits)
    if not lines:
        return ()
    work = Section(_("Your micro-credentials"), lines, more=address("pursuits"), more_words=_("All your work"))
    examples = _examples(person)
    return (work, Section(_("Asked for as an example"), examples)) if examples else (work,)


def _examples(person: Person) -> tuple[Line, ...]:
    """What the person was asked for as an example that assessors learn by, and what they answered."""
    asked = own_papers(person)[:MOST_SHOWN]
    say_titles([one.paper.version for one in asked], get_language() or "")
    return tuple(
        Line(
            title=one.paper.version.title,
            href=address("exemplar_consent", one.paper.pk),
            note=_("may assessors learn by it?"),
            status=_("no answer yet") if one.consent is None else _("you said yes") if one.consent.granted else _("no"),
            tone="info" if one.consent is None else "neutral",
            when=one.paper.nominated_at,
        )
        for one in asked
        if one.retirement is None or one.consent is not None
    )


def _pursuits(person: Person) -> list[Pursuit]:
    """What the person works on, each version called as in the language of the page."""
    pursuits = latest_pursuits_of(person)
    say_titles([pursuit.version for pursuit in pursuits], get_language() or "")
    return pursuits


def _set_aside_by_pursuit(person: Person) -> dict[UUID, Quarantine]:
    """What of each pursuit was set aside first and is not settled."""
    return {one.submission.pursuit_id: one for one in reversed(set_aside_of(person))}


def _line(pursuit: Pursuit, promise: Promise | None, aside: Quarantine | None) -> Line:
    where = pursuit.program.name if pursuit.program else _("on your own")
    if aside:
        note = _("%(where)s · set aside for privacy, and nobody reads on: %(piece)s") % {
            "where": where,
            "piece": aside.called,
        }
    elif promise:
        note = _promised(promise) % {"where": where, "day": weekday_in_words(promise.day)}
    else:
        note = _("%(where)s · started") % {"where": where}
    how = shown(_state(pursuit), is_held=vars(pursuit)["is_held"])
    return Line(
        title=pursuit.version.title,
        href=address("pursuit", pursuit.pk),
        note=note,
        status=str(how.words),
        tone=how.tone,
        icon=how.icon,
        when=None if promise else pursuit.started_at,
    )


def _promised(promise: Promise) -> str:
    if promise.is_paused:
        return _("%(where)s · the clock stands still; feedback by %(day)s if it went on today")
    if promise.is_late:
        return _("%(where)s · feedback was promised by %(day)s")
    return _("%(where)s · feedback by %(day)s")


def seats_in_words(program: Program) -> str:
    """How many seats a program has left."""
    left = program.seats - program.taken
    if not left:
        return _("All seats are taken; you can wait for one that becomes free.")
    return ngettext("One seat is left.", "%(count)d seats are left, first come, first served.", left) % {"count": left}


def _open(pursuit: Pursuit, *, at: datetime, resubmission: bool) -> Window | None:
    """The window that takes a pursuit now, as it is for its educator: with the extra time that they were granted."""
    windows = windows_at(pursuit.program, at, resubmission=resubmission, person_id=pursuit.person_id)
    return windows.now if windows else None


def _mend(pursuits: Sequence[Pursuit], *, at: datetime) -> Iterator[NextStep]:
    for pursuit in pursuits:
        if _state(pursuit) != State.INCOMPLETE:
            continue
        window = _open(pursuit, at=at, resubmission=False)
        yield NextStep(
            title=_("Complete %(title)s") % {"title": pursuit.version.title},
            words=_(
                "Something is missing or cannot be read. Mend that and hand it in again. It did not use up an attempt."
            ),
            href=f"{address('pursuit', pursuit.pk)}#to-do",
            action=_("See what to mend"),
            by=window.closes_at if window else None,
            takes=_("a few minutes, more if a part is made anew"),
        )


def _revise(pursuits: Sequence[Pursuit], *, at: datetime) -> Iterator[NextStep]:
    for pursuit in pursuits:
        if _state(pursuit) != State.RETURNED:
            continue
        window = _open(pursuit, at=at, resubmission=True)
        yield NextStep(
            title=_("Revise %(title)s") % {"title": pursuit.version.title},
            words=_coached(pursuit) or _reopened(pursuit),
            href=f"{address('pursuit', pursuit.pk)}#to-do",
            action=_("See the feedback and revise"),
            by=window.closes_at if window else None,
            takes=_part_of(pursuit.version.hours),
        )


def _reopened(pursuit: Pursuit) -> str:
    short = len(reopened_criteria(pursuit))
    words = ngettext(
        "Your feedback is here. One criterion is short; only what feeds it is open again.",
        "Your feedback is here. %(count)d criteria are short; only what feeds them is open again.",
        short,
    )
    return words % {"count": short}


def _coached(pursuit: Pursuit) -> str:
    """Where the next attempt stands with a coach; empty where it needs none, or was signed off."""
    gate = gate_after(pursuit, attempts_used(pursuit))
    if gate is None or gate.is_open:
        return ""
    if gate.waits:
        return _("A coach was asked about one attempt more. Revise meanwhile; you can submit once they signed it off.")
    if gate.answer:
        return _("Your coach wants to see something first: read what they wrote, and ask again when you are ready.")
    words = ngettext(
        "Your feedback is here. One attempt is used: talk with a coach before the next, and revise meanwhile.",
        "Your feedback is here. %(count)d attempts are used: talk with a coach before the next, and revise meanwhile.",
        gate.used,
    )
    return words % {"count": gate.used}


def _go_on(pursuits: Sequence[Pursuit], *, at: datetime) -> Iterator[NextStep]:
    for pursuit in pursuits:
        if _state(pursuit) != State.STARTED:
            continue
        windows = windows_at(pursuit.program, at, resubmission=False, person_id=pursuit.person_id)
        window = windows.now if windows else None
        later = windows.after if windows and not window else None
        words = _("What you wrote is saved.")
        if later:
            words = _("What you wrote is saved. Submissions open again with %(window)s.") % {"window": later.name}
        yield NextStep(
            title=_("Go on with %(title)s") % {"title": pursuit.version.title},
            words=words,
            href=address("pursuit", pursuit.pk),
            action=_("Open the workspace"),
            by=window.closes_at if window else None,
            takes=_hours(pursuit.version.hours),
        )


def _begin(person: Person, pursuits: Sequence[Pursuit], *, at: datetime) -> Iterator[NextStep]:
    begun = {pursuit.program_id for pursuit in pursuits}
    for program in seats_held_by(person):
        if program.pk not in begun:
            windows = windows_at(program, at, resubmission=False, person_id=person.pk)
            yield NextStep(
                title=_("Choose your first micro-credential in %(program)s") % {"program": program.name},
                words=_("You hold a seat. Each micro-credential shows its whole rubric before you start."),
                href=address("program", program.slug),
                action=_("See what the program offers"),
                by=windows.now.closes_at if windows and windows.now else None,
                takes=_("ten minutes to choose"),
            )
    if pursuits:
        return
    joined = Arrival.objects.filter(person=person, departure__isnull=True).values("program")
    for program in programs_open_now(at=at).exclude(pk__in=joined):
        yield NextStep(
            title=_("Join %(program)s") % {"program": program.name},
            words=seats_in_words(program),
            href=address("program", program.slug),
            action=_("Read what it asks and offers"),
            by=program.joining_closes_at,
            takes=_("five minutes"),
        )


def _wait(pursuits: Sequence[Pursuit], *, at: datetime) -> NextStep | None:
    promises = promises_of_listed(pursuits, at=at)
    waiting = [(promises[pursuit.pk], pursuit) for pursuit in pursuits if pursuit.pk in promises]
    if not waiting:
        return None
    promise, first = min(waiting, key=lambda promised: promised[0].by)
    late = promise.is_late and not promise.waits_for_educator
    title, words = _late_in_words(promise) if late else _waiting_in_words(promise)
    return NextStep(
        title=title % {"title": first.version.title},
        words=words,
        href=address("pursuit", first.pk),
        action=_("See where it stands"),
        by=promise.by,
    )


def _waiting_in_words(promise: Promise) -> tuple[str, str]:
    """What to say of work that waits for its decision: a title with a place for its name, and a sentence."""
    if promise.waits_for_educator:
        return _("%(title)s waits for something from you"), _(
            "Nobody reads it until that is settled, and its clock stands still. Open it to see what is asked."
        )
    if promise.is_paused:
        return _("Nothing to do: the clock of %(title)s stands still"), _(
            "Your work keeps its place. Open it to see why the clock stands still, and what it means for your date."
        )
    if promise.being_read:
        return _("Nothing to do: %(title)s is being read"), _(
            "An assessor reads it blind against the rubric you know. You are told as soon as there is a decision."
        )
    return _("Nothing to do: %(title)s waits for an assessor"), _(
        "It is read blind against the rubric you know. You are told as soon as there is a decision."
    )


def _late_in_words(promise: Promise) -> tuple[str, str]:
    """The same, once the promised day is over."""
    words = _(
        "We promised your feedback by %(day)s, and are sorry. It has not lost its place, and nothing is left to do for "
        "you."
    )
    return _("We are late with %(title)s"), words % {"day": weekday_in_words(promise.day)}


def _browse() -> NextStep:
    return NextStep(
        title=_("Find a micro-credential worth your time"),
        words=_("Each shows what it asks, how it is judged and how long it takes, before you start."),
        href=address("catalogue"),
        action=_("Browse the catalogue"),
        takes=_("ten minutes to choose"),
    )


def _soonest(steps: Iterator[NextStep]) -> NextStep | None:
    """The step with the nearest deadline; one without a deadline only when no other has one."""
    return min(steps, key=lambda step: (step.by is None, step.by or datetime.max.replace(tzinfo=UTC)), default=None)


def _state(pursuit: Pursuit) -> State:
    """The state that `pursuits_of` has asked along."""
    return State(vars(pursuit)["state"])


def _hours(hours: int) -> str:
    return ngettext("about an hour in all", "about %(count)d hours in all", hours) % {"count": hours}


def _part_of(hours: int) -> str:
    """How long a revision takes: only some of the work is open again, and nobody knows more than that."""
    return ngettext("less than the hour of the whole", "less than the %(count)d hours of the whole", hours) % {
        "count": hours
    }
