"""One row of what a submission froze, as whoever judges it may name it."""

from typing import Any
from uuid import UUID

from django.db.models import Q

from microcred.portfolios.models import FrozenWords, SubmittedItem, ToolDisclosure, words_of
from microcred.portfolios.models.quarantines import WORDS_FIELDS

_AROUND = ("submission__pursuit__person", "submission__pursuit__version")


def frozen_piece(submission_id: UUID, piece_id: UUID) -> SubmittedItem | None:
    """A file or link among what a submission froze."""
    piece = SubmittedItem.objects.filter(pk=piece_id, submission=submission_id)
    return piece.select_related("item", *_AROUND).first()


def frozen_words(submission_id: UUID, words_id: UUID) -> FrozenWords | None:
    """Something written among what a submission froze and assessors may read."""
    mine = Q(pk=words_id, submission=submission_id)
    for model in WORDS_FIELDS:
        shown = mine & Q(shown_to_assessors=True) if model is ToolDisclosure else mine
        found: Any = model._default_manager.filter(shown).select_related(*_AROUND).first()
        if found is not None and words_of(found).strip():
            row: FrozenWords = found
            return row
    return None
