"""What a team hands in alike is set aside, and replaced, for all of its members at once."""

from datetime import datetime

from django.db.models import Q

from microcred.foundation.locks import hold
from microcred.portfolios.models import Consent, Item, Removal, Rendition, Share, TakenUp, Transcript
from microcred.portfolios.operations.languages import speak_along
from microcred.portfolios.operations.unsharing import end_of
from microcred.portfolios.queries.pursuits import state_of
from microcred.portfolios.queries.quarantines import stood_together
from microcred.portfolios.queries.teams import alike_by_now, alike_elsewhere, shares_standing
from microcred.portfolios.queries.titles import title_now
from microcred.portfolios.rules import OPEN


def hold_alike(item: Item) -> None:
    """Hold the team that shares an item, and the work of everybody who has it; always in the same order."""
    items = stood_together(item)
    ids = [one.pk for one in items]
    shares = Share.objects.filter(Q(item__in=ids) | Q(taken_up__item__in=ids))
    for team_id in sorted(set(shares.values_list("team", flat=True))):
        hold(team_id)
    others = alike_elsewhere(items).values_list("pursuit", flat=True)
    for pursuit_id in sorted({item.pursuit_id, *others}):
        hold(pursuit_id)


def like_it(clean: Item, instead_of: Item, at: datetime) -> Item:
    """A clean item in a teammate's own work: the same file in their name, with its other forms.

    What they declared of the people in what it stands for holds for it: no more of them are seen.
    """
    theirs = Item.objects.create(
        pursuit=instead_of.pursuit,
        requirement=instead_of.requirement,
        kind=clean.kind,
        title=title_now(instead_of),
        file=clean.file,
        url=clean.url,
        put_in_at=at,
    )
    for form in Rendition.objects.filter(item=clean):
        Rendition.objects.create(item=theirs, role=form.role, file=form.file)
    said = Transcript.objects.filter(item=clean).order_by("written_at", "pk").last()
    if said is not None:
        facts = {"is_captions": said.is_captions, "language": said.language, "text": said.text}
        Transcript.objects.create(item=theirs, written_at=at, **facts)
    last = Consent.objects.filter(item=instead_of).order_by("version").last()
    if last is not None:
        facts = {"people": last.people, "permission": last.permission, "expires_on": last.expires_on}
        Consent.objects.create(
            item=theirs, version=1, declared_by=last.declared_by, declared_at=last.declared_at, **facts
        )
    speak_along(instead_of, theirs, at)
    return theirs


def open_work_with(item: Item) -> list[Item]:
    """The same artifact where it stands in the open work of those who share it to this day, handed in before or not."""
    items = stood_together(item)
    alike = alike_elsewhere(items).filter(removal__isnull=True, pursuit__in=alike_by_now(items))
    present = alike.select_related("pursuit__person", "requirement").order_by("pursuit", "pk")
    return [one for one in present if state_of(one.pursuit) in OPEN]


def swap(item: Item, clean: Item, at: datetime) -> Item:
    """Let a clean item stand for another in a teammate's open work, which was not handed in yet."""
    theirs = like_it(clean, item, at)
    Removal.objects.get_or_create(item=item, defaults={"removed_at": at})
    return theirs


def share_clean(item: Item, made: list[Item], at: datetime) -> None:
    """Let the clean items be what the team shares: those who had the old one have the new one by the same right."""
    for share in shares_standing(stood_together(item)).select_related("item").order_by("shared_at"):
        end_of(share, at)
        given = next((one for one in made if one.pursuit_id == share.item.pursuit_id), None)
        if given is None or Removal.objects.filter(item=given).exists():
            continue
        anew = Share.objects.create(team_id=share.team_id, item=given, shared_at=at)
        for one in made:
            if one.pk != given.pk:
                TakenUp.objects.create(share=anew, item=one, taken_at=at)
        return
