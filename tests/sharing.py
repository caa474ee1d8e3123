"""Shares the tests out among the processes of a run, by neighbourhood.

What tests of one folder begin with is made once for each process (`tests.remembered`). Test by test each process would
make it all; in groups of neighbours it is made by the one that has them. A group is small enough that the last ones end
at about the same time.
"""

from collections.abc import Iterator
from itertools import groupby

import pytest

MOST_TOGETHER = 60
"""How many neighbours go together, at most; a longer file is cut. xdist gives out the largest groups first."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.pluginmanager.has_plugin("xdist"):
        return
    # Browser tests have a group by now, and xdist reads the groups right after this.
    free = [item for item in items if item.get_closest_marker("xdist_group") is None]
    for name, group in _groups(free):
        for item in group:
            item.add_marker(pytest.mark.xdist_group(name))


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
