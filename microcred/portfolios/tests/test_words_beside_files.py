"""The privacy helper reads whatever assessors read: pins, what is said in recordings, notes of changes."""

import pytest
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation.tests.inspection.recordings import spoken
from microcred.portfolios.models import Overruling
from microcred.portfolios.operations import EvidenceUnready, overrule, pin, save_change_note, transcribe
from microcred.portfolios.places import Place
from microcred.portfolios.privacy import Kind
from microcred.portfolios.queries import notes_wanted, privacy_of, workspace_of
from microcred.portfolios.queries.privacy import problems_of
from microcred.portfolios.tests.make import came_back, put
from microcred.portfolios.tests.operations.test_explain_alternative import (
    explained,
    instead,
    pursuit,
    put_instead,
    submitted,
)
from microcred.portfolios.tests.operations.test_redact import item, mine, photo

__all__ = ["instead", "item", "mine", "pursuit"]
NAMED = "My student Maria Gomez reads aloud."


def found(pursuit, at):
    return [one for noted in privacy_of(workspace_of(pursuit), at=at).noted.values() for one in noted]


def is_maria(one, place):
    return (one.place, one.kind, one.words, one.keeps_from_submitting) == (
        place,
        Kind.STUDENT_NAME,
        "Maria Gomez",
        True,
    )


@pytest.fixture
def pinned(cast, item):
    criterion = item.requirement.criteria.first()
    return pin(actor=cast.ada, item=item, words=NAMED, criteria=[criterion], place=Place(), at=cast.at)


def test_a_name_in_a_pin_keeps_from_submitting_until_it_is_changed_or_overruled(cast, mine, item, pinned, client):
    (one,) = found(mine, cast.at)
    assert is_maria(one, "pin")
    workspace = workspace_of(mine)
    assert any(
        "to be mended or overruled" in str(problem.words)
        for problem in problems_of(workspace, privacy_of(workspace, at=cast.at))
    )
    client.force_login(cast.ada)
    page = client.get(reverse("pursuit", args=[mine.pk])).content.decode()
    assert "in a pin on “class.png”" in page

    beside = client.get(reverse("pins", args=[item.pk])).content.decode()
    assert "Privacy helper: 1 to mend before you submit" in beside

    overrule(actor=cast.ada, pursuit=mine, requirement=item.requirement, key=one.key, reason="An author.", at=cast.at)
    assert [one.keeps_from_submitting for one in found(mine, cast.at)] == [False]
    assert Overruling.objects.count() == 1


def test_a_pin_is_mended_where_it_is_made(cast, mine, item, pinned, client):
    (one,) = found(mine, cast.at)
    client.force_login(cast.ada)

    mended = {"key": one.key, "words": "Student 1", "beside_text": one.source}
    response = client.post(reverse("replacement_words", args=[mine.pk, item.requirement_id]), mended)

    assert response.headers["Location"] == f"{reverse('pins', args=[item.pk])}#pin-{pinned.pk}"
    page = client.get(response.headers["Location"]).content.decode()
    assert "“Maria Gomez” is now “Student 1” in 1 place. Nothing is left." in page
    assert found(mine, cast.at) == []


def test_a_name_that_is_said_is_found_in_captions_and_transcripts(cast, mine):
    talk = put(mine, "talk.wav", spoken(), at=cast.at)
    for text in (NAMED, f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{NAMED}\n"):
        transcribe(actor=cast.ada, item=talk, text=text, at=cast.at)
        (one,) = found(mine, cast.at)
        assert is_maria(one, "said")
    transcribe(actor=cast.ada, item=talk, text="", at=cast.at)
    assert found(mine, cast.at) == []


def test_a_name_in_a_note_of_a_change_is_found(cast):
    pursuit = came_back(cast)
    criterion = Criterion.objects.get(pk=notes_wanted(workspace_of(pursuit))[0].criterion.id)
    save_change_note(actor=cast.ada, pursuit=pursuit, criterion=criterion, text=NAMED, revision=0, at=cast.at)

    assert [one.place for one in found(pursuit, cast.at) if is_maria(one, "note")] == ["note"]


def test_a_name_in_the_reason_for_an_alternative_is_found_once_the_alternative_is_there(cast, pursuit, instead, client):
    explained(cast, pursuit, instead, NAMED)
    assert found(pursuit, cast.at) == []

    put_instead(cast, pursuit, instead)

    (one,) = [one for one in found(pursuit, cast.at) if one.place == "reason"]
    assert is_maria(one, "reason")
    client.force_login(cast.ada)
    assert "in why you chose this alternative" in client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    beside = client.get(reverse("languages", args=[pursuit.pk])).content.decode()
    assert "Privacy helper: 1 to mend before you submit" in beside
    with pytest.raises(EvidenceUnready, match="mended or overruled"):
        submitted(cast, pursuit)
    overrule(actor=cast.ada, pursuit=pursuit, requirement=instead, key=one.key, reason="An author.", at=cast.at)
    submitted(cast, pursuit)


def test_a_photo_without_words_says_nothing(cast, mine, item):
    assert photo()
    assert found(mine, cast.at) == []
