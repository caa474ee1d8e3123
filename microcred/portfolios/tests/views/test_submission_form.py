import hashlib

from django.urls import reverse

from microcred.foundation.ids import uuid7
from microcred.portfolios.models import Submission
from microcred.portfolios.operations import save_answer
from microcred.portfolios.rules import ATTESTATIONS
from microcred.portfolios.tests.make import asked, came_back, fill, handed_in, revise, started


def url_of(pursuit):
    return reverse("submission_form", args=[pursuit.pk])


def test_the_review_shows_the_very_hashes_that_are_frozen(client, cast):
    client.force_login(cast.ada)
    pursuit = fill(started(cast), at=cast.at)

    page = client.get(url_of(pursuit)).content.decode()
    submission = handed_in(pursuit, at=cast.at)

    for text in submission.texts.all():
        assert hashlib.sha256(text.text.encode()).hexdigest() in page
    for row in submission.items.all():
        assert row.alias in page


def test_ada_submits_and_sees_the_receipt(client, cast):
    client.force_login(cast.ada)
    pursuit = fill(started(cast), at=cast.at)
    sent = {"form_key": client.get(url_of(pursuit)).context["form"].initial["form_key"], "attested": list(ATTESTATIONS)}

    answer = client.post(url_of(pursuit), sent)
    again = client.post(url_of(pursuit), sent)

    submission = Submission.objects.get()
    assert answer["Location"] == again["Location"] == reverse("submission", args=[submission.pk])
    assert submission.digest in client.get(answer["Location"]).content.decode()


def test_what_is_missing_is_listed_with_the_way_there(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)

    answer = client.post(url_of(pursuit), {"form_key": uuid7(), "attested": list(ATTESTATIONS)})

    page = answer.content.decode()
    assert answer.status_code == 422
    for number in range(1, pursuit.version.requirements.count() + 1):
        assert f'href="/pursuits/{pursuit.pk}/#requirement-{number}"' in page
    assert not Submission.objects.exists()


def test_what_stands_in_the_way_is_listed_by_number_whatever_it_is(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    named = "On Tuesday my student Liam Turner told the group what he does when he gets stuck."
    save_answer(actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=named, revision=0, at=cast.at)

    numbers = [problem.work.number for problem in client.get(url_of(pursuit)).context["review"].problems]

    assert numbers == list(range(1, pursuit.version.requirements.count() + 1))


def test_statements_and_the_button_are_there_once_it_is_ready_and_never_before(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)

    before = client.get(url_of(pursuit)).content.decode()
    fill(pursuit, at=cast.at)
    ready = client.get(url_of(pursuit)).content.decode()

    assert "Go on with the work" in before
    assert 'name="attested"' not in before
    assert 'name="form_key"' not in before
    assert ready.count("button-primary") == before.count("button-primary") == 1
    assert 'name="attested"' in ready


def test_what_was_written_of_tools_stays_when_something_turns_out_to_be_missing(client, cast):
    client.force_login(cast.ada)
    sent = {"form_key": uuid7(), "attested": list(ATTESTATIONS), "disclosure": "A chart, drawn by a tool."}

    answer = client.post(url_of(started(cast)), sent)

    assert answer.status_code == 422
    assert "A chart, drawn by a tool." in answer.content.decode()


def test_without_the_statements_nothing_is_submitted_and_ticks_stay(client, cast):
    client.force_login(cast.ada)
    pursuit = fill(started(cast), at=cast.at)

    answer = client.post(url_of(pursuit), {"form_key": uuid7(), "attested": ["own_work"]})

    assert answer.status_code == 422
    assert "confirm every statement" in answer.content.decode()
    assert 'value="own_work" checked' in answer.content.decode()
    assert 'value="student_privacy" checked' not in answer.content.decode()


def test_another_tab_after_submitting_is_told_so(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    handed_in(pursuit, at=cast.at)

    answer = client.post(url_of(pursuit), {"form_key": uuid7(), "attested": list(ATTESTATIONS)})

    assert answer.status_code == 422
    assert "is being judged" in answer.content.decode()
    assert Submission.objects.count() == 1


def test_a_form_without_its_key_submits_nothing(client, cast):
    client.force_login(cast.ada)
    pursuit = fill(started(cast), at=cast.at)

    assert client.post(url_of(pursuit), {"attested": list(ATTESTATIONS)}).status_code == 422
    assert not Submission.objects.exists()


def test_a_stranger_gets_404(client, cast):
    client.force_login(cast.gus)
    pursuit = fill(started(cast), at=cast.at)

    assert client.get(url_of(pursuit)).status_code == 404
    assert client.post(url_of(pursuit), {"form_key": uuid7()}).status_code == 404


def test_carried_evidence_is_marked(client, cast):
    client.force_login(cast.ada)
    assert "carried along" in client.get(url_of(came_back(cast))).content.decode()


def test_what_came_back_and_was_not_touched_is_not_sent_again(client, cast):
    client.force_login(cast.ada)
    pursuit = came_back(cast)
    reflection = asked(pursuit, "reflection")
    sent = {"form_key": uuid7(), "attested": list(ATTESTATIONS)}

    page = client.get(url_of(pursuit)).content.decode()
    refused = client.post(url_of(pursuit), sent)

    assert "Nothing that is open has changed yet" in page
    assert f'href="/pursuits/{pursuit.pk}/#requirement-{reflection.position + 1}"' in page
    assert refused.status_code == 422
    assert "it would be judged as before" in refused.content.decode()
    assert Submission.objects.count() == 1

    revise(pursuit, at=cast.at)
    assert client.post(url_of(pursuit), sent).status_code == 302


def test_words_about_tools_are_looked_at_before_they_are_submitted(client, cast):
    client.force_login(cast.ada)
    pursuit = started(cast)
    address = reverse("disclosure_look", args=[pursuit.pk])

    named = client.post(address, {"disclosure": "A tool wrote to my student Maria Gomez."}).content.decode()
    nobody = client.post(address, {"disclosure": "A tool drew the cover."}).content.decode()

    assert "“Maria Gomez”" in named
    assert "<html" not in named
    assert nobody.strip() == ""
    assert client.get(address).headers["Location"] == reverse("submission_form", args=[pursuit.pk])


def as_shown(client, pursuit) -> dict:
    """What the form of the review sends, as the page now stands."""
    page = client.get(url_of(pursuit)).context
    return {
        "form_key": page["form"].initial["form_key"],
        "shown": page["review"].fingerprint,
        "attested": list(ATTESTATIONS),
    }


def test_what_was_not_shown_is_not_submitted(client, cast):
    client.force_login(cast.ada)
    pursuit = fill(started(cast), at=cast.at)
    one_tab = as_shown(client, pursuit)
    answer = pursuit.answers.get(requirement=asked(pursuit))
    later = f"{answer.text} One sentence more, in another window."
    save_answer(
        actor=cast.ada, pursuit=pursuit, requirement=asked(pursuit), text=later, revision=answer.revision, at=cast.at
    )

    refused = client.post(url_of(pursuit), one_tab)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Your work has changed since you opened this page" in page
    assert "One sentence more, in another window." in page
    assert not Submission.objects.exists()
    assert client.post(url_of(pursuit), as_shown(client, pursuit)).status_code == 302
    assert Submission.objects.get().texts.filter(text=later).exists()


def test_a_second_tab_hears_that_it_was_submitted_and_where_the_receipt_is(client, cast):
    client.force_login(cast.ada)
    pursuit = fill(started(cast), at=cast.at)
    one_tab, other_tab = as_shown(client, pursuit), as_shown(client, pursuit)
    client.post(url_of(pursuit), one_tab)

    page = client.post(url_of(pursuit), other_tab).content.decode()

    submission = Submission.objects.get()
    assert "Nothing was sent a second time" in page
    assert reverse("submission", args=[submission.pk]) in page
    assert "attempt 2" not in page
    assert "What will be frozen" not in page
