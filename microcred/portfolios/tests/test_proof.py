import tracemalloc
from io import BytesIO
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from microcred.cli import app
from microcred.portfolios.operations import pin, take_out, withdraw
from microcred.portfolios.packing import packed
from microcred.portfolios.places import Place
from microcred.portfolios.proof import NoManifest, digest_of_file, prove
from microcred.portfolios.queries.workspace import present_items
from microcred.portfolios.tests.make import came_back, fill, handed_in, put, started


@pytest.fixture
def unpacked(cast, tmp_path):
    submission = handed_in(fill(started(cast), at=cast.at), at=cast.at)
    ZipFile(BytesIO(b"".join(packed(submission)))).extractall(tmp_path)
    return submission, tmp_path


def files(folder):
    return [file for file in folder.rglob("*") if file.is_file()]


def test_the_archive_holds_everything_that_the_manifest_names(unpacked):
    submission, folder = unpacked

    proof = prove((folder / "manifest.json").read_bytes(), files(folder))

    assert proof.holds
    assert proof.digest == submission.digest
    assert len(proof.found) == submission.texts.count() + submission.items.count() + submission.attestations.count()


def test_pins_and_what_was_changed_are_in_the_archive_too(cast, tmp_path):
    pursuit = came_back(cast)
    item = present_items(pursuit)[0]
    criteria = list(item.requirement.criteria.all())
    submission = handed_in(pursuit, at=cast.at)
    ZipFile(BytesIO(b"".join(packed(submission)))).extractall(tmp_path)
    proof = prove(submission.manifest.encode(), files(tmp_path))
    assert proof.holds
    assert "what was changed" in [one.what for one in proof.found]

    other = fill(started(cast, item.pursuit.version, person=cast.gus), at=cast.at)
    theirs = present_items(other)[0]
    pin(actor=cast.gus, item=theirs, words="Here", criteria=criteria, place=Place(page=1), at=cast.at)
    pinned = handed_in(other, at=cast.at)
    ZipFile(BytesIO(b"".join(packed(pinned)))).extractall(tmp_path / "pinned")
    assert prove(pinned.manifest.encode(), files(tmp_path / "pinned")).holds
    (tmp_path / "pinned" / "pins" / "1.json").write_text("{}")
    assert [one.what for one in prove(pinned.manifest.encode(), files(tmp_path / "pinned")).missing] == ["a pin"]


def test_one_changed_byte_is_found_and_named(unpacked):
    submission, folder = unpacked
    answer = folder / "answers" / "1.txt"
    answer.write_bytes(answer.read_bytes() + b".")

    proof = prove(submission.manifest.encode(), files(folder))

    assert not proof.holds
    assert [one.what for one in proof.missing] == ["answer 1"]


def test_a_manifest_that_was_written_anew_is_told(unpacked):
    submission, folder = unpacked

    assert not prove(submission.manifest.encode() + b"\n", files(folder)).is_canonical


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff\xfe", b'{"format": "other/1"}', b'{"format": 7}'])
def test_what_is_no_manifest_is_refused(content):
    with pytest.raises(NoManifest):
        prove(content, [])


def test_manifests_of_before_still_verify(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"This is my own work.")
    digest = digest_of_file(tmp_path / "a.txt")
    attested = f'[{{"kind":"own_work","sha256":"{digest}"}}]'
    old = f'{{"attestations":{attested},"format":"microcred-submission/1","requirements":[]}}'

    assert prove(old.encode(), files(tmp_path)).holds


def test_the_command_says_what_is_unchanged_and_what_is_not(unpacked):
    submission, folder = unpacked
    arguments = ["verify-submission", str(folder / "manifest.json"), str(folder), "--digest"]

    right = CliRunner().invoke(app, [*arguments, submission.digest])
    wrong = CliRunner().invoke(app, [*arguments, "0" * 64])
    (folder / "answers" / "1.txt").unlink()
    gone = CliRunner().invoke(app, [*arguments, submission.digest])

    assert (right.exit_code, wrong.exit_code, gone.exit_code) == (0, 1, 1)
    assert "MISSING    answer 1" in gone.output


def test_hashing_a_large_file_takes_little_memory(tmp_path):
    large = tmp_path / "large.bin"
    with large.open("wb") as stream:
        stream.truncate(64 << 20)
    tracemalloc.start()

    digest_of_file(large)

    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 4 << 20


def test_what_was_taken_out_since_is_opened_as_it_was_frozen(cast, client):
    pursuit = started(cast)
    item = put(pursuit, "notes.txt", b"Who was there.", at=cast.at)
    submission = handed_in(pursuit, at=cast.at)
    withdraw(actor=cast.ada, submission=submission, at=cast.at)
    take_out(actor=cast.ada, item=item, at=cast.at)
    client.force_login(cast.ada)
    piece = submission.items.get(item=item)

    answer = client.get(f"/submissions/{submission.pk}/files/{piece.pk}/")
    archive = client.get(f"/submissions/{submission.pk}/archive.zip")
    manifest = client.get(f"/submissions/{submission.pk}/manifest.json")
    page = client.get(f"/submissions/{submission.pk}/").content.decode()

    assert b"".join(answer.streaming_content) == b"Who was there."
    assert f"files/{piece.alias}" in ZipFile(BytesIO(b"".join(archive.streaming_content))).namelist()
    assert manifest.content == submission.manifest.encode()
    assert f'href="/submissions/{submission.pk}/files/{piece.pk}/"' in page
    assert "What I did for number 1." in page
