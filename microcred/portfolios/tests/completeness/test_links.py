"""What came of a link, by what its addresses answered; and one that is opened for real."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from microcred.openbadges.fetch import EgressPolicy
from microcred.portfolios.completeness import LinkOutcome, Step, asks_for_sign_in, outcome_of
from microcred.portfolios.operations.looking import MOST_HOPS, opened

HERE = "https://docs.example.org/lesson"


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ([], "unchecked"),
        ([(HERE, 200)], "opens"),
        ([(HERE, 206)], "opens"),
        ([(HERE, 404)], "gone"),
        ([(HERE, 410)], "gone"),
        ([(HERE, 401)], "sign_in"),
        ([(HERE, 403)], "unchecked"),  # many servers refuse programs and nobody else
        ([(HERE, 429)], "unchecked"),
        ([(HERE, 503)], "unchecked"),
        ([(HERE, None)], "unchecked"),  # our own trouble is never the link's
        ([(HERE, 302)], "unchecked"),
        ([(HERE, 302), ("https://www.example.org/a", 200)], "opens"),
        ([(HERE, 302), ("https://accounts.google.com/v3/signin", None)], "sign_in"),
        ([(HERE, 302), ("https://district.example.org/adfs/login.aspx", None)], "sign_in"),
        ([("https://login.example.org/about", 200)], "opens"),  # a page of its own, not one that it was led to
        ([(HERE, 302), ("https://www.example.org/logins-of-old", 200)], "opens"),
    ],
)
def test_what_came_of_a_link(steps, expected):
    assert outcome_of([Step(*one) for one in steps]) == expected


def test_an_address_where_people_sign_in_is_known_by_its_looks():
    assert asks_for_sign_in("https://login.microsoftonline.com/common/oauth2/v2.0/authorize?x=1")
    assert not asks_for_sign_in("https://www.example.org/cassette/blog-in")


class _School(BaseHTTPRequestHandler):
    """A small web server as schools have them."""

    def do_HEAD(self):
        self.respond()

    def do_GET(self):
        self.respond()

    def respond(self):
        status, onward = {
            "/here": (200, ""),
            "/gone": (404, ""),
            "/moved": (302, "/here"),
            "/private": (302, "/login?next=/private"),
            "/round": (302, "/round"),
            "/only-get": (405 if self.command == "HEAD" else 200, ""),
            "/broken": (500, ""),
        }[self.path]
        self.send_response(status)
        if onward:
            self.send_header("Location", onward)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        pass


@pytest.fixture
def school():
    server = ThreadingHTTPServer(("127.0.0.1", 0), _School)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/here", LinkOutcome.OPENS),
        ("/gone", LinkOutcome.GONE),
        ("/moved", LinkOutcome.OPENS),
        ("/private", LinkOutcome.SIGN_IN),
        ("/only-get", LinkOutcome.OPENS),
        ("/broken", LinkOutcome.UNCHECKED),
    ],
)
def test_a_link_is_opened_step_by_step(school, path, expected):
    policy = EgressPolicy(frozenset({school}))

    assert outcome_of(opened(school + path, policy=policy)) == expected


def test_a_link_that_leads_in_circles_ends_and_fails_nobody(school):
    steps = opened(school + "/round", policy=EgressPolicy(frozenset({school})))

    assert len(steps) == MOST_HOPS
    assert outcome_of(steps) == LinkOutcome.UNCHECKED


def test_an_address_inside_is_never_opened_and_fails_nobody(school):
    # The server is there and would answer; the door does not open for it.
    assert outcome_of(opened(school + "/gone")) == LinkOutcome.UNCHECKED
