"""The one door to the network stays shut to everything but public https addresses."""

import contextlib
import gzip
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic, sleep

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from microcred.openbadges import fetch as door
from microcred.openbadges.dids import did_web, resolver
from microcred.openbadges.documents import to_bytes
from microcred.openbadges.errors import Unreachable
from microcred.openbadges.fetch import AddressRefused, EgressPolicy, fetch, is_public
from microcred.openbadges.tests.make import Issuer


class Hostile(BaseHTTPRequestHandler):
    """A server with a misbehaviour for each path."""

    def do_GET(self):
        if self.path == "/slow":
            self.wfile.write(b"HTTP/1.0 200 OK\r\n")
            with contextlib.suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b"X")
                    sleep(0.05)
            return
        if self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            with contextlib.suppress(OSError):
                for _ in range(100):
                    self.wfile.write(b"{")
                    sleep(0.05)
            return
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
            self.end_headers()
            return
        body = {
            "/bomb": gzip.compress(bytes(10_000_000)),
            "/large": bytes(door.MAX_DOCUMENT + 1),
            "/issuers/did.json": b"",
        }.get(self.path, self.headers["Host"].encode())
        if self.path == "/issuers/did.json":
            body = to_bytes(Issuer(did=did_web(self.headers["Host"], "issuers")).document)
        self.send_response(404 if self.path == "/absent" else 200)
        if self.path == "/bomb":
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body) + (5 if self.path == "/short" else 0)))
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(body)

    def log_message(self, *_):
        """Quiet."""


@contextlib.contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hostile)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def origin() -> Iterator[str]:
    with serving() as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Names and the addresses that a hostile name server gives for them, one answer after another."""
    answers: dict[str, list[str]] = {}
    real = socket.getaddrinfo

    def answer(host, port, *rest, **options):
        if host not in answers:
            return real(host, port, *rest, **options)
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers[host].pop(0).split()
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return answers


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "//example.org/",
        "https://",
        "https://user@example.org/",
        "https://user:secret@example.org/",
        "https://example.org:22/",
        "https://example.org:99999/",
        "https://exa mple.org/",
        "https://example.org/\r\nHost: x",
        "https://127.0.0.1/",
        "https://0x7f.1/",
        "https://2130706433/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://192.168.1.1/",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://localhost/",
    ],
)
def test_addresses_that_are_not_opened(url: str):
    with pytest.raises(AddressRefused):
        fetch(url)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "2002:7f00:1::",
        "::127.0.0.1",
        "ff02::1",
        "198.18.0.1",
        "fec0::1",
        "3fff::1",
        "192.88.99.1",
    ],
)
def test_addresses_that_are_not_public(address: str):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_addresses_that_are_public(address: str):
    assert is_public(address)


def test_one_private_address_among_public_ones_is_enough(names):
    names["issuer.example"] = ["93.184.216.34 127.0.0.1"]
    with pytest.raises(AddressRefused):
        fetch("https://issuer.example/did.json")


def test_a_name_is_resolved_once_and_that_address_is_used(names, monkeypatch: pytest.MonkeyPatch):
    """DNS rebinding: the second answer would be loopback, but nobody asks a second time."""
    names["issuer.example"] = ["93.184.216.34", "127.0.0.1"]
    connected = []

    def record(address, *_):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", record)
    with pytest.raises(Unreachable):
        fetch("https://issuer.example/did.json")
    assert connected == [("93.184.216.34", 443)]
    assert names["issuer.example"] == ["127.0.0.1"]


def test_an_origin_allowed_by_name(origin: str):
    policy = EgressPolicy(frozenset({origin}))
    assert fetch(f"{origin}/", policy=policy) == origin.removeprefix("http://").encode()
    for other in (origin.replace("127.0.0.1", "localhost"), "http://127.0.0.1:1", origin + "0"):
        with pytest.raises(AddressRefused):
            fetch(f"{other}/", policy=policy)


def test_did_web_of_an_origin_allowed_by_name(origin: str):
    """The demonstration's own server has no certificate: its did:web is read over plain http, and only its own."""
    policy = EgressPolicy(frozenset({origin}))
    did = did_web(origin, "issuers")
    assert resolver(lambda url: fetch(url, policy=policy))(did)["id"] == did


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/redirect", "302"),
        ("/absent", "404"),
        ("/bomb", "compressed"),
        ("/large", "larger"),
        ("/short", "could not be read|broke off"),
    ],
)
def test_answers_that_are_not_taken(origin: str, path: str, words: str):
    with pytest.raises(Unreachable, match=words):
        fetch(origin + path, policy=EgressPolicy(frozenset({origin})))


@pytest.mark.parametrize("path", ["/slow", "/drip"])
def test_a_peer_that_drips_is_cut_off(origin: str, path: str):
    began = monotonic()
    with pytest.raises(Unreachable, match="in time"):
        fetch(origin + path, policy=EgressPolicy(frozenset({origin})), timeout=0.5)
    assert monotonic() - began < 1.5


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A certificate for issuer.example that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName("issuer.example"), x509.IPAddress(ipaddress.ip_address("192.0.2.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    door._tls.cache_clear()
    yield file
    door._tls.cache_clear()


def test_tls_names_the_host_while_connecting_to_the_checked_address(names, certificate: Path):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    asked = []
    tls.sni_callback = lambda _socket, name, _context: asked.append(name)
    with serving(tls) as port:
        url = f"https://issuer.example:{port}"
        names["issuer.example"] = ["127.0.0.1"]
        assert fetch(f"{url}/", policy=EgressPolicy(frozenset({url}))) == f"issuer.example:{port}".encode()
        assert asked == ["issuer.example"]

        other = f"https://other.example:{port}"
        names["other.example"] = ["127.0.0.1"]
        with pytest.raises(Unreachable):
            fetch(f"{other}/", policy=EgressPolicy(frozenset({other})))
