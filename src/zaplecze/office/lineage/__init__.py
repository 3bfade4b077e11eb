"""Rodowód of figures: each figure of a report, statement or file opens into what adds up to it, down to documents."""

from zaplecze.office.lineage.figures import Term, Trace, UnknownFigure
from zaplecze.office.lineage.tracer import Tracer

__all__ = ["Term", "Trace", "Tracer", "UnknownFigure"]
