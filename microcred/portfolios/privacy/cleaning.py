"""Clean words beside those that were set aside: how much is new in them. Pure."""

import re
from collections import Counter

LEAST_NEW = 12
"""Words that may be new in any clean copy, however short what was set aside is."""

MOST_NEW = 0.2
"""Of the words of what was set aside, how many may be new in the clean copy: names give way to roles."""


def new_words(before: str, after: str) -> int:
    """How many words stand in a text that the one before did not have, each as often as it is more."""
    return (_words(after) - _words(before)).total()


def may_be_new(before: str) -> int:
    """How many new words a clean copy of a text may have."""
    return max(LEAST_NEW, int(_words(before).total() * MOST_NEW))


def is_same(before: str, after: str) -> bool:
    """Whether two texts differ in nothing but white space."""
    return before.split() == after.split()


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"[^\W_]+", text.lower()))
