"""The smallest Office files that an office program really opens: a page of text, a sheet of figures, a slide."""

from microcred.foundation.tests.inspection.files import OOXML_MAIN, packed

_MAIN = "http://schemas.openxmlformats.org/{}/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SLIDE = "application/vnd.openxmlformats-officedocument.presentationml.{}+xml"
_ELSEWHERE = ' TargetMode="External"'
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TREE = (
    '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{}</p:spTree>'
)
_SLIDES = f'xmlns:a="{_MAIN.format("drawingml")}" xmlns:p="{_MAIN.format("presentationml")}" xmlns:r="{_RELATIONS}"'
_COLOURS = " ".join(
    f'{name}="{name}"'
    for name in ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")
)


def document(words: str, *, picture: str = "") -> bytes:
    """A Word document of one paragraph, and of a picture that lies at some address."""
    text, place = f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>", "word/document.xml"
    drawn = (
        '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="990000" cy="990000"/><wp:docPr id="1" name="p"/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="rId1"/><a:stretch>'
        '<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="990000" cy="990000"/>'
        '</a:xfrm><a:prstGeom prst="rect"/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
        "</w:r></w:p>"
    )
    main = (
        f'<w:document xmlns:w="{_MAIN.format("wordprocessingml")}" xmlns:a="{_MAIN.format("drawingml")}" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        f'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:r="{_RELATIONS}"><w:body>{text}'
        f"{drawn if picture else ''}</w:body></w:document>"
    )
    return _of("docx", place, main, {}, {place: (f"image:{picture}",)} if picture else {})


def workbook(words: str) -> bytes:
    """An Excel workbook of one sheet, with words, figures and their sum."""
    space = _MAIN.format("spreadsheetml")
    row = f'<c r="A1" t="inlineStr"><is><t>{words}</t></is></c><c r="B1"><v>19</v></c><c r="C1"><f>B1+23</f></c>'
    main = (
        f'<workbook xmlns="{space}" xmlns:r="{_RELATIONS}"><sheets><sheet name="Plan" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>"
    )
    sheet = f'<worksheet xmlns="{space}"><sheetData><row r="1">{row}</row></sheetData></worksheet>'
    return _of(
        "xlsx",
        "xl/workbook.xml",
        main,
        {"xl/worksheets/sheet1.xml": (_SHEET, sheet)},
        {"xl/workbook.xml": ("worksheet:worksheets/sheet1.xml",)},
    )


def presentation(words: str) -> bytes:
    """A PowerPoint presentation of one slide, with the master and layout without which there is none."""
    box = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Words"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        '<a:off x="900000" y="900000"/><a:ext cx="6000000" cy="900000"/></a:xfrm><a:prstGeom prst="rect"/></p:spPr>'
        f"<p:txBody><a:bodyPr/><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    main = (
        f'<p:presentation {_SLIDES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:sldIdLst><p:sldId id="256" r:id="rId2"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>'
    )
    empty = f"<p:cSld>{_TREE.format('')}</p:cSld>"
    master = (
        f'<p:sldMaster {_SLIDES}>{empty}<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" {_COLOURS}/>'
        '<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rId1"/></p:sldLayoutIdLst></p:sldMaster>'
    )
    layout = f"<p:sldLayout {_SLIDES}>{empty}</p:sldLayout>"
    slide = f"<p:sld {_SLIDES}><p:cSld>{_TREE.format(box)}</p:cSld></p:sld>"
    return _of(
        "pptx",
        "ppt/presentation.xml",
        main,
        {
            "ppt/slideMasters/slideMaster1.xml": (_SLIDE.format("slideMaster"), master),
            "ppt/slideLayouts/slideLayout1.xml": (_SLIDE.format("slideLayout"), layout),
            "ppt/slides/slide1.xml": (_SLIDE.format("slide"), slide),
        },
        {
            "ppt/presentation.xml": ("slideMaster:slideMasters/slideMaster1.xml", "slide:slides/slide1.xml"),
            "ppt/slideMasters/slideMaster1.xml": ("slideLayout:../slideLayouts/slideLayout1.xml",),
            "ppt/slideLayouts/slideLayout1.xml": ("slideMaster:../slideMasters/slideMaster1.xml",),
            "ppt/slides/slide1.xml": ("slideLayout:../slideLayouts/slideLayout1.xml",),
        },
    )


def _of(
    kind: str,
    place: str,
    main: str,
    parts: dict[str, tuple[str, str]],
    related: dict[str, tuple[str, ...]] | None = None,
) -> bytes:
    """Pack the parts with what says of each of them what it is, and which others it is made of.

    Args:
        parts: by name, the media type and the content.
        related: by name, the kinds and places of what a part is made of, numbered from `rId1`.
    """
    types = {place: OOXML_MAIN[kind]} | {name: media_type for name, (media_type, _content) in parts.items()}
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{found}"/>' for name, found in types.items())
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        f'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": _relations((f"officeDocument:{place}",)),
        place: main,
    } | {name: content for name, (_media_type, content) in parts.items()}
    for name, links in (related or {}).items():
        folder, _slash, own = name.rpartition("/")
        files[f"{folder}/_rels/{own}.rels"] = _relations(links)
    return packed({name: content.encode() for name, content in files.items()})


def _relations(links: tuple[str, ...]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"'
        f"{_ELSEWHERE if target.startswith('http') else ''}/>"
        for number, (kind, target) in enumerate((link.split(":", 1) for link in links), 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'
