import json

import pytest

from microcred.frameworks.case import DocumentAlone, PackageBroken, read
from microcred.frameworks.case import reading as reading_module
from microcred.frameworks.tests.make import PACKAGE, THEIRS, below, guid, item, members, package


def broken(content) -> list[tuple[str, str]]:
    with pytest.raises(PackageBroken) as refused:
        read(content if isinstance(content, bytes) else json.dumps(content).encode())
    return [(problem.where, str(problem.words)) for problem in refused.value.problems]


def test_what_a_publisher_says_is_kept_member_by_member():
    assert package().as_members() == PACKAGE


def test_nulls_and_empty_texts_are_not_said_and_a_byte_order_mark_is_none():
    made = members(description=None, notes="", subject=[])
    told = read(b"\xef\xbb\xbf" + json.dumps(made).encode()).document.as_members()
    assert not {"description", "notes", "subject"} & told.keys()


def test_members_that_case_does_not_know_are_left_out_and_told():
    made = members(colour="red", caseVersion="1.1")
    made["CFItems"][0]["CFDocumentURI"] = {"title": "x"}
    made["CFRubrics"] = []
    read_in = package(made)
    assert read_in.left_out == ("CFDocument.colour", "CFRubrics")
    assert "colour" not in read_in.document.as_members()


def test_times_without_a_zone_and_days_as_moments_are_taken_as_they_are_meant():
    made = members(lastChangeDateTime="2026-03-01 10:00:00", statusStartDate="2026-01-01T00:00:00Z")
    told = package(made).document.as_members()
    assert (told["lastChangeDateTime"], told["statusStartDate"]) == ("2026-03-01T10:00:00Z", "2026-01-01")


def test_every_broken_item_is_named():
    made = members()
    made["CFItems"][0]["identifier"] = "seven"
    del made["CFItems"][4]["fullStatement"]
    made["CFAssociations"][1]["associationType"] = "isFriendOf"
    assert broken(made) == [
        ("CFItems 1 (“A”)", "“identifier” is no UUID."),
        ("CFItems 5 (“B.1”)", "“fullStatement” is missing."),
        (
            "CFAssociations 2",
            "“associationType” cannot be read: String should match pattern '"
            + reading_module.Association.model_fields["association_type"].metadata[0].pattern
            + "'.",
        ),
    ]


def test_what_contradicts_itself_is_named_beside_what_cannot_be_read():
    made = members()
    del made["CFItems"][4]["fullStatement"]
    made["CFItems"].append(item("A", "Again"))
    made["CFAssociations"].append(below("A.1", "D"))
    words = [words for _where, words in broken(made)]
    assert "“fullStatement” is missing." in words
    assert any("more than once" in each for each in words)
    assert [each for each in words if "not there" in each] == [f"It speaks of an item {guid('D')} that is not there."]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda made: made["CFItems"].append(item("A", "Again")), "more than once"),
        (lambda made: made["CFAssociations"].append(below("C", "doc")), f"{guid('C')} that is not there"),
        (lambda made: made["CFAssociations"].append(below("A.1", "D")), f"{guid('D')} that is not there"),
        (lambda made: made.update(CFItems=[], CFAssociations=[]), "There are no items"),
        (lambda made: made.update(CFItems={}), "There are no items"),
        (lambda made: made.update(CFItems=7), "must be a list"),
        (lambda made: made.update(CFDefinitions=[7]), "must be an object"),
        (lambda made: made["CFItems"].append(None), "cannot be read"),
        (lambda made: made["CFItems"][0].update(fullStatement="a\x00b"), "U+0000"),
        (lambda made: made["CFItems"][0].update(extensions={"x": [{"y": "\x00"}]}), "U+0000"),
    ],
)
def test_what_contradicts_itself_is_no_package(change, said):
    made = members()
    change(made)
    assert any(said in words for _where, words in broken(made))


def test_items_that_stand_under_themselves_are_named_with_their_circle():
    made = members()
    made["CFAssociations"] = [below("A", "A.1"), below("A.1", "A.2"), below("A.2", "A"), below("B", "B")]
    assert broken(made) == [("A", "It stands under itself: A → A.1 → A.2."), ("B", "It stands under itself: B.")]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no JSON"),
        (b"{]", "line 1, column 2"),
        (b"[]", "no package of CASE"),
        (b"7", "no package of CASE"),
        (b'{"CFDocument": []}', "no package of CASE"),
        (b"[" * 100_000, "no JSON"),
        (b'{"CFDocument": "\\ud800"}', "no JSON"),
        (b"\xff\xfe{}", "no JSON"),
        (b" " * (reading_module.LARGEST + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_package_at_all_is_refused_in_words(content, said):
    assert said in broken(content)[0][1]


def test_more_items_than_can_be_kept_are_refused(monkeypatch):
    monkeypatch.setattr(reading_module, "MOST_ITEMS", 4)
    assert "It has 5 items; 4 can be kept." in broken(PACKAGE)[0][1]


def test_a_document_alone_says_where_its_package_is():
    document = {**PACKAGE["CFDocument"], "CFPackageURI": {"uri": f"{THEIRS}/CFPackages/1"}}
    with pytest.raises(DocumentAlone) as alone:
        read(json.dumps(document).encode())
    assert alone.value.package == f"{THEIRS}/CFPackages/1"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31"])
def test_a_moment_that_has_no_date_somewhere_is_named(moment):
    for told in (members(lastChangeDateTime=moment), members()):
        if "lastChangeDateTime" not in told["CFDocument"] or told["CFDocument"]["lastChangeDateTime"] != moment:
            told["CFItems"][0]["lastChangeDateTime"] = moment
        ((_where, words),) = broken(told)
        assert "lastChangeDateTime" in words


def test_names_that_nothing_can_keep_are_told_so_that_they_can_be_kept():
    made = members(**{"a\x00b": 1})
    made["CFItems"][0]["x\x00"] = 2
    made["z\x00"] = 3
    assert package(made).left_out == ("CFDocument.a\ufffdb", "CFItem.x\ufffd", "z\ufffd")


@pytest.mark.parametrize("deep", [100, 600, 5_000])
def test_extensions_that_nobody_can_write_again_are_named(deep):
    nested = "[" * deep + "]" * deep
    content = json.dumps(members(extensions={"a": "HERE"})).replace('"HERE"', nested)
    ((where, _words),) = broken(content.encode())
    assert where in {"CFDocument (“A framework”)", "CFDocument (“" + members()["CFDocument"]["title"] + "”)", ""}


@pytest.mark.parametrize("name", ["a\x00", "a\x1b"])
def test_extensions_with_names_that_nothing_can_keep_are_named(name):
    ((_where, words),) = broken(members(extensions={"a": [{name: 1}]}))
    assert "extensions" in words
