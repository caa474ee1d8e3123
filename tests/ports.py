"""Ports for the servers that tests start as processes, each held so that no other server on the machine can get it.

To ask the kernel for a free port and let it go again is a race: between that and the server's own bind, another run may
be given the same one, and with SO_REUSEPORT both then serve it. A socket that is bound and never listens keeps a port,
takes no visitor, and lets only those beside it who also bind with SO_REUSEPORT, as the web server does. Nobody else is
told of the number. The port stays held while its server is dead, until the run ends.

Servers that can say afterwards which port the kernel gave them are better started at port 0, and need none of this.
"""

import socket

_HELD: list[socket.socket] = []


def hold_port() -> int:
    """Return a port of 127.0.0.1 that is this run's until it ends."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    held.bind(("127.0.0.1", 0))
    _HELD.append(held)
    return int(held.getsockname()[1])
