import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from microcred.frameworks import sources
from microcred.frameworks.case import PackageBroken
from microcred.frameworks.models import Framework, Standard
from microcred.frameworks.operations import adopt, import_framework
from microcred.frameworks.sources import AddressNotOpened, TableOf, TableUnnamed, from_file, from_link
from microcred.frameworks.tests.make import PACKAGE, imported, package, without
from microcred.openbadges.fetch import EgressPolicy
from tests.cast import BEGAN

TABLE = b"code,name\nA,One\nB,Two\n"


@pytest.fixture
def publisher():
    """A publisher's server on this machine: what stands at each path, and the policy that lets us ask it."""
    there: dict[str, bytes] = {}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            body = there.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    origin = f"http://127.0.0.1:{server.server_port}"
    yield there, origin, EgressPolicy(frozenset({origin}))
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_package_is_read_at_its_address(publisher):
    there, origin, policy = publisher
    there["/CFPackages/1"] = json.dumps(PACKAGE).encode()
    source = from_link(f"{origin}/CFPackages/1", policy=policy)
    assert (source.package, source.name) == (package(), f"{origin}/CFPackages/1")


def test_the_address_of_a_document_leads_to_its_package_and_no_farther(publisher):
    there, origin, policy = publisher
    document = {**PACKAGE["CFDocument"], "CFPackageURI": {"uri": f"{origin}/CFPackages/1"}}
    there["/CFDocuments/1"] = json.dumps(document).encode()
    there["/CFPackages/1"] = json.dumps(PACKAGE).encode()
    assert from_link(f"{origin}/CFDocuments/1", policy=policy).package == package()
    there["/CFPackages/1"] = there["/CFDocuments/1"]
    with pytest.raises(AddressNotOpened):
        from_link(f"{origin}/CFDocuments/1", policy=policy)


def test_a_document_does_not_lead_into_our_own_network(publisher):
    there, origin, policy = publisher
    document = {**PACKAGE["CFDocument"], "CFPackageURI": {"uri": "http://127.0.0.1:1/CFPackages/1"}}
    there["/CFDocuments/1"] = json.dumps(document).encode()
    with pytest.raises(AddressNotOpened) as refused:
        from_link(f"{origin}/CFDocuments/1", policy=policy)
    assert "only https" in str(refused.value)


@pytest.mark.parametrize(
    "link", ["http://example.org/", "https://127.0.0.1/", "https://[::1]/", "file:///etc/passwd", "seven"]
)
def test_addresses_that_may_not_be_opened_are_refused_in_words(link):
    with pytest.raises(AddressNotOpened) as refused:
        from_link(link)
    assert "choose it here instead" in str(refused.value)


def test_what_is_larger_than_any_framework_is_not_taken(publisher, monkeypatch):
    there, origin, policy = publisher
    monkeypatch.setattr(sources, "LARGEST", 1_000)
    there["/"] = b" " * 1_001
    with pytest.raises(AddressNotOpened) as refused:
        from_link(f"{origin}/", policy=policy)
    assert "larger than 1000 bytes" in str(refused.value)


def test_what_is_there_and_no_framework_is_named(publisher):
    there, origin, policy = publisher
    there["/"] = b"<html>"
    with pytest.raises(PackageBroken):
        from_link(f"{origin}/", policy=policy)


@pytest.mark.django_db
class TestTables:
    def test_a_table_needs_a_name_and_a_publisher(self):
        with pytest.raises(TableUnnamed):
            from_file("topics.csv", TABLE, TableOf(title="Topics"))

    def bring(self, content, of):
        source = from_file("topics.csv", content, of)
        return import_framework(actor=None, package=source.package, source=source.name, digest=source.digest, at=BEGAN)

    def test_the_same_table_under_the_same_name_is_the_same_framework(self):
        of = TableOf(title="Topics", publisher="An Agency", edition="1")
        assert self.bring(TABLE, of).added == 2
        assert self.bring(TABLE, of) is None
        done = self.bring(b"code,name\nA,One\nC,Three\n", TableOf(title="Topics", publisher="An Agency", edition="2"))
        assert (done.added, done.changed, done.removed, done.edition) == (1, 0, 1, "2")
        again = self.bring(TABLE, of)
        assert (again.returned, again.removed) == (1, 1)
        assert Framework.objects.count() == 1

    def test_tables_of_two_keepers_are_two_frameworks(self):
        first = from_file("t.csv", TABLE, TableOf(title="Topics", publisher="P", keeper="one"))
        second = from_file("t.csv", TABLE, TableOf(title="Topics", publisher="P", keeper="two"))
        assert first.package.document.identifier != second.package.document.identifier

    def test_a_table_is_the_next_edition_of_what_was_adopted(self):
        framework = adopt(
            actor=None, slug="t", name="T", publisher="P", standards=[("A", "One", ""), ("B", "Two", "Long.")]
        )
        identifiers = set(Standard.objects.values_list("identifier", flat=True))
        done = self.bring(b"code,name\nA,One\nB,Zwei\n", TableOf(framework=framework, edition="2"))
        assert (done.added, done.changed, done.removed) == (0, 1, 0)
        assert set(Standard.objects.values_list("identifier", flat=True)) == identifiers
        assert Standard.objects.get(code="B").text == "Long."

    def test_a_table_over_a_framework_of_case_keeps_what_it_has_no_column_for(self):
        framework = imported(at=BEGAN).framework
        rows = (
            b"code,statement,parent\nA,Assessment,\nA.2,Writes rubrics.,A\nA.1,Plans an assessment before teaching.,A\n"
        )
        done = self.bring(rows, TableOf(framework=framework))
        assert (done.changed, done.removed) == (1, 2)
        rubrics = Standard.objects.get(code="A.2")
        assert rubrics.members["extensions"] == {"colour": {"rgb": [1, 2, 3]}}
        assert framework.associations.filter(kind="precedes").exists()
        assert imported(without("B", "B.1"), at=BEGAN).changed == 1
