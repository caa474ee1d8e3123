"""What is stated of the quality of a version, and what an organization decides of micro-credentials of others."""

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import (
    AcceptanceAnswer,
    AcceptanceReview,
    ExternalMicroCredential,
    QualityStatement,
    ReviewTrigger,
    Version,
)
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.quality.models import Edition
from microcred.quality.queries import components_of, keeps_quality


class ReferenceIncomplete(Refusal):
    """A reference needs a title, who issues it, and where it stands."""

    message = _("Give the title, who issues it, and the web address where it stands (https://…).")
    field = "url"


class AcceptanceUnfounded(Refusal):
    """The outcome does not follow from what was answered."""

    message = _(
        "It cannot be accepted as it is while a component is not met: accept it with conditions, or not at all."
    )
    field = "outcome"


class AcceptanceUnexplained(Refusal):
    """A decision says why; with conditions, it says which."""

    message = _("Say why. Where it is accepted with conditions, say which they are.")
    field = "reason"


@operation
def state_quality(
    *,
    actor: Person | None,
    version: Version,
    edition: Edition,
    outcome: QualityStatement.Outcome,
    reviewed_on: date,
    next_review_on: date,
    at: datetime,
    meet_by: date | None = None,
) -> QualityStatement:
    """Put down what a review of a version came to: shown on its page, and carried by what is awarded from now on.

    Args:
        actor: None when it follows from a review that was held here, or who looks after quality for the owner.
    """
    if actor is not None and not keeps_quality(actor, version.micro_credential.owner, at=at):
        raise NotAllowed
    return QualityStatement.objects.create(
        version=version,
        edition=edition,
        outcome=outcome,
        reviewed_on=reviewed_on,
        meet_by=meet_by,
        next_review_on=next_review_on,
        stated_at=at,
    )


@operation
def call_for_review(
    *, actor: Person, version: Version, kind: ReviewTrigger.Kind, words: str, at: datetime
) -> ReviewTrigger:
    """Say that something calls for another quality review of a version before its day, and what.

    Args:
        actor: Who looks after quality for the owner, or an author of it.

    Raises:
        NotAllowed; AcceptanceUnexplained without words.
    """
    owner = version.micro_credential.owner
    if not (keeps_quality(actor, owner, at=at) or acts_as(actor, Role.AUTHOR, for_organization=owner, at=at)):
        raise NotAllowed
    if not words.strip():
        raise AcceptanceUnexplained(field="words")
    return ReviewTrigger.objects.create(version=version, kind=kind, words=words.strip(), raised_at=at, raised_by=actor)


@operation
def refer_to_external(
    *, actor: Person, organization: Organization, title: str, issuer_name: str, url: str, at: datetime
) -> ExternalMicroCredential:
    """Refer to a micro-credential that somebody else offers. Referred to twice, it is the reference that is there.

    Raises:
        NotAllowed, ReferenceIncomplete.
    """
    if not keeps_quality(actor, organization, at=at):
        raise NotAllowed
    there = urlsplit(url.strip())
    if not (title.strip() and issuer_name.strip() and there.scheme in {"https", "http"} and there.netloc):
        raise ReferenceIncomplete
    external, _made = ExternalMicroCredential.objects.get_or_create(
        organization=organization,
        url=url.strip(),
        defaults={
            "title": title.strip(),
            "issuer_name": issuer_name.strip(),
            "added_at": at,
            "added_by": actor,
        },
    )
    return external


@operation
def review_external(
    *,
    actor: Person,
    external: ExternalMicroCredential,
    edition: Edition,
    outcome: AcceptanceReview.Outcome,
    answers: Mapping[UUID, tuple[AcceptanceAnswer.Verdict, str]],
    reason: str,
    at: datetime,
    conditions: str = "",
    next_review_on: date | None = None,
) -> AcceptanceReview:
    """Decide whether an organization and those below it take an external micro-credential, judged by an edition.

    Args:
        answers: verdict and note, by component of the edition; what is left out cannot be told from outside.

    Raises:
        NotAllowed, AcceptanceUnfounded, AcceptanceUnexplained.
    """
    if not keeps_quality(actor, external.organization, at=at):
        raise NotAllowed
    is_conditional = outcome is AcceptanceReview.Outcome.CONDITIONAL
    if not reason.strip() or (is_conditional and not conditions.strip()):
        raise AcceptanceUnexplained
    short = any(verdict is AcceptanceAnswer.Verdict.NOT_MET for verdict, _note in answers.values())
    if outcome is AcceptanceReview.Outcome.ACCEPTED and short:
        raise AcceptanceUnfounded
    review = AcceptanceReview.objects.create(
        external=external,
        edition=edition,
        outcome=outcome,
        reason=reason.strip(),
        conditions=conditions.strip() if is_conditional else "",
        next_review_on=next_review_on,
        reviewed_at=at,
        reviewed_by=actor,
    )
    unknown = (AcceptanceAnswer.Verdict.NOT_KNOWN, "")
    AcceptanceAnswer.objects.bulk_create(
        AcceptanceAnswer(review=review, component_id=asked.id, verdict=verdict, note=note.strip())
        for asked in components_of(edition)
        for verdict, note in (answers.get(asked.id, unknown),)
    )
    return review
