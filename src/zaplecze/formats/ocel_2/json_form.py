"""OCEL 2.0 as JSON; types and their attributes are declared from what the log holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from zaplecze.formats.ocel_2.types import (
    ObjectEvent,
    ObjectLog,
    OcelError,
    Relation,
    Thing,
    Value,
)

MAX_BYTES = 200_000_000


def write(log: ObjectLog) -> bytes:
    """The log as OCEL 2.0 JSON; refuses doubled ids (OCEL-TWIN) and ties to nothing (OCEL-OBJECT)."""
    _check(log)
    whole = {
        "objectTypes": _types((t.type, t.attributes) for t in log.things),
        "eventTypes": _types((e.type, e.attributes) for e in log.events),
        "objects": [
            {
                "id": t.id,
                "type": t.type,
                "attributes": [
                    {"name": n, "time": _time(t.since), "value": _plain(v)}
                    for n, v in t.attributes.items()
                ],
                "relationships": _ties(t.relations),
            }
            for t in log.things
        ],
        "events": [
            {
                "id": e.id,
                "type": e.type,
                "time": _time(e.at),
                "attributes": [{"name": n, "value": _plain(v)} for n, v in e.attributes.items()],
                "relationships": _ties(e.relations),
            }
            for e in log.events
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _check(log: ObjectLog) -> None:
    things = {t.id for t in log.things}
    if len(things) != len(log.things) or len({e.id for e in log.events}) != len(log.events):
        raise OcelError("OCEL-TWIN", "dwa obiekty albo dwa zdarzenia mają ten sam identyfikator")
    owners: list[Thing | ObjectEvent] = [*log.things, *log.events]
    for owner in owners:
        for tie in owner.relations:
            if tie.object_id not in things:
                raise OcelError(
                    "OCEL-OBJECT", f"{owner.id} wskazuje nieznany obiekt {tie.object_id}"
                )


def _types(found: Iterable[tuple[str, Mapping[str, Value]]]) -> list[dict[str, Any]]:
    types: dict[str, dict[str, str]] = {}
    for name, attributes in found:
        kinds = types.setdefault(name, {})
        for key, value in attributes.items():
            kind = _kind(value)
            if kinds.setdefault(key, kind) != kind:
                raise OcelError(
                    "OCEL-TYPE", f"atrybut {key} w {name} ma dwa różne rodzaje wartości"
                )
    return [
        {"name": n, "attributes": [{"name": k, "type": t} for k, t in sorted(kinds.items())]}
        for n, kinds in sorted(types.items())
    ]


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "float"
    return "time" if isinstance(value, datetime) else "string"


def _time(at: datetime) -> str:
    if at.tzinfo is None:
        raise OcelError("OCEL-MOMENT", f"chwila {at} bez strefy czasowej")
    return at.astimezone(UTC).isoformat()


def _plain(value: Value) -> Any:
    return _time(value) if isinstance(value, datetime) else value


def _ties(relations: Sequence[Relation]) -> list[dict[str, str]]:
    return [{"objectId": r.object_id, "qualifier": r.qualifier} for r in relations]


def read(data: bytes) -> ObjectLog:
    """Read a log. Raises `OcelError` (OCEL-SIZE, OCEL-JSON, OCEL-FORM and those of `write`)."""
    if len(data) > MAX_BYTES:
        raise OcelError("OCEL-SIZE", f"plik ma ponad {MAX_BYTES // 1_000_000} MB")
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise OcelError("OCEL-JSON", f"plik nie jest poprawnym JSON: {error}") from error
    try:
        kinds = {
            (owner, t["name"], a["name"]): a["type"]
            for owner in ("objectTypes", "eventTypes")
            for t in whole[owner]
            for a in t["attributes"]
        }
        things = tuple(_thing(o, kinds) for o in whole["objects"])
        events = tuple(_event(e, kinds) for e in whole["events"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise OcelError("OCEL-FORM", f"plik nie ma budowy OCEL 2.0: {error!r}") from error
    log = ObjectLog(things, events)
    _check(log)
    return log


Kinds = Mapping[tuple[str, str, str], str]


def _thing(o: Mapping[str, Any], kinds: Kinds) -> Thing:
    attributes = o.get("attributes", [])
    times = [_moment(a["time"]) for a in attributes]
    values = {
        a["name"]: _value(a["value"], kinds["objectTypes", o["type"], a["name"]])
        for a in attributes
    }
    since = min(times, default=datetime(1970, 1, 1, tzinfo=UTC))
    return Thing(o["id"], o["type"], since, values, _read_ties(o))


def _event(e: Mapping[str, Any], kinds: Kinds) -> ObjectEvent:
    values = {
        a["name"]: _value(a["value"], kinds["eventTypes", e["type"], a["name"]])
        for a in e.get("attributes", [])
    }
    return ObjectEvent(e["id"], e["type"], _moment(e["time"]), values, _read_ties(e))


def _read_ties(owner: Mapping[str, Any]) -> tuple[Relation, ...]:
    return tuple(Relation(r["objectId"], r["qualifier"]) for r in owner.get("relationships", []))


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _value(value: Any, kind: str) -> Value:
    match kind:
        case "string":
            return str(value)
        case "integer":
            return int(value)
        case "float":
            return float(value)
        case "boolean":
            return bool(value)
        case "time":
            return _moment(str(value))
    raise ValueError(f"nieznany rodzaj wartości {kind}")
