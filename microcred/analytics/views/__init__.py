"""The doors of analytics."""

from microcred.analytics.views.differences import different_readings
from microcred.analytics.views.licenses import license_use, license_use_csv
from microcred.analytics.views.quality import (
    double_readings_csv,
    scoring_qualities,
    scoring_quality,
)
from microcred.analytics.views.readers import my_scoring, reader
from microcred.analytics.views.reliability import scoring_reliability, scoring_reliability_data, scoring_reliability_pdf

__all__ = [
    "different_readings",
    "double_readings_csv",
    "license_use",
    "license_use_csv",
    "my_scoring",
    "reader",
    "scoring_qualities",
    "scoring_quality",
    "scoring_reliability",
    "scoring_reliability_data",
    "scoring_reliability_pdf",
]
