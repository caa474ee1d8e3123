"""Policies that come with the platform, as files: what a jurisdiction's published rules look like as data."""

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules.engine import Policy
from microcred.recognition.rules.engine.reading import read_policy, written

FOLDER = Path(__file__).parent

# Names of the policies below, noted here for the translators; a name that an office gave itself stays as it is.
NAMES = (noted("Renewal of the professional certificate"),)

FACTS = (
    noted("approved provider"),
    noted("routine duty"),
    noted("leads to an endorsement"),
    noted("approved by the Professional Teaching Standards Board"),
    noted("fits the growth plan"),
    noted("Read to Succeed is required"),
)
"""The facts that they ask for, by the names they give them."""


def published_files() -> list[Path]:
    """The example policies of states and districts, as documents of the engine."""
    return sorted(FOLDER.glob("states/*.yaml")) + sorted(FOLDER.glob("districts/*.yaml"))


def published() -> list[Policy]:
    """The example policies, read once a process: they come with the platform.

    Raises:
        ValueError: one of them is none.
    """
    return list(_published())


@cache
def _published() -> tuple[Policy, ...]:
    found = []
    for file in published_files():
        policy, problems = read_policy(written(file.read_bytes()))
        if policy is None:
            raise ValueError(f"{file.name}: {problems[0].sentence()}")
        found.append(policy)
    return tuple(found)


@cache
def example_documents() -> tuple[dict[str, Any], ...]:
    """The same as they are written."""
    return tuple(one.model_dump(mode="json") for one in _published())


def published_as(identifier: str) -> Policy:
    """One of the example policies, by its id, such as `south-carolina-professional`; the newest of its versions.

    Raises:
        LookupError: there is none.
    """
    found = [policy for policy in published() if policy.id == identifier]
    if not found:
        raise LookupError(identifier)
    return max(found, key=lambda policy: policy.version)
