"""What a state is told: known answers, what few cases may not tell, a document whose figures anyone counts again."""

import json
import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pypdfium2
import pytest
from django.utils.translation import override
from typer.testing import CliRunner

from microcred import __version__
from microcred.analytics.archive import SUMS, as_data, files_of, packed
from microcred.analytics.documents import reliability_document
from microcred.analytics.queries import ReliabilityReport, VersionReliability
from microcred.analytics.rules import Part, Standing, reliability_of
from microcred.analytics.tables import command_for
from microcred.analytics.tests.test_judging import CRITERIA, LEVELS, REQUIRED, reading, simulated
from microcred.catalog.queries import rubric_of
from microcred.cli.app import app
from microcred.measures import Estimate, NotEstimable
from microcred.scoring.queries import AimsHeld
from microcred.scoring.rules import PLATFORM_AIMS, Aims, Appealed, Decided, PaperRead, TwoReadings

NO_APPEALS = Appealed(0, 0, 0, 0, 0)
MADE = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
READERS = {"Ben": -0.4, "Bea": 0.0, "Lena": 0.0, "Kim": 0.4}


def decided(pairs, *, once: int = 0) -> list[Decided]:
    """What came of pairs of readings, where the first was always right, and of work that one person read."""
    both = [Decided(each.submission, each.earned[0], 2, False, 7, True) for each in pairs]
    alone = simulated(READERS, works=once, seed=5)
    return both + [Decided(each.submission, True, 1, False, 12, False) for each in alone]


def told(pairs, *, once: int = 0, papers=(), appeals=NO_APPEALS, aims: Aims = PLATFORM_AIMS, **shape):
    shape = {"levels": LEVELS, "required": REQUIRED} | shape
    return reliability_of(decided(pairs, once=once), pairs, papers, appeals, aims=aims, **shape)


def test_of_1000_as_many_are_decided_otherwise_as_pairs_differ():
    pairs = [reading(number, ("Ben", "Bea"), [(2, 2 if number % 10 else 1)] * 4) for number in range(100)]
    same = told(pairs).same

    assert same.otherwise[0] == 100
    assert same.otherwise[1] < 100 < same.otherwise[2]
    assert same.resampled.low < 0.9 < same.resampled.high
    assert same.otherwise_by_three[0] < 100
    assert same.standing is Standing.OPEN


def test_of_pairs_that_all_agree_no_aim_is_reached_by_resampling_alone():
    pairs = [reading(number, ("Ben", "Bea"), [(3, 3)] * 4) for number in range(50)]
    strict = told(pairs, aims=Aims(decisions=95)).same

    assert (strict.resampled.low, strict.resampled.high) == (1, 1)
    assert strict.standing is Standing.OPEN


def test_below_50_pairs_nothing_is_said_of_decisions():
    found = told(simulated(READERS, works=49, seed=3)).same

    assert (found.otherwise, found.otherwise_by_three, found.standing) == (None, None, Standing.FEW)
    assert told(simulated(READERS, works=50, seed=3)).same.otherwise is not None


def test_a_result_of_few_people_is_not_told_on_either_side():
    assert not Part(9, 100).is_shown
    assert not Part(91, 100).is_shown
    assert Part(10, 20).is_shown
    assert isinstance(Part(0, 100).share, NotEstimable)


def test_papers_say_something_from_ten_papers_and_thirty_readings_on():
    def read(papers: int, each: int) -> list[PaperRead]:
        works = [work.submission for work in simulated(READERS, works=papers, seed=1)]
        levels = dict.fromkeys(CRITERIA, (2, 2))
        return [PaperRead(work, levels, (time > 0, True)) for work in works for time in range(each)]

    found = told(simulated(READERS, works=60, seed=2), papers=read(10, 3)).papers
    assert found.is_enough
    assert (found.exact.value, found.decided.value) == (1, pytest.approx(2 / 3))
    assert (found.false_pass, found.false_fail) == (0, 10)
    assert not told([], papers=read(9, 4)).papers.is_enough
    assert not told([], papers=read(10, 2)).papers.is_enough


def test_what_a_third_reader_overturned_and_the_time_it_took():
    pairs = simulated(READERS, works=60, seed=2)
    outcomes = [
        Decided(each.submission, not each.earned[0], 3, False, 4 + number % 10, number % 10 > 0)
        for number, each in enumerate(pairs)
    ]
    found = reliability_of(outcomes, pairs, [], NO_APPEALS, levels=LEVELS, required=REQUIRED, aims=PLATFORM_AIMS)

    assert (found.third.value, found.overturned.value) == (1, 1)
    assert (found.turnaround.middle, found.turnaround.most) == (8.5, 12)
    assert found.turnaround.in_time.value == pytest.approx(0.9)


# --- the document ----------------------------------------------------------------------------------------------------


@pytest.fixture
def report(version) -> ReliabilityReport:
    """A season of a real rubric, with simulated readers: 240 read twice, 90 once."""
    rubric, criteria = rubric_of(version), dict(zip(CRITERIA, rubric_of(version).criteria, strict=False))
    pairs = []
    for each in simulated(READERS, works=240, seed=20_261_127):
        levels = {
            criterion.id: tuple(min(level, len(criterion.levels) - 1) for level in each.levels[key])
            for key, criterion in criteria.items()
        }
        pairs.append(TwoReadings(each.submission, each.decided_at, each.readers, levels, each.earned))
    found = told(
        pairs,
        once=90,
        appeals=Appealed(31, 2, 1, 12, 16),
        levels={one.id: len(one.levels) for one in rubric.criteria},
        required={one.id: one.required_position for one in rubric.criteria},
    )
    one = VersionReliability(version, rubric, found, AimsHeld(), [], [(None, None)], pairs, before_default=True)
    since, until = (datetime(year, 7, 1, 4, tzinfo=UTC) for year in (2025, 2026))
    return ReliabilityReport(version.micro_credential.owner, since, until, [one])


def text_of(document: bytes) -> str:
    pages = pypdfium2.PdfDocument(document)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def two_digits(number: float) -> str:
    """A coefficient as it is printed: with a typographic minus, and none before nothing."""
    return f"{number:.2f}".replace("-0.00", "0.00").replace("-", "\N{MINUS SIGN}")


@pytest.mark.django_db
def test_the_command_line_finds_in_the_downloaded_file_what_is_printed(report, tmp_path):
    files = files_of(report)
    printed = text_of(reliability_document(report, files, made_at=MADE))
    with ZipFile(BytesIO(packed(files))) as archive:
        archive.extractall(tmp_path)

    counted = 0
    for name in [name for name in files if name.endswith(".csv")]:
        assert command_for(name) in printed
        asked = command_for(str(tmp_path / name)).split()[1:]
        done = CliRunner().invoke(app, [*asked, "--json"])
        assert done.exit_code == 0, done.output
        found = json.loads(done.stdout)
        for criterion, figures in found.get("criteria", {"": found}).items():
            statistics = figures["statistics"]
            # In the order in which the tables have them.
            shares = [statistics["exact_agreement"]]
            if criterion and len(figures["categories"]) > 2:
                shares.append(statistics["adjacent_agreement"])
            for one in shares:
                ends = " to ".join(f"{100 * one[end]:.1f} %" for end in ("low", "high"))
                assert f"{100 * one['value']:.1f} % {ends}" in printed, (criterion, one)
            wanted = ["gwet_ac1", "fleiss_kappa"]
            wanted += (
                ["gwet_ac2_quadratic", "krippendorff_alpha_ordinal", "fleiss_kappa_quadratic"] if criterion else []
            )
            for one in (statistics[each] for each in wanted):
                value, low, high = (two_digits(one[each]) for each in ("value", "low", "high"))
                assert f"{value} {low} to {high}" in printed, (criterion, one)
                counted += 1
    assert counted >= 2 + 5 * len(CRITERIA)


@pytest.mark.django_db
def test_the_same_data_make_the_same_bytes(report):
    def made() -> tuple[bytes, bytes]:
        files = files_of(report)
        return packed(files), reliability_document(report, files, made_at=MADE)

    assert made() == made()
    sums = files_of(report)[SUMS]
    words = text_of(made()[1])
    assert sha256(sums).hexdigest() in words
    assert " EDT" in words or " EST" in words, "the moment names its zone"
    assert {line.split("  ")[1] for line in sums.decode().splitlines()} == set(files_of(report)) - {SUMS}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_tagged_for_accessibility_in_both_languages(report, language):
    with override(language):
        document = reliability_document(report, files_of(report), made_at=MADE)

    assert b"pdfuaid" in document
    assert f"/Lang ({language}".encode() in document or f"/Lang({language}".encode() in document


@pytest.mark.django_db
def test_nobody_can_be_told_from_the_data(report):
    pairs = report.versions[0].pairs
    content = b"".join(files_of(report).values()).decode()
    known = {str(each.submission) for each in pairs} | {str(reader) for each in pairs for reader in each.readers}

    assert not [one for one in known if one in content]
    assert set(re.findall(r"^S\d+,(\w+),", content, re.MULTILINE)) == {"1", "2"}


@pytest.mark.django_db
def test_nothing_of_few_is_handed_out(report, version):
    one = report.versions[0]
    few = told(
        one.pairs[:9],
        levels={each.id: len(each.levels) for each in one.rubric.criteria},
        required={each.id: each.required_position for each in one.rubric.criteria},
    )
    small = VersionReliability(version, one.rubric, few, AimsHeld(), [], [(None, None)], one.pairs[:9])
    scarce = ReliabilityReport(report.organization, report.since, report.until, [small])

    assert [name for name in files_of(scarce) if name.endswith(".csv")] == []
    assert as_data(scarce)["versions"] == []
    printed = text_of(reliability_document(scarce, files_of(scarce), made_at=MADE))
    assert "it would tell of single people" in printed
    assert "What was measured" not in printed


@pytest.mark.django_db
def test_where_awards_rest_on_one_reading_it_warns(report):
    printed = text_of(reliability_document(report, files_of(report), made_at=MADE))

    assert "Most awards of this micro-credential rest on a single reading" in printed
    assert isinstance(report.versions[0].found.same.by_three, Estimate)


@pytest.mark.django_db
def test_where_nobody_declared_a_policy_it_says_what_held_and_does_not_warn(report):
    (one,) = report.versions
    by_default = replace(report, versions=[replace(one, before_default=False)])

    printed = text_of(reliability_document(by_default, files_of(by_default), made_at=MADE))

    assert "what the platform does of itself held. What a first reading would pass, or finds short by" in printed
    assert "Of the others 10 in a hundred, drawn by lot, are read twice too" in printed
    assert "rest on a single reading" not in printed
    assert "was read once" not in printed
    before = text_of(reliability_document(report, files_of(report), made_at=MADE))
    assert "What was handed in before the platform asked for second readings of itself was read once" in before


@pytest.mark.django_db
def test_where_everything_was_read_twice_it_does_not_warn_whatever_policy_held(report):
    (one,) = report.versions
    twice = replace(report, versions=[replace(one, found=replace(one.found, once=0))])

    printed = text_of(reliability_document(twice, files_of(twice), made_at=MADE))

    assert "Warning" not in printed


def test_documents_name_the_software_by_its_version():
    project = Path(__file__).parents[3] / "pyproject.toml"
    if not project.exists():
        pytest.skip("installed without its checkout")

    assert tomllib.loads(project.read_text())["project"]["version"] == __version__
