"""Nothing that somebody typed is lost: every form in which one can write saves itself, is kept, or is named here."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

import microcred
from tests.house.access_table import Door
from tests.house.test_spanish_pages import opened, pages

CODE = Path(microcred.__file__).parent

NOT_KEPT = {
    "account/base_confirm_code.html": "asks for a code that was sent",
    "account/email.html": "asks for one address, or which of several",
    "account/login.html": "asks for a password",
    "account/password_reset.html": "asks for one address; nobody is signed in",
    "account/reauthenticate.html": "asks for a password",
    "account/signup.html": "asks for a password",
    "mfa/reauthenticate.html": "asks for a code",
    "mfa/webauthn/add_form.html": "holds a passkey's answer",
    "mfa/webauthn/edit_form.html": "asks for the name of a passkey",
    "accounts/joining.html": "asks for the address of another account",
    "accounts/erasure.html": "who erases an account says so anew, and nothing of it stays behind",
    "accounts/joining_offer.html": "who joins two accounts for good says so anew",
    "authoring/drafts_from_spreadsheet.html": "takes a file",
    "recognition/transcript_shares.html": "asks for a name and a day, and answers with what is shown once",
    "quality/import.html": "carries what a file held",
    "vc_api/issuing_clients.html": "is answered with a secret that is shown once, on the page itself",
    "wallets/add_to_wallet.html": "asks for one choice",
    "badge_hosts/sending.html": "asks for one choice",
    "credentials/verify.html": "takes a credential as it is, and is open to who is not signed in",
    "recognition/batch_file.html": "takes a file",
    "recognition/look_ups.html": "asks for the number of a license, which is to stay on nobody's device",
    "site/style.html": "samples",
}
"""Templates whose forms are neither saved by themselves nor kept, and why."""

FORM = re.compile(r"<form\b(?P<head>(?:[^>\"]|\"[^\"]*\"|{%.*?%}|{{.*?}})*)>(?P<inside>.*?)</form>", re.DOTALL)
INCLUDE = re.compile(r"{%\s*include\s+['\"]([^'\"]+)['\"]")
FIELD = re.compile(
    r"<textarea\b|<c-field\b(?![^>]*type=\"(?:file|password)\")|as_field_group|{{\s*(?:\w*_?form|field|grant|decline)\s*}}"
    r"|<input\b(?![^>]*type=\"(?:hidden|checkbox|radio|file|password|submit|search)\")|<c-rubric-grid[^>]*(?:comments|mode=\"choose\")"
)
COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.DOTALL)


def templates() -> dict[str, str]:
    """Every template of ours by the name that it is included by."""
    found = sorted(CODE.glob("**/templates/**/*.html"))
    return {str(path).rpartition("/templates/")[2]: COMMENT.sub("", path.read_text()) for path in found}


TEMPLATES = templates()


def written_out(text: str, depth: int = 0) -> str:
    """A template with what it includes in the place of each include."""
    if depth > 4:
        return text
    return INCLUDE.sub(lambda found: written_out(TEMPLATES.get(found[1], ""), depth + 1) + found[0], text)


def forms() -> Iterator[tuple[str, str]]:
    """Each form of ours that is sent and in which one can write: its template, and what stands in its tag."""
    for name, text in TEMPLATES.items():
        for form in FORM.finditer(text):
            if 'method="get"' not in form["head"] and FIELD.search(written_out(form["inside"])):
                yield name, form["head"]


def is_marked(head: str) -> bool:
    return "data-keep" in head or "data-autosave" in head


def test_every_form_in_which_one_can_write_is_kept_or_named_with_a_reason():
    lost = [f"{name}: <form{head}>" for name, head in forms() if not is_marked(head) and name not in NOT_KEPT]
    assert lost == [], "mark it with data-keep, or say in NOT_KEPT why nothing is lost"


def test_no_reason_is_given_for_a_form_that_is_kept_or_gone():
    unmarked = {name for name, head in forms() if not is_marked(head)}
    assert sorted(set(NOT_KEPT) - unmarked) == []


def test_the_search_for_forms_finds_what_it_is_for():
    """The rule sees a field that stands in an include, and a form that somebody forgets to mark."""
    found = {name for name, _head in forms()}
    assert {"portfolios/pins.html", "portfolios/goals.html", "integrity/own_case.html"} <= found
    assert not is_marked(' method="post" class="stack"')


class Form(NamedTuple):
    """What is looked at of a form on a page."""

    keep: str | None
    action: str


class Forms(HTMLParser):
    """The forms of a page that are kept."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.asks_for_secrets: list[str] = []
        self.within: Form | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.within = Form(said.get("data-keep") or "" if "data-keep" in said else None, said.get("action") or "")
            if self.within.keep is not None and "data-autosave" not in said:
                self.found.append(self.within)
        elif tag == "input" and said.get("type") == "password" and self.within and self.within.keep is not None:
            self.asks_for_secrets.append(self.within.action)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.within = None


@pytest.mark.every_page
@pytest.mark.parametrize(("door", "who"), list(pages()), ids=lambda part: str(part).removeprefix("GET "))
def test_no_two_forms_of_a_page_are_kept_in_one_place(door: Door, who: str, story):
    response = opened(story, door, who, "en")
    if response.streaming or not response.headers["Content-Type"].startswith("text/html"):
        return
    parser = Forms()
    parser.feed(response.content.decode())
    here = reverse(door.name, kwargs=door.arguments(story))
    places = Counter((urlsplit(form.action).path or here, form.keep) for form in parser.found)
    assert [place for place, times in places.items() if times > 1] == []
    assert parser.asks_for_secrets == []
