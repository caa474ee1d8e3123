"""Where a remark is tied to: a field's path with rows named by their identifiers, so that it survives their moving.

Rows without an identifier (components, works, resources) are named by their place. Pure.
"""

from typing import Any


def anchor_of(design: dict[str, Any], path: str) -> str | None:
    """The anchor of the field at a path of a design's plain JSON; None where there is no such field."""
    value: Any = design
    steps = []
    for step in path.split("."):
        if isinstance(value, list) and step.isascii() and step.isdigit() and len(step) < 4 and int(step) < len(value):
            value = value[int(step)]
            steps.append(value.get("uuid", step) if isinstance(value, dict) else step)
        elif isinstance(value, dict) and step in value:
            value = value[step]
            steps.append(step)
        else:
            return None
    return ".".join(steps)


def path_of(design: dict[str, Any], anchor: str) -> str | None:
    """Where the field of an anchor stands now; None where it is gone."""
    value: Any = design
    steps = []
    for step in anchor.split("."):
        if isinstance(value, list):
            place = _place(value, step)
            if place is None:
                return None
            value = value[place]
            steps.append(str(place))
        elif isinstance(value, dict) and step in value:
            value = value[step]
            steps.append(step)
        else:
            return None
    return ".".join(steps)


def put_at(design: dict[str, Any], path: str, text: str) -> None:
    """Write a text into the field at a path, in place."""
    *steps, last = path.split(".")
    holder: Any = design
    for step in steps:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    holder[last] = text


def _place(rows: list[Any], step: str) -> int | None:
    for place, row in enumerate(rows):
        if isinstance(row, dict) and row.get("uuid") == step:
            return place
    return int(step) if step.isdigit() and int(step) < len(rows) and "uuid" not in rows[int(step)] else None
