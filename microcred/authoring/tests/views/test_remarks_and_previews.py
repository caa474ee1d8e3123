"""Comments, suggestions, guidance, pictures and previews, as pages."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from microcred.authoring.models import Draft
from microcred.authoring.operations import guide, invite_co_author, publish, start_draft
from microcred.authoring.queries import open_comments, open_suggestions
from microcred.authoring.tests.make import AT, district, draft, nils, omar, save, tess
from microcred.authoring.tests.operations.test_put_in_image import picture, put
from microcred.authoring.tests.passing import no_gates
from microcred.authoring.tests.views.test_draft import address, opened
from microcred.catalog.tests.make import cora, plain_design, university, version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_gates(db):
    """What gates keep back is told in `test_gates`."""
    no_gates()
    no_gates(district())


def at_the_desk(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def author():
    return at_the_desk(cora())


def said(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_comment_begins_beside_a_field_and_is_counted_there(author):
    mine = draft()
    page = reverse("remarks", args=[mine.pk])
    assert "On Competency" in said(author.get(page, {"field": "competency"}))
    author.post(page, {"field": "competency", "text": "Is it one <b>thing</b>?"})

    shown = said(author.get(page))
    assert "Is it one &lt;b&gt;thing&lt;/b&gt;?" in shown
    assert "1 open remark" in said(author.get(address(mine)))
    thread = open_comments(mine).get()
    author.post(reverse("replies", args=[mine.pk, thread.pk]), {"text": "It is.", "do": "reply"})
    assert "It is." in said(author.get(page))
    author.post(reverse("replies", args=[mine.pk, thread.pk]), {"do": "resolve"})
    assert not open_comments(mine)
    assert "Resolved" in said(author.get(page))


def test_a_suggestion_is_shown_by_words_and_accepted_into_its_field(author):
    mine = draft()
    page = reverse("remarks", args=[mine.pk])
    author.post(page, {"field": "name", "text": "Managing Change Well", "why": "Says how", "do": "suggest"})
    shown = said(author.get(page))
    assert "<ins>" in shown
    assert "Says how" in shown
    answer = reverse("suggestion_answer", args=[mine.pk, open_suggestions(mine).get().pk])
    author.post(answer, {"do": "accept"})
    mine.refresh_from_db()
    assert mine.design["name"] == "Managing Change Well"
    again = author.post(answer, {"do": "decline"})
    assert again.status_code == 409
    assert "answered this suggestion before you" in said(again)


def test_what_cannot_be_said_comes_back_with_its_words(author):
    mine = draft()
    answer = author.post(reverse("remarks", args=[mine.pk]), {"field": "competency", "text": "x" * 5001})
    assert answer.status_code == 422
    assert "x" * 5001 in said(answer)
    assert "at most 5000" in said(answer)


def test_remarks_cost_the_same_for_one_and_for_many(author, django_assert_max_num_queries):
    mine = draft()
    for number in range(6):
        author.post(reverse("remarks", args=[mine.pk]), {"field": "competency", "text": f"Remark {number}"})
    with django_assert_max_num_queries(16):
        author.get(reverse("remarks", args=[mine.pk]))


def test_an_invitation_is_found_in_the_list_of_drafts_and_taken_up(author):
    mine = draft()
    her_page = reverse("co_authors", args=[mine.pk])
    assert author.post(her_page, {"email": "nonsense"}).status_code == 422
    author.post(her_page, {"email": tess().email})
    hers = at_the_desk(tess())
    assert "Cora asks you to write with them" in said(hers.get(reverse("drafts")))
    invitation = mine.co_author_invitations.get()
    assert hers.post(reverse("co_authorship", args=[invitation.pk]))["Location"] == address(mine)
    assert "Tess" in said(author.get(her_page))
    author.post(reverse("co_authorship_end", args=[invitation.pk]))
    assert hers.get(address(mine)).status_code == 404


def test_a_link_to_an_invitation_opens_nothing_to_another():
    mine = draft()
    invitation = invite_co_author(actor=cora(), draft=mine, email="tess@example.net", at=AT)
    nobody = at_the_desk(omar())
    assert nobody.post(reverse("co_authorship", args=[invitation.pk])).status_code == 404
    assert nobody.post(reverse("co_authorship_end", args=[invitation.pk])).status_code == 404


def test_guidance_and_limit_of_the_organization_stand_beside_the_field(author):
    guide(actor=None, organization=university(), field="competency", guidance="Begin with a verb.", word_limit=7, at=AT)
    page = said(author.get(address(draft())))
    assert "Begin with a verb." in page
    assert 'data-word-limit="7"' in page
    assert re.search(r"This has \d+ words; the limit is 7", page)


def test_an_administrator_says_what_authors_are_told(author):
    page = reverse("field_guidance", args=["university"])
    assert author.get(page).status_code == 404
    his = at_the_desk(omar())
    assert "Digital Promise" in said(his.get(page))
    assert his.post(page, {"field": "name", "guidance": "Short.", "word_limit": "many"}).status_code == 422
    his.post(page, {"field": "name", "guidance": "Short.", "word_limit": "6", "do": "say"})
    assert "At most 6 words." in said(his.get(page))
    his.post(page, {"field": "name", "do": "inherit"})
    assert "At most 6 words." not in said(his.get(page))


def test_a_picture_is_put_in_described_and_shown_to_its_writers_and_to_all_once_published(author):
    mine = draft()
    page = reverse("draft_images", args=[mine.pk])
    assert author.post(page).status_code == 422
    assert author.post(page, {"file": SimpleUploadedFile("a.png", b"no picture")}).status_code == 422
    author.post(page, {"file": SimpleUploadedFile("a.png", picture()), "alt": ""})
    mine.refresh_from_db()
    file = mine.design["images"][0]["file"]
    own, public = reverse("draft_image", args=[mine.pk, file]), reverse("image", args=[file])
    assert author.get(own)["Content-Type"] == "image/png"
    assert at_the_desk(tess()).get(own).status_code == 404
    assert Client().get(public).status_code == 404
    assert "no words for who cannot see it" in said(author.get(address(mine)))

    author.post(address(mine), opened(author, mine) | {"images.0.alt": "A red field."})
    mine.refresh_from_db()
    made = publish(actor=cora(), draft=mine, at=AT)
    shown = Client().get(public)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
    page = said(Client().get(f"/catalogue/{made.micro_credential.slug}/"))
    assert f'src="{public}" alt="A red field."' in page


def test_a_form_brings_in_no_file_by_naming_it(author):
    mine, other = draft(), put(draft())
    row = {f"images.0.{name}": other.design["images"][0][name] for name in ("uuid", "file", "sha256", "alt")}
    author.post(address(mine), opened(author, mine) | row)
    mine.refresh_from_db()
    assert "images" not in mine.design


def test_previews_show_the_draft_as_it_is_even_an_empty_one(author):
    for mine in (draft(), start_draft(actor=cora(), owner=university(), at=AT)):
        for name in ("educator_preview", "assessor_preview"):
            assert author.get(reverse(name, args=[mine.pk])).status_code == 200
            assert at_the_desk(tess()).get(reverse(name, args=[mine.pk])).status_code == 404
    page = said(author.get(reverse("assessor_preview", args=[draft().pk])))
    assert "disabled" in page
    assert plain_design().rubric[0].levels[0].descriptor[:40] in page


def test_markdown_is_set_and_what_is_no_markdown_is_not_run(author):
    mine = save(draft(), rationale="It *works* <script>alert(1)</script> [x](javascript:alert(1))")
    page = said(author.get(reverse("text_preview", args=[mine.pk]), {"field": "rationale"}))
    assert "<em>works</em>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert author.get(reverse("text_preview", args=[mine.pk]), {"field": "no.such"}).status_code == 200


def test_a_design_of_somebody_else_is_forked_where_its_license_lets():
    closed, free = version(), version(name="Free to Use", license="CC-BY-4.0")
    hers = at_the_desk(tess())
    assert hers.post(reverse("drafts"), {"fork": f"https://x.example/catalogue/{free.micro_credential.slug}/"})[
        "Location"
    ] == reverse("fork", args=[free.micro_credential.slug])
    page = reverse("fork", args=[closed.micro_credential.slug])
    assert "no open license" in said(hers.get(page))
    assert hers.post(page, {"owner": "district"}).status_code == 409
    assert hers.post(page, {"owner": "university"}).status_code == 404
    hers.post(reverse("fork", args=[free.micro_credential.slug]), {"owner": "district"})
    forked = Draft.objects.get(owner__slug="district")
    made = publish(actor=tess(), draft=save(forked, tess(), name="Ours"), at=AT)
    assert "by The University" in said(Client().get(f"/catalogue/{made.micro_credential.slug}/"))


def test_a_copy_is_made_at_the_press_of_a_button(author):
    mine = draft()
    author.post(reverse("draft_clone", args=[mine.pk]))
    assert Draft.objects.filter(design__name="Managing Change (copy)").count() == 1
    assert at_the_desk(nils()).post(reverse("draft_clone", args=[mine.pk])).status_code == 302
