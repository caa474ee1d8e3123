"""Who hears that they are asked to write on a draft, and when: nobody who judges it learns by it whose it is."""

from datetime import datetime

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import CoAuthorInvitation, QualityReview
from microcred.authoring.queries import invitations_to
from microcred.authoring.queries.independence import judges_of_round
from microcred.notices.operations import tell
from microcred.organizations.models import Person


def asked_to_write(invitation: CoAuthorInvitation, person: Person, *, at: datetime) -> None:
    """The colleague hears who asks them to write on what."""
    draft, who = invitation.draft, invitation.invited_by
    tell(
        actor=who,
        person=person,
        kind="co_author_invitation",
        subject=format_lazy(_("{who} asks you to write on a draft"), who=who.name),
        body=format_lazy(
            _("{who} asks you to write on “{draft}” of {owner} with them. Your list of drafts has the invitation."),
            who=who.name,
            draft=str(draft) if draft.design.get("name") else _("a draft without a name"),
            owner=draft.owner,
        ),
        path="/drafts/",
        key=f"co-author-invitation:{invitation.pk}",
        at=at,
    )


def asked_meanwhile(review: QualityReview, *, at: datetime) -> None:
    """Who judged a round that is concluded now hears of the invitations that waited for it. Told twice is told once."""
    for person in judges_of_round(review):
        for invitation in invitations_to(person):
            asked_to_write(invitation, person, at=at)
