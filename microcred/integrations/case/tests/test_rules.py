import pytest

from microcred.integrations.case.rules import MOST, NotAskable, answered, asked, links

ROWS = [
    {"title": "Beta", "version": "1.0", "subject": ["Arts", "Music"]},
    {"title": "alpha", "version": "2.0"},
    {"title": "Gamma", "version": "1.0", "subject": ["Science"]},
]
MEMBERS = frozenset({"title", "version", "subject", "notes"})


def titles(**parameters):
    rows, _total = answered(ROWS, asked(parameters), MEMBERS)
    return [row["title"] for row in rows]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("version='1.0'", ["Beta", "Gamma"]),
        ("version!='1.0'", ["alpha"]),
        ("version>'1.0'", ["alpha"]),
        ("version>='1.0'", ["Beta", "alpha", "Gamma"]),
        ("version<'2.0'", ["Beta", "Gamma"]),
        ("version<='1.0'", ["Beta", "Gamma"]),
        ("title~'ALPH'", ["alpha"]),
        ("subject='Music'", ["Beta"]),
        ("notes=''", ["Beta", "alpha", "Gamma"]),
        ("version='1.0' AND subject='Science'", ["Gamma"]),
        ("title='alpha' OR subject='Arts'", ["Beta", "alpha"]),
        ("version='1.0'  and  title!='Beta'", ["Gamma"]),
    ],
)
def test_a_filter_keeps_what_it_names(said, found):
    assert titles(filter=said) == found


@pytest.mark.parametrize(
    "said",
    [
        "title",
        "colour='red'",
        "title='a' title='b'",
        "title='a' AND",
        "title=a",
        "title='a' XOR title='b'",
        "'" * 2_000,
    ],
)
def test_a_filter_that_cannot_be_read_is_refused(said):
    with pytest.raises(NotAskable) as refused:
        titles(filter=said)
    assert refused.value.code == "invalid_selection_field"


def test_rows_are_sorted_without_regard_to_capitals():
    assert titles(sort="title") == ["alpha", "Beta", "Gamma"]
    assert titles(sort="title", orderBy="desc") == ["Gamma", "Beta", "alpha"]


def test_only_the_fields_asked_for_are_told():
    rows, _total = answered(ROWS, asked({"fields": "title, subject"}), MEMBERS)
    assert rows[1] == {"title": "alpha"}


def test_a_page_is_no_longer_than_may_be():
    assert asked({"limit": "999999"}).limit == MOST
    assert asked({"limit": "0"}).limit > 0


@pytest.mark.parametrize(
    ("total", "offset", "expected"),
    [
        (0, 0, {"first": 0, "last": 0}),
        (10, 0, {"first": 0, "last": 9, "next": 3}),
        (10, 3, {"first": 0, "last": 9, "prev": 0, "next": 6}),
        (9, 6, {"first": 0, "last": 6, "prev": 3}),
    ],
)
def test_links_lead_to_the_other_pages(total, offset, expected):
    assert links(total, asked({"limit": "3", "offset": str(offset)})) == expected
