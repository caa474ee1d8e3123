"""What stands on anybody's home about scoring for others: where they applied, the way from there, a quiet offer."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from microcred.calibration.queries import (
    Applied,
    applications_of,
    applied_in,
    may_score_anything,
    open_calls,
)
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import roles_of
from microcred.site.homes.shapes import Line, Section, address


def sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """Their applications, and what comes after one that was accepted; else, for educators, that one can apply."""
    newest: dict[UUID, Applied] = {}
    for one in applications_of(person):
        newest[one.rules.stack_id] = applied_in(one)
    standing = list(newest.values())
    roles = roles_of(person, at=at)
    if any(one.state == "accepted" for one in standing) and Role.ASSESSOR in roles:
        return () if may_score_anything(person, at=at) else (_way(),)
    if any(one.is_open for one in standing):
        lines = tuple(_line(one) for one in standing if one.is_open)
        return (Section(_("You want to score for others"), lines),)
    if {Role.ASSESSOR, Role.LEAD_ASSESSOR} & roles or (roles and Role.EDUCATOR not in roles):
        return ()
    if not open_calls().exists():
        return ()
    words = _("Organizations look for educators who learn to judge such work.")
    return (
        Section(
            _("Score for others"), words=words, more=address("calls"), more_words=_("See where, and what is asked")
        ),
    )


def _line(one: Applied) -> Line:
    stack = one.application.rules.stack
    waits = one.state == "waiting"
    return Line(
        title=stack.name,
        href=address("call", stack.slug),
        note=_("you applied"),
        status=_("on the waiting list") if waits else _("to be decided"),
        icon="clock",
        when=one.application.applied_at,
    )


def _way() -> Section:
    """The steps from being accepted to a certificate, without ways to go: which one is next is said once, above."""
    return Section(
        _("Your way to scoring"),
        (
            Line(title=_("1. Apply"), href=address("calls"), status=_("accepted"), tone="success", icon="check"),
            Line(title=_("2. Read the anchors, and practise")),
            Line(title=_("3. Take the test"), note=_("you find it beside the practice papers")),
            Line(title=_("4. Hold the certificate, and score live work")),
        ),
    )
