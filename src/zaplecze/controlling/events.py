"""What controlling announces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from zaplecze.platform.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineKept(Event):
    """The state before was written down anew; ``figures`` are measure=value, as told or counted."""

    code: ClassVar[str] = "controlling.baseline.kept"
    baseline_id: int
    source: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostKept(Event):
    """The cost of a month was written down; ``before`` is what stood there, or empty."""

    code: ClassVar[str] = "controlling.cost.kept"
    year: int
    month: int
    amount: Decimal
    before: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementKept(Event):
    """A service agreement for papers that come in ``since`` a day."""

    code: ClassVar[str] = "controlling.agreement.kept"
    agreement_id: int
    kind: str
    work: str
    clock: str
    hours: Decimal
    share: Decimal
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEnded(Event):
    """A service agreement covers papers up to the day ``until``, and none later."""

    code: ClassVar[str] = "controlling.agreement.ended"
    agreement_id: int
    kind: str
    work: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class BarometerTurned(Event):
    """A round of the barometer was opened or closed (``state``). Answers are no events."""

    code: ClassVar[str] = "controlling.barometer.turned"
    round_id: int
    state: str
