"""Files of the evidence, under their alias."""

from datetime import timedelta

import pytest
from django.urls import reverse

from microcred.foundation.clock import now
from microcred.portfolios.models import SubmittedItem
from microcred.scoring.operations import claim_next
from microcred.scoring.tests import make


@pytest.fixture
def item(cast):
    make.qualified(cast, cast.ben)
    make.waiting(cast.ada, make.published(cast), at=now() - timedelta(days=1))
    return claim_next(actor=cast.ben, at=now())


@pytest.fixture
def address(item):
    return reverse("evidence", args=[item.pk, SubmittedItem.objects.filter(submission=item.submission).first().pk])


def test_ben_opens_the_file_he_judges(cast, client, address):
    client.force_login(cast.ben)
    answer = client.get(address)
    assert (
        answer.headers["Content-Disposition"] == "inline; filename=\"evidence-1.pdf\"; filename*=UTF-8''evidence-1.pdf"
    )
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_not_before_and_not_after_he_holds_it(cast, client, item, address, monkeypatch):
    client.force_login(cast.ben)
    monkeypatch.setattr("microcred.scoring.views.desk.now", lambda: item.lease_expires_at)
    assert client.get(address).status_code == 404


def test_a_file_of_other_work_is_not_there(cast, client, item):
    client.force_login(cast.ben)
    other = make.submitted(cast.gus, item.version, at=now())
    piece = SubmittedItem.objects.filter(submission=other).first()
    assert client.get(reverse("evidence", args=[item.pk, piece.pk])).status_code == 404


@pytest.mark.parametrize("who", ["ada", "bea", "lena", "gus"])
def test_nobody_else(cast, client, address, who):
    client.force_login(getattr(cast, who))
    assert client.get(address).status_code == 404


def test_a_part_of_a_file_comes_as_its_bytes_are_stored(cast, client, address):
    """Compressed, it would no longer be the bytes that Content-Range counts."""
    client.force_login(cast.ben)
    whole = b"".join(client.get(address).streaming_content)
    answer = client.get(address, headers={"range": "bytes=0-299", "accept-encoding": "gzip"})
    assert answer.status_code == 206
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Length"] == str(len(whole[:300]))
    assert b"".join(answer.streaming_content) == whole[:300]


def test_a_range_of_more_digits_than_any_file_has_bytes_is_passed_over(cast, client, address):
    client.force_login(cast.ben)
    for odd in (f"bytes={'9' * 4400}-", f"bytes=0-{'9' * 4400}", f"bytes=-{'9' * 4400}", "bytes=٣-"):
        answer = client.get(address, headers={"range": odd})
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert client.get(address, headers={"range": f"bytes={'9' * 18}-"}).status_code == 416
