"""Resources: openly reachable, as far as the form of an address tells. In any language."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from microcred.authoring.lint.addresses import host_of, is_invented
from microcred.authoring.lint.findings import Component, Finding, Words
from microcred.authoring.lint.lexicon import listed
from microcred.authoring.lint.subject import Subject
from microcred.catalog.design import Resource

BEHIND_A_LOGIN = listed("behind_a_login")
"""Hosts whose pages ask to be signed in, almost without exception."""

SHOPS = listed("shops")
"""Hosts where what is named has to be bought."""

HIDING = listed("hiding")
"""Hosts that hide where an address leads."""


def resources(subject: Subject) -> Iterator[Finding]:
    """Addresses that are none, lead to a closed door or into a shop, or go over an open line."""
    for place, resource in enumerate(subject.design.resources):
        trouble = _trouble(resource)
        if trouble:
            why, mend = trouble
            field = f"resources.{place}.url" if resource.url else f"resources.{place}"
            yield Finding("resources", field, resource.url or resource.title, why, mend, Component.SUPPORT)


def _trouble(resource: Resource) -> tuple[Words, Words] | None:
    openly = _("Name something that everyone can open, or say in the note how to get it free of charge.")
    if not resource.url:
        return None if resource.note else (_("Nothing says where this can be found."), openly)
    host = host_of(resource.url)
    if host is None or is_invented(host):
        return _("This address leads nowhere."), _("Give the address of the page itself.")
    if _is(host, BEHIND_A_LOGIN):
        return _("Pages of this host ask readers to sign in."), openly
    if _is(host, SHOPS) and not resource.note:
        return _("What is named here has to be bought."), openly
    if _is(host, HIDING):
        return _("A shortened address hides where it leads, and may stop working."), _(
            "Give the address of the page itself."
        )
    if resource.url.strip().lower().startswith("http://"):
        return _("This address is not protected on its way."), _("Try it with https:// and keep that if it opens.")
    return None


def _is(host: str, among: frozenset[str]) -> bool:
    return any(host == name or host.endswith("." + name) for name in among)
