"""Many designs in one spreadsheet: the template to fill in, and the designs that a filled one makes. Pure."""

from microcred.authoring.bulk.reading import Drafted, Reading, read_designs
from microcred.authoring.bulk.template import SHEETS, template

__all__ = ["SHEETS", "Drafted", "Reading", "read_designs", "template"]
