"""Where the main navigation leads: a short list that follows from the reader's roles and what they take part in."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from microcred.organizations.models import Person, Role
from microcred.organizations.queries import memberships_of
from microcred.site.homes.shapes import address
from microcred.site.taking_part import Part, part_of

EVERYONE = ((_("Catalogue"), "catalogue"), (_("Programs"), "programs"), (_("Verify"), "verify"))

BY_ROLE: dict[Role, tuple[tuple[str | Promise, str], ...]] = {
    Role.EDUCATOR: (
        (_("My work"), "pursuits"),
        (_("My plan"), "plan"),
        (_("Programs"), "programs"),
        (_("Transcript"), "transcript"),
        (_("Rewards"), "my_rewards"),
    ),
    Role.PRE_CHECKER: ((_("Pre-check"), "pre_checks"),),
    Role.ASSESSOR: (
        (_("Queue"), "queue"),
        (_("Learn to score"), "learn_to_score"),
        (_("Practice"), "practice"),
        (_("My work and pay"), "work_and_pay"),
    ),
    Role.LEAD_ASSESSOR: (
        (_("Queue"), "queue"),
        (_("Scoring"), "leading"),
        (_("Exemplars"), "exemplars"),
        (_("My work and pay"), "work_and_pay"),
    ),
    Role.AUTHOR: ((_("Drafts"), "drafts"), (_("Retreats"), "retreats")),
    Role.QA_REVIEWER: ((_("Quality reviews"), "quality_reviews"),),
    Role.PROGRAM_MANAGER: (
        (_("Programs"), "programs"),
        (_("Pathways"), "pathways"),
        (_("Originality"), "cases"),
        (_("Coaching"), "coaching"),
    ),
    Role.COACH: ((_("Coaching"), "coaching"), (_("Programs"), "programs")),
    Role.RECOGNIZER: ((_("Recognitions"), "recognitions"), (_("Approvals"), "prior_approvals")),
    Role.LICENSURE_OFFICER: (
        (_("Policies"), "policies"),
        (_("Recognitions"), "recognitions"),
        (_("Licensure"), "credit_sets"),
        (_("Pathways"), "pathways"),
        (_("Approvals"), "prior_approvals"),
    ),
    Role.PARTNERSHIP_ADMIN: (
        (_("Policies"), "policies"),
        (_("Agreements"), "agreements"),
        (_("Quality reviews"), "quality_reviews"),
        (_("Retreats"), "retreats"),
    ),
}


def nav_items(request: HttpRequest, *, at: datetime) -> list[tuple[str, str, bool]]:
    """Return label, address and "you are here" of each entry, for the reader of this page."""
    # The page of an error that came before sign-in was looked at, such as a host that is not ours, knows no user.
    user = getattr(request, "user", None)
    person = user if isinstance(user, Person) else None
    entries = dict.fromkeys(_entries(person, at=at))
    return [(str(label), url, request.path.startswith(url)) for label, url in entries]


def _entries(person: Person | None, *, at: datetime) -> Iterator[tuple[str | Promise, str]]:
    if person is None:
        yield from ((label, address(name)) for label, name in EVERYONE)
        return
    yield _("Home"), address("home")
    memberships = memberships_of(person, at=at)
    held = {Role(membership.role) for membership in memberships}
    part = part_of(person) if Role.EDUCATOR not in held else Part(takes_part=True, writes=False)
    if part.takes_part:
        held.add(Role.EDUCATOR)
    if not held:
        yield _("Programs"), address("programs")
    for role in Role:
        if role in held:
            yield from ((label, address(name)) for label, name in BY_ROLE.get(role, ()))
    if part.writes and Role.AUTHOR not in held:
        yield _("Drafts"), address("drafts")
    administered = [held.organization for held in memberships if held.role == Role.ORG_ADMIN]
    if administered:
        yield _("Organization"), address("organization", administered[0].slug)
    yield _("Catalogue"), address("catalogue")
