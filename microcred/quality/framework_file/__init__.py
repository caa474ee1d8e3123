"""A quality framework as a file: read and written as JSON and as a spreadsheet, with every trouble named."""

from microcred.quality.framework_file.as_json import read_json, write_json
from microcred.quality.framework_file.as_spreadsheet import blank_spreadsheet, read_spreadsheet, write_spreadsheet
from microcred.quality.framework_file.mending import UNREAD_BASE
from microcred.quality.framework_file.shape import (
    FORMAT,
    KNOWN_CHECKS,
    BuildsOn,
    ComponentText,
    FrameworkText,
    Reading,
    StandardText,
    Trouble,
    digest,
    substance,
)

__all__ = [
    "FORMAT",
    "KNOWN_CHECKS",
    "UNREAD_BASE",
    "BuildsOn",
    "ComponentText",
    "FrameworkText",
    "Reading",
    "StandardText",
    "Trouble",
    "blank_spreadsheet",
    "digest",
    "read_json",
    "read_spreadsheet",
    "substance",
    "write_json",
    "write_spreadsheet",
]
