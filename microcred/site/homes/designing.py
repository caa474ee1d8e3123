"""The homes of authors and QA reviewers."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from microcred.authoring.gates import READ_WITHIN, REVIEWS, Gate, Stage
from microcred.authoring.models import Draft
from microcred.authoring.queries import drafts_to_judge, standing_of
from microcred.catalog.design import Design, problems
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
from microcred.site.homes.shapes import Line, NextStep, Section, address

MOST_SHOWN = 8


def author_step(person: Person, *, at: datetime) -> NextStep:
    """A colleague's draft that waits to be read; else the own draft worked on last, with what brings it on."""
    waiting = _peers_drafts(person, at=at).first()
    if waiting is not None:
        return NextStep(
            title=_("Read %(name)s") % {"name": name_of(waiting)},
            words=_("A colleague’s draft waits for somebody who did not write it: %(gate)s.")
            % {"gate": Gate(waiting.stage).words},
            href=address("draft_way", waiting.pk),
            action=_("Read it, then pass it or send it back"),
            by=(waiting.stage_since or waiting.changed_at) + READ_WITHIN,
            takes=_("an hour"),
        )
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
        return NextStep(
            title=_("%(name)s is ready to publish") % {"name": name_of(draft)},
            words=_("Every gate before publishing is passed. Once published, a version is never changed."),
            href=address("draft", draft.pk),
            action=_("Read it once more and publish"),
        )
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
        sections.append(Section(_("Drafts"), own, more=address("design_board"), more_words=_("What stands where")))
    return tuple(sections)


def _peers_drafts(person: Person, *, at: datetime) -> QuerySet[Draft]:
    """What waits for an author: quality is judged by others."""
    return drafts_to_judge(person, at=at).exclude(stage=Stage.QUALITY_REVIEW.value)


def qa_reviewer_step(person: Person, *, at: datetime) -> NextStep:
    """Honest: what a QA reviewer will do here is not built, so nothing can wait for them."""
    return NextStep(
        title=_("Nothing to do here yet"),
        words=_(
            "Quality review of designs is not part of this version: authors publish once the automatic checks pass. "
            "When review arrives, what waits for you stands here."
        ),
        href=address("catalogue"),
        action=_("Read what is published"),
    )


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
    owners = organizations_where(person, Role.AUTHOR, at=at)
    return (
        Draft.objects.filter(owner__in=owners, publication__isnull=True)
        .select_related("changed_by")
        .order_by("-changed_at", "-pk")
    )
