"""XES as XML: written in the order given, read without entities or network."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from zaplecze.formats.xes.types import Log, LogEvent, Trace, Value, XesError

NAMESPACE = "http://www.xes-standard.org/"
MAX_BYTES = 200_000_000
_EXTENSIONS = (("Concept", "concept"), ("Time", "time"), ("Organizational", "org"))
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NAMESPACES: Any = {None: NAMESPACE}
_NAME, _TIME = "concept:name", "time:timestamp"


def write(log: Log) -> bytes:
    """The log as XES; refuses (XES-MOMENT) a moment without a time zone, (XES-NUMBER) one that is no number."""
    root = etree.Element("log", nsmap=_NAMESPACES)
    root.set("xes.version", "1849-2016")
    root.set("xes.features", "")
    for name, prefix in _EXTENSIONS:
        etree.SubElement(
            root, "extension", name=name, prefix=prefix, uri=f"{NAMESPACE}{prefix}.xesext"
        )
    for scope, keys in (("trace", (_NAME,)), ("event", (_NAME, _TIME))):
        box = etree.SubElement(root, "global", scope=scope)
        for key in keys:
            _put(box, key, "" if key == _NAME else datetime(1970, 1, 1, tzinfo=UTC))
    etree.SubElement(root, "classifier", name="Activity", keys=_NAME)
    _put(root, _NAME, log.name)
    for trace in log.traces:
        box = etree.SubElement(root, "trace")
        _put(box, _NAME, trace.name)
        _put_all(box, trace.attributes)
        for event in trace.events:
            inner = etree.SubElement(box, "event")
            _put(inner, _NAME, event.activity)
            _put(inner, _TIME, event.at)
            _put_all(inner, event.attributes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _put_all(box: etree._Element, attributes: Mapping[str, Value]) -> None:
    for key, value in attributes.items():
        _put(box, key, value)


def _put(box: etree._Element, key: str, value: Value) -> None:
    if isinstance(value, bool):
        tag, text = "boolean", str(value).lower()
    elif isinstance(value, int):
        tag, text = "int", str(value)
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise XesError("XES-NUMBER", f"atrybut {key}: {value} nie jest liczbą")
        tag, text = "float", repr(value)
    elif isinstance(value, datetime):
        if value.tzinfo is None:
            raise XesError("XES-MOMENT", f"atrybut {key}: chwila {value} bez strefy czasowej")
        tag, text = "date", value.isoformat()
    else:
        tag, text = "string", _UNPRINTABLE.sub("\ufffd", value)
    etree.SubElement(box, tag, key=key, value=text)


def read(data: bytes) -> Log:
    """Read a log; attributes keep their types. Raises `XesError`."""
    if len(data) > MAX_BYTES:
        raise XesError("XES-SIZE", f"plik ma ponad {MAX_BYTES // 1_000_000} MB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise XesError("XES-XML", f"plik nie jest poprawnym XML: {error}") from error
    info: Any = root.getroottree().docinfo
    if info.doctype:
        raise XesError("XES-XML", "plik ma deklarację DOCTYPE, której log nie potrzebuje")
    if etree.QName(root).localname != "log":
        raise XesError("XES-LOG", f"zamiast elementu log jest {etree.QName(root).localname}")
    own = _attributes(root)
    traces = []
    for number, box in enumerate(root.iterfind("{*}trace"), 1):
        events = [
            _event(inner, f"ślad {number}, zdarzenie {n}")
            for n, inner in enumerate(box.iterfind("{*}event"), 1)
        ]
        attributes = _attributes(box)
        traces.append(Trace(str(attributes.pop(_NAME, "")), tuple(events), attributes))
    return Log(str(own.get(_NAME, "")), tuple(traces))


def _event(box: etree._Element, place: str) -> LogEvent:
    attributes = _attributes(box)
    if _NAME not in attributes:
        raise XesError("XES-ACTIVITY", f"{place}: brak {_NAME}")
    at = attributes.pop(_TIME, None)
    if not isinstance(at, datetime):
        raise XesError("XES-MOMENT", f"{place}: brak {_TIME}")
    return LogEvent(str(attributes.pop(_NAME)), at, attributes)


def _attributes(box: etree._Element) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for child in box:
        if not isinstance(child.tag, str):
            continue
        key, text = child.get("key"), child.get("value")
        kind = etree.QName(child).localname
        if key is None or text is None or kind not in _READ:
            continue
        try:
            found[key] = _READ[kind](text)
        except ValueError as error:
            raise XesError("XES-VALUE", f"atrybut {key}: {text!r} to nie {kind}") from error
    return found


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


_READ: dict[str, Callable[[str], Value]] = {
    "string": str,
    "id": str,
    "int": int,
    "float": float,
    "boolean": _flag,
    "date": _moment,
}
