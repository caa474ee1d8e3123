"""From a design to an immutable version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from microcred.catalog.design import Design, Kind, as_json, digest, problems, renewed, rubric_digest
from microcred.catalog.design import Requirement as Asked
from microcred.catalog.events import VersionPublished
from microcred.catalog.models import (
    Alignment,
    Criterion,
    Feed,
    Level,
    MicroCredential,
    PartRule,
    Requirement,
    Retirement,
    Version,
)
from microcred.catalog.operations.images import images_named, write_images
from microcred.catalog.operations.prerequisites import prerequisites_named, write_prerequisites
from microcred.catalog.operations.projection import write_entries
from microcred.catalog.operations.successions import judged, write_succession
from microcred.catalog.operations.templates import templates_are_here
from microcred.foundation.ids import uuid7
from microcred.foundation.operation import operation
from microcred.foundation.outbox import announce
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.frameworks.models import Standard
from microcred.frameworks.queries import standards_named
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as


class DesignUnfinished(Refusal):
    """The design has problems; `problems` lists them all."""

    message = _("This design cannot be published yet. {first} {mend} ({count} to mend in all.)")

    def __init__(self, design: Design) -> None:
        self.problems = problems(design)
        first = self.problems[0]
        super().__init__(field=first.field, first=first.words, mend=first.mend, count=len(self.problems))


class SlugTaken(Refusal):
    """Another micro-credential has this address."""

    message = _("Another micro-credential has the address “{slug}”. Choose another.")
    field = "slug"


class NotItsAuthors(Refusal):
    """A version is published for another organization than the one that owns the micro-credential."""

    message = _("This micro-credential belongs to {owner}. Only its authors publish its versions.")


class StandardUnknown(Refusal):
    """The design aligns to a standard that no adopted framework has."""

    message = _(
        "No adopted framework “{framework}” has a standard “{code}”. Adopt the framework first, or mend the code."
    )
    field = "alignments"


@operation
def publish(
    *,
    actor: Person,
    owner: Organization,
    design: Design,
    at: datetime,
    micro_credential: MicroCredential | None = None,
    slug: str | None = None,
    demonstration: bool = False,
    change: Kind | None = None,
    note: str = "",
) -> Version:
    """Make a design a version: the first of a new micro-credential, the next of one that is there, or a revision of it.

    Identifiers that an earlier version already carries are minted anew; all others stay as the author's draft had
    them. The version and everything below it can never be changed; the catalogue shows it from this moment.

    Args:
        actor: An author of `owner` or of an organization above it.
        slug: The address of a new micro-credential. Without it one is made from the name.
        change: What its author declares it to be against the last version: another thing to earn, which gets the next
            number (so it is where nothing is declared), or the same in better words, which gets the next revision.
        note: What changed, in words to people in progress and assessors. A revision needs one.

    Raises:
        DesignUnfinished, SlugTaken, StandardUnknown, NotItsAuthors, NotAllowed.
        MoreThanWording, NothingToRevise, NoteMissing: of a change called editorial.
        PrerequisiteUnknown, PrerequisitesCircular, ImageUnknown, TemplateUnknown.
    """
    if not acts_as(actor, Role.AUTHOR, for_organization=owner, at=at):
        raise NotAllowed
    if problems(design):
        raise DesignUnfinished(design)
    standards = standards_of(design)
    before = prerequisites_named(design, micro_credential)
    if micro_credential is None:
        micro_credential = (
            _at_address(slug, owner=owner, demonstration=demonstration or design.demonstration)
            if slug
            else at_free_address(
                slugify(design.name)[:110], owner=owner, demonstration=demonstration or design.demonstration
            )
        )
    elif micro_credential.owner_id != owner.pk:
        raise NotItsAuthors(owner=micro_credential.owner)
    # Two authors who publish at once get two numbers, one after the other.
    micro_credential = MicroCredential.objects.select_for_update(no_key=True).get(pk=micro_credential.pk)
    last = newest_of(micro_credential)
    judgement = judged(last, design, change, note)
    if published_before(design):
        design = renewed(design)
    version = write_version(micro_credential, design, standards, change=change, actor=actor, at=at)
    write_prerequisites(version, before)
    if last is not None and judgement is not None:
        write_succession(version, last, judgement, change or Kind.SUBSTANTIVE, note)
    if not Retirement.objects.filter(micro_credential=micro_credential, retired_at__lte=at).exists():
        write_entries([micro_credential.pk])
    announce(VersionPublished(version.pk))
    return version


def standards_of(design: Design) -> list[Standard]:
    """The standards that a design aligns to; refused when one is of no adopted framework."""
    found = standards_named((alignment.framework, alignment.code) for alignment in design.alignments)
    for alignment in design.alignments:
        if (alignment.framework, alignment.code) not in found:
            raise StandardUnknown(framework=alignment.framework, code=alignment.code)
    return list({standard.pk: standard for standard in found.values()}.values())


def at_free_address(
    wanted: str, *, owner: Organization, demonstration: bool, identifier: UUID | None = None
) -> MicroCredential:
    """A new micro-credential at the wanted address, or at the first free one after it."""
    wanted = wanted or "micro-credential"
    number = 1
    while True:
        try:
            address = wanted if number == 1 else f"{wanted}-{number}"
            return _at_address(address, owner=owner, demonstration=demonstration, identifier=identifier)
        except SlugTaken:
            number += 1


def _at_address(
    slug: str, *, owner: Organization, demonstration: bool, identifier: UUID | None = None
) -> MicroCredential:
    try:
        with transaction.atomic():
            return MicroCredential.objects.create(
                id=identifier or uuid7(), slug=slug, owner=owner, demonstration=demonstration
            )
    except IntegrityError as error:
        raise SlugTaken(slug=slug) from error


def published_before(design: Design) -> bool:
    """Whether a version that is here carries any of the design's identifiers."""
    identifiers = list(design.identifiers())
    return any(model._default_manager.filter(pk__in=identifiers).exists() for model in (Criterion, Level, Requirement))


def newest_of(micro_credential: MicroCredential) -> Version | None:
    """The version, or revision of one, that was published last."""
    return micro_credential.versions.order_by("-number", "-revision").first()


def write_version(
    micro_credential: MicroCredential,
    design: Design,
    standards: list[Standard],
    *,
    actor: Person,
    at: datetime,
    change: Kind | None = None,
) -> Version:
    """Write the next version or revision of a micro-credential with everything below it. Its entry is the caller's."""
    files = images_named(design)
    templates_are_here(design)
    last = newest_of(micro_credential)
    is_revision = last is not None and change is Kind.EDITORIAL
    version = Version.objects.create(
        micro_credential=micro_credential,
        number=1 if last is None else last.number + (not is_revision),
        revision=last.revision + 1 if last is not None and is_revision else 0,
        title=design.name,
        competency=design.competency,
        key_method=design.key_method,
        hours=design.hours,
        language=design.language,
        design=as_json(design),
        digest=digest(design),
        rubric_digest=rubric_digest(design),
        published_at=at,
        published_by=actor,
    )
    criteria = _write_rubric(version, design)
    _write_requirements(version, design, criteria)
    PartRule.objects.bulk_create(
        PartRule(version=version, part=rule.part, kind=rule.kind, count=rule.count)
        for rule in design.part_rules
        if rule.kind != "each" and rule.count is not None
    )
    Alignment.objects.bulk_create(Alignment(version=version, standard=standard) for standard in standards)
    write_images(version, files)
    return version


def _write_rubric(version: Version, design: Design) -> dict[str, UUID]:
    """Write criteria and levels; return the criteria's identifiers by local name."""
    Criterion.objects.bulk_create(
        Criterion(
            id=criterion.uuid,
            version=version,
            position=position,
            part=criterion.part,
            name=criterion.name,
            description=criterion.description,
            required_position=[level.name for level in criterion.levels].index(criterion.required),
        )
        for position, criterion in enumerate(design.rubric)
    )
    Level.objects.bulk_create(
        Level(
            id=level.uuid,
            criterion_id=criterion.uuid,
            position=position,
            name=level.name,
            descriptor=level.descriptor,
        )
        for criterion in design.rubric
        for position, level in enumerate(criterion.levels)
    )
    return {criterion.id: criterion.uuid for criterion in design.rubric}


def _write_requirements(version: Version, design: Design, criteria: dict[str, UUID]) -> None:
    Requirement.objects.bulk_create(
        Requirement(
            id=requirement.uuid,
            version=version,
            position=position,
            part=requirement.part,
            kind=requirement.kind,
            prompt=requirement.prompt,
            guidance=requirement.guidance,
            word_limit=requirement.word_limit,
            accepts=list(requirement.accepts),
            size_limit=requirement.size_limit,
            minute_limit=requirement.minute_limit,
            page_limit=requirement.page_limit,
            one_of=requirement.one_of,
            why_instead=requirement.why_instead,
            shareable=requirement.shareable,
            annotated=requirement.annotated,
            transcribed=requirement.transcribed,
            shows=requirement.shows,
            consents=list(requirement.consents),
            language=requirement.language,
            **_template(requirement),
        )
        for position, requirement in enumerate(design.requirements)
    )
    Feed.objects.bulk_create(
        Feed(requirement_id=requirement.uuid, criterion_id=criteria[name])
        for requirement in design.requirements
        for name in requirement.feeds
    )


def _template(requirement: Asked) -> dict[str, Any]:
    template = requirement.template
    if template is None:
        return {}
    return {
        "template_title": template.title,
        "template_url": template.url or "",
        "template_file_id": template.file,
    }
