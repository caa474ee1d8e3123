"""What people say of a draft: comments in threads, and suggestions to accept or decline."""

from copy import deepcopy
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from microcred.authoring.anchors import anchor_of, path_of, put_at
from microcred.authoring.labels import label_of, value_at
from microcred.authoring.models import Comment, Draft, Resolution, Suggestion, SuggestionAnswer
from microcred.authoring.operations.drafts import held, may_write_on, save_draft
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.organizations.models import Person

LONGEST_REMARK = 5_000
LONGEST_SUGGESTION = 20_000
"""characters"""

NOT_WRITTEN = frozenset({"uuid", "id", "language", "part", "kind", "required", "file", "sha256", "demonstration"})
"""Texts of a design that are chosen, not written."""


class RemarkEmpty(Refusal):
    """Nothing was written."""

    message = _("Nothing is written there yet. Write what you want to say, then send it.")
    field = "text"
    status = 422


class RemarkTooLong(Refusal):
    """Longer than a remark that anybody reads."""

    message = _("This has {count} characters; at most {limit} are taken. Send it in two.")
    field = "text"
    status = 422


class FieldGone(Refusal):
    """The draft has no such field, or no longer."""

    message = _("The field that this is about is not in the draft any more. Load the page again and choose another.")


class FieldNotWritten(Refusal):
    """The field holds something else than a text of its own."""

    message = _("No text can be suggested for “{name}”. Leave a comment there instead.")


class SuggestionChangesNothing(Refusal):
    """It says what the field says."""

    message = _("This is what the field says already. Change the words, then suggest them.")
    field = "text"
    status = 422


class SuggestionAnswered(Refusal):
    """Somebody accepted or declined it before."""

    message = _("{who} answered this suggestion before you. Load the page again to see how.")


class SuggestionOvertaken(Refusal):
    """The field says something else by now than when the suggestion was made."""

    message = _(
        "“{name}” was rewritten after this was suggested. Take what you want of it into the field by hand, and "
        "decline the suggestion."
    )


class ThreadResolved(Refusal):
    """The thread is settled."""

    message = _("This thread was resolved by {who}. Begin a new one to take the matter up again.")


@operation
def comment(*, actor: Person, draft: Draft, path: str, text: str, at: datetime) -> Comment:
    """Say something of the field at a path of the draft as it is now.

    Raises:
        RemarkEmpty, RemarkTooLong, FieldGone, DraftPublished, NotAllowed.
    """
    may_write_on(actor, draft, at)
    text = _said(text)
    draft = held(draft)
    return Comment.objects.create(
        draft=draft, anchor=_anchor(draft, path), about=_about(path), text=text, written_by=actor, written_at=at
    )


@operation
def reply(*, actor: Person, to: Comment, text: str, at: datetime) -> Comment:
    """Answer in a thread.

    Raises:
        ThreadResolved, RemarkEmpty, RemarkTooLong, DraftPublished, NotAllowed.
    """
    may_write_on(actor, to.draft, at)
    text = _said(text)
    held(to.draft)
    first = to.answers or to
    resolved = Resolution.objects.filter(comment=first).select_related("resolved_by").first()
    if resolved is not None:
        raise ThreadResolved(who=resolved.resolved_by)
    return Comment.objects.create(
        draft=to.draft,
        anchor=first.anchor,
        about=first.about,
        text=text,
        answers=first,
        written_by=actor,
        written_at=at,
    )


@operation
def resolve(*, actor: Person, thread: Comment, at: datetime) -> Resolution:
    """Say that a thread is settled. Settled twice is settled once.

    Raises:
        NotAllowed.
    """
    may_write_on(actor, thread.draft, at)
    resolution, _is_new = Resolution.objects.get_or_create(
        comment=thread.answers or thread, defaults={"resolved_by": actor, "resolved_at": at}
    )
    return resolution


@operation
def suggest(*, actor: Person, draft: Draft, path: str, text: str, at: datetime, why: str = "") -> Suggestion:
    """Hold out another text for the field at a path of the draft as it is now.

    Raises:
        FieldNotWritten, SuggestionChangesNothing, RemarkTooLong, FieldGone, DraftPublished, NotAllowed.
    """
    may_write_on(actor, draft, at)
    text = text.replace("\r\n", "\n").strip()
    for words, limit in ((text, LONGEST_SUGGESTION), (why, LONGEST_REMARK)):
        if len(words) > limit:
            raise RemarkTooLong(count=len(words), limit=limit)
    draft = held(draft)
    anchor = _anchor(draft, path)
    before = value_at(draft.design, path)
    if not is_written(path, before):
        raise FieldNotWritten(name=label_of(path))
    if (before or "") == text:
        raise SuggestionChangesNothing
    return Suggestion.objects.create(
        draft=draft,
        anchor=anchor,
        about=_about(path),
        before=before or "",
        after=text,
        why=why.strip(),
        suggested_by=actor,
        suggested_at=at,
    )


@operation
def accept_suggestion(*, actor: Person, suggestion: Suggestion, at: datetime) -> SuggestionAnswer:
    """Put the suggested text into its field, wherever that stands now.

    Raises:
        SuggestionOvertaken: the field was rewritten since.
        SuggestionAnswered, FieldGone, DraftPublished, NotAllowed, and what `save_draft` raises.
    """
    may_write_on(actor, suggestion.draft, at)
    draft = held(suggestion.draft)
    _unanswered(suggestion)
    path = path_of(draft.design, suggestion.anchor)
    if path is None:
        raise FieldGone
    if (value_at(draft.design, path) or "") != suggestion.before:
        raise SuggestionOvertaken(name=label_of(path))
    design = deepcopy(draft.design)
    put_at(design, path, suggestion.after)
    draft = save_draft(actor=actor, draft=draft, design=design, revision=draft.revision, at=at)
    return SuggestionAnswer.objects.create(
        suggestion=suggestion, accepted=True, revision=draft.revision, answered_by=actor, answered_at=at
    )


@operation
def decline_suggestion(*, actor: Person, suggestion: Suggestion, at: datetime) -> SuggestionAnswer:
    """Leave the field as it is.

    Raises:
        SuggestionAnswered, DraftPublished, NotAllowed.
    """
    may_write_on(actor, suggestion.draft, at)
    held(suggestion.draft)
    _unanswered(suggestion)
    return SuggestionAnswer.objects.create(suggestion=suggestion, accepted=False, answered_by=actor, answered_at=at)


def is_written(path: str, value: Any) -> bool:
    """Whether the field at a path is a text that somebody writes, and may be suggested otherwise."""
    return path.rpartition(".")[2] not in NOT_WRITTEN and (
        isinstance(value, str) or (value is None and path.rpartition(".")[2] in {"research_note", "url"})
    )


def _said(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise RemarkEmpty
    if len(text) > LONGEST_REMARK:
        raise RemarkTooLong(count=len(text), limit=LONGEST_REMARK)
    return text


def _anchor(draft: Draft, path: str) -> str:
    anchor = anchor_of(draft.design, path)
    if anchor is None or len(anchor) > 200:
        raise FieldGone
    return anchor


def _about(path: str) -> str:
    return label_of(path)[:200]


def _unanswered(suggestion: Suggestion) -> None:
    answer = SuggestionAnswer.objects.filter(suggestion=suggestion).select_related("answered_by").first()
    if answer is not None:
        raise SuggestionAnswered(who=answer.answered_by)
