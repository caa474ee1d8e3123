"""Training as a whole: the way of one person from training to certificate, and who of an organization did what."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import get_language

from microcred.calibration.models import (
    TrainingCompletion,
    TrainingDraft,
    TrainingEdition,
    TrainingModule,
    TrainingRequirement,
)
from microcred.calibration.queries.learning import Lessons, lessons_for
from microcred.calibration.queries.qualified import State, Trial, trials_for
from microcred.calibration.queries.qualifying import versions_to_qualify_for
from microcred.calibration.queries.rights import ASSESSING
from microcred.calibration.queries.shipped import GENERAL
from microcred.calibration.queries.training import (
    Step,
    editions_to_read,
    modules_known_in,
    newest_editions,
    requirements_of,
    steps_of,
    training_terms_in,
)
from microcred.calibration.rules.modules import Content, holds_until, is_overtaken
from microcred.catalog.models import Succession, Version
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import people_with, reach_of
from microcred.portfolios.models import Judge, Submission

GENERAL_SUBJECTS = frozenset(subject.value for subject in GENERAL)


@dataclass(frozen=True)
class Way:
    """The way of a person to the certificate of one version."""

    version: Version
    training: tuple[Step, ...]
    """the required modules"""
    to_read: int
    """anchors they have not opened"""
    to_practise: int
    """practice papers they have not scored"""
    trial: Trial | None
    """None: there is no test"""

    @property
    def is_trained(self) -> bool:
        """Whether no module is left."""
        return all(step.is_done for step in self.training)

    @property
    def is_practised(self) -> bool:
        """Whether every anchor is read and every practice paper scored."""
        return not self.to_read and not self.to_practise

    @property
    def is_certified(self) -> bool:
        """Whether they may score it."""
        return self.trial is not None and self.trial.state in (State.CERTIFIED, State.BY_HAND)

    @property
    def next_module(self) -> Step | None:
        """The first module that is left."""
        return next((step for step in self.training if not step.is_done), None)


class Onward(StrEnum):
    """What somebody who learns to score does next."""

    TESTING = "testing"
    """their test goes on"""
    MODULE = "module"
    PRACTISE = "practise"
    DECIDED = "decided"
    """nothing: a lead decides their test"""
    TEST = "test"


@dataclass(frozen=True)
class Path:
    """What somebody learns to score by: modules in their sequence, and the way to each certificate."""

    steps: tuple[Step, ...]
    ways: tuple[Way, ...]

    @property
    def next_module(self) -> Step | None:
        """The first required module that is left."""
        return next((step for step in self.steps if step.is_required and not step.is_done), None)

    @property
    def for_the_next(self) -> frozenset[UUID]:
        """Modules that are left and hold up no test that goes on, nor a certificate that holds: only a later test.

        A test that was begun goes on by what was asked for on its day.
        """
        free = [way.is_certified or (way.trial is not None and way.trial.state is State.TESTING) for way in self.ways]
        asked = [{step.edition.module_id for step in way.training if not step.is_done} for way in self.ways]
        held = {one for modules, is_free in zip(asked, free, strict=True) if not is_free for one in modules}
        return frozenset(one for modules in asked for one in modules) - held

    @property
    def next_way(self) -> Way | None:
        """The first certificate that is within reach and not held."""
        return next((way for way in self.ways if way.trial is not None and not way.is_certified), None)

    @property
    def testing(self) -> Way | None:
        """The certificate for which a test goes on."""
        return next((way for way in self.ways if way.trial is not None and way.trial.state is State.TESTING), None)

    @property
    def onward(self) -> Onward | None:
        """The one thing to do next, wherever it is told; None where nothing can be done."""
        if self.testing is not None:
            return Onward.TESTING
        if self.next_module is not None:
            return Onward.MODULE
        way = self.next_way
        if way is None or way.trial is None:
            return None
        if not way.is_practised:
            return Onward.PRACTISE
        return Onward.DECIDED if way.trial.state is State.TO_DECIDE else Onward.TEST


def path_of(person: Person, *, at: datetime) -> Path:
    """The modules that a person can do, required ones first, and their way to each certificate."""
    versions = {version.pk: version for version in versions_to_qualify_for(person, at=at)}
    tests = set(versions)
    lessons = {one.version.pk: one for one in lessons_for(person, at=at)}
    for pk, one in lessons.items():
        versions.setdefault(pk, one.version)
    trials = {one.version.pk: one for one in trials_for(person, list(versions.values()), at=at)}
    owners = {one.micro_credential.owner_id: one.micro_credential.owner for one in versions.values()}
    for place in Organization.objects.filter(pk__in=reach_of(person, *sorted(ASSESSING), at=at)):
        owners.setdefault(place.pk, place)
    asked = {pk: _asked(owner) for pk, owner in owners.items()}
    editions = list(editions_to_read(person, at=at))
    months: dict[UUID, int | None] = {}
    for required, _rubric, _rubric_months in asked.values():
        for module, said in required.items():
            months[module] = _strictest(months[module], said) if module in months else said
    shared = dict(Succession.objects.filter(version__in=versions).values_list("version", "rubric_of"))
    own = {(one.module.organization_id, one.module.version_id): one for one in editions if one.module.version_id}
    about: dict[UUID, UUID] = {}
    for pk, version in versions.items():
        owner = version.micro_credential.owner
        _required, rubric, rubric_months = asked[owner.pk]
        lineage = shared.get(pk, pk)
        found = next((own[place, lineage] for place in reversed(owner.lineage) if (place, lineage) in own), None)
        if rubric and found is not None:
            about[pk] = found.module_id
            held = months.get(found.module_id)
            months[found.module_id] = _strictest(held, rubric_months) if found.module_id in months else rubric_months
    order = {module: place for place, module in enumerate(months)}
    editions.sort(key=lambda one: (order.get(one.module_id, len(order)), one.module.opened_at, one.module_id))
    steps = {step.edition.module_id: step for step in steps_of(person, editions, months, at=at)}
    opened = _opened(person, list(lessons.values()))
    ways = []
    for pk, version in versions.items():
        wanted = [*asked[version.micro_credential.owner_id][0], *([about[pk]] if pk in about else [])]
        papers = lessons[pk].papers if pk in lessons else ()
        ways.append(
            Way(
                version=version,
                training=tuple(steps[module] for module in dict.fromkeys(wanted) if module in steps),
                to_read=sum(one.is_anchor and one.paper.submission_id not in opened for one in papers),
                to_practise=sum(not one.is_anchor and not one.times for one in papers),
                trial=trials[pk] if pk in tests else None,
            )
        )
    return Path(tuple(steps.values()), tuple(ways))


@dataclass(frozen=True)
class ModuleRow:
    """A module as who leads sees it in the list."""

    module: TrainingModule
    edition: TrainingEdition | None
    draft: TrainingDraft | None
    is_own: bool
    """of this organization, and not of one above it"""
    requirement: TrainingRequirement | None
    """None: it need not be done before every test"""
    of_its_rubric: bool = False
    """whether it is to be done before the test of its own rubric"""

    @property
    def said(self) -> tuple[str, Content]:
        """What it says, or is to say, in the reader's language where it has that; and in which."""
        source = self.edition or self.draft
        return source.said(get_language() or "") if source else ("", Content("", ()))

    @property
    def title(self) -> str:
        """What it is called."""
        return self.said[1].title

    @property
    def language(self) -> str:
        """Of the title."""
        return self.said[0]


def module_rows(organization: Organization) -> list[ModuleRow]:
    """The modules of an organization and of those above it, with what is published and what is being written."""
    modules = list(modules_known_in(organization))
    editions = {one.module_id: one for one in newest_editions().filter(module__in=modules)}
    drafts = {one.module_id: one for one in TrainingDraft.objects.filter(module__in=modules)}
    terms = training_terms_in(organization)
    required = {one.module_id: one for one in requirements_of(terms)}
    by_rubric = terms is not None and terms.rubric
    rows = [
        ModuleRow(
            one,
            editions.get(one.pk),
            drafts.get(one.pk),
            one.organization_id == organization.pk,
            required.get(one.pk),
            by_rubric and one.version_id is not None,
        )
        for one in modules
    ]
    return sorted(rows, key=lambda row: row.requirement.position if row.requirement else len(rows) + 1)


def editions_published(module: TrainingModule) -> int:
    """How many there are of a module."""
    return TrainingEdition.objects.filter(module=module).count()


def rubrics_without_module(organization: Organization) -> QuerySet[Version]:
    """The versions of an organization on which something was handed in, and whose rubric has no module there yet."""
    there = TrainingModule.objects.filter(organization=organization, version__isnull=False)
    shared = Succession.objects.filter(rubric_of__in=there.values("version")).values("version")
    handed = Submission.objects.filter(pursuit__version=OuterRef("pk"))
    of_it = Version.objects.filter(Exists(handed), micro_credential__owner=organization)
    left = of_it.exclude(pk__in=there.values("version")).exclude(pk__in=shared)
    return left.select_related("micro_credential").order_by("title", "number", "pk")


@dataclass(frozen=True)
class Trained:
    """What somebody did of the modules of an organization: what, when and how long, and no more than that."""

    person: Person
    done: tuple[TrainingCompletion, ...]
    """the last of each module, whose edition knows its title"""
    left: tuple[TrainingEdition, ...]
    """what is required and not, or no longer, done"""

    @property
    def done_in_words(self) -> list[tuple[TrainingCompletion, str, str]]:
        """Each with the title in the reader's language, and the language that this is."""
        return [(one, *_titled(one.edition)) for one in self.done]

    @property
    def left_in_words(self) -> list[tuple[str, str]]:
        """The titles, each with its language."""
        return [_titled(one) for one in self.left]


def assessors_to_train(organization: Organization, *, at: datetime) -> QuerySet[Person]:
    """Who assesses for an organization, by name."""
    return people_with(Role.ASSESSOR, organization=organization, at=at).order_by("name", "pk")


def trained_in(organization: Organization, people: Sequence[Person], *, at: datetime) -> list[Trained]:
    """What these people did of its modules; as many queries however many they are."""
    required, _rubric, _months = _asked(organization)
    modules = [one.pk for one in modules_known_in(organization)]
    newest = {one.module_id: one for one in newest_editions().filter(module__in=modules)}
    numbers: dict[UUID, list[tuple[int, bool]]] = defaultdict(list)
    for module, number, again in TrainingEdition.objects.filter(module__in=modules).values_list(
        "module", "number", "again"
    ):
        numbers[module].append((number, again))
    last: dict[UUID, dict[UUID, TrainingCompletion]] = defaultdict(dict)
    rows = TrainingCompletion.objects.filter(person__in=people, edition__module__in=modules)
    for one in rows.select_related("edition__module").order_by("completed_at", "pk"):
        last[one.person_id][one.edition.module_id] = one
    found = []
    for person in people:
        done = last[person.pk]
        holding = {
            module
            for module, one in done.items()
            if not is_overtaken(one.edition.number, numbers[module])
            and ((until := holds_until(one.completed_at, required.get(module))) is None or until > at)
        }
        left = tuple(newest[module] for module in required if module in newest and module not in holding)
        found.append(Trained(person, tuple(done.values()), left))
    return found


def _asked(organization: Organization) -> tuple[dict[UUID, int | None], bool, int | None]:
    """The required modules in their sequence with their months, and the same of a test's own rubric."""
    terms = training_terms_in(organization)
    if terms is None:
        return {}, False, None
    return {one.module_id: one.months for one in requirements_of(terms)}, terms.rubric, terms.rubric_months


def _titled(edition: TrainingEdition) -> tuple[str, str]:
    language, content = edition.said(get_language() or "")
    return content.title, language


def _strictest(one: int | None, other: int | None) -> int | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _opened(person: Person, lessons: Sequence[Lessons]) -> set[UUID]:
    wanted = [one.paper.submission_id for each in lessons for one in each.papers]
    return set(Judge.objects.filter(person=person, submission__in=wanted).values_list("submission", flat=True))
