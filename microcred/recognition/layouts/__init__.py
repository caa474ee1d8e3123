"""Layouts that come with the platform, as files. They are examples: an agency's own document says what it takes."""

from functools import lru_cache
from pathlib import Path

import yaml
from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules.layouts import Layout

NAMES = (
    noted("Renewal credit, CEDS names"),
    noted("Renewal credit, columns"),
    noted("Renewal credit, fixed width"),
)
"""of the layouts, as pages say them"""
FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def layouts() -> dict[str, Layout]:
    """The layouts, by their ids."""
    found = [Layout.model_validate(yaml.safe_load(file.read_text())) for file in sorted(FOLDER.glob("*.yaml"))]
    return {layout.id: layout for layout in found}
