"""Questions about frameworks and their standards."""

from microcred.frameworks.queries.packages import package_members, package_of, standard_address
from microcred.frameworks.queries.standards import frameworks, frameworks_with_counts, standards, standards_named

__all__ = [
    "frameworks",
    "frameworks_with_counts",
    "package_members",
    "package_of",
    "standard_address",
    "standards",
    "standards_named",
]
