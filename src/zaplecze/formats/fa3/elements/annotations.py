"""Elements of Adnotacje."""

from lxml import etree

from zaplecze.formats.fa3.grammar import (
    Extras,
    Node,
    Row,
    day,
    integer,
    leaf,
    mark,
    marker,
    node,
    text,
    yes_no,
)
from zaplecze.formats.fa3.types import (
    Annotations,
    Exemption,
    ExemptionBasis,
    MarginScheme,
    NewTransport,
    NewVehicle,
)

_EXEMPTION = Node(
    dict,
    marker("P_19", when="exemption"),
    text("P_19A", "P_19A"),
    text("P_19B", "P_19B"),
    text("P_19C", "P_19C"),
    marker("P_19N", when="exemption", present=False),
)
_NEW_VEHICLE = Node(
    NewVehicle,
    day("P_22A", "in_use_since"),
    integer("P_NrWierszaNST", "line_number"),
    text("P_22BMK", "make"),
    text("P_22BMD", "model"),
    text("P_22BK", "color"),
    text("P_22BNR", "registration"),
    text("P_22BRP", "production_year"),
    text("P_22B", "mileage"),
    text("P_22B1", "vin"),
    text("P_22B2", "body_number"),
    text("P_22B3", "chassis_number"),
    text("P_22B4", "frame_number"),
    text("P_22BT", "vehicle_type"),
    text("P_22C", "vessel_hours"),
    text("P_22C1", "hull_number"),
    text("P_22D", "aircraft_hours"),
    text("P_22D1", "serial_number"),
)
_NEW_TRANSPORT = Node(
    dict,
    marker("P_22", when="vehicles"),
    yes_no("P_42_5", "art_42_5"),
    node("NowySrodekTransportu", "vehicles", _NEW_VEHICLE, many=True),
    marker("P_22N", when="vehicles", present=False),
)
_MARGIN = Node(
    dict,
    marker("P_PMarzy", when="margin"),
    *(mark(scheme.value, scheme.value) for scheme in MarginScheme),
    marker("P_PMarzyN", when="margin", present=False),
)


def _read_exemption(element: etree._Element, extras: Extras) -> Exemption | None:
    values = _EXEMPTION.values(element, extras)
    for basis in ExemptionBasis:
        if basis.value in values:
            return Exemption(basis, values[basis.value])
    return None


def _write_exemption(name: str, value: Exemption | None, out: list[str]) -> None:
    out.append(f"<{name}>\n")
    if value is None:
        leaf("P_19N", "1", out)
    else:
        leaf("P_19", "1", out)
        leaf(value.basis.value, value.text, out)
    out.append(f"</{name}>\n")


def _read_new_transport(element: etree._Element, extras: Extras) -> NewTransport | None:
    values = _NEW_TRANSPORT.values(element, extras)
    return NewTransport(**values) if values else None


def _write_new_transport(name: str, value: NewTransport | None, out: list[str]) -> None:
    out.append(f"<{name}>\n")
    if value is None:
        leaf("P_22N", "1", out)
    else:
        leaf("P_22", "1", out)
        leaf("P_42_5", "1" if value.art_42_5 else "2", out)
        for vehicle in value.vehicles:
            _NEW_VEHICLE.write("NowySrodekTransportu", vehicle, out)
    out.append(f"</{name}>\n")


def _read_margin(element: etree._Element, extras: Extras) -> MarginScheme | None:
    values = _MARGIN.values(element, extras)
    return next((scheme for scheme in MarginScheme if values.get(scheme.value)), None)


def _write_margin(name: str, value: MarginScheme | None, out: list[str]) -> None:
    out.append(f"<{name}>\n")
    if value is None:
        leaf("P_PMarzyN", "1", out)
    else:
        leaf("P_PMarzy", "1", out)
        leaf(value.value, "1", out)
    out.append(f"</{name}>\n")


ANNOTATIONS = Node(
    Annotations,
    yes_no("P_16", "cash_method"),
    yes_no("P_17", "self_billing"),
    yes_no("P_18", "reverse_charge"),
    yes_no("P_18A", "split_payment"),
    Row("Zwolnienie", "exemption", _read_exemption, _write_exemption, always=True),
    Row(
        "NoweSrodkiTransportu",
        "new_transport",
        _read_new_transport,
        _write_new_transport,
        always=True,
    ),
    yes_no("P_23", "triangular"),
    Row("PMarzy", "margin", _read_margin, _write_margin, always=True),
)
