"""What authors hear when a framework loses items that their micro-credentials align to."""

from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise, lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from microcred.catalog.queries import LostItem
from microcred.notices.operations import tell
from microcred.organizations.models import Organization, Person

MOST_NAMED = 8
"""Alignments that a notice names; the page of the framework has them all."""


def tell_of_lost_items(author: Person, owner: Organization, items: Sequence[LostItem], *, at: datetime) -> None:
    """Tell an author which alignments of an organization's micro-credentials name an item that is gone, and what to do.

    Args:
        items: Of one framework, withdrawn at one moment; at least one.
    """
    framework = items[0].alignment.standard.framework
    tell(
        actor=None,
        person=author,
        kind="standard_withdrawn",
        subject=format_lazy(_("Items were withdrawn from {framework}"), framework=framework.name),
        body=format_lazy(
            _(
                "The newest edition of {framework} does not have these items any more. What you published stays as "
                "it is, and what was awarded keeps naming them:\n\n{items}\n\nThe next version can align to what "
                "takes their place: its draft shows what is withdrawn, and nothing new is published with it."
            ),
            framework=framework.name,
            items=_listed(items),
        ),
        path=reverse("framework", args=[framework.slug]),
        key=f"standard_withdrawn:{framework.pk}:{owner.pk}:{items[0].withdrawn_at.isoformat()}",
        at=at,
    )


def _listed(items: Sequence[LostItem]) -> str | Promise:
    """The alignments as lines of a list, in the language of whoever reads them."""

    def lines() -> str:
        shown = [
            f"- {one.alignment.version.title}: {one.alignment.standard.code} {one.alignment.standard.name}".rstrip()
            for one in items[:MOST_NAMED]
        ]
        more = len(items) - MOST_NAMED
        return "\n".join([*shown, *([now_said("- and {count} more").format(count=more)] if more > 0 else [])])

    said: str | Promise = lazy(lines, str)()
    return said
