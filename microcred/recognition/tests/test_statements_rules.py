"""Two statements side by side, and amounts changed in a text that stays as it was written."""

from decimal import Decimal

import pytest

from microcred.recognition.policies import published, published_files
from microcred.recognition.rules.engine.policy import Policy
from microcred.recognition.rules.engine.reading import read_policy, written
from microcred.recognition.rules.statements import as_text, differences, places_in, with_values
from microcred.recognition.tests import make


def read(text: str) -> Policy | None:
    return read_policy(written(text.encode()))[0]


@pytest.mark.parametrize("document", published(), ids=lambda one: f"{one.id}-{one.version}")
def test_a_document_survives_being_text(document):
    assert read(as_text(document)) == document


@pytest.mark.parametrize("file", published_files(), ids=lambda one: one.stem)
def test_nothing_changed_leaves_every_letter(file):
    text = file.read_text()
    assert with_values(text, {one.key: one.value for one in places_in(text)}) == text


def test_one_amount_is_changed_and_the_words_around_it_stay():
    (file,) = (one for one in published_files() if one.stem == "south-carolina")
    text = file.read_text()
    changed = with_values(text, {"total/0/amount": "130", "name": "Renewal: for now"})
    before, after = read(text), read(changed)
    assert before
    assert after
    assert after.total[0].amount == Decimal(130)
    assert after.name == "Renewal: for now"
    assert len(changed.splitlines()) == len(text.splitlines())
    assert {one.place: (one.before, one.after) for one in differences(before, after)} == {
        "name": (before.name, "Renewal: for now"),
        "total “cycle” amount": ("120", "130"),
    }


def test_what_came_and_what_went_is_named_with_its_clause():
    before = make.document()
    after = make.document(caps=(make.cap("15"),), confirmation=())
    found = {one.place: one for one in differences(before, after)}
    assert "15" in found["caps"].after
    assert not found["caps"].before
    assert not found["confirmation"].after
    assert found["caps"].clause.startswith("Options 4 to 11 include")
    assert differences(before, before) == []
