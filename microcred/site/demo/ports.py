"""Which port a demonstration is served at, so that two of them never share one.

The web server listens with SO_REUSEPORT, once for each of its processes. A second server of the same person at the same
port is therefore not refused: the kernel gives each of them some of the visitors. So a port is claimed before it is
used, by binding the UDP port of the same number, which nobody else can do until this process is gone, however it ends.
"""

import socket
from typing import NamedTuple

FIRST_PORT, LAST_PORT = 8000, 8999
HERE = "127.0.0.1"


class PortTaken(Exception):
    """The port that was asked for is in use, or none is free."""


class ClaimedPort(NamedTuple):
    """A port that is this process's own for as long as the claim is open."""

    number: int
    claim: socket.socket


def claim_port(asked: int) -> ClaimedPort:
    """Claim a port: the one asked for, or, for 0, the first free one from 8000.

    Raises:
        PortTaken: another demonstration has claimed it, or something answers there.
    """
    for number in [asked] if asked else range(FIRST_PORT, LAST_PORT + 1):
        claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            claim.bind((HERE, number))
        except OSError:
            claim.close()
            continue
        if not _answers(number):
            return ClaimedPort(number, claim)
        claim.close()
    if asked:
        raise PortTaken(
            f"Port {asked} is in use. Set MICROCRED_PORT to another, or unset it to take the first free one."
        )
    raise PortTaken(f"No port from {FIRST_PORT} to {LAST_PORT} is free. Set MICROCRED_PORT to another.")


def _answers(number: int) -> bool:
    with socket.socket() as visitor:
        visitor.settimeout(2)
        return visitor.connect_ex((HERE, number)) == 0
