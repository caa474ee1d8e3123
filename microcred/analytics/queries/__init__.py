"""The questions of analytics: they read all floors below and own no truth."""

from microcred.analytics.queries.differences import (
    Differences,
    DifferentReadings,
    Size,
    Wanted,
    differences_between,
    opened,
)
from microcred.analytics.queries.groups import by_grade
from microcred.analytics.queries.packs import pack_of
from microcred.analytics.queries.quality import (
    VersionQuality,
    VersionRead,
    compared_of,
    severities_to_look_at,
    version_quality,
    versions_read,
)
from microcred.analytics.queries.readers import (
    OnCriterion,
    ReaderOn,
    own_by_criterion,
    own_on_versions,
    reader_on_versions,
)
from microcred.analytics.queries.reliability import (
    ReliabilityReport,
    VersionReliability,
    is_turned,
    reliability_report,
    versions_decided,
)
from microcred.analytics.queries.usage import LicenseUse, uses_of_licenses

__all__ = [
    "Differences",
    "DifferentReadings",
    "LicenseUse",
    "OnCriterion",
    "ReaderOn",
    "ReliabilityReport",
    "Size",
    "VersionQuality",
    "VersionRead",
    "VersionReliability",
    "Wanted",
    "by_grade",
    "compared_of",
    "differences_between",
    "is_turned",
    "opened",
    "own_by_criterion",
    "own_on_versions",
    "pack_of",
    "reader_on_versions",
    "reliability_report",
    "severities_to_look_at",
    "uses_of_licenses",
    "version_quality",
    "versions_decided",
    "versions_read",
]
