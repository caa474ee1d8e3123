"""The officer's pages: sets, looking up, files; and one's own log."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from microcred.organizations.models import Role
from microcred.organizations.operations import appoint
from microcred.recognition.models import BatchFile, CreditSet, LookUp
from microcred.recognition.tests import make
from microcred.recognition.tests.operations.test_licensure import approved, cycle, looked, made
from tests.cast import Cast

__all__ = ["cycle"]


def page(client: Client, person, path: str) -> str:
    client.force_login(person)
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_sets_are_chosen_and_approved_as_they_are_seen(client: Client, cast: Cast, cycle):
    html = page(client, cast.femi, "/licensure/")
    seen = html.split('name="seen" value="')[1].split('"')[0]
    assert "1 set approved." in client.post("/licensure/", {"seen": [seen]}, follow=True).content.decode()
    assert "was approved already" in client.post("/licensure/", {"seen": [seen]}, follow=True).content.decode()
    assert CreditSet.objects.get().outcome == "approved"
    shouted = seen.split(":")[0].upper() + ":" + seen.split(":")[1]
    assert client.post("/licensure/", {"seen": [shouted]}).status_code == 302
    client.post(f"/licensure/{cycle.pk}/return/", {"code": "license_differs", "words": "Two numbers."})
    assert CreditSet.objects.count() == 2


def test_looking_up_leaves_its_trace_whether_anybody_is_found(client: Client, cast: Cast, cycle):
    client.force_login(cast.femi)
    body = {"jurisdiction": cast.places["south-carolina"].pk, "basis": "consent", "words": "Letter of May 3"}
    assert client.post("/licensure/look-ups/", {**body, "number": "2048816", "basis": ""}).status_code == 422
    found = client.post("/licensure/look-ups/", {**body, "number": "2048816"}, follow=True)
    nothing = client.post("/licensure/look-ups/", {**body, "number": "1"}, follow=True)
    assert (found.status_code, nothing.status_code) == (200, 200)
    assert cast.ada.name in found.content.decode()
    assert "Nobody is found" in nothing.content.decode()
    assert LookUp.objects.count() == 2
    assert "Letter of May 3" in page(client, cast.ada, "/transcript/look-ups/")
    assert "Nobody has looked you up" in page(client, cast.mateo, "/transcript/look-ups/")


def test_what_was_found_is_for_who_looked_and_for_an_hour(client: Client, cast: Cast, cycle):
    old = looked(cast, "2048816")  # by the clock of the page long ago
    client.force_login(cast.femi)
    assert client.get(f"/licensure/look-ups/{old.pk}/").status_code == 404
    client.force_login(cast.ada)
    assert client.get(f"/licensure/look-ups/{old.pk}/").status_code == 404


def test_a_file_is_made_taken_and_answered(client: Client, cast: Cast, cycle):
    approved(cast, cycle)
    assert "1 line to send" in page(client, cast.femi, "/licensure/files/?layout=south-carolina-fixed")
    client.post("/licensure/files/", {"layout": "south-carolina-fixed"})
    file = BatchFile.objects.get()
    assert "There is nothing to send" in client.post(
        "/licensure/files/", {"layout": "south-carolina-fixed"}, follow=True
    ).content.decode()  # fmt: skip
    content = client.get(f"/licensure/files/{file.pk}/content/").content
    assert b"Whitfield" in content
    key = file.lines.get().key
    answer = SimpleUploadedFile("answer.csv", f"key,status,reason\n{key},R,Not known\nX,A,\n".encode())
    html = client.post(f"/licensure/files/{file.pk}/", {"answer": answer}, follow=True).content.decode()
    assert "Not known" in html
    assert "Line 3 is about “X”, which is not in this file." in html
    assert "1 line to send" in page(client, cast.femi, "/licensure/files/?layout=south-carolina-fixed")


def test_another_states_officer_sees_none_of_it(client: Client, cast: Cast, cycle):
    approved(cast, cycle)
    file = made(cast)
    north = cast.places["north-carolina"]
    appoint(actor=None, person=cast.nadia, organization=north, role=Role.LICENSURE_OFFICER, at=cast.at)
    assert cast.ada.name not in page(client, cast.nadia, "/licensure/")
    for path in (f"/licensure/files/{file.pk}/", f"/licensure/files/{file.pk}/content/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/licensure/{cycle.pk}/return/", {"code": "other", "words": "x"}).status_code == 404
    client.force_login(cast.omar)
    for path in ("/licensure/", "/licensure/look-ups/", "/licensure/files/"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/licensure/", "/licensure/files/?layout=ceds-csv"])
def test_lists_cost_the_same_whatever_their_length(client: Client, cast: Cast, cycle, path):
    approved(cast, cycle)

    def queries() -> int:
        page(client, cast.femi, path)
        with CaptureQueriesContext(connection) as captured:
            page(client, cast.femi, path)
        return len(captured)

    one = queries()
    for other in make.many_cycles_like(cycle, 5):
        CreditSet.objects.create(
            cycle=other,
            jurisdiction=cast.places["south-carolina"],
            number=1,
            outcome="approved",
            amount=0,
            digest="",
            decided_at=cast.at,
            decided_by=cast.femi,
        )
    assert queries() == one
