import pytest

from microcred.portfolios.operations import KindNotTaken, LinkNotPlain, put_in_link
from microcred.portfolios.tests.make import asked, started


def link(pursuit, url, title=""):
    takes = next((one for one in pursuit.version.requirements.all() if "link" in one.accepts), None)
    return put_in_link(
        actor=pursuit.person, pursuit=pursuit, requirement=takes, title=title, url=url, at=pursuit.started_at
    )


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://www.example.org/lesson?a=1#part", "https://www.example.org/lesson?a=1#part"),
        ("  HTTPS://WWW.Example.ORG:443/ ", "https://www.example.org/"),
        ("https://bücher.example.org/ä", "https://xn--bcher-kva.example.org/%C3%A4"),
    ],
)
def test_an_address_is_kept_as_every_browser_reads_it(cast, given, kept):
    assert link(started(cast), given).url == kept


@pytest.mark.parametrize(
    "url",
    [
        "http://www.example.org/",
        "javascript:alert(1)",
        "data:text/html,<script>",
        "https://ada:secret@example.org/",
        "https://example.org@evil.example/",
        "https://localhost/",
        "https://intranet/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://example.org:8443/",
        "https://example.org\\@evil.example/",
        "https://exa mple.org/",
        "https://",
        "//example.org/",
        "https://example.org/" + "a" * 2000,
        "https://-example-.org/",
        "https://printer.local/",
    ],
)
def test_every_other_address_is_refused(cast, url):
    with pytest.raises(LinkNotPlain, match="https://"):
        link(started(cast), url)


def test_a_title_is_one_line_or_the_address(cast):
    pursuit = started(cast)
    assert link(pursuit, "https://example.org/a", " Our\n plan ").title == "Our plan"
    assert link(pursuit, "https://example.org/a").title == "https://example.org/a"


def test_where_no_link_is_asked_for_none_is_taken(cast):
    pursuit = started(cast)
    with pytest.raises(KindNotTaken):
        put_in_link(
            actor=cast.ada,
            pursuit=pursuit,
            requirement=asked(pursuit),
            title="",
            url="https://example.org/",
            at=cast.at,
        )
