"""Where the main navigation leads: a short list that follows from the reader's roles."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.organizations.models import Person, Role
from microcred.organizations.queries import roles_of

EVERYONE = ((_("Catalogue"), "catalogue"), (_("Programs"), "programs"), (_("Verify"), "verify"))

BY_ROLE: dict[Role, tuple[tuple[str | Promise, str], ...]] = {
    Role.EDUCATOR: ((_("My work"), "pursuits"), (_("Programs"), "programs"), (_("Transcript"), "transcript")),
    Role.ASSESSOR: ((_("Queue"), "queue"),),
    Role.LEAD_ASSESSOR: ((_("Queue"), "queue"),),
    Role.AUTHOR: ((_("Drafts"), "drafts"),),
    Role.QA_REVIEWER: ((_("Drafts"), "drafts"),),
    Role.PROGRAM_MANAGER: ((_("Programs"), "programs"),),
    Role.COACH: ((_("Programs"), "programs"),),
    Role.RECOGNIZER: ((_("Recognitions"), "recognitions"),),
    Role.LICENSURE_OFFICER: ((_("Policies"), "policies"),),
}


def nav_items(request: HttpRequest, *, at: datetime) -> list[tuple[str, str, bool]]:
    """Return label, address and "you are here" of each entry, for the reader of this page."""
    return [
        (str(label), address, request.path.startswith(address))
        for label, address in _addresses(request.user if isinstance(request.user, Person) else None, at=at)
    ]


def _addresses(person: Person | None, *, at: datetime) -> Iterator[tuple[str | Promise, str]]:
    seen: set[str] = set()
    for label, name in _entries(person, at=at):
        if name not in seen:
            seen.add(name)
            try:
                yield label, reverse(name)
            except NoReverseMatch:
                continue


def _entries(person: Person | None, *, at: datetime) -> Iterator[tuple[str | Promise, str]]:
    if person is None:
        yield from EVERYONE
        return
    yield _("Home"), "home"
    roles = roles_of(person, at=at)
    for role in Role:
        if role in roles:
            yield from BY_ROLE.get(role, ())
    yield _("Catalogue"), "catalogue"
