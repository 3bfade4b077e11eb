"""Word, Excel, OpenDocument and RTF files as the text that people see, each piece with the name of its place; pure.

`read_office(bytes, kind) -> OfficeText`, `lay_out(OfficeText) -> LaidText`.
"""

from zaplecze.formats.office.layout import LaidText, Run, lay_out
from zaplecze.formats.office.read import READABLE, read_office
from zaplecze.formats.office.types import Block, Cell, OfficeText, UnreadableOfficeError

__all__ = [
    "READABLE",
    "Block",
    "Cell",
    "LaidText",
    "OfficeText",
    "Run",
    "UnreadableOfficeError",
    "lay_out",
    "read_office",
]
