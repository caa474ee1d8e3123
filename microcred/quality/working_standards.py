"""Microcred's own working standards, which ship with it as a file. They are nobody's official list."""

from functools import cache
from pathlib import Path

import yaml

from microcred.quality.framework_file.shape import FrameworkText


@cache
def working_standards() -> FrameworkText:
    """The working standards, as the file beside this one states them."""
    return FrameworkText.model_validate(yaml.safe_load((Path(__file__).parent / "working-standards.yaml").read_text()))
