"""A catalogue comes in whole or not at all, and the same archive again changes nothing."""

from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.db import transaction
from PIL import Image

from microcred.catalog.archive import (
    Action,
    Archive,
    ArchivedAttachment,
    ArchivedMicroCredential,
    ArchivedVersion,
    ArchiveUnreadable,
    contents_digest,
    read_archive,
    write_archive,
)
from microcred.catalog.design import Design, Template, as_json, digest, renewed, words_digest
from microcred.catalog.models import (
    CatalogueImport,
    Criterion,
    Entry,
    ExitReport,
    MicroCredential,
    Pilot,
    TranslatedField,
    Translation,
    Version,
)
from microcred.catalog.operations import (
    AttachmentDisguised,
    ImportHasTroubles,
    add_to_crosswalk,
    begin_pilot,
    draw_crosswalk,
    end_pilot,
    import_catalogue,
    retire,
    translate,
)
from microcred.catalog.queries import archived_catalogue, fields_of, import_plan, in_pilot, said_in, search
from microcred.catalog.tests import make
from microcred.foundation.ids import uuid7
from microcred.foundation.inspection import FileDisguised, inspect
from microcred.foundation.models import StoredFile
from microcred.foundation.refusals import NotAllowed
from microcred.foundation.storage import read_range, store
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint, found, register

pytestmark = pytest.mark.django_db


class RolledBack(Exception):
    """What was made to be exported is gone again: the archive goes to an installation that never saw it."""


def many(count):
    """Designs that differ in name and words, of every shape the demonstration has."""
    models = [make.design(file.stem) for file in make.demo_files()]
    for number in range(count):
        model = renewed(models[number % len(models)])
        yield model.model_copy(update={"name": f"{model.name} {number}", "rationale": f"{model.rationale} {number}"})


@pytest.fixture
def elsewhere():
    """An organization with an empty catalogue, and its administrator."""
    other = found(actor=None, slug="elsewhere", name="Elsewhere", kind=Organization.Kind.STATE, at=make.AT)
    person = register(actor=None, name="Ina", email="ina@example.org")
    appoint(actor=None, person=person, organization=other, role=Role.ORG_ADMIN, at=make.AT)
    return other, person


@pytest.mark.slow
def test_350_micro_credentials_go_to_another_installation_and_come_back_equal(elsewhere):
    other, person = elsewhere
    with suppress(RolledBack), transaction.atomic():
        make.standards()
        versions = [make.version(design) for design in many(350)]
        digests = {version.micro_credential.slug: version.digest for version in versions}
        owner = versions[0].micro_credential.owner
        make.stack("numbered", [version.micro_credential for version in versions[:20]])
        retire(actor=make.cora(), micro_credential=versions[3].micro_credential, reason="Merged.", at=make.AT)
        for version in versions[:5]:
            make.in_spanish(version)
        make.reworded(versions[0])
        begin_pilot(actor=make.cora(), version=versions[1], size=10, at=make.AT)
        sent = archived_catalogue(owner)
        written = write_archive(sent)
        raise RolledBack
    assert not Version.objects.exists()
    archive = read_archive(BytesIO(written))
    imported = import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    assert {step.action for step in imported.steps} == {Action.NEW}
    assert dict(Version.objects.filter(revision=0).values_list("micro_credential__slug", "digest")) == digests
    assert Translation.objects.count() == 5
    assert in_pilot(Version.objects.get(digest=versions[1].digest))
    assert contents_digest(archived_catalogue(other)) == contents_digest(sent)
    assert Entry.objects.count() == 349
    assert search("performance", {}, 1).total > 0

    again = import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    assert {step.action for step in again.steps} == {Action.UNCHANGED}
    assert again.catalogue_import is None
    assert CatalogueImport.objects.count() == 1


def test_within_one_installation_words_are_equal_and_identifiers_are_not(elsewhere):
    other, person = elsewhere
    make.standards()
    version = make.version()
    archive = archived_catalogue(version.micro_credential.owner)
    import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    copy = Version.objects.get(micro_credential__owner=other)
    assert copy.micro_credential.slug == "managing-change-2"
    assert copy.micro_credential.origin.source_id == version.micro_credential_id
    assert copy.digest != version.digest
    designs = [Design.model_validate(kept.design) for kept in (copy, version)]
    assert len({words_digest(design) for design in designs}) == 1
    assert len({digest(design) for design in designs}) == 2
    again = import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    assert again.steps[0].action is Action.UNCHANGED


def test_later_versions_follow_in_their_order(elsewhere):
    other, person = elsewhere
    make.standards()
    first = make.version()
    owner = first.micro_credential.owner
    import_catalogue(actor=person, owner=other, archive=archived_catalogue(owner), at=make.AT)
    make.version(make.design().model_copy(update={"hours": 12}), micro_credential=first.micro_credential, at=make.AT)
    imported = import_catalogue(actor=person, owner=other, archive=archived_catalogue(owner), at=make.AT)
    assert imported.steps[0].action is Action.NEW_VERSIONS
    copies = Version.objects.filter(micro_credential__owner=other).order_by("number")
    assert [(copy.number, copy.hours) for copy in copies] == [(1, 20), (2, 12)]


def test_one_broken_row_keeps_everything_out_and_all_are_named(elsewhere):
    other, person = elsewhere
    with suppress(RolledBack), transaction.atomic():
        make.standards()
        versions = [make.version(design) for design in many(5)]
        archive = archived_catalogue(versions[0].micro_credential.owner)
        raise RolledBack
    things = list(archive.micro_credentials)
    for place in (1, 3):
        broken = things[place].versions[0].model_copy(update={"digest": "0" * 64})
        things[place] = things[place].model_copy(update={"versions": (broken,)})
    archive = archive.model_copy(update={"micro_credentials": tuple(things)})
    with pytest.raises(ImportHasTroubles) as refused:
        import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    assert [step.thing.slug for step in refused.value.steps] == [things[1].slug, things[3].slug]
    assert things[1].slug in str(refused.value)
    assert not MicroCredential.objects.filter(owner=other).exists()
    assert [step.action for step in import_plan(archive, owner=other, at=make.AT)].count(Action.REFUSED) == 2


def test_only_administrators_take_catalogues_in(elsewhere):
    other, _person = elsewhere
    with pytest.raises(NotAllowed):
        import_catalogue(actor=make.cora(), owner=other, archive=archived_catalogue(other), at=make.AT)


def test_crosswalks_and_the_order_of_stacks_come_too(elsewhere):
    other, person = elsewhere
    with suppress(RolledBack), transaction.atomic():
        make.standards()
        versions = [make.version(design) for design in many(4)]
        owner = versions[0].micro_credential.owner
        stacks = [
            make.stack(slug, [version.micro_credential for version in picked])
            for slug, picked in (("one", versions[:3]), ("two", versions[::-1]))
        ]
        drawn = draw_crosswalk(
            actor=None, owner=owner, slug="across", name="Across", description="", stacks=[stacks[1], stacks[0]]
        )
        add_to_crosswalk(actor=None, crosswalk=drawn, thing=versions[3].micro_credential)
        archive = archived_catalogue(owner)
        raise RolledBack
    assert [step.kind for step in archive.crosswalks[0].path] == ["stack", "stack", "micro_credential"]
    import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    back = archived_catalogue(other)
    assert (back.stacks, back.crosswalks) == (archive.stacks, archive.crosswalks)
    assert Criterion.objects.exists()


def picture():
    """A small PNG, clean as inspection leaves it."""
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawn, "PNG")
    return inspect(drawn, "steps.png").source.read()


def illustrated(name="steps.png", media_type="image/png"):
    """A design with a picture whose file is kept here."""
    file = store(iter([picture()]), name=name, media_type=media_type)
    shown = {"file": file.pk, "sha256": file.sha256, "alt": "Four steps in a circle."}
    return make.plain_design(images=[shown])


def test_pictures_come_with_the_designs_that_show_them(elsewhere):
    other, person = elsewhere
    with suppress(RolledBack), transaction.atomic():
        version = make.version(illustrated())
        archive = read_archive(BytesIO(write_archive(archived_catalogue(version.micro_credential.owner))))
        raise RolledBack
    assert not StoredFile.objects.exists()
    import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    copy = Version.objects.get()
    (shown,) = copy.images.all()
    assert b"".join(read_range(shown.file, 0, shown.file.size)) == picture()
    assert copy.digest == archive.micro_credentials[0].versions[0].digest
    assert contents_digest(archived_catalogue(other)) == contents_digest(archive)


def test_a_picture_that_is_none_or_is_missing_keeps_everything_out(elsewhere):
    other, person = elsewhere
    with suppress(RolledBack), transaction.atomic():
        version = make.version(illustrated())
        archive = archived_catalogue(version.micro_credential.owner)
        raise RolledBack
    (attached,) = archive.attachments
    script = b"<script>alert(1)</script>"
    for attachments, refusal in (
        ((attached.model_copy(update={"content": script}),), FileDisguised),
        ((attached.model_copy(update={"media_type": "text/html"}),), AttachmentDisguised),
        ((), ImportHasTroubles),
    ):
        with pytest.raises(refusal):
            import_catalogue(
                actor=person, owner=other, archive=archive.model_copy(update={"attachments": attachments}), at=make.AT
            )
    assert not Version.objects.exists()
    written = unzip(write_archive(archive))
    written[f"attachments/{attached.id}"] = script
    with pytest.raises(ArchiveUnreadable) as refused:
        read_archive(zipped(written))
    assert any("steps.png" in words for words in refused.value.troubles)


def starting_from(file, said):
    """A design with an artifact that starts from a file."""
    design = make.plain_design()
    place = next(number for number, asked in enumerate(design.requirements) if asked.kind == "artifact")
    template = Template(title="Plan", file=file, sha256=said)
    requirements = list(design.requirements)
    requirements[place] = requirements[place].model_copy(update={"template": template})
    return design.model_copy(update={"requirements": tuple(requirements)})


def shows(file, said):
    """A design with a picture."""
    return make.plain_design(images=[{"file": file, "sha256": said, "alt": "A picture."}])


def archive_of(design, *attachments):
    version = ArchivedVersion(number=1, published_at=make.AT, digest=digest(design), design=as_json(design))
    thing = ArchivedMicroCredential(id=uuid7(), slug="thief", versions=(version,))
    return Archive(micro_credentials=(thing,), attachments=attachments)


def attachment(file, content, name="plan.txt", media_type="text/plain"):
    return ArchivedAttachment(
        id=file, name=name, media_type=media_type, sha256=sha256(content).hexdigest(), content=content
    )


@pytest.mark.parametrize("named", [starting_from, shows])
def test_nobodys_file_comes_out_by_its_identifier_alone(elsewhere, named):
    other, person = elsewhere
    secret = store(iter([b"What an educator handed in."]), name="evidence.txt", media_type="text/plain")
    forged = attachment(secret.pk, b"nothing")
    for archive in (
        archive_of(named(secret.pk, forged.sha256), forged),
        archive_of(named(secret.pk, forged.sha256)),
        # even by its digest, which an archive may have from a published page: it does not bring the bytes
        archive_of(named(secret.pk, secret.sha256)),
    ):
        with pytest.raises(ImportHasTroubles) as refused:
            import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
        assert "file" in str(refused.value)
    assert not archived_catalogue(other).attachments


def test_who_brings_the_very_bytes_may_name_them_and_two_may(elsewhere):
    other, person = elsewhere
    brought = attachment(uuid7(), b"Name, date, goal")
    archive = archive_of(starting_from(brought.id, brought.sha256), brought)
    import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    appoint(actor=None, person=person, organization=make.university(), role=Role.ORG_ADMIN, at=make.AT)
    import_catalogue(actor=person, owner=make.university(), archive=archive, at=make.AT)

    assert StoredFile.objects.get().sha256 == brought.sha256
    (sent,) = archived_catalogue(other).attachments
    assert sent.content == brought.content


def test_a_file_that_a_published_version_shows_need_not_be_brought_again(elsewhere):
    other, person = elsewhere
    version = make.version(illustrated())
    archive = archived_catalogue(version.micro_credential.owner).model_copy(update={"attachments": ()})

    import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)

    assert Version.objects.get(micro_credential__owner=other).images.count() == 1


def test_what_no_design_names_is_not_kept(elsewhere):
    other, person = elsewhere
    archive = archive_of(make.plain_design(), attachment(uuid7(), b"Nobody asked for this."))

    import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)

    assert not StoredFile.objects.exists()


def unzip(written):
    with ZipFile(BytesIO(written)) as source:
        return {name: source.read(name) for name in source.namelist()}


def zipped(members):
    held = BytesIO()
    with ZipFile(held, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return held


def test_translations_come_with_what_is_stale_and_a_mended_one_follows(elsewhere):
    other, person = elsewhere
    first = make.version()
    owner = first.micro_credential.owner
    make.in_spanish(first)
    make.reworded(first)
    import_catalogue(actor=person, owner=other, archive=archived_catalogue(owner), at=make.AT)
    thing = MicroCredential.objects.get(owner=other)
    copy, revision = thing.versions.order_by("revision")
    assert said_in(copy, "es").is_whole
    assert [one.key for one in fields_of(thing, revision, "es") if one.state == "stale"] == [
        one.key for one in fields_of(first.micro_credential, revision, "es") if one.state == "stale"
    ]
    assert Translation.objects.get(version=copy).published_by == person, "no person is in an archive"

    make.in_spanish(first.micro_credential.versions.get(revision=1))
    make.in_spanish(first.micro_credential.versions.get(revision=1), name="Guiar los cambios")
    again = import_catalogue(actor=person, owner=other, archive=archived_catalogue(owner), at=make.AT)
    assert [step.action for step in again.steps] == [Action.NEW_TRANSLATIONS]
    assert said_in(revision, "es").version.title == "Guiar los cambios"
    assert search("guiando").total == 2
    assert contents_digest(archived_catalogue(other)) != contents_digest(archived_catalogue(owner)), (
        "identifiers differ"
    )

    once_more = import_catalogue(actor=person, owner=other, archive=archived_catalogue(owner), at=make.AT)
    assert (once_more.steps[0].action, once_more.catalogue_import) == (Action.UNCHANGED, None)


def test_words_that_a_translator_here_changed_later_stay(elsewhere):
    other, person = elsewhere
    first = make.version()
    make.in_spanish(first)
    archive = archived_catalogue(first.micro_credential.owner)
    import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    appoint(actor=None, person=person, organization=other, role=Role.AUTHOR, at=make.AT)
    thing = MicroCredential.objects.get(owner=other)
    words = {"micro_credential": thing, "language": "es", "texts": {"name": "Nuestro nombre"}}
    translate(actor=person, at=make.AT + timedelta(days=1), **words)
    import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    assert TranslatedField.objects.get(micro_credential=thing, key="name").text == "Nuestro nombre"


def spoiled(archive, **changes):
    """The archive with its only translation changed."""
    (thing,) = archive.micro_credentials
    (version,) = thing.versions
    translation = version.translations[0].model_copy(update=changes)
    version = version.model_copy(update={"translations": (translation,)})
    return archive.model_copy(update={"micro_credentials": (thing.model_copy(update={"versions": (version,)}),)})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"texts": {"name": "Guiar los cambios"}}, "just the fields of the design"),
        ({"number": 2}, "without a gap"),
        ({"language": "en"}, "language of the design"),
    ],
)
def test_a_translation_that_is_none_is_named(elsewhere, changes, words):
    other, person = elsewhere
    make.in_spanish(make.version())
    archive = spoiled(archived_catalogue(make.university()), **changes)
    with pytest.raises(ImportHasTroubles) as refused:
        import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    assert words in str(refused.value)
    assert refused.value.steps[0].troubles[0].where == "versions.0.translations.0"


def test_a_translation_of_a_day_to_come_stays_out(elsewhere):
    other, person = elsewhere
    make.in_spanish(make.version())
    archive = spoiled(archived_catalogue(make.university()), published_at=make.AT + timedelta(days=1))
    with pytest.raises(ImportHasTroubles) as refused:
        import_catalogue(actor=person, owner=other, archive=archive, at=make.AT)
    assert refused.value.steps[0].troubles[0].where == "versions.0.translations.0.published_at"


def test_an_archive_without_translations_is_written_as_before_there_were_any():
    make.version()
    with ZipFile(BytesIO(write_archive(archived_catalogue(make.university())))) as packed:
        written = packed.read("micro-credentials/managing-change.json")
    assert b"translat" not in written
    assert b"pilot_size" not in written


def test_a_pilot_that_was_ended_does_not_travel(elsewhere):
    other, person = elsewhere
    version = make.version()
    pilot = begin_pilot(actor=make.cora(), version=version, size=10, at=make.AT)
    end_pilot(
        actor=make.cora(),
        pilot=pilot,
        decision=ExitReport.Decision.PUBLISH,
        learned="It works.",
        numbers={},
        at=make.AT,
    )
    import_catalogue(actor=person, owner=other, archive=archived_catalogue(make.university()), at=make.AT)
    assert not Pilot.objects.filter(version__micro_credential__owner=other).exists()
