"""Rule sets that come with the platform, as files: what published requirements look like as data."""

from functools import cache
from pathlib import Path

from microcred.pathways.rules.document import RuleSet
from microcred.pathways.rules.reading import read_rule_set, written

FOLDER = Path(__file__).parent


def rule_set_files() -> list[Path]:
    """The files of this folder."""
    return sorted(FOLDER.glob("*.yaml"))


@cache
def rule_set_named(name: str) -> RuleSet:
    """One of them by its file's name, e.g. `carolinacap-c`.

    Raises:
        FileNotFoundError: there is none of this name.
        ValueError: it is no rule set.
    """
    found, problems = read_rule_set(written((FOLDER / f"{name}.yaml").read_bytes()))
    if found is None:
        raise ValueError(f"{name}: {problems[0].sentence()}")
    return found
