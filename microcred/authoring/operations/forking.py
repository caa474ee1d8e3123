"""A draft from what is there: a clone within the organization, a fork from another's."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.authoring.models import Draft, DraftImage
from microcred.authoring.operations.drafts import may_write, may_write_on, start_draft
from microcred.catalog.design import Ancestor, Design, renewed
from microcred.catalog.models import Version
from microcred.catalog.queries import may_fork
from microcred.foundation.operation import operation
from microcred.foundation.refusals import Refusal
from microcred.foundation.storage import files_named
from microcred.organizations.models import Organization, Person


class ForkNotLicensed(Refusal):
    """Neither an open license nor one between the organizations lets it."""

    message = _(
        "“{title}” belongs to {owner}, and no license lets {by} write a design of its own from it. Ask {owner} for "
        "one, or for an open license on its next version."
    )


@operation
def clone(*, actor: Person, draft: Draft, at: datetime) -> Draft:
    """Begin another draft in the same organization that says the same, under new identifiers.

    Raises:
        NotAllowed: the actor is no author of the organization.
    """
    may_write_on(actor, draft, at)
    may_write(actor, draft.owner, at)
    design = Design.model_validate(draft.design)
    copy = start_draft(actor=actor, owner=draft.owner, design=_as_another(design), source_draft=draft, at=at)
    _with_images(copy, design, actor=actor, at=at)
    return copy


@operation
def fork(*, actor: Person, version: Version, owner: Organization, at: datetime) -> Draft:
    """Begin a draft of an organization's own from a published version, which may be another organization's.

    The version, its owner and its license go down in the line of descent, after those that it comes from itself, and
    the license is kept. Within the organization that owns it the line stays as it is: it is a clone.

    Raises:
        ForkNotLicensed, NotAllowed.
    """
    may_write(actor, owner, at)
    source = version.micro_credential
    if not may_fork(version, by=owner, at=at):
        raise ForkNotLicensed(title=version.title, owner=source.owner, by=owner)
    design = Design.model_validate(version.design)
    if source.owner_id == owner.pk:
        descended = _as_another(design)
    else:
        ancestor = Ancestor(
            version=version.pk,
            digest=version.digest,
            title=version.title,
            slug=source.slug,
            label=version.label,
            owner=source.owner.name,
            license=design.license,
        )
        descended = renewed(design).model_copy(update={"derived_from": (*design.derived_from, ancestor)})
    draft = start_draft(actor=actor, owner=owner, design=descended, source_version=version, at=at)
    _with_images(draft, design, actor=actor, at=at)
    return draft


def _as_another(design: Design) -> Design:
    name = str(_("{name} (copy)")).format(name=design.name) if design.name else ""
    return renewed(design).model_copy(update={"name": name})


def _with_images(draft: Draft, design: Design, *, actor: Person, at: datetime) -> None:
    """Let a draft show the pictures of another design, as far as that design knows their digests."""
    DraftImage.objects.bulk_create(
        DraftImage(draft=draft, file=file, put_in_by=actor, put_in_at=at)
        for file in files_named((image.file, image.sha256) for image in design.images).values()
        if file.media_type.startswith("image/")
    )
