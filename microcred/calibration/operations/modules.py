"""The verbs by which a lead writes training modules, publishes them in editions, and says which must be done."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from microcred.calibration.models import (
    TrainingDraft,
    TrainingEdition,
    TrainingModule,
    TrainingRequirement,
    TrainingTerms,
)
from microcred.calibration.queries.shipped import GENERAL, module_of_rubric, shipped
from microcred.calibration.queries.training import (
    modules_known_in,
    newest_editions,
    requirements_of,
    training_terms_in,
)
from microcred.calibration.rules.modules import (
    Content,
    Page,
    Unreadable,
    as_json,
    from_json,
    read_questions,
    usual_minutes,
)
from microcred.catalog.models import Version
from microcred.catalog.queries import rubric_lineage_of
from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as

MOST_PAGES = 40


class DraftMoved(Refusal):
    """Somebody, perhaps in another tab, saved the draft meanwhile."""

    message = _(
        "This draft was saved in the meantime, by you in another tab or by somebody else, and nothing of it was "
        "overwritten. What you typed still stands below: copy it, load the page anew, and put it in."
    )


class QuestionUnreadable(Refusal):
    """A line among the questions is none that can be read."""

    message = _(
        "“{line}” cannot be read. Begin a question with “?”, a wrong answer with “-”, a right one with “+”, and what "
        "you say afterwards with “>”."
    )
    field = "questions"
    status = 422


class QuestionUndecided(Refusal):
    """Nothing is right, or nothing is wrong."""

    message = _("“{asks}” needs at least one right answer (“+”) and at least one wrong one (“-”).")
    field = "questions"
    status = 422


class PageEmpty(Refusal):
    """A page that is to be published has no title or no words."""

    message = _("Page {page} has no title, or nothing stands on it, in one of its languages. Write it, or take it out.")


class LanguagesDiffer(Refusal):
    """Languages ask different questions, so that an answer in one means nothing in the other."""

    message = _(
        "The questions of page {page} do not match in all languages. In each there must be as many questions, with as "
        "many answers, and the same ones right."
    )


class TooManyPages(Refusal):
    """A module is done in one sitting or two."""

    message = _("A module has {most} pages at most. Make a second one of the rest.")


class NotPublished(Refusal):
    """Nobody can do a module of which no edition is published."""

    message = _("“{subject}” has no published edition yet. Publish it first, then ask for it.")


class TrainingStands(Refusal):
    """What was said is what holds already."""

    message = _("This is what holds already. Change something, or leave it as it is.")


@operation
def use_general_modules(*, actor: Person, organization: Organization, at: datetime) -> list[TrainingModule]:
    """Publish the general modules that come with the software, as they stand; those that are there stay.

    Raises:
        NotAllowed: the actor does not lead assessors of the organization.
    """
    _leads(actor, organization, at)
    hold(organization.pk)
    there = set(TrainingModule.objects.filter(organization=organization).values_list("subject", flat=True))
    opened = []
    for subject in GENERAL:
        if subject.value in there:
            continue
        module = TrainingModule.objects.create(
            organization=organization, subject=subject.value, opened_by=actor, opened_at=at
        )
        contents = shipped(subject.value)
        TrainingEdition.objects.create(
            module=module,
            number=1,
            again=False,
            texts={code: as_json(content) for code, content in contents.items()},
            minutes=usual_minutes(contents["en"]),
            published_by=actor,
            published_at=at,
        )
        opened.append(module)
    return opened


@operation
def open_module(
    *, actor: Person, organization: Organization, title: str, language: str, at: datetime
) -> TrainingModule:
    """Begin a module of an organization's own about something that no other one is about.

    Raises:
        NotAllowed: the actor does not lead assessors of the organization.
    """
    _leads(actor, organization, at)
    module = TrainingModule.objects.create(
        organization=organization, subject=TrainingModule.Subject.OTHER, opened_by=actor, opened_at=at
    )
    content = Content(title.strip(), (Page("", ""),))
    _draft(module, {language: as_json(content)}, 10, actor, at)
    return module


@operation
def open_rubric_module(*, actor: Person, version: Version, at: datetime) -> TrainingModule:
    """Begin the module of a version's rubric: it writes itself from the rubric, and a lead adds words. Once.

    Raises:
        NotAllowed: the actor does not lead assessors of the organization that offers the version.
    """
    organization = version.micro_credential.owner
    _leads(actor, organization, at)
    hold(organization.pk)
    about = rubric_lineage_of(version)
    there = TrainingModule.objects.filter(organization=organization, version=about).first()
    if there is not None:
        return there
    module = TrainingModule.objects.create(
        organization=organization,
        subject=TrainingModule.Subject.RUBRIC,
        version=about,
        opened_by=actor,
        opened_at=at,
    )
    texts = module_of_rubric(version)
    _draft(module, texts, usual_minutes(from_json(next(iter(texts.values())))), actor, at)
    return module


@operation
def begin_edition(*, actor: Person, module: TrainingModule, at: datetime) -> TrainingDraft:
    """Begin to write the next edition of a module, from the newest one; where it is begun already, that one.

    Raises:
        NotAllowed: the actor does not lead assessors of the organization.
    """
    _leads(actor, module.organization, at)
    hold(module.pk)
    there = TrainingDraft.objects.filter(module=module).first()
    if there is not None:
        return there
    newest = newest_editions().get(module=module)
    return _draft(module, newest.texts, newest.minutes, actor, at)


@operation
def write_module(
    *, actor: Person, draft: TrainingDraft, titles: Mapping[str, str], minutes: int, revision: int, at: datetime
) -> TrainingDraft:
    """Say what a module is called, in which languages, and how long it takes. A new language begins with the words of
    the first, to be translated.

    Args:
        titles: by language; one without a title is taken out, but for the last.

    Raises:
        DraftMoved, NotAllowed.
    """
    held = _held(actor, draft, revision, at)
    wanted = {code: title.strip() for code, title in titles.items() if title.strip()}
    first = from_json(held.texts[held.languages[0]])
    if wanted:
        held.texts = {
            code: as_json(replace(from_json(held.texts[code]) if code in held.texts else first, title=title))
            for code, title in wanted.items()
        }
    held.minutes = minutes
    return _saved(held, actor, at)


@operation
def write_page(
    *,
    actor: Person,
    draft: TrainingDraft,
    page: int,
    language: str,
    title: str,
    words: str,
    questions: str,
    revision: int,
    at: datetime,
) -> TrainingDraft:
    """Write one page of a draft in one language.

    Args:
        page: from 1.
        questions: as `rules.modules` reads them.

    Raises:
        QuestionUnreadable, QuestionUndecided, DraftMoved, NotAllowed.
    """
    held = _held(actor, draft, revision, at)
    try:
        asked = read_questions(questions)
    except Unreadable as error:
        if error.amiss == "answers":
            raise QuestionUndecided(asks=error.line) from None
        raise QuestionUnreadable(line=error.line) from None
    content = from_json(held.texts[language])
    pages = list(content.pages)
    pages[page - 1] = Page(title.strip(), words.strip(), asked)
    held.texts[language] = as_json(replace(content, pages=tuple(pages)))
    return _saved(held, actor, at)


@operation
def add_page(*, actor: Person, draft: TrainingDraft, revision: int, at: datetime) -> TrainingDraft:
    """Add an empty page at the end, in every language.

    Raises:
        TooManyPages, DraftMoved, NotAllowed.
    """
    held = _held(actor, draft, revision, at)
    for code, kept in held.texts.items():
        content = from_json(kept)
        if len(content.pages) >= MOST_PAGES:
            raise TooManyPages(most=MOST_PAGES)
        held.texts[code] = as_json(replace(content, pages=(*content.pages, Page("", ""))))
    return _saved(held, actor, at)


@operation
def take_page_out(*, actor: Person, draft: TrainingDraft, page: int, revision: int, at: datetime) -> TrainingDraft:
    """Take a page out of a draft, in every language. What is published keeps it.

    Raises:
        DraftMoved, NotAllowed.
    """
    held = _held(actor, draft, revision, at)
    for code, kept in held.texts.items():
        content = from_json(kept)
        left = tuple(one for place, one in enumerate(content.pages, start=1) if place != page)
        held.texts[code] = as_json(replace(content, pages=left))
    return _saved(held, actor, at)


@operation
def publish_edition(
    *, actor: Person, draft: TrainingDraft, again: bool, revision: int, at: datetime
) -> TrainingEdition:
    """Publish a draft as the edition that is read from now on. It is frozen, and earlier ones stay.

    Args:
        again: whether those who did an earlier edition must do this one too.

    Raises:
        PageEmpty, LanguagesDiffer, DraftMoved, NotAllowed.
    """
    held = _held(actor, draft, revision, at)
    contents = [from_json(kept) for kept in held.texts.values()]
    if not all(content.pages for content in contents):
        raise PageEmpty(page=1)
    for place in range(max(len(content.pages) for content in contents)):
        pages = [content.pages[place] for content in contents]
        if not all(one.title and one.words for one in pages):
            raise PageEmpty(page=place + 1)
        if len({content.shape[place] for content in contents}) > 1:
            raise LanguagesDiffer(page=place + 1)
    number = TrainingEdition.objects.filter(module=held.module).count() + 1
    edition = TrainingEdition.objects.create(
        module=held.module,
        number=number,
        again=again and number > 1,
        texts=held.texts,
        minutes=held.minutes,
        published_by=actor,
        published_at=at,
    )
    held.delete()
    return edition


@operation
def say_training(
    *,
    actor: Person,
    organization: Organization,
    modules: Sequence[tuple[TrainingModule, int | None]],
    rubric: bool,
    rubric_months: int | None,
    at: datetime,
) -> TrainingTerms:
    """Say which modules must be done before the qualifying test from now on, here and below, and how long that holds.

    Args:
        actor: A lead assessor of the organization.
        modules: in their sequence, each with the months for which having done it holds; None: for good. None at all:
            nothing must be done.
        rubric: whether also the module of the test's own rubric must be done, where one is published.

    Raises:
        NotPublished, TrainingStands, NotAllowed.
    """
    _leads(actor, organization, at)
    hold(organization.pk)
    known = set(modules_known_in(organization).values_list("pk", flat=True))
    published = set(newest_editions().values_list("module", flat=True))
    for module, _months in modules:
        if module.pk not in known:
            raise NotAllowed
        if module.pk not in published:
            raise NotPublished(subject=module.get_subject_display())
    rubric_months = rubric_months if rubric else None
    before = training_terms_in(organization)
    if before is not None and before.organization_id == organization.pk:
        asked = [(one.module_id, one.months) for one in requirements_of(before)]
        now_asked = [(module.pk, months) for module, months in modules]
        if (asked, before.rubric, before.rubric_months) == (now_asked, rubric, rubric_months):
            raise TrainingStands
    terms = TrainingTerms.objects.create(
        organization=organization, rubric=rubric, rubric_months=rubric_months, declared_by=actor, declared_at=at
    )
    TrainingRequirement.objects.bulk_create(
        TrainingRequirement(terms=terms, module=module, position=place, months=months)
        for place, (module, months) in enumerate(modules, start=1)
    )
    return terms


def _leads(actor: Person, organization: Organization, at: datetime) -> None:
    if not acts_as(actor, Role.LEAD_ASSESSOR, for_organization=organization, at=at):
        raise NotAllowed


def _draft(module: TrainingModule, texts: dict[str, Any], minutes: int, actor: Person, at: datetime) -> TrainingDraft:
    return TrainingDraft.objects.create(module=module, texts=texts, minutes=minutes, changed_by=actor, changed_at=at)


def _held(actor: Person, draft: TrainingDraft, revision: int, at: datetime) -> TrainingDraft:
    """The draft as it stands, for nobody else until the transaction ends."""
    _leads(actor, draft.module.organization, at)
    hold(draft.module_id)
    held = TrainingDraft.objects.select_related("module__organization").filter(pk=draft.pk).first()
    if held is None or held.revision != revision:
        raise DraftMoved
    return held


def _saved(held: TrainingDraft, actor: Person, at: datetime) -> TrainingDraft:
    held.revision += 1
    held.changed_by, held.changed_at = actor, at
    held.save()
    return held
