"""The assessor's desk."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.foundation.clock import now
from microcred.scoring.models import Mark
from microcred.scoring.operations import claim_next, enqueue, score
from microcred.scoring.tests import make

LEASE = timedelta(minutes=settings.LEASE_MINUTES)


@pytest.fixture
def ben(cast, client):
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    client.force_login(cast.ben)
    return client


@pytest.fixture
def item(cast, ben):
    make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    return claim_next(actor=cast.ben, at=now())


def desk(item):
    return reverse("workbench", args=[item.pk])


def test_evidence_and_rubric_stand_side_by_side(ben, item):
    page = ben.get(desk(item)).content.decode()
    assert "<strong>Tuesdays</strong>" in page  # the answer's Markdown
    assert "evidence-1.pdf" in page
    for criterion in Criterion.objects.filter(version=item.version):
        assert criterion.name in page
        for level in criterion.levels.all():
            assert f'value="{level.pk}"' in page


def test_a_level_chosen_without_scripts_is_noted(ben, item):
    criterion = Criterion.objects.filter(version=item.version).first()
    level = criterion.levels.last()
    url = reverse("mark", args=[item.pk, criterion.pk])
    answer = ben.post(url, {"claim_number": 1, "revision": 0, "level": level.pk, "text": "Well argued."})
    assert answer.headers["Location"] == f"{desk(item)}#criterion-{criterion.pk}"
    mark = Mark.objects.get()
    assert (mark.level, mark.comment) == (level, "Well argued.")
    assert "checked" in ben.get(desk(item)).content.decode()


def test_autosave_learns_the_revision(ben, item):
    criterion = Criterion.objects.filter(version=item.version).first()
    url = reverse("mark", args=[item.pk, criterion.pk])
    answer = ben.post(
        url, {"claim_number": 1, "revision": 0, "text": "One two."}, headers={"Accept": "application/json"}
    )
    assert answer.json()["revision"] == 1
    assert answer.json()["word_count"] == 2


def test_autosave_shows_both_versions_of_two_tabs(ben, item):
    criterion = Criterion.objects.filter(version=item.version).first()
    url = reverse("mark", args=[item.pk, criterion.pk])
    json = {"Accept": "application/json"}
    ben.post(url, {"claim_number": 1, "revision": 0, "text": "First tab."}, headers=json)
    answer = ben.post(url, {"claim_number": 1, "revision": 0, "text": "Second tab."}, headers=json)
    assert answer.status_code == 409
    assert answer.json()["theirs"] == "First tab."
    assert answer.json()["revision"] == 1


def test_a_level_chosen_with_scripts_brings_the_preview(ben, item):
    criterion = Criterion.objects.filter(version=item.version).first()
    url = reverse("mark", args=[item.pk, criterion.pk])
    answer = ben.post(url, {"claim_number": 1, "level": criterion.levels.first().pk}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert "1 of" in page
    assert f"{criterion.name}: say what is missing" in page


def test_the_preview_tells_the_decision_before_it_is_saved(ben, cast, item):
    criteria = list(Criterion.objects.filter(version=item.version))
    make.mark_all(item, cast.ben, at=now())
    url = reverse("preview", args=[item.pk])
    assert "By your reading: earned" in ben.get(url).content.decode()
    make.mark(item, cast.ben, criteria[0], at=now(), short=True)
    page = ben.get(url).content.decode()
    assert "By your reading: not yet" in page
    assert "1 criterion is short" in page


def test_a_lost_lease_is_said_in_the_callers_way(ben, cast, item):
    criterion = Criterion.objects.filter(version=item.version).first()
    url = reverse("mark", args=[item.pk, criterion.pk])
    stale = {"claim_number": 7, "revision": 0, "text": "Late."}
    assert "ran out" in ben.post(url, stale, headers={"Accept": "application/json"}).json()["message"]
    partial = ben.post(url, stale, headers={"HX-Request": "true"})
    assert (partial.status_code, b"ran out" in partial.content) == (409, True)
    gone = ben.post(url, stale)
    assert gone.status_code == 409
    assert "Your time with it ran out" in gone.content.decode()
    assert "Someone was faster" not in gone.content.decode()


def test_after_the_lease_the_desk_is_empty_and_can_be_taken_up_again(ben, cast, item, monkeypatch):
    monkeypatch.setattr("microcred.scoring.views.desk.now", lambda: item.lease_expires_at)
    page = ben.get(desk(item)).content.decode()
    assert "back in the queue" in page
    assert "Tuesdays" not in page
    again = ben.post(reverse("claim"), {"item": item.pk})
    assert again.headers["Location"] == desk(item)
    assert "Tuesdays" in ben.get(desk(item)).content.decode()


def test_what_another_took_meanwhile_is_closed(ben, cast, item, monkeypatch):
    claim_next(actor=make.assessor(cast, "Lea"), at=item.lease_expires_at)
    monkeypatch.setattr("microcred.scoring.views.desk.now", lambda: item.lease_expires_at)
    page = ben.get(desk(item)).content.decode()
    assert "Another assessor has this submission now" in page
    assert "Tuesdays" not in page


def test_the_review_names_what_is_lacking(ben, cast, item):
    criterion = Criterion.objects.filter(version=item.version).first()
    url = reverse("scoring", args=[item.pk])
    page = ben.get(url).content.decode()
    assert f"{criterion.name}: choose a level" in page
    assert "Save the reading" not in page
    answer = ben.post(url, {"claim_number": 1})
    assert answer.status_code == 409
    assert "has no level yet" in answer.content.decode()


def test_saving_closes_the_desk(ben, cast, item):
    make.mark_all(item, cast.ben, at=now())
    url = reverse("scoring", args=[item.pk])
    assert "By your reading: earned" in ben.get(url).content.decode()
    assert ben.post(url, {"claim_number": 1}, follow=True).redirect_chain == [(reverse("queue"), 302)]
    shut = ben.get(desk(item)).content.decode()
    assert "Your reading is saved" in shut
    assert "has been decided" not in shut  # or whoever reads would learn whether others read it too
    assert ben.post(url, {"claim_number": 1}).status_code == 302  # the second click


def test_a_resubmission_locks_what_was_met_and_shows_what_changed(ben, cast, item):
    criteria = list(Criterion.objects.filter(version=item.version).order_by("position"))
    short = next(c for c in criteria if c.requirements.filter(kind="question").exists())
    make.mark_all(item, cast.ben, at=now(), short=(short,))
    score(actor=cast.ben, item=item, claim_number=1, at=now())
    enqueue(actor=None, submission=make.submitted(cast.ada, item.version, at=now(), story="Now in writing."), at=now())
    second = claim_next(actor=cast.ben, at=now())
    page = ben.get(desk(second)).content.decode()
    assert page.count("stays met") == len(criteria) - 1
    assert page.count("data-levels") == 1
    assert "<ins>" in page
    assert "Now in writing." in page


def test_stepping_back_closes_it_for_good(ben, item):
    ben.post(reverse("recusal", args=[item.pk]), {"claim_number": 1, "reason": "I know this classroom."})
    assert ben.get(desk(item)).status_code == 404


def test_giving_it_back_and_asking_for_more_time(ben, item):
    answer = ben.post(reverse("lease", args=[item.pk]), {"claim_number": 1}, follow=True)
    clock = r"(\d\d?(:\d\d)? [ap]\.m\.|noon|midnight)"
    assert re.search(rf"It is yours until .*{clock} E[SD]T\.", answer.content.decode()), "with its zone"
    answer = ben.post(reverse("claim_end", args=[item.pk]), {"claim_number": 1}, follow=True)
    assert "Given back" in answer.content.decode()


@pytest.mark.parametrize("who", ["bea", "lena", "ada", "gus", "omar"])
def test_nobody_else_finds_the_desk(cast, client, item, who):
    client.force_login(getattr(cast, who))
    assert client.get(desk(item)).status_code == 404
    assert client.get(reverse("preview", args=[item.pk])).status_code == 404
    assert client.post(reverse("scoring", args=[item.pk]), {"claim_number": 1}).status_code == 404


@pytest.mark.parametrize("typed", [{}, {"claim_number": "x"}, {"claim_number": 1, "level": "x"}])
def test_what_no_page_of_ours_sends_is_a_bad_request(ben, item, typed):
    criterion = Criterion.objects.filter(version=item.version).first()
    assert ben.post(reverse("mark", args=[item.pk, criterion.pk]), typed).status_code == 400


def test_a_criterion_or_level_from_elsewhere_is_not_there(ben, cast, item):
    other = Criterion.objects.filter(version=make.published(cast, name="Other")).first()
    assert ben.post(reverse("mark", args=[item.pk, other.pk]), {"claim_number": 1}).status_code == 404
    mine = Criterion.objects.filter(version=item.version).first()
    typed = {"claim_number": 1, "level": other.levels.first().pk}
    assert ben.post(reverse("mark", args=[item.pk, mine.pk]), typed).status_code == 404


def noted_plainly(client, item, text, **typed):
    """A comment sent by a plain form, from the desk."""
    url = reverse("mark", args=[item.pk, Criterion.objects.filter(version=item.version).first().pk])
    form = {"claim_number": 1, "revision": 0, "text": text, **typed}
    return client.post(url, form, headers={"referer": f"http://testserver{desk(item)}"})


def test_a_comment_that_a_plain_form_cannot_save_is_given_back(ben, item):
    noted_plainly(ben, item, "First tab.")
    long = "Thorough words. " * 1300

    for answer, status, words in (
        (noted_plainly(ben, item, "Second tab, other words."), 409, "Second tab, other words."),
        (noted_plainly(ben, item, "Late.", claim_number=7), 409, "Late."),
        (noted_plainly(ben, item, long, revision=1), 413, long),
        (noted_plainly(ben, item, "Well argued, too.", revision="x"), 400, "Well argued, too."),
    ):
        page = answer.content.decode()
        assert (answer.status_code, words in page) == (status, True)
        assert f'href="{desk(item)}"' in page


def test_autosave_is_told_how_long_a_comment_may_be(ben, item):
    url = reverse("word", args=[item.pk])
    long = {"claim_number": 1, "revision": 0, "text": "x" * 20_001}
    answer = ben.post(url, long, headers={"Accept": "application/json"})
    assert (answer.status_code, "20000" in answer.json()["message"]) == (422, True)


def test_a_comment_sent_after_signing_out_is_given_back(ben, item):
    ben.logout()
    answer = noted_plainly(ben, item, "Written while the session ended.")
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Written while the session ended." in page
    assert f'href="/account/login/?next={desk(item).replace("/", "%2F")}"' in page


def test_where_a_form_came_from_is_a_page_that_opens_or_the_nearest_above_it(ben, item):
    ben.logout()
    form_only = reverse("word", args=[item.pk])
    for referer, back in (
        (f"http://testserver{form_only}", desk(item)),
        ("https://elsewhere.example/", "/"),
        ("http://testserver/nowhere/at/all/", "/"),
    ):
        page = ben.post(form_only, {"text": "Some words."}, headers={"referer": referer}).content.decode()
        assert f'href="/account/login/?next={quote(back, safe="")}"' in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_part_of_a_page_is_not_replaced_by_the_sign_in_page(ben, item, method):
    ben.logout()
    criterion = Criterion.objects.filter(version=item.version).first()
    address = reverse("preview", args=[item.pk]) if method == "get" else reverse("mark", args=[item.pk, criterion.pk])
    answer = getattr(ben, method)(address, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.content) == (401, b"")


def test_autosave_of_somebody_signed_out_is_still_led_to_sign_in(ben, item):
    ben.logout()
    url = reverse("word", args=[item.pk])
    assert ben.post(url, {"text": "Some words."}, headers={"Accept": "application/json"}).status_code == 302
