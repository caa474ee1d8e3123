"""Questions about what is said of a draft: comments by thread, suggestions, and what is still open."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from microcred.authoring.anchors import path_of
from microcred.authoring.models import Comment, Draft, Suggestion
from microcred.foundation.asked_often import asked_often


def threads_of(draft: Draft) -> QuerySet[Comment]:
    """The threads of a draft by their first comment, with all replies at hand; the first written first."""
    replies = Comment.objects.select_related("written_by").order_by("written_at", "pk")
    return (
        Comment.objects.filter(draft=draft, answers__isnull=True)
        .select_related("written_by", "resolution__resolved_by")
        .prefetch_related(Prefetch("replies", replies))
        .order_by("written_at", "pk")
    )


def open_comments(draft: Draft) -> QuerySet[Comment]:
    """The threads that nobody resolved yet."""
    return threads_of(draft).filter(resolution__isnull=True)


def suggestions_of(draft: Draft) -> QuerySet[Suggestion]:
    """All suggestions for a draft with what became of them, the first made first."""
    return (
        Suggestion.objects.filter(draft=draft)
        .select_related("suggested_by", "answer__answered_by")
        .order_by("suggested_at", "pk")
    )


def open_suggestions(draft: Draft) -> QuerySet[Suggestion]:
    """The suggestions that wait for an answer."""
    return suggestions_of(draft).filter(answer__isnull=True)


@dataclass(frozen=True)
class OpenRemarks:
    """How much is open, of the whole draft and by the path at which each field stands now."""

    comments: int
    suggestions: int
    by_path: dict[str, int]

    @property
    def total(self) -> int:
        """Open threads and suggestions."""
        return self.comments + self.suggestions


def open_remarks(draft: Draft) -> OpenRemarks:
    """What is open; of fields that are gone only the number."""
    comments, suggestions = _commented(draft_id=draft.pk), _suggested(draft_id=draft.pk)
    paths = Counter(path for anchor in (*comments, *suggestions) if (path := path_of(draft.design, anchor)))
    return OpenRemarks(len(comments), len(suggestions), dict(paths))


@asked_often
def _commented(*, draft_id: UUID) -> QuerySet[Comment, str]:
    return Comment.objects.filter(draft_id=draft_id, answers__isnull=True, resolution__isnull=True).values_list(
        "anchor", flat=True
    )


@asked_often
def _suggested(*, draft_id: UUID) -> QuerySet[Suggestion, str]:
    return Suggestion.objects.filter(draft_id=draft_id, answer__isnull=True).values_list("anchor", flat=True)
