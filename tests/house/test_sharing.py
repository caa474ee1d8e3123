"""How the tests are shared out among the processes of a run."""

from tests.sharing import in_order


def test_what_takes_longest_begins_first():
    quick, slow = ("quick-0", False), ("slow-0", True)
    tests = [
        ("small-0", False),
        *[quick] * 60,
        slow,
        slow,
        ("slower-0", True),
        *[("slower-0", True)] * 2,
        ("journeys", False),
    ]
    order = in_order(tests)
    assert sorted(order, key=order.get) == ["journeys", "slower-0", "slow-0", "quick-0", "small-0"]
