"""The data behind a reliability report: what it was counted from and all that was counted, without a name."""

import json
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from microcred.analytics.queries import ReliabilityReport, VersionReliability
from microcred.analytics.rules import AgainstAgreed, CriterionQuality
from microcred.analytics.tables import readings_of_report
from microcred.measures.reports.figures import figure

SUMS = "SHA256SUMS"
FIGURES = "report.json"
BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The date of each file in an archive, the first there is: the same data make the same bytes whenever it is made."""


def files_of(report: ReliabilityReport) -> dict[str, bytes]:
    """Every file with the readings, by name, then the figures, and the digest of each as `sha256sum` writes it."""
    files = {name: text.encode() for one in report.told for name, text in sorted(readings_of_report(one).items())} | {
        FIGURES: json.dumps(as_data(report), ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"
    }
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in files.items())
    return files | {SUMS: sums.encode()}


def packed(files: dict[str, bytes]) -> bytes:
    """Files as one ZIP archive."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = ZipInfo(name, BEGINNING)
            entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, content)
    return target.getvalue()


def as_data(report: ReliabilityReport) -> dict[str, Any]:
    """All figures for programs: as `microcred agreement --json` gives them, by the names that it gives them."""
    return {
        "organization": report.organization.slug,
        "first_day": report.first_day.isoformat(),
        "last_day": report.last_day.isoformat(),
        "versions": [_version(one) for one in report.told],
        "held_back": len(report.versions) - len(report.told),
    }


NAMES = {
    "exact": "exact_agreement",
    "near": "adjacent_agreement",
    "alpha": "krippendorff_alpha_ordinal",
    "ac2": "gwet_ac2_quadratic",
    "kappa": "fleiss_kappa_quadratic",
    "ac1": "gwet_ac1",
    "plain_kappa": "fleiss_kappa",
}
"""What `microcred agreement` calls each figure."""


def _version(one: VersionReliability) -> dict[str, Any]:
    found = one.found
    told: dict[str, Any] = {
        "micro_credential": one.version.micro_credential.slug,
        "version": one.version.label,
        "aims": one.held.aims.by_name,
        "aims_said_by": one.held.said.organization.slug if one.held.said else None,
        "decided": found.decided,
        "earned": figure(found.earned.share),
        "read_once": found.once,
        "read_twice": found.twice,
        "read_again_where_narrow": found.narrow,
        "turnaround": {
            "counted": found.turnaround.counted,
            "in_time": figure(found.turnaround.in_time),
            "middle_days": found.turnaround.middle,
            "nine_in_ten_days": found.turnaround.most,
        },
        "validity_papers": _papers(found.papers),
    }
    if found.agreement_is_held_back:
        return told
    same = found.same
    resampled = same.resampled
    return told | {
        "third_reading": figure(found.third),
        "overturned": figure(found.overturned),
        "decisions": {
            "exact_agreement": figure(same.alike.found),
            "resampled": {"low": resampled.low, "high": resampled.high} if resampled else None,
            "fleiss_kappa": figure(same.kappa),
            "gwet_ac1": figure(same.ac1),
            "most_of_three": figure(same.by_three),
            "otherwise_of_1000": same.otherwise,
            "otherwise_of_1000_by_three": same.otherwise_by_three,
            "standing": same.standing.value,
        },
        "criteria": [
            _criterion(f"{number}. {criterion.name}", figures)
            for number, (criterion, figures) in enumerate(
                zip(one.rubric.criteria, found.criteria, strict=True), start=1
            )
        ],
    }


def _criterion(name: str, one: CriterionQuality) -> dict[str, Any]:
    if one.is_held_back:
        return {"name": name, "pairs": None}
    return {
        "name": name,
        "pairs": one.pairs,
        "met": one.met,
        "standing": one.standing.value,
        "statistics": {NAMES[held.name]: figure(held.found) for held in one.figures},
    }


def _papers(found: AgainstAgreed) -> dict[str, Any] | None:
    if not found.is_enough:
        return None
    return {
        "papers": found.papers,
        "readings": found.readings,
        "checks": found.checks,
        "exact": figure(found.exact),
        "decided_as_agreed": figure(found.decided),
        "false_pass": found.false_pass,
        "false_fail": found.false_fail,
    }
