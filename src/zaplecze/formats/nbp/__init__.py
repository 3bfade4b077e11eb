"""Table A of the National Bank of Poland: `read(bytes) -> rates`.

Source: api.nbp.pl (JSON and XML) and the yearly archive ``archiwum_tab_a_RRRR.csv``.
"""

from zaplecze.formats.nbp.read import read
from zaplecze.formats.nbp.types import NbpError, Rate

__all__ = ["NbpError", "Rate", "read"]
