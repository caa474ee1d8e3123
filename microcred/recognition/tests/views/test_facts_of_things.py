"""The pages of what rules ask of single awards and activities: the educator's answer, and the office's word."""

import html as html_lib
import re
from urllib.parse import quote
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.credentials.tests import make as credentials
from microcred.foundation import outbox
from microcred.recognition.models import FactStatement
from microcred.recognition.rules.engine import Policy as Document
from microcred.recognition.rules.engine.conditions import Condition
from microcred.recognition.rules.engine.policy import Requirement
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_state_fact_of_thing import (
    APPROVED,
    ENDORSING,
    asks,
    earned,
    look_again,
)
from microcred.recognition.tests.operations.test_state_fact_of_thing import state as stated
from tests.cast import Cast

MENTORS = "mentors new teachers"


def path_of(award, *, name: str = APPROVED) -> str:
    return f"/record/facts/?name={quote(name)}&award={award.pk}"


def shown(path: str) -> str:
    return path.replace("&", "&amp;")


def test_an_educator_answers_beside_the_clause_and_the_coordinator_confirms_it(client: Client, cast: Cast):
    asks(cast)
    award = earned(cast)
    client.force_login(cast.ada)
    html = client.get("/transcript/").content.decode()
    assert shown(path_of(award)) in html
    assert "Is it so: approved provider?" in html
    page = client.get(path_of(award)).content.decode()
    assert award.version.title in page
    assert "certificate" in page
    assert client.post(path_of(award), {"is_so": "perhaps"}).status_code == 422
    assert client.post(path_of(award), {"is_so": "yes"})["Location"] == "/transcript/"
    assert client.post(path_of(award), {"is_so": "yes"}).status_code == 422, "a second click states nothing"
    assert "Waiting for confirmation" in client.get("/transcript/").content.decode()
    assert award.version.title in client.get("/record/").content.decode()

    statement = FactStatement.objects.get()
    client.force_login(cast.omar)
    waiting = client.get("/recognitions/statements/").content.decode()
    assert APPROVED in waiting
    assert award.version.title in waiting
    ruling = f"/recognitions/statements/{statement.pk}/ruling/"
    assert client.post(ruling, {"ruling": "confirm"})["Location"] == "/recognitions/statements/"
    outbox.deliver_all()
    assert make.worth(cast.ada) == 20


def test_a_coordinator_states_it_on_the_educators_page_and_corrects_it(client: Client, cast: Cast):
    asks(cast)
    award = earned(cast)
    client.force_login(cast.omar)
    page = f"/recognitions/educators/{cast.ada.pk}/"
    path = f"{page}facts/?name={quote(APPROVED)}&award={award.pk}"
    html = client.get(page).content.decode()
    assert shown(path) in html
    assert shown(path.replace(quote(APPROVED), quote(ENDORSING))) in html
    assert "Counts only once it is said" in html
    assert client.post(path, {"is_so": "yes"})["Location"] == page
    outbox.deliver_all()
    assert make.worth(cast.ada) == 20
    assert client.post(path, {"is_so": "yes"}).status_code == 422, "a second click states nothing"
    assert "Counts only once it is said" not in client.get(page).content.decode()
    client.post(path, {"is_so": "no"})
    outbox.deliver_all()
    assert make.worth(cast.ada) == 0
    assert "Statement 1" in client.get(path).content.decode()
    for stranger in (cast.gus, cast.lena, cast.ada):
        client.force_login(stranger)
        assert client.get(path).status_code == 404
        assert client.post(path, {"is_so": "yes"}).status_code == 404


def test_the_queue_leads_to_what_can_be_said_of_an_award_or_of_its_educator_until_it_is(client: Client, cast: Cast):
    of_people = Requirement(
        id="whom", that=Condition(facts={MENTORS: True}), way_forward="Have it put on record.", clause="other-options"
    )
    under = asks(cast)
    award = earned(cast)
    client.force_login(cast.omar)
    facts = f"/recognitions/educators/{cast.ada.pk}/facts/?name="
    of_award, of_ada = f"{facts}{quote(APPROVED)}&award={award.pk}", f"{facts}{quote(MENTORS)}"

    def led_to() -> list[str]:
        html = client.get("/recognitions/").content.decode()
        return [html_lib.unescape(one) for one in re.findall(r'href="([^"]*/facts/[^"]*)"', html)]

    assert led_to() == [of_award]
    stated(cast, award)
    assert led_to() == [], "what she said waits elsewhere"
    document = Document.model_validate(under.document)
    (example,) = document.examples
    person = example.record.person.but(facts={APPROVED: True, MENTORS: True})
    example = example.model_copy(update={"record": example.record.but(person=person)})
    make.policy(cast, document.model_copy(update={"version": 2, "applies_to": of_people, "examples": (example,)}))
    look_again(cast)
    assert led_to() == [of_ada]
    assert "Nothing is asked here" not in client.get(of_ada).content.decode()
    assert client.post(of_ada, {"is_so": "yes"}).status_code == 302
    outbox.deliver_all()
    assert led_to() == []


def test_nobody_answers_for_what_is_not_theirs(client: Client, cast: Cast):
    asks(cast)
    award = earned(cast)
    said = make.activity(cast)
    client.force_login(cast.mateo)
    for path in (
        path_of(award),
        f"/record/facts/?name={quote(APPROVED)}&activity={said.pk}",
        f"/record/facts/?name={quote(APPROVED)}&award={uuid4()}",
        f"/record/facts/?name={quote(APPROVED)}&award=nonsense",
    ):
        assert client.get(path).status_code == 404
        assert client.post(path, {"is_so": "yes"}).status_code == 404
    client.force_login(cast.ada)
    assert "Nothing is asked here" in client.get(path_of(award, name="Plays chess")).content.decode()
    assert client.post(path_of(award, name="Plays chess"), {"is_so": "yes"}).status_code == 422
    client.force_login(cast.omar)
    mateos = f"/recognitions/educators/{cast.mateo.pk}/facts/?name={quote(APPROVED)}&award={award.pk}"
    assert client.get(mateos).status_code == 404


def test_many_awards_are_asked_in_as_many_statements_as_one(client: Client, cast: Cast):
    asks(cast)
    award = earned(cast)
    client.force_login(cast.ada)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get("/transcript/")
        counts.append(len(asked))
        for each in credentials.many_like(award, 5):
            look_again(cast)
            stated(cast, each)
    assert counts[0] == counts[1]
