"""The pages on which rules are written, tried and stated, and on which a statement reaches people."""

from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.foundation import outbox
from microcred.foundation.clock import now
from microcred.organizations.operations import choose_language
from microcred.recognition.models import Policy, PolicyDraft, Reevaluation
from microcred.recognition.operations.drafts import begin_draft
from microcred.recognition.rules.statements import as_text
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_reevaluate import go_through_all
from tests.cast import Cast


def html_of(response) -> str:
    return unescape(response.content.decode())


def test_femi_writes_tries_and_states_and_everyone_follows(client: Client, cast: Cast):
    entry = make.entry(cast)
    make.colleagues(cast, 11, of=entry.award, under=entry.policy)
    outbox.deliver_all()
    client.force_login(cast.femi)
    begun = client.post(
        "/policies/drafts/",
        {"jurisdiction": cast.places["south-carolina"].pk, "begins_with": entry.policy.pk},
    )
    draft = PolicyDraft.objects.get()
    page = f"/policies/drafts/{draft.pk}/"
    assert begun.url == page
    assert "Nothing but its number and its examples." in html_of(client.get(page))

    cap = "caps:\n- {id: development, amount: 15, per: cycle, of: {kinds: [micro-credential]}, clause: other-options}\n"
    example = make.an_example("15")
    stated = make.document(version=2, examples=example)

    assert client.post(page, {"text": as_text(stated) + cap, "revision": 1}).status_code == 302
    html = html_of(client.get(page))
    assert "Comes out" in html
    assert "What differs from what holds" in html
    assert "From July 1, 2018 on it takes the place of statement 1, which then never holds." in html
    assert "At most 15 renewal credits count in a cycle." in html
    assert client.post(page + "trial/").url == page
    go_through_all()
    assert "at least 10" in html_of(client.get(page))

    wrong = client.post(page, {"text": "unit: [", "revision": 1})
    assert wrong.status_code == 422
    assert "has saved this draft since" in html_of(wrong)

    done = client.post(page + "statement/", {"revision": 2})
    policy = Policy.objects.get(number=2)
    assert done.url == f"/policies/{policy.pk}/reevaluation/"
    assert "See what it would change" in html_of(client.get(done.url))
    client.post(f"/policies/{policy.pk}/trial/")
    go_through_all()
    assert "Work out anew what everyone has" in html_of(client.get(done.url))
    client.post(done.url)
    client.post(done.url)
    go_through_all()
    assert Reevaluation.objects.filter(is_trial=False).count() == 1
    html = html_of(client.get(done.url))
    assert "Everyone has been looked at" in html
    assert {make.worth(cast.ada)} == {15}
    client.force_login(cast.ada)
    own = client.get("/transcript/").content.decode()
    assert f'href="/policies/{policy.pk}/"' in own
    assert f'href="/policies/{entry.policy_id}/"' not in own


def test_one_amount_is_changed_by_its_own_field(client: Client, cast: Cast):
    policy = make.policy(cast)
    client.force_login(cast.femi)
    client.post("/policies/drafts/", {"jurisdiction": policy.jurisdiction_id, "begins_with": policy.pk})
    draft = PolicyDraft.objects.get()
    form = client.get(f"/policies/drafts/{draft.pk}/").context["amounts"]
    values = {place.key: place.value for place in form.places} | {"revision": 1}
    values["total/0/amount"] = "130"
    assert client.post(f"/policies/drafts/{draft.pk}/amounts/", values).status_code == 302
    html = html_of(client.get(f"/policies/drafts/{draft.pk}/"))
    assert "130" in html
    assert "Comes out otherwise" in html


def test_a_draft_is_nobody_elses(client: Client, cast: Cast):
    policy = make.policy(cast)
    client.force_login(cast.femi)
    client.post("/policies/drafts/", {"jurisdiction": policy.jurisdiction_id, "begins_with": policy.pk})
    client.force_login(cast.omar)
    assert client.get(f"/policies/drafts/{PolicyDraft.objects.get().pk}/").status_code == 404
    assert client.get(f"/policies/{policy.pk}/reevaluation/").status_code == 404


def test_the_schema_is_everyones(client: Client):
    assert client.get("/policies/schema.json").json()["title"] == "Policy"


def test_a_long_list_of_drafts_takes_as_many_queries_as_a_short_one(client: Client, cast: Cast):
    policy = make.policy(cast)
    client.force_login(cast.femi)
    counts = []
    for more in (1, 12):
        for _ in range(more):
            begin_draft(actor=cast.femi, jurisdiction=cast.places["south-carolina"], of=policy, at=now())
        client.get("/policies/drafts/")
        with CaptureQueriesContext(connection) as asked:
            html = html_of(client.get("/policies/drafts/"))
        counts.append(len(asked))
    assert html.count('href="/policies/drafts/0') == 13
    assert counts[0] == counts[1]


def test_what_is_wrong_is_told_in_the_readers_language_with_its_line(client: Client, cast: Cast):
    policy = make.policy(cast)
    choose_language(actor=cast.femi, language="es")
    client.force_login(cast.femi)
    draft = begin_draft(actor=cast.femi, jurisdiction=cast.places["south-carolina"], of=policy, at=now())
    page = f"/policies/drafts/{draft.pk}/"
    for number, (text, words) in enumerate(
        (
            ("unit: [", "No es YAML ni JSON: en la línea 1, columna 8"),
            (draft.text.replace("unit: renewal credits", "unit: bananas", 1), "“bananas” no es una unidad"),
            (draft.text.replace("version: 2", "version: 1", 1), "La versión 1 ya está establecida."),
        ),
        1,
    ):
        client.post(page, {"text": text, "revision": number})
        html = html_of(client.get(page))
        assert words in html
        assert number == 1 or "línea " in html
