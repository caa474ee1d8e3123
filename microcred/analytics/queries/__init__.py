"""The questions of analytics: they read all floors below and own no truth."""

from microcred.analytics.queries.packs import pack_of
from microcred.analytics.queries.usage import LicenseUse, uses_of_licenses

__all__ = ["LicenseUse", "pack_of", "uses_of_licenses"]
