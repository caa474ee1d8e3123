"""Policies that come with the platform, as files: what a jurisdiction's published rules look like as data."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from django.utils.translation import gettext_noop as noted

from microcred.recognition.rules import PolicyRules, rules_from

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
