"""A draft keeps more than is published, and not everything: what would hold the server up is refused by its place."""

import time

import pytest

from microcred.authoring.bulk import read_designs
from microcred.authoring.models import DraftRevision
from microcred.authoring.operations import DraftTooLong, TextTooLong
from microcred.authoring.tests.make import draft, save
from microcred.authoring.tests.test_bulk import filled
from microcred.catalog.archive import Archive, ArchivedMicroCredential, ArchivedVersion, plan
from microcred.catalog.design import Design, as_json, digest
from microcred.catalog.design.room import MOST_IN_ALL, MOST_OF_A_TEXT, MOST_PIECES
from microcred.catalog.tests import make
from microcred.foundation.ids import uuid7

pytestmark = pytest.mark.django_db


def test_a_text_may_be_twice_as_long_as_what_is_published_and_no_longer():
    mine = save(draft(), rationale="a" * MOST_OF_A_TEXT)

    with pytest.raises(TextTooLong, match="Rationale") as refused:
        save(mine, rationale="[" * (MOST_OF_A_TEXT + 1))

    assert refused.value.field == "rationale"
    mine.refresh_from_db()
    assert mine.design["rationale"] == "a" * MOST_OF_A_TEXT
    assert DraftRevision.objects.filter(draft=mine).count() == 2


def test_a_text_of_a_row_is_named_by_its_row():
    mine = draft()
    rubric = mine.design["rubric"]
    rubric[1]["levels"][0]["descriptor"] = "a" * (MOST_OF_A_TEXT + 1)
    with pytest.raises(TextTooLong) as refused:
        save(mine, rubric=rubric)
    assert refused.value.field == "rubric.1.levels.0.descriptor"
    assert "Criterion 2" in str(refused.value)


@pytest.mark.parametrize(
    "components",
    [
        [{"name": "Step", "text": "a" * MOST_OF_A_TEXT}] * (MOST_IN_ALL // MOST_OF_A_TEXT + 1),
        [{"name": "", "text": ""}] * (MOST_PIECES + 1),
    ],
    ids=["texts", "rows"],
)
def test_so_are_many_texts_together_and_many_rows(components):
    with pytest.raises(DraftTooLong):
        save(draft(), components=components)


def test_what_may_be_kept_is_looked_at_in_good_time(client):
    text = ("[" * MOST_OF_A_TEXT)[:MOST_OF_A_TEXT]
    mine = save(draft(), rationale=text, key_method=text, competency=text, research_note=text)
    client.force_login(make.cora())
    begun = time.process_time()
    assert client.get(f"/drafts/{mine.pk}/").status_code == 200
    assert time.process_time() - begun < 8


def test_who_is_refused_keeps_what_they_typed_and_does_not_wait_for_it(client):
    mine = draft()
    client.force_login(make.cora())
    page = client.get(f"/drafts/{mine.pk}/")
    sent = {"revision": mine.revision, "complete": "1", "name": "Mine", "rationale": "[" * 400_000}
    assert 'name="complete"' in page.content.decode()
    begun = time.process_time()

    answer = client.post(f"/drafts/{mine.pk}/", sent)

    assert answer.status_code == 400
    assert "[" * 400_000 in answer.content.decode()
    assert time.process_time() - begun < 8


def test_an_archive_brings_no_more_either():
    written = as_json(make.plain_design()) | {"research_note": "a" * (MOST_OF_A_TEXT + 1)}
    design = Design.model_validate(written)
    version = ArchivedVersion(number=1, published_at=make.AT, digest=digest(design), design=written)
    thing = ArchivedMicroCredential(id=uuid7(), slug="long", versions=(version,))
    (step,) = plan(Archive(micro_credentials=(thing,)), held={}, standards=())
    assert step.troubles[0].where == "versions.0.design.research_note"


def test_nor_does_a_spreadsheet():
    step = make.plain_design().components[0].model_copy(update={"text": "a" * 30_000})
    (trouble,) = read_designs(filled(make.plain_design().model_copy(update={"components": (step,) * 11}))).troubles
    assert (trouble.sheet, trouble.row) == ("Micro-credentials", 3)
    assert str(MOST_IN_ALL) in trouble.words
