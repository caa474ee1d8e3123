import json

import pytest

from microcred.frameworks.models import Framework, Standard
from microcred.frameworks.tests.make import PACKAGE, members, without
from microcred.site.importing import CHANGES, DONE, REFUSED, import_from

pytestmark = pytest.mark.django_db
SAID = {"dry_run": False, "slug": "", "keeper": "", "title": "", "publisher": "", "edition": ""}


@pytest.fixture
def bring(tmp_path):
    def brought(made, *, name="topics.json", **more):
        file = tmp_path / name
        file.write_bytes(made if isinstance(made, bytes) else json.dumps(made).encode())
        return import_from(source=str(file), **{**SAID, **more})

    return brought


def test_a_dry_run_says_what_would_change_and_changes_nothing(bring, capsys):
    assert bring(PACKAGE, dry_run=True) == CHANGES
    assert "5 added, 0 changed, 0 removed, 0 returned" in capsys.readouterr().out
    assert not Framework.objects.exists()


def test_an_import_twice_is_one(bring, capsys):
    assert bring(PACKAGE, slug="topics") == DONE
    assert "Imported as /frameworks/topics/" in capsys.readouterr().out
    assert bring(PACKAGE) == DONE
    assert "Nothing changes" in capsys.readouterr().out
    assert bring(without("B.1", version="2"), dry_run=True) == CHANGES
    assert Standard.objects.filter(withdrawn_at=None).count() == 5


def test_every_broken_item_is_named_and_nothing_imported(bring, capsys):
    made = members()
    made["CFItems"][0]["identifier"] = "seven"
    assert bring(made) == REFUSED
    assert "CFItems 1 (“A”): “identifier” is no UUID." in capsys.readouterr().err
    assert not Framework.objects.exists()


def test_a_table_is_named_on_the_way_in(bring, capsys):
    assert bring(b"code,name\nA,One\n", name="t.csv") == REFUSED
    assert "does not say which framework" in capsys.readouterr().err
    assert bring(b"code,name\nA,One\n", name="t.csv", title="Topics", publisher="P", slug="topics") == DONE
    assert bring(b"code,name\nA,One\nB,Two\n", name="t.csv", slug="topics", edition="2") == DONE
    assert Framework.objects.get().edition == "2"


def test_what_is_not_there_is_refused(bring):
    assert import_from(source="/nowhere/at/all.json", **SAID) == REFUSED
    assert import_from(source="https://127.0.0.1/x", **SAID) == REFUSED
    assert bring(PACKAGE, keeper="nobody") == REFUSED
