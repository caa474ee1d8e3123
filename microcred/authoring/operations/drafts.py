"""Starting a draft and saving it."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from microcred.authoring.joining import Joined, join
from microcred.authoring.labels import label_of
from microcred.authoring.models import Draft, DraftImage, DraftRevision, Publication
from microcred.authoring.operations.standing import note_edit, refuse_while_read
from microcred.authoring.queries import base_of
from microcred.authoring.queries import may_write as may_write_draft
from microcred.authoring.rules import outline
from microcred.catalog import operations as catalog
from microcred.catalog.design import Design, as_json, no_room, renewed
from microcred.catalog.models import MicroCredential, Version, VersionImage
from microcred.catalog.queries import current_version
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as


class DraftOvertaken(Refusal):
    """Somebody, or another tab, saved something else in the very fields of this save, which is kept in the history.

    Attributes:
        theirs: What they saved.
        joined: Both, with the words of this save at `conflicts`, the paths of the fields in question.
    """

    message = _("{who} saved this draft in the meantime. Compare the two, and save again what should stand.")
    keeps = True

    def __init__(self, draft: Draft, joined: Joined) -> None:
        self.draft = draft
        self.theirs = Design.model_validate(draft.design)
        self.joined, self.conflicts = joined.design, joined.conflicts
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


class LimitUnreadable(DesignMalformed):
    """A limit of size, minutes or pages is something else than a number that can be kept."""

    message = _("“{typed}” cannot be a limit of requirement {number}. Write a whole number in digits, such as 10.")


class CountUnreadable(DesignMalformed):
    """What the rule of a part asks for is something else than a number that can be kept."""

    message = _("“{typed}” cannot be what the rule of a part asks for. Write a whole number in digits, such as 3.")


class TextTooLong(DesignMalformed):
    """One text of a draft is longer than any draft keeps."""

    message = _("“{where}” has {count} characters here. A draft keeps {most} of one text: shorten it, and save again.")


class DraftTooLong(DesignMalformed):
    """All texts of a draft together, or its rows, are more than any draft keeps."""

    message = _(
        "This draft has {count} characters or rows in all, and {most} can be kept. Take some out, and save again."
    )


@operation
def start_draft(
    *,
    actor: Person,
    owner: Organization,
    at: datetime,
    design: Design | None = None,
    micro_credential: MicroCredential | None = None,
    source_draft: Draft | None = None,
    source_version: Version | None = None,
) -> Draft:
    """Begin to write: from an outline, from a design, or from the newest version of a micro-credential.

    A draft of a next version says the same as the last under new identifiers, because its levels will be other things.

    Args:
        source_draft, source_version: What the design is a copy of, or adapted from: whose words these are, too.
    """
    may_write(actor, owner, at)
    if design is not None:
        _has_room(design)
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
        source_draft=source_draft,
        source_version=source_version,
    )
    keep_state(draft)
    _with_images_of(draft, micro_credential)
    return draft


@operation
def save_draft(
    *, actor: Person, draft: Draft, design: dict[str, Any], revision: int, at: datetime, own: bool = False
) -> Draft:
    """Save what was written; what others changed meanwhile in other fields is joined to it.

    Args:
        revision: The one that the writer saw. Saving what is there already changes nothing, whatever it is.
        own: The writer's form says still what it said itself at that revision, without what was joined to it then.

    Raises:
        DraftOvertaken: when somebody else changed the very same fields. What was written is kept in the history.
    DraftPublished, NotAllowed, and what a design on its way refuses.
    TextTooLong, DraftTooLong: of what no draft keeps.
    DesignMalformed: HoursUnreadable, WordLimitUnreadable, LimitUnreadable or CountUnreadable for what is no number.
    """
    may_write_on(actor, draft, at)
    try:
        mine = Design.model_validate(design)
    except ValidationError as error:
        raise _malformed(error) from error
    _has_room(mine)
    draft = held(draft)
    written = as_json(mine)
    if draft.design == written:
        return draft
    if draft.revision == revision and not own:
        return _saved(draft, written, actor=actor, at=at)
    base = base_of(draft, revision, writer=actor if own else None)
    joined = join(base, mine, Design.model_validate(draft.design))
    if joined.conflicts:
        DraftRevision.objects.create(
            draft=draft, revision=draft.revision, design=written, conflicting=True, saved_by=actor, saved_at=at
        )
        raise DraftOvertaken(draft, joined)
    _has_room(joined.design)
    together = as_json(joined.design)
    return draft if together == draft.design else _saved(draft, together, actor=actor, at=at, written=written)


def _saved(
    draft: Draft,
    design: dict[str, Any],
    *,
    actor: Person,
    at: datetime,
    written: dict[str, Any] | None = None,
    restored: DraftRevision | None = None,
) -> Draft:
    refuse_while_read(draft)
    draft.design, draft.revision, draft.changed_at, draft.changed_by = design, draft.revision + 1, at, actor
    draft.save(update_fields=["design", "revision", "changed_at", "changed_by"])
    keep_state(draft, written=written, restored=restored)
    note_edit(draft, actor=actor, at=at)
    return draft


@operation
def restore_draft(*, actor: Person, draft: Draft, state: DraftRevision, at: datetime) -> Draft:
    """Let a draft say again what it said in an earlier state, or what was overtaken: as a new one, after all others.

    Raises:
        DraftPublished, NotAllowed.
    """
    may_write_on(actor, draft, at)
    if state.draft_id != draft.pk:
        raise NotAllowed
    draft = held(draft)
    return draft if draft.design == state.design else _saved(draft, state.design, actor=actor, at=at, restored=state)


def keep_state(
    draft: Draft, *, written: dict[str, Any] | None = None, restored: DraftRevision | None = None
) -> DraftRevision:
    """Write down for ever what the draft says now."""
    return DraftRevision.objects.create(
        draft=draft,
        revision=draft.revision,
        design=draft.design,
        written=written,
        restored=restored,
        saved_by=draft.changed_by,
        saved_at=draft.changed_at,
    )


def _has_room(design: Design) -> None:
    """Refuse a design that is more than any draft keeps."""
    too_much = no_room(design)
    if too_much is None:
        return
    if too_much.field:
        where = label_of(too_much.field)
        raise TextTooLong(field=too_much.field, where=where, count=too_much.count, most=too_much.most)
    raise DraftTooLong(count=too_much.count, most=too_much.most)


def _malformed(error: ValidationError) -> DesignMalformed:
    first = error.errors()[0]
    place, typed = first["loc"], str(first["input"])[:40]
    match place:
        case ("hours",):
            return HoursUnreadable(field="hours", typed=typed)
        case ("requirements", int(number), "word_limit"):
            return WordLimitUnreadable(field=f"requirements.{number}.word_limit", typed=typed, number=number + 1)
        case ("requirements", int(number), "size_limit" | "minute_limit" | "page_limit" as limit):
            return LimitUnreadable(field=f"requirements.{number}.{limit}", typed=typed, number=number + 1)
        case ("part_rules", int(), "count"):
            return CountUnreadable(field="part_rules", typed=typed)
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


def may_write_on(actor: Person, draft: Draft, at: datetime) -> None:
    """Refuse whoever writes this draft neither for its organization nor as a co-author."""
    if not may_write_draft(actor, draft, at=at):
        raise NotAllowed


def _with_images_of(draft: Draft, micro_credential: MicroCredential | None) -> None:
    """Let the draft of a next version show the pictures of those before."""
    shown = VersionImage.objects.filter(version__micro_credential=micro_credential).order_by("file").distinct("file")
    DraftImage.objects.bulk_create(
        DraftImage(draft=draft, file_id=image.file_id, put_in_by=draft.changed_by, put_in_at=draft.changed_at)
        for image in (shown if micro_credential is not None else ())
    )
