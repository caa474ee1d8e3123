"""What imports cannot tell about the rooms: doors call verbs and never write, rules know no database."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
APPS = CHECKOUT / "microcred"

WORDS = {"django.utils.translation", "django.utils.text", "django.utils.functional"}
"""Translation, and texts that are put together once it is known for whom."""

DOORS_AND_QUESTIONS = ("views", "api", "reactions", "forms", "access", "queries")
WRITERS = {
    *("create", "acreate", "bulk_create", "bulk_update", "get_or_create", "update_or_create"),
    *("save", "asave", "delete", "adelete", "update", "aupdate", "select_for_update"),
}
"""Methods of Django's managers, QuerySets and models that change rows or lock them to be changed."""


def rooms(names: tuple[str, ...]) -> list[Path]:
    """The files of these rooms in every app, be a room one module or a package. Integrations hold an app a folder."""

    def room(file: Path) -> str:
        app, *below = file.relative_to(APPS).with_suffix("").parts
        return below[1] if app == "integrations" and len(below) > 1 else below[0]

    return sorted(file for file in APPS.glob("*/**/*.py") if "tests" not in file.parts and room(file) in names)


def writes(tree: ast.AST) -> Iterator[str]:
    """Calls that change rows: a writer on anything reached through a manager, or saving and deleting a row itself."""
    for call in ast.walk(tree):
        if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in WRITERS):
            continue
        receiver = ast.unparse(call.func.value)
        of_a_row = call.func.attr in {"save", "asave", "delete", "adelete"} and not call.args
        if ".objects" in receiver or of_a_row:
            yield f"line {call.lineno}: {receiver}.{call.func.attr}(…)"


@pytest.mark.parametrize("file", rooms(DOORS_AND_QUESTIONS), ids=lambda file: str(file.relative_to(APPS)))
def test_doors_and_questions_never_write(file: Path):
    assert list(writes(ast.parse(file.read_text()))) == []


@pytest.mark.parametrize("file", rooms(("rules",)), ids=lambda file: str(file.relative_to(APPS)))
def test_rules_take_nothing_from_django_but_words(file: Path):
    taken = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom):
            taken.add(node.module or "")
        elif isinstance(node, ast.Import):
            taken.update(alias.name for alias in node.names)
    assert {name for name in taken if name.partition(".")[0] == "django"} <= WORDS


@pytest.mark.parametrize(
    "wrong",
    [
        "Pursuit.objects.create(person=person)",
        "Pursuit.objects.filter(id=id).update(state='done')",
        "pursuit.save()",
        "pursuit.save(update_fields=['state'])",
        "form.save()",
        "row.delete()",
    ],
)
def test_the_rule_sees_a_door_that_writes(wrong: str):
    assert list(writes(ast.parse(wrong)))


@pytest.mark.parametrize("right", ["context.update(more)", "Pursuit.objects.filter(id=id)", "storage.delete(name)"])
def test_the_rule_leaves_a_reading_door_alone(right: str):
    assert not list(writes(ast.parse(right)))


def test_the_libraries_are_under_the_contract_of_purity():
    import tomllib

    contracts = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    pure = next(contract["source_modules"] for contract in contracts if "stand alone" in contract["name"])
    built = {f"microcred.{name}" for name in ("openbadges", "measures") if (APPS / name / "__init__.py").exists()}
    assert set(pure) >= built
