"""Members of a ZIP as XML, with bounds: what an archive says of itself is not believed, entities stay closed."""

from __future__ import annotations

import io
import zipfile
import zlib
from types import TracebackType

from lxml import etree

from zaplecze.formats.office.types import UnreadableOfficeError

MOST_BYTES = 30_000_000
"""Of all members that are read, unpacked."""
MOST_RATIO = 200
RATIO_FROM = 2_000_000
_CHUNK = 1 << 16
_ERRORS = (
    zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, RuntimeError, EOFError, NotImplementedError,
    KeyError, IndexError, OverflowError, MemoryError, zlib.error,
)  # fmt: skip


def damaged() -> UnreadableOfficeError:
    """A file that is broken."""
    return UnreadableOfficeError(
        "office.damaged",
        "Plik Office jest uszkodzony albo niepełny. Zapisz go jeszcze raz albo wyślij jako PDF.",
    )


class Members:
    """An open file; all that is read of it counts together."""

    def __init__(self, data: bytes) -> None:
        self._left = MOST_BYTES
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.names = frozenset(self._archive.namelist())
        except _ERRORS as error:
            raise damaged() from error

    def __enter__(self) -> Members:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    def xml(self, name: str) -> etree._Element | None:
        """The root of a member, or None where there is none; raises `UnreadableOfficeError`."""
        if name not in self.names:
            return None
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            return etree.fromstring(self._bytes(name), parser)
        except (etree.LxmlError, ValueError) as error:
            if isinstance(error, UnreadableOfficeError):
                raise
            raise damaged() from error

    def _bytes(self, name: str) -> bytes:
        try:
            found = self._unpacked(name)
        except _ERRORS as error:
            raise damaged() from error
        if found is None:
            raise UnreadableOfficeError(
                "office.bomb",
                "Plik Office po rozpakowaniu rośnie ponad miarę. Nie odczytano go: sprawdź, kto go przysłał, "
                "i poproś o PDF.",
            )
        self._left -= len(found)
        return found

    def _unpacked(self, name: str) -> bytes | None:
        """The bytes of a member; None where they break a bound, whatever the archive says of them."""
        found = bytearray()
        packed = max(self._archive.getinfo(name).compress_size, 1)
        with self._archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                found += chunk
                grown = len(found) > RATIO_FROM and len(found) > MOST_RATIO * packed
                if grown or len(found) > self._left:
                    return None
        return bytes(found)
