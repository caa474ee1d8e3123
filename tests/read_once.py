"""Most stories need a decision and not a second reader: in the tests, what nobody declared a policy for is read once.

It goes the same way as in any installation, with another rule at its end. What a new installation does is what
`the_default_holds` asks for: each second reading that it makes is then part of the story. Pages say what is shipped.
"""

from collections.abc import Iterator
from typing import Any

import pytest

USED_IN = ("microcred.scoring.queries.policies.BY_DEFAULT", "microcred.scoring.models.readings.BY_DEFAULT")
"""Where the rule is gone by; elsewhere it is told of."""


def _is(rule: Any, patched: pytest.MonkeyPatch) -> None:
    for place in USED_IN:
        patched.setattr(place, rule)


@pytest.fixture(scope="session", autouse=True)
def _what_nobody_declared_is_read_once() -> Iterator[None]:
    from microcred.scoring.rules import Kind, Policy, Third

    with pytest.MonkeyPatch.context() as patched:
        _is(Policy(Kind.SINGLE, third=Third.CRITERION), patched)
        yield


@pytest.fixture
def the_default_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes into the queue gets its readers as in an installation where nobody has declared a policy."""
    from microcred.scoring.rules import BY_DEFAULT

    _is(BY_DEFAULT, monkeypatch)
