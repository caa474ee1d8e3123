"""Designs whose faults are known: each is a design of the demonstration with one small, realistic change.

`spoiled.yaml` has changes that an author makes without noticing, and what should be found, where. `sound.yaml` has
changes that are right, though a rule that looks at single words would take offence. `unseen.yaml` and `later.yaml` have
more of both, which were written after the checks.

`examined.yaml`, `fresh.yaml` and `last.yaml` change designs of `houses/`: whole designs, written for this as 19
different authors would, before anybody looked at how the checks work. Their citations show forms; nobody has confirmed
them.
"""

import copy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from microcred.authoring.lint.files import Written, read_designs
from microcred.catalog.design import Design, as_json
from microcred.catalog.tests import make

FOLDER = Path(__file__).parent

HOUSES = {file.stem: file for file in sorted((FOLDER / "houses").iterdir())}
"""Whole designs of many authors, by their names here."""


@dataclass(frozen=True)
class Case:
    """A changed design, and what is to be found in it.

    Attributes:
        changes: New values by path; one that ends in `.+` is added to the list. `gone` and `reversed` hold paths too.
        finds: Check and beginning of the field of everything that is to be found; what `also` names may be found.
    """

    says: str
    base: str
    changes: dict[str, Any] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    reversed: list[str] = field(default_factory=list)
    finds: list[tuple[str, str]] = field(default_factory=list)
    also: list[str] = field(default_factory=list)

    @property
    def written(self) -> Written:
        """The changed design; of a house, as it is read from a file, with what is found in reading."""
        value = copy.deepcopy(_base(self.base))
        for path, new in self.changes.items():
            inner, last = _at(value, path)
            if last == "+":
                inner.append(new)
            else:
                inner[last] = new
        for path in self.reversed:
            inner, last = _at(value, path)
            inner[last] = inner[last][::-1]
        for path in self.gone:
            inner, last = _at(value, path)
            del inner[last]
        if self.base in HOUSES:
            (written,) = read_designs(yaml.safe_dump(value, allow_unicode=True).encode())
            return written
        return Written(Design.model_validate(value), ())

    def expects(self, check: str, at: str) -> bool:
        return any(check == wanted and at.startswith(start) for wanted, start in self.finds)


def _at(value: Any, path: str) -> tuple[Any, str | int]:
    *steps, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    for step in steps:
        value = value[step]
    return value, last


@cache
def _base(slug: str) -> dict[str, Any]:
    base: dict[str, Any] = yaml.safe_load(HOUSES[slug].read_text()) if slug in HOUSES else as_json(make.design(slug))
    return base


@cache
def cases(name: str) -> list[Case]:
    return [Case(**row) for row in yaml.safe_load((FOLDER / f"{name}.yaml").read_text())]
