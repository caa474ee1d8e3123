"""Many designs in one spreadsheet: whole or not at all, and every broken row by its number."""

import io

import openpyxl
import pytest

from microcred.authoring.bulk import SHEETS, read_designs, template
from microcred.authoring.bulk.template import KEY
from microcred.authoring.models import Draft
from microcred.authoring.operations import SpreadsheetBroken, start_drafts
from microcred.catalog.design import problems, words_digest
from microcred.catalog.tests import make
from microcred.foundation.refusals import NotAllowed


def filled(*designs, **changes):
    """The template with these designs; `changes` are cells, by the sheet's name and the cell's."""
    book = openpyxl.load_workbook(io.BytesIO(template()))
    for number, design in enumerate(designs, start=1):
        key = f"design-{number}"
        put(book, "Micro-credentials", key, design.name, design.stack, ", ".join(design.audience), design.hours,
            design.language, design.competency, design.key_method, design.rationale, design.research_note,
            "; ".join(design.tags))  # fmt: skip
        for part in design.components:
            put(book, "Components", key, part.name, part.text)
        for part in design.research:
            put(book, "Research", key, part.citation, part.url, part.note, part.confirmed)
        for part in design.resources:
            put(book, "Resources", key, part.title, part.url, part.note)
        for part in design.requirements:
            put(book, "Requirements", key, part.id, part.part, part.prompt, part.guidance, part.word_limit,
                ", ".join(part.accepts), ", ".join(part.feeds))  # fmt: skip
        for part in design.rubric:
            put(book, "Criteria", key, part.id, part.part, part.name, part.description, part.required)
            for level in part.levels:
                put(book, "Levels", key, part.id, level.name, level.descriptor)
        for part in design.alignments:
            put(book, "Alignments", key, part.framework, part.code, part.name)
    for where, value in changes.items():
        sheet, cell = where.rsplit("_", 1)
        book[sheet.replace("__", "-")][cell] = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def put(book, sheet, *cells):
    book[sheet].append(cells)


def where(content):
    return [(trouble.sheet, trouble.row) for trouble in read_designs(content).troubles]


def test_designs_that_are_written_there_are_the_same_designs():
    designs = [make.design(), make.design("planning-community-building-circles")]
    plain = [design.model_copy(update={"demonstration": False}) for design in designs]
    reading = read_designs(filled(*plain))
    assert reading.troubles == ()
    assert [words_digest(one.design) for one in reading.drafted] == [words_digest(design) for design in plain]
    assert not any(problems(one.design) for one in reading.drafted)


def test_the_template_itself_says_what_to_write_and_makes_nothing():
    assert where(template()) == [("Micro-credentials", 3)]
    book = openpyxl.load_workbook(io.BytesIO(template()))
    assert book.sheetnames == list(SHEETS)
    assert all(sheet["A1"].value == KEY for sheet in book)


@pytest.mark.parametrize(
    ("changes", "row"),
    [
        ({"Micro__credentials_E3": "about ten"}, ("Micro-credentials", 3)),
        ({"Micro__credentials_A3": None}, ("Micro-credentials", 3)),
        ({"Micro__credentials_C3": "=1+1"}, ("Micro-credentials", 3)),
        ({"Requirements_C3": 4}, ("Requirements", 3)),
        ({"Requirements_G5": "hologram"}, ("Requirements", 5)),
        ({"Requirements_H4": "nothing"}, ("Requirements", 4)),
        ({"Levels_B6": "nobody"}, ("Levels", 6)),
        ({"Criteria_B4": None}, ("Criteria", 4)),
        ({"Components_A3": "nobody"}, ("Components", 3)),
        ({"Resources_C1": "address"}, ("Resources", 1)),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_every_broken_row_is_named_by_sheet_and_number(changes, row):
    content = filled(make.design(), **changes)
    assert row in where(content)
    assert read_designs(content).drafted == ()


def test_two_designs_of_one_short_name_are_refused():
    assert where(filled(make.design(), make.design(), Micro__credentials_A4="design-1"))[0] == (
        "Micro-credentials",
        4,
    )


@pytest.mark.parametrize("content", [b"", b"PK", b"name,hours", template()[:2000]], ids=["empty", "mark", "csv", "cut"])
def test_what_is_no_spreadsheet_is_refused_in_words(content):
    (trouble,) = read_designs(content).troubles
    assert "not a spreadsheet" in trouble.words


@pytest.mark.django_db
def test_drafts_are_started_for_all_or_for_none():
    designs = [make.design(), make.design("planning-community-building-circles")]
    started = start_drafts(actor=make.cora(), owner=make.university(), content=filled(*designs), at=make.AT)
    assert [draft.design["name"] for draft in started] == [design.name for design in designs]
    with pytest.raises(SpreadsheetBroken) as refused:
        start_drafts(
            actor=make.cora(),
            owner=make.university(),
            content=filled(*designs, Micro__credentials_E4="soon"),
            at=make.AT,
        )
    assert "Micro-credentials 4" in str(refused.value)
    with pytest.raises(NotAllowed):
        start_drafts(actor=make.gus(), owner=make.university(), content=filled(*designs), at=make.AT)
    assert Draft.objects.count() == 2


@pytest.mark.django_db
def test_a_filled_template_is_looked_at_and_then_started(client):
    client.force_login(make.cora())
    page = "/drafts/spreadsheet/"
    got = client.get(page + "template.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(got.content)).sheetnames == list(SHEETS)
    file = io.BytesIO(filled(make.design()))
    file.name = "filled.xlsx"
    shown = client.post(page, {"owner": "university", "spreadsheet": file})
    text = shown.content.decode()
    assert "One draft would be started" in text
    assert not Draft.objects.exists()
    looked_at = shown.context["looked_at"]
    assert (
        "1 draft was started"
        in client.post(page, {"owner": "university", "looked_at": looked_at}, follow=True).content.decode()
    )
    assert Draft.objects.count() == 1
    for wrong in ("!", "aGVsbG8="):
        assert client.post(page, {"owner": "university", "looked_at": wrong}).status_code == 422
    file = io.BytesIO(filled(make.design(), Micro__credentials_E3="soon"))
    file.name = "filled.xlsx"
    broken = client.post(page, {"owner": "university", "spreadsheet": file})
    assert broken.status_code == 422
    assert "One thing to mend" in broken.content.decode()
    assert client.post(page, {"owner": "university"}).status_code == 422
    client.force_login(make.gus())
    assert client.get(page).status_code == 404
