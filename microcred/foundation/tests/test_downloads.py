"""Files are served whole or in one range, under the name that is meant, and never as something that runs."""

import pytest

from microcred.foundation import storage
from microcred.foundation.downloads import disposition_of, serve

pytestmark = pytest.mark.django_db

FILM = bytes(range(256)) * 4


@pytest.fixture
def film(files):
    return storage.store([FILM], name="Ada’s lesson.mp4", media_type="video/mp4")


def ask(rf, file, method="get", **headers):
    named = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return serve(getattr(rf, method)("/", **named), file)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=10-19", 10, 20),
        ("bytes=1000-", 1000, 1024),
        ("bytes=-24", 1000, 1024),
        ("bytes=0-999999", 0, 1024),
        ("bytes=-999999", 0, 1024),
    ],
)
def test_one_range_is_given(rf, film, asked, start, stop):
    response = ask(rf, film, range=asked)
    assert (response.status_code, body(response)) == (206, FILM[start:stop])
    assert response["Content-Range"] == f"bytes {start}-{stop - 1}/1024"
    assert response["Content-Length"] == str(stop - start)


@pytest.mark.parametrize("asked", ["bytes=1024-", "bytes=20-10", "bytes=-0", "bytes=0-1,5-6", "bytes=0-0,-1"])
def test_a_range_that_is_not_there_and_several_at_once_are_refused_with_the_size(rf, film, asked):
    response = ask(rf, film, range=asked)
    assert (response.status_code, response["Content-Range"], body(response)) == (416, "bytes */1024", b"")


@pytest.mark.parametrize("asked", ["", "lines=1-2", "bytes=-", "bytes=a-b", "bytes=" + "9" * 40 + "-"])
def test_what_is_no_range_is_passed_over(rf, film, asked):
    response = ask(rf, film, range=asked)
    assert (response.status_code, body(response)) == (200, FILM)


def test_a_range_is_given_only_of_the_file_that_it_was_begun_with(rf, film, files):
    tag = ask(rf, film)["ETag"]
    other = storage.store([FILM], name="b.mp4", media_type="video/mp4")
    assert ask(rf, film, range="bytes=0-9", if_range=tag).status_code == 206
    for another in (ask(rf, other)["ETag"], f"W/{tag}", "Thu, 26 Nov 2026 12:00:00 GMT"):
        assert ask(rf, film, range="bytes=0-9", if_range=another).status_code == 200
    assert film.sha256 not in tag
    assert film.pk.hex not in tag


def test_head_says_what_get_gives_without_giving_it(rf, film):
    response, whole = ask(rf, film, "head", range="bytes=0-9"), ask(rf, film)
    assert (response.status_code, body(response)) == (200, b"")
    for name in ("Content-Length", "Content-Type", "Content-Disposition", "ETag", "Accept-Ranges"):
        assert response[name] == whole[name]


def test_nothing_that_is_served_runs_or_is_guessed_at(rf, film):
    response = ask(rf, film)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    page = storage.store([b"<script>"], name="page.html", media_type="text/html")
    assert ask(rf, page)["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("plan.pdf", "filename=\"plan.pdf\"; filename*=UTF-8''plan.pdf"),
        (
            "Unterrichtsplan für Ö.pdf",
            "filename=\"Unterrichtsplan fur O.pdf\"; filename*=UTF-8''Unterrichtsplan%20f%C3%BCr",
        ),
        ('say "hi"\r\nX: 1', "filename=\"say _hi___X_ 1\"; filename*=UTF-8''say%20%22hi%22%0D%0AX%3A%201"),
        ("計画", "filename=\"file\"; filename*=UTF-8''%E8%A8%88%E7%94%BB"),
    ],
)
def test_names_are_said_as_every_browser_reads_them(name, said):
    assert disposition_of(name, inline=False).startswith(f"attachment; {said}")


def test_a_recording_in_a_bucket_comes_by_a_short_lived_link_and_only_where_that_is_allowed(rf, s3):
    film = storage.store([FILM], name="a.mp4", media_type="video/mp4")
    paper = storage.store([b"%PDF"], name="a.pdf", media_type="application/pdf")
    link = serve(rf.get("/"), film, name="lesson.mp4", by_link=True)
    assert (link.status_code, "X-Amz-Expires=3600" in link["Location"]) == (302, True)
    assert serve(rf.get("/"), film).status_code == 200
    assert serve(rf.get("/"), paper, by_link=True).status_code == 200


def test_a_large_file_is_read_as_it_is_sent(rf, files, monkeypatch):
    film = storage.store([FILM * 4096], name="a.mp4", media_type="video/mp4")
    response = serve(rf.get("/"), film)
    assert max(len(chunk) for chunk in response.streaming_content) <= storage.CHUNK
