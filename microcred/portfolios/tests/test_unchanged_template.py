import pytest
from hypothesis import given
from hypothesis import strategies as st

from microcred.portfolios.unchanged_template import FileRead, is_unchanged_template

SHEET = "Planning sheet. Who decides?\n☐ we all\n☐ the lead\nWhat do you decide, and by when?"


def unchanged(text, *, template=SHEET, same_bytes=False):
    return is_unchanged_template(FileRead("a", text), FileRead("a" if same_bytes else "b", template))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SHEET, True),
        (SHEET.upper().replace("\n", "  "), True),
        ("What do you decide, and by when? Planning sheet.", True),
        (f"{SHEET} We decide on Tuesdays.", False),
        (SHEET.replace("☐ the lead", "☒ the lead"), False),
        (f"{SHEET} we", False),
        ("", False),
        ("Our own plan, on another sheet.", False),
    ],
    ids=[
        "saved anew",
        "other letters",
        "parts taken out",
        "filled in",
        "ticked",
        "one word more, though the sheet has it",
        "none read",
        "another",
    ],
)
def test_a_template_is_unchanged_as_long_as_no_word_of_the_educators_own_is_in_it(text, expected):
    assert unchanged(text) is expected


def test_the_same_bytes_are_the_template_whatever_can_be_read_in_them():
    assert unchanged("", template="", same_bytes=True)


def test_a_sheet_with_hardly_a_word_is_known_by_its_bytes_alone():
    assert not unchanged("Name", template="Name")


@given(st.text(), st.text(min_size=1))
def test_a_word_that_the_template_lacks_is_always_seen(template, added):
    assert not unchanged(f"{SHEET} {template} zzz{len(added)}q", template=f"{SHEET} {template}") or (
        f"zzz{len(added)}q" in template.casefold()
    )
