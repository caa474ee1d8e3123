"""May this person? Returns the row, or 404: "not yours" and "not there" look the same."""

from uuid import UUID

from django.http import Http404

from microcred.notices.models import Notice
from microcred.organizations.models import Person


def own_notice(person: Person, notice_id: UUID) -> Notice:
    """A notice that the person was told."""
    notice = Notice.objects.filter(pk=notice_id, person=person).first()
    if notice is None:
        raise Http404
    return notice
