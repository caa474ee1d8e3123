"""The XML within Office and OpenDocument files: parsed, looked at element by element, and written anew."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from lxml import etree

from microcred.foundation.inspection.refusals import FileDamaged, FileHasActiveContent, FileUnpacksTooLarge

LARGEST = 32 * 1024 * 1024
"""bytes of one part: a table of half a million cells"""

_ODF_META = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta '
    b'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/>'
    b"</office:document-meta>"
)
_SCRIPT = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PEOPLE = ("cmAuthorLst", "authorLst", "people", "personList", "users", "chgInfo")
"""Roots of parts that list who commented, who shares a workbook, and who changed which slide while others wrote too."""
_NAMING = ("author", "initials", "userId", "providerId", "userName", "lastModifiedBy")
_TELLING = (
    "creator",
    "creator-initials",
    "lastModifiedBy",
    "initial-creator",
    "printed-by",
    "Manager",
    "Company",
    "author",
    "author-name",
    "author-initials",
    "sender-firstname",
    "sender-lastname",
    "sender-initials",
    "sender-title",
    "sender-position",
    "sender-email",
    "sender-phone-private",
    "sender-fax",
    "sender-company",
    "sender-phone-work",
    "sender-street",
    "sender-city",
    "sender-postal-code",
    "sender-country",
    "sender-state-or-province",
)
"""Elements whose text names a person."""
_LEFT_OUT = ("absPath", "docVars", "mailMerge")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TAKEN_BACK = {
    _WORD: ("del", "moveFrom"),
    _ODF_TEXT: ("tracked-changes", "change", "change-start", "change-end"),
}
"""What was deleted while changes were tracked: nobody sees it, and everybody can read it."""
_UNTOLD = (
    "customxml",
    "customxmlprops",
    "metadata/thumbnail",
    "printersettings",
    "digital-signature/origin",
    "digital-signature/signature",
)
_LOADING = ("ddeLink", "oleLink", "dde-source", "dde-link", "dde-connection-decl", "connection-resource", "connections")
_RUN_FIELDS = ("DDE", "DDEAUTO", "INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "DATABASE", "RD")
_NAMING_FIELDS = ("AUTHOR", "LASTSAVEDBY", "USERNAME", "USERINITIALS", "USERADDRESS", "DOCPROPERTY", "INFO")
_CALLS = re.compile(
    r"(?<![\w])(?:_xlfn\.)?(?:webservice|image|rtd|call|register(?:\.id)?|exec|dde)\s*\(", re.IGNORECASE
)
_ELSEWHERE = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|[/\\]|\.\.[/\\])", re.IGNORECASE)
_OWN_SETTINGS = re.compile("Printer|CurrentDatabase")
"""Settings of OpenDocument that name a printer, or an address book, of whoever wrote it."""
_PATH = re.compile(r"(?:[a-z]:\\|\\\\|file:)", re.IGNORECASE)


def is_xml(part: str, content: bytes) -> bool:
    """Whether a part is XML, by its name or its first letter in any encoding."""
    named = part.lower().endswith((".xml", ".rels", ".rdf", ".vml", ".svg"))
    head = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    return named or head.startswith(b"<")


def is_left_out(part: str) -> bool:
    """Parts that a document is whole without: data of servers, small pictures, settings of printers, signatures."""
    low = part.lower()
    return (
        low.startswith(("customxml/", "docprops/thumbnail", "thumbnails/", "_xmlsignatures/"))
        or (low.startswith("meta-inf/") and "signature" in low)
        or re.search(r"printersettings\d*\.bin$", low) is not None
    )


def written_anew(part: str, content: bytes, name: str) -> bytes:
    """The part without names of people, in UTF-8.

    Raises:
        FileHasActiveContent: if it runs something, or loads something from elsewhere.
        FileDamaged: if it is not well-formed.
    """
    low = part.lower()
    if low == "meta.xml" or low.endswith("/meta.xml"):
        return _ODF_META
    if low.startswith("docprops/"):
        return _empty_properties(low)
    if not content:
        return content  # LibreOffice keeps empty parts for shortcuts that nobody changed.
    root = _parsed(low, content, name)
    if _is_properties(root):
        _emptied(root)
    for element in list(root.iter(etree.Element)):
        _harmless(element, low, name)
        _without_people(element, people=_local(root) in _PEOPLE)
    _fields(root, name)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _empty_properties(low: str) -> bytes:
    if "core" in low:
        kind = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties xmlns:cp="{kind}"/>'.encode()
    kind = "custom-properties" if "custom" in low else "extended-properties"
    space = f"http://schemas.openxmlformats.org/officeDocument/2006/{kind}"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Properties xmlns="{space}"/>'.encode()


def _parsed(low: str, content: bytes, name: str) -> etree._Element:
    if len(content) > LARGEST:
        raise FileUnpacksTooLarge(
            name=name,
            grows=_("more than {count} MB").format(count=LARGEST >> 20),
            limit=f"{LARGEST >> 20} MB",
        )
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        # Spreadsheet programs write drawings of comments that leave tags open.
        recover=low.endswith(".vml"),
    )
    root = etree.fromstring(content, parser)
    if root is None:
        raise FileDamaged(name=name, fact=_("its inner structure is broken"))
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileHasActiveContent(name=name, fact=_("definitions that an XML reader would carry out"))
    return root


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _space(element: etree._Element) -> str:
    return etree.QName(element).namespace or ""


def _is_properties(root: etree._Element) -> bool:
    space = _space(root)
    about = space.endswith(("/extended-properties", "/custom-properties", "/coverPageProps"))
    shared = space.startswith("http://schemas.microsoft.com/office/2006/metadata")
    return _local(root) == "coreProperties" or about or shared


def _emptied(root: etree._Element) -> None:
    for child in list(root):
        root.remove(child)
    root.text = None


def _harmless(element: etree._Element, low: str, name: str) -> None:
    local = _local(element)
    if low.endswith(".rels"):
        _plain_link(element, name)
    if _space(element) == _SCRIPT or (local == "script" and _space(element).endswith("/svg")):
        raise FileHasActiveContent(name=name, fact=_("macros"))
    action = next((value for key, value in element.attrib.items() if etree.QName(key).localname == "action"), "")
    if re.match(r"(ppaction://(program|macro|ole)|execute$|verb$|macro$)", str(action).lower()):
        raise FileHasActiveContent(name=name, fact=_("macros"))
    loads = element.get(_XLINK, "")
    source = next((value for key, value in element.attrib.items() if etree.QName(key).localname == "src"), "")
    if local == "a" and _ELSEWHERE.match(loads) and not re.match(r"(https?|mailto):", loads, re.IGNORECASE):
        element.set(_XLINK, "")
    elif local in _LOADING or any(
        _ELSEWHERE.match(str(value)) and not str(value).startswith("data:image/")
        for value in ([source] if local == "a" else [loads, source])
    ):
        raise FileHasActiveContent(name=name, fact=_("parts that are loaded from elsewhere when it is opened"))
    worked_out = [element.text or ""] if local in ("f", "formula", "formula1", "formula2", "definedName") else []
    worked_out += [str(value) for key, value in element.attrib.items() if etree.QName(key).localname == "formula"]
    if any(_CALLS.search(formula) for formula in worked_out):
        raise FileHasActiveContent(name=name, fact=_("parts that are loaded from elsewhere when it is opened"))


def _plain_link(relation: etree._Element, name: str) -> None:
    """What lies elsewhere may be linked to, never loaded: loading it would tell its owner who opened the file."""
    kind, target = relation.get("Type", "").strip().lower(), relation.get("Target", "")
    if kind.endswith(_UNTOLD):
        parent = relation.getparent()
        if parent is not None:
            parent.remove(relation)
        return
    elsewhere = relation.get("TargetMode", "").strip().lower() == "external"
    elsewhere = elsewhere or re.match(r"\s*([a-z][a-z0-9+.-]*:|//|\\)", target, re.IGNORECASE) is not None
    if (elsewhere and not kind.endswith("/hyperlink")) or kind.endswith("/afchunk"):
        raise FileHasActiveContent(name=name, fact=_("parts that are loaded from elsewhere when it is opened"))
    if elsewhere and not re.match(r"(https?:|mailto:|#)", target, re.IGNORECASE):
        # A link to the author's own disk leads nobody anywhere, and names its owner.
        relation.set("Target", "about:blank")


def _without_people(element: etree._Element, *, people: bool) -> None:
    local, parent = _local(element), element.getparent()
    if parent is not None and _is_left_out(element, local):
        tail = element.tail
        parent.remove(element)
        element.tail = tail
        return
    if local in _TELLING:
        for within in element.iter(etree.Element):
            within.text = None
    if local == "config-item" and _OWN_SETTINGS.search("".join(str(value) for value in element.attrib.values())):
        element.text = None
    if local == "pageSetup":
        element.attrib.pop(_RELATION, "")
    for key, value in element.attrib.items():
        called = etree.QName(key).localname
        named = called in _NAMING or (people and called in ("name", "displayName"))
        if named or (called in ("name", "descr", "title") and _PATH.match(str(value))):
            element.set(key, "")


def _is_left_out(element: etree._Element, local: str) -> bool:
    told = element.get("PartName") or next(
        (value for key, value in element.attrib.items() if etree.QName(key).localname == "full-path"), ""
    )
    if local in _TAKEN_BACK.get(_space(element), ()):
        return True
    return local in _LEFT_OUT or (local in ("Override", "file-entry") and is_left_out(str(told).lstrip("/")))


def _fields(root: etree._Element, name: str) -> None:
    """Fields of a text: none that load, and none that show who wrote it (ECMA-376 Part 1 §17.16)."""
    for simple in root.iter("{*}fldSimple"):
        instruction = next((str(v) for key, v in simple.attrib.items() if etree.QName(key).localname == "instr"), "")
        if _names_somebody(instruction, name):
            for text in simple.iter("{*}t"):
                text.text = ""
    for instruction, shown in _complex_fields(root, name):
        if _names_somebody(instruction, name):
            for text in shown:
                text.text = ""


def _complex_fields(root: etree._Element, name: str) -> Iterator[tuple[str, list[etree._Element]]]:
    """Fields written as a begin, an instruction in pieces, a separator, what is shown and an end; they nest."""
    open_fields: list[tuple[list[str], list[etree._Element], list[bool]]] = []
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText", "{*}t"):
        local = _local(element)
        step = next((v for key, v in element.attrib.items() if etree.QName(key).localname == "fldCharType"), "")
        if step == "begin":
            if open_fields and not open_fields[-1][2] and not "".join(open_fields[-1][0]).strip():
                # What this field does would be worked out by another.
                raise FileHasActiveContent(name=name, fact=_("fields that load or start something"))
            open_fields.append(([], [], []))
        elif step == "separate" and open_fields:
            open_fields[-1][2].append(True)
        elif step == "end" and open_fields:
            told, shown, _separated = open_fields.pop()
            yield "".join(told), shown
        elif local in ("instrText", "delInstrText"):
            pieces = open_fields[-1][0] if open_fields else []
            pieces.append(element.text or "")
            if not open_fields:
                yield element.text or "", []
        elif local == "t":
            for field in open_fields:
                field[1].append(element)
    for told, shown, _separated in open_fields:
        yield "".join(told), shown


def _names_somebody(instruction: str, name: str) -> bool:
    word = (re.split(r"[\s\"\\]", instruction.strip(), maxsplit=1) or [""])[0].upper()
    if word in _RUN_FIELDS:
        raise FileHasActiveContent(name=name, fact=_("fields that load or start something"))
    return word in _NAMING_FIELDS
