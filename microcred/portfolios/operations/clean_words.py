"""Putting clean words in the place of something written that was set aside."""

from datetime import datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Person
from microcred.portfolios.models import (
    AlternativeReason,
    Answer,
    AnswerHistory,
    ChangeNote,
    CleanCopy,
    Pin,
    Pursuit,
    Quarantine,
    SubmittedPin,
    words_of,
)
from microcred.portfolios.operations.gates import own
from microcred.portfolios.operations.quarantines import stand_in, still_set_aside
from microcred.portfolios.operations.writing import LONGEST, TextTooLong
from microcred.portfolios.privacy.cleaning import GONE_FOR_NEW, Amiss, amiss_in, is_same, new_words, words_gone
from microcred.portfolios.queries.clean_words import clean_words_for
from microcred.portfolios.queries.pins import pin_digest
from microcred.portfolios.queries.quarantines import wall_of
from microcred.portfolios.rules import digest_of, plain_text


class CleanWordsMissing(Refusal):
    """Nothing would stand there."""

    message = _("Write what assessors are to read instead. Replace only what names somebody; the rest can stay.")
    field = "words"
    status = 422


class WordsUnchanged(Refusal):
    """They are what was set aside, now or before."""

    message = _(
        "These are the words that were set aside. Replace what names somebody, such as by “Student 1” or “a second "
        "grader”; if nobody is named, say below why it is a false alarm."
    )
    field = "words"
    status = 422


class RewrittenTooMuch(Refusal):
    """Much more is new than the place of a name needs."""

    message = _(
        "{count} words are new here; a clean copy of this may have {limit}. It is judged as you submitted it, so "
        "replace only what names somebody. What you typed is still in the field."
    )
    field = "words"
    status = 422


class TakenOutTooMuch(Refusal):
    """Much more is gone than names."""

    message = _(
        "{count} words are gone here; of this {limit} may be. It is judged as you submitted it, so put the others "
        "back, and replace only what names somebody. What you typed is still in the field."
    )
    field = "words"
    status = 422


class MeaningTurned(Refusal):
    """A negation is gone, or new: the sentence says the opposite of what is judged."""

    message = _(
        "“{words}” was taken out or put in, and that turns round what you wrote. Leave it as it was, and replace only "
        "what names somebody. What you typed is still in the field."
    )
    field = "words"
    status = 422


class WordsMoved(Refusal):
    """What is taken out in one place stands in another."""

    message = _(
        "“{words}” stands elsewhere than it did. Leave all words in their order, and write another one in the place "
        "of a name, such as “Student 1”. What you typed is still in the field."
    )
    field = "words"
    status = 422


class WordsAdded(Refusal):
    """They stand where nothing was taken out."""

    message = _(
        "“{words}” is new where nothing was taken out. New words may only stand in the place of what names somebody. "
        "What you typed is still in the field."
    )
    field = "words"
    status = 422


class PassageReplaced(Refusal):
    """More than a name or an address gave way in one place."""

    message = _(
        "“{words}” is more in one place than a name or an address needs. Leave the words around a name as they were, "
        "and replace only the name. What you typed is still in the field."
    )
    field = "words"
    status = 422


_AMISS: dict[Amiss, type[Refusal]] = {
    Amiss.TURNED: MeaningTurned,
    Amiss.MOVED: WordsMoved,
    Amiss.ADDED: WordsAdded,
    Amiss.TOO_LONG: PassageReplaced,
}

SHOWN = 80
"""characters of what a refusal is about"""


class StillNamed(Refusal):
    """The privacy helper is sure of something in it."""

    message = _("Replace “{found}” too, or confirm below that nobody is named who should not be.")
    field = "words"
    status = 422


@operation
def put_in_clean_words(
    *, actor: Person, quarantine: Quarantine, words: str, at: datetime, confirmed: bool = False
) -> CleanCopy:
    """Put clean words in the place of something written that was set aside. What was frozen stays, with its digest.

    The copy has a digest of its own, of a statement that names the submission's digest and both texts by theirs. Where
    the old words still stand in the work, the clean ones take their place there too, and what stood there is kept as
    history, for its educator alone.

    Args:
        confirmed: whether the educator looked at what the privacy helper still finds, and nobody is named by it.

    Raises:
        CleanWordsMissing, TextTooLong, WordsUnchanged, StillNamed, QuarantineOver, NotAllowed.
        RewrittenTooMuch, TakenOutTooMuch, MeaningTurned, WordsMoved, WordsAdded, PassageReplaced.
    """
    pursuit = quarantine.submission.pursuit
    own(actor, pursuit)
    written = quarantine.written
    if written is None:
        raise NotAllowed
    words = plain_text(words).strip()
    if not words:
        raise CleanWordsMissing
    if len(words) > LONGEST:
        raise TextTooLong(count=len(words), limit=LONGEST)
    hold(pursuit.pk)
    still_set_aside(quarantine)
    wall = wall_of(quarantine.submission)
    rewriting = clean_words_for(quarantine, words, at=at)
    if not rewriting.is_changed or is_same(words_of(written), words) or wall.reads(words) != words:
        raise WordsUnchanged
    _only_names_replaced(rewriting.before, words, most=rewriting.may_be_new)
    if rewriting.findings and not confirmed:
        raise StillNamed(found=rewriting.findings[0].words)
    sha256 = _as_in_manifest(written, words)
    stated = {
        "replaces": {"id": str(written.pk), "sha256": written.digest},
        "by": {"sha256": sha256, "mediaType": "text/plain", "size": len(words.encode())},
    }
    copy = stand_in(quarantine, stated, at, words=words, sha256=sha256)
    # Should the work come back, nothing is in it that was ever set aside.
    old = {digest for digest, now in wall_of(quarantine.submission).clean_words.items() if now == words}
    _stand_in_work(pursuit, old, words, at)
    return copy


def _only_names_replaced(before: str, after: str, *, most: int) -> None:
    """Refuse clean words that say something else than what was set aside.

    Args:
        most: how many words may be new.

    Raises:
        RewrittenTooMuch, TakenOutTooMuch, MeaningTurned, WordsMoved, WordsAdded, PassageReplaced.
    """
    for count, limit, refusal in (
        (new_words(before, after), most, RewrittenTooMuch),
        (words_gone(before, after), GONE_FOR_NEW * most, TakenOutTooMuch),
    ):
        if count > limit:
            raise refusal(count=count, limit=limit)
    amiss = amiss_in(before, after)
    if amiss is not None:
        what, about = amiss
        raise _AMISS[what](words=Truncator(about).chars(SHOWN))


def _as_in_manifest(written: Any, words: str) -> str:
    """By what a manifest would name the words: a pin by all that it says."""
    if not isinstance(written, SubmittedPin):
        return digest_of(words)
    clean = SubmittedPin(**written.said() | {"words": words})
    return pin_digest(clean)


def _stand_in_work(pursuit: Pursuit, old: set[str], words: str, at: datetime) -> None:
    """Let clean words stand wherever the old ones do in the work as it is now."""
    for answer in Answer.objects.filter(pursuit=pursuit):
        if digest_of(answer.text) in old:
            AnswerHistory.objects.create(
                answer=answer, revision=answer.revision, text=answer.text, saved_at=answer.saved_at
            )
            Answer.objects.filter(pk=answer.pk).update(text=words, revision=answer.revision + 1, saved_at=at)
    for reason in AlternativeReason.objects.filter(pursuit=pursuit):
        if digest_of(reason.words) in old:
            AlternativeReason.objects.filter(pk=reason.pk).update(words=words, said_at=at)
    for note in ChangeNote.objects.filter(return_row__submission__pursuit=pursuit):
        if digest_of(note.text) in old:
            ChangeNote.objects.filter(pk=note.pk).update(text=words, revision=note.revision + 1, saved_at=at)
    for pin in Pin.objects.filter(item__pursuit=pursuit):
        if digest_of(pin.words) in old:
            Pin.objects.filter(pk=pin.pk).update(words=words, changed_at=at)
