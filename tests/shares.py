"""How processes share the tests: what starts a program of its own stays together, and long work comes first.

Loaded with ``-p tests.shares``; without pytest-xdist it says nothing.
"""

from __future__ import annotations

from typing import Any

import pytest

# Each builds a whole installation, with the demo office or a company's papers, and uses it to its end.
INSTALLATIONS = ("tests/browser", "tests/program")
# The rest in this order: pages and books take seconds a test, what stands beside the code fractions.
LONG_FIRST = ("tests/isolation", "tests/scenarios")


def share(nodeid: str) -> str:
    """What a test stays together with: an installation's folder, else its file.

    >>> share("tests/browser/test_keys.py::test_x"), share("tests/scenarios/test_year.py::test_y[1]")
    ('tests/browser', 'tests/scenarios/test_year.py')
    """
    file = nodeid.partition("::")[0]
    return next((f for f in INSTALLATIONS if file.startswith(f"{f}/")), file)


def place(nodeid: str) -> int:
    """Where a test stands in the row: the smaller, the sooner."""
    order = (*INSTALLATIONS, *LONG_FIRST)
    return next(
        (n for n, folder in enumerate(order) if nodeid.startswith(f"{folder}/")), len(order)
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long work first; within a file nothing changes."""
    items.sort(key=lambda item: place(item.nodeid))


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Shares go out in the order of the collection."""
    from xdist.scheduler import LoadFileScheduling

    class Shares(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return share(nodeid)

    config.option.loadscopereorder = False
    return Shares(config, log)
