"""Tables of controlling, room by room."""

from zaplecze.controlling.barometer.models import BarometerRound, BarometerTally, BarometerVoter
from zaplecze.controlling.savings.models import (
    Baseline,
    BaselineFigure,
    BaselinePaper,
    Effort,
    Measure,
    MonthlyCost,
    Source,
)
from zaplecze.controlling.service.models import Agreement

__all__ = [
    "Agreement",
    "BarometerRound",
    "BarometerTally",
    "BarometerVoter",
    "Baseline",
    "BaselineFigure",
    "BaselinePaper",
    "Effort",
    "Measure",
    "MonthlyCost",
    "Source",
]
