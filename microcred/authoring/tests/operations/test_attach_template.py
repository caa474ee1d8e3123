"""A file that an artifact starts from: attached, frozen with the version, and taken along."""

from io import BytesIO

import pytest

from microcred.authoring.operations import (
    DraftPublished,
    NotATemplate,
    TemplateNotAskedFor,
    attach_template,
    clone,
    publish,
)
from microcred.authoring.operations.receiving import LARGEST
from microcred.authoring.tests.make import AT, draft, save
from microcred.authoring.tests.operations.test_put_in_image import picture
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.archive import contents_digest, read_archive, write_archive
from microcred.catalog.design import Design, digest
from microcred.catalog.operations import TemplateUnknown, import_catalogue
from microcred.catalog.queries import archived_catalogue
from microcred.catalog.tests.make import cora, gus, university
from microcred.foundation.ids import uuid7
from microcred.foundation.inspection import FileDisguised, FileTooLarge, FileTypeNotTaken
from microcred.foundation.models import StoredFile
from microcred.foundation.refusals import NotAllowed
from microcred.organizations.models import Organization, Role
from microcred.organizations.operations import appoint, found

pytestmark = pytest.mark.django_db
SHEET = b"What will you try?\n\nWhat will you look at?\n"


@pytest.fixture(autouse=True)
def without_gates(db):
    """What gates keep back is told in `test_gates`."""
    no_gates()


def artifacts(of) -> list:
    return [one for one in Design.model_validate(of.design).requirements if one.kind == "artifact"]


def attach(into, *, requirement=None, name="plan.txt", content=SHEET, title="Planning sheet", actor=None):
    return attach_template(
        actor=actor or cora(),
        draft=into,
        requirement=requirement or artifacts(into)[0].uuid,
        name=name,
        chunks=[content],
        size=len(content),
        title=title,
        at=AT,
    )


def test_it_is_kept_with_its_name_and_the_digest_of_the_design_speaks_for_it():
    mine = draft()
    before = digest(Design.model_validate(mine.design))
    mine = attach(mine)
    template = artifacts(mine)[0].template
    assert (template.title, template.sha256) == ("Planning sheet", StoredFile.objects.get(pk=template.file).sha256)
    assert digest(Design.model_validate(mine.design)) != before


def test_a_published_requirement_has_it_for_ever_and_the_next_draft_takes_another():
    mine = attach(draft())
    version = publish(actor=cora(), draft=mine, at=AT)
    first = version.requirements.exclude(template_file=None).get()
    assert first.template_title == "Planning sheet"
    with pytest.raises(DraftPublished):
        attach(mine)


def test_a_copy_of_the_draft_has_it_too():
    mine = attach(draft())
    copy = clone(actor=cora(), draft=mine, at=AT)
    assert artifacts(copy)[0].template == artifacts(mine)[0].template
    assert publish(actor=cora(), draft=copy, at=AT).requirements.exclude(template_file=None).exists()


def test_another_file_takes_its_place_and_without_a_title_the_name_says_what_it_is():
    mine = attach(attach(draft()), name="better.png", content=picture(), title="")
    assert artifacts(mine)[0].template.title == "Planning sheet", "what it was called it is called"
    mine = attach(draft(), name="C:\\sheets\\Lesson plan.txt", title=" ")
    assert artifacts(mine)[0].template.title == "Lesson plan"


@pytest.mark.parametrize(
    ("refusal", "file"),
    [
        (NotATemplate, {"name": "talk.mp3"}),
        (FileTypeNotTaken, {"name": "sheet"}),
        (FileDisguised, {"name": "plan.pdf", "content": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"}),
        (FileTooLarge, {"content": bytes(LARGEST + 1)}),
        (TemplateNotAskedFor, {"requirement": uuid7()}),
    ],
)
def test_what_is_no_template_is_refused_and_nothing_of_it_is_kept(refusal, file):
    mine = draft()
    with pytest.raises(refusal):
        attach(mine, **file)
    assert not StoredFile.objects.exists()


def test_a_question_has_none():
    mine = draft()
    question = next(one for one in Design.model_validate(mine.design).requirements if one.kind == "question")
    with pytest.raises(TemplateNotAskedFor):
        attach(mine, requirement=question.uuid)


def test_only_who_writes_it_may():
    with pytest.raises(NotAllowed):
        attach(draft(), actor=gus())


def test_naming_a_file_without_knowing_its_digest_publishes_nothing():
    mine = attach(draft())
    content = artifacts(mine)[0]
    rows = [
        {**row, "template": {**row["template"], "sha256": "0" * 64}} if row["uuid"] == str(content.uuid) else row
        for row in mine.design["requirements"]
    ]
    with pytest.raises(TemplateUnknown):
        publish(actor=cora(), draft=save(mine, requirements=rows), at=AT)


def test_the_archive_carries_it_to_another_catalogue():
    publish(actor=cora(), draft=attach(draft()), at=AT)
    archive = archived_catalogue(university())
    assert [one.content for one in archive.attachments] == [SHEET]
    again = read_archive(BytesIO(write_archive(archive)))
    assert contents_digest(again) == contents_digest(archive)
    elsewhere = found(actor=None, slug="elsewhere", name="Elsewhere", kind=Organization.Kind.UNIVERSITY, at=AT)
    for role in (Role.ORG_ADMIN, Role.AUTHOR):
        appoint(actor=None, person=cora(), organization=elsewhere, role=role, at=AT)
    import_catalogue(actor=cora(), owner=elsewhere, archive=again, at=AT)
    assert [one.content for one in archived_catalogue(elsewhere).attachments] == [SHEET]
