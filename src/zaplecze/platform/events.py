"""The event log: written in the same transaction as what it tells, chained by hash, never changed.

An event is a frozen dataclass with a dotted ``code``; its other fields are kept as JSON (amounts and days as
text), but for `transient` ones, which only travel along to the routes. `record_events` writes a batch and then
hands it to the routes that ``config/wiring.py`` set, inside the same transaction: what a route refuses, nothing
of the batch is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from zaplecze.platform.bulk import insert_rows, pipelined, server_cursor
from zaplecze.platform.scope import current_company_id

GENESIS = bytes(32)
BATCH = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events; subclasses add what happened."""

    code: ClassVar[str]
    document_id: int | None = None


def transient() -> Any:
    """A field of an event that its routes need and the log does not keep."""
    return field(metadata={"transient": True}, repr=False)


Route = Callable[[Sequence[Any], "Stamp"], None]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did it, and when; ``by`` is a user's id, None is the program itself."""

    by: int | None
    at: datetime


_routes: dict[type[Event], list[Route]] = {}
_fields: dict[type[Event], tuple[str, ...]] = {}


def route(event: type[Event], handler: Route) -> None:
    """Send every batch of ``event`` to ``handler`` in the writer's transaction."""
    handlers = _routes.setdefault(event, [])
    if handler not in handlers:
        handlers.append(handler)


def lock_company() -> None:
    """Make this transaction the company's one writer.

    Every command takes this lock before any other, so writers of one company queue and can't deadlock;
    companies don't wait for each other.
    """
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT 1 FROM platform_chain WHERE company_id = %s AND name = 'events' FOR UPDATE",
            (current_company_id(),),
        )
        if cursor.fetchone() is None:
            raise LookupError(f"company {current_company_id()} has no event chain")


def take_link(name: str) -> tuple[int, bytes]:
    """The newest (seq, hash) of a chain of the open company, locked."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT seq, hash FROM platform_chain WHERE company_id = %s AND name = %s FOR UPDATE",
            (current_company_id(), name),
        )
        row = cursor.fetchone()
    if row is None:
        raise LookupError(f"company {current_company_id()} has no chain {name!r}")
    return row[0], bytes(row[1])


def chain_heads() -> dict[str, tuple[int, bytes]]:
    """The newest (seq, hash) of each chain of the open company, of one moment, without a lock."""
    with server_cursor() as cursor:
        cursor.execute(
            b"SELECT name, seq, hash FROM platform_chain WHERE company_id = %s",
            (current_company_id(),),
        )
        return {name: (seq, bytes(link)) for name, seq, link in cursor.fetchall()}


def put_link(name: str, seq: int, link: bytes) -> None:
    """Save the newest link of a chain."""
    with server_cursor() as cursor:
        cursor.execute(
            b"UPDATE platform_chain SET seq = %s, hash = %s WHERE company_id = %s AND name = %s",
            (seq, link, current_company_id(), name),
        )


def record_events(events: Sequence[Event], stamp: Stamp) -> None:
    """Append events to the company's chain, in the order given, then run their routes."""
    if not events:
        return
    company_id = current_company_id()
    seq, link = take_link("events")
    with pipelined():
        for start in range(0, len(events), BATCH):
            seq, link = _append(events[start : start + BATCH], stamp, company_id, seq, link)
        put_link("events", seq, link)
    by_type: dict[type[Event], list[Event]] = {}
    for event in events:
        by_type.setdefault(type(event), []).append(event)
    for kind, batch in by_type.items():
        for handler in _routes.get(kind, ()):
            handler(batch, stamp)


def _append(
    events: Sequence[Event], stamp: Stamp, company_id: int, seq: int, link: bytes
) -> tuple[int, bytes]:
    first = seq + 1
    texts: list[str] = []
    links: list[bytes] = []
    at = stamp.at.astimezone(UTC)
    for event in events:
        seq += 1
        text = _json(_data(event))
        link = next_link(
            link,
            event_text(company_id, seq, at, stamp.by, event.code, event.document_id, text),
        )
        texts.append(text)
        links.append(link)
    count = len(events)
    insert_rows(
        "platform_event",
        {
            "company_id": ("bigint", [company_id] * count),
            "seq": ("bigint", range(first, first + count)),
            "at": ("timestamptz", [at] * count),
            "by_id": ("bigint", [stamp.by] * count),
            "code": ("text", [e.code for e in events]),
            "document_id": ("bigint", [e.document_id for e in events]),
            "data": ("jsonb", texts),
            "hash": ("bytea", links),
        },
    )
    return seq, link


def event_text(  # noqa: PLR0917 - the hashed fields, in their order
    company_id: int,
    seq: int,
    at: datetime,
    by: int | None,
    code: str,
    document_id: int | None,
    data: str,
) -> str:
    """The canonical text of an event, which its link covers; ``data`` is `canonical`, ``at`` is UTC."""
    return f"{company_id}|{seq}|{at.isoformat()}|{by or ''}|{code}|{document_id or ''}|{data}"


def next_link(previous: bytes, text: str) -> bytes:
    """SHA-256 over the previous link and an event's canonical text."""
    return hashlib.sha256(previous + text.encode()).digest()


def canonical(data: Any) -> str:
    """JSON with sorted keys and no spaces: the same bytes for the same facts."""
    return _json(data)


def _data(event: Event) -> dict[str, Any]:
    kind = type(event)
    names = _fields.get(kind)
    if names is None:
        names = tuple(
            f.name
            for f in fields(event)
            if f.name != "document_id" and "transient" not in f.metadata
        )
        _fields[kind] = names
    return {name: getattr(event, name) for name in names}


def _plain(value: Any) -> str:
    if isinstance(value, Decimal | date | datetime):
        return str(value)
    raise TypeError(f"an event can't carry {type(value).__name__}")


_encoder = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
)
_json = _encoder.encode
