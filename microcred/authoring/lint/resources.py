"""Resources: openly reachable, as far as the form of an address and the author's own words tell. In any language."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.addresses import ADDRESS, host_of, is_invented
from microcred.authoring.lint.findings import Component, Finding, Words
from microcred.authoring.lint.lexicon import listed
from microcred.authoring.lint.prose import quoted
from microcred.authoring.lint.subject import Subject

BEHIND_A_LOGIN = listed("behind_a_login")
"""Hosts whose pages ask to be signed in, almost without exception."""

DOORS = listed("doors")
"""First names of hosts that are doors of one house: `intranet.` and `sso.` of whatever school or university."""

PAYWALLS = listed("paywalls")
"""Hosts of which most of what they have is for subscribers."""

SHOPS = listed("shops")
"""Hosts where what is named has to be bought."""

HIDING = listed("hiding")
"""Hosts that hide where an address leads."""

Trouble = tuple[Words, Words]
"""Why, and how to mend it."""

_OPENLY = _("Name something that everyone can open, or say in the note how to get it free of charge.")

_SIGN_IN_PATH = re.compile(
    r"(?:^|/)(?:log-?in|sign-?in|signon|sso|saml2?|oauth2?|wp-login\.php|wp-admin|authenticate|my-?account)(?:[./]|$)",
    re.IGNORECASE,
)
_SHARED = re.compile(r"^/(?:a/[^/]+/)?(?:document|spreadsheets|presentation|forms|file|drawings)/(?:u/\d+/)?d/(?!e/)")
"""A document of one person's drive: who may open it, its owner sets and nobody sees from outside."""

_CLOSED_IN_WORDS = re.compile(
    r"\b(?:(?:log|sign)[ -]?in|log[ -]?on|password|passcode|subscription|subscribers?|members?[ -]only|membership"
    r"|paywall(?:ed)?|must be purchased|for purchase|for sale|purchase required|shared drive|network drive|[A-Z]: drive"
    r"|intranet|(?:district|staff|school|employee) (?:portal|login|account|credentials)"
    r"|available (?:on|upon|by) request"
    r"|request access|with permission only|only (?:for|to|open to) (?:members|staff|employees|district|subscribers))\b",
    re.IGNORECASE,
)
_YET_OPEN = re.compile(
    r"\b(?:no|not|without|never|un(?:locked|restricted)|free|freely|openly?|libraries|library|neither|optional|anyone"
    r"|everyone"
    r"|may|public|nor|don['’]t|doesn['’]t|isn['’]t|sin|gratis|gratuit[oa]|libre)\b",
    re.IGNORECASE,
)


def resources(subject: Subject) -> Iterator[Finding]:
    """Addresses that are none, lead to a closed door or into a shop; templates and links in texts likewise."""
    trouble: Trouble | None
    for place, resource in enumerate(subject.design.resources):
        said = f"{resource.title} {resource.note}"
        at = f"resources.{place}"
        if not resource.url:
            trouble = None if resource.note else (_("Nothing says where this can be found."), _OPENLY)
        else:
            at, trouble = f"{at}.url", _trouble(resource.url, said)
        if trouble:
            yield _finding(at, resource.url or resource.title, trouble)
        elif closed := _closed_in_words(said):
            words = (_("By these words, not everyone can open it."), _OPENLY)
            yield _finding(f"resources.{place}", closed, words)
    for place, asked in enumerate(subject.design.requirements):
        url = asked.template.url if asked.template else None
        if url and (trouble := _trouble(url, f"{asked.prompt} {asked.guidance}")):
            yield _finding(f"requirements.{place}.template.url", url, trouble)
    for text in subject.texts:
        for address in ADDRESS.findall(text.written):
            url = address.rstrip(".,;:")
            # An address within a text may be a citation; only a door that is closed to nearly everyone is named.
            if trouble := _closed_door(url, text.written):
                yield _finding(text.path, url, trouble)
                break


def _trouble(url: str, said: str) -> Trouble | None:
    host = host_of(url)
    if host is None or is_invented(host):
        return _nowhere(url)
    if door := _closed_door(url, said):
        return door
    if _is(host, SHOPS) and not _YET_OPEN.search(said):
        return _("What is named here has to be bought."), _OPENLY
    if _is(host, PAYWALLS) and not _YET_OPEN.search(said):
        return _("Most of what this host has is for subscribers."), _OPENLY
    if _is(host, HIDING):
        why = _("A shortened address hides where it leads, and may stop working.")
        return why, _("Give the address of the page itself.")
    return None


def _nowhere(url: str) -> Trouble:
    if re.match(r"file:|[A-Za-z]:[\\/]|\\\\|/(?:home|Users|Volumes|mnt)/|~/", url.strip(), re.IGNORECASE):
        why = _("This is a place on one computer or one network, which nobody else can open.")
        return why, _("Put it where everyone can open it, and give that web address.")
    if re.match(r"(?:www\.)?(?:[\w-]+\.)+[a-z]{2,}(?:/|$)", url.strip(), re.IGNORECASE):
        return _("This web address lacks its beginning."), _("Put https:// before it.")
    return _("This address leads nowhere."), _("Give the address of the page itself.")


def _closed_door(url: str, said: str) -> Trouble | None:
    """Why an address asks who one is, by its host, its path, or the address that it carries on to."""
    host = host_of(url)
    if host is None:
        return None
    parts = urlsplit(url.strip())
    if _is(host, BEHIND_A_LOGIN):
        return _("Pages of this host ask readers to sign in."), _OPENLY
    carried = {name.lower() for name, values in parse_qs(parts.query).items() if values[0].startswith("http")}
    if _door_of(host) or _SIGN_IN_PATH.search(unquote(parts.path)) or carried & {"qurl"}:
        return _("By its form, this address asks readers to sign in first."), _OPENLY
    if _is_one_persons(host, parts.path) and "sharing" not in parts.query and not _YET_OPEN.search(said):
        why = _("Who may open this shared document, its owner sets; by its address it asks for permission.")
        return why, _("Publish it to the web, or open it to everyone with the link, and say so in the note.")
    return None


def _door_of(host: str) -> bool:
    first, *rest = host.lower().split(".")
    return len(rest) > 1 and (
        first in DOORS or any(label in {"ezproxy", "idm", "openathens"} for label in (first, *rest))
    )


def _is_one_persons(host: str, path: str) -> bool:
    if host == "docs.google.com":
        return bool(_SHARED.search(path)) and not re.search(
            r"/(?:pub|pubhtml|viewform|copy|preview|export|embed)\b", path
        )
    return host == "drive.google.com" and path.startswith(("/drive/", "/file/", "/open"))


def _closed_in_words(said: str) -> str | None:
    """The words by which the author says that a resource is not open to everyone."""
    for sentence in re.split(r"(?<=[.;!?])\s+", said):
        closed = _CLOSED_IN_WORDS.search(sentence)
        if closed and not _YET_OPEN.search(sentence):
            return quoted(sentence)
    return None


def _is(host: str, among: frozenset[str]) -> bool:
    return any(host == name or host.endswith("." + name) for name in among)


def _finding(field: str, found: str, trouble: Trouble) -> Finding:
    why, mend = trouble
    return Finding("resources", field, found, why, mend, Component.SUPPORT)
