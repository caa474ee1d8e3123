import pytest
from django.http import QueryDict

from microcred.authoring.aligning import value_of
from microcred.authoring.operations import start_draft
from microcred.catalog.design import Design
from microcred.catalog.tests import make
from microcred.frameworks.tests.make import imported
from tests.cast import BEGAN

pytestmark = pytest.mark.django_db
RUBRICS = value_of("Topics of Teaching", "A.2", "Rubrics")


@pytest.fixture
def draft(client):
    imported(at=BEGAN, slug="topics")
    client.force_login(make.cora())
    return start_draft(actor=make.cora(), owner=make.university(), at=make.AT)


def form(draft, **changes) -> dict:
    return {"revision": str(draft.revision), "complete": "yes", **changes}


def test_without_a_script_a_search_saves_what_was_written_and_shows_what_it_found(client, draft):
    page = client.post(f"/drafts/{draft.pk}/", form(draft, name="Rubrics", find="rubric", do="find"), follow=True)
    assert page.redirect_chain[-1][0] == f"/drafts/{draft.pk}/?find=rubric#alignments-title"
    assert f'value="{RUBRICS}"' in page.content.decode()
    draft.refresh_from_db()
    assert draft.design["name"] == "Rubrics"
    assert draft.design["alignments"] == []


def test_what_is_ticked_is_aligned_to_once(client, draft):
    client.post(f"/drafts/{draft.pk}/", form(draft, alignments=[RUBRICS, RUBRICS]))
    draft.refresh_from_db()
    (aligned,) = Design.model_validate(draft.design).alignments
    assert (aligned.framework, aligned.code, aligned.name) == ("Topics of Teaching", "A.2", "Rubrics")


def test_a_search_as_one_types_keeps_what_is_ticked_and_saves_nothing(client, draft):
    asked = QueryDict(mutable=True)
    asked.setlist("alignments", [RUBRICS])
    asked["find"] = "assess"
    page = client.get(f"/drafts/{draft.pk}/standards/?{asked.urlencode()}").content.decode()
    ticked, _, found = page.partition("Found")
    assert f'value="{RUBRICS}" checked' in ticked
    assert "A.1 ·" in found
    assert "A.2 ·" not in found
    draft.refresh_from_db()
    assert draft.design["alignments"] == []


def test_what_cannot_be_found_is_said_in_words(client, draft):
    assert "No other standard is found" in client.get(f"/drafts/{draft.pk}/standards/?find=zebra").content.decode()


def test_what_is_no_standard_is_left_alone(client, draft):
    assert client.get(f"/drafts/{draft.pk}/standards/?find=a&alignments=x&alignments=%00%7C%7C").status_code == 200
