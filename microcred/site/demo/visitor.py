"""A person at a browser, over HTTP: opens pages, fills in the forms that stand on them, uploads files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urljoin

import httpx
from lxml import html

Upload = tuple[str, bytes, str]
"""file name, content, media type"""


class PageNotAsExpected(Exception):
    """A page lacks what a person would look for there; the words say what, and where."""


@dataclass(frozen=True)
class Form:
    """A form as it stands on a page: where it goes, and what it would send untouched."""

    address: str
    method: str
    values: Mapping[str, str | Sequence[str]]
    element: html.FormElement


@dataclass(frozen=True)
class Page:
    """An answer that is a page."""

    address: str
    status: int
    text: str

    @property
    def tree(self) -> html.HtmlElement:
        """The page's elements."""
        return html.document_fromstring(self.text)

    def forms(self, part_of_address: str) -> list[Form]:
        """Return the forms whose action contains these characters, in the order of the page."""
        found = []
        for element in self.tree.forms:
            address = urljoin(self.address, element.get("action") or self.address)
            if part_of_address in address:
                values = dict(element.form_values())
                found.append(Form(address, (element.get("method") or "get").upper(), values, element))
        return found

    def form(self, part_of_address: str) -> Form:
        """Return the first such form.

        Raises:
            PageNotAsExpected: there is none.
        """
        for form in self.forms(part_of_address):
            return form
        raise PageNotAsExpected(f"{self.address} has no form to {part_of_address}; it says: {self.words()[:300]}")

    def links(self, part_of_address: str) -> list[str]:
        """Return the addresses of links that contain these characters, each once, in the order of the page."""
        addresses = (urljoin(self.address, link) for link in self.tree.xpath("//a/@href"))
        return list(dict.fromkeys(address for address in addresses if part_of_address in address))

    def link(self, part_of_address: str) -> str:
        """Return the first such link.

        Raises:
            PageNotAsExpected: there is none.
        """
        for link in self.links(part_of_address):
            return link
        raise PageNotAsExpected(f"{self.address} has no link to {part_of_address}")

    @property
    def title(self) -> str:
        """Return its first heading."""
        return " ".join(str(self.tree.xpath("string(//h1)")).split())

    def words(self) -> str:
        """Return the main text of the page."""
        main = self.tree.xpath("//main") or [self.tree]
        return " ".join(main[0].text_content().split())


class Visitor:
    """One person's session: cookies of their own, redirects followed as a browser does."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self._client = httpx.Client(base_url=origin, follow_redirects=True, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def open(self, address: str) -> Page:
        """Open a page.

        Raises:
            PageNotAsExpected: the server answers with an error.
        """
        return self._page(self._client.get(address, headers={"Accept": "text/html"}))

    def get(self, address: str, accept: str = "*/*") -> bytes:
        """Download a document.

        Raises:
            PageNotAsExpected: the server answers with an error.
        """
        answer = self._client.get(address, headers={"Accept": accept})
        if answer.status_code >= 400:
            raise PageNotAsExpected(f"{address} answers {answer.status_code}")
        return answer.content

    def send(
        self,
        form: Form,
        values: Mapping[str, str | Sequence[str]] | None = None,
        files: Mapping[str, Upload] | None = None,
        *,
        accept: str = "text/html",
    ) -> Page:
        """Send a form with some of its values changed, as its button would.

        Raises:
            PageNotAsExpected: the server answers with an error.
        """
        data = {**form.values, **(values or {})}
        headers = {"Referer": self.origin, "Accept": accept}
        if form.method == "GET":
            return self._page(self._client.get(form.address, params=data, headers=headers))
        return self._page(
            self._client.post(form.address, data=data, files=dict(files) if files else None, headers=headers)
        )

    def _page(self, answer: httpx.Response) -> Page:
        page = Page(str(answer.url), answer.status_code, answer.text)
        if answer.status_code >= 400:
            words = page.words()[:400] if "<" in answer.text else answer.text[:400]
            raise PageNotAsExpected(f"{answer.url} answers {answer.status_code}: {words}")
        return page
