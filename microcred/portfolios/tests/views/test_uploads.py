"""A browser's calls: begin, sign, send, ask, complete, abort; by the people and at the addresses they are meant for."""

import hashlib
import re

import pytest
from django.urls import reverse

from microcred.foundation import storage
from microcred.portfolios.models import Arrival, Quota, UploadEnd
from microcred.portfolios.tests.make import asked, handed_in, started
from microcred.portfolios.views import sending as views

pytestmark = pytest.mark.django_db

WORDS = b"We met on Tuesdays.\n" * 50
SHA256 = hashlib.sha256(WORDS).hexdigest()


@pytest.fixture
def pursuit(cast, settings, tmp_path, client):
    settings.FILES_ROOT = tmp_path
    client.force_login(cast.ada)
    return started(cast, at=views.now())


def begin(client, pursuit, **more):
    address = reverse("uploads", args=[pursuit.pk, asked(pursuit, "artifact").pk])
    facts = {"name": "notes.txt", "size": len(WORDS), "media_type": "text/plain", "fingerprint": "1"}
    return client.post(address, facts | more, headers={"Accept": "application/json"})


def signed(client, begun, **more):
    return client.post(begun["sign"], {"number": 1, "sha256": SHA256, "arrived": 0} | more)


def send(client, address: str, content: bytes = WORDS):
    return client.put(address, content, content_type="application/octet-stream")


def test_a_file_is_begun_sent_and_completed(client, pursuit):
    begun = begin(client, pursuit).json()
    assert (begun["there"], begun["part_size"]) == ({}, 8 << 20)
    sent = send(client, signed(client, begun).json()["url"])
    assert (sent.status_code, sent["ETag"]) == (200, f'"{SHA256}"')

    listing = client.post(begun["sign"], {}).json()["url"]
    assert re.search(f'<PartNumber>1</PartNumber><ETag>"{SHA256}"</ETag>', client.get(listing).content.decode())
    assert begin(client, pursuit).json()["there"] == {"1": SHA256}

    done = client.post(begun["complete"])
    assert f"<Location>{reverse('pursuit', args=[pursuit.pk])}#requirement-" in done.content.decode()
    assert client.post(begun["complete"]).content == done.content
    assert signed(client, begun).json()["completed"].startswith(reverse("pursuit", args=[pursuit.pk]))
    assert Arrival.objects.get().original.sha256 == SHA256 == UploadEnd.objects.get().sha256


def test_what_is_refused_is_said_in_words(client, pursuit, settings):
    assert "exe" in begin(client, pursuit, name="run.exe").json()["message"]
    assert begin(client, pursuit, size="many").status_code == 422
    settings.MAX_UPLOAD_BYTES = 10
    too_large = begin(client, pursuit)
    assert (too_large.status_code, "at most 10" in too_large.json()["message"].replace("\xa0", " ")) == (413, True)


def test_a_part_that_was_damaged_on_the_way_is_not_taken_and_can_be_sent_again(client, pursuit):
    begun = begin(client, pursuit).json()
    address = signed(client, begun).json()["url"]
    damaged = send(client, address, WORDS.replace(b"Tuesdays", b"Thursday"))
    assert (damaged.status_code, damaged.json()["code"]) == (422, "PartDamaged")
    assert client.post(begun["complete"]).status_code == 409
    assert send(client, address).status_code == 200
    assert client.post(begun["complete"]).status_code == 200


def test_an_address_is_good_for_one_part_and_a_short_time(client, pursuit, monkeypatch):
    begun = begin(client, pursuit).json()
    address = signed(client, begun).json()["url"]
    for wrong in (
        address.replace("partNumber=1", "partNumber=2"),
        address.replace(SHA256, "0" * 64),
        re.sub("until=[0-9]+", "until=99999999999", address),
        re.sub("signature=.*", "", address),
    ):
        assert send(client, wrong).status_code == 404
    late = views.time.time() + views.operations.LINK_SECONDS + 1
    monkeypatch.setattr(views.time, "time", lambda: late)
    assert send(client, address).status_code == 410


def test_an_address_is_bound_to_who_sends(client, pursuit, cast):
    begun = begin(client, pursuit).json()
    address = signed(client, begun).json()["url"]
    client.force_login(cast.ben)
    assert send(client, address).status_code == 404
    assert signed(client, begun).status_code == 404
    assert client.post(begun["complete"]).status_code == 404
    client.logout()
    assert send(client, address).status_code == 302


def test_what_was_begun_is_shown_on_the_page_and_can_be_discarded(
    client, pursuit, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("microcred.portfolios.operations.uploading.part_size_for", lambda size: 600)
    begun = begin(client, pursuit).json()
    first = hashlib.sha256(WORDS[:600]).hexdigest()
    send(client, signed(client, begun, sha256=first).json()["url"], WORDS[:600])
    signed(client, begun, number=2, arrived=1)
    page = client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    assert "The upload of “notes.txt” is at 60 %" in page

    with django_capture_on_commit_callbacks(execute=True):
        back = client.post(begun["abort"])
    assert back.status_code == 302
    assert "is at 60" not in client.get(reverse("pursuit", args=[pursuit.pk])).content.decode()
    assert client.get(reverse("upload_bytes", args=[begun["upload"]])).status_code == 404
    assert signed(client, begun).status_code == 409


def test_a_script_that_stops_an_upload_gets_no_page(client, pursuit):
    begun = begin(client, pursuit).json()
    assert client.delete(begun["abort"]).status_code == 204
    assert UploadEnd.objects.get().outcome == "aborted"


def test_what_the_examination_refuses_at_once_is_said_and_the_upload_is_over(
    client, pursuit, django_capture_on_commit_callbacks
):
    content = b"MZ\x90\x00" + bytes(100)
    begun = begin(client, pursuit, name="plan.pdf", size=len(content)).json()
    send(client, signed(client, begun, sha256=hashlib.sha256(content).hexdigest()).json()["url"], content)
    with django_capture_on_commit_callbacks(execute=True):
        refused = client.post(begun["complete"])
    assert (refused.status_code, "plan.pdf" in refused.json()["message"]) == (422, True)
    assert client.post(begun["complete"]).status_code == 409
    assert list(storage.place().objects()) == []


def test_what_is_handed_in_meanwhile_is_not_added_to(client, pursuit):
    begun = begin(client, pursuit).json()
    send(client, signed(client, begun).json()["url"])
    handed_in(pursuit, at=views.now())
    assert client.post(begun["complete"]).status_code == 422


def test_with_a_bucket_the_browser_speaks_to_it(client, pursuit, s3):
    begun = begin(client, pursuit).json()
    part, listing = signed(client, begun).json()["url"], client.post(begun["sign"], {}).json()["url"]
    for address in (part, listing):
        assert address.startswith(f"{s3.endpoint}/{s3.bucket}/evidence/")
        assert "X-Amz-Signature=" in address
    assert send(client, reverse("upload_bytes", args=[begun["upload"]])).status_code == 404


def test_a_room_is_seen_by_who_administers_it_and_set_by_who_administers_above(client, cast, settings):
    address = reverse("room", args=["rock-hill"])
    client.force_login(cast.omar)
    page = client.get(address)
    assert page.status_code == 200
    assert '<form class="stack" method="post"' not in page.content.decode()
    refused = client.post(address, {"gib": "1"})
    assert (refused.status_code, Quota.objects.count()) == (422, 0)
    client.force_login(cast.ada)
    assert client.get(address).status_code == 404
