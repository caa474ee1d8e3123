"""Accepted from elsewhere: asked by educators, looked at by who speaks for the recognizer, and counted."""

from decimal import Decimal
from html import unescape

from django.test import Client

from microcred.catalog.operations import refer_to_external
from microcred.foundation import outbox
from microcred.integrations.badge_hosts.models import ExternalCredential
from microcred.quality.queries import components_of
from microcred.recognition.models import AcceptanceDecision, AcceptanceRequest, AcceptanceTerms, ActivityStatement
from microcred.recognition.operations.acceptance import declare_acceptance_terms
from microcred.recognition.operations.activities import confirm_activities
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_acceptance import another_officer, asked, looked, ready
from microcred.recognition.tests.operations.test_acceptance import held as of_shelf
from tests.cast import Cast


def html_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return unescape(response.content.decode())


def in_backpack(cast: Cast) -> ExternalCredential:
    """A credential of another issuer that Ada brought in, as it was checked when it came."""
    return ExternalCredential.objects.create(
        person=cast.ada,
        issuer_id="https://issuer.example",
        credential_id="urn:uuid:00000000-0000-0000-0000-000000000007",
        valid_from=cast.at,
        name="Checks for Understanding",
        issuer_name="An issuer elsewhere",
        is_token=False,
        text="{}",
        verdict="unknown issuer",
        received_at=cast.at,
    )


def test_ada_asks_femi_looks_and_it_counts_in_south_carolina(client: Client, cast: Cast):
    ready(cast, counts_as="university")
    held = in_backpack(cast)
    client.force_login(cast.ada)
    assert "Ask for acceptance" in html_of(client, "/acceptances/")
    form = {
        "recognizer": cast.places["south-carolina"].pk,
        "purpose": "renewal",
        "what": str(held.pk),
        "hours": "12",
        "words": "Its page shows the rubric.",
    }
    client.post("/acceptances/", form)
    request = AcceptanceRequest.objects.get()
    page = f"/acceptances/{request.pk}/"
    assert "Somebody else looks at it." in html_of(client, page)
    assert client.post("/acceptances/", form).status_code == 422

    client.force_login(cast.femi)
    assert "Waits for you" in html_of(client, "/acceptances/")
    marks = {f"verdict-{component.id}": "met" for component in components_of(request.edition)}
    word = {"accepts": "yes", "hours": "15", "reason": "Judged by people."}
    assert client.post(f"{page}reading/", word).status_code == 422
    client.post(f"{page}reading/", word | marks)
    assert AcceptanceDecision.objects.get().accepted
    assert "End this acceptance" in html_of(client, page)

    client.force_login(cast.ada)
    assert "For 15 contact hours, from" in html_of(client, page)
    html = html_of(client, "/transcript/elsewhere/")
    south = html.partition('id="south-carolina"')[2].partition('<li class="stack stack-tight" id=')[0]
    north = html.partition('id="north-carolina"')[2].partition('<li class="stack stack-tight" id=')[0]
    assert "20 of 120 renewal credits" in south
    assert "Checks for Understanding" in south
    assert "Checks for Understanding" not in north


def test_what_does_not_hold_any_more_counts_no_more(client: Client, cast: Cast):
    ready(cast)
    held = in_backpack(cast)
    looked(cast, asked(cast, what=of_shelf(cast, id=held.pk)))
    client.force_login(cast.ada)
    assert "Checks for Understanding" in html_of(client, "/transcript/elsewhere/")
    ExternalCredential.objects.filter(pk=held.pk).update(verdict="revoked")
    assert "Nothing earned yet" in html_of(client, "/transcript/elsewhere/")


def test_a_request_is_nobody_elses(client: Client, cast: Cast):
    ready(cast)
    request = asked(cast)
    for stranger in (cast.gus, cast.omar, cast.mateo):
        client.force_login(stranger)
        html_of(client, f"/acceptances/{request.pk}/", status=404)
        assert client.post(f"/acceptances/{request.pk}/reading/").status_code == 404
        assert client.post(f"/acceptances/{request.pk}/ending/").status_code == 404


def test_the_second_reads_unswayed(client: Client, cast: Cast):
    ready(cast, reviewers=2)
    request = asked(cast)
    looked(cast, request, reason="I like it.")
    client.force_login(another_officer(cast))
    html = html_of(client, f"/acceptances/{request.pk}/")
    assert "I like it." not in html
    assert "neither sees what the other found" in html
    client.force_login(cast.ada)
    assert "I like it." not in html_of(client, f"/acceptances/{request.pk}/")


def test_everyone_reads_which_designs_are_accepted_and_nobody_who_holds_what(client: Client, cast: Cast):
    ready(cast)
    design = refer_to_external(
        actor=cast.pia,
        organization=cast.places["south-carolina"],
        title="Modeling with Data",
        issuer_name="An issuer elsewhere",
        url="https://example.org/modeling",
        at=cast.at,
    )
    looked(cast, asked(cast, what=design))
    looked(cast, asked(cast))
    html = html_of(client, "/acceptances/")
    assert "Modeling with Data" in html
    assert "Checks for Understanding" not in html
    assert cast.ada.name not in html


def test_what_a_district_alone_accepted_is_told_alike_on_every_page(client: Client, cast: Cast):
    ready(cast)
    make.cycle(cast, make.policy(cast))
    rock_hill = cast.places["rock-hill"]
    declare_acceptance_terms(actor=cast.omar, recognizer=rock_hill, reviewers=1, months=24, at=cast.at)
    credential = in_backpack(cast)
    request = asked(cast, what=of_shelf(cast, id=credential.pk, begins_at=credential.valid_from), recognizer=rock_hill)
    looked(cast, request, actor=cast.omar)
    one = ActivityStatement.objects.get()
    ExternalCredential.objects.filter(pk=credential.pk).update(on_transcript=True)
    client.force_login(cast.ada)
    page = html_of(client, f"/activities/{one.activity_id}/")
    assert "By that alone it counts for nothing: its rules stand on those of your state" in page
    assert "so it counts under its rules" not in page
    assert "only once the office has accepted it whose rules you renew by" in html_of(client, "/transcript/")
    client.force_login(cast.omar)
    queue = html_of(client, "/recognitions/activities/")
    assert "not by the state on whose rules those here stand" in queue
    assert "it counts under the rules of whoever accepted it" not in queue


def test_femi_says_how_it_is_looked_at(client: Client, cast: Cast):
    client.force_login(cast.femi)
    form = {"recognizer": cast.places["south-carolina"].pk, "reviewers": "1", "months": "24", "counts_as": ""}
    client.post("/acceptances/terms/", form)
    assert AcceptanceTerms.objects.get().months == 24
    assert client.post("/acceptances/terms/", form | {"months": "3"}).status_code == 422
    client.force_login(cast.ada)
    assert client.post("/acceptances/terms/", form).status_code == 404


def test_what_is_accepted_stands_on_the_transcript_as_competence(client: Client, cast: Cast):
    ready(cast, counts_as="university")
    make.cycle(cast, make.policy(cast))
    credential = in_backpack(cast)
    request = asked(cast, what=of_shelf(cast, id=credential.pk, begins_at=credential.valid_from))
    looked(cast, request, hours=Decimal(15))
    one = ActivityStatement.objects.get()
    client.force_login(cast.ada)
    assert f"/activities/{one.activity_id}/" in html_of(client, f"/acceptances/{request.pk}/")
    page = html_of(client, f"/activities/{one.activity_id}/")
    assert "has accepted it, so it counts under its rules" in page
    assert "Withdraw it" not in page
    client.force_login(cast.omar)
    assert "Verified and accepted" in html_of(client, "/recognitions/activities/")
    confirm_activities(actor=cast.omar, statements=[one], at=cast.at)
    outbox.deliver_all()
    client.force_login(cast.ada)
    (cycle,) = client.get("/transcript/transcript.json").json()["cycles"]
    assert cycle["confirmed_for"] == {"competence": "20", "time": "0"}
    assert cycle["entries"][0]["activity"]["accepted_by"] == cast.places["south-carolina"].name
    assert "accepted by" in html_of(client, "/transcript/")
    assert client.get("/transcript/transcript.pdf").content.startswith(b"%PDF")
