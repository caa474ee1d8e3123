"""Looking for likenesses, and what people make of them. No step of these fails anybody's work."""

from datetime import datetime
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import title_for_readers
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.integrity.models import Case, Match, Openness, Print, Step
from microcred.integrity.queries import alike, cases_of, matches_as_seen, settled_before, standing_of, tenant_of
from microcred.integrity.reading import Given, signs_of_file, words_of_file
from microcred.integrity.rules import Outcome, marks_of, picture_parts, text_digest, words_in
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as, people_with
from microcred.portfolios.models import Item, Pause, Sight, Submission, SubmittedItem, SubmittedText
from microcred.portfolios.operations import note_sights, pause_promise, resume_promise

LONGEST_WORDS = 5_000
"""characters of what is said in one step"""


class CaseClosed(Refusal):
    """It was decided."""

    message = _("This case was closed, and stays as it was decided. What comes to light later is a case of its own.")


class NoReasonGiven(Refusal):
    """Whoever reads the case later must know why."""

    message = _("Say in a few words why. Who looks at this later, the educator among them, has to understand it.")
    field = "words"
    status = 422


class SaidTooMuch(Refusal):
    """Longer than anybody will read in a case."""

    message = _("This has {count} characters; {limit} are the limit. Say what matters most.")
    field = "words"
    status = 422


class NotAskedYet(Refusal):
    """Nothing is held against anybody who was not asked first."""

    message = _("Ask the educator first. Without their side nothing but “no concern” can be decided.")
    field = "outcome"


class NothingAsked(Refusal):
    """The educator answers what was asked."""

    message = _("Nothing was asked of you here that waits for an answer.")


@operation
def compare(*, actor: Person | None, submission: Submission, at: datetime) -> Case | None:
    """Compare a submission with everything that others handed in before, and open a case where much is alike. Once.

    Left out are the educator's own earlier work, what a team shares by design, templates as they were given, and the
    words of prompts. Returns the case; None where nobody has to look.
    """
    hold(submission.pk)
    if not Print.objects.filter(submission=submission).exists():
        Print.objects.bulk_create(_prints_of(submission))
    prints = Print.objects.filter(submission=submission).select_related(
        "submission__pursuit", "item__item__requirement"
    )
    found = [(here, one) for here in prints for one in alike(here)]
    Match.objects.bulk_create(
        (
            Match(here=here, there=one.there, likeness=one.likeness, per_cent=round(100 * one.share), found_at=at)
            for here, one in found
        ),
        ignore_conflicts=True,
    )
    settled = settled_before(submission)
    if all(one.there.submission.pursuit_id in settled for _here, one in found):
        return None
    case, _is_new = Case.objects.get_or_create(
        submission=submission,
        cause=Case.Cause.MATCH,
        defaults={"organization": tenant_of(submission), "opened_at": at},
    )
    return case


@operation
def flag(*, actor: Person, submission: Submission, words: str, at: datetime) -> Case:
    """An assessor says that something about the origin of a submission should be looked at. They hear no more of it.

    What was noticed before, by the same person or another, stays a case of its own: to say that it stands would tell
    one assessor of another, or how it ended. The very same said twice is said once.

    Whoever calls this down answers for the assessor having the submission in hand.

    Raises:
        NoReasonGiven, SaidTooMuch.
    """
    words = _said(words)
    hold(submission.pk)
    facts: dict[str, Any] = {"submission": submission, "cause": Case.Cause.FLAG, "words": words, "opened_by": actor}
    said = Case.objects.filter(**facts).first()
    return said or Case.objects.create(**facts, organization=tenant_of(submission), opened_at=at)


@operation
def look(*, actor: Person, case: Case, at: datetime) -> Step | None:
    """Note that somebody looks into a case; once for each person, and not of what was closed.

    Whoever does knows whose work it is, and whose the work that it is like where that is shown whole. They judge
    nothing of any of these from then on.

    Raises:
        ForSomebodyElse: they have held one of these to judge it.
        NotAllowed: they look into cases elsewhere, or one of the works is their own.
    """
    _sees(actor, case, at)
    hold(case.pk)
    standing = standing_of(case)
    if standing.closing or any(step.kind == Step.Kind.LOOKED and step.taken_by == actor for step in standing.steps):
        return None
    return _step(case, Step.Kind.LOOKED, actor, at)


@operation
def ask(*, actor: Person, case: Case, words: str, at: datetime) -> Step:
    """Ask the educator, who reads what it is about in plain words, without the other person.

    Raises:
        NoReasonGiven, SaidTooMuch, CaseClosed, NotAllowed.
    """
    words = _said(words)
    _open_to(actor, case, at)
    step = _step(case, Step.Kind.ASKED, actor, at, words)
    _tell_educator(step, _("A question about your submission: {title}"), _ASKED, at)
    return step


@operation
def answer(*, actor: Person, case: Case, words: str, at: datetime) -> Step:
    """Answer as the educator: as often as they like, until it is closed.

    Raises:
        NothingAsked, NoReasonGiven, SaidTooMuch, CaseClosed, NotAllowed.
    """
    words = _said(words)
    if case.submission.pursuit.person_id != actor.pk:
        raise NotAllowed
    hold(case.pk)
    standing = standing_of(case)
    if standing.closing:
        raise CaseClosed
    if not standing.was_asked:
        raise NothingAsked
    step = _step(case, Step.Kind.ANSWERED, actor, at, words)
    for asking in {one.taken_by for one in standing.steps if one.kind == Step.Kind.ASKED}:
        _tell(asking, step, _("Answered: a question about originality"), _ANSWERED, reverse("case", args=[case.pk]), at)
    return step


@operation
def pause(*, actor: Person, case: Case, words: str, at: datetime) -> Step:
    """Let the reading wait until the case is settled; the clock of the promise stands still, and the educator is told.

    Raises:
        NoReasonGiven, SaidTooMuch, CaseClosed, NothingToPause, NotAllowed.
    """
    words = _said(words)
    _open_to(actor, case, at)
    pause_promise(actor=actor, submission=case.submission, reason=Pause.Reason.INTEGRITY, at=at)
    return _step(case, Step.Kind.PAUSED, actor, at, words)


@operation
def resume(*, actor: Person, case: Case, words: str, at: datetime) -> Step:
    """Let the reading go on, while the case stays open.

    Raises:
        NoReasonGiven, SaidTooMuch, CaseClosed, NotAllowed.
    """
    words = _said(words)
    _open_to(actor, case, at)
    _let_go_on(case, actor, at)
    return _step(case, Step.Kind.RESUMED, actor, at, words)


@operation
def close(*, actor: Person, case: Case, outcome: Outcome, words: str, at: datetime) -> Step:
    """Decide what comes of a case, with the reason. Nothing of the work's judgement follows from it by itself.

    With a formal notice or further action the organization's administrators are told. The reading goes on.

    Raises:
        NoReasonGiven, SaidTooMuch, NotAskedYet, CaseClosed, NotAllowed.
    """
    words = _said(words)
    standing = _open_to(actor, case, at)
    if outcome is not Outcome.NO_CONCERN and not standing.was_asked:
        raise NotAskedYet
    step = _step(case, Step.Kind.CLOSED, actor, at, words, outcome)
    _let_go_on(case, actor, at)
    if standing.concerns_educator or outcome is not Outcome.NO_CONCERN:
        _tell_educator(step, _("Settled: the question about “{title}”"), _CLOSED[outcome], at)
    if outcome in (Outcome.FORMAL, Outcome.FURTHER):
        for lead in people_with(Role.ORG_ADMIN, organization=case.organization, at=at):
            _tell(lead, step, _("A formal notice about originality: {title}"), _LEAD, "", at)
    return step


@operation
def say_openness(*, actor: Person, organization: Organization, is_open: bool, at: datetime) -> Openness:
    """Say for an organization whether matches are shown whole to organizations that say the same.

    Raises:
        NotAllowed.
    """
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=organization, at=at):
        raise NotAllowed
    return Openness.objects.create(organization=organization, is_open=is_open, said_at=at, said_by=actor)


def _prints_of(submission: Submission) -> list[Print]:
    given = Given(submission.pursuit.version)
    prints = []
    for text in SubmittedText.objects.filter(submission=submission):
        words = words_in(text.text)
        prints.append(Print(submission=submission, text=text, **_of_words(words, given)))
    for item in SubmittedItem.objects.filter(submission=submission).select_related("item__file"):
        file = item.item.file
        if file is None or file.sha256 in given.files:
            continue
        facts: dict[str, Any] = {"sha256": file.sha256}
        if item.item.kind == Item.Kind.DOCUMENT:
            facts |= _of_words(words_of_file(file), given)
            if facts["text_sha256"] in given.texts:
                continue
        elif item.item.kind == Item.Kind.IMAGE and (signs := signs_of_file(file)) is not None:
            facts |= {"picture": signs, "picture_parts": picture_parts(signs)}
        prints.append(Print(submission=submission, item=item, **facts))
    return prints


def _of_words(words: list[str], given: Given) -> dict[str, Any]:
    return {"text_sha256": text_digest(words), "marks": marks_of(words, given.marks)}


def _sees(actor: Person, case: Case, at: datetime) -> None:
    """Let one see a case who may, and write down of whom it tells them."""
    shown = [one.match.there.submission.pursuit for one in matches_as_seen(case, actor, at=at) if one.is_whole]
    note_sights(actor=actor, pursuits=[case.submission.pursuit, *shown], way=Sight.Way.CASE, at=at)
    # Asked under the lock of whoever claims, so that nothing comes into their hands between this and what they see.
    if not cases_of(actor, at=at).filter(pk=case.pk).exists():
        raise NotAllowed


def _open_to(actor: Person, case: Case, at: datetime) -> Any:
    """Where a case stands that is open, and the actor's to look into."""
    _sees(actor, case, at)
    hold(case.pk)
    standing = standing_of(case)
    if standing.closing:
        raise CaseClosed
    return standing


def _said(words: str) -> str:
    words = words.replace("\x00", "").strip()
    if not words:
        raise NoReasonGiven
    if len(words) > LONGEST_WORDS:
        raise SaidTooMuch(count=len(words), limit=LONGEST_WORDS)
    return words


def _step(
    case: Case, kind: Step.Kind, actor: Person, at: datetime, words: str = "", outcome: Outcome | str = ""
) -> Step:
    last = Step.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    return Step.objects.create(
        case=case, number=last + 1, kind=kind, outcome=str(outcome), words=words, taken_at=at, taken_by=actor
    )


def _let_go_on(case: Case, actor: Person, at: datetime) -> None:
    """Let the reading go on, unless another case about the same submission keeps it waiting."""
    others = Case.objects.filter(submission=case.submission_id).exclude(pk=case.pk)
    if not any(standing_of(other).is_paused for other in others):
        resume_promise(actor=actor, submission=case.submission, reason=Pause.Reason.INTEGRITY, at=at)


_ASKED = _(
    "Some of what you handed in for “{title}” is like other work, or made an assessor wonder. Often there is a good "
    "reason. Before anybody decides anything, we ask you:\n\n{words}\n\nPlease answer on the page below. Your work is "
    "not failed by this, and only a person decides."
)
_ANSWERED = _("The educator has answered about “{title}”. Their words stand with the case.")
_CLOSED: dict[Outcome, Any] = {
    Outcome.NO_CONCERN: _(
        "The question about “{title}” is settled: there is no concern, and nothing is held against you."
    ),
    Outcome.SUPPORT: _(
        "The question about “{title}” is settled. This is a notice to support you, the mildest there is: please hand "
        "in work that is recognizably your own, and say who contributed what.\n\n{words}"
    ),
    Outcome.FORMAL: _(
        "The question about “{title}” is settled with a formal notice, of which your organization’s lead is told "
        "too.\n\n{words}"
    ),
    Outcome.FURTHER: _(
        "The question about “{title}” goes to your organization, which decides on further action and will write to "
        "you.\n\n{words}"
    ),
}
_LEAD = _(
    "About the originality of work on “{title}” something was settled of which you are to know: {outcome}. Whoever "
    "looks into such cases where it was handed in can tell you more."
)


def _tell_educator(step: Step, subject: Any, body: Any, at: datetime) -> None:
    person = step.case.submission.pursuit.person
    _tell(person, step, subject, body, reverse("own_case", args=[step.case_id]), at)


def _tell(person: Person, step: Step, subject: Any, body: Any, path: str, at: datetime) -> None:
    facts = {
        "title": title_for_readers(step.case.submission.pursuit.version),
        "words": step.words,
        "outcome": step.get_outcome_display(),
    }
    tell(
        actor=None,
        person=person,
        kind="integrity",
        subject=subject,
        body=body,
        facts=facts,
        path=path,
        key=f"integrity:{step.pk}:{person.pk}",
        at=at,
    )
