"""What colleagues ask of somebody, whatever their role: to read work with them before it is handed in."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from microcred.catalog.queries import say_titles
from microcred.organizations.models import Person
from microcred.portfolios.models import PeerInvitation
from microcred.portfolios.queries import asked_to_read
from microcred.site.homes.shapes import Line, Section, address


def sections(person: Person) -> tuple[Section, ...]:
    """The work that a person is asked to read now; nothing where nobody asks."""
    asked = asked_to_read(person)
    if not asked:
        return ()
    say_titles([one.pursuit.version for one in asked], get_language() or "")
    return (
        Section(
            _("Colleagues ask you to read"),
            tuple(_line(one) for one in asked),
            more=address("peer_readings"),
            more_words=_("Everything you read for colleagues"),
        ),
    )


def _line(asked: PeerInvitation) -> Line:
    has_joined = hasattr(asked, "peer")
    return Line(
        title=asked.pursuit.version.title,
        href=address("peer_reading", asked.pk) if has_joined else address("peer_readings"),
        note=_("%(who)s, before it is handed in · asked") % {"who": asked.pursuit.person.name},
        status=_("You read it") if has_joined else _("Waits for you"),
        tone="neutral" if has_joined else "info",
        when=asked.invited_at,
    )
