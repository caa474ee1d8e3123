"""The privacy helper's rules: what in a text, a title, a link or a document says who somebody is.

Pure: texts and what is known of the educator go in, findings come out. It helps and does not judge; what it sees and
what it cannot see stands in `docs/portfolio/privacy.md`, with how often it is wrong.
"""

from microcred.portfolios.privacy.found import NAMES, Finding, Kind, Known, key_of, key_of_words
from microcred.portfolios.privacy.look import look, look_at_link, look_at_title, title_without_names
from microcred.portfolios.privacy.mending import (
    NotThere,
    Numbers,
    all_replaced,
    initials_of,
    next_number,
    replaced,
    without_names,
)

__all__ = [
    "NAMES",
    "Finding",
    "Kind",
    "Known",
    "NotThere",
    "Numbers",
    "all_replaced",
    "initials_of",
    "key_of",
    "key_of_words",
    "look",
    "look_at_link",
    "look_at_title",
    "next_number",
    "replaced",
    "title_without_names",
    "without_names",
]
