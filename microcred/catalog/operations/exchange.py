"""Taking in a whole catalogue from an archive."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from microcred.catalog.archive import Action, Archive, Step, contents_digest
from microcred.catalog.design import Design, Kind, renewed
from microcred.catalog.models import (
    CatalogueImport,
    Crosswalk,
    MicroCredential,
    Origin,
    Pilot,
    Retirement,
    Stack,
    StackPlace,
    TranslatedField,
    Translation,
    Version,
)
from microcred.catalog.operations.drawing import add_to_crosswalk
from microcred.catalog.operations.prerequisites import prerequisites_named, write_prerequisites
from microcred.catalog.operations.projection import take_out_entries, write_entries
from microcred.catalog.operations.publishing import (
    at_free_address,
    newest_of,
    published_before,
    standards_of,
    write_version,
)
from microcred.catalog.operations.shelves import draw_crosswalk, open_stack
from microcred.catalog.operations.successions import judged, write_succession
from microcred.catalog.queries.exchange import attached_files, import_plan, source_id_of
from microcred.foundation.inspection import ACCEPTED, extension_of
from microcred.foundation.inspection.apart import inspect_at_once
from microcred.foundation.locks import hold
from microcred.foundation.models import StoredFile
from microcred.foundation.operation import operation
from microcred.foundation.refusals import NotAllowed, Refusal
from microcred.foundation.storage import store
from microcred.frameworks.models import Framework
from microcred.frameworks.operations import adopt
from microcred.organizations.models import Organization, Person, Role
from microcred.organizations.queries import acts_as

BRINGING_FILES = UUID("0198c2a0-0000-7000-8000-00000000f11e")
"""The lock of whoever stores files under identifiers that others gave."""


class ImportHasTroubles(Refusal):
    """Some micro-credentials of the archive cannot come in; `steps` names each with its troubles."""

    message = _(
        "{count} of the archive’s micro-credentials cannot be taken in, so nothing was. The first is “{slug}”: {words}"
    )
    field = "archive"

    def __init__(self, steps: tuple[Step, ...]) -> None:
        self.steps = tuple(step for step in steps if step.action is Action.REFUSED)
        first = self.steps[0]
        super().__init__(count=len(self.steps), slug=first.thing.slug, words=first.troubles[0].words)


class AttachmentDisguised(Refusal):
    """A file of an archive says to be of another kind than it is."""

    message = _("The file “{name}” of the archive says to be {media_type}, which its name and content are not.")
    field = "archive"


@dataclass(frozen=True)
class Imported:
    """What an import did, and the row that says so; None when everything was there already."""

    steps: tuple[Step, ...]
    catalogue_import: CatalogueImport | None


@operation
def import_catalogue(*, actor: Person, owner: Organization, archive: Archive, at: datetime) -> Imported:
    """Take an archive into an organization's catalogue: all of it, or nothing.

    Micro-credentials, versions and translations that are there already stay as they are, so that the same archive may
    be imported again; of what translators have not published, the words that were changed last stand. A
    micro-credential keeps its identifier, and all below it theirs, unless this installation knows them already under
    another owner; its address is the archive's, or the next that is free. Versions keep the moment at which they were
    published. One that is in pilot there is in pilot here, too: nobody ended it yet.

    Args:
        actor: An administrator of the organization or of one above it. The versions name them as who published here.

    Raises:
        ImportHasTroubles, MoreThanWording, NoteMissing, PrerequisitesCircular, NotAllowed.
    """
    if not acts_as(actor, Role.ORG_ADMIN, for_organization=owner, at=at):
        raise NotAllowed
    # Two imports into one catalogue take turns.
    owner = Organization.objects.select_for_update(no_key=True).get(pk=owner.pk)
    steps = import_plan(archive, owner=owner, at=at)
    if any(step.action is Action.REFUSED for step in steps):
        raise ImportHasTroubles(steps)
    _adopt_frameworks(actor, archive)
    _keep_attachments(archive)
    bringing = [step for step in steps if step.action is not Action.UNCHANGED]
    row = None
    if bringing:
        row = CatalogueImport.objects.create(
            owner=owner, source=archive.source, digest=contents_digest(archive), imported_at=at, imported_by=actor
        )
    here = {
        source_id_of(thing): thing for thing in MicroCredential.objects.filter(owner=owner).select_related("origin")
    }
    things: dict[str, MicroCredential] = {}
    written: list[tuple[Version, Design]] = []
    for step in steps:
        thing = here.get(step.thing.id)
        if thing is None and row is not None:
            thing = _taken_in(step, row)
        if thing is not None:
            things[step.thing.slug] = thing
            written += _write_versions(step, thing, actor)
            _write_translations(step, thing, actor)
            _begin_pilot(step, thing, actor, at=at)
    for version, design in written:
        write_prerequisites(version, prerequisites_named(design, version.micro_credential))
    _shelve(actor, owner, archive, things)
    gone = [things[step.thing.slug].pk for step in steps if _retire(step, things, actor)]
    write_entries([things[step.thing.slug].pk for step in bringing])
    take_out_entries(gone)
    return Imported(steps, row)


def _adopt_frameworks(actor: Person, archive: Archive) -> None:
    there = set(Framework.objects.values_list("slug", flat=True)) | set(
        Framework.objects.values_list("name", flat=True)
    )
    for framework in archive.frameworks:
        if not {framework.slug, framework.name} & there:
            adopt(
                actor=actor,
                slug=framework.slug,
                name=framework.name,
                publisher=framework.publisher,
                edition=framework.edition,
                url=framework.url,
                standards=[(standard.code, standard.name, standard.text) for standard in framework.standards],
            )


def look_into_attachments(archive: Archive) -> None:
    """Refuse an archive with a file that could harm who opens it, or is none of those that designs may name.

    The bytes are kept as they are, because designs name them by their digest.

    Raises:
        FileRefused: one of its subclasses, named for the fact.
        NotInspectedNow, AttachmentDisguised.
    """
    for one in archive.attachments:
        with TemporaryFile() as source:
            source.write(one.content)
            inspect_at_once(source, one.name).close()
        if ACCEPTED[extension_of(one.name)].media_type != one.media_type:
            raise AttachmentDisguised(name=one.name, media_type=one.media_type)


def _keep_attachments(archive: Archive) -> None:
    look_into_attachments(archive)
    # Two archives that bring the same file at once take turns, so that neither writes over the other's.
    hold(BRINGING_FILES)
    # What is here under the same identifier is the very same file: the plan has made sure of it, for what designs name.
    named = attached_files(archive.micro_credentials)
    here = set(StoredFile.objects.filter(pk__in=[one.id for one in archive.attachments]).values_list("pk", flat=True))
    for one in archive.attachments:
        if (one.id, one.sha256) in named and one.id not in here:
            store(iter([one.content]), name=one.name, media_type=one.media_type, identifier=one.id)


def _taken_in(step: Step, row: CatalogueImport) -> MicroCredential:
    taken = MicroCredential.objects.filter(pk=step.thing.id).exists()
    thing = at_free_address(
        step.thing.slug[:110],
        owner=row.owner,
        demonstration=step.thing.demonstration,
        identifier=None if taken else step.thing.id,
    )
    Origin.objects.create(micro_credential=thing, catalogue_import=row, source_id=step.thing.id)
    return thing


def _write_versions(step: Step, thing: MicroCredential, actor: Person) -> list[tuple[Version, Design]]:
    written = []
    for version in step.thing.versions[step.first :]:
        design = Design.model_validate(version.design)
        if published_before(design):
            design = renewed(design)
        change = Kind.EDITORIAL if version.revision else None
        last = newest_of(thing)
        judgement = judged(last, design, change, version.note)
        row = write_version(thing, design, standards_of(design), change=change, actor=actor, at=version.published_at)
        if last is not None and judgement is not None:
            write_succession(row, last, judgement, change or Kind.SUBSTANTIVE, version.note)
        written.append((row, design))
    return written


def _write_translations(step: Step, thing: MicroCredential, actor: Person) -> None:
    if not (step.translations or step.fields):
        return
    versions = list(Version.objects.filter(micro_credential=thing).order_by("number", "revision"))
    Translation.objects.bulk_create(
        Translation(
            version=versions[place],
            language=one.language,
            number=one.number,
            texts=one.texts,
            published_at=one.published_at,
            published_by=actor,
        )
        for place, one in step.translations
    )
    TranslatedField.objects.bulk_create(
        (
            TranslatedField(
                micro_credential=thing,
                language=one.language,
                key=one.key,
                text=one.text,
                source=one.source,
                changed_at=one.changed_at,
                changed_by=actor,
            )
            for one in step.fields
        ),
        update_conflicts=True,
        unique_fields=["micro_credential", "language", "key"],
        update_fields=["text", "source", "changed_at", "changed_by"],
    )


def _begin_pilot(step: Step, thing: MicroCredential, actor: Person, *, at: datetime) -> None:
    """Begin here the pilot that a version which comes in is in there."""
    size, version = step.thing.versions[-1].pilot_size, newest_of(thing)
    if size and version is not None and step.first < len(step.thing.versions):
        Pilot.objects.create(version=version, size=size, began_at=at, began_by=actor)


def _retire(step: Step, things: Mapping[str, MicroCredential], actor: Person) -> bool:
    """Retire what the archive says is retired; return whether it was not yet."""
    gone = step.thing.retirement
    if gone is None:
        return False
    _row, made = Retirement.objects.get_or_create(
        micro_credential=things[step.thing.slug],
        defaults={
            "retired_at": gone.retired_at,
            "retired_by": actor,
            "reason": gone.reason,
            "successor": things.get(gone.successor),
        },
    )
    return made


def _shelve(actor: Person, owner: Organization, archive: Archive, things: Mapping[str, MicroCredential]) -> None:
    """Open the archive's stacks and crosswalks where there are none of their addresses, and fill the stacks."""
    stacks: dict[str, Stack] = {}
    next_position = Stack.objects.count()
    for archived in archive.stacks:
        stack = Stack.objects.filter(slug=archived.slug, owner=owner).first()
        if stack is None:
            stack = open_stack(
                actor=actor,
                owner=owner,
                slug=_free_slug(archived.slug),
                name=archived.name,
                description=archived.description,
                position=next_position,
            )
            next_position += 1
        stacks[archived.slug] = stack
        StackPlace.objects.bulk_create(
            (
                StackPlace(stack=stack, micro_credential=things[slug], position=position)
                for position, slug in enumerate(archived.micro_credentials)
                if slug in things
            ),
            ignore_conflicts=True,
        )
    for crosswalk in archive.crosswalks:
        if not Crosswalk.objects.filter(slug=crosswalk.slug).exists():
            drawn = draw_crosswalk(
                actor=actor,
                owner=owner,
                slug=crosswalk.slug,
                name=crosswalk.name,
                description=crosswalk.description,
                stacks=[],
            )
            standing: dict[str, Mapping[str, Any]] = {"stack": stacks, "micro_credential": things}
            for step in crosswalk.path:
                if step.slug in standing[step.kind]:
                    add_to_crosswalk(actor=actor, crosswalk=drawn, thing=standing[step.kind][step.slug])


def _free_slug(wanted: str) -> str:
    number, slug = 1, wanted
    while Stack.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted[:110]}-{number}"
    return slug
