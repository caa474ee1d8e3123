"""One thing that is wrong with a design."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise


@dataclass(frozen=True)
class Problem:
    """One thing that keeps a design from being published.

    Attributes:
        field: Where it is, as a path into the design: `competency`, `rubric.2.levels.0.name`.
        words: The fact, for the author.
        mend: What to do about it.
        about: What kind of thing is the matter, where a check of its own looks for it.
    """

    field: str
    words: str | Promise
    mend: str | Promise
    about: Literal["", "feeding", "required level", "levels alike"] = ""
