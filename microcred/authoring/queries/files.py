"""Questions about the files that a design names."""

from collections.abc import Iterable
from typing import Any

from microcred.foundation.models import StoredFile


def file_names(values: Iterable[Any]) -> dict[str, str]:
    """What the files are called that rows of a design name, by their identifiers.

    Args:
        values: Fields of a design as plain JSON. Those that are no rows with a file are passed over.
    """
    named = {str(value["file"]) for value in values if isinstance(value, dict) and value.get("file")}
    if not named:
        return {}
    return {str(pk): name for pk, name in StoredFile.objects.filter(pk__in=named).values_list("pk", "name")}
