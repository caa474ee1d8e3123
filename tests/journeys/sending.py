"""Ada's browser while it sends a large file: the calls of its script, cut off wherever a test likes."""

import hashlib
import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx

from microcred.site.demo.visitor import Visitor

PIECE = 64 * 1024


class Sender:
    """One file on its way to the first requirement of a workspace that takes it."""

    def __init__(self, ada: Visitor, workspace: str, content: bytes, *, name: str) -> None:
        self.client: httpx.Client = ada._client
        page = ada.open(workspace).text
        self.begin_address = re.findall('data-begin="([^"]+)"', page)[0]
        token = re.findall('name="csrfmiddlewaretoken" value="([^"]+)"', page)[0]
        self.headers = {"X-CSRFToken": token, "Accept": "application/json", "Referer": ada.origin}
        self.content, self.name = content, name
        self.said: dict[str, Any] = {}

    def begin(self) -> dict[int, str]:
        """Begin, or go on; return which parts are there."""
        facts = {"name": self.name, "size": len(self.content), "media_type": "", "fingerprint": "1"}
        self.said = self._ask(self.begin_address, facts).json()
        return {int(number): sha256 for number, sha256 in self.said["there"].items()}

    def send_parts(
        self, *, without: Any = (), at: int | None = None, happens: Callable[[], None] = lambda: None
    ) -> None:
        """Send the parts that are not there; something happens when so many bytes of the file have left."""
        size = self.said["part_size"]
        for number, start in enumerate(range(0, len(self.content), size), 1):
            if number in without:
                continue
            part = self.content[start : start + size]
            facts = {"number": number, "sha256": hashlib.sha256(part).hexdigest(), "arrived": 0}
            address = self._ask(self.said["sign"], facts).json()["url"]
            headers = {"Content-Type": "application/octet-stream", "Content-Length": str(len(part))}
            self.client.put(address, content=_leaving(part, start, at, happens), headers=headers).raise_for_status()

    def complete(self) -> httpx.Response:
        """Say that all are there."""
        return self._ask(self.said["complete"], {})

    def _ask(self, address: str, facts: dict[str, Any]) -> httpx.Response:
        return self.client.post(address, data=facts, headers=self.headers).raise_for_status()


def _leaving(part: bytes, start: int, at: int | None, happens: Callable[[], None]) -> Iterator[bytes]:
    for offset in range(0, len(part), PIECE):
        if at is not None and start + offset <= at < start + offset + PIECE:
            happens()
        yield part[offset : offset + PIECE]
