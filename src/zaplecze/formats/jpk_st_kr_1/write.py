"""Writing: a register as XML, an asset at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from decimal import Decimal
from typing import BinaryIO
from xml.sax.saxutils import escape

from zaplecze.formats.jpk_kr_pd_1 import Subject
from zaplecze.formats.jpk_st_kr_1.types import Asset, Header, Register

NAMESPACE = "http://jpk.mf.gov.pl/wzor/2024/04/24/04242/"
TYPES_NAMESPACE = "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2022/01/05/eD/DefinicjeTypy/"


def write(register: Register, out: BinaryIO) -> None:
    """Write the file as UTF-8; same values, same bytes."""
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f'<JPK xmlns="{NAMESPACE}" xmlns:etd="{TYPES_NAMESPACE}">\n'.encode())
    out.write(_header(register.header).encode())
    out.write(_subject(register.subject).encode())
    for asset in register.assets:
        out.write("".join(_asset(asset)).encode())
    out.write(b"</JPK>\n")


def _text(text: str, limit: int = 256) -> str:
    kept = "".join(c if c.isprintable() else " " for c in text)
    return escape(" ".join(kept.split())[:limit].strip() or "brak")


def _header(h: Header) -> str:
    made = h.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        '<Naglowek><KodFormularza kodSystemowy="JPK_ST_KR (1)" wersjaSchemy="1-0">JPK_ST</KodFormularza>'
        f"<WariantFormularza>1</WariantFormularza><CelZlozenia>{h.purpose}</CelZlozenia>"
        f"<DataWytworzeniaJPK>{made}</DataWytworzeniaJPK><RokDataOd>{h.year_first}</RokDataOd>"
        f"<RokDataDo>{h.year_last}</RokDataDo><DomyslnyKodWaluty>PLN</DomyslnyKodWaluty>"
        f"<KodUrzedu>{h.tax_office}</KodUrzedu></Naglowek>\n"
    )


def _subject(s: Subject) -> str:
    a = s.address
    parts = (
        ("KodKraju", "PL"),
        ("Wojewodztwo", a.voivodeship),
        ("Powiat", a.county),
        ("Gmina", a.commune),
        ("Ulica", a.street),
        ("NrDomu", a.house),
        ("NrLokalu", a.flat),
        ("Miejscowosc", a.town),
        ("KodPocztowy", a.postal_code),
    )
    address = "".join(f"<etd:{name}>{_text(text)}</etd:{name}>" for name, text in parts if text)
    return (
        f"<Podmiot1><IdentyfikatorPodmiotu><etd:NIP>{s.nip}</etd:NIP><etd:PelnaNazwa>{_text(s.name, 240)}"
        f"</etd:PelnaNazwa></IdentyfikatorPodmiotu><Adres><AdresPol>{address}</AdresPol></Adres></Podmiot1>\n"
    )


def _asset(a: Asset) -> Iterator[str]:
    yield f"<ST_KR><E_1>{_text(a.number)}</E_1>"
    acquired = "E_3" if a.intangible else "E_2"
    yield f"<{acquired}>{a.acquired_on}</{acquired}><E_4>{a.in_use_on}</E_4><E_5>{_text(a.voucher)}</E_5>"
    yield f"<E_6>{a.acquired}</E_6><E_7>{_text(a.name)}</E_7>"
    if a.kst:
        yield f"<E_8>{_text(a.kst)}</E_8>"
    yield f"<E_9_1>{a.method}</E_9_1><E_10A>{_rate(a.rate)}</E_10A><E_10B>{a.rate_amount:.2f}</E_10B>"
    if a.applied_rate is not None:
        yield f"<E_11>{_rate(a.applied_rate)}</E_11>"
    yield f"<E_12>{a.tax_value:.2f}</E_12>"
    if a.tax_change:
        yield f"<E_15>{a.tax_change:.2f}</E_15>"
    yield f"<E_17>{a.frequency}</E_17>"
    if a.refused:
        yield f"<E_18>{a.refused:.2f}</E_18>"
    yield f"<E_19>{a.tax_year:.2f}</E_19><E_20>{a.tax_total:.2f}</E_20><E_21>{a.value:.2f}</E_21>"
    if a.change:
        yield f"<E_24>{a.change:.2f}</E_24>"
    yield (
        f"<E_25A>{_rate(a.balance_rate)}</E_25A><E_25B>{a.balance_rate_amount:.2f}</E_25B>"
        f"<E_26>{a.year:.2f}</E_26><E_27>{a.total:.2f}</E_27>"
    )
    if a.struck is not None:
        yield (
            f"<E_28>{a.struck.on}</E_28><E_29>{a.struck.reason}</E_29>"
            f"<E_30>{_text(a.struck.voucher)}</E_30>"
        )
    yield f"<E_32>{1 if a.reclassified else 2}</E_32></ST_KR>\n"


def _rate(rate: Decimal) -> str:
    return f"{rate:.2f}"
