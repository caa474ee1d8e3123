"""The door of news of approval before beginning: who is asked, who is answered, and who is reminded by the clock."""

from datetime import datetime
from typing import Any
from uuid import UUID

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
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import people_with
from microcred.recognition.events import ApprovalAsked, ApprovalDecided, ApprovalTalked
from microcred.recognition.models import ApprovalRequest, ApprovalWord
from microcred.recognition.queries.prior_approvals import overdue, window_of
from microcred.recognition.rules.reason_codes import REASON_CODES

MOST_AT_ONCE = 500


@on(ApprovalAsked)
def tell_who_decides(event: ApprovalAsked) -> None:
    """Those who decide hear what they are asked, and until when."""
    request = _request(event.request_id)
    for one in deciders_of(request, at=now()):
        _tell(
            one,
            request,
            kind="approval_asked",
            key=f"approval-asked:{request.pk}",
            path=reverse("prior_approvals"),
            subject=_("{person} asks before beginning “{title}”"),
            body=_(
                "The rules want an approval before {person} begins “{title}”. Please answer by {day}: until then they "
                "wait, and what is begun without approval may not count."
            ),
            day=day_in_words_lazy(request.answer_by),
        )


@on(ApprovalTalked)
def tell_the_other_side(event: ApprovalTalked) -> None:
    """A question goes to the educator, an answer to who decides."""
    word = ApprovalWord.objects.select_related("request").get(pk=event.word_id)
    request = _request(word.request_id)
    answers = word.author_id == request.person_id
    for one in deciders_of(request, at=now()) if answers else [request.person]:
        _tell(
            one,
            request,
            kind="approval_talked",
            key=f"approval-talked:{word.pk}",
            path=reverse("prior_approvals") if answers else _own_page(request),
            subject=_("About approval for “{title}”"),
            body=_("{words}\n\nThe request waits for you. Answer on its page."),
            words=word.words,
        )


@on(ApprovalDecided)
def tell_what_was_decided(event: ApprovalDecided) -> None:
    """The educator hears yes, with when they may begin, or no, with the reason and what they can do."""
    request = _request(event.request_id)
    decision, when = request.decision, window_of(request)
    said: dict[str, str | Promise] = {"words": decision.words}
    if when is None:
        subject = _("Not approved: “{title}”")
        body = _("{place} has not approved that you begin “{title}”: {reason}\n\n{words}\n\nWhat you can do: {way}")
        reason = REASON_CODES[decision.code]
        said |= {"reason": reason.words, "way": reason.way_forward}
    elif when.last is None:
        subject = _("Approved: “{title}”")
        body = _("{place} has approved that you begin “{title}”, from {first} on.\n\n{words}")
        said |= {"first": day_in_words_lazy(when.first)}
    else:
        subject = _("Approved: “{title}”")
        body = _("{place} has approved that you begin “{title}”, from {first} to {last}.\n\n{words}")
        said |= {"first": day_in_words_lazy(when.first), "last": day_in_words_lazy(when.last)}
    _tell(
        request.person,
        request,
        kind="approval_decided",
        key=f"approval-decided:{request.pk}",
        path=_own_page(request),
        subject=subject,
        body=body,
        **said,
    )


@jobs.every(minutes=60)
def remind_of_approvals() -> None:
    """Who decides is reminded on the last day for an answer, and once more when it is over; then the educator hears
    too."""
    remind(at=now())


def remind(*, at: datetime) -> None:
    """The same at a moment. Each is told once, however often this runs."""
    # A day begins in the east before it does in the west: one more is looked at, and each by its own calendar.
    for request in overdue(on=at.date())[:MOST_AT_ONCE]:
        today = day_in(at, request.decider.time_zone)
        if request.answer_by > today:
            continue
        over = request.answer_by < today
        said = "over" if over else "today"
        for one in deciders_of(request, at=at):
            _tell(
                one,
                request,
                kind="approval_due",
                key=f"approval-due-{said}:{request.pk}",
                path=reverse("prior_approvals"),
                subject=_("An answer is overdue: “{title}”") if over else _("An answer is due today: “{title}”"),
                body=_("{person} asked before beginning “{title}”. The last day for an answer: {day}."),
                day=day_in_words_lazy(request.answer_by),
            )
        if over:
            _tell(
                request.person,
                request,
                kind="approval_due",
                key=f"approval-due-{said}:{request.pk}",
                path=_own_page(request),
                subject=_("You should have had an answer: “{title}”"),
                body=_(
                    "{place} should have answered by {day} whether you may begin “{title}”. Those who decide have been "
                    "reminded. Wait with beginning, or ask them."
                ),
                day=day_in_words_lazy(request.answer_by),
            )


def deciders_of(request: ApprovalRequest, *, at: datetime) -> list[Person]:
    """Who may decide a request: never who asked."""
    role = Role.LICENSURE_OFFICER if request.decider.kind == Organization.Kind.STATE else Role.RECOGNIZER
    return list(people_with(role, organization=request.decider, at=at).exclude(pk=request.person_id))


def _own_page(request: ApprovalRequest) -> str:
    return reverse("prior_approval", args=[request.micro_credential.slug])


def _request(request_id: UUID) -> ApprovalRequest:
    found = ApprovalRequest.objects.select_related("person", "decider", "policy", "micro_credential__entry", "decision")
    return found.get(pk=request_id)


def _tell(
    person: Person,
    request: ApprovalRequest,
    *,
    kind: str,
    key: str,
    path: str,
    subject: Any,
    body: Any,
    **more: str | Promise,
) -> None:
    entry = getattr(request.micro_credential, "entry", None)
    facts: dict[str, str | Promise] = {
        "person": request.person.name,
        "title": entry.title if entry is not None else request.micro_credential.slug,
        "place": request.decider.name,
        **more,
    }
    tell(
        actor=None,
        person=person,
        kind=kind,
        subject=format_lazy(subject, **facts),
        body=format_lazy(body, **facts),
        path=path,
        key=key,
        at=now(),
    )
