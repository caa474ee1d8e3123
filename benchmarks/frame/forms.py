"""What a browser would send of a form of a page."""

from html.parser import HTMLParser


def fields_of(page: str, form: str) -> dict[str, list[str]]:
    """The fields of the form with this identifier as the page brought them, by name."""
    reader = _Form(form)
    reader.feed(page)
    return reader.sent


class _Form(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form
        self.inside = False
        self.sent: dict[str, list[str]] = {}
        self.text: str | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = said.get("id") == self.form
        if not self.inside:
            return
        name = said.get("name", "")
        if tag == "input" and name and (said.get("type") not in {"checkbox", "radio"} or "checked" in said):
            self._send(name, said.get("value", "on"))
        elif tag == "textarea":
            self._send(name, "")
            self.text = name
        elif tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in said or self.select not in self.sent):
            self.sent[self.select] = [said["value"]]

    def handle_data(self, data: str) -> None:
        if self.text:
            self.sent[self.text][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea" and self.text:
            self.sent[self.text][-1] = self.sent[self.text][-1].removeprefix("\n")
            self.text = None

    def _send(self, name: str, value: str) -> None:
        self.sent.setdefault(name, []).append(value)
