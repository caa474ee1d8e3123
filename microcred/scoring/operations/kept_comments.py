"""Keeping comments to use them again. Nothing of them is ever evidence about an educator."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from microcred.catalog.models import Criterion
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as
from microcred.portfolios.privacy import look
from microcred.portfolios.privacy.found import CERTAIN, Known
from microcred.scoring.models import KeptComment, KeptCommentUse, Mark, QueueItem
from microcred.scoring.models.kept_comments import LONGEST_KEPT
from microcred.scoring.operations.claims import held_by
from microcred.scoring.operations.policies import OfferedByAnother
from microcred.scoring.operations.readings import note
from microcred.scoring.queries import MOST_KEPT, aliases_in, is_for
from microcred.scoring.rules import to_keep


class NothingToKeep(Refusal):
    """Not a word."""

    message = _("Write the comment first: there is nothing to keep yet.")
    field = "text"
    status = 422


class KeptTooLong(Refusal):
    """More than anyone edits."""

    message = _("A kept comment has at most {limit} characters, and this has {length}. Keep the part that comes back.")
    field = "text"
    status = 422


class NamesSomebody(Refusal):
    """A kept comment goes from one submission to the next."""

    message = _(
        "This seems to name somebody: {found}. What is kept goes from one submission to the next, so nobody is named "
        "in it. Write a placeholder instead, such as [who]."
    )
    field = "text"
    status = 422


class BankFull(Refusal):
    """As many as anyone looks through."""

    message = _("{limit} comments are kept, which is as many as there can be. Remove one that nobody uses.")
    field = "text"


class KeptOvertaken(Refusal):
    """It was changed in another tab."""

    message = _("This comment was changed meanwhile, perhaps in another tab. Look at it, and change it again.")


@operation
def keep_comment(*, actor: Person, text: str, criterion: Criterion | None, at: datetime) -> KeptComment:
    """Keep a comment of one's own, for a criterion or for any. The same words for the same are kept once.

    Raises:
        NothingToKeep, KeptTooLong, NamesSomebody, BankFull.
    """
    return _kept(text, criterion, {"kept_by": actor}, at)


@operation
def keep_from_reading(
    *,
    actor: Person,
    item: QueueItem,
    claim_number: int,
    criterion: Criterion,
    comment: str,
    revision: int | None,
    at: datetime,
) -> KeptComment:
    """Keep what is written beside a criterion, which is noted down too. What belongs to this work alone, such as quoted
    words, names of files and pages, becomes a placeholder.

    Raises:
        NothingToKeep, KeptTooLong, NamesSomebody, BankFull; whatever `note` raises. Nothing is changed.
    """
    note(
        actor=actor,
        item=item,
        claim_number=claim_number,
        criterion=criterion,
        comment=comment,
        revision=revision,
        at=at,
    )
    return _kept(to_keep(comment, aliases_in(item)), criterion, {"kept_by": actor}, at)


@operation
def use_comment(
    *,
    actor: Person,
    item: QueueItem,
    claim_number: int,
    criterion: Criterion,
    kept: KeptComment,
    comment: str | None = None,
    revision: int | None = None,
    at: datetime,
) -> Mark | None:
    """Write a kept comment below what is written beside a criterion, and count it: once for each criterion in hand.

    Args:
        comment: what is written there so far; None where it is written in already, and is counted only.

    Raises:
        Whatever `note` raises; nothing is changed.
    """
    held = held_by(actor, item, claim_number, at)
    if not is_for(kept, criterion) or criterion.version_id != held.version_id:
        raise NotAllowed
    mark = None
    if comment is not None:
        mark = note(
            actor=actor,
            item=item,
            claim_number=claim_number,
            criterion=criterion,
            comment=f"{comment.rstrip()}\n\n{kept.text}".strip(),
            revision=revision,
            at=at,
        )
    if _locked(kept):
        once = {"comment": kept, "item": held, "criterion": criterion, "used_by": actor}
        KeptCommentUse.objects.get_or_create(**once, defaults={"used_at": at})
    return mark


@operation
def change_comment(*, actor: Person, kept: KeptComment, text: str, revision: int, at: datetime) -> KeptComment:
    """Say a kept comment in other words; readings in which it was used stay as they are.

    Raises:
        KeptOvertaken, NothingToKeep, KeptTooLong, NamesSomebody, NotAllowed.
    """
    kept = _of_theirs(actor, kept, at)
    if kept.text == _sayable(text):
        return kept
    if kept.revision != revision:
        raise KeptOvertaken
    kept.text, kept.revision, kept.changed_at = _sayable(text), kept.revision + 1, at
    kept.save(update_fields=["text", "revision", "changed_at"])
    return kept


@operation
def remove_comment(*, actor: Person, kept: KeptComment, at: datetime) -> None:
    """Keep a comment no longer. Readings in which it was used stay as they are.

    Raises:
        NotAllowed.
    """
    kept = _of_theirs(actor, kept, at)
    KeptCommentUse.objects.filter(comment=kept).delete()
    kept.delete()


@operation
def share_comment(*, actor: Person, kept: KeptComment, organization: Organization, at: datetime) -> KeptComment:
    """Share a copy of one's own comment with everybody who scores for an organization. The same is shared once.

    Args:
        actor: a lead assessor of the organization, or above.

    Raises:
        OfferedByAnother, BankFull, NotAllowed.
    """
    if kept.kept_by_id != actor.pk or not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=organization, at=at):
        raise NotAllowed
    if kept.version is not None and kept.version.micro_credential.owner_id != organization.pk:
        raise OfferedByAnother(version=kept.version)
    return _kept(kept.text, kept.criterion, {"organization": organization}, at, shared_by=actor)


def _kept(
    text: str,
    criterion: Criterion | None,
    whose: dict[str, Person] | dict[str, Organization],
    at: datetime,
    *,
    shared_by: Person | None = None,
) -> KeptComment:
    text = _sayable(text)
    (owner,) = whose.values()
    hold(owner.pk)
    there = KeptComment.objects.filter(**whose)
    same = there.filter(criterion=criterion, text=text).first()
    if same is not None:
        return same
    if there.count() >= MOST_KEPT:
        raise BankFull(limit=MOST_KEPT)
    return KeptComment.objects.create(
        **whose,
        shared_by=shared_by,
        version_id=criterion.version_id if criterion else None,
        criterion=criterion,
        text=text,
        kept_at=at,
        changed_at=at,
    )


def _sayable(text: str) -> str:
    """The words as they are kept."""
    text = text.strip()
    if not text:
        raise NothingToKeep
    if len(text) > LONGEST_KEPT:
        raise KeptTooLong(limit=LONGEST_KEPT, length=len(text))
    found = [one.words for one in look(text, Known()) if one.kind in CERTAIN]
    if found:
        raise NamesSomebody(found=", ".join(f"“{words}”" for words in found[:5]))
    return text


def _of_theirs(actor: Person, kept: KeptComment, at: datetime) -> KeptComment:
    """A comment that the actor may change, locked."""
    there = _locked(kept)
    if there is None:
        raise KeptOvertaken
    shared = there.organization
    if there.kept_by_id == actor.pk:
        return there
    if shared is None or not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=shared, at=at):
        raise NotAllowed
    return there


def _locked(kept: KeptComment) -> KeptComment | None:
    """The comment as it is now, so that nobody takes it away meanwhile; None where somebody did."""
    return KeptComment.objects.select_for_update(no_key=True, of=("self",)).filter(pk=kept.pk).first()
