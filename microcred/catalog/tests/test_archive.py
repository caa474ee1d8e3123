"""Archives as files: what is written is read again, and what is damaged is named."""

import hashlib
import io
import json
import struct
import zipfile
from datetime import UTC, datetime
from uuid import UUID

import pytest

from microcred.catalog.archive import (
    Action,
    Archive,
    ArchivedMicroCredential,
    ArchivedStack,
    ArchivedVersion,
    ArchiveUnreadable,
    Holding,
    contents_digest,
    files,
    plan,
    read_archive,
    write_archive,
)
from microcred.catalog.design import Design, as_json, digest, renewed, words_digest
from microcred.catalog.tests import make

ID = UUID("0198c2a0-0000-7000-8000-000000000001")
STANDARDS = {("South Carolina Teaching Standards 4.0", code) for code in ("PLAN", "INS", "ENV", "PRO")}


def thing(*designs, slug="managing-change"):
    versions = tuple(
        ArchivedVersion(
            number=number,
            published_at=datetime(2026, 3, number, tzinfo=UTC),
            digest=digest(design),
            design=as_json(design),
        )
        for number, design in enumerate(designs, start=1)
    )
    return ArchivedMicroCredential(id=ID, slug=slug, versions=versions)


def archive(*designs):
    stack = ArchivedStack(slug="leading", name="Leading", micro_credentials=("managing-change",))
    return Archive(source="Carolina", micro_credentials=(thing(*designs),), stacks=(stack,))


def packed(members):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as target:
        for name, content in members:
            target.writestr(name, content)
    return held


def unpacked(written):
    with zipfile.ZipFile(io.BytesIO(written)) as source:
        return {name: source.read(name) for name in source.namelist()}


def troubles(source):
    with pytest.raises(ArchiveUnreadable) as refused:
        read_archive(source)
    return refused.value.troubles


def test_what_is_written_is_read_again_and_the_same_catalogue_makes_the_same_bytes():
    made = archive(make.design())
    written = write_archive(made)
    assert read_archive(io.BytesIO(written)) == made
    assert write_archive(read_archive(io.BytesIO(written))) == written


@pytest.mark.parametrize(
    ("count", "end"),
    [(1, "1.json."), (2, "2.json."), (13, "1 more thing is wrong."), (15, "3 more things are wrong.")],
)
def test_up_to_a_dozen_things_that_are_wrong_are_told(count, end):
    told = str(ArchiveUnreadable(*(f"{number}.json." for number in range(1, count + 1))))

    assert told.endswith(end)
    assert told.count(".json.") == min(count, 12)
    assert "in all" not in told


def test_whose_the_catalogue_is_does_not_change_what_it_holds():
    made = archive(make.design())
    assert contents_digest(made) == contents_digest(made.model_copy(update={"source": "Elsewhere"}))
    assert contents_digest(made) != contents_digest(made.model_copy(update={"stacks": ()}))


def test_everything_that_was_changed_lost_or_added_is_named():
    members = unpacked(write_archive(archive(make.design())))
    members["micro-credentials/managing-change.json"] = (
        members["micro-credentials/managing-change.json"].replace(b"Carolina", b"Wyoming") + b" "
    )
    del members["stacks.json"]
    members["surprise.json"] = b"[]"
    said = troubles(packed(members.items()))
    assert len(said) == 3
    for name in ("managing-change.json was changed", "stacks.json is missing", "surprise.json is not in the manifest"):
        assert any(name in words for words in said), name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "not a ZIP"),
        (b"name,slug\nManaging Change,managing-change\n", "not a ZIP"),
        (write_archive(Archive())[:-30], "not a ZIP"),
        (packed([]).getvalue(), "manifest.json"),
        (packed([("manifest.json", b"{")]).getvalue(), "manifest.json"),
        (packed([("manifest.json", b"[" * 100_000)]).getvalue(), "manifest.json"),
        (
            packed([("manifest.json", json.dumps({"format": "other", "source": "", "files": {}}))]).getvalue(),
            "not that",
        ),
        (
            packed(
                [("manifest.json", json.dumps({"format": files.FORMAT, "version": 9, "source": "", "files": {}}))]
            ).getvalue(),
            "of format 9",
        ),
    ],
    ids=["empty", "spreadsheet", "cut", "bare", "no-json", "deep", "other-format", "later-format"],
)
def test_what_is_no_archive_is_refused_in_words(content, said):
    (words,) = troubles(io.BytesIO(content))
    assert said in words


def test_what_unpacks_to_more_than_it_says_is_not_believed(monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES_OF_JSON", 1_000)
    assert "larger than" in troubles(packed([("manifest.json", b" " * 1_001)]))[0]
    monkeypatch.setattr(files, "MOST_BYTES_OF_JSON", 10_000)
    monkeypatch.setattr(files, "MOST_BYTES", 15_000)
    assert "unpack" in troubles(packed([("a", b" " * 9_000), ("b", b" " * 9_000)]))[0]
    monkeypatch.setattr(files, "MOST_FILES", 2)
    assert "more than 2" in troubles(packed([(str(n), b"") for n in range(3)]))[0]


def test_what_is_encrypted_is_refused_in_words():
    held = bytearray(packed([("manifest.json", b"{}")]).getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = held.index(mark) + offset
        held[place : place + 2] = struct.pack("<H", 1)
    assert "not a ZIP" in troubles(io.BytesIO(bytes(held)))[0]


def test_broken_rows_are_named_by_file_and_place():
    stacks = json.dumps([{"slug": "a", "name": "A"}, {"slug": "no slug!", "name": "B"}, {"slug": "c"}]).encode()
    manifest = {
        "format": files.FORMAT,
        "version": 1,
        "source": "",
        "files": {"stacks.json": hashlib.sha256(stacks).hexdigest()},
    }
    said = troubles(packed([("manifest.json", json.dumps(manifest)), ("stacks.json", stacks)]))
    assert [words.split(": ")[:2] for words in said] == [["stacks.json", "1.slug"], ["stacks.json", "2.name"]]


def changed(design: Design) -> Design:
    return renewed(design).model_copy(update={"hours": design.hours + 5})


def test_what_becomes_of_a_micro_credential():
    first = make.design()
    second, third = changed(first), changed(changed(first))
    words = [words_digest(design) for design in (first, second, third)]
    for held, versions, action, beginning in (
        (None, (first, second), Action.NEW, 0),
        (words[:1], (first, second), Action.NEW_VERSIONS, 1),
        (words[:2], (first, second), Action.UNCHANGED, 2),
        (words[:3], (first, second), Action.UNCHANGED, 2),
        ([words[2]], (first, second), Action.REFUSED, 0),
        ([words[0], words[2]], (first, second, third), Action.REFUSED, 0),
    ):
        there = {} if held is None else {ID: Holding("managing-change", tuple(held))}
        (step,) = plan(archive(*versions), held=there, standards=STANDARDS)
        assert (step.action, step.first) == (action, beginning), (held, versions)
    assert (
        "another way"
        in plan(archive(first, second), held={ID: Holding("kept-here", (words[2],))}, standards=STANDARDS)[0]
        .troubles[0]
        .words
    )


def test_same_words_under_new_identifiers_are_the_same_version():
    design = make.design()
    held = {ID: Holding("managing-change", (words_digest(renewed(design)),))}
    assert plan(archive(design), held=held, standards=STANDARDS)[0].action is Action.UNCHANGED


def test_why_a_micro_credential_cannot_come_in_is_named_by_its_place():
    sound = make.design()
    unfinished = sound.model_copy(update={"competency": ""})
    (step,) = plan(archive(unfinished), held={}, standards=STANDARDS)
    assert (step.action, step.troubles[0].where) == (Action.REFUSED, "versions.0.design.competency")
    (step,) = plan(archive(sound), held={}, standards=set())
    assert step.troubles[0].where == "versions.0.design.alignments.0"
    assert "PRO" in step.troubles[0].words
    forged = thing(sound)
    forged = forged.model_copy(update={"versions": (forged.versions[0].model_copy(update={"digest": "0" * 64}),)})
    (step,) = plan(Archive(micro_credentials=(forged,)), held={}, standards=STANDARDS)
    assert "digest" in step.troubles[0].words
    shapeless = forged.versions[0].model_copy(update={"design": {"hours": "many"}})
    (step,) = plan(
        Archive(micro_credentials=(forged.model_copy(update={"versions": (shapeless,)}),)), held={}, standards=STANDARDS
    )
    assert step.troubles[0].where == "versions.0.design.hours"


def test_a_small_file_of_more_values_than_a_catalogue_has_is_refused_before_any_is_made(monkeypatch):
    loads = []
    monkeypatch.setattr(files.json, "loads", loads.append)
    bomb = b'{"versions": [' + b",".join([b"[]"] * 1_000_000) + b"]}"
    (trouble,) = troubles(packed([("manifest.json", b"{}"), ("micro-credentials/a.json", bomb)]))
    assert "micro-credentials/a.json holds more values" in trouble
    assert loads == []
    monkeypatch.setattr(files, "MOST_VALUES", 50_000)
    many = b"[" + b",".join([b"{}"] * 20_000) + b"]"
    (trouble,) = troubles(packed([(f"micro-credentials/{name}.json", many) for name in "abc"]))
    assert "all together hold more than 50000" in trouble
