"""Starting a draft and saving it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from microcred.authoring.models import Draft, DraftRevision, Publication
from microcred.authoring.rules import outline
from microcred.catalog import operations as catalog
from microcred.catalog.design import Design, as_json, renewed
from microcred.catalog.models import MicroCredential
from microcred.catalog.queries import current_version
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as


class DraftOvertaken(Refusal):
    """Somebody, or another tab, saved the draft in between. `theirs` is what they saved."""

    message = _("{who} saved this draft in the meantime. Compare the two, and save again what should stand.")

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.theirs = Design.model_validate(draft.design)
        super().__init__(who=draft.changed_by)


class DraftPublished(Refusal):
    """The draft has become a version, which does not change."""

    message = _("This draft was published as {version}. Start a new draft from it to change anything.")


class DesignMalformed(Refusal):
    """What was sent has not the shape of a design."""

    message = _("“{where}” cannot be read: {words}")
    status = 400


class HoursUnreadable(DesignMalformed):
    """The hours are something else than a number that can be kept."""

    message = _("“{typed}” cannot be the hours of work. Write a whole number in digits, such as 20.")


class WordLimitUnreadable(DesignMalformed):
    """A word limit is something else than a number that can be kept."""

    message = _(
        "“{typed}” cannot be the word limit of requirement {number}. Write a whole number in digits, such as 300."
    )


@operation
def start_draft(
    *,
    actor: Person,
    owner: Organization,
    at: datetime,
    design: Design | None = None,
    micro_credential: MicroCredential | None = None,
) -> Draft:
    """Begin to write: from an outline, from a design, or from the newest version of a micro-credential.

    A draft of a next version says the same as the last under new identifiers, because its levels will be other things.
    """
    may_write(actor, owner, at)
    if micro_credential is not None:
        if micro_credential.owner_id != owner.pk:
            raise catalog.NotItsAuthors(owner=micro_credential.owner)
        newest = current_version(micro_credential)
        if design is None and newest is not None:
            design = renewed(Design.model_validate(newest.design))
    draft = Draft.objects.create(
        owner=owner,
        micro_credential=micro_credential,
        design=as_json(design or outline()),
        changed_at=at,
        changed_by=actor,
    )
    keep_state(draft)
    return draft


@operation
def save_draft(*, actor: Person, draft: Draft, design: dict[str, Any], revision: int, at: datetime) -> Draft:
    """Save what was written. `revision` is the one that the writer saw; saving what is there already changes nothing.

    Raises:
        DraftOvertaken: when the draft has moved on since, and says something else.
        DraftPublished, DesignMalformed, HoursUnreadable, WordLimitUnreadable, NotAllowed.
    """
    may_write(actor, draft.owner, at)
    try:
        written = as_json(Design.model_validate(design))
    except ValidationError as error:
        raise _malformed(error) from error
    draft = held(draft)
    if draft.design == written:
        return draft
    if draft.revision != revision:
        raise DraftOvertaken(draft)
    draft.design, draft.revision, draft.changed_at, draft.changed_by = written, revision + 1, at, actor
    draft.save(update_fields=["design", "revision", "changed_at", "changed_by"])
    keep_state(draft)
    return draft


def keep_state(draft: Draft) -> DraftRevision:
    """Write down for ever what the draft says now."""
    return DraftRevision.objects.create(
        draft=draft,
        revision=draft.revision,
        design=draft.design,
        saved_by=draft.changed_by,
        saved_at=draft.changed_at,
    )


def _malformed(error: ValidationError) -> DesignMalformed:
    first = error.errors()[0]
    place, typed = first["loc"], str(first["input"])[:40]
    match place:
        case ("hours",):
            return HoursUnreadable(field="hours", typed=typed)
        case ("requirements", int(number), "word_limit"):
            return WordLimitUnreadable(field=f"requirements.{number}.word_limit", typed=typed, number=number + 1)
    return DesignMalformed(where=".".join(map(str, place)), words=first["msg"])


def held(draft: Draft) -> Draft:
    """The draft as it is now, held until the transaction ends; refused when it was published."""
    draft = Draft.objects.select_for_update(no_key=True, of=("self",)).select_related("changed_by").get(pk=draft.pk)
    published = Publication.objects.filter(draft=draft).select_related("version").first()
    if published is not None:
        raise DraftPublished(version=published.version)
    return draft


def may_write(actor: Person, owner: Organization, at: datetime) -> None:
    """Refuse whoever is no author of the organization or of one above it."""
    if not acts_as(actor, Role.AUTHOR, for_organization=owner, at=at):
        raise NotAllowed
