"""Shares the tests out among the processes of a run, by neighbourhood.

What tests of one folder begin with is made once for each process (`tests.remembered`). Test by test each process would
make it all; in groups of neighbours it is made by the one that has them. A group is small enough that the last ones end
at about the same time, and those that take longest begin first: browsers and journeys, then what is marked as slow.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

import pytest

MOST_TOGETHER = 60
"""How many neighbours go together, at most; a longer file is cut."""


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config.option, "loadscopereorder"):
        # xdist would give out the groups with most tests first, and one that takes minutes for few tests last.
        config.option.loadscopereorder = False


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.pluginmanager.has_plugin("xdist"):
        return
    # Browser tests have a group by now, and xdist reads the groups right after this.
    free = [item for item in items if item.get_closest_marker("xdist_group") is None]
    for name, group in _groups(free):
        for item in group:
            item.add_marker(pytest.mark.xdist_group(name))


@pytest.hookimpl(trylast=True, specname="pytest_collection_modifyitems")
def pytest_put_longest_first(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the groups in the order in which they are given out. Runs after pytest-django has put rows before none."""
    if hasattr(config, "workerinput"):
        order = in_order([(group_of(item), bool(item.get_closest_marker("slow"))) for item in items])
        items.sort(key=lambda item: order[group_of(item)])


def group_of(item: pytest.Item) -> str:
    """The name under which xdist keeps tests together."""
    marker = item.get_closest_marker("xdist_group")
    return str(marker.args[0] if marker and marker.args else "")


def in_order(tests: list[tuple[str, bool]]) -> dict[str, int]:
    """The place of each group among all: first those with a name of their own, then by slow tests and by all tests.

    Args:
        tests: of each test its group, and whether it is slow.
    """
    slow, every = Counter(group for group, is_slow in tests if is_slow), Counter(group for group, _slow in tests)
    ranked = sorted(every, key=lambda group: (_is_cut(group), -slow[group], -every[group], group))
    return {group: place for place, group in enumerate(ranked)}


def _is_cut(group: str) -> bool:
    return group.rpartition("-")[2].isdigit()


def _groups(items: list[pytest.Item]) -> Iterator[tuple[str, list[pytest.Item]]]:
    """Cut each folder's tests into groups, between files where that is possible."""
    for folder, of_folder in groupby(items, key=_folder):
        number, group = 0, list[pytest.Item]()
        for _file, of_file in groupby(of_folder, key=lambda item: item.path):
            tests = list(of_file)
            for part in (tests[at : at + MOST_TOGETHER] for at in range(0, len(tests), MOST_TOGETHER)):
                if group and len(group) + len(part) > MOST_TOGETHER:
                    yield _name(folder, number), group
                    number, group = number + 1, []
                group += part
        yield _name(folder, number), group


def _folder(item: pytest.Item) -> str:
    return item.path.parent.relative_to(item.config.rootpath).as_posix()


def _name(folder: str, number: int) -> str:
    return f"{folder.replace('/', '.')}-{number}"
