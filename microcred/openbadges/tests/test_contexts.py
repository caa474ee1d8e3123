"""Contexts are pinned: the right file or none."""

import json
import shutil
from pathlib import Path

import openbadgeslib.ob3
import pytest

from microcred.openbadges import contexts
from microcred.openbadges.jcs import jcs


def test_a_changed_context_is_refused(tmp_path: Path):
    copied = tmp_path / "contexts"
    shutil.copytree(contexts.directory(), copied)
    assert contexts.OPEN_BADGES in contexts.load(copied)

    file = copied / json.loads((copied / "index.json").read_text())[contexts.OPEN_BADGES]["file"]
    file.write_text(file.read_text().replace('"achievement"', '"achievment"', 1))
    with pytest.raises(contexts.ContextsMissing, match="not the pinned one"):
        contexts.load(copied)

    file.unlink()
    with pytest.raises(contexts.ContextsMissing):
        contexts.load(copied)


def test_without_built_contexts_the_message_says_what_to_do(tmp_path: Path):
    with pytest.raises(contexts.ContextsMissing, match="build the assets"):
        contexts.load(tmp_path)


THEIRS = Path(openbadgeslib.ob3.__file__).parent / "contexts"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (contexts.CREDENTIALS_V2, "credentials-v2.json"),
        (contexts.OPEN_BADGES_EXTENSIONS, "ob-v3p0-extensions.json"),
        (contexts.DATA_INTEGRITY_V2, "security-data-integrity-v2.json"),
        (contexts.MULTIKEY, "security-multikey-v1.json"),
    ],
)
def test_the_pinned_contexts_are_those_others_use(url: str, name: str):
    assert jcs(contexts.pinned()[url]) == jcs(json.loads((THEIRS / name).read_text()))


def test_the_open_badges_context_was_changed_in_place():
    """1EdTech added two terms under the same URL; a document that uses neither reads the same with both copies."""
    ours = contexts.pinned()[contexts.OPEN_BADGES]["@context"]
    theirs = json.loads((THEIRS / "ob-v3p0-context-3.0.3.json").read_text())["@context"]
    assert set(theirs) - set(ours) == {"endorsementJwt", "jti"}
    assert {term: theirs[term] for term in ours} == ours
