from django.urls import reverse

from microcred.portfolios.models import Answer
from microcred.portfolios.queries import mendings_in, privacy_of, workspace_of
from microcred.portfolios.tests.operations.test_mend import noted, written

TEXT = "My student Maria Gomez wrote to liam@example.org. Then Emma read."


def page_of(pursuit):
    return reverse("mending", args=[pursuit.pk])


def ticked(pursuit, at, *names):
    workspace = workspace_of(pursuit)
    mendings = mendings_in(workspace, privacy_of(workspace, at=at))
    words = {f"words-{one.key}": one.instead for one in mendings}
    return words | {f"mend-{one.key}": "on" for one in mendings if one.first.words in names}


def test_it_is_seen_first_what_becomes_what_and_then_all_is_mended_at_once(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast, TEXT)

    preview = client.get(page_of(pursuit)).content.decode()
    response = client.post(page_of(pursuit), ticked(pursuit, cast.at, "Maria Gomez", "liam@example.org"))

    assert "“Maria Gomez”" in preview
    assert 'value="Student 1"' in preview
    assert preview.count(" checked>") == 2, "advice is left for its reader to tick"
    assert Answer.objects.get().text == "My student Student 1 wrote to [e-mail address]. Then Emma read."
    page = client.get(response.headers["Location"]).content.decode()
    assert "Mended in 2 places. What is left is 1 piece of advice." in page
    assert "Undo what was just mended" in page


def test_nothing_ticked_changes_nothing(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast, TEXT)

    response = client.post(page_of(pursuit), ticked(pursuit, cast.at))

    assert response.status_code == 422
    assert "Tick at least one" in response.content.decode()
    assert Answer.objects.get().text == TEXT


def test_what_the_helper_cannot_mend_is_said(client, cast):
    client.force_login(cast.ada)
    pursuit = written(cast, "We read.")
    assert noted(pursuit, cast.at) == ()

    assert (
        "nothing that the helper could mend by itself. Nothing is left."
        in client.get(page_of(pursuit)).content.decode()
    )


def test_nobody_elses(client, cast):
    client.force_login(cast.ben)
    assert client.get(page_of(written(cast, TEXT))).status_code == 404
