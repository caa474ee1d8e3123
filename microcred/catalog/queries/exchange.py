"""A catalogue as an archive, and what an archive would change here."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from pydantic import ValidationError

from microcred.catalog.archive import (
    Archive,
    ArchivedAttachment,
    ArchivedCrosswalk,
    ArchivedField,
    ArchivedFramework,
    ArchivedMicroCredential,
    ArchivedRetirement,
    ArchivedStack,
    ArchivedStandard,
    ArchivedStep,
    ArchivedTranslation,
    ArchivedVersion,
    Holding,
    Step,
    attached_to,
    plan,
)
from microcred.catalog.design import Design, words_digest
from microcred.catalog.models import (
    CatalogueUpload,
    Crosswalk,
    CrosswalkPick,
    CrosswalkStep,
    ImportOrder,
    ImportOutcome,
    MicroCredential,
    Retirement,
    Stack,
    StackPlace,
    TranslatedField,
    Version,
)
from microcred.catalog.queries.images import files_published
from microcred.foundation import jobs
from microcred.foundation.models import StoredFile
from microcred.foundation.storage import files_named, read_range
from microcred.frameworks.models import Framework, Standard
from microcred.organizations.models import Organization


def archived_catalogue(owner: Organization) -> Archive:
    """Everything that an organization has published, with its stacks and crosswalks and what the designs align to.

    Its own alone, not what organizations below it own. What is retired is in it too, marked so.
    """
    things = list(
        MicroCredential.objects.filter(owner=owner, versions__isnull=False)
        .distinct()
        .select_related("retirement__successor", "origin")
        .prefetch_related(
            Prefetch("versions", queryset=_versions_in_order()),
            Prefetch("translated_fields", queryset=TranslatedField.objects.order_by("language", "key")),
        )
        .order_by("slug")
    )
    archived = tuple(_archived(thing) for thing in things)
    designs = _designs(archived)
    return Archive(
        source=owner.name,
        micro_credentials=archived,
        stacks=_stacks(owner, things),
        crosswalks=_crosswalks(owner),
        frameworks=_frameworks(designs),
        attachments=_attachments(designs),
    )


def import_plan(archive: Archive, *, owner: Organization, at: datetime) -> tuple[Step, ...]:
    """What importing an archive into an organization's catalogue would do now, micro-credential by micro-credential."""
    designs = _designs(archive.micro_credentials)
    brought = {
        (name, standard.code)
        for framework in archive.frameworks
        for standard in framework.standards
        for name in (framework.name, framework.slug)
    }
    wanted = {framework for framework, _code in _aligned_to(designs)}
    here = {
        (name, standard.code)
        for standard in _standards_of(wanted)
        for name in (standard.framework.name, standard.framework.slug)
    }
    first = {slug for design in designs for slug in design.prerequisites}
    taken = StoredFile.objects.filter(pk__in={file for file, _sha256 in _attached_to(designs)})
    addresses = MicroCredential.objects.filter(slug__in=first).values_list("slug", flat=True)
    return plan(
        archive,
        held=holdings(owner),
        standards=here | brought,
        addresses=addresses,
        taken=dict(taken.values_list("pk", "sha256")),
        published=files_published(taken),
        at=at,
    )


def holdings(owner: Organization) -> dict[UUID, Holding]:
    """What an organization has, by the identifier of each micro-credential at its source."""
    things = (
        MicroCredential.objects.filter(owner=owner)
        .select_related("origin")
        .prefetch_related(Prefetch("versions", queryset=_versions_in_order()), "translated_fields")
    )
    return {source_id_of(thing): _holding(thing) for thing in things}


def _holding(thing: MicroCredential) -> Holding:
    versions = list(thing.versions.all())
    return Holding(
        thing.slug,
        tuple(words_digest(Design.model_validate(version.design)) for version in versions),
        translations={
            (place, row.language): row.number
            for place, version in enumerate(versions)
            for row in version.translations.all()
        },
        fields={(row.language, row.key): row.changed_at for row in thing.translated_fields.all()},
    )


def _versions_in_order() -> QuerySet[Version]:
    """The oldest first, each with its translations, the oldest of a language first, and the pilot that it is in."""
    versions = Version.objects.select_related("succession", "pilot__report").prefetch_related("translations")
    return versions.order_by("number", "revision")


def source_id_of(thing: MicroCredential) -> UUID:
    """The identifier that a micro-credential is known by where it was first published."""
    origin = getattr(thing, "origin", None)
    return origin.source_id if origin else thing.pk


def _archived(thing: MicroCredential) -> ArchivedMicroCredential:
    gone = getattr(thing, "retirement", None)
    versions = list(thing.versions.all())
    return ArchivedMicroCredential(
        id=source_id_of(thing),
        slug=thing.slug,
        demonstration=thing.demonstration,
        versions=tuple(_version(version, is_newest=version is versions[-1]) for version in versions),
        translated_fields=tuple(
            ArchivedField(
                language=row.language, key=row.key, text=row.text, source=row.source, changed_at=row.changed_at
            )
            for row in thing.translated_fields.all()
        ),
        retirement=_retirement(gone) if gone else None,
    )


def _version(version: Version, *, is_newest: bool) -> ArchivedVersion:
    pilot = getattr(version, "pilot", None)
    return ArchivedVersion(
        number=version.number,
        revision=version.revision,
        note=version.succession.note if hasattr(version, "succession") else "",
        published_at=version.published_at,
        digest=version.digest,
        design=version.design,
        translations=tuple(
            ArchivedTranslation(
                language=row.language, number=row.number, published_at=row.published_at, texts=row.texts
            )
            for row in version.translations.all()
        ),
        pilot_size=pilot.size if is_newest and pilot is not None and not hasattr(pilot, "report") else 0,
    )


def _retirement(gone: Retirement) -> ArchivedRetirement:
    successor = gone.successor.slug if gone.successor else ""
    return ArchivedRetirement(retired_at=gone.retired_at, reason=gone.reason, successor=successor)


def _stacks(owner: Organization, things: Sequence[MicroCredential]) -> tuple[ArchivedStack, ...]:
    ours = {thing.pk: thing.slug for thing in things}
    places: dict[UUID, list[str]] = defaultdict(list)
    for stack_id, thing_id in (
        StackPlace.objects.filter(stack__owner=owner, micro_credential__in=ours)
        .order_by("position", "micro_credential__slug")
        .values_list("stack_id", "micro_credential_id")
    ):
        places[stack_id].append(ours[thing_id])
    return tuple(
        ArchivedStack(
            slug=stack.slug,
            name=stack.name,
            description=stack.description,
            micro_credentials=tuple(places[stack.pk]),
        )
        for stack in Stack.objects.filter(owner=owner).order_by("position", "slug")
    )


def _crosswalks(owner: Organization) -> tuple[ArchivedCrosswalk, ...]:
    steps = Prefetch("steps", queryset=CrosswalkStep.objects.select_related("stack"))
    picks = Prefetch("picks", queryset=CrosswalkPick.objects.select_related("micro_credential"))
    return tuple(
        ArchivedCrosswalk(
            slug=crosswalk.slug,
            name=crosswalk.name,
            description=crosswalk.description,
            path=_path(crosswalk),
        )
        for crosswalk in Crosswalk.objects.filter(owner=owner).prefetch_related(steps, picks).order_by("slug")
    )


def _path(crosswalk: Crosswalk) -> tuple[ArchivedStep, ...]:
    rows = [
        *((step.position, ArchivedStep(kind="stack", slug=step.stack.slug)) for step in crosswalk.steps.all()),
        *(
            (pick.position, ArchivedStep(kind="micro_credential", slug=pick.micro_credential.slug))
            for pick in crosswalk.picks.all()
        ),
    ]
    return tuple(step for _position, step in sorted(rows, key=lambda row: row[0]))


def _frameworks(designs: Iterable[Design]) -> tuple[ArchivedFramework, ...]:
    """The frameworks that the designs name, each with the items that they name, in the framework's order."""
    wanted = _aligned_to(designs)
    chosen: dict[Framework, list[Standard]] = defaultdict(list)
    for standard in _standards_of({framework for framework, _code in wanted}):
        if {(standard.framework.name, standard.code), (standard.framework.slug, standard.code)} & wanted:
            chosen[standard.framework].append(standard)
    return tuple(
        ArchivedFramework(
            slug=framework.slug,
            name=framework.name,
            edition=framework.edition,
            publisher=framework.publisher,
            url=framework.url if framework.url.startswith(("https://", "http://")) else "",
            standards=tuple(
                ArchivedStandard(code=standard.code, name=standard.name, text=standard.text)
                for standard in chosen[framework]
            ),
        )
        for framework in sorted(chosen, key=lambda framework: framework.slug)
    )


def attached_files(things: Iterable[ArchivedMicroCredential]) -> set[tuple[UUID, str]]:
    """Identifier and SHA-256 of the files that archived designs name."""
    return _attached_to(_designs(things))


def _attached_to(designs: Iterable[Design]) -> set[tuple[UUID, str]]:
    return {file for design in designs for _place, file in attached_to(design)}


def _designs(things: Iterable[ArchivedMicroCredential]) -> list[Design]:
    """All archived designs, as far as they are designs: of what else they hold, `plan` tells."""
    found = []
    for thing in things:
        for version in thing.versions:
            with suppress(ValidationError):
                found.append(Design.model_validate(version.design))
    return found


def _attachments(designs: Iterable[Design]) -> tuple[ArchivedAttachment, ...]:
    """The files that the designs name, by identifier and digest: by an identifier alone, none goes out."""
    named = files_named(_attached_to(designs))
    return tuple(
        ArchivedAttachment(
            id=file.pk,
            name=file.name,
            media_type=file.media_type,
            sha256=file.sha256,
            content=b"".join(read_range(file, 0, file.size)),
        )
        for _identifier, file in sorted(named.items())
    )


def _aligned_to(designs: Iterable[Design]) -> set[tuple[str, str]]:
    """Framework and code of all that designs align to."""
    return {(alignment.framework, alignment.code) for design in designs for alignment in design.alignments}


def _standards_of(frameworks: Iterable[str]) -> QuerySet[Standard]:
    """All standards of the frameworks of these names or slugs."""
    named = Framework.objects.filter(name__in=frameworks) | Framework.objects.filter(slug__in=frameworks)
    return (
        Standard.objects.filter(framework__in=named).select_related("framework").order_by("framework__slug", "position")
    )


IMPORT_JOB, IMPORT_QUEUE = "catalog.import", "exchange"


@dataclass(frozen=True)
class Progress:
    """What became of an uploaded archive. `order` is the last one; None while nobody ordered that it be taken in."""

    order: ImportOrder | None
    outcome: ImportOutcome | None
    waits: bool = False

    @property
    def under_way(self) -> bool:
        """Whether the worker still has it before it."""
        return self.order is not None and self.outcome is None and self.waits

    @property
    def given_up(self) -> bool:
        """Whether the worker tried and came to no end: it may be ordered again."""
        return self.order is not None and self.outcome is None and not self.waits

    @property
    def done(self) -> bool:
        """Whether it came in."""
        return self.outcome is not None and not self.outcome.refused

    @property
    def refused(self) -> bool:
        """Whether something stood in the way when it was to be taken in."""
        return self.outcome is not None and self.outcome.refused


def progress_of(upload: CatalogueUpload) -> Progress:
    """What became of an uploaded archive."""
    orders = ImportOrder.objects.filter(upload=upload).select_related("ordered_by", "outcome__catalogue_import")
    order = orders.order_by("-ordered_at", "-pk").first()
    outcome = getattr(order, "outcome", None)
    if order is None or outcome is not None:
        return Progress(order, outcome)
    return Progress(order, None, jobs.waits(IMPORT_JOB, queue=IMPORT_QUEUE, order_id=str(order.pk)))


SHOWN_UPLOADS = 20


def uploads_of(owner: Organization) -> QuerySet[CatalogueUpload]:
    """The last archives that were handed in, with `came_in`: whether one of its orders was carried out."""
    came_in = ImportOutcome.objects.filter(order__upload=OuterRef("pk"), refused=False)
    rows = CatalogueUpload.objects.filter(owner=owner).select_related("uploaded_by").annotate(came_in=Exists(came_in))
    return rows.order_by("-uploaded_at", "-pk")[:SHOWN_UPLOADS]


@dataclass(frozen=True)
class Extent:
    """How much an organization owns of the catalogue."""

    micro_credentials: int
    versions: int
    stacks: int


def extent_of(owner: Organization) -> Extent:
    """How much an organization owns of the catalogue."""
    return Extent(
        MicroCredential.objects.filter(owner=owner).count(),
        Version.objects.filter(micro_credential__owner=owner).count(),
        Stack.objects.filter(owner=owner).count(),
    )
