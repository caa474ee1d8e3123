"""The pages of what else rules ask about a person: one's own, the office's word, and the office's own statement."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.recognition.models import FactStatement
from microcred.recognition.queries.standing import standing_of
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_state_fact import REQUIRED, state
from microcred.recognition.tests.views.test_educators import looked_up
from tests.cast import Cast

OWN = "/record/facts/?name=Read%20to%20Succeed%20is%20required"


def test_an_educator_says_whether_it_is_so_and_the_coordinator_confirms_it(client: Client, cast: Cast):
    client.force_login(cast.ada)
    assert REQUIRED not in client.get("/record/").content.decode()
    assert "Nothing is asked here" in client.get(OWN).content.decode()
    assert client.post(OWN, {"is_so": "yes"}).status_code == 422, "no rules about her are stated"
    make.policy(cast)
    assert OWN in client.get("/record/").content.decode()
    assert client.post(OWN, {"is_so": "perhaps"}).status_code == 422
    assert client.post(OWN, {"is_so": "yes"})["Location"] == "/record/"
    assert client.post(OWN, {"is_so": "yes"}).status_code == 422, "a second click states nothing"
    html = client.get("/record/").content.decode()
    assert "stated as so" in html
    assert "Waiting for confirmation" in html

    statement = FactStatement.objects.get()
    client.force_login(cast.omar)
    assert REQUIRED in client.get("/recognitions/statements/").content.decode()
    path = f"/recognitions/statements/{statement.pk}/ruling/"
    assert client.post(path, {"ruling": "confirm"})["Location"] == "/recognitions/statements/"
    assert standing_of(cast.ada).facts == [statement]


def test_an_officer_states_it_for_an_educator_and_corrects_it(client: Client, cast: Cast):
    make.policy(cast)
    looked_up(cast)
    client.force_login(cast.femi)
    page = f"/recognitions/educators/{cast.ada.pk}/"
    path = f"{page}facts/?name=Read%20to%20Succeed%20is%20required"
    assert path in client.get(page).content.decode()
    assert client.post(path, {"is_so": "yes"})["Location"] == page
    assert "stated as so" in client.get(page).content.decode()
    assert "This is what stands there already" in client.post(path, {"is_so": "yes"}).content.decode()
    client.post(path, {"is_so": "no"})
    (holds,) = standing_of(cast.ada).facts
    assert (holds.number, holds.is_so) == (2, False)
    html = client.get(path).content.decode()
    assert "Statement 1" in html
    assert client.post(f"{page}facts/?name=Chess", {"is_so": "yes"}).status_code == 422
    for stranger in (cast.gus, cast.lena, cast.ada):
        client.force_login(stranger)
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/record/", "/recognitions/statements/"])
def test_what_is_stated_takes_as_many_statements_as_nothing_more(client: Client, cast: Cast, path: str):
    make.policy(cast)
    client.force_login(cast.ada if path == "/record/" else cast.omar)
    counts = []
    for is_so in (True, False, True):
        state(cast, is_so=is_so)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[2]
