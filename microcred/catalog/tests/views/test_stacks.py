import pytest

from microcred.catalog.tests import make, many

pytestmark = pytest.mark.django_db


def test_stacks_crosswalks_and_their_pages(client):
    make.standards()
    make.catalogue()
    stacks = client.get("/stacks/").content.decode()
    assert "Collective Leadership" in stacks
    assert "8 micro-credentials" in stacks
    assert "None published yet" in stacks
    stack = client.get("/stacks/collective-leadership/").content.decode()
    assert stack.index("Understanding Your Leadership Strengths") < stack.index("Managing Change")
    assert "None published yet" in client.get("/stacks/literacy/").content.decode()
    path = client.get("/crosswalks/whole-child-education-crosswalk/").content.decode()
    steps = ["Family Engagement", "Personalized Learning", "Co-creating Learner Profiles", "Multi-tiered Systems"]
    assert [path.index(step) for step in steps] == sorted(path.index(step) for step in steps)


def test_a_crosswalk_has_one_order_on_its_card_and_on_its_page(client):
    make.standards()
    make.catalogue()
    steps = ["Family Engagement", "Personalized Learning", "Multi-tiered Systems"]
    catalogue = client.get("/catalogue/").content.decode()
    card = catalogue[catalogue.index("/crosswalks/whole-child-education-crosswalk/") :]

    assert [card.index(step) for step in steps] == sorted(card.index(step) for step in steps)


@pytest.mark.parametrize("count", [1, 3, 1_000])
def test_lists_cost_the_same_queries_at_any_size(client, count, django_assert_max_num_queries):
    # One of them asks what is called otherwise in the language of the page, where anything stands in another.
    many.fill(count)
    with django_assert_max_num_queries(4):
        client.get("/stacks/")
    with django_assert_max_num_queries(4):
        client.get("/stacks/stack-0/")
    with django_assert_max_num_queries(7):
        client.get("/crosswalks/across/")
