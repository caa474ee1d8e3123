"""The words by which comments are looked at, out of `feedback.toml`."""

import re
import tomllib
from pathlib import Path

_ALL: dict[str, str] = tomllib.loads((Path(__file__).parent / "feedback.toml").read_text(encoding="utf-8"))
_LIST = re.compile(r"<(\w+)>")


def listed(name: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(_ALL[name].split())


def one_of(name: str) -> str:
    """A pattern that meets any word of a list."""
    return f"(?:{'|'.join(_ALL[name].split())})"


def any_way(name: str) -> re.Pattern[str]:
    """A pattern that meets each way to say something, as whole words."""
    ways = "|".join(_ALL[name].strip().splitlines())
    return re.compile(rf"\b(?:{_LIST.sub(lambda found: one_of(found[1]), ways)})\b")
