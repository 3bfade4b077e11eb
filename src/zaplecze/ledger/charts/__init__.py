"""Charts of accounts that a new company may start with, as data: services, trade, production."""

from collections.abc import Mapping

from zaplecze.ledger.charts.common import COMMON
from zaplecze.ledger.charts.differences import PRODUCTION, SERVICES, TRADE
from zaplecze.ledger.charts.row import ChartRow
from zaplecze.ledger.charts.synthetic import SYNTHETIC

DEFAULT = "services"


def _by_number(*parts: tuple[ChartRow, ...]) -> tuple[ChartRow, ...]:
    return tuple(sorted((row for part in parts for row in part), key=lambda row: row.number))


CHARTS: Mapping[str, tuple[ChartRow, ...]] = {
    "services": _by_number(COMMON, SERVICES),
    "trade": _by_number(COMMON, TRADE),
    "production": _by_number(COMMON, PRODUCTION),
}

# Every account of every chart once: where the tags that an account usually has are looked up.
CHART = tuple({row.number: row for rows in CHARTS.values() for row in rows}.values())

__all__ = ["CHART", "CHARTS", "DEFAULT", "SYNTHETIC", "ChartRow"]
