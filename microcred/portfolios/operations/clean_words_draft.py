"""Keeping clean words as their educator writes them, before they take the place of what was set aside."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import CleanWordsDraft, Quarantine
from microcred.portfolios.operations.gates import own
from microcred.portfolios.operations.quarantines import still_set_aside
from microcred.portfolios.operations.writing import LONGEST, TextTooLong
from microcred.portfolios.rules import plain_text


class CleanWordsOvertaken(Refusal):
    """Another tab or device saved since the words that this save was based on."""

    message = _("These clean words were also changed elsewhere. Compare the two and keep what you mean.")

    def __init__(self, theirs: CleanWordsDraft) -> None:
        self.theirs = theirs
        super().__init__()


@operation
def save_clean_words(
    *, actor: Person, quarantine: Quarantine, words: str, revision: int, at: datetime
) -> CleanWordsDraft:
    """Save clean words as they are so far. Assessors read none of it before they are put in their place.

    Args:
        revision: the revision that the words were based on; 0 when nothing was there.

    Raises:
        CleanWordsOvertaken: with the words as they stand; nothing is changed.
        TextTooLong, QuarantineOver, NotAllowed.
    """
    own(actor, quarantine.submission.pursuit)
    if quarantine.written is None:
        raise NotAllowed
    words = plain_text(words)
    if len(words) > LONGEST:
        raise TextTooLong(count=len(words), limit=LONGEST)
    hold(quarantine.submission.pursuit_id)
    still_set_aside(quarantine)
    draft = CleanWordsDraft.objects.filter(quarantine=quarantine).first()
    if draft is None:
        return CleanWordsDraft.objects.create(quarantine=quarantine, words=words, saved_at=at)
    if draft.words == words:
        return draft
    if draft.revision != revision:
        raise CleanWordsOvertaken(draft)
    draft.words, draft.revision, draft.saved_at = words, draft.revision + 1, at
    draft.save(update_fields=["words", "revision", "saved_at"])
    return draft
