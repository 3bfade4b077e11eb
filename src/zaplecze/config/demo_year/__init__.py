"""A whole year of a firm that doesn't exist: opened, kept month by month, closed, filed."""

from zaplecze.config.demo_year.filed import file_year
from zaplecze.config.demo_year.firm import SEAT, ZMIERZCH
from zaplecze.config.demo_year.keep import keep_year

__all__ = ["SEAT", "ZMIERZCH", "file_year", "keep_year"]
