"""The glossary knows every table and every role, and nothing that is gone."""

import re
from pathlib import Path

from django.apps import apps

from microcred.organizations.models import Role

GLOSSARY = (Path(__file__).resolve().parents[2] / "docs" / "glossary.md").read_text()


def our_models() -> set[str]:
    return {
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        if model.__module__.startswith("microcred.") and ".tests." not in model.__module__
    }


def test_every_table_stands_in_the_glossary_and_none_that_is_gone():
    named = re.findall(r"\| `(\w+\.\w+)` \|$", GLOSSARY, re.MULTILINE)

    assert sorted(named) == sorted(our_models()), "each table once"


def test_every_role_stands_in_the_glossary_under_the_name_people_see():
    named = dict(re.findall(r"^\| ([^|]+?) \| `(\w+)` \|", GLOSSARY, re.MULTILINE))
    by_code = {code: re.sub(r" \(.*\)", "", label) for label, code in named.items()}

    assert by_code == {role.value: str(role.label) for role in Role}


def test_no_term_is_explained_twice():
    terms = re.findall(r"^\| ([^|]+?) \|", GLOSSARY, re.MULTILINE)
    terms = [term for term in terms if term not in ("term", "role", "---")]

    assert sorted(set(terms)) == sorted(terms)
