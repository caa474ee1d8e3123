"""PDF: what the other pages of a document keep of one that was covered, and what is taken from them therefore.

Pages share resources, annotations answer each other, and a field shows its value wherever it stands. So every other
page is left with what it is itself drawn with, and with no way to anything else (ISO 32000-2 §7.7.3, §7.8.3, §12.5).
"""

from collections.abc import Iterator

import pikepdf

_OF_THE_DOCUMENT = ("/Type", "/Pages", "/Version", "/Extensions", "/Lang", "/OCProperties", "/PageLayout")
_OF_THE_TREE = ("/Type", "/Parent", "/Kids", "/Count")
_OF_A_PAGE = (
    *("/Type", "/Parent", "/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox", "/Rotate", "/UserUnit"),
    *("/Resources", "/Contents", "/Group", "/Annots", "/Tabs"),
)
_TO_OTHERS = ("/IRT", "/RT", "/Parent", "/Popup", "/P", "/StructParent", "/V", "/DV")
"""By which an annotation leads to another, to its page, or to the value of its field wherever that stands."""


class NotTold(Exception):
    """What a page is drawn with cannot be told from what it could be."""


def keep_the_document(root: pikepdf.Object) -> None:
    """Leave a document's root and its tree of pages nothing that may repeat words of the pages, or lead to them."""
    _keep(root, _OF_THE_DOCUMENT)
    layers = root.get("/OCProperties", pikepdf.Dictionary())
    _drop(layers, ("/Configs",))
    _drop(layers.get("/D", pikepdf.Dictionary()), ("/Order", "/Name", "/Creator"))
    for layer in layers.get("/OCGs", ()):
        layer.Name = pikepdf.String("")
    nodes = [root.Pages]
    while nodes:
        node = nodes.pop()
        if "/Kids" in node:
            _keep(node, _OF_THE_TREE)
            nodes += list(node.Kids)


def keep_the_page(page: pikepdf.Object) -> None:
    """Leave a page what it is drawn with. Its resources have to be its own, not those of a node above it.

    Raises:
        NotTold.
    """
    _keep(page, _OF_A_PAGE)
    seen: set[tuple[int, int]] = set()
    try:
        _keep_resources(page, [page] if "/Contents" in page else [], seen)
        if "/Annots" in page:
            page.Annots = pikepdf.Array([one for one in page.Annots if _stands_alone(one)])
            for annotation in page.Annots:
                _keep_annotation(annotation, seen)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise NotTold from error


def _stands_alone(annotation: pikepdf.Object) -> bool:
    """A pop-up shows the words of another annotation, and nothing of its own."""
    return isinstance(annotation, pikepdf.Dictionary) and str(annotation.get("/Subtype", "")) != "/Popup"


def _keep_annotation(annotation: pikepdf.Object, seen: set[tuple[int, int]]) -> None:
    _drop(annotation, _TO_OTHERS)
    # A place that is led to by its name is often named by its heading.
    if _is_named(annotation.get("/Dest")):
        del annotation["/Dest"]
    action = annotation.get("/A")
    if isinstance(action, pikepdf.Dictionary) and _is_named(action.get("/D")):
        del annotation["/A"]
    for stream in _streams_in(annotation.get("/AP")):
        _keep_resources(stream, [stream], seen)


def _keep_resources(holder: pikepdf.Object, contents: list[pikepdf.Object], seen: set[tuple[int, int]]) -> set[str]:
    """Leave a page, form, pattern or font the resources that its content names. Return these names."""
    names = set().union(*map(_names_in, contents))
    there = holder.get("/Resources")
    if not isinstance(there, pikepdf.Dictionary):
        return names
    if holder.is_indirect:
        if holder.objgen in seen:
            return names
        seen.add(holder.objgen)
    names = _with_those_of_others(there, names)
    kept = pikepdf.Dictionary()
    for category, entries in there.items():
        if isinstance(entries, pikepdf.Dictionary):
            kept[category] = pikepdf.Dictionary({name: one for name, one in entries.items() if name in names})
    holder.Resources = kept
    for other, drawn in _drawn_with(kept):
        _keep_resources(other, drawn, seen)
    return names


def _with_those_of_others(there: pikepdf.Object, names: set[str]) -> set[str]:
    """The names, and those that what is drawn by them takes from the same resources, having none of its own."""
    while True:
        kept = pikepdf.Dictionary()
        for category, entries in there.items():
            if isinstance(entries, pikepdf.Dictionary):
                kept[category] = pikepdf.Dictionary({name: one for name, one in entries.items() if name in names})
        contents = [content for other, drawn in _drawn_with(kept) if "/Resources" not in other for content in drawn]
        more = names.union(*map(_names_in, contents))
        if more == names:
            return names
        names = more


def _drawn_with(resources: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, list[pikepdf.Object]]]:
    """What draws something by a content of its own: forms, patterns, masks, and fonts whose letters are drawings."""
    for category in ("/XObject", "/Pattern"):
        for one in resources.get(category, pikepdf.Dictionary()).values():
            if isinstance(one, pikepdf.Stream) and str(one.get("/Subtype", "")) != "/Image":
                yield one, [one]
    for state in resources.get("/ExtGState", pikepdf.Dictionary()).values():
        mask = state.get("/SMask")
        if isinstance(mask, pikepdf.Dictionary) and isinstance(mask.get("/G"), pikepdf.Stream):
            yield mask["/G"], [mask["/G"]]
    for font in resources.get("/Font", pikepdf.Dictionary()).values():
        letters = font.get("/CharProcs")
        if isinstance(letters, pikepdf.Dictionary):
            yield font, [one for one in letters.values() if isinstance(one, pikepdf.Stream)]


def _names_in(content: pikepdf.Object) -> set[str]:
    names = set()
    for step in pikepdf.parse_content_stream(content):
        if isinstance(step, pikepdf.ContentStreamInlineImage):
            names.add(str(step.iimage.colorspace))
        else:
            names |= {str(one) for one in step.operands if isinstance(one, pikepdf.Name)}
    return names


def _streams_in(thing: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
    if isinstance(thing, pikepdf.Stream):
        yield thing
    elif isinstance(thing, pikepdf.Dictionary):
        for one in thing.values():
            yield from _streams_in(one)


def _is_named(place: pikepdf.Object | None) -> bool:
    return isinstance(place, pikepdf.String | pikepdf.Name)


def _keep(thing: pikepdf.Object, keys: tuple[str, ...]) -> None:
    _drop(thing, tuple(key for key in thing.keys() if key not in keys))  # noqa: SIM118 (no mapping)


def _drop(thing: pikepdf.Object, keys: tuple[str, ...]) -> None:
    for key in keys:
        if key in thing:
            del thing[key]
