"""What calibration does when it hears of something."""

from itertools import chain

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.calibration.queries import assessors_of
from microcred.catalog.events import VersionPublished
from microcred.catalog.models import Succession
from microcred.catalog.queries import title_for_readers
from microcred.foundation.moments import closing_in_words_lazy
from microcred.foundation.outbox import on
from microcred.notices.operations import tell
from microcred.organizations.models import Role
from microcred.organizations.queries import people_with


@on(VersionPublished)
def tell_assessors_of_another_rubric(news: VersionPublished) -> None:
    """Who judges it, and who leads them, hear that the rubric changed and until when the old qualification holds."""
    succession = (
        Succession.objects.filter(version=news.version_id, requalify_from__isnull=False)
        .select_related("version__micro_credential__owner", "before")
        .first()
    )
    if succession is None or succession.requalify_from is None:
        return
    version = succession.version
    owner, at, title = version.micro_credential.owner, version.published_at, title_for_readers(version)
    leads = set(people_with(Role.LEAD_ASSESSOR, organization=owner, at=at))
    changes = reverse("changes", args=[version.micro_credential.slug, version.label, succession.before.label])
    people = {person.pk: person for person in chain(assessors_of(version, at=at), leads)}
    for person in people.values():
        tell(
            actor=None,
            person=person,
            kind="rubric_changed",
            subject=format_lazy(_("Another rubric to judge by: {title}"), title=title),
            body=format_lazy(
                _(
                    "Version {label} of “{title}” is judged by another rubric. {note}\n\nWho is qualified for its "
                    "stack may go on scoring it until {ends}; after that whoever was requalified for it by a lead "
                    "assessor may. Work on earlier versions is judged by their own rubric, as before."
                ),
                label=version.label,
                title=title,
                note=succession.note,
                ends=closing_in_words_lazy(succession.requalify_from, owner.time_zone),
            ),
            path=reverse("requalification", args=[version.pk]) if person in leads else changes,
            key=f"rubric_changed:{version.pk}",
            at=at,
        )
