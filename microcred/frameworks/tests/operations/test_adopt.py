import pytest

from microcred.frameworks.models import Framework
from microcred.frameworks.operations import CodeTwice, FrameworkAdopted, adopt
from microcred.frameworks.queries import standards_named

pytestmark = pytest.mark.django_db


def adopted(**changes):
    return adopt(
        **{
            "actor": None,
            "slug": "teaching",
            "name": "Teaching Standards",
            "publisher": "The State",
            "standards": [("PLAN", "Planning", "Plans lessons."), ("ENV", "Environment", "")],
            **changes,
        }
    )


def test_a_framework_keeps_the_publishers_order():
    framework = adopted()
    assert [(item.code, item.position) for item in framework.standards.all()] == [("PLAN", 0), ("ENV", 1)]


def test_a_framework_is_adopted_once():
    adopted()
    with pytest.raises(FrameworkAdopted) as refused:
        adopted(name="Another")
    assert "teaching" in str(refused.value)


def test_a_code_stands_once_and_nothing_is_half_done():
    with pytest.raises(CodeTwice) as refused:
        adopted(standards=[("ENV", "a", ""), ("ENV", "b", "")])
    assert "ENV" in str(refused.value)
    assert not Framework.objects.exists()


def test_standards_are_found_by_the_frameworks_name_or_slug():
    framework = adopted()
    found = standards_named([("Teaching Standards", "ENV"), ("teaching", "PLAN"), ("teaching", "NONE")])
    assert {name: standard.framework for name, standard in found.items()} == {
        ("Teaching Standards", "ENV"): framework,
        ("teaching", "PLAN"): framework,
    }
