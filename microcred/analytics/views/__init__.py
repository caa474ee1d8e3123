"""The doors of analytics."""

from microcred.analytics.views.licenses import license_use, license_use_csv
from microcred.analytics.views.quality import (
    different_readings,
    double_readings_csv,
    scoring_qualities,
    scoring_quality,
)

__all__ = [
    "different_readings",
    "double_readings_csv",
    "license_use",
    "license_use_csv",
    "scoring_qualities",
    "scoring_quality",
]
