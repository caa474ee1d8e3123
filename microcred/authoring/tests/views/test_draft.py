import re
from html import unescape

import pytest
from django.urls import reverse

from microcred.authoring.guidance import FIELDS
from microcred.authoring.models import Draft
from microcred.authoring.operations import comment, guide, start_draft
from microcred.authoring.pages import place_id, shown_report
from microcred.authoring.queries import report_on
from microcred.authoring.tests.operations.test_put_in_image import put
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.design import Design, problems
from microcred.catalog.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return start_draft(actor=make.cora(), owner=make.university(), design=make.plain_design(), at=make.AT)


@pytest.fixture
def author(client):
    client.force_login(make.cora())
    return client


def address(draft):
    return reverse("draft", args=[draft.pk])


def form_of(page):
    """What a browser would send of the page's form if nothing were typed."""
    form = re.search(r'<form method="post" action="[^"]*" id="writing".*?</form>', page, re.DOTALL)[0]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        read = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if read.get("type") in {"checkbox", "radio"} and " checked" not in tag:
            continue
        sent.setdefault(unescape(read["name"]), []).append(unescape(read.get("value", "on")))
    for name, text in re.findall(r'<textarea[^>]*?name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        sent[unescape(name)] = [unescape(text)]
    for name, options in re.findall(r'<select[^>]*?name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[unescape(name)] = [unescape((chosen or re.search(r'value="([^"]*)"', options))[1])]
    return sent


def opened(author, draft):
    response = author.get(address(draft))
    assert response.status_code == 200
    return form_of(response.content.decode())


def test_a_form_sent_back_untouched_changes_nothing(author, draft):
    before = draft.design
    response = author.post(address(draft), opened(author, draft))
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.design == before
    assert draft.revision == 0


def test_what_is_typed_is_saved_and_problems_are_named_with_their_place(author, draft):
    author.post(address(draft), {**opened(author, draft), "name": "Changed", "rubric.1.levels.0.descriptor": ""})
    draft.refresh_from_db()
    assert (draft.design["name"], draft.revision) == ("Changed", 1)
    page = author.get(address(draft)).content.decode()
    assert "1 thing to mend" in page
    assert 'href="#rubric.1.levels.0.descriptor"' in page
    assert 'id="rubric.1.levels.0.descriptor"' in page


def test_rows_are_added_moved_and_removed_by_buttons_and_keep_what_was_typed(author, draft):
    names = [component["name"] for component in draft.design["components"]]
    author.post(address(draft), {**opened(author, draft), "name": "Kept", "do": "add:components"})
    author.post(address(draft), {**opened(author, draft), "do": "up:components.1"})
    author.post(address(draft), {**opened(author, draft), "do": "remove:components.0"})
    draft.refresh_from_db()
    assert draft.design["name"] == "Kept"
    assert [component["name"] for component in draft.design["components"]] == [names[0], *names[2:], ""]


def test_a_new_criterion_with_levels_can_be_fed_and_published(author, draft):
    author.post(address(draft), {**opened(author, draft), "do": "add:rubric"})
    author.post(address(draft), {**opened(author, draft), "do": "remove:rubric.6.levels.3"})
    sent = opened(author, draft)
    sent |= {"rubric.6.name": "Clear words"}
    sent |= {f"rubric.6.levels.{place}.descriptor": f"It is seen {place} times." for place in range(3)}
    sent["requirements.2.feeds"] = [*sent["requirements.2.feeds"], "criterion-1"]
    author.post(address(draft), sent)
    draft.refresh_from_db()
    assert problems(Design.model_validate(draft.design)) == []
    no_gates()
    response = author.post(reverse("publication", args=[draft.pk]))
    assert response["Location"] == "/catalogue/managing-change/versions/1/"
    assert "Published" in author.get(address(draft)).content.decode()


def test_an_unfinished_draft_is_not_published_and_says_why(author):
    draft = start_draft(actor=make.cora(), owner=make.university(), at=make.AT)
    response = author.post(reverse("publication", args=[draft.pk]))
    assert response.status_code == 409
    assert "cannot be published yet" in response.content.decode()


def test_a_second_tab_sees_both_and_loses_neither(author, draft):
    first, second = opened(author, draft), opened(author, draft)
    author.post(address(draft), {**first, "name": "First"})
    response = author.post(address(draft), {**second, "name": "Second"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "First" in page
    assert form_of(page)["name"] == ["Second"]
    assert Draft.objects.get(pk=draft.pk).design["name"] == "First"
    author.post(address(draft), form_of(page))
    assert Draft.objects.get(pk=draft.pk).design["name"] == "Second"


def test_a_form_that_lost_its_end_saves_nothing(author, draft):
    sent = opened(author, draft)
    sent.pop("complete")
    assert author.post(address(draft), sent).status_code == 400
    draft.refresh_from_db()
    assert draft.revision == 0


def test_odd_forms_are_refused_or_kept_without_a_crash(author, draft):
    for odd in (
        {"revision": "x"},
        {"hours": "many"},
        {"hours": "9" * 30},
        {"name": "a\x00b"},
        {"rubric.0.uuid": "no-uuid"},
        {"requirements.0.part": "9"},
        {"requirements.2.accepts": "malware"},
        {"do": "remove:components.99"},
        {"do": "add:name"},
        {"do": "up:rubric.x.levels.1"},
        {"alignments": "||"},
    ):
        revision = str(Draft.objects.get(pk=draft.pk).revision)
        response = author.post(address(draft), {**opened(author, draft), "revision": revision, **odd})
        assert response.status_code in {302, 400}, odd


def test_strangers_learn_nothing(client, draft):
    assert client.get(address(draft)).status_code == 302
    client.force_login(make.gus())
    assert client.get(address(draft)).status_code == 404
    assert client.post(address(draft)).status_code == 404
    assert client.get(reverse("drafts")).status_code == 404
    assert client.post(reverse("publication", args=[draft.pk])).status_code == 404


def test_a_script_saves_the_whole_form_and_hears_the_revision(author, draft):
    sent = opened(author, draft) | {"competency": ["The educator listens before deciding."]}
    answer = author.post(address(draft), sent, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)
    assert "m." in answer.json()["saved_at_text"]
    draft.refresh_from_db()
    assert draft.design["competency"] == "The educator listens before deciding."


def test_a_script_hears_that_somebody_else_saved(author, draft):
    first, second = opened(author, draft), opened(author, draft)
    author.post(address(draft), first | {"competency": ["One."]}, headers={"accept": "application/json"})
    answer = author.post(address(draft), second | {"competency": ["Other."]}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["revision"]) == (409, 1)
    draft.refresh_from_db()
    assert draft.design["competency"] == "One."


def test_an_emptied_competency_says_what_is_missing_instead_of_offering_to_publish(author, draft):
    author.post(address(draft), opened(author, draft) | {"competency": [""]})
    page = author.get(address(draft)).content.decode()
    assert 'href="#competency"' in page
    assert reverse("publication", args=[draft.pk]) not in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"hours": "nan"}, "“nan” cannot be the hours of work."),
        ({"hours": "-5.5"}, "“-5.5” cannot be the hours of work."),
        ({"requirements.1.word_limit": "9" * 30}, f"“{'9' * 30}” cannot be the word limit of requirement 2."),
        ({"requirements.0.word_limit": "1e3", "hours": "20"}, "“1e3” cannot be the word limit of requirement 1."),
    ],
)
def test_a_number_that_is_none_is_named_and_nothing_that_was_typed_is_lost(author, draft, typed, words):
    sent = {**opened(author, draft), "name": "Typed with care", **typed}
    refused = author.post(address(draft), sent)
    page = unescape(refused.content.decode())
    assert (refused.status_code, words in page) == (400, True)
    again = form_of(page)
    assert again["name"] == ["Typed with care"]
    assert {field: again[field] for field in typed} == {field: [text] for field, text in typed.items()}
    answer = author.post(address(draft), sent, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["message"].startswith(words)) == (400, True)
    draft.refresh_from_db()
    assert draft.revision == 0


def test_a_word_limit_may_be_taken_out(author, draft):
    author.post(address(draft), {**opened(author, draft), "requirements.0.word_limit": " "})
    draft.refresh_from_db()
    assert draft.design["requirements"][0]["word_limit"] is None


def beside(page, field):
    return unescape(re.search(rf'id="beside-{field}">(.*?)</div>', page, re.DOTALL)[1])


def test_findings_stand_beside_their_fields_and_in_sum_beside_the_form(author, draft):
    sent = opened(author, draft) | {"hours": ["300"], "rubric.1.levels.2.descriptor": ["TBD"]}
    author.post(address(draft), sent)
    page = author.get(address(draft)).content.decode()

    assert "Advice" in beside(page, "hours")
    assert "<q>300</q>" in beside(page, "hours")
    assert "Blocks publishing" in beside(page, "rubric-1-levels-2")
    assert "1 thing to mend before publishing" in page
    assert "piece of advice" in page or "pieces of advice" in page
    assert 'href="#rubric.1.levels.2.descriptor"' in page
    assert reverse("publication", args=[draft.pk]) not in page


def test_every_field_shows_what_the_organization_says_of_it_and_counts_its_words(author, draft):
    """The pictures' page says what is said of their words, too."""
    draft = put(draft)
    for number, (name, field) in enumerate(FIELDS.items()):
        limit = 400 + number if field.written else None
        guide(
            actor=None,
            organization=draft.owner,
            field=name,
            guidance=f"Our word on {name}.",
            word_limit=limit,
            at=make.AT,
        )
    page = author.get(address(draft)).content.decode()

    assert [name for name in FIELDS if f"Our word on {name}." not in page] == []
    limited = [400 + number for number, field in enumerate(FIELDS.values()) if field.written]
    assert [limit for limit in limited if f'data-word-limit="{limit}"' not in page] == []
    assert "Our word on images.alt." in author.get(reverse("draft_images", args=[draft.pk])).content.decode()


def test_a_descriptor_to_mend_is_named_by_its_criterion_and_level(author, draft):
    levels = [{**level, "descriptor": ""} for level in draft.design["rubric"][1]["levels"]]
    levels[2]["name"] = ""
    design = draft.design | {"rubric": [draft.design["rubric"][0], {**draft.design["rubric"][1], "levels": levels}]}
    found = shown_report(report_on(draft, Design.model_validate(design), today=make.AT.date()), Design(**design))
    titles = {shown.target: str(shown.title) for shown in found.blocking}
    assert titles["rubric.1.levels.0.descriptor"] == f"Rubric 2, {levels[0]['name']}"
    assert titles["rubric.1.levels.2.descriptor"] == "Rubric 2, Level 3"


def test_every_place_where_something_may_stand_is_on_the_page_once(author, draft):
    page = author.get(address(draft)).content.decode()
    design = Design.model_validate(draft.design)
    places = shown_report(report_on(draft, design, today=make.AT.date()), design).places

    assert len(places) == len(set(places)) > 80
    assert [place for place in places if page.count(f'id="{place_id(place)}"') != 1] == []


def marks_in(markup):
    return {"shows": re.search(r'data-mark="([^"]*)"', markup)[1]}


def saved_by_script(author, draft, sent):
    answer = author.post(address(draft), sent, headers={"accept": "application/json"})
    assert answer.status_code == 200
    return answer.json()


def test_a_save_is_answered_with_what_the_page_has_to_show_otherwise(author, draft):
    page = author.get(address(draft)).content.decode()
    sent = form_of(page) | {"hours": ["300"]} | marks_in(page)

    worse = saved_by_script(author, draft, sent)
    assert set(worse["shown"]) == {"standing", "beside-hours"}
    assert "<q>300</q>" in worse["shown"]["beside-hours"]
    assert "#hours" in worse["shown"]["standing"]

    sent |= {"revision": worse["revision"], "name": "Managing Change Well"} | marks_in(worse["shown"]["standing"])
    same = saved_by_script(author, draft, sent)
    assert set(same["shown"]) == {"standing"}

    sent |= {"revision": same["revision"], "hours": "20"} | marks_in(same["shown"]["standing"])
    better = saved_by_script(author, draft, sent)
    assert set(better["shown"]) == {"standing", "beside-hours"}
    assert "<q>" not in better["shown"]["beside-hours"]
    assert 'href="' in better["shown"]["beside-hours"]


def test_a_remark_made_meanwhile_is_counted_beside_its_field_at_the_next_save(author, draft):
    page = author.get(address(draft)).content.decode()
    sent = form_of(page) | {"hours": ["19"]} | marks_in(page)
    comment(actor=make.cora(), draft=draft, path="rubric.0.levels.1.descriptor", text="Too long.", at=make.AT)

    shown = saved_by_script(author, draft, sent)["shown"]
    assert "1 open remark" in shown["beside-rubric-0-levels-1"]


@pytest.mark.parametrize("shows", ["nonsense", "hours", "<b>:1 :: rubric.99.name:ff", "hours:"])
def test_marks_that_nobody_made_are_no_harm(author, draft, shows):
    sent = opened(author, draft) | {"hours": ["19"], "shows": shows}
    assert "standing" in saved_by_script(author, draft, sent)["shown"]


def test_an_outline_is_no_page_of_reproaches(author):
    outline = start_draft(actor=make.cora(), owner=make.university(), at=make.AT)
    page = author.get(address(outline)).content.decode()

    assert "things to mend before publishing" in page
    assert "Blocks publishing" not in page


def test_what_was_not_checked_is_said(author, draft):
    spanish = "Cada docente escribe con las familias y los estudiantes lo que quiere que pase en la clase de este año."
    draft.design = {
        "name": "Familias",
        "language": "es",
        "competency": spanish,
        "key_method": spanish,
        "rationale": spanish,
    }
    draft.save()
    page = author.get(address(draft)).content.decode()

    assert "Not checked:" in page
    assert "One competency only; Verbs and levels that can be observed" in page


def test_a_list_of_many_rows_loses_none_of_them(author):
    rows = [{"name": f"Step {number}", "text": "Do it."} for number in range(70)]
    draft = start_draft(
        actor=make.cora(), owner=make.university(), design=make.plain_design(components=rows), at=make.AT
    )
    author.post(address(draft), {**opened(author, draft), "name": "Another name"})
    draft.refresh_from_db()
    assert (draft.design["name"], draft.design["components"]) == ("Another name", rows)
