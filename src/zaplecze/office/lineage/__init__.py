"""Rodowód of figures: each figure of a report, statement or file opens into what adds up to it, down to documents."""

from zaplecze.office.lineage.addresses import Tracer
from zaplecze.office.lineage.figures import Term, Trace, UnknownFigure

__all__ = ["Term", "Trace", "Tracer", "UnknownFigure"]
