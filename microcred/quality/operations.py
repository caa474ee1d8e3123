"""The verbs of quality frameworks: publish an edition, adopt one."""

from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from microcred.foundation.locks import hold
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.organizations.models import Organization, Person
from microcred.quality.framework_file import FrameworkText, StandardText, Trouble, digest
from microcred.quality.models import Adoption, Edition, QualityComponent, QualityFramework, QualityStandard, ReviewCycle
from microcred.quality.queries import adoption_in, base_of, compared, components_of, keeps_quality
from microcred.quality.rules import Asked


class FrameworkBroken(Refusal):
    """Something is the matter with the document; `troubles` lists it all. Nothing was taken in."""

    message = _("This framework cannot be taken in: {first} ({count} to mend in all.)")
    field = "file"

    def __init__(self, troubles: tuple[Trouble, ...]) -> None:
        self.troubles = troubles
        first = f"{troubles[0].place}: {troubles[0].words}"
        super().__init__(first=first, count=len(troubles))


class FrameworkElsewhere(Refusal):
    """Another organization keeps a framework of this short name."""

    message = _("Another organization keeps a framework under “{slug}”. Choose another short name in the file.")
    field = "file"


class EditionThere(Refusal):
    """The framework has an edition of this label that says something else."""

    message = _(
        "Version {label} of this framework is published and says something else. Give the new one its own label."
    )
    field = "file"


class CycleOutOfRange(Refusal):
    """Nobody reviews that often, or waits that long."""

    message = _("Designs are reviewed again after 6 to 120 months.")
    field = "months"


SHORTEST_CYCLE, LONGEST_CYCLE = 6, 120


@operation
def publish_edition(*, actor: Person | None, owner: Organization, document: FrameworkText, at: datetime) -> Edition:
    """Take in a framework, or the next edition of one. Published once more unchanged, it is the one that is there.

    Args:
        actor: An administrator of `owner`, of the partnership above it or of one between, or None for the operator.

    Raises:
        FrameworkBroken, FrameworkElsewhere, EditionThere, NotAllowed.
    """
    if actor is not None and not keeps_quality(actor, owner, at=at):
        raise NotAllowed
    troubles = compared(document).troubles
    if troubles:
        raise FrameworkBroken(troubles)
    framework, _made = QualityFramework.objects.get_or_create(slug=document.slug, defaults={"owner": owner})
    if framework.owner_id != owner.pk:
        raise FrameworkElsewhere(slug=document.slug)
    # Two administrators who publish at once get two numbers, one after the other.
    hold(framework.pk)
    there = Edition.objects.filter(framework=framework, label=document.version).first()
    if there is not None:
        if there.digest == digest(document):
            return there
        raise EditionThere(label=document.version)
    base = base_of(document)
    last = Edition.objects.filter(framework=framework).aggregate(last=Max("number"))["last"]
    edition = Edition.objects.create(
        framework=framework,
        number=(last or 0) + 1,
        label=document.version,
        name=document.name,
        publisher=document.publisher,
        official=document.official,
        source=document.source,
        about=document.about,
        builds_on=base,
        digest=digest(document),
        published_at=at,
        published_by=actor,
    )
    below = {asked.code: asked for asked in components_of(base)} if base else {}
    for position, standard in enumerate(document.standards):
        _write(edition, position, standard, below)
    return edition


@operation
def adopt_edition(*, actor: Person | None, organization: Organization, edition: Edition, at: datetime) -> Adoption:
    """Let an organization, and those below it that say nothing themselves, go by an edition from now on.

    Args:
        actor: An administrator of the organization or of one above it, or None for the operator.
    """
    if actor is not None and not keeps_quality(actor, organization, at=at):
        raise NotAllowed
    there = adoption_in(organization)
    if there is not None and there.edition_id == edition.pk and there.organization_id == organization.pk:
        return there
    return Adoption.objects.create(organization=organization, edition=edition, adopted_at=at, adopted_by=actor)


@operation
def set_review_cycle(*, actor: Person | None, organization: Organization, months: int, at: datetime) -> ReviewCycle:
    """Say after how many months what an organization and those below it offer is reviewed again: 6 to 120.

    Raises:
        CycleOutOfRange, NotAllowed.
    """
    if actor is not None and not keeps_quality(actor, organization, at=at):
        raise NotAllowed
    if not SHORTEST_CYCLE <= months <= LONGEST_CYCLE:
        raise CycleOutOfRange
    return ReviewCycle.objects.create(organization=organization, months=months, set_at=at, set_by=actor)


def _write(edition: Edition, position: int, standard: StandardText, below: dict[str, Asked]) -> None:
    row = QualityStandard.objects.create(
        edition=edition,
        position=position,
        code=standard.code,
        name=standard.name,
        description=standard.description,
    )
    QualityComponent.objects.bulk_create(
        QualityComponent(
            standard=row,
            position=place,
            code=component.code,
            text=component.text,
            roles=[role.value for role in component.roles],
            evidence=component.evidence,
            checks=list(component.checks),
            tightens_id=below[component.tightens].id if component.tightens else None,
        )
        for place, component in enumerate(standard.components)
    )
