"""Alternatives that an author allows for a reason, and why an educator chose one."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from microcred.foundation.asked_often import asked_often
from microcred.portfolios.models import AlternativeReason, Pursuit, SubmittedAlternative
from microcred.portfolios.rules import digest_of

if TYPE_CHECKING:
    from microcred.portfolios.queries.workspace import RequirementWork, Workspace


def reasons_in(pursuit: Pursuit) -> Mapping[UUID, AlternativeReason]:
    """Why an educator chose alternatives, by requirement, in one query."""
    return {row.requirement_id: row for row in _said(pursuit_id=pursuit.pk)}


def chosen_alternatives(workspace: "Workspace") -> list["RequirementWork"]:
    """What is there of alternatives that their author allows for a reason."""
    return [work for work in workspace.work if work.requirement.why_instead and not work.is_empty]


def unexplained(workspace: "Workspace") -> Iterator[tuple["RequirementWork", str | Promise]]:
    """The alternatives that are there while their educator has not said why; and what to say of it."""
    chosen = [work for work in chosen_alternatives(workspace) if work.editable]
    said = reasons_in(workspace.pursuit) if chosen else {}
    for work in chosen:
        if work.requirement.pk not in said:
            yield work, format_lazy(_UNEXPLAINED, number=work.number)


_UNEXPLAINED = _("Number {number} is an alternative: say in a sentence why you chose it.")


def alternatives_to_freeze(workspace: "Workspace") -> list[AlternativeReason]:
    """The reasons that go along: of those alternatives that are there."""
    chosen = {work.requirement.pk for work in chosen_alternatives(workspace)}
    return (
        [row for requirement, row in reasons_in(workspace.pursuit).items() if requirement in chosen] if chosen else []
    )


def alternatives_in_manifest(workspace: "Workspace") -> list[dict[str, str]] | None:
    """What the manifest says of alternatives: each reason by its SHA-256."""
    rows = sorted(alternatives_to_freeze(workspace), key=lambda row: str(row.requirement_id))
    return [{"requirement": str(row.requirement_id), "sha256": digest_of(row.words)} for row in rows] or None


def submitted_alternatives(submission_id: UUID) -> dict[UUID, SubmittedAlternative]:
    """Why alternatives were chosen, by requirement, as a submission froze it; in one query."""
    return {row.requirement_id: row for row in _frozen(submission_id=submission_id)}


@asked_often
def _said(*, pursuit_id: UUID) -> QuerySet[AlternativeReason]:
    return AlternativeReason.objects.filter(pursuit=pursuit_id)


@asked_often
def _frozen(*, submission_id: UUID) -> QuerySet[SubmittedAlternative]:
    return SubmittedAlternative.objects.filter(submission=submission_id)
