"""Agreements: for everyone to read; stated and ended by who speaks for the recognizer."""

from datetime import timedelta
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import now
from microcred.recognition.models import Agreement, AgreementEnding
from microcred.recognition.operations.agreements import end_agreement, state_agreement
from microcred.recognition.rules.reciprocity import Purpose
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_agreements import stated
from tests.cast import Cast

DAY = timedelta(days=1)
FORM = {
    "purpose": "renewal",
    "starts_on": "2026-07-01",
    "minimum_hours": "10",
    "counts_as": "state agency",
    "holds": "approved provider",
    "source": "A letter of both agencies.",
}


def html_of(response) -> str:
    return unescape(response.content.decode())


def test_everyone_reads_what_is_agreed(client: Client, cast: Cast):
    assert "Nothing is agreed yet" in html_of(client.get("/agreements/"))
    stated(cast, minimum_hours=10, evidence_kept=True)
    html = html_of(client.get("/agreements/"))
    assert "South Carolina Department of Education accepts what North Carolina education agency awards" in html
    assert "A letter of both agencies of June 2026." in html
    assert "State an agreement" not in html


def test_femi_states_and_ends_one(client: Client, cast: Cast):
    client.force_login(cast.femi)
    sides = {"recognizer": cast.places["south-carolina"].pk, "issuer": cast.places["north-carolina"].pk}
    client.post("/agreements/", FORM | sides)
    (agreement,) = Agreement.objects.all()
    assert (agreement.stated_by, agreement.counts_as, agreement.holds) == (
        cast.femi,
        "state agency",
        ["approved provider"],
    )
    again = client.post("/agreements/", FORM | sides)
    assert again.status_code == 422
    assert "End that one first." in html_of(again)
    refused = client.post(f"/agreements/{agreement.pk}/ending/", {"ends_on": "2199-01-01", "reason": " "})
    assert refused.status_code == 422
    client.post(f"/agreements/{agreement.pk}/ending/", {"ends_on": "2199-01-01", "reason": "It is over."})
    assert AgreementEnding.objects.get().agreement == agreement


def test_who_speaks_for_nobody_states_and_ends_nothing(client: Client, cast: Cast):
    agreement = stated(cast)
    client.force_login(cast.ada)
    assert client.post("/agreements/", FORM).status_code == 404
    body = {"ends_on": "2199-01-01", "reason": "It is over."}
    assert client.post(f"/agreements/{agreement.pk}/ending/", body).status_code == 404
    client.force_login(cast.omar)
    assert client.post(f"/agreements/{agreement.pk}/ending/", body).status_code == 404
    assert not AgreementEnding.objects.exists()


def test_pia_sees_where_the_states_stand_with_each_other(client: Client, cast: Cast):
    client.force_login(cast.pia)

    def standing() -> dict[str, str]:
        rows = html_of(client.get("/agreements/")).partition("</thead>")[2].partition("</table>")[0].split("<tr>")[1:]
        return {row.partition('row">')[2].partition("<")[0]: row.partition("</th>")[2] for row in rows}

    south, north = "South Carolina Department of Education", "North Carolina education agency"
    assert "nobody yet" in standing()[south]
    agreement = stated(cast, actor=None)
    assert f'{north}</span>: <a href="#agreement-{agreement.pk}">' in standing()[south]
    assert "nobody: all are agreed with" in standing()[south]
    assert "nobody yet" in standing()[north]
    end_agreement(actor=None, agreement=agreement, ends_on=now().date() + DAY, reason="It is over.", at=now())
    assert "nobody yet" not in standing()[south], "it holds until its last day"
    state_agreement(
        actor=None,
        recognizer=cast.places["north-carolina"],
        issuer=cast.places["partnership"],
        purpose=Purpose.LICENSURE,
        source="The partnership's charter.",
        starts_on=agreement.starts_on,
        at=cast.at,
    )
    assert f"{south}</span>: <a" in standing()[north], "what is agreed with the partnership covers its states"


def test_many_agreements_cost_as_many_questions_as_one(client: Client, cast: Cast):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/agreements/").status_code == 200
        return len(asked)

    stated(cast)
    client.get("/agreements/")
    first = questions()
    for slug in ("mira", "carolinacred", "rock-hill", "partnership"):
        stated(cast, issuer=cast.places[slug])
    assert questions() == first


def test_an_agreement_makes_it_count_in_another_state_and_says_so(client: Client, cast: Cast):
    credentials.version(cast, "engaging-stakeholders")
    arkansas = make.arkansas(cast)
    where = "/catalogue/engaging-stakeholders/worth/elsewhere/"

    def there() -> str:
        return html_of(client.get(where)).partition('id="arkansas"')[2].partition("</li>\n      <li")[0]

    assert "Nothing is on record about “approved provider”." in there()
    agreement = stated(cast, actor=None, recognizer=arkansas, issuer=cast.places["south-carolina"])
    assert "An agreement</a> covers it." in there()
    agreement = stated(
        cast,
        actor=None,
        recognizer=arkansas,
        issuer=cast.places["carolinacred"],
        holds=["approved provider"],
        counts_as="state agency",
    )
    assert "contact hours</strong>" in there()
    assert (
        f'It counts so because <a href="/agreements/#agreement-{agreement.pk}">an agreement</a> covers it.' in there()
    )


def test_an_agreement_that_does_not_cover_it_says_why(client: Client, cast: Cast):
    credentials.version(cast, "engaging-stakeholders")
    stated(
        cast,
        actor=None,
        recognizer=cast.places["north-carolina"],
        issuer=cast.places["south-carolina"],
        minimum_hours=400,
    )
    html = html_of(client.get("/catalogue/engaging-stakeholders/worth/elsewhere/"))
    assert "is about it and does not cover it:" in html
    assert "at least 400 are asked." in html
