from io import BytesIO

import pytest
from PIL import Image as Picture

from microcred.authoring.operations import (
    DraftPublished,
    NotAnImage,
    TooManyImages,
    publish,
    put_in_image,
    start_draft,
)
from microcred.authoring.operations.images import MOST_IMAGES
from microcred.authoring.operations.receiving import LARGEST
from microcred.authoring.tests.make import AT, draft, save
from microcred.authoring.tests.passing import no_gates
from microcred.catalog.design import Design, digest
from microcred.catalog.operations import DesignUnfinished, ImageUnknown
from microcred.catalog.tests.make import cora, gus, plain_design, university
from microcred.foundation.inspection import FileDisguised, FileTooLarge
from microcred.foundation.models import StoredFile
from microcred.foundation.refusals import NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_gates(db):
    """What gates keep back is told in `test_gates`."""
    no_gates()


def picture(colour="red"):
    bytes_of = BytesIO()
    Picture.new("RGB", (40, 30), colour).save(bytes_of, "PNG")
    return bytes_of.getvalue()


def put(into, *, name="cycle.png", content=None, alt="Four steps in a circle.", actor=None):
    content = picture() if content is None else content
    return put_in_image(
        actor=actor or cora(), draft=into, name=name, chunks=[content], size=len(content), alt=alt, at=AT
    )


def test_a_picture_is_kept_with_its_words_and_its_digest_speaks_for_it():
    mine = draft()
    before = digest(Design.model_validate(mine.design))
    mine = put(mine)

    (image,) = Design.model_validate(mine.design).images
    assert (image.alt, image.sha256) == ("Four steps in a circle.", StoredFile.objects.get(pk=image.file).sha256)
    assert digest(Design.model_validate(mine.design)) != before


def test_a_published_design_shows_its_pictures_and_one_without_words_is_not_published():
    mine = put(draft(), alt="")
    with pytest.raises(DesignUnfinished) as refused:
        publish(actor=cora(), draft=mine, at=AT)
    assert [problem.field for problem in refused.value.problems] == ["images.0.alt"]

    mine = save(mine, images=[{**mine.design["images"][0], "alt": "A circle."}])
    version = publish(actor=cora(), draft=mine, at=AT)
    assert str(version.images.get().file_id) == mine.design["images"][0]["file"]


def test_the_draft_of_the_next_version_may_show_them_too():
    version = publish(actor=cora(), draft=put(draft()), at=AT)
    following = start_draft(actor=cora(), owner=university(), micro_credential=version.micro_credential, at=AT)
    assert str(following.images.get().file_id) == following.design["images"][0]["file"]
    assert publish(actor=cora(), draft=save(following, hours=21), at=AT).images.count() == 1


def test_what_is_no_picture_is_refused_and_nothing_of_it_is_kept():
    mine = draft()
    for refusal, file in (
        (NotAnImage, {"name": "plan.pdf"}),
        (FileDisguised, {"content": b"%PDF-1.7 and more"}),
        (FileDisguised, {"content": b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"}),
        (FileTooLarge, {"content": picture() + bytes(LARGEST)}),
    ):
        with pytest.raises(refusal):
            put(mine, **file)
    assert not StoredFile.objects.exists()
    assert not mine.images.exists()


def test_a_page_bears_only_so_many():
    mine = draft()
    row = {"alt": "x", "sha256": "0" * 64, "file": None}
    mine = save(mine, images=[row] * MOST_IMAGES)
    with pytest.raises(TooManyImages):
        put(mine)


def test_a_file_that_somebody_only_names_is_not_shown():
    secret = put(draft(), content=picture("blue"))
    named = {**secret.design["images"][0], "sha256": "0" * 64}
    mine = save(draft(plain_design(name="Another")), images=[named])
    with pytest.raises(ImageUnknown):
        publish(actor=cora(), draft=mine, at=AT)


def test_strangers_put_nothing_in_and_versions_take_nothing_more():
    mine = draft()
    with pytest.raises(NotAllowed):
        put(mine, actor=gus())
    publish(actor=cora(), draft=mine, at=AT)
    with pytest.raises(DraftPublished):
        put(mine)
