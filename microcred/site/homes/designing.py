"""The homes of authors and QA reviewers."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ValidationError

from microcred.authoring.models import Draft
from microcred.catalog.design import Design, problems
from microcred.organizations.models import Person, Role
from microcred.organizations.queries import organizations_where
from microcred.site.homes.shapes import Line, NextStep, Section, address

MOST_SHOWN = 8


def author_step(person: Person, *, at: datetime) -> NextStep:
    """The draft worked on last: what it still lacks, or that it is ready."""
    draft = _drafts_of(person, at=at).first()
    if draft is None:
        return NextStep(
            title=_("Start a draft"),
            words=_("A micro-credential begins with one skill a teacher can show in their own work."),
            href=address("drafts"),
            action=_("See the drafts"),
        )
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
    return NextStep(
        title=_("%(name)s is ready to publish") % {"name": name_of(draft)},
        words=_("All automatic checks pass. Once published, a version is never changed."),
        href=address("draft", draft.pk),
        action=_("Read it once more and publish"),
    )


def author_sections(person: Person, *, at: datetime) -> tuple[Section, ...]:
    """The open drafts, those changed last first."""
    lines = tuple(
        Line(
            title=name_of(draft),
            href=address("draft", draft.pk),
            note=_("changed by %(name)s") % {"name": draft.changed_by.name},
            when=draft.changed_at,
        )
        for draft in _drafts_of(person, at=at)[:MOST_SHOWN]
    )
    if not lines:
        return ()
    return (Section(_("Drafts"), lines, more=address("drafts"), more_words=_("All drafts")),)


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
