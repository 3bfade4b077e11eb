"""The table behind each picture, as a report: read, printed, taken to Excel; figures link to their papers."""

from zaplecze.controlling.tables.ahead import ageing_table, class_names, forecast_table
from zaplecze.controlling.tables.heading import Heading
from zaplecze.controlling.tables.papers import papers_table, what_if_table
from zaplecze.controlling.tables.process import (
    bottlenecks_table,
    conformance_table,
    flow_table,
    variants_table,
)

__all__ = [
    "Heading",
    "ageing_table",
    "bottlenecks_table",
    "class_names",
    "conformance_table",
    "flow_table",
    "forecast_table",
    "papers_table",
    "variants_table",
    "what_if_table",
]
