"""`microcred recognise` and `microcred policy check`: what they print, and what their exit codes mean."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from microcred.cli import app
from microcred.recognition.policies import published_files
from microcred.recognition.rules.engine import policy_schema, record_schema
from microcred.recognition.rules.standing import GRADE_BANDS

DOCS = Path(__file__).parents[3] / "docs" / "integrating"
POLICY, RECORD = re.findall(r"```yaml\n(.*?)```", (DOCS / "recognition.md").read_text(), re.DOTALL)
FILES = {file.stem: file for file in published_files()}


def run(*arguments: str | Path, **more):
    return CliRunner().invoke(app, [str(one) for one in arguments], **more)


@pytest.fixture
def write(tmp_path):
    def written(content: str | bytes, name: str = "file.yaml") -> Path:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return written


@pytest.fixture
def policy(write):
    return write(POLICY, "policy.yaml")


@pytest.fixture
def record(write):
    return write(RECORD, "record.yaml")


def test_the_example_of_the_documentation_is_evaluated(policy, record):
    done = run("recognise", "--policy", policy, "--record", record, "--at", "2026-06-30")
    assert done.exit_code == 0
    assert "20 of 60 points; 40 missing" in done.stdout
    assert "Literacy: 15 of 10" in done.stdout
    assert "mc-1 (Checking for understanding): counted, 15 [literacy 15]; decided by example-state#hour" in done.stdout
    assert "mc-2: not counted, 0; decided by platform#revoked" in done.stdout
    assert "course-1: partly, 5 of 12 [other 5]; decided by example-state#yearly" in done.stdout
    assert "femi decided on June 1, 2026 that it counts: The syllabus shows 12 hours." in done.stdout
    assert "demonstration: Made up for this page." in done.stdout
    assert "verify with the agency" in done.stdout


def test_as_json_with_the_same_digest_from_json_files(policy, record, write):
    done = run("recognise", "--policy", policy, "--record", record, "--at", "2026-06-30", "--json")
    said = json.loads(done.stdout)
    assert said["format"] == "microcred-recognition/1"
    assert said["results"][0]["total"] == "20"
    entries = said["results"][0]["entries"]
    assert sum(int(entry["amount"]) for entry in entries) == 20
    assert all(entry["decided_by"] in said["clauses"] for entry in entries)
    as_json = [
        write(json.dumps(yaml.safe_load(text), default=str), f"{n}.json") for n, text in enumerate((POLICY, RECORD))
    ]
    again = run("recognise", "--policy", as_json[0], "--record", as_json[1], "--at", "2026-06-30", "--json")
    assert json.loads(again.stdout)["digest"] == said["digest"]


def test_a_record_from_standard_input(policy):
    done = run("recognise", "--policy", policy, "--record", "-", "--at", "2026-06-30", input=RECORD)
    assert done.exit_code == 0


def test_an_overlay_is_read_before_or_after_its_base_and_not_without(write):
    licence = {"id": "l", "jurisdiction": "South Carolina", "type": "professional", "issued_on": "2024-07-01"}
    work = {"employer": "Rock Hill Schools", "first_day": "2020-08-01"}
    document = {"format": "microcred-record/1", "licences": [licence], "employment": [work]}
    file = write(json.dumps(document), "record.json")
    rest = ("--record", file, "--at", "2027-01-01")
    before = run("recognise", "--policy", FILES["rock-hill"], "--policy", FILES["south-carolina"], *rest)
    after = run("recognise", "--policy", FILES["south-carolina"], FILES["rock-hill"], *rest)
    assert before.exit_code == after.exit_code == 0
    assert before.stdout == after.stdout
    alone = run("recognise", "--policy", FILES["rock-hill"], *rest)
    assert alone.exit_code == 2
    assert "line 8, overlays: “rock-hill-overlay” overlays “south-carolina-professional”" in alone.stderr
    assert "Give its file too." in alone.stderr
    checked = run("policy", "check", FILES["rock-hill"])
    assert checked.exit_code == 1
    assert "Give its file too." in checked.stdout


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("contact hours: 15", "contact hrs: 15", "contact hrs: “contact hrs” is no unit. Is “contact hours” meant?"),
        ("contact hours: 15", "contact hours: -15", "awards 1, amounts, contact hours: “-15” is not more than 0."),
        ("contact hours: 15", "contact hours: many", "“many” is no number."),
        ("contact hours: 15", "contact hours: .nan", "is no number"),
        ('    earned_at: "2025-11-20T18:30:00-05:00"\n', "", "awards 1, earned_at: “earned_at” is missing."),
        ("2025-11-20T18:30:00-05:00", "2025-11-20T18:30:00", "is a time without a time zone"),
        ("2025-11-20T18:30:00-05:00", "2025-02-30", "“2025-02-30” is a day that no calendar has"),
        ("2025-11-20T18:30:00-05:00", "", "is no day"),
        ("id: mc-2", "id: mc-1", "Two different awards or activities have the id “mc-1”"),
        ("id: course-1", "id: mc-1", "Two different awards or activities have the id “mc-1”"),
        ("title: Checking", "titel: Checking", "line 9, awards 1, titel: “titel” is no field here. Is “title” meant?"),
        ("item: mc-1", "item: mc-9", "An approval is about “mc-9”, which is neither"),
        ("expires_on: 2029-06-30", "expires_on: 2023-06-30", "It expires before it was issued"),
        ("format: microcred-record/1", "format: microcred-record/9", "It says “microcred-record/9”"),
        ("reason: The syllabus shows 12 hours., ", "", "“reason” is missing."),
        ("awards:\n", "awards: 7\nx:\n", "“7” is no list."),
        ("contact hours: 15", "contact hours: 15, Contact Hours: 15", "Its amount of “contact hours” is stated twice."),
        ("expires_on: 2029-06-30", "expires_on: 9999-12-31", "days are between the years 1900 and 2200"),
        ("documented_on: 2025-12-01", "certificate_issued_on: 2025-11-19", "The certificate is of 2025-11-19, and"),
        ("started_on: 2025-09-01", "started_on: 2025-11-22", "It began on 2025-11-22, and was completed on 2025-11-21"),
        ("2025-11-20T18:30:00-05:00", "0001-01-01T00:00:00+14:00", "days are between the years 1900 and 2200"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_is_refused_with_its_line(policy, write, old, new, words):
    assert old in RECORD
    file = write(RECORD.replace(old, new, 1), "wrong.yaml")
    for more in ((), ("--json",)):
        done = run("recognise", "--policy", policy, "--record", file, "--at", "2026-06-30", *more)
        assert done.exit_code == 2
        assert words in done.stderr
        assert "Traceback" not in done.output
    for problem in json.loads(done.stdout)["problems"]:
        assert problem["file"] == str(file)
        assert problem["code"]
        assert problem["field"]
        assert problem["line"]
        assert f"{file}: line {problem['line']}, {problem['field']}: {problem['words']}" in done.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "It is empty."),
        ("   \n", "It is empty."),
        ("{", "It is no JSON: at line 1"),
        ("]", "neither YAML nor JSON"),
        ("just words", "It is no record"),
        ("null", "It is no record"),
        (b"\x00\x01", "neither YAML nor JSON"),
        (b"\x80abc", "not UTF-8"),
        ("[]", "It is no record"),
    ],
)
def test_what_is_no_record_at_all(policy, write, content, words):
    done = run("recognise", "--policy", policy, "--record", write(content, "wrong"), "--at", "2026-06-30")
    assert done.exit_code == 2
    assert words in done.stderr
    checked = run("policy", "check", write(content, "wrong"))
    assert checked.exit_code in {1, 2}
    assert words.replace("record", "policy") in checked.stdout


def test_a_file_that_is_not_there_and_a_day_that_is_none(policy, record, tmp_path):
    done = run("recognise", "--policy", tmp_path / "no.yaml", "--record", tmp_path, "--at", "soon")
    assert done.exit_code == 2
    assert done.stderr.count("It cannot be opened:") == 2
    assert "--at: “soon” is neither a day nor a time" in done.stderr
    far = run("recognise", "--policy", policy, "--record", record, "--at", "9999-12-31T23:59:59-12:00")
    assert far.exit_code == 2
    assert "days are between the years 1900 and 2200" in far.stderr
    naive = run("recognise", "--policy", policy, "--record", record, "--at", "2026-06-30T12:00:00")
    assert naive.exit_code == 2
    assert "a time without a time zone" in naive.stderr


def test_a_certificate_of_the_day_on_which_it_was_completed_anywhere_is_taken(policy, write):
    for day in ("2025-11-20", "2025-11-21"):
        file = write(RECORD.replace("documented_on: 2025-12-01", f"certificate_issued_on: {day}", 1), "fits.yaml")
        assert run("recognise", "--policy", policy, "--record", file, "--at", "2026-06-30").exit_code == 0


def test_what_does_not_fit_the_rest_of_a_record_is_told_where_it_stands(policy, write):
    licence = next(line for line in RECORD.splitlines() if "{id: l1," in line)
    for old, new, code, field in (
        ("id: course-1", "id: mc-1", "item_twice", "activities 1, id"),
        ("id: mc-2", "id: mc-1", "item_twice", "awards 2, id"),
        ("item: mc-1", "item: mc-9", "approval_of_nothing", "approvals 1, item"),
        ("item: course-1", "item: course-9", "override_of_nothing", "overrides 1, item"),
        ("credited: []", "credited: [{item: x, policy: p, last_day: 2020-06-30}]", "credit_of_nothing",
         "credited 1, item"),
        (licence, f"{licence}\n{licence.replace('K-5', '6-8')}", "licence_twice", "licences 2, id"),
        ("{id: l1,", "{id: l1, replaces: l0,", "replaces_nothing", "licences 1, replaces"),
    ):  # fmt: skip
        text = RECORD.replace(old, new, 1)
        file = write(text, "wrong.yaml")
        done = run("recognise", "--policy", policy, "--record", file, "--at", "2026-06-30", "--json")
        (problem,) = json.loads(done.stdout)["problems"]
        assert (problem["code"], problem["field"]) == (code, field)
        changed = [number for number, line in enumerate(text.splitlines(), 1) if line not in RECORD.splitlines()]
        assert problem["line"] == (changed[0] if changed else None), problem


def test_programs_read_what_is_wrong_with_the_command_and_with_files_as_with_fields(policy, record, write):
    broken = write("a: 1\na: 2\n", "twice.yaml")
    done = run("recognise", "--policy", broken, "--record", record, "--at", "soon", "--json")
    at, file = json.loads(done.stdout)["problems"]
    assert (at["file"], at["code"], at["field"], at["line"]) == ("", "moment", "--at", None)
    assert at["words"].startswith("“soon” is neither a day nor a time")
    assert (file["file"], file["code"], file["line"]) == (str(broken), "key_twice_at", 2)
    (checked,) = json.loads(run("policy", "check", broken, "--json").stdout)["policies"]
    assert checked["problems"] == [file]
    assert checked["unreadable"] == file["words"]
    both = run("recognise", "--policy", "-", "--record", "-", "--at", "2026-06-30", "--json")
    assert [one["code"] for one in json.loads(both.stdout)["problems"]] == ["input_twice"]


def test_an_award_that_stands_there_twice_counts_once_and_is_told(policy, write):
    line = next(line for line in RECORD.splitlines() if "course-1, kind" in line)
    file = write(RECORD.replace(line, f"{line}\n{line}", 1), "twice.yaml")
    done = run("recognise", "--policy", policy, "--record", file, "--at", "2026-06-30")
    assert done.exit_code == 0
    assert "“course-1” stands in the record twice and counts once." in done.stdout
    assert "20 of 60 points" in done.stdout


def test_every_policy_that_comes_along_passes_its_check():
    done = run("policy", "check", *FILES.values())
    assert done.exit_code == 0, done.stdout
    assert done.stdout.count("passes") >= len(FILES)
    assert "fails" not in done.stdout
    said = json.loads(run("policy", "check", *FILES.values(), "--json").stdout)
    assert all(not one["problems"] and one["examples"] for one in said["policies"])


def test_an_example_that_fails_is_told_and_ends_with_1(write):
    done = run("policy", "check", write(POLICY.replace("total: 20, missing: 40", "total: 25, missing: 35")))
    assert done.exit_code == 1
    assert "example 1, 25 hours in one year count 20: fails" in done.stdout
    assert "the total is 20, expected 25" in done.stdout


def test_an_example_that_expects_nothing_is_none(write):
    start = POLICY.index("    expect: {")
    done = run("policy", "check", write(f"{POLICY[:start]}    expect: {{}}\n"))
    assert done.exit_code == 1
    assert "it expects nothing; say at least a total" in done.stdout


def test_every_band_that_the_form_of_a_license_offers_is_known_where_grades_matter(write):
    for band in GRADE_BANDS:
        licence = {"id": "nc", "jurisdiction": "North Carolina", "type": "continuing", "grade_bands": [band],
                   "issued_on": "2024-07-01", "expires_on": "2029-06-30"}  # fmt: skip
        hours = {"id": "w", "kind": "workshop", "earned_at": "2026-02-01", "amounts": {"contact hours": 80}}
        document = {"format": "microcred-record/1", "licences": [licence], "activities": [hours]}
        file = write(json.dumps(document), "record.json")
        rest = ("--record", file, "--at", "2027-01-01", "--json")
        (result,) = json.loads(run("recognise", "--policy", FILES["north-carolina-2024"], *rest).stdout)["results"]
        assert not result["met"], band
        assert [part["id"] for part in result["categories"] if not part["met"]], band


def test_a_policy_without_an_example_and_one_that_contradicts_itself(write):
    bare = POLICY[: POLICY.index("examples:")]
    without = run("policy", "check", write(bare, "bare.yaml"))
    assert without.exit_code == 1
    assert "It has no worked example" in without.stdout
    against = run("policy", "check", write(POLICY.replace("amount: 20, per: year", "amount: 1, per: year"), "one.yaml"))
    assert against.exit_code == 1
    assert "line 19, caps 1: At most 5 could ever count in a cycle, and 60 are needed" in against.stdout


def test_the_published_schemas_are_those_of_the_models_and_the_files_fit_them():
    for name, schema in (("policy", policy_schema()), ("record", record_schema())):
        assert json.loads((DOCS / f"{name}.schema.json").read_text()) == json.loads(json.dumps(schema)), name
    fits = Draft202012Validator(policy_schema())
    for file in FILES.values():
        value = json.loads(json.dumps(yaml.load(file.read_text(), yaml.BaseLoader), default=str))
        wrong = [error for error in fits.iter_errors(value) if error.validator not in {"type", "anyOf"}]
        assert not wrong, file.name
    with_days = json.loads(json.dumps(yaml.safe_load(RECORD), default=str))
    assert not list(Draft202012Validator(record_schema()).iter_errors(with_days))


def test_of_two_statements_of_one_day_the_later_holds_and_it_is_said(policy, record, write):
    later = write(POLICY.replace("version: 1", "version: 2", 1), "later.yaml")
    checked = run("policy", "check", policy, later)
    assert checked.exit_code == 0, checked.stdout
    assert "Note: version 2 holds from the same day" in checked.stdout
    for pair in ((policy, later), (later, policy)):
        given = [one for file in pair for one in ("--policy", file)]
        done = run("recognise", *given, "--record", record, "--at", "2026-06-30")
        assert done.exit_code == 0, done.stdout
        assert "version 2; " in done.stdout
        assert "(example-state, version 1;" not in done.stdout
        assert "version 1: version 2 holds from the same day" in done.stdout


def test_two_versions_that_hold_together_from_different_days_are_still_refused(policy, write):
    text = POLICY.replace("version: 1", "version: 2", 1)
    day = re.search(r"effective_from: (\S+)", text)[1]
    later = write(text.replace(day, "2025-01-01", 1), "later.yaml")
    checked = run("policy", "check", policy, later)
    assert checked.exit_code == 1
    assert "holds too" in checked.stdout
