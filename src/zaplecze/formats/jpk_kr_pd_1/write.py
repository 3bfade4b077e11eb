"""Writing: a year of books as XML, an entry at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from decimal import Decimal
from typing import BinaryIO
from xml.sax.saxutils import escape

from zaplecze.formats.jpk_kr_pd_1.types import (
    Account,
    Address,
    Books,
    Contractor,
    Controls,
    Entry,
    Header,
    Line,
    Reconciliation,
    Subject,
)

NAMESPACE = "http://jpk.mf.gov.pl/wzor/2024/09/04/09041/"
TYPES_NAMESPACE = "http://crd.gov.pl/xml/schematy/dziedzinowe/mf/2022/01/05/eD/DefinicjeTypy/"
SHORT, LONG = 256, 512


def write(books: Books, out: BinaryIO) -> Controls:
    """Write the file as UTF-8; the control sums come back. Same values, same bytes."""
    controls = Controls()
    for text in (
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<JPK xmlns="{NAMESPACE}" xmlns:etd="{TYPES_NAMESPACE}">\n',
        _header(books.header),
        _subject(books.subject),
        *map(_contractor, books.contractors),
        "<ZOiS>\n",
        *map(_account, books.accounts),
        "</ZOiS>\n",
    ):
        out.write(text.encode())
    for entry in books.entries():
        controls = controls.with_entry(entry)
        out.write("".join(_entry(entry)).encode())
    out.write(_controls(controls).encode())
    out.write(_reconciliation(books.reconciliation).encode())
    out.write(b"</JPK>\n")
    return controls


def _text(text: str, limit: int = SHORT) -> str:
    """Text of a field: never empty, no longer than the field, blanks as the schema's token has them."""
    kept = "".join(c if c.isprintable() else " " for c in text)
    return escape(" ".join(kept.split())[:limit].strip() or "brak")


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _header(h: Header) -> str:
    made = h.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        '<Naglowek><KodFormularza kodSystemowy="JPK_KR_PD (1)" wersjaSchemy="1-1">JPK_KR_PD</KodFormularza>'
        f"<WariantFormularza>1</WariantFormularza><CelZlozenia>{h.purpose}</CelZlozenia>"
        f"<DataWytworzeniaJPK>{made}</DataWytworzeniaJPK><DataOd>{h.first}</DataOd><DataDo>{h.last}</DataDo>"
        f"<RokDataOd>{h.year_first}</RokDataOd><RokDataDo>{h.year_last}</RokDataDo>"
        f"<DomyslnyKodWaluty>{h.currency}</DomyslnyKodWaluty><KodUrzedu>{h.tax_office}</KodUrzedu></Naglowek>\n"
    )


def _subject(s: Subject) -> str:
    marks = (
        "<Znacznik_EST>1</Znacznik_EST>" * s.estonian + "<Znacznik_MSSF>1</Znacznik_MSSF>" * s.ifrs
    )
    return (
        f"<Podmiot1><IdentyfikatorPodmiotu><etd:NIP>{s.nip}</etd:NIP>"
        f"<etd:PelnaNazwa>{_text(s.name, 240)}</etd:PelnaNazwa></IdentyfikatorPodmiotu>"
        f"<Adres><AdresPol>{_address(s.address)}</AdresPol></Adres>{marks}</Podmiot1>\n"
    )


def _address(a: Address) -> str:
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
    return "".join(f"<etd:{name}>{_text(text)}</etd:{name}>" for name, text in parts if text)


def _contractor(c: Contractor) -> str:
    country = f"<T_2>{c.country}</T_2>" if c.country else ""
    tax_id = f"<T_3>{_text(c.tax_id, 30)}</T_3>" if c.tax_id else ""
    return f"<Kontrahent><T_1>{_text(c.code)}</T_1>{country}{tax_id}</Kontrahent>\n"


def _account(a: Account) -> str:
    amounts = (
        a.opening_debit,
        a.opening_credit,
        a.debit,
        a.credit,
        a.year_debit,
        a.year_credit,
        a.closing_debit,
        a.closing_credit,
    )
    sums = "".join(f"<S_{n}>{_amount(v)}</S_{n}>" for n, v in enumerate(amounts, 4))
    more = f"<S_12_2>{a.tag_2}</S_12_2>" if a.tag_2 else ""
    tax = f"<S_12_3>{a.tag_pd}</S_12_3>" if a.tag_pd else ""
    return (
        f"<ZOiS7><S_1>{_text(a.number)}</S_1><S_2>{_text(a.name)}</S_2><S_3>{_text(a.parent)}</S_3>"
        f"{sums}<S_12_1>{a.tag_1}</S_12_1>{more}{tax}</ZOiS7>\n"
    )


def _entry(e: Entry) -> Iterator[str]:
    contractor = f"<D_3>{_text(e.contractor)}</D_3>" if e.contractor else ""
    ksef = f"<D_12>{e.ksef_number}</D_12>" if e.ksef_number else ""
    yield (
        f"<Dziennik><D_1>{_text(e.number)}</D_1><D_2>{_text(e.journal)}</D_2>{contractor}"
        f"<D_4>{_text(e.voucher)}</D_4><D_5>{_text(e.kind)}</D_5><D_6>{e.operation_date}</D_6>"
        f"<D_7>{e.document_date}</D_7><D_8>{e.posting_date}</D_8><D_9>{_text(e.responsible)}</D_9>"
        f"<D_10>{_text(e.text, LONG)}</D_10><D_11>{_amount(e.amount)}</D_11>{ksef}"
    )
    for line in e.lines:
        yield _line(line)
    yield "</Dziennik>\n"


def _line(n: Line) -> str:
    first = 4 if n.is_debit else 7
    foreign = ""
    if n.foreign is not None:
        foreign = (
            f"<Z_{first + 1}>{_amount(n.foreign)}</Z_{first + 1}>"
            f"<Z_{first + 2}>{n.currency}</Z_{first + 2}>"
        )
    return (
        f"<KontoZapis><Z_1>{_text(n.no)}</Z_1><Z_2>{_text(n.text, LONG)}</Z_2><Z_3>{_text(n.account)}</Z_3>"
        f"<Z_{first}>{_amount(n.amount)}</Z_{first}>{foreign}</KontoZapis>"
    )


def _controls(c: Controls) -> str:
    return (
        f"<Ctrl><C_1>{c.entries}</C_1><C_2>{_amount(c.amount)}</C_2><C_3>{c.lines}</C_3>"
        f"<C_4>{_amount(c.debit)}</C_4><C_5>{_amount(c.credit)}</C_5></Ctrl>\n"
    )


def _reconciliation(r: Reconciliation) -> str:
    values = "".join(f"<K_{n}>{_amount(v)}</K_{n}>" for n, v in enumerate(r.values(), 1))
    return f"<RPD>{values}</RPD>\n"
