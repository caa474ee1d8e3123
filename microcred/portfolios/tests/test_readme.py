"""The page that tells newcomers about the app names its verbs: all of them, and none that is not there."""

import inspect
import re
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from microcred.portfolios import operations

README = Path(operations.__file__).parents[1] / "README.md"


def test_every_verb_is_named_and_every_name_is_a_verb():
    there = set()
    for room in iter_modules(operations.__path__, f"{operations.__name__}."):
        for name, function in inspect.getmembers(import_module(room.name), inspect.isfunction):
            if function.__module__ == room.name and hasattr(function, "is_operation") and not name.startswith("_"):
                there.add(name)

    section = README.read_text().partition("**Verbs.**")[2].partition("**Rules.**")[0]

    assert set(re.findall(r"`(\w+)`", section)) == there
