"""Questions about frameworks and their standards."""

from microcred.frameworks.queries.packages import package_members, package_of, standard_address
from microcred.frameworks.queries.standards import (
    framework_revisions,
    frameworks,
    frameworks_with_counts,
    standards,
    standards_like,
    standards_named,
)

__all__ = [
    "framework_revisions",
    "frameworks",
    "frameworks_with_counts",
    "package_members",
    "package_of",
    "standard_address",
    "standards",
    "standards_like",
    "standards_named",
]
