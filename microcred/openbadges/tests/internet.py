"""A hostile Internet of its own: run inside a network namespace, where the name server and every address are ours.

    unshare --user --map-root-user --mount --net python -m microcred.openbadges.tests.internet DIRECTORY

The public address 93.184.216.34, the metadata service 169.254.169.254 and loopback all answer, each with who it is. It
tries every case of :data:`CASES` through the one door and prints what came of it, and who was asked, as JSON.
"""

import fcntl
import gzip
import json
import os
import socket
import socketserver
import ssl
import struct
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from time import monotonic, sleep
from typing import ClassVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PUBLIC, INSIDE, METADATA = "93.184.216.34", "127.0.0.1", "169.254.169.254"

NAMES: dict[str, list[list[str]]] = {
    "good.example": [[PUBLIC]],
    "rebind.example": [[PUBLIC], [INSIDE]],
    "rebind-back.example": [[INSIDE], [PUBLIC]],
    "mixed.example": [[PUBLIC, INSIDE]],
    "inside.example": [[INSIDE]],
    "metadata.example": [[METADATA]],
    "mapped.example": [["::ffff:127.0.0.1"]],
    "wrapped.example": [["64:ff9b::7f00:1"]],
    "private.example": [["10.1.2.3"]],
    "zero.example": [["0.0.0.0"]],
    "loop6.example": [["::1"]],
    "dead-first.example": [["93.184.216.35", PUBLIC]],
    "many.example": [[f"93.184.217.{number}" for number in range(1, 21)] + [INSIDE]],
    "other-certificate.example": [[PUBLIC]],
}
"""What the name server says: one list of addresses after another, the last for ever."""

CASES = {
    "good": "https://good.example/who",
    "rebinding": "https://rebind.example/who",
    "rebinding the other way": "https://rebind-back.example/who",
    "one private among public": "https://mixed.example/who",
    "one private after twenty public": "https://many.example/who",
    "a name inside": "https://inside.example/who",
    "a name of the metadata service": "https://metadata.example/latest/meta-data/",
    "IPv4-mapped": "https://mapped.example/who",
    "NAT64-wrapped": "https://wrapped.example/who",
    "a private network": "https://private.example/who",
    "the zero address": "https://zero.example/who",
    "IPv6 loopback": "https://loop6.example/who",
    "hexadecimal": "https://0x7f.1/who",
    "decimal": "https://2130706433/who",
    "octal": "https://0177.0.0.1/who",
    "mapped in brackets": "https://[::ffff:127.0.0.1]/who",
    "the first address is dead": "https://dead-first.example/who",
    "redirect to the metadata service": "https://good.example/to-metadata",
    "endless redirect": "https://good.example/round",
    "gzip bomb": "https://good.example/bomb",
    "slow drip": "https://good.example/drip",
    "slow headers": "https://good.example/slow-headers",
    "silence": "https://good.example/silence",
    "too large": "https://good.example/large",
    "endless": "https://good.example/endless",
    "headers without end": "https://good.example/headers",
    "a name server that is silent": "https://silent.example/who",
    "no such name": "https://absent.example/who",
    "another's certificate": "https://other-certificate.example/who",
    "plain http": "http://good.example/who",
}

asked: dict[str, list[str]] = {case: [] for case in CASES}


class NameServer(socketserver.BaseRequestHandler):
    """Answers A and AAAA as :data:`NAMES` says; of ``silent.example`` it says nothing at all."""

    counts: ClassVar[dict[tuple[str, int], int]] = {}

    def handle(self) -> None:
        query, sender = self.request
        labels, position = [], 12
        while query[position]:
            labels.append(query[position + 1 : position + 1 + query[position]].decode())
            position += 1 + query[position]
        name, kind = ".".join(labels).lower(), struct.unpack(">H", query[position + 1 : position + 3])[0]
        if name == "silent.example":
            return
        known = NAMES.get(name)
        answers = []
        if known:
            turn = self.counts[name, kind] = self.counts.get((name, kind), -1) + 1
            answers = [
                ip_address(each)
                for each in known[min(turn, len(known) - 1)]
                if ip_address(each).version == (4 if kind == 1 else 6)
            ]
        head = query[:2] + struct.pack(">HHHHH", 0x8180 | (0 if known else 3), 1, len(answers), 0, 0)
        records = b"".join(
            b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(each.packed)) + each.packed for each in answers
        )
        sender.sendto(head + query[12 : position + 5] + records, self.client_address)


class Web(BaseHTTPRequestHandler):
    """Says which of its addresses was asked, and misbehaves on some paths."""

    def do_GET(self) -> None:
        here = self.connection.getsockname()[0]
        self.path, _, case = self.path.partition("?")
        asked[list(CASES)[int(case)]].append(f"{here}{self.path}")
        with suppress(OSError):
            self._answer(here)

    def _answer(self, here: str) -> None:
        if self.path in ("/to-metadata", "/round"):
            self.send_response(302)
            self.send_header(
                "Location",
                f"http://{METADATA}/latest/" if self.path == "/to-metadata" else "https://good.example/round",
            )
            self.end_headers()
        elif self.path == "/bomb":
            self._send(gzip.compress(bytes(20_000_000)), {"Content-Encoding": "gzip"})
        elif self.path == "/large":
            self._send(bytes(65 * 1024), {})
        elif self.path == "/silence":
            sleep(4)
        elif self.path == "/slow-headers":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            self._drip(b"X")
        elif self.path == "/headers":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            for number in range(1_000_000):
                self.wfile.write(b"X-%d: y\r\n" % number)
        elif self.path in ("/drip", "/endless"):
            self.send_response(200)
            self.end_headers()
            self._drip(b"{") if self.path == "/drip" else self._flood()
        else:
            self._send(here.encode(), {})

    def _send(self, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _drip(self, what: bytes) -> None:
        for _ in range(80):
            self.wfile.write(what)
            sleep(0.05)

    def _flood(self) -> None:
        while True:
            self.wfile.write(bytes(4096))

    def log_message(self, *_: object) -> None:
        """Quiet."""


def bring_up(addresses: list[str]) -> None:
    """Loopback, and on it each of ``addresses``, as ``ip`` would do where it is installed."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, 0x8914, struct.pack("16sH14x", b"lo", 0x49))  # SIOCSIFFLAGS: up, loopback, running
        for number, address in enumerate(addresses):
            request = struct.pack("16sHH4s8x", b"lo:%d" % number, socket.AF_INET, 0, socket.inet_aton(address))
            fcntl.ioctl(control, 0x8916, request)  # SIOCSIFADDR
            mask = struct.pack("16sHH4s8x", b"lo:%d" % number, socket.AF_INET, 0, b"\xff\xff\xff\xff")
            fcntl.ioctl(control, 0x891C, mask)  # SIOCSIFNETMASK


def certificate(directory: Path) -> Path:
    """A certificate for every name here but one, and the authority that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A hostile Internet")])
    now = datetime.now(UTC)
    names = [x509.DNSName(each) for each in NAMES if each != "other-certificate.example"]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = directory / "certificate.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


def serve(directory: Path) -> None:
    """Start the name server and the web servers, and use that name server from now on."""
    bring_up([PUBLIC, METADATA])
    (directory / "resolv.conf").write_text("nameserver 127.0.0.1\noptions timeout:5 attempts:1\n")
    subprocess.run(["mount", "--bind", str(directory / "resolv.conf"), "/etc/resolv.conf"], check=True)
    os.environ["SSL_CERT_FILE"] = str(certificate(directory))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(os.environ["SSL_CERT_FILE"])
    # the name server first: a web server asks for its own name when it is made
    run(socketserver.ThreadingUDPServer((INSIDE, 53), NameServer))
    for address in (PUBLIC, INSIDE, METADATA):
        secure = ThreadingHTTPServer((address, 443), Web)
        secure.socket = tls.wrap_socket(secure.socket, server_side=True, do_handshake_on_connect=False)
        run(ThreadingHTTPServer((address, 80), Web))
        run(secure)


def run(server: socketserver.BaseServer) -> None:
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()


def main(directory: Path) -> None:
    serve(directory)
    with ThreadPoolExecutor(len(CASES)) as pool:
        tried = pool.map(attempt, CASES.values(), range(len(CASES)))
        results = {case: {**result, "asked": asked[case]} for case, result in zip(CASES, tried, strict=True)}
    print(json.dumps(results), flush=True)
    # threads that still wait for a silent name server must not be waited for
    os._exit(0)


def attempt(url: str, number: int) -> dict[str, object]:
    """What the door says to one address; the query tells the web servers which case is asking."""
    from microcred.openbadges.fetch import fetch

    began = monotonic()
    try:
        outcome = ("body", fetch(f"{url}?{number}").decode())
    except Exception as error:  # noqa: BLE001 - whatever comes out is what the test looks at
        outcome = (type(error).__name__, str(error))
    return {"outcome": outcome, "seconds": monotonic() - began}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
