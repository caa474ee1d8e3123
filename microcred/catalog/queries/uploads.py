"""What taking in an archive would change here, as things stand now."""

from dataclasses import dataclass
from datetime import datetime

from microcred.catalog.archive import Action, Archive, Step, read_archive
from microcred.catalog.models import CatalogueUpload, Crosswalk, MicroCredential, Stack, StackPlace
from microcred.catalog.queries.exchange import import_plan, source_id_of
from microcred.foundation.storage import open_file
from microcred.frameworks.models import Framework
from microcred.organizations.models import Organization


@dataclass(frozen=True)
class WouldChange:
    """What becomes of each micro-credential, and whether anything would change at all."""

    steps: tuple[Step, ...]
    changes_nothing: bool


def would_change(upload: CatalogueUpload, *, at: datetime) -> WouldChange:
    """What taking in an uploaded archive would do."""
    with open_file(upload.file) as opened:
        archive = read_archive(opened)
    steps = import_plan(archive, owner=upload.owner, at=at)
    is_same = all(step.action is Action.UNCHANGED for step in steps)
    return WouldChange(steps, is_same and not _brings_more(archive, upload.owner))


def _brings_more(archive: Archive, owner: Organization) -> bool:
    """Whether an archive has a stack, crosswalk, framework or end that is not here, as its micro-credentials are."""
    rows = MicroCredential.objects.filter(owner=owner).select_related("origin", "retirement")
    here = {source_id_of(thing): thing for thing in rows}
    things = {thing.slug: here[thing.id] for thing in archive.micro_credentials}
    if any(thing.retirement and not hasattr(things[thing.slug], "retirement") for thing in archive.micro_credentials):
        return True
    slugs = {stack.slug for stack in archive.stacks}
    stacks = set(Stack.objects.filter(owner=owner, slug__in=slugs).values_list("slug", flat=True))
    placed = set(StackPlace.objects.filter(stack__owner=owner).values_list("stack__slug", "micro_credential_id"))
    wanted = {
        (stack.slug, things[slug].pk) for stack in archive.stacks for slug in stack.micro_credentials if slug in things
    }
    if slugs - stacks or wanted - placed:
        return True
    crosswalks = {crosswalk.slug for crosswalk in archive.crosswalks}
    if crosswalks - set(Crosswalk.objects.filter(slug__in=crosswalks).values_list("slug", flat=True)):
        return True
    names = {name for pair in Framework.objects.values_list("slug", "name") for name in pair}
    return any(not {framework.slug, framework.name} & names for framework in archive.frameworks)
