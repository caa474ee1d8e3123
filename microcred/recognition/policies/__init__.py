"""Policies that come with the platform, as files: what a jurisdiction's published rules look like as data."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules import PolicyRules, rules_from
from microcred.recognition.rules.engine import Policy
from microcred.recognition.rules.engine.reading import read_policy as read_document
from microcred.recognition.rules.engine.reading import written

FOLDER = Path(__file__).parent

# Names of the policies below, noted here for the translators; a name that an office gave itself stays as it is.
NAMES = (noted("Renewal of the professional certificate"),)


@dataclass(frozen=True)
class PolicyFile:
    """A policy as a file states it: its name, where it is published in words, and its rules."""

    name: str
    source: str
    rules: PolicyRules


def read_policy(slug: str) -> PolicyFile:
    """Read one of the policies of this folder, e.g. `south-carolina`.

    Raises:
        FileNotFoundError: when there is none of this name.
        pydantic.ValidationError: when its rules are not of the shape of `PolicyRules`.
    """
    data = yaml.safe_load((FOLDER / f"{slug}.yaml").read_text())
    return PolicyFile(name=data["name"], source=data["source"].strip(), rules=rules_from(data["rules"]))


def published_files() -> list[Path]:
    """The example policies of states and districts, as documents of the engine."""
    return sorted(FOLDER.glob("states/*.yaml")) + sorted(FOLDER.glob("districts/*.yaml"))


def published() -> list[Policy]:
    """The example policies, read.

    Raises:
        ValueError: one of them is none.
    """
    found = []
    for file in published_files():
        policy, problems = read_document(written(file.read_bytes()))
        if policy is None:
            raise ValueError(f"{file.name}: {problems[0].sentence()}")
        found.append(policy)
    return found
