"""UPO (urzędowe poświadczenie odbioru): the receipt that an office gives for a file it was sent.

`read(bytes) -> Receipt`: the facts that all versions of the form share, found by the names of their elements.
"""

from zaplecze.formats.upo.read import Receipt, UpoError, read

__all__ = ["Receipt", "UpoError", "read"]
