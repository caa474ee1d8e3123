"""Putting clean words in the place of something written that was set aside."""

from datetime import datetime
from typing import Any

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
from microcred.portfolios.privacy.cleaning import is_same, new_words
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
        CleanWordsMissing, TextTooLong, WordsUnchanged, RewrittenTooMuch, StillNamed, QuarantineOver, NotAllowed.
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
    count, limit = new_words(rewriting.before, words), rewriting.may_be_new
    if count > limit:
        raise RewrittenTooMuch(count=count, limit=limit)
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
