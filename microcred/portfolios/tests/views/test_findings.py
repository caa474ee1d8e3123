import re
from html import unescape

import pytest
from django.urls import reverse

from microcred.catalog.models import Criterion
from microcred.portfolios.models import Answer, Overruling, Renaming
from microcred.portfolios.operations import pin, save_change_note
from microcred.portfolios.places import Place
from microcred.portfolios.queries import notes_wanted, workspace_of
from microcred.portfolios.tests.make import asked, came_back, pdf, put, started
from microcred.portfolios.tests.operations.test_mend import noted, written
from microcred.portfolios.tests.operations.test_redact import item, mine

__all__ = ["item", "mine"]


def url_of(name, pursuit):
    return reverse(name, args=[pursuit.pk, asked(pursuit).pk])


def test_findings_stand_beside_the_answer_and_are_asked_for_after_a_save(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast)

    page = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    part = client.get(url_of("findings", pursuit)).content.decode()

    for shown in (page, part):
        assert "“Maria Gomez”" in shown
        assert "looks like a student’s name" in shown
        assert "Privacy helper: 1 to mend before you submit" in shown
        assert "1 thing before you submit" in shown, "the standing says so, too"
        assert ">Ready<" not in shown
    assert f'hx-get="{url_of("findings", pursuit)}" hx-trigger="autosaved from:#requirement-1"' in page
    assert "<html" not in part


def in_an_answer(cast):
    return written(cast)


def beside_a_pin(cast):
    pursuit = started(cast)
    item = put(pursuit, "plan.pdf", pdf(), at=cast.at)
    criteria = list(item.requirement.criteria.all()[:1])
    words = "Here my student Maria Gomez leads."
    pin(actor=cast.ada, item=item, words=words, criteria=criteria, place=Place(), at=cast.at)
    return pursuit


def in_a_note(cast):
    pursuit = came_back(cast)
    criterion = Criterion.objects.get(pk=notes_wanted(workspace_of(pursuit))[0].criterion.id)
    text = "My student Maria Gomez speaks more."
    save_change_note(actor=cast.ada, pursuit=pursuit, criterion=criterion, text=text, revision=0, at=cast.at)
    return pursuit


@pytest.mark.parametrize("scene", [in_an_answer, beside_a_pin, in_a_note])
def test_what_is_in_the_way_of_submitting_leads_to_the_finding_with_the_helper_open(client, cast, scene):
    client.force_login(cast.ada)
    pursuit = scene(cast)
    review = client.get(reverse("submission_form", args=[pursuit.pk])).content.decode()

    way = re.search(r'<a href="([^"]*)">[^<]*of the privacy helper', review)[1]

    page = client.get(unescape(way)).content.decode()
    found = page.index(f'id="{way.partition("#")[2]}"')
    helper = list(re.finditer(r'<details class="disclosure[^"]*"( open)? id="found-', page))
    assert [one[1] for one in helper if one.start() < found][-1] == " open"


def test_a_click_replaces_without_a_script(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast)

    response = client.post(
        url_of("replacement_words", pursuit), {"key": noted(pursuit, cast.at)[0].key, "words": "Student 1"}
    )

    assert "Maria" not in Answer.objects.get().text
    page = client.get(response.headers["Location"]).content.decode()
    assert response.headers["Location"].endswith("#findings-1"), "back to where it was done"
    assert "“Maria Gomez” is now “Student 1” in 2 places. Nothing is left." in page
    assert page.count("Nothing is left.") == 1, "it is said there, and not at the head of the page as well"

    client.post(url_of("mending_undoing", pursuit), {"back": f"{asked(pursuit).pk}:2"})

    assert "Maria Gomez" in Answer.objects.get().text


def test_without_a_script_one_goes_on_with_the_next(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast, "My student Maria Gomez read.\nMy student Liam Turner wrote.")
    maria, liam = noted(pursuit, cast.at)

    response = client.post(url_of("replacement_words", pursuit), {"key": maria.key, "words": "Student 1"})

    assert response.headers["Location"].endswith(f"#finding-{liam.key}")
    page = client.get(response.headers["Location"]).content.decode()
    assert "1 is left to mend before you submit." in page
    assert '<details class="disclosure disclosure-warning" open id="found-1">' in page


def test_to_a_script_the_part_comes_anew_with_what_else_changed(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast, "My student Maria Gomez read.\nMy student Liam Turner wrote.")
    maria, liam = noted(pursuit, cast.at)
    asks = {"HTTP_HX_REQUEST": "true"}

    part = client.post(url_of("replacement_words", pursuit), {"key": maria.key, "words": "Student 1"}, **asks)
    again = client.post(url_of("replacement_words", pursuit), {"key": maria.key, "words": "Student 1"}, **asks)

    words = part.content.decode()
    assert part.status_code == 200
    assert "<html" not in words
    assert f'id="finding-{liam.key}" tabindex="-1" autofocus' in words
    assert '<template data-writes="text-1" data-revision="2"' in words
    assert "My student Student 1 read.\nMy student Liam Turner wrote.</template>" in words
    assert '<template data-shown="standing-1">' in words
    assert again.status_code == 409
    assert "the text changed meanwhile" in again.content.decode()


def test_an_address_that_takes_forms_leads_back_to_its_page(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast)

    for name in ("replacement_words", "overruling", "mending_undoing", "answer", "items"):
        assert client.get(url_of(name, pursuit)).headers["Location"].endswith("#requirement-1")
    client.force_login(cast.ben)
    assert client.get(url_of("replacement_words", pursuit)).status_code == 404


def test_own_words_count_more_than_the_button(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast)
    key = noted(pursuit, cast.at)[0].key

    client.post(url_of("replacement_words", pursuit), {"key": key, "other": "a reader"})

    assert "My student a reader read." in Answer.objects.get().text


def test_a_false_alarm_is_overruled_and_shown_as_such(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast)
    key = noted(pursuit, cast.at)[0].key

    client.post(url_of("overruling", pursuit), {"key": key, "reason": "She is the author."})

    assert Overruling.objects.get().key == key
    page = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    assert "1 false alarm that you overruled" in page
    assert "She is the author." in page


def test_words_are_kept_wherever_they_stand_by_one_click(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast)
    page = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    assert 'name="kept_as" value="a made-up name"' in page
    assert "2 times" in page, "the same name is one finding"

    client.post(url_of("overruling", pursuit), {"key": noted(pursuit, cast.at)[0].key, "kept_as": "a made-up name"})

    assert Overruling.objects.get().reason == "a made-up name"
    page = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    assert "“Maria Gomez” is kept wherever it stands in this work" in page
    assert "1 false alarm that you overruled" in page


def test_a_typed_reason_is_about_its_place(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast)
    key = noted(pursuit, cast.at)[0].key

    client.post(url_of("overruling", pursuit), {"key": key, "reason": "An author.", "kept_as": "a made-up name"})

    assert (Overruling.objects.get().key, Overruling.objects.get().reason) == (key, "An author.")


def test_a_picture_says_that_nothing_in_it_was_read(client, cast, mine, item):
    client.force_login(cast.ada)

    for address in (reverse("pursuit", args=[mine.pk]), reverse("item_more", args=[item.pk])):
        assert "Nothing could be read in it" in client.get(address).content.decode()


def test_without_a_reason_it_says_what_is_needed(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast)

    response = client.post(url_of("overruling", pursuit), {"key": noted(pursuit, cast.at)[0].key})

    assert response.status_code == 409
    assert "why it is a false alarm" in response.content.decode()


def test_a_form_of_nothing_is_told_that_nothing_is_there(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast)

    assert client.post(url_of("overruling", pursuit), {"reason": "x"}).status_code == 409
    assert client.post(url_of("replacement_words", pursuit), {"words": "x"}).status_code == 409


def test_a_file_is_renamed_in_place(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    item = put(pursuit, "Ada Whitfield plan.pdf", pdf(Author="Ada"), at=cast.at)

    page = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    assert "Rename to “plan.pdf”" in page
    assert "We took out:" in client.get(reverse("item_more", args=[item.pk])).content.decode()
    key = noted(pursuit, cast.at, item.requirement)[0].key
    response = client.post(reverse("item_title", args=[item.pk]), {"title": "plan.pdf", "key": key})
    assert f"?helper={item.requirement.position + 1}#findings-" in response.headers["Location"]

    assert Renaming.objects.get().title == "plan.pdf"
    page = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    assert "Ada Whitfield plan.pdf" not in page
    assert "plan.pdf" in page


def test_the_review_lists_what_is_open(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast, "My student Maria Gomez read. Then Emma wrote.")

    page = client.get(reverse("submission_form", args=[pursuit.pk])).content.decode()

    assert "1 finding of the privacy helper is to be mended or overruled" in page
    assert reverse("mending", args=[pursuit.pk]) in page
    assert "“Emma”" in page


def test_an_autosave_does_not_look_for_names(client, cast, django_assert_max_num_queries):
    """What is found is asked for afterwards: a save costs what it did."""
    client.force_login(cast.ada)
    pursuit = started(cast)
    save = {"text": "My student Maria Gomez.", "revision": 0}
    headers = {"accept": "application/json"}
    client.post(url_of("answer", pursuit), save, headers=headers)

    with django_assert_max_num_queries(40) as plain:
        client.post(url_of("answer", pursuit), {"text": "My students.", "revision": 1}, headers=headers)
    with django_assert_max_num_queries(len(plain)):
        client.post(url_of("answer", pursuit), {"text": "Maria Gomez, my student", "revision": 2}, headers=headers)
    assert not any("overruling" in query["sql"] for query in plain.captured_queries)
