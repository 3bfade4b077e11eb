"""Frozen values on their way from one process to another.

Python pickles a frozen dataclass with slots field by field, asking again each time which fields it has. The kinds
of values that come in thousands travel as their class and a tuple instead: a third of the time.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any


def travels(*kinds: type) -> None:
    """Let values of these dataclasses, of two fields or more and made by their fields in order, be pickled fast.

    >>> from dataclasses import make_dataclass
    >>> Pair = make_dataclass("Pair", ["a", "b"], frozen=True, slots=True)
    >>> travels(Pair)
    >>> copyreg.dispatch_table[Pair](Pair(1, 2))[1]
    (1, 2)
    """
    for kind in kinds:
        copyreg.pickle(kind, _reducer(kind, attrgetter(*[f.name for f in fields(kind)])))


def _reducer(
    kind: type, values: Callable[[Any], tuple[Any, ...]]
) -> Callable[[Any], tuple[Any, ...]]:
    return lambda value: (kind, values(value))
