"""HTTP around a conformance service, on the loopback address only, with a certificate made at start."""

from __future__ import annotations

import ipaddress
import json
import ssl
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from microcred.openbadges.documents import MAX_BYTES
from microcred.openbadges.vc_api.service import Answer, Service, refusal

LOOPBACK: Final = "127.0.0.1"
_IDLE: Final = 30.0
_LONGEST_LINE: Final = 1024
_MOST_LET_PASS: Final = 64 * 1024 * 1024
_PIECE: Final = 64 * 1024


def serve(port: int, *, tls: bool) -> None:
    """Serve until interrupted. The first line printed is the introduction of :meth:`.Service.introduction` as JSON.

    Args:
        port: 0 takes a free one, which the first line names.
        tls: https with a self-signed certificate, otherwise http.

    Raises:
        OSError: when the port is taken.
    """
    server = make_server(port, tls=tls)
    print(json.dumps(server.service.introduction()), flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()


class Server(ThreadingHTTPServer):
    """The server of one service."""

    daemon_threads = True
    service: Service


def make_server(port: int, *, tls: bool) -> Server:
    """A server that listens, and answers once it is told to serve.

    Raises:
        OSError: when the port is taken.
    """
    server = Server((LOOPBACK, port), _Handler)
    server.service = Service(f"{'https' if tls else 'http'}://{LOOPBACK}:{server.server_port}")
    if tls:
        # the handshake is left to the thread of each connection, so that a silent client holds up nobody
        server.socket = _certified().wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return server


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    server: Server

    def do_GET(self) -> None:
        self._answer(self.server.service.get(urlsplit(self.path).path, self.headers.get("Accept", "")))

    def do_POST(self) -> None:
        try:
            body = self._body()
        except ValueError:
            # where the next request begins nobody knows
            self.close_connection = True
            self._answer(refusal("the request has no body of a known length that is not too long", code=413))
            return
        self._answer(self.server.service.post(urlsplit(self.path).path, body))

    def _body(self) -> bytes:
        """The body of a request, in one piece or in chunks (RFC 9112 section 7.1), as the suites' client sends it."""
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            length = int(self.headers.get("Content-Length", ""))
            if not 0 <= length <= MAX_BYTES:
                self._let_pass(length)
                raise ValueError("too long")
            return self.rfile.read(length)
        parts: list[bytes] = []
        left = MAX_BYTES
        while size := int(self.rfile.readline(_LONGEST_LINE).partition(b";")[0], 16):
            left -= size
            if size < 0 or left < 0:
                raise ValueError("too long")
            parts.append(self.rfile.read(size))
            self.rfile.readline(_LONGEST_LINE)
        while self.rfile.readline(_LONGEST_LINE).strip():
            pass  # trailers, which nothing here reads
        return b"".join(parts)

    def _let_pass(self, length: int) -> None:
        """Read what is too long and keep nothing of it: whoever is still sending does not see an answer."""
        left = length if length <= _MOST_LET_PASS else 0
        while left > 0 and (piece := self.rfile.read(min(left, _PIECE))):
            left -= len(piece)

    def _answer(self, answer: Answer) -> None:
        self.send_response(answer.code)
        if answer.code != 204:
            self.send_header("Content-Type", answer.media)
            self.send_header("Content-Length", str(len(answer.body)))
        if answer.code == 405:
            self.send_header("Allow", "POST")  # RFC 9110 section 15.5.6
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if answer.code != 204:
            self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as http.server names it
        print(f"{self.command or '-'} {format % args}", file=sys.stderr)


def _certified() -> ssl.SSLContext:
    """A TLS context with a certificate for the loopback address, whose key is never kept."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Microcred conformance server")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=7))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK)), x509.DNSName("localhost")]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with tempfile.TemporaryDirectory() as folder:
        # the ssl module reads certificates from files only
        file = Path(folder, "certificate.pem")
        file.touch(mode=0o600)
        file.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + certificate.public_bytes(Encoding.PEM)
        )
        context.load_cert_chain(file)
    return context
