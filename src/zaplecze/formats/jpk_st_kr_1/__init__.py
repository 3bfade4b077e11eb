"""JPK_ST_KR(1): the register of fixed assets and intangibles of those who keep full books.

`write(register, file)`, `read(file)`, `check(register)`.
Source: schema JPK_ST_KR(1) v1-0, namespace http://jpk.mf.gov.pl/wzor/2024/04/24/04242/.
"""

from zaplecze.formats.jpk_st_kr_1.checks import Finding, check
from zaplecze.formats.jpk_st_kr_1.compare import Difference, diff
from zaplecze.formats.jpk_st_kr_1.read import StKrError, read
from zaplecze.formats.jpk_st_kr_1.types import Asset, Header, Register, Struck
from zaplecze.formats.jpk_st_kr_1.write import write

__all__ = [
    "Asset",
    "Difference",
    "Finding",
    "Header",
    "Register",
    "StKrError",
    "Struck",
    "check",
    "diff",
    "read",
    "write",
]
