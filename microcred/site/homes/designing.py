"""The homes of authors and QA reviewers."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from microcred.authoring.gates import READ_WITHIN, REVIEWS, Gate, MoveKind, Stage
from microcred.authoring.judging import Stage as RoundStage
from microcred.authoring.models import Draft, DraftRevision, Handover, QualityReview, Suggestion
from microcred.authoring.queries import (
    decisions_due,
    drafts_of,
    drafts_to_judge,
    open_suggestions,
    places_followed,
    standing_of,
    title_of,
)
from microcred.authoring.queries.reviews import has_filed, rounds_to_judge, stage
from microcred.catalog.design import Design, problems
from microcred.organizations.models import Person
from microcred.site.homes.shapes import Line, NextStep, Section, address

MOST_SHOWN = 8


def author_step(person: Person, *, at: datetime) -> NextStep:
    """What others or the own draft wait for first; else the own draft worked on last, with what brings it on."""
    waiting = next(_waiting(person, at=at), None)
    if waiting is not None:
        return waiting
    open_drafts = _drafts_of(person, at=at)
    draft = open_drafts.exclude(stage__in=REVIEWS).first()
    if draft is not None:
        return _own_step(draft, at=at)
    read = open_drafts.first()
    if read is not None:
        return NextStep(
            title=_("%(name)s is being read") % {"name": name_of(read)},
            words=_("Nothing waits for you. You hear in your inbox when it is passed or comes back."),
            href=address("draft_way", read.pk),
            action=_("See where it stands"),
        )
    return NextStep(
        title=_("Start a draft"),
        words=_("A micro-credential begins with one skill a teacher can show in their own work."),
        href=address("drafts"),
        action=_("See the drafts"),
    )


def _waiting(person: Person, *, at: datetime) -> Iterator[NextStep]:
    """What comes before writing on, the first of it first."""
    mine = _own_drafts(person, at=at)
    for draft in mine.filter(stage=Stage.READY.value)[:1]:
        yield _ready(draft)
    last = Handover.objects.filter(draft=OuterRef("pk")).order_by("-number").values("kind")[:1]
    for draft in mine.alias(last=Subquery(last)).filter(last=MoveKind.SENT_BACK.value)[:1]:
        sent_back = draft.handovers.select_related("by").order_by("-number")[0]
        yield NextStep(
            title=_("Mend %(name)s") % {"name": name_of(draft)},
            words=_("%(who)s sent it back: %(reason)s") % {"who": sent_back.by.name, "reason": sent_back.reason},
            href=address("draft", draft.pk),
            action=_("Open the draft"),
        )
    open_ones = Suggestion.objects.filter(draft=OuterRef("pk"), answer__isnull=True).exclude(suggested_by=person)
    for draft in mine.filter(Exists(open_ones))[:1]:
        asked = open_suggestions(draft).exclude(suggested_by=person).count()
        yield NextStep(
            title=_("Answer what is suggested for %(name)s") % {"name": name_of(draft)},
            words=ngettext("One suggestion waits for you.", "%(count)d suggestions wait for you.", asked)
            % {"count": asked},
            href=address("remarks", draft.pk),
            action=_("Read it and take it or leave it"),
            takes=_("a few minutes"),
        )
    for decision in decisions_due(by=at.date()).filter(owner=person, due_on__lt=at.date())[:1]:
        yield NextStep(
            title=_("Carry out what was decided of %(name)s") % {"name": title_of(decision.item.micro_credential)},
            words=_("“%(retreat)s” decided: %(course)s. Its day is over.")
            % {"retreat": decision.item.retreat.name, "course": decision.get_course_display()},
            href=address("agenda_item", decision.item.retreat_id, decision.item_id),
            action=_("See what was decided"),
            by_day=decision.due_on,
        )
    for draft in _peers_drafts(person, at=at)[:1]:
        yield NextStep(
            title=_("Read %(name)s") % {"name": name_of(draft)},
            words=_("A colleague’s draft waits for somebody who did not write it: %(gate)s.")
            % {"gate": Gate(draft.stage).words},
            href=address("draft_way", draft.pk),
            action=_("Read it, then pass it or send it back"),
            by=(draft.stage_since or draft.changed_at) + READ_WITHIN,
            takes=_("an hour"),
        )


def _own_drafts(person: Person, *, at: datetime) -> QuerySet[Draft]:
    """The unpublished drafts that a person wrote on, as an author or as a co-author; last changed first."""
    wrote = DraftRevision.objects.filter(draft=OuterRef("pk"), saved_by=person)
    mine = Q(Exists(wrote)) | Q(changed_by=person)
    return drafts_of(person, at=at).filter(mine, publication__isnull=True)


def _ready(draft: Draft) -> NextStep:
    return NextStep(
        title=_("%(name)s is ready to publish") % {"name": name_of(draft)},
        words=_("Every gate before publishing is passed. Once published, a version is never changed."),
        href=address("draft", draft.pk),
        action=_("Read it once more and publish"),
    )


def _own_step(draft: Draft, *, at: datetime) -> NextStep:
    lacking = problems_of(draft)
    if lacking:
        return NextStep(
            title=_("Finish %(name)s") % {"name": name_of(draft)},
            words=ngettext(
                "One thing keeps it from being published.", "%(count)d things keep it from being published.", lacking
            )
            % {"count": lacking},
            href=address("draft", draft.pk),
            action=_("Open the draft"),
        )
    stands = standing_of(draft)
    if not stands.open:
        return _ready(draft)
    return NextStep(
        title=_("Send %(name)s on its way") % {"name": name_of(draft)},
        words=_("All automatic checks pass. Next comes: %(gate)s.") % {"gate": stands.open[0].words},
        href=address("draft_way", draft.pk),
        action=_("See what comes next"),
    )


def author_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """What waits to be read, and the open drafts, those changed last first."""
    waiting = tuple(
        Line(
            title=name_of(draft),
            href=address("draft_way", draft.pk),
            note=str(Gate(draft.stage).words),
            when=draft.stage_since,
        )
        for draft in _peers_drafts(person, at=at)[:MOST_SHOWN]
    )
    own = tuple(
        Line(
            title=name_of(draft),
            href=address("draft", draft.pk),
            note=_("changed by %(name)s") % {"name": draft.changed_by.name},
            status="" if draft.stage == Stage.WRITING else str(Stage(draft.stage).words),
            when=draft.changed_at,
        )
        for draft in _drafts_of(person, at=at)[:MOST_SHOWN]
    )
    sections = []
    if waiting:
        sections.append(Section(_("Colleagues’ drafts to read"), waiting))
    if own:
        follows = places_followed(person, at=at).exists()  # a co-author from elsewhere sees no board
        more, words = ("design_board", _("What stands where")) if follows else ("drafts", _("All of them"))
        sections.append(Section(_("Drafts"), own, more=address(more), more_words=words))
    return tuple(sections)


def _peers_drafts(person: Person, *, at: datetime) -> QuerySet[Draft]:
    """What waits for an author: quality is judged by others."""
    return drafts_to_judge(person, at=at).exclude(stage=Stage.QUALITY_REVIEW.value)


def qa_reviewer_step(person: Person, *, at: datetime) -> NextStep:
    """The round that is due first: to judge, or to settle."""
    first = _to_act_on(person, at=at)
    if first is None:
        return NextStep(
            title=_("Nothing waits for your judgement"),
            words=_("When you are invited to review a design, it stands here with the day by which to file."),
            href=address("quality_reviews"),
            action=_("See your reviews"),
        )
    if not has_filed(first, person):
        return NextStep(
            title=_("Review %(name)s") % {"name": str(first)},
            words=_("Judge each component on your own; you see what the other reviewer says once both have filed."),
            href=address("quality_review", first.pk),
            action=_("Open the review"),
            by=first.due_at,
            takes=_("about an hour"),
        )
    return NextStep(
        title=_("Settle %(name)s") % {"name": str(first)},
        words=_("You and the other reviewer say different things. Read their notes, and agree on what should stand."),
        href=address("quality_review", first.pk),
        action=_("Open the review"),
    )


def qa_reviewer_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """All rounds that are open, the first due first."""
    lines = []
    for review in rounds_to_judge(person, at=at)[:MOST_SHOWN]:
        where, filed = stage(review), has_filed(review, person)
        late = review.due_at < at and where is RoundStage.READING and not filed
        said = _("You have filed") if filed and where is not RoundStage.RECONCILING else ""
        if where is RoundStage.RECONCILING:
            said = _("To be settled")
        lines.append(
            Line(
                title=str(review),
                href=address("quality_review", review.pk),
                note=_("judged by %(edition)s") % {"edition": review.edition},
                status=_("Past due") if late else said,
                tone="danger" if late else "neutral",
                when=review.due_at,
            )
        )
    if not lines:
        return ()
    return (Section(_("Your reviews"), tuple(lines), more=address("quality_reviews"), more_words=_("All of them")),)


def _to_act_on(person: Person, *, at: datetime) -> QualityReview | None:
    """The first round that waits for this person: not filed by them, or filed by both and in dispute."""
    open_rounds = list(rounds_to_judge(person, at=at)[:MOST_SHOWN])
    waiting = (each for each in open_rounds if not has_filed(each, person) or stage(each) is RoundStage.RECONCILING)
    return next(waiting, None)


def name_of(draft: Draft) -> str:
    """The name of a draft's design, as far as it has one."""
    return str(draft.design.get("name") or "").strip() or _("Untitled draft")


def problems_of(draft: Draft) -> int:
    """How many things keep a draft from being published."""
    try:
        return len(problems(Design.model_validate(draft.design)))
    except ValidationError as error:
        return error.error_count()


def _drafts_of(person: Person, *, at: datetime) -> QuerySet[Draft]:
    return drafts_of(person, at=at).filter(publication__isnull=True)
