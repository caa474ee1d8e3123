"""Kept comments stand beside the rubric, on a page of their own, and where a lead shares them; without scripts too."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.scoring.models import KeptComment, KeptCommentUse, Mark
from microcred.scoring.operations import claim, keep_comment, share_comment
from microcred.scoring.tests import make

pytestmark = pytest.mark.django_db
WORDS = "You name [the step]. Add one thing that you saw."


@pytest.fixture
def held(cast, client):
    make.qualified(cast, cast.ben, at=now())
    item = make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    client.force_login(cast.ben)
    return claim(actor=cast.ben, item=item, at=now())


@pytest.fixture
def criterion(held):
    return Criterion.objects.filter(version=held.version).order_by("position").first()


def text(answer) -> str:
    return answer.content.decode()


def test_one_is_kept_changed_and_removed_on_its_page(client, cast, held, criterion):
    page = reverse("kept_comments")
    assert "Nothing is kept yet" in text(client.get(page))
    assert client.post(page, {"text": WORDS, "criterion": criterion.pk}).status_code == 302
    kept = KeptComment.objects.get()
    assert (kept.kept_by, kept.criterion) == (cast.ben, criterion)
    assert WORDS in text(client.get(page))

    client.post(reverse("kept_comment", args=[kept.pk]), {"text": "Shorter.", "revision": 1})
    assert "Shorter." in text(client.get(page))
    client.post(reverse("kept_comment_removal", args=[kept.pk]))
    assert not KeptComment.objects.exists()


def test_a_name_is_refused_at_its_field_and_what_was_typed_stays(client, held):
    answer = client.post(reverse("kept_comments"), {"text": "As Ms. Delgado says, add a date."})

    assert answer.status_code == 422
    assert "seems to name somebody" in text(answer)
    assert "Ms. Delgado says" in text(answer)


def test_beside_the_rubric_one_is_used_with_one_click_and_nothing_typed_is_lost(client, cast, held, criterion):
    kept = keep_comment(actor=cast.ben, text=WORDS, criterion=criterion, at=now())
    desk = text(client.get(reverse("workbench", args=[held.pk])))
    use = reverse("kept_use", args=[held.pk, criterion.pk, kept.pk])
    assert f'formaction="{use}"' in desk

    answer = client.post(use, {"claim_number": 1, "revision": 0, "text": "The plan is there."})

    assert answer["Location"].endswith(f"#criterion-{criterion.pk}")
    assert Mark.objects.get().comment == f"The plan is there.\n\n{WORDS}"
    assert KeptCommentUse.objects.count() == 1


def test_a_script_that_wrote_it_in_has_it_counted_only(client, cast, held, criterion):
    kept = keep_comment(actor=cast.ben, text=WORDS, criterion=None, at=now())
    use = reverse("kept_use", args=[held.pk, criterion.pk, kept.pk])

    assert client.post(use, {"claim_number": 1, "written": "1"}).status_code == 204
    assert not Mark.objects.exists()
    assert KeptCommentUse.objects.count() == 1


def test_what_is_written_is_kept_with_one_click(client, held, criterion):
    keep = reverse("kept_from_mark", args=[held.pk, criterion.pk])
    typed = {"claim_number": 1, "revision": 0, "text": "You write “we met”. Add when."}

    part = client.post(keep, typed, headers={"HX-Request": "true"})
    assert "Kept among your comments." in text(part)
    assert "You write “[their words]”. Add when." in text(part)
    assert client.post(keep, typed | {"revision": 1}).status_code == 302
    assert KeptComment.objects.count() == 1

    empty = client.post(keep, typed | {"revision": 1, "text": ""}, headers={"HX-Request": "true"})
    assert "nothing to keep yet" in text(empty)


def test_a_lead_shares_one_and_sees_how_often_it_was_used(client, cast, held, criterion):
    mine = keep_comment(actor=cast.lena, text=WORDS, criterion=criterion, at=now())
    client.force_login(cast.lena)
    assert "Share with who scores here" in text(client.get(reverse("kept_comments")))

    client.post(reverse("kept_comment_sharing", args=[mine.pk]), {"organization": "carolinacred"})

    shared = text(client.get(reverse("shared_comments", args=["carolinacred"])))
    assert WORDS in shared
    assert "not used yet" in shared
    client.force_login(cast.ben)
    assert WORDS in text(client.get(reverse("workbench", args=[held.pk])))
    assert "Share with who scores here" not in text(client.get(reverse("kept_comments")))


def test_what_others_keep_is_not_there(client, cast, held, criterion):
    theirs = keep_comment(actor=cast.bea, text=WORDS, criterion=None, at=now())

    for name in ("kept_comment", "kept_comment_removal", "kept_comment_sharing"):
        answer = client.post(reverse(name, args=[theirs.pk]), {"text": "x", "revision": 1})
        assert answer.status_code == 404
    use = reverse("kept_use", args=[held.pk, criterion.pk, theirs.pk])
    assert client.post(use, {"claim_number": 1, "text": ""}).status_code == 404


def test_the_pages_cost_the_same_however_much_is_kept(client, cast, held, criterion):
    counts = []
    for size in (1, 3):
        for number in range(len(counts) and 1, size):
            mine = keep_comment(actor=cast.lena, text=f"{WORDS} {number}", criterion=criterion, at=now())
            share_comment(actor=cast.lena, kept=mine, organization=cast.places["carolinacred"], at=now())
        client.force_login(cast.lena)
        for page in (reverse("kept_comments"), reverse("shared_comments", args=["carolinacred"])):
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            counts.append(len(asked))
    assert counts[:2] == counts[2:]
