"""Documents are read alike however they are spaced, and a member that occurs twice is always seen."""

import json

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.openbadges.documents import parse
from microcred.openbadges.errors import DocumentRefused

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=3), VALUES, max_size=4))
def test_spacing_and_escapes_do_not_matter(document):
    tight = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
    for raw in (tight, json.dumps(document, indent=2), json.dumps(document)):
        assert repr(parse(raw)) == repr(json.loads(raw))
        assert repr(parse(raw.encode("utf-8", "surrogatepass"))) == repr(json.loads(raw)) if raw.isascii() else True


@pytest.mark.parametrize(
    "raw",
    [
        '{"a":1,"a":1}',
        '{"a":{"b":1,"b":2}}',
        '{"a":[{"b":"x","b":"x"}]}',
        '{"a":1, "a":1}',
        '{"a":1e2,"b":0,"b":0}',
        '{"a":1,"\\u0061":1}',
    ],
)
def test_a_member_that_occurs_twice_is_refused(raw):
    for each in (raw, raw.encode()):
        with pytest.raises(DocumentRefused, match="twice"):
            parse(each)


@pytest.mark.parametrize(
    "raw", ["[]", "1", "", "{", '{"a":NaN}', '{"a":1e999}', '{"a":-Infinity}', "{'a':1}", b"\xff{}"]
)
def test_what_is_not_a_json_object_is_refused(raw):
    with pytest.raises(DocumentRefused):
        parse(raw)


def test_numbers_keep_their_kind():
    assert [
        type(value) for value in parse(b'{"a":1,"b":1.0,"c":true,"d":123456789012345678901234567890}').values()
    ] == [
        int,
        float,
        bool,
        int,
    ]
    assert orjson.dumps(parse(b'{"a":1.0}')) == b'{"a":1.0}'
