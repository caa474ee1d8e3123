"""What is said of a draft, as its page shows it: each thread and suggestion with the field that it is about today."""

from dataclasses import dataclass

from microcred.authoring import queries
from microcred.authoring.anchors import path_of
from microcred.authoring.labels import as_words, label_of, value_at
from microcred.authoring.models import Comment, Draft, Suggestion
from microcred.catalog.design import Words, word_diff


@dataclass(frozen=True)
class ShownThread:
    """A thread. `path` is where its field stands now; empty where it is gone."""

    thread: Comment
    path: str
    title: str

    @property
    def is_open(self) -> bool:
        """Whether nobody resolved it."""
        return not hasattr(self.thread, "resolution")


@dataclass(frozen=True)
class ShownSuggestion:
    """A suggestion with what it would change. `overtaken` says that the field says something else by now."""

    suggestion: Suggestion
    path: str
    title: str
    words: list[Words]
    overtaken: bool

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return not hasattr(self.suggestion, "answer")


@dataclass(frozen=True)
class RemarksShown:
    """Everything said of a draft, what is open and what is not."""

    open_threads: list[ShownThread]
    open_suggestions: list[ShownSuggestion]
    settled: list[ShownThread | ShownSuggestion]


def remarks_shown(draft: Draft) -> RemarksShown:
    """Everything said of a draft."""
    threads = [_thread(draft, thread) for thread in queries.threads_of(draft)]
    suggestions = [_suggestion(draft, suggestion) for suggestion in queries.suggestions_of(draft)]
    everything: list[ShownThread | ShownSuggestion] = [*threads, *suggestions]
    settled = [one for one in everything if not one.is_open]
    return RemarksShown(
        [one for one in threads if one.is_open],
        [one for one in suggestions if one.is_open],
        settled[::-1],
    )


def _thread(draft: Draft, thread: Comment) -> ShownThread:
    path = path_of(draft.design, thread.anchor) or ""
    return ShownThread(thread, path, label_of(path) if path else thread.about)


def _suggestion(draft: Draft, suggestion: Suggestion) -> ShownSuggestion:
    path = path_of(draft.design, suggestion.anchor) or ""
    says = as_words(value_at(draft.design, path)) if path else ""
    return ShownSuggestion(
        suggestion,
        path,
        label_of(path) if path else suggestion.about,
        word_diff(suggestion.before, suggestion.after),
        overtaken=says != suggestion.before,
    )
