from uuid import UUID

import pytest

from microcred.frameworks.case import Document, PackageBroken, compare, read_table, write_table
from microcred.frameworks.tests.make import guid, members, package

DOCUMENT = Document(identifier=UUID(guid("table")), creator="An Agency", title="Topics")
TABLE = (
    "code,name,statement,parent,type\nA,Assessment,,,Topic\nA.1,Plans,Plans an assessment first.,A,\nB,Belonging,,,\n"
)


def read(text, **more):
    return read_table(text if isinstance(text, bytes) else text.encode(), more.pop("document", DOCUMENT), **more)


def rows(made) -> list[tuple]:
    return [(i.human_coding_scheme, i.abbreviated_statement, i.full_statement, i.cf_item_type) for i in made.items]


def broken(text) -> list[tuple[str, str]]:
    with pytest.raises(PackageBroken) as refused:
        read(text)
    return [(problem.where, str(problem.words)) for problem in refused.value.problems]


def test_a_table_is_a_framework():
    made = read(TABLE)
    assert rows(made) == [
        ("A", None, "Assessment", "Topic"),
        ("A.1", "Plans", "Plans an assessment first.", None),
        ("B", None, "Belonging", None),
    ]
    ends = [(one.origin.title, one.destination.title) for one in made.associations]
    assert ends == [("A", "Topics"), ("A.1", "A"), ("B", "Topics")]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + TABLE,
        TABLE.replace("\n", "\r\n"),
        TABLE.replace(",", ";"),
        TABLE.replace(",", "\t"),
        TABLE.replace(
            "code,name,statement,parent,type", "Human Coding Scheme,Title,Full Statement,Parent code,CF Item Type"
        ),
        TABLE + "\n,,,,\n",
    ],
)
def test_spreadsheets_write_it_in_many_ways(text):
    assert read(text) == read(TABLE)


def test_a_table_in_windows_1252_is_read():
    assert rows(read("code,name\nA,Educación\n".encode("cp1252"))) == [("A", None, "Educación", None)]


def test_the_same_table_again_changes_nothing_and_codes_keep_their_identifiers():
    assert compare(read(TABLE), read(TABLE, before=read(TABLE))).changes_nothing


def test_every_broken_row_is_named():
    assert broken("code,name,parent\nA,One,\n,Two,\nA,Three,\nB,,\nC,Four,X\n") == [
        ("Row 3", "It needs a code of at most 80 characters."),
        ("Row 4 (“A”)", "Row 2 has the same code."),
        ("Row 5 (“B”)", "“statement” is missing."),
        ("Row 6 (“C”)", "It stands under “X”, which is no code in this file."),
    ]
    assert broken("code,name,parent\nA,,\nB,Two,A\n") == [("Row 2 (“A”)", "“statement” is missing.")]
    assert broken("code,name,parent\nA,One,\nC,Four,X\n") == [
        ("Row 3 (“C”)", "It stands under “X”, which is no code in this file.")
    ]
    assert broken("code,name,parent\nA,One,B\nB,Two,A\n") == [("A", "It stands under itself: A → B.")]


@pytest.mark.parametrize("text", ["", "name,statement\nA,B\n", "code\nA\n", "\x00\x01\x02"])
def test_a_table_names_its_columns(text):
    assert "first row" in broken(text)[0][1]


def test_columns_nobody_knows_are_left_out_and_told():
    assert read("code,name,Colour\nA,One,red\n").left_out == ("Colour",)


def test_a_framework_written_as_a_table_is_read_again_without_loss():
    before = package()
    again = read_table(write_table(before).encode(), before.document, before)
    assert compare(before, again).items == ()
    assert compare(again, read_table(write_table(again).encode(), again.document, again)).changes_nothing


def test_what_a_spreadsheet_would_reckon_out_stays_text():
    made = members()
    made["CFItems"][0]["fullStatement"] = "=HYPERLINK(1)"
    written = write_table(package(made))
    assert ",'=HYPERLINK(1)," in written
    assert read_table(written.encode(), package().document, package(made)).items[0].full_statement == "=HYPERLINK(1)"


def test_items_that_were_there_once_are_known_by_their_codes():
    gone = read("code,name\nZ,Once\n").items[0]
    (item,) = read("code,name\nZ,Again\n", document=package().document, gone={"Z": gone}).items
    assert item.identifier == gone.identifier
