"""PDF documents: Typst templates, tagged for accessibility (PDF/UA-1).

A template is a `.typ` file that reads its data with `json(bytes(sys.inputs.data))`. Data never becomes part of
the template's text, so nobody's words are ever run as code.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import typst


def render(template: Path, data: dict[str, Any], *, files: dict[str, bytes] | None = None) -> bytes:
    """Return the PDF of a template.

    Args:
        template: the `.typ` file; what it refers to lies in its folder.
        data: JSON-able values for `sys.inputs.data`.
        files: small binary parts, such as a QR code as SVG, given to the template as text in `sys.inputs`.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    for name, content in (files or {}).items():
        inputs[name] = content.decode()
    document: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        sys_inputs=inputs,
        pdf_standards=["ua-1"],
        font_paths=_fonts(),
    )
    return document


@cache
def _fonts() -> typst.Fonts:
    """Typst's own fonts and the machine's, for scripts that its own do not write.

    Looked for once: doing so for each document took five times as long as setting it.
    """
    return typst.Fonts()
