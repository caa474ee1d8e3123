import pytest

from microcred.frameworks.operations import adopt

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
    assert "?standard=teaching:ENV" in page


def test_a_framework_without_items_says_so(client):
    adopt(actor=None, slug="bare", name="Bare", publisher="Nobody", standards=[])
    assert "No standards yet" in client.get("/frameworks/bare/").content.decode()
