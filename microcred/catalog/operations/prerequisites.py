"""What is to be earned before a version is started, and that it never leads back to itself."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Design
from microcred.catalog.models import MicroCredential, Prerequisite, Version
from microcred.catalog.rules import way_back
from microcred.foundation.locks import hold
from microcred.foundation.refusals import Refusal

ALL_PREREQUISITES = UUID("0f6e5b1c-8f3e-4e2b-9a51-6d1f27c9b0aa")
"""The lock of all prerequisites together: two authors who publish at once could otherwise close a circle."""


class PrerequisiteUnknown(Refusal):
    """There is no such micro-credential."""

    message = _(
        "There is no micro-credential “{slug}” to be earned first. Choose one of the catalogue, or take it out."
    )
    field = "prerequisites"


class PrerequisitesCircular(Refusal):
    """What is to be earned first asks, in the end, for this micro-credential itself."""

    message = _("Nobody could ever start: each of these is to be earned before the next one, {circle}. Take one out.")
    field = "prerequisites"


def prerequisites_named(design: Design, micro_credential: MicroCredential | None) -> Sequence[MicroCredential]:
    """What a design wants earned first, in its order; held, until the transaction ends, against changes of others.

    Args:
        micro_credential: Whose next version the design is to be; None for the first of a new one, which nothing can
            ask for yet.

    Raises:
        PrerequisiteUnknown, PrerequisitesCircular.
    """
    if not design.prerequisites:
        return ()
    found = {row.slug: row for row in MicroCredential.objects.filter(slug__in=design.prerequisites)}
    for slug in design.prerequisites:
        if slug not in found:
            raise PrerequisiteUnknown(slug=slug)
    before = [found[slug] for slug in design.prerequisites]
    if micro_credential is not None:
        hold(ALL_PREREQUISITES)
        circle = way_back(micro_credential.pk, [row.pk for row in before], _asked_by_current_versions())
        if circle:
            raise PrerequisitesCircular(circle=_named(circle))
    return before


def write_prerequisites(version: Version, before: Sequence[MicroCredential]) -> None:
    """Write down what is to be earned before a version is started."""
    Prerequisite.objects.bulk_create(
        Prerequisite(version=version, micro_credential=row, position=position) for position, row in enumerate(before)
    )


def _asked_by_current_versions() -> dict[UUID, list[UUID]]:
    """What the newest version of each micro-credential wants earned first."""
    newest = Version.objects.order_by("micro_credential", "-number").distinct("micro_credential").values("pk")
    asked: dict[UUID, list[UUID]] = {}
    rows = Prerequisite.objects.filter(version__in=newest).order_by("version", "position")
    for holder, wanted in rows.values_list("version__micro_credential", "micro_credential"):
        asked.setdefault(holder, []).append(wanted)
    return asked


def _named(circle: Sequence[UUID]) -> str:
    """The titles of a circle, from the one that is to be earned first to itself."""
    versions = Version.objects.filter(micro_credential__in=circle).order_by("micro_credential", "number")
    titles = dict(versions.values_list("micro_credential", "title"))
    return " → ".join(f"“{titles[row]}”" for row in circle)
