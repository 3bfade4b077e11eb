"""The watched folder: each company has one; what settles in it is taken and moved to ``done`` or ``refused``.

Folders in it are looked into, as a scanner or a person may sort: the files' names are told with them.

A file is taken when two looks a while apart see the same size and time. Taking is one transaction, moving comes
after it: killed between, the file is taken again as a twin of itself and moved then.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from zaplecze.documents.api import MAX_CONTAINER_BYTES, Channel, NewPaper, Outcome, Received
from zaplecze.formats.containers import safe_name
from zaplecze.office.intake import receive
from zaplecze.platform.days import WARSAW
from zaplecze.platform.events import Stamp

log = logging.getLogger(__name__)

DONE, REFUSED = "done", "refused"
UNFINISHED = (".part", ".crdownload", ".tmp", ".filepart", ".partial")
DEEPEST = 8
BATCH_FILES = 200
BATCH_BYTES = 50_000_000

Look = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class FolderVisit:
    """What became of the files of one visit."""

    taken: int
    refused: int
    growing: int


def look(folder: Path, below: str = "") -> Look:
    """Files of a folder, those in its folders too, with their size and time of change, by their way from it.

    Hidden, unfinished and linked ones are left alone, and so are ours: ``done`` and ``refused``.
    """
    found: dict[str, tuple[int, int]] = {}
    with os.scandir(folder / below) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith((".", "~$")) or name.casefold().endswith(UNFINISHED):
                continue
            way = f"{below}/{name}".lstrip("/")
            if entry.is_dir(follow_symlinks=False):
                if way not in (DONE, REFUSED) and way.count("/") < DEEPEST:
                    found |= look(folder, way)
            elif entry.is_file(follow_symlinks=False):
                state = entry.stat(follow_symlinks=False)
                found[way] = (state.st_size, state.st_mtime_ns)
    return found


def settled(before: Look, after: Look) -> list[str]:
    """Names of files that did not change between two looks, in order."""
    return sorted(name for name, state in after.items() if before.get(name) == state)


def take_folder(
    company_id: int, folder: Path, *, clock: Callable[[], datetime], pause: Callable[[], None]
) -> FolderVisit:
    """Take what settled in a company's folder; ``pause`` waits between the two looks."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    before = look(folder)
    if not before:
        return FolderVisit(0, 0, 0)
    pause()
    names = settled(before, look(folder))
    taken = refused = 0
    for batch in _batches(folder, names, before):
        now = clock()
        small = [n for n in batch if before[n][0] <= MAX_CONTAINER_BYTES]
        papers = [NewPaper(n, (folder / n).read_bytes()) for n in small]
        results = receive(company_id, papers, channel=Channel.FOLDER, stamp=Stamp(None, now))
        answers = dict(zip(small, results, strict=True))
        for name in batch:
            answer = answers.get(name)
            if answer is not None and answer.outcome is not Outcome.REFUSED:
                _put_away(folder, name, DONE, now, _reasons(answer.parts))
                taken += 1
                continue
            reason = answer.message if answer is not None else _too_big()
            _put_away(folder, name, REFUSED, now, [reason])
            refused += 1
    return FolderVisit(taken, refused, len(before) - len(names))


def _too_big() -> str:
    return f"Plik ma ponad {MAX_CONTAINER_BYTES // 1_000_000} MB. Podziel go na mniejsze."


def _reasons(parts: Sequence[Received]) -> list[str]:
    return [f"{p.name}: {p.message}" for p in parts if p.outcome is Outcome.REFUSED]


def _batches(folder: Path, names: Sequence[str], sizes: Look) -> list[list[str]]:
    batches: list[list[str]] = [[]]
    size = 0
    for name in names:
        if batches[-1] and (len(batches[-1]) >= BATCH_FILES or size + sizes[name][0] > BATCH_BYTES):
            batches.append([])
            size = 0
        batches[-1].append(name)
        size += sizes[name][0]
    return [b for b in batches if b]


def _put_away(root: Path, way: str, where: str, now: datetime, reasons: Sequence[str]) -> None:
    """Move a file into a day's folder under a name that is free; reasons stand beside it in a .txt."""
    path = root / way
    target = root / where / f"{now.astimezone(WARSAW):%Y-%m-%d}"
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = safe_name(path.name)
    place = target / name
    number = 1
    while place.exists():
        number += 1
        place = target / f"{Path(name).stem} ({number}){Path(name).suffix}"
    try:
        path.replace(place)
    except FileNotFoundError:
        log.warning("%s was taken and is gone from the watched folder", path.name)
        return
    if reasons:
        place.with_name(f"{place.name}.txt").write_text("\n".join(reasons) + "\n", encoding="utf-8")
