"""Training: which modules there are and must be done, where somebody stands with them, and what they must still do."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import cast
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.utils.functional import Promise, lazy
from django.utils.translation import get_language

from microcred.calibration.models import (
    TrainingAnswer,
    TrainingCompletion,
    TrainingEdition,
    TrainingMark,
    TrainingModule,
    TrainingRequirement,
    TrainingTerms,
)
from microcred.calibration.queries.rights import ASSESSING
from microcred.calibration.rules.active_time import Mark, minutes
from microcred.calibration.rules.modules import holds_until, is_overtaken
from microcred.catalog.models import Version
from microcred.catalog.queries import rubric_lineage_of
from microcred.organizations.models import Organization, Person
from microcred.organizations.queries import nearest_said, reach_of

ANEW_FROM = timedelta(days=60)
"""Before having done a module ends to hold: from then on it may be done anew."""


class Progress(Enum):
    """Where somebody stands with a module."""

    DONE = "done"
    BEGUN = "begun"
    NOT_BEGUN = "not_begun"
    ENDED = "ended"
    """done, and that holds no longer"""
    CHANGED = "changed"
    """done, and a later edition asks them to do it again"""


@dataclass(frozen=True)
class Step:
    """A module in a sequence, and where somebody stands with it."""

    edition: TrainingEdition
    """the newest"""
    is_required: bool
    months: int | None
    """for which having done it holds; None: for good"""
    progress: Progress
    completion: TrainingCompletion | None
    """the last one, of whichever edition"""
    until: datetime | None
    """when that ends, or ended, to hold"""
    minutes: int
    """counted so far, since the last time that it was done"""

    @property
    def is_done(self) -> bool:
        """Whether nothing is to be done."""
        return self.progress is Progress.DONE

    @property
    def title(self) -> str:
        """What it is called, in the reader's language where it has that."""
        return self.edition.said(get_language() or "")[1].title

    @property
    def language(self) -> str:
        """Of the title."""
        return self.edition.said(get_language() or "")[0]

    def counts(self, at: datetime) -> bool:
        """Whether reading it is written down: it is to be done, or may be done anew."""
        return not self.is_done or (self.until is not None and self.until - ANEW_FROM <= at)


def module_title(edition: TrainingEdition) -> Promise:
    """What a module is called, in whatever language the words around it are put into."""
    return cast("Promise", lazy(lambda: edition.said(get_language() or "")[1].title, str)())


def training_terms_in(organization: Organization) -> TrainingTerms | None:
    """What must be done before a test: what an organization said last itself, else the nearest above it."""
    said = TrainingTerms.objects.filter(organization__in=organization.lineage)
    return nearest_said(organization, said.select_related("organization", "declared_by").order_by("declared_at", "pk"))


def requirements_of(terms: TrainingTerms | None) -> list[TrainingRequirement]:
    """The modules that terms ask for, in their sequence."""
    asked = TrainingRequirement.objects.filter(terms=terms).select_related("module__organization")
    return list(asked.order_by("position")) if terms else []


def newest_editions() -> QuerySet[TrainingEdition]:
    """Of each module that was ever published, the edition that is read."""
    later = TrainingEdition.objects.filter(module=OuterRef("module"), number__gt=OuterRef("number"))
    found = TrainingEdition.objects.filter(~Exists(later))
    return found.select_related("module__organization", "module__version", "published_by")


def modules_known_in(organization: Organization) -> QuerySet[TrainingModule]:
    """The modules of an organization and of those above it, in the order in which they were opened."""
    known = TrainingModule.objects.filter(organization__in=organization.lineage)
    return known.select_related("organization", "version").order_by("opened_at", "pk")


def editions_to_read(person: Person, *, at: datetime) -> QuerySet[TrainingEdition]:
    """The editions that are read of the modules of whom a person assesses for, and of those above them."""
    reach = reach_of(person, *sorted(ASSESSING), at=at)
    above = {place for lineage in _lineages(reach) for place in lineage}
    mine = Q(module__organization__in=above) | Q(module__organization__lineage__overlap=reach)
    return newest_editions().filter(mine)


def steps_of(
    person: Person, editions: Iterable[TrainingEdition], months: Mapping[UUID, int | None], *, at: datetime
) -> list[Step]:
    """Where somebody stands with modules; as many queries however many they are.

    Args:
        editions: the newest of each.
        months: by module that is required, for how many months having done it holds.
    """
    wanted = list(editions)
    modules = [one.module_id for one in wanted]
    done: dict[UUID, TrainingCompletion] = {}
    mine = TrainingCompletion.objects.filter(person=person, edition__module__in=modules)
    for completion in mine.select_related("edition").order_by("completed_at", "pk"):
        done[completion.edition.module_id] = completion
    numbers: dict[UUID, list[tuple[int, bool]]] = defaultdict(list)
    rows = TrainingEdition.objects.filter(module__in=modules).values_list("module", "number", "again")
    for module, number, again in rows:
        numbers[module].append((number, again))
    marks = _marks(person, modules)
    return [_step(one, done.get(one.module_id), numbers[one.module_id], months, marks, at) for one in wanted]


def training_before(person: Person, version: Version, *, at: datetime) -> list[Step]:
    """What a person must have done before the test of a version, in its sequence, and where they stand with it."""
    owner = version.micro_credential.owner
    terms = training_terms_in(owner)
    if terms is None:
        return []
    months = {one.module_id: one.months for one in requirements_of(terms)}
    if terms.rubric:
        about = Q(organization__in=owner.lineage, version=rubric_lineage_of(version))
        # of several organizations that wrote one about the same rubric, the nearest counts
        own = nearest_said(owner, TrainingModule.objects.filter(about))
        if own is not None and own.pk not in months:
            months[own.pk] = terms.rubric_months
    published = {one.module_id: one for one in newest_editions().filter(module__in=months)}
    steps = steps_of(person, [published[module] for module in months if module in published], months, at=at)
    return [replace(step, is_required=True) for step in steps]


def missing_before(person: Person, version: Version, *, at: datetime) -> tuple[Step, ...]:
    """Of that, what they must still do."""
    return tuple(step for step in training_before(person, version, at=at) if not step.is_done)


def step_with(person: Person, edition: TrainingEdition, *, at: datetime) -> Step:
    """Where a person stands with one module, by the strictest of what those whom they assess for say of it."""
    reach = reach_of(person, *sorted(ASSESSING), at=at)
    places = {place for lineage in _lineages(reach) for place in lineage}
    later = TrainingTerms.objects.filter(organization=OuterRef("organization"), declared_at__gt=OuterRef("declared_at"))
    standing = TrainingTerms.objects.filter(
        Q(organization__in=places) | Q(organization__lineage__overlap=reach), ~Exists(later)
    )
    said = TrainingRequirement.objects.filter(terms__in=standing, module=edition.module_id)
    asked = list(said.values_list("months", flat=True))
    if edition.module.version_id is not None:
        asked += standing.filter(rubric=True).values_list("rubric_months", flat=True)
    months = min((one for one in asked if one is not None), default=None)
    (step,) = steps_of(person, [edition], {edition.module_id: months} if asked else {}, at=at)
    return step


def pages_opened(person: Person, edition: TrainingEdition) -> set[int]:
    """The pages of an edition that a person opened since they did it last, if ever."""
    return set(TrainingMark.objects.filter(person=person, edition=edition).values_list("page", flat=True))


def last_answers(person: Person, edition: TrainingEdition) -> dict[tuple[int, int], TrainingAnswer]:
    """By page and question what a person answered last; what was right stays, whatever came after it.

    While they are doing the module, what they answered before they began does not count.
    """
    mine = TrainingAnswer.objects.filter(person=person, edition=edition)
    began = marks_of(person, [edition.module_id]).aggregate(first=Min("at"))["first"]
    if began is not None:
        mine = mine.filter(answered_at__gte=began)
    found: dict[tuple[int, int], TrainingAnswer] = {}
    for answer in mine.order_by("answered_at", "pk"):
        before = found.get((answer.page, answer.question))
        if before is None or not before.is_right:
            found[answer.page, answer.question] = answer
    return found


def minutes_counted(person: Person, module: TrainingModule) -> int:
    """Minutes of a module that somebody is doing, since they did it last."""
    return _marks(person, [module.pk]).get(module.pk, 0)


def marks_of(person: Person, modules: Sequence[UUID]) -> QuerySet[TrainingMark]:
    """The marks that a person left in modules, of whichever edition, since they did them last."""
    return TrainingMark.objects.filter(person=person, edition__module__in=modules)


def _lineages(places: Sequence[UUID]) -> list[list[UUID]]:
    return list(Organization.objects.filter(pk__in=places).values_list("lineage", flat=True))


def _marks(person: Person, modules: Sequence[UUID]) -> dict[UUID, int]:
    """By module in which there are marks, the minutes that they stand for."""
    found: dict[UUID, list[Mark]] = defaultdict(list)
    rows = marks_of(person, modules).values_list("edition__module", "at", "tab", "kind")
    for module, at, tab, kind in rows:
        found[module].append(Mark(at, tab, leaves=kind == TrainingMark.Kind.LEFT))
    return {module: minutes(marks) for module, marks in found.items()}


def _step(
    edition: TrainingEdition,
    completion: TrainingCompletion | None,
    numbers: list[tuple[int, bool]],
    months: Mapping[UUID, int | None],
    marks: Mapping[UUID, int],
    at: datetime,
) -> Step:
    module = edition.module_id
    holds = months.get(module)
    until = holds_until(completion.completed_at, holds) if completion else None
    progress = Progress.BEGUN if module in marks else Progress.NOT_BEGUN
    if completion is not None:
        if is_overtaken(completion.edition.number, numbers):
            progress = Progress.CHANGED
        elif until is not None and until <= at:
            progress = Progress.ENDED
        else:
            progress = Progress.DONE
    return Step(
        edition=edition,
        is_required=module in months,
        months=holds,
        progress=progress,
        completion=completion,
        until=until,
        minutes=marks.get(module, 0),
    )
