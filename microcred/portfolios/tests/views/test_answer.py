from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from microcred.portfolios.models import Answer, AnswerHistory
from microcred.portfolios.tests.make import asked, came_back, fill, handed_in, started

JSON = {"HTTP_ACCEPT": "application/json"}


def sent(client, pursuit, text, revision, requirement=None, shows="", **headers):
    requirement = requirement or asked(pursuit)
    url = reverse("answer", args=[pursuit.pk, requirement.pk])
    return client.post(url, {"text": text, "revision": revision, "shows": shows}, **headers)


def test_autosave_answers_with_revision_time_and_words(client, cast):
    client.force_login(cast.ada)
    answer = sent(client, started(cast), "Three short words", 0, **JSON)

    body = answer.json()
    assert answer.status_code == 200
    assert (body["revision"], body["word_count"]) == (1, 3)
    assert "m." in body["saved_at_text"]


def test_with_the_save_comes_what_it_changes_on_the_page(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    question = asked(pursuit)
    standing = f"standing-{question.position + 1}"

    ready = sent(client, pursuit, "Three short words", 0, **JSON).json()["shown"]
    over = sent(client, pursuit, "word " * (question.word_limit + 150), 1, **JSON).json()["shown"]

    assert "Being looked at" in ready[standing], "nothing is called ready before names were looked for"
    assert "Ready" not in ready[standing]
    assert "150 words too many" in over[standing]


def test_while_the_page_says_what_is_so_a_save_sends_nothing_to_show(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)

    said = sent(client, pursuit, "Three short words", 0, shows="ready-0", **JSON).json()["shown"]
    otherwise = sent(client, pursuit, "  ", 1, shows="ready-0", **JSON).json()["shown"]

    assert said == {}
    assert "Nothing yet" in otherwise["standing-1"]


def test_after_a_return_the_words_that_were_judged_are_no_revision(client, cast):
    client.force_login(cast.ada)
    pursuit = came_back(cast)
    reflection = asked(pursuit, "reflection")
    judged, place = Answer.objects.get(requirement=reflection), f"standing-{reflection.position + 1}"

    revised = sent(client, pursuit, "Anew", 1, reflection, shows="as_judged-0", **JSON).json()["shown"]
    put_back = sent(client, pursuit, judged.text, 2, reflection, shows="revised-0", **JSON).json()["shown"]

    assert "Being looked at" in revised[place]
    assert "As it was judged" in put_back[place]


def test_a_save_costs_the_same_however_much_is_there(client, cast, django_assert_max_num_queries):
    client.force_login(cast.ada)
    pursuit = started(cast)
    sent(client, pursuit, "one", 0, **JSON)
    with CaptureQueriesContext(connection) as empty:
        sent(client, pursuit, "one two", 1, **JSON)
    fill(pursuit, at=cast.at)
    with django_assert_max_num_queries(len(empty)):
        sent(client, pursuit, "one two three", 2, **JSON)


def test_without_javascript_the_save_button_leads_back_to_its_place(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    answer = sent(client, pursuit, "Words", 0)

    assert answer.status_code == 302
    assert answer["Location"] == f"/pursuits/{pursuit.pk}/#requirement-1"
    assert Answer.objects.get().text == "Words"


def test_of_two_tabs_the_second_gets_both_texts_and_nothing_is_lost(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    sent(client, pursuit, "base", 0, **JSON)
    sent(client, pursuit, "from the phone", 1, **JSON)

    answer = sent(client, pursuit, "from the laptop", 1, **JSON)

    assert answer.status_code == 409
    assert {key: answer.json()[key] for key in ("revision", "theirs")} == {"revision": 2, "theirs": "from the phone"}
    assert Answer.objects.get().text == "from the phone"
    assert AnswerHistory.objects.get(conflicting=True).text == "from the laptop"

    assert sent(client, pursuit, "both", 2, **JSON).status_code == 200


def test_without_javascript_the_second_tab_gets_a_page_with_both(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    sent(client, pursuit, "base", 0)
    sent(client, pursuit, "from the phone", 1)

    page = sent(client, pursuit, "from the laptop", 1)

    assert page.status_code == 409
    assert "from the phone" in page.content.decode()
    assert "from the laptop</textarea>" in page.content.decode()
    assert 'name="revision" value="2"' in page.content.decode()


def test_after_submitting_the_words_stay_on_the_device_and_the_reason_is_said(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    handed_in(pursuit, at=cast.at)

    answer = sent(client, pursuit, "too late", 1, **JSON)

    assert answer.status_code == 422
    assert "is being judged" in answer.json()["message"]


def test_what_no_form_would_send_is_400(client, cast):
    client.force_login(cast.ada)
    assert sent(client, started(cast), "text", "x", **JSON).status_code == 400


def test_a_strangers_answer_is_404(client, cast):
    client.force_login(cast.gus)
    assert sent(client, started(cast), "text", 0, **JSON).status_code == 404


def test_a_requirement_of_another_version_is_404(client, cast):
    from microcred.programs.tests.make import version

    client.force_login(cast.ada)
    other = version(cast, name="Another Skill").requirements.first()
    assert sent(client, started(cast), "text", 0, requirement=other, **JSON).status_code == 404


def test_an_artifact_is_not_written(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    answer = sent(client, pursuit, "text", 0, requirement=asked(pursuit, "artifact"), **JSON)
    assert answer.status_code == 422


def test_a_revision_that_no_answer_can_have_is_a_bad_request(client, cast):
    client.force_login(cast.ada)
    assert sent(client, started(cast), "Three short words", 99_999_999_999).status_code == 400


def test_a_zero_byte_among_the_words_costs_none_of_them(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    assert sent(client, pursuit, "Three\x00 short words", 0, **JSON).status_code == 200
    assert Answer.objects.get(pursuit=pursuit).text == "Three short words"
