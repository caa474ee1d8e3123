"""The one door to the network. Every address that comes out of a document of someone else is opened here or not at all.

Against requests forged through us: https only, the name is resolved once and every address of it must be a public one,
the connection goes to the very address that was checked (with the right name in TLS and in ``Host``), redirects are not
followed, and time and size are bounded from outside the protocol. That nothing else opens a connection, a house test
(``test_egress``) sees to.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as ResolutionTimeout
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from time import monotonic
from typing import Final
from urllib.parse import SplitResult, urlsplit

from microcred.openbadges.errors import OpenBadgesError, Unreachable

TIMEOUT: Final = 2.0
"""Seconds for the whole of a fetch: name, connection, headers and body."""

MAX_DOCUMENT: Final = 64 * 1024
"""Bytes of a DID document or a credential."""

MAX_STATUS_LIST: Final = 2 * 1024 * 1024
"""Bytes of a status list credential."""

_ACCEPT: Final = "application/json, application/ld+json, application/did+json, image/png, image/svg+xml, */*;q=0.1"
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "fec0::/10",  # site-local, deprecated by RFC 3879 and still routed in places
        "3fff::/20",  # documentation, RFC 9637
        "192.88.99.0/24",  # 6to4 relays, deprecated by RFC 7526
    )
)
"""Networks that Python's own table calls global."""
_ADDRESSES_TRIED: Final = 3
_resolving = threading.BoundedSemaphore(32)


class AddressRefused(OpenBadgesError):
    """The address is not one this library opens. Trying again will not help."""


class Gone(Unreachable):
    """The address answered 410: what was there is no more, and its owner says so on purpose.

    Args:
        body: what it answered with, for instance why a hosted badge was revoked (Open Badges 2.0 section 5.2).
    """

    def __init__(self, message: str, body: bytes) -> None:
        super().__init__(message)
        self.body = body


@dataclass(frozen=True)
class Answer:
    """What an address answered.

    Args:
        status: the HTTP status.
        headers: by name in lower case.
        body: at most as many bytes as were allowed.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def age(self) -> timedelta:
        """For how long caches on the way have kept it, by their own word (RFC 9111 section 5.1)."""
        said = self.headers.get("age", "").strip()
        # seconds of more digits than this are older than anything that is asked for
        return timedelta(seconds=int(said[:9])) if said.isascii() and said.isdecimal() else timedelta(0)


@dataclass(frozen=True)
class EgressPolicy:
    """What may be opened.

    Args:
        extra_origins: origins allowed by name although they are not public or not https, for instance
            ``http://127.0.0.1:8000`` for the demonstration's own server. Compared exactly; they come from settings,
            never from a document.
    """

    extra_origins: frozenset[str] = frozenset()

    def allows(self, url: SplitResult) -> bool:
        """Whether the origin of ``url`` is one of :attr:`extra_origins`."""
        return f"{url.scheme}://{url.netloc}" in self.extra_origins

    def plain(self, url: str) -> str:
        """``url`` with ``http`` where only the plain origin is allowed by name: a ``did:web`` always says https."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return url  # no address at all, which whoever is about to open it says
        http = parts._replace(scheme="http")
        return http.geturl() if parts.scheme == "https" and not self.allows(parts) and self.allows(http) else url


PUBLIC_ONLY: Final = EgressPolicy()


def fetch(
    url: str, *, policy: EgressPolicy = PUBLIC_ONLY, max_bytes: int = MAX_DOCUMENT, timeout: float = TIMEOUT
) -> bytes:
    """The body at ``url``.

    Args:
        max_bytes: largest body taken.
        timeout: seconds for everything together.

    Raises:
        AddressRefused: when the address may not be opened.
        Gone: when it answered 410.
        Unreachable: when it could not be had: no such host, no answer in time, a redirect, another status than 200, a
            compressed or too large body.
    """
    return get(url, policy=policy, max_bytes=max_bytes, timeout=timeout).body


def get(
    url: str, *, policy: EgressPolicy = PUBLIC_ONLY, max_bytes: int = MAX_DOCUMENT, timeout: float = TIMEOUT
) -> Answer:
    """What is at ``url`` with its headers, as :func:`fetch` has it and with its errors."""
    answer = request(url, policy=policy, max_bytes=max_bytes, timeout=timeout)
    if answer.status == 410:
        raise Gone(f"{url} answered 410", answer.body)
    if answer.status != 200:
        raise Unreachable(f"{url} answered {answer.status}")
    return answer


def request(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    content: bytes | None = None,
    policy: EgressPolicy = PUBLIC_ONLY,
    max_bytes: int = MAX_DOCUMENT,
    timeout: float = TIMEOUT,
) -> Answer:
    """Ask ``url`` and return what it answers, whatever its status. Redirects are answers like any other.

    Args:
        headers: sent beside ``Accept`` and ``Accept-Encoding``, which they may replace.
        content: a body to send.
        max_bytes: largest body taken.
        timeout: seconds for everything together.

    Raises:
        AddressRefused: when the address may not be opened.
        Unreachable: when there was no whole answer: no such host, no answer in time, a compressed or too large body.
    """
    deadline = monotonic() + timeout
    url = policy.plain(url)
    parts = _checked(url, policy)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    addresses = _resolve(host, port, deadline, any_address=policy.allows(parts))
    connection = _Connection(host, port, addresses, secure=secure, deadline=deadline)
    # a peer that sends a byte at a time keeps every single read short: only a clock of our own ends the whole
    watchdog = threading.Timer(max(deadline - monotonic(), 0.001), connection.abort)
    watchdog.daemon = True
    watchdog.start()
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {"Accept": _ACCEPT, "Accept-Encoding": "identity", **(headers or {})}
        connection.request(method, path, body=content, headers=sent)
        response = connection.getresponse()
        body = _body(response, url, max_bytes)
        if monotonic() >= deadline:  # broken off by the watchdog, a body can look complete
            raise Unreachable(f"{url} did not answer in time")
        return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, body)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, OpenBadgesError):
            raise
        late = monotonic() >= deadline
        raise Unreachable(f"{url} did not answer in time" if late else f"{url} could not be read") from error
    finally:
        watchdog.cancel()
        connection.close()


def _checked(url: str, policy: EgressPolicy) -> SplitResult:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise AddressRefused(f"{url!r} is not an address") from error
    if any(character <= " " or character >= "\x7f" for character in url):
        raise AddressRefused("an address is written in ASCII without spaces")
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise AddressRefused(f"{url!r} is not an address this library opens")
    if policy.allows(parts):
        return parts
    if parts.scheme != "https":
        raise AddressRefused("only https addresses are opened")
    if port is not None and port != 443 and port < 1024:
        raise AddressRefused(f"port {port} belongs to another service")
    return parts


def _resolve(host: str, port: int, deadline: float, *, any_address: bool) -> list[str]:
    """The addresses of ``host``, after all of them were found public."""
    future = _look_up(host, port)
    try:
        found = future.result(timeout=max(deadline - monotonic(), 0.001))
    except ResolutionTimeout as error:
        raise Unreachable(f"the name {host} did not resolve in time") from error
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"the name {host} does not resolve") from error
    addresses = list(dict.fromkeys(found))
    if not addresses:
        raise Unreachable(f"the name {host} does not resolve")
    for address in addresses:
        if not any_address and not is_public(address):
            raise AddressRefused(f"{host} is not a public address")
    return addresses[:_ADDRESSES_TRIED]


def _look_up(host: str, port: int) -> Future[list[str]]:
    """Ask for the addresses of ``host`` in a thread that is left behind when it takes too long: the call cannot be
    broken off, and a slow name server must hold up neither a check nor the end of the program."""
    if not _resolving.acquire(blocking=False):
        raise Unreachable("too many names are being looked up just now")
    future: Future[list[str]] = Future()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            future.set_result([str(entry[4][0]) for entry in found])
        except (OSError, UnicodeError) as error:
            future.set_exception(error)
        finally:
            _resolving.release()

    threading.Thread(target=ask, name="openbadges-resolve", daemon=True).start()
    return future


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open Internet, also when it wraps an IPv4 address."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if wrapped is None and ip in _NAT64:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
        if int(ip) >> 32 == 0:  # ::a.b.c.d, deprecated and ambiguous
            return False
    if any(ip in network for network in _NOT_PUBLIC if network.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


class _Connection(http.client.HTTPConnection):
    """A connection to one of the addresses that were checked, under the name they were checked for."""

    def __init__(self, host: str, port: int, addresses: list[str], *, secure: bool, deadline: float) -> None:
        super().__init__(host, port, timeout=max(deadline - monotonic(), 0.001))
        self.default_port = 443 if secure else 80
        self._addresses = addresses
        self._deadline = deadline
        self._secure = secure
        self._opened: socket.socket | None = None

    def connect(self) -> None:
        sock = self._opened = self._reach()
        if self._secure:
            # the handshake comes after, so that the watchdog has something to break off
            secured = _tls().wrap_socket(sock, server_hostname=self.host, do_handshake_on_connect=False)
            sock = self._opened = secured
            secured.do_handshake()
        self.sock = sock

    def _reach(self) -> socket.socket:
        """A socket to the first of the addresses that answers."""
        *others, last = self._addresses
        for address in others:
            left = max(self._deadline - monotonic(), 0.001)
            with suppress(OSError):
                return socket.create_connection((address, self.port), left / len(self._addresses))
        return socket.create_connection((last, self.port), max(self._deadline - monotonic(), 0.001))

    def abort(self) -> None:
        """Break off whatever the connection is doing. ``self.sock`` is gone once a response has begun."""
        if self._opened is not None:
            with suppress(OSError):
                self._opened.shutdown(socket.SHUT_RDWR)


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _body(response: http.client.HTTPResponse, url: str, max_bytes: int) -> bytes:
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise Unreachable(f"{url} answered in a compressed form nobody asked for")
    body = response.read(max_bytes + 1)
    if len(body) > max_bytes:
        raise Unreachable(f"what {url} serves is larger than {max_bytes} bytes")
    if response.length:
        raise Unreachable(f"{url} broke off")
    return body
