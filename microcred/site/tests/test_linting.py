"""`microcred lint`: what it prints, and what its exit code means."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from microcred.authoring.lint import CHECKS, Severity
from microcred.authoring.queries import strictness_in
from microcred.catalog.tests import make
from microcred.cli import app
from microcred.site.linting import set_severity_of

FILES = {file.stem: file for file in make.demo_files()}
CHANGE = FILES["managing-change"]
SCHEMA = Draft202012Validator(
    json.loads((Path(__file__).parents[3] / "docs" / "authoring" / "lint.schema.json").read_text())
)


def run(*arguments: str | Path, **more):
    return CliRunner().invoke(app, ["lint", *map(str, arguments)], **more)


def said(done):
    return " ".join(done.stdout.split())


@pytest.fixture
def changed(tmp_path):
    def write(name="changed.yaml", **changes):
        file = tmp_path / name
        file.write_text(yaml.safe_dump({**yaml.safe_load(CHANGE.read_text()), **changes}, allow_unicode=True))
        return file

    return write


def test_a_good_design_ends_with_0_and_says_what_was_not_checked():
    done = run(CHANGE)

    assert done.exit_code == 0
    assert "0 block, 0 advise" in said(done)
    assert "not checked overlap: No other designs were given" in said(done)


def test_advice_alone_ends_with_0(changed):
    done = run(changed(alignments=[]))

    assert done.exit_code == 0
    assert "advises alignments" in said(done)


def test_what_blocks_ends_with_1_and_names_field_words_why_and_mend(changed):
    done = run(changed(key_method="TBD"))

    assert done.exit_code == 1
    assert "blocks key_method “TBD”" in said(done)
    assert "This is a placeholder; the text is still to be written. Write it, or take it out." in said(done)
    assert "placeholder, informs: A transparent issuer" in said(done)


def test_severities_can_be_set_and_some_cannot(changed):
    no_standard = changed(alignments=[])

    assert run(no_standard, "--block", "alignment").exit_code == 1
    assert run(changed(key_method="TBD"), "--advise", "placeholder").exit_code == 0
    assert run(no_standard, "--advise", "feeds").exit_code == 2
    unknown = run(no_standard, "--block", "spelling")
    assert unknown.exit_code == 2
    assert "There is no check “spelling”" in unknown.stderr


@pytest.mark.parametrize("content", ["", "- a list", "title: Something else", "name: [broken", "\x00"])
def test_what_is_no_design_ends_with_2_and_the_others_are_checked_all_the_same(tmp_path, content):
    file = tmp_path / "odd.yaml"
    file.write_text(content)
    done = run(file, CHANGE)

    assert done.exit_code == 2
    assert "unreadable" in done.stdout
    assert "Managing Change" in done.stdout


def test_a_file_that_is_not_there_is_unreadable(tmp_path):
    done = run(tmp_path / "gone.yaml")

    assert done.exit_code == 2
    assert "No such file" in done.stdout


def test_a_near_copy_is_found_among_the_designs_of_a_folder_and_a_design_is_no_copy_of_itself(changed):
    copy = changed(name="Leading Through Change")
    beside = run(copy, CHANGE, "--against", make.DEMO, "--json")

    first, second = json.loads(beside.stdout)["designs"]
    assert [(one["check"], one["field"]) for one in first["findings"]] == [("overlap", "competency")]
    assert "“Managing Change”" in first["findings"][0]["why"]
    assert second["checks"]["overlap"] == "clean"


def test_json_tells_the_outcome_of_every_check(changed):
    done = run(changed(hours=300, competency=""), "--json")

    (design,) = json.loads(done.stdout)["designs"]
    assert design["blocks"] is True
    assert list(design["checks"]) == list(CHECKS)
    assert design["checks"] | {"hours": "found", "complete": "found", "overlap": "not checked"} == design["checks"]
    hours = next(one for one in design["findings"] if one["check"] == "hours")
    assert set(hours) == {"check", "severity", "field", "found", "why", "mend", "component", "component_title"}
    assert (hours["severity"], hours["field"], hours["found"]) == ("advise", "hours", "300")


def test_a_folder_is_read_for_its_designs_and_standard_input_is_a_file(tmp_path, changed):
    changed("one.yaml")
    changed("two.yml", alignments=[])
    (tmp_path / "stacks.yaml").write_text("stacks: []\n")
    (tmp_path / "notes.txt").write_text("not a design")
    whole = run(tmp_path, "--json")
    piped = run("-", input=CHANGE.read_text())

    assert [Path(one["file"]).name for one in json.loads(whole.stdout)["designs"]] == ["one.yaml", "two.yml"]
    assert piped.exit_code == 0


def test_slips_in_the_file_are_named_by_their_paths(changed):
    done = run(changed(hours="twenty", competancy="x"), "--json")

    (design,) = json.loads(done.stdout)["designs"]
    found = {(one["check"], one["field"]): one for one in design["findings"]}
    assert found["complete", "hours"]["found"] == "twenty"
    assert "“competency”" in found["format", "competancy"]["mend"]
    assert [field for check, field in found if check == "complete"] == ["hours"]


@pytest.mark.django_db
def test_the_operator_sets_a_severity_or_hears_why_not(capsys):
    make.university()

    assert set_severity_of(slug="university", check="hours", severity="block") == 0
    assert strictness_in(make.university()).severity_of("hours") is Severity.BLOCK
    assert "hours blocks in The University" in capsys.readouterr().out
    assert set_severity_of(slug="nowhere", check="hours", severity="block") == 2
    assert set_severity_of(slug="university", check="hours", severity="shout") == 2
    assert set_severity_of(slug="university", check="feeds", severity="advise") == 2
    assert "always blocks" in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"- a\n- b\n",
        b"name: [broken",
        b"\xff\xfe\x00",
        b"PK\x03\x04",
        b"[" * 50_000,
        b"name: A\nname: B\nrubric: 3\nhours: many\nkeyMethod: C\n",
        b"name: \xc3\x81rbol\n---\nname: B\ncompetency: C\n",
    ],
)
def test_whatever_the_file_is_the_json_is_of_the_form_that_is_documented(tmp_path, content):
    file = tmp_path / "odd.yaml"
    file.write_bytes(content)
    done = run(file, CHANGE, tmp_path / "not-there.yaml", "--against", CHANGE.parent, "--json")

    SCHEMA.validate(json.loads(done.stdout))
    assert done.exit_code == 2


@pytest.mark.parametrize("options", [["--block", "spelling"], ["--advise", "feeds"], ["--against", "nowhere"]])
def test_what_is_asked_wrongly_is_told_in_json_too(options):
    done = run(CHANGE, "--json", *options)
    said = json.loads(done.stdout)

    SCHEMA.validate(said)
    assert (done.exit_code, said["designs"]) == (2, [])
    assert said["problem"].endswith(".")


def test_a_folder_without_designs_is_told_in_json_too(tmp_path):
    done = run(tmp_path, "--json")

    SCHEMA.validate(json.loads(done.stdout))
    assert (done.exit_code, json.loads(done.stdout)["problem"]) == (2, "There is no design in what was given.")


def test_a_name_in_no_encoding_and_a_pipe_without_quotation_marks_lose_no_finding(tmp_path, changed):
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yaml"))
    odd.write_bytes(changed(key_method="TBD").read_bytes())
    line = [sys.executable, "-c", "from microcred.cli import app; app()", "lint", str(odd)]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    words = subprocess.run(line, env=environment, capture_output=True, check=False)
    in_json = subprocess.run([*line, "--json"], env=environment, capture_output=True, check=False)

    assert (words.returncode, in_json.returncode) == (1, 1)
    assert b"?TBD?" in words.stdout
    SCHEMA.validate(json.loads(in_json.stdout))


def test_of_a_file_without_end_only_the_beginning_is_read():
    done = run("/dev/zero")

    assert done.exit_code == 2
    assert "more than 2,000,000 bytes" in said(done)
