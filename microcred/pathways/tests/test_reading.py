"""`microcred pathway check` and `microcred pathway audit`: what they print, and what their exit codes mean."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from microcred.cli import app
from microcred.pathways.rules.document import rule_set_schema
from microcred.pathways.rules.record import record_schema
from microcred.pathways.rulesets import rule_set_files

DOCS = Path(__file__).parents[3] / "docs" / "integrating"
RULES, RECORD = re.findall(r"```yaml\n(.*?)```", (DOCS / "pathways.md").read_text(), re.DOTALL)
FILES = {file.stem: file for file in rule_set_files()}


def run(*arguments: str | Path):
    return CliRunner().invoke(app, ["pathway", *(str(one) for one in arguments)])


@pytest.fixture
def write(tmp_path):
    def written(content: str, name: str = "file.yaml") -> Path:
        file = tmp_path / name
        file.write_text(content)
        return file

    return written


def test_the_rule_sets_that_come_along_can_hold_and_their_examples_pass():
    came = run("check", *FILES.values())
    assert came.exit_code == 0, came.stdout
    assert len([one for one in FILES if one.startswith("carolinacap-")]) == 3
    assert came.stdout.count("verify with the programme") == 3
    assert "fails" not in came.stdout


def test_the_page_shows_a_rule_set_that_holds_and_a_record_that_fits(write):
    rules, record = write(RULES, "rules.yaml"), write(RECORD, "record.yaml")
    assert run("check", rules).exit_code == 0

    came = run("audit", "--rules", rules, "--record", record, "--at", "2026-05-01")
    assert came.exit_code == 0
    assert "In all: in progress, 2 of 3" in came.stdout
    assert "Year one: 2 of 3 requirements met" in came.stdout
    said = json.loads(run("audit", "--rules", rules, "--record", record, "--at", "2026-05-01", "--json").stdout)
    assert [one["status"] for one in said["years"][0]["requirements"]] == ["in progress", "met", "met"]
    assert said["years"][0]["requirements"][1]["clause"]["words"] == "One of them is from the Literacy stack."


def test_an_example_that_does_not_come_out_says_what_came(write):
    came = run("check", write(RULES.replace("one/total: 2", "one/total: 1")))
    assert came.exit_code == 1
    assert "of “one/total” 2 are missing, expected 1" in came.stdout


WRONG = {
    "a clause that is not there": ("clause: plt}\nex", "clause: pl}\nex", "There is no clause “pl”. Is “plt” meant?"),
    "a category that is not there": ("of: literacy", "of: literature", "There is no category “literature”."),
    "a category of nothing": ("takes: {stacks: [literacy]}", "takes: {}", "Say either which micro-credentials"),
    "a field that is none": ("programme:", "program:", "“programme” is missing."),
    "a day that is none": ("2025-07-01", "2025-02-30", "“2025-02-30” is a day that no calendar has"),
    "two of one id": ("id: literacy, name: Literacy, at", "id: total, name: Literacy, at", "“total” stands there 2"),
    "no example": ("examples:\n", "areas: []\nexampless:\n", "“exampless” is no field here."),
    "a policy of another kind": ("kind: pathway", "kind: road", "what can be said is"),
    "an example of nothing": ("one/literacy: met", "one/lteracy: met", "There is no requirement “one/lteracy”."),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_its_line(write, name):
    before, after, words = WRONG[name]
    assert before in RULES
    came = run("check", write(RULES.replace(before, after)))
    assert came.exit_code == 1
    assert words in came.stdout
    assert "line " in came.stdout


def test_a_year_with_double_counting_after_one_without_is_refused(write):
    asked = "{asks: exam, id: e, name: E, clause: plt}"
    later = f"  - {{id: two, name: Two, counting: {{double: allowed, clause: all}}, requirements: [{asked}]}}\n"
    came = run("check", write(RULES.replace("examples:\n", f"{later}examples:\n")))
    assert came.exit_code == 1
    assert "cannot come after one in which it may not" in came.stdout


def test_what_cannot_be_read_exits_with_2(write):
    for content in ("", "a: [", "a: &b 1\nc: *b\n", "- " * 60 + "x"):
        assert run("check", write(content)).exit_code == 2
    assert run("check", "/nowhere.yaml").exit_code == 2
    came = run("audit", "--rules", write(RULES), "--record", write("format: x", "r.yaml"), "--at", "soon")
    assert came.exit_code == 2
    assert "“soon” is no day" in came.stderr
    assert "A record begins with" in came.stderr


def test_the_area_must_be_known_where_it_matters(write):
    came = run("audit", "--rules", FILES["carolinacap-c"], "--record", write(RECORD), "--at", "2026-05-01")
    assert came.exit_code == 2
    assert "elementary, middle-level, special-education" in came.stderr


def test_the_published_schemas_are_those_of_the_models_and_the_files_fit_them():
    for name, schema in (("pathway", rule_set_schema()), ("pathway-record", record_schema())):
        assert json.loads((DOCS / f"{name}.schema.json").read_text()) == json.loads(json.dumps(schema)), name
    fits = Draft202012Validator(rule_set_schema())
    for file in FILES.values():
        value = json.loads(json.dumps(yaml.safe_load(file.read_text()), default=str))
        # plain text stands for words in English, and one name for a list of one
        wrong = [error for error in fits.iter_errors(value) if error.validator not in {"type", "oneOf", "anyOf"}]
        assert not wrong, (file.name, wrong[:1])
