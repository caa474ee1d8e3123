import pytest

from microcred.catalog.tests import make
from microcred.frameworks.operations import adopt
from microcred.frameworks.tests.make import guid, imported, without
from tests.cast import BEGAN

pytestmark = pytest.mark.django_db


def test_every_standard_has_its_code_as_an_anchor(client):
    adopt(
        actor=None,
        slug="teaching",
        name="Teaching Standards",
        publisher="The State",
        standards=[("PLAN", "Planning", "Plans <lessons>."), ("ENV", "Environment", "")],
    )
    page = client.get("/frameworks/teaching/").content.decode()
    assert 'id="PLAN"' in page
    assert "Plans &lt;lessons&gt;." in page
    assert "0 of 2 items" in page


def test_a_framework_without_items_says_so(client):
    adopt(actor=None, slug="bare", name="Bare", publisher="Nobody", standards=[])
    assert "No standards yet" in client.get("/frameworks/bare/").content.decode()


def test_every_item_leads_to_what_aligns_to_it_and_gaps_can_be_shown_alone(client):
    make.standards()
    version = make.version(make.design())
    aligned = version.alignments.first().standard
    page = client.get("/frameworks/scts-4/").content.decode()
    assert f"?standard=scts-4:{aligned.code}" in page
    assert "No micro-credential aligns to it yet." in page
    gaps = client.get("/frameworks/scts-4/?show=gaps").content.decode()
    assert f'id="{aligned.code}"' not in gaps
    assert "Show all items" in gaps


def test_an_item_that_was_withdrawn_says_since_when(client):
    imported(at=BEGAN, slug="topics")
    imported(without("B.1", version="2"), at=BEGAN)
    page = client.get("/frameworks/topics/").content.decode()
    assert "Withdrawn on September 1, 2026" in page
    assert f'id="{guid("B.1")}"' in page
    assert 'data-depth="1"' in page


def test_a_framework_costs_the_same_however_long(client, django_assert_max_num_queries):
    imported(at=BEGAN, slug="topics")
    with django_assert_max_num_queries(8):
        client.get("/frameworks/topics/")
