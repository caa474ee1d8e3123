"""No way leads from what a program suggests to a mark, a score or a decision."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

import microcred
from microcred.catalog.models import Criterion
from microcred.scoring.models import Assistance, Claim, Decision, Suggestion
from microcred.scoring.operations import allow_assistance, ask_assistant, claim, note, score
from microcred.scoring.tests import make

CODE = Path(microcred.__file__).parent
WORDS = {"Suggestion", "SuggestionShown", "SuggestionAnswer", "Assistance", "suggestions"}
"""What leads to what a program said."""

MAY_KNOW = {
    "scoring/access.py": "finds for which criteria something is suggested to who holds a submission",
    "scoring/models/__init__.py": "names the tables",
    "scoring/models/assistance.py": "is the tables",
    "scoring/operations/assisting.py": "asks, shows and takes answers",
    "scoring/queries/assistance.py": "shows",
}
"""The only files that read or write what a program said; none of them makes a mark, a score or a decision."""

WRITES = {"Mark", "Score", "Scoring", "Decision", "Result", "AppealDecision", "AppealResult"}


def files():
    return sorted(file for file in CODE.rglob("*.py") if not {"tests", "migrations"} & set(file.parts))


def names_in(file: Path) -> set[str]:
    tree = ast.parse(file.read_text())
    return (
        {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        | {
            alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
            if node.module and node.module.startswith("microcred.scoring")
        }
    )


def of_scoring(file: Path) -> bool:
    """Whether a file could mean these tables: authoring has suggestions of its own."""
    source = file.read_text()
    return "microcred.scoring" in source or file.is_relative_to(CODE / "scoring")


def test_only_these_files_know_what_a_program_said():
    wrong = {
        str(file.relative_to(CODE)): found
        for file in files()
        if of_scoring(file) and (found := names_in(file) & WORDS) and str(file.relative_to(CODE)) not in MAY_KNOW
    }
    assert wrong == {}


def test_the_exceptions_are_still_needed():
    assert all(names_in(CODE / name) & WORDS for name in MAY_KNOW)


def test_none_of_them_writes_a_mark_a_score_or_a_decision():
    made = {
        name: ast.unparse(node)
        for name in MAY_KNOW
        for node in ast.walk(ast.parse((CODE / name).read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"create", "bulk_create", "update", "get_or_create", "update_or_create", "save"}
        and any(isinstance(part, ast.Name) and part.id in WRITES for part in ast.walk(node.func))
    }
    assert made == {}


def test_no_table_of_a_reading_or_a_decision_points_to_one_of_a_program():
    ours = {apps.get_model("scoring", name) for name in ("Suggestion", "Assistance", "SuggestionShown")}
    ours |= {apps.get_model("scoring", "SuggestionAnswer")}
    pointing = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        if model not in ours
        for field in model._meta.concrete_fields
        if field.related_model in ours
    }
    assert pointing == set()


@pytest.mark.django_db
def test_what_notes_scores_and_decides_asks_nothing_of_these_tables(cast, settings, monkeypatch):
    settings.ASSISTANT = "microcred.scoring.tests.assistants.Scripted"
    monkeypatch.setattr("microcred.scoring.operations.assisting.lot_falls_on_it", lambda: True)
    make.issuer(cast)
    make.qualified(cast, cast.ben)
    version = make.published(cast)
    at = cast.at + timedelta(days=1)
    allow_assistance(
        actor=cast.lena, micro_credential=version.micro_credential, allowed=True, reason="For a term.", at=cast.at
    )
    item = claim(actor=cast.ben, item=make.waiting(cast.ada, version, at=cast.at), at=at)
    ask_assistant(actor=None, claim=Claim.objects.get(item=item), at=at)
    assert Suggestion.objects.exists()
    with CaptureQueriesContext(connection) as asked:
        make.mark_all(item, cast.ben, at=at)
        note(actor=cast.ben, item=item, claim_number=item.claim_number, criterion=None, comment="Thank you.", at=at)
        score(actor=cast.ben, item=item, claim_number=item.claim_number, at=at)

    assert Decision.objects.exists()
    assert Criterion.objects.filter(version=version).count() > 1
    tables = {model._meta.db_table for model in (Suggestion, Assistance)} | {"scoring_suggestionshown"}
    assert not [one["sql"] for one in asked if any(table in one["sql"] for table in tables)]
