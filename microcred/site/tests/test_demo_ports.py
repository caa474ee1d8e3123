import socket

import pytest

from microcred.site.demo.ports import PortTaken, claim_port
from tests.ports import hold_port


def test_two_demonstrations_never_take_one_port():
    one, other = claim_port(0), claim_port(0)
    with one.claim, other.claim:
        assert one.number != other.number


def test_a_claimed_port_is_refused_to_who_asks_for_it_until_it_is_let_go():
    asked = hold_port()
    with claim_port(asked).claim, pytest.raises(PortTaken, match=f"Port {asked} is in use"):
        claim_port(asked)
    with claim_port(asked).claim:
        pass


def test_a_port_at_which_somebody_answers_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as somebody, pytest.raises(PortTaken):
        claim_port(somebody.getsockname()[1])


def test_a_port_that_a_run_of_tests_holds_is_its_own():
    held = hold_port()
    assert hold_port() != held
    with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
        stranger.bind(("127.0.0.1", held))
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        server.bind(("127.0.0.1", held))
        server.listen()
        with socket.create_connection(("127.0.0.1", held), timeout=5):
            server.accept()[0].close()
