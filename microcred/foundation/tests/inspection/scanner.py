"""A scanner that speaks clamd's protocol and answers as it is told, for what a real one does seldom."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

Behaviour = Callable[[socket.socket], None]


def says(answer: bytes) -> Behaviour:
    """Reads the whole stream, then answers."""

    def behave(client: socket.socket) -> None:
        taken(client)
        client.sendall(answer)

    return behave


def taken(client: socket.socket) -> bytes:
    """The stream that a client sends (clamd(8), INSTREAM)."""
    with client.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack(">I", stream.read(4))[0]:
            content += stream.read(length)
    return content


@contextlib.contextmanager
def scanner(behave: Behaviour) -> Iterator[str]:
    """A scanner on a free port. Gives its address as the setting has it."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _address = server.accept()
                    with client, contextlib.suppress(OSError):
                        behave(client)

        threading.Thread(target=serve, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
