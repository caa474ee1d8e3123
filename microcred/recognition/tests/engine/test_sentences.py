"""What is wrong has a code that stays, and words in the language of whoever reads it."""

import ast
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from django.utils import translation

import microcred.recognition as recognition
from microcred.recognition.rules.engine.check import as_problems, problems
from microcred.recognition.rules.engine.examples import run_examples
from microcred.recognition.rules.engine.reading import Problem, Unreadable, read_policy, written
from microcred.recognition.rules.engine.sentences import SENTENCES, Sentence
from microcred.recognition.rules.statements import as_text
from microcred.recognition.tests.engine import make

HERE = Path(recognition.__file__).parent


def named_in_the_code() -> dict[str, list[set[str]]]:
    """The codes that stand in the code by themselves, each with the values that it is given there."""
    found: dict[str, list[set[str]]] = {}
    for file in HERE.rglob("*.py"):
        if "tests" in file.parts:
            continue
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in {"Sentence", "refused", "Unreadable"}:
                code = call.args[0] if call.args else None
                if isinstance(code, ast.Constant):
                    names = {keyword.arg for keyword in call.keywords if keyword.arg}
                    is_open = any(keyword.arg is None for keyword in call.keywords)
                    found.setdefault(str(code.value), []).append({"…"} if is_open else names)
    return found


def test_every_code_has_its_sentence_and_what_fills_it():
    for code, uses in named_in_the_code().items():
        wanted = {name for _text, name, _spec, _as in Formatter().parse(SENTENCES[code]) if name}
        for given in uses:
            assert given == {"…"} or wanted <= given, code


def wrong_in(text: str) -> list[Problem]:
    content = written(text.encode())
    policy, found = read_policy(content)
    return found if policy is None else [*found, *as_problems(problems(policy, [policy]), content.line)]


@pytest.mark.parametrize(
    ("fields", "code", "english", "spanish"),
    [
        ({"unit": "bananas"}, "unit_unknown_name_own", "“bananas” is no unit", "“bananas” no es una unidad"),
        (
            {"total": [{"amount": 1, "clause": "nowhere"}]},
            "clause_unknown",
            "There is no clause “nowhere”",
            "No hay ninguna cláusula “nowhere”",
        ),
        ({"caps": [{"id": "c", "amount": 9, "per": "cycle", "clause": "cap"}] * 2}, "id_twice", "caps", "En topes"),
        ({"overlays": "state"}, "circle", "state overlays state", "state se superpone a state"),
    ],
)
def test_a_problem_keeps_its_code_and_place_and_is_told_in_two_languages(
    fields: dict[str, Any], code: str, english: str, spanish: str
):
    (found, *_more) = [one for one in wrong_in(as_text(make.policy(**fields))) if one.code == code]
    assert english in found.words
    assert found.sentence().startswith(f"line {found.line}, {found.where}: ")
    with translation.override("es"):
        assert spanish in found.words
        assert found.sentence().startswith(f"línea {found.line}, {found.where}: ")


@pytest.mark.parametrize(
    ("old", "new", "code", "english", "spanish"),
    [
        ("kind: state", "kind: county", "not_known", "'state' or 'district'", "'state' o 'district'"),
        ("kind: state", "kin: state", "extra_near", "Is “kind” meant?", "¿Quiere decir “kind”?"),
        ("amount: 100", "amount: many", "no_number", "“many” is no number.", "“many” no es un número."),
        ("kind: state", "kind: state\neffective_until: soon", "day", "“soon” is no day; write", "“soon” no es un día"),
    ],
)
def test_a_value_that_cannot_be_is_told_in_two_languages(old: str, new: str, code: str, english: str, spanish: str):
    text = as_text(make.policy())
    assert old in text
    found = wrong_in(text.replace(old, new))
    (one,) = [one for one in found if one.code == code]
    assert english in one.words
    with translation.override("es"):
        assert spanish in one.words


def test_what_cannot_be_read_at_all_says_where_in_two_languages():
    with pytest.raises(Unreadable) as refused:
        written(b"unit: a: b\n")
    assert str(refused.value) == (
        "It is neither YAML nor JSON: at line 1, column 8: a value with a colon cannot stand here."
    )
    with translation.override("es"):
        assert str(refused.value) == (
            "No es YAML ni JSON: en la línea 1, columna 8: aquí no puede haber un valor con dos puntos."
        )


def test_an_example_that_comes_out_otherwise_is_told_in_two_languages():
    example = {"name": "wrong", "at": "2024-06-01", "record": make.record(make.hours(3)).model_dump(mode="json")}
    policy = make.policy(examples=[{**example, "expect": {"total": 4}}])
    (tried,) = run_examples(policy, [policy])
    assert [one.code for one in tried.differs] == ["example_total"]
    with translation.override("es"):
        assert tried.differences == ("el total es 3, se esperaba 4",)


def test_a_sentence_of_a_library_is_left_as_it_is():
    assert str(Sentence("other", "odd {braces}")) == "odd {braces}"
