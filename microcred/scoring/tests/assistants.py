"""Assistants for the stories: one with a script, and one that runs elsewhere and is asked through the one door."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar
from uuid import UUID

from microcred.openbadges.errors import OpenBadgesError
from microcred.openbadges.fetch import EgressPolicy, request
from microcred.scoring.rules import Asked, Draft, NoAnswer


class Scripted:
    """Says of every criterion that one should look at the first paragraph of the first requirement."""

    name = "scripted"
    sends_elsewhere = False

    def suggest(self, asked: Asked) -> list[Draft]:
        return [Draft(each.id, ((1, 1),), "Look whether the table is named.") for each in asked.criteria]


class Elsewhere:
    """Runs on a server that the test has started. `origin` is set by the test."""

    name = "elsewhere"
    sends_elsewhere = True
    origin: ClassVar[str] = ""

    def suggest(self, asked: Asked) -> list[Draft]:
        sent = {
            "criteria": [{"id": str(each.id), "name": each.name, "needed": each.needed} for each in asked.criteria],
            "answers": [list(answer.paragraphs) for answer in asked.answers],
        }
        try:
            answer = request(
                f"{self.origin}/suggestions",
                method="POST",
                content=json.dumps(sent).encode(),
                policy=EgressPolicy(frozenset({self.origin})),
            )
            told = json.loads(answer.body)
        except (OpenBadgesError, ValueError) as error:
            raise NoAnswer from error
        return [Draft(UUID(one["criterion"]), ((1, 1),), one["remark"]) for one in told]


@contextmanager
def served() -> Iterator[list[Any]]:
    """A server for `Elsewhere`; yields what it was sent."""
    heard: list[Any] = []

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            body = json.dumps(
                [{"criterion": each["id"], "remark": "Who was there?"} for each in heard[-1]["criteria"]]
            ).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Elsewhere.origin = f"http://127.0.0.1:{server.server_port}"
    try:
        yield heard
    finally:
        server.shutdown()
        server.server_close()
