"""A design as bytes: the canonical form, its digests, and the same words under new identifiers."""

import hashlib
from typing import Any

from microcred.catalog.design.shape import Design
from microcred.openbadges.jcs import jcs


def as_json(design: Design) -> dict[str, Any]:
    """The design as plain JSON values, identifiers included."""
    return design.model_dump(mode="json")


def renewed(design: Design) -> Design:
    """The same words with new identifiers: a level of the next version is another thing than that of the last."""
    return Design.model_validate(_without_identifiers(as_json(design)))


def canonical(design: Design) -> bytes:
    """The one byte string of a design (RFC 8785)."""
    return jcs(as_json(design))


def digest(design: Design) -> str:
    """The SHA-256 of the canonical design, in hexadecimal."""
    return hashlib.sha256(canonical(design)).hexdigest()


def rubric_digest(design: Design) -> str:
    """The SHA-256 of the canonical rubric, in hexadecimal, with the parts' own rules if it has some: the measure."""
    written = as_json(design)
    rubric, rules = written["rubric"], written.get("part_rules")
    return hashlib.sha256(jcs({"rubric": rubric, "part_rules": rules} if rules else rubric)).hexdigest()


def words_digest(design: Design) -> str:
    """The SHA-256, in hexadecimal, of the canonical design without its identifiers: equal words have equal ones."""
    return hashlib.sha256(jcs(_without_identifiers(as_json(design)))).hexdigest()


def _without_identifiers(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_identifiers(item) for name, item in value.items() if name != "uuid"}
    if isinstance(value, list):
        return [_without_identifiers(item) for item in value]
    return value
