"""My data and account: everything one can do with what is theirs."""

from datetime import timedelta

from microcred.accounts.models import Erasure, Export
from microcred.accounts.operations import ask_for_erasure, ask_for_export, place_hold
from microcred.accounts.reactions import erase_who_is_due, pack, tidy_exports
from microcred.credentials.tests import make as credentials
from microcred.foundation.clock import now
from microcred.organizations.models import Person


def test_one_asks_leaves_and_comes_back_to_fetch_it(client, cast):
    client.force_login(cast.ada)
    assert "Pack my data" in client.get("/my-data/").content.decode()
    client.post("/my-data/exports/")
    assert "being packed" in client.get("/my-data/").content.decode()
    export = Export.objects.get()
    address = f"/my-data/exports/{export.pk}/"
    assert client.get(address).status_code == 404

    pack(str(export.pk))

    assert address in client.get("/my-data/").content.decode()
    answer = client.get(address)
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert answer["Cache-Control"] == "private, no-store"


def test_the_address_of_an_archive_opens_nothing_by_itself(client, cast):
    export = ask_for_export(actor=cast.ada, at=now())
    pack(str(export.pk))
    address = f"/my-data/exports/{export.pk}/"

    assert client.get(address).status_code == 302
    client.force_login(cast.gus)
    assert client.get(address).status_code == 404


def test_an_archive_whose_days_are_over_is_gone(client, cast):
    export = ask_for_export(actor=cast.ada, at=now())
    pack(str(export.pk))
    Export.objects.filter(pk=export.pk).update(expires_at=now())

    tidy_exports()

    client.force_login(cast.ada)
    assert client.get(f"/my-data/exports/{export.pk}/").status_code == 404
    export.refresh_from_db()
    assert export.removed_at is not None


def test_what_goes_and_what_stays_is_said_before_one_asks(client, cast):
    credentials.award(cast)
    client.force_login(cast.ada)

    page = client.get("/my-data/erasure/").content.decode()

    assert "your name, your addresses" in page
    assert "must be able to check it" in page
    assert client.post("/my-data/erasure/", {}).status_code == 422
    assert not Erasure.objects.exists()


def test_asked_for_and_taken_back(client, cast):
    client.force_login(cast.ada)
    client.post("/my-data/erasure/", {"understood": "on"})
    assert Erasure.objects.get().shows_name is False
    assert "unless you take it back" in client.get("/my-data/").content.decode()

    client.post("/my-data/erasure/cancellation/")

    assert "What would be erased" in client.get("/my-data/").content.decode()
    assert client.post("/my-data/erasure/cancellation/").status_code == 404


def test_a_hold_is_told_with_its_reason_and_there_is_no_form(client, cast):
    place_hold(actor=None, person=cast.ada, reason="An audit runs until June.", at=now())
    client.force_login(cast.ada)

    page = client.get("/my-data/erasure/").content.decode()

    assert "An audit runs until June." in page
    assert "Ask to be erased" not in page


def test_the_clock_erases_who_is_due_and_nobody_else(client, cast):
    ask_for_erasure(actor=cast.ada, shows_name=True, at=now() - timedelta(days=14))
    ask_for_erasure(actor=cast.gus, shows_name=True, at=now() - timedelta(days=13))
    client.force_login(cast.ada)

    erase_who_is_due()

    assert Person.objects.get(pk=cast.ada.pk).name == ""
    assert Person.objects.get(pk=cast.gus.pk).name == "Gus Petersen"
    assert client.get("/my-data/").status_code == 302
