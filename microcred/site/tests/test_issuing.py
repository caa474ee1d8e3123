"""`microcred issue`: exit codes and words of the command, on a real list."""

from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from microcred.credentials.keys import key_in_use
from microcred.credentials.models import Award, Issuance, SigningKey
from microcred.credentials.operations import condemn_key, resume_issuing, stop_issuing
from microcred.credentials.tests import make
from microcred.foundation.clock import now
from microcred.site import issuing
from microcred.site.issuing import DONE, FAULTS, IMPOSSIBLE, STOPPED, UNFINISHED, Order
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def slug(cast: Cast) -> str:
    make.issuer(cast)
    return make.version(cast).micro_credential.slug


@pytest.fixture
def said() -> Console:
    return Console(file=StringIO(), width=200)


def listed(folder: Path, *rows: str) -> Path:
    file = folder / "list.csv"
    file.write_text("email,name,earned_on\n" + "".join(f"{row}\n" for row in rows))
    return file


def test_a_list_becomes_awards_and_again_it_is_done_already(slug: str, said: Console, tmp_path: Path, capsys):
    file = listed(tmp_path, *(f"person-{n}@example.org,Person {n},2024-07-01" for n in range(7)))
    order = Order(file=file, slug=slug, imported=True, origin="An earlier host")
    assert issuing.carry_out(order, console=said) == DONE
    assert "7 awards of “Managing Change”" in capsys.readouterr().out
    assert issuing.carry_out(order, console=said) == DONE
    assert Award.objects.count() == 7


def test_a_dry_run_does_nothing_and_finds_the_same_faults(slug: str, said: Console, tmp_path: Path, capsys):
    file = listed(tmp_path, "ada@example.org,Ada,2024-07-01", "ada@example.org,Ada,2024-07-01")
    for dry_run in (True, False):
        assert issuing.carry_out(Order(file=file, slug=slug, dry_run=dry_run), console=said) == FAULTS
    assert said.file.getvalue().count("Row 3: ada@example.org stands in row 2 already.") == 2
    file = listed(tmp_path, "ada@example.org,Ada,2024-07-01")
    assert issuing.carry_out(Order(file=file, slug=slug, dry_run=True), console=said) == DONE
    assert "1 person would get" in capsys.readouterr().out
    assert not Issuance.objects.exists()


def test_everything_that_is_wrong_is_told_at_once(slug: str, said: Console, tmp_path: Path):
    twice = ["ada@example.org,Ada,2024-07-01"] * 2
    file = listed(tmp_path, *twice, "ben,Ben,2024-07-01", "cy@example.org,Cy,2124-07-01")
    assert issuing.carry_out(Order(file=file, slug=slug), console=said) == FAULTS
    assert [line.partition(":")[0] for line in said.file.getvalue().splitlines()] == [
        "Row 3",
        "Row 4",
        "Row 5",
        "3 faults; nothing was done.",
    ]


def test_what_cannot_be_done_at_all(slug: str, said: Console, tmp_path: Path):
    file = listed(tmp_path, "ada@example.org,Ada,2024-07-01")
    assert issuing.carry_out(Order(file=file, slug="nothing-like-it"), console=said) == IMPOSSIBLE
    assert issuing.carry_out(Order(file=file, slug=slug, number=7), console=said) == IMPOSSIBLE
    assert issuing.carry_out(Order(file=tmp_path / "none.csv", slug=slug), console=said) == IMPOSSIBLE
    assert "none.csv cannot be read: No such file or directory." in said.file.getvalue()
    assert issuing.carry_out(Order(file=file, slug=slug, imported=True), console=said) == IMPOSSIBLE
    assert "Say who awarded it before." in said.file.getvalue()


def test_a_stopped_issuer_is_waited_for(cast: Cast, slug: str, said: Console, tmp_path: Path):
    stop_issuing(actor=None, issuer=make.issuer(cast), reason="A key may have leaked.", at=cast.at)
    file = listed(tmp_path, "ada@example.org,Ada,2024-07-01")
    assert issuing.carry_out(Order(file=file, slug=slug), console=said) == STOPPED
    assert not Award.objects.exists()


def test_what_must_be_upheld_first_is_not_called_undone(cast: Cast, settings, said: Console, tmp_path: Path):
    settings.PUBLIC_URL = "https://credentials.example.edu"
    issuer = make.issuer(cast)
    order = Order(
        file=listed(tmp_path, "ada@example.org,Ada,2024-07-01"), slug=make.version(cast).micro_credential.slug
    )
    stop_issuing(actor=None, issuer=issuer, reason="A key may have leaked.", at=cast.at)
    assert issuing.carry_out(order, console=said) == STOPPED
    key = key_in_use(issuer, SigningKey.Purpose.AWARDS)
    condemn_key(actor=None, key=key, since=now() - timedelta(hours=1), reason="A theft.", at=now())
    resume_issuing(actor=None, issuer=issuer, at=now())
    assert issuing.carry_out(order, console=said) == UNFINISHED
    assert "It is ordered and not finished. The key it was written down for was condemned" in said.file.getvalue()
