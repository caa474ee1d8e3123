"""Links to a transcript: made for somebody and until a day, ended at once, and looked at while they are open."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from microcred.foundation.models import AuditEntry
from microcred.foundation.refusals import NotAllowed
from microcred.recognition import access
from microcred.recognition.models import TranscriptLook, TranscriptShare, TranscriptShareEnding
from microcred.recognition.operations.sharing import (
    EndsBeforeItBegins,
    NobodyNamed,
    ShareEndedSince,
    ShareOver,
    end_transcript_share,
    look_at_transcript,
    new_token,
    share_transcript,
)
from tests.cast import Cast

PAGE = TranscriptLook.Form.PAGE


def shared(cast: Cast, *, days: int = 30, for_whom: str = "Lincoln County", token: str | None = None):
    last_day = cast.at.date() + timedelta(days=days)
    return share_transcript(actor=cast.ada, for_whom=for_whom, last_day=last_day, at=cast.at, token=token)


def test_its_token_opens_it_until_its_last_day_is_over_and_is_kept_nowhere(cast: Cast):
    made = shared(cast, days=3)
    assert access.shared_transcript(made.token, at=cast.at) == made.share
    assert access.shared_transcript(made.token, at=made.share.ends_at - timedelta(seconds=1)) == made.share
    with pytest.raises(ShareOver):
        access.shared_transcript(made.token, at=made.share.ends_at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(one)::text FROM recognition_transcriptshare AS one")
        assert made.token not in cursor.fetchone()[0]
    assert made.token not in str(list(AuditEntry.objects.values_list("verb", "subjects")))


def test_a_token_that_was_never_given_opens_nothing(cast: Cast):
    made = shared(cast)
    for token in ("", made.token[:-1], made.share.token_digest, str(made.share.pk)):
        with pytest.raises(ShareOver):
            access.shared_transcript(token, at=cast.at)


def test_whoever_it_is_for_is_named_and_today_is_soon_enough(cast: Cast):
    with pytest.raises(NobodyNamed):
        shared(cast, for_whom="  ")
    with pytest.raises(EndsBeforeItBegins):
        shared(cast, days=-2)
    assert shared(cast, days=1, for_whom=" Lincoln   County ").share.for_whom == "Lincoln County"
    assert TranscriptShare.objects.count() == 1


def test_the_same_form_sent_twice_is_one_link_and_with_other_words_another(cast: Cast):
    token = new_token()
    first = shared(cast, token=token)
    assert shared(cast, token=token) == first
    other = shared(cast, token=token, for_whom="Lancaster County")
    assert other.token != token
    assert access.shared_transcript(other.token, at=cast.at) == other.share
    assert TranscriptShare.objects.count() == 2

    end_transcript_share(actor=cast.ada, share=first.share, at=cast.at)
    with pytest.raises(ShareEndedSince):
        shared(cast, token=token)


def test_ended_it_opens_nothing_and_twice_is_once(cast: Cast):
    made = shared(cast)
    first = end_transcript_share(actor=cast.ada, share=made.share, at=cast.at)
    assert end_transcript_share(actor=cast.ada, share=made.share, at=cast.at + timedelta(days=1)) == first
    with pytest.raises(ShareOver):
        access.shared_transcript(made.token, at=cast.at)
    with pytest.raises(ShareOver):
        look_at_transcript(actor=None, share=made.share, form=PAGE, at=cast.at)
    assert not TranscriptLook.objects.exists()


def test_nobody_ends_anothers(cast: Cast):
    made = shared(cast)
    with pytest.raises(NotAllowed):
        end_transcript_share(actor=cast.gus, share=made.share, at=cast.at)
    assert not TranscriptShareEnding.objects.exists()


def test_a_look_is_noted_while_it_is_open(cast: Cast):
    made = shared(cast, days=3)
    look = look_at_transcript(actor=None, share=made.share, form=PAGE, at=cast.at)
    assert (look.share, look.form, look.looked_at) == (made.share, "page", cast.at)
    with pytest.raises(ShareOver):
        look_at_transcript(actor=None, share=made.share, form=PAGE, at=made.share.ends_at)


def test_nothing_of_it_is_edited_afterwards(cast: Cast):
    made = shared(cast)
    look_at_transcript(actor=None, share=made.share, form=PAGE, at=cast.at)
    end_transcript_share(actor=cast.ada, share=made.share, at=cast.at)
    for model in (TranscriptShare, TranscriptLook, TranscriptShareEnding):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(created_at=cast.at)
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all()._raw_delete(model.objects.db)
