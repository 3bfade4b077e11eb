"""Writing: rows to XML text in the order of the schema."""

from collections.abc import Iterator
from datetime import UTC
from decimal import Decimal
from xml.sax.saxutils import escape

from zaplecze.formats.jpk_v7m_3.checks import JpkRefused, check
from zaplecze.formats.jpk_v7m_3.declaration import control_totals
from zaplecze.formats.jpk_v7m_3.fields import (
    AMOUNT,
    DECLARATION,
    FLAG,
    GTU,
    NAMESPACE,
    PROCEDURES,
    PURCHASE_AMOUNTS,
    SALES_AMOUNTS,
    TYPES_NAMESPACE,
)
from zaplecze.formats.jpk_v7m_3.finding import Severity
from zaplecze.formats.jpk_v7m_3.texts import token
from zaplecze.formats.jpk_v7m_3.types import Declaration, Header, Jpk, PurchaseRow, SalesRow


def build(jpk: Jpk) -> bytes:
    """The file as UTF-8; the same values give the same bytes. Refuses (`JpkRefused`) what can't be sent."""
    stops = [f for f in check(jpk) if f.severity is Severity.STOP]
    if stops:
        raise JpkRefused(stops)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        f'<JPK xmlns="{NAMESPACE}" xmlns:etd="{TYPES_NAMESPACE}">\n',
        *_header(jpk.header),
    ]
    if jpk.declaration is not None:
        parts += _declaration(jpk.declaration)
    parts.append("<Ewidencja>\n")
    parts += ["".join(_sale(row)) for row in jpk.sales]
    totals = control_totals(jpk.sales, jpk.purchases)
    parts.append(
        f"<SprzedazCtrl><LiczbaWierszySprzedazy>{totals.sales_rows}</LiczbaWierszySprzedazy>"
        f"<PodatekNalezny>{_amount(totals.sales_tax)}</PodatekNalezny></SprzedazCtrl>\n"
    )
    parts += ["".join(_purchase(row)) for row in jpk.purchases]
    parts.append(
        f"<ZakupCtrl><LiczbaWierszyZakupow>{totals.purchase_rows}</LiczbaWierszyZakupow>"
        f"<PodatekNaliczony>{_amount(totals.purchase_tax)}</PodatekNaliczony></ZakupCtrl>\n"
        "</Ewidencja>\n</JPK>\n"
    )
    return "".join(parts).encode("utf-8")


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _text(text: str) -> str:
    return escape(token(text))


def _tag(name: str, text: str) -> str:
    return f"<{name}>{_text(text)}</{name}>"


def _header(header: Header) -> Iterator[str]:
    made_at = header.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    yield (
        '<Naglowek><KodFormularza kodSystemowy="JPK_V7M (3)" wersjaSchemy="1-0E">JPK_VAT</KodFormularza>'
        f"<WariantFormularza>3</WariantFormularza><DataWytworzeniaJPK>{made_at}</DataWytworzeniaJPK>"
    )
    if header.system_name:
        yield _tag("NazwaSystemu", header.system_name)
    yield (
        f'<CelZlozenia poz="P_7">{header.purpose}</CelZlozenia><KodUrzedu>{header.tax_office}</KodUrzedu>'
        f"<Rok>{header.year}</Rok><Miesiac>{header.month}</Miesiac></Naglowek>\n"
    )
    contact = _tag("Email", header.email) + (_tag("Telefon", header.phone) if header.phone else "")
    yield '<Podmiot1 rola="Podatnik">'
    if header.person is not None:
        yield (
            f"<OsobaFizyczna><etd:NIP>{header.nip}</etd:NIP>"
            f"<etd:ImiePierwsze>{_text(header.person.first_name)}</etd:ImiePierwsze>"
            f"<etd:Nazwisko>{_text(header.person.surname)}</etd:Nazwisko>"
            f"<etd:DataUrodzenia>{header.person.birth_date}</etd:DataUrodzenia>{contact}</OsobaFizyczna>"
        )
    else:
        yield (
            f"<OsobaNiefizyczna><NIP>{header.nip}</NIP>{_tag('PelnaNazwa', header.full_name)}{contact}"
            "</OsobaNiefizyczna>"
        )
    yield "</Podmiot1>\n"


def _declaration(declaration: Declaration) -> Iterator[str]:
    yield (
        '<Deklaracja><Naglowek><KodFormularzaDekl kodSystemowy="VAT-7 (23)" kodPodatku="VAT" '
        'rodzajZobowiazania="Z" wersjaSchemy="1-0E">VAT-7</KodFormularzaDekl>'
        "<WariantFormularzaDekl>23</WariantFormularzaDekl></Naglowek><PozycjeSzczegolowe>"
    )
    for name, kind in DECLARATION.items():
        if kind == AMOUNT and name in declaration.amounts:
            yield f"<{name}>{declaration.amounts[name]}</{name}>"
        elif kind == FLAG and name in declaration.flags:
            yield f"<{name}>1</{name}>"
        elif name in declaration.texts:
            yield _tag(name, declaration.texts[name])
    yield "</PozycjeSzczegolowe><Pouczenia>1</Pouczenia></Deklaracja>\n"


def _country(code: str) -> str:
    """Greece is EL in this form."""
    if not code:
        return ""
    return f"<KodKrajuNadaniaTIN>{'EL' if code == 'GR' else code}</KodKrajuNadaniaTIN>"


def _proof(row: SalesRow | PurchaseRow) -> str:
    return (
        f"<NrKSeF>{row.ksef_number}</NrKSeF>"
        if row.proof == "NrKSeF"
        else f"<{row.proof}>1</{row.proof}>"
    )


def _sale(row: SalesRow) -> Iterator[str]:
    yield f"<SprzedazWiersz><LpSprzedazy>{row.no}</LpSprzedazy>{_country(row.partner_country)}"
    yield _tag("NrKontrahenta", row.partner_tax_id) + _tag("NazwaKontrahenta", row.partner_name)
    yield (
        _tag("DowodSprzedazy", row.number) + f"<DataWystawienia>{row.issue_date}</DataWystawienia>"
    )
    if row.sale_date is not None:
        yield f"<DataSprzedazy>{row.sale_date}</DataSprzedazy>"
    yield _proof(row)
    if row.document_type:
        yield f"<TypDokumentu>{row.document_type}</TypDokumentu>"
    yield from (f"<{mark}>1</{mark}>" for mark in GTU if mark in row.gtu)
    yield from (f"<{mark}>1</{mark}>" for mark in PROCEDURES if mark in row.procedures)
    if row.bad_debt is not None:
        yield "<KorektaPodstawyOpodt>1</KorektaPodstawyOpodt>"
        if row.bad_debt.due is not None:
            yield f"<TerminPlatnosci>{row.bad_debt.due}</TerminPlatnosci>"
        else:
            yield f"<DataZaplaty>{row.bad_debt.paid}</DataZaplaty>"
    yield from (
        f"<{name}>{_amount(row.amounts[name])}</{name}>"
        for name in SALES_AMOUNTS
        if name in row.amounts
    )
    if row.margin is not None:
        yield f"<SprzedazVAT_Marza>{_amount(row.margin)}</SprzedazVAT_Marza>"
    yield "</SprzedazWiersz>\n"


def _purchase(row: PurchaseRow) -> Iterator[str]:
    yield f"<ZakupWiersz><LpZakupu>{row.no}</LpZakupu>{_country(row.partner_country)}"
    yield _tag("NrDostawcy", row.partner_tax_id) + _tag("NazwaDostawcy", row.partner_name)
    yield _tag("DowodZakupu", row.number) + f"<DataZakupu>{row.issue_date}</DataZakupu>"
    if row.received is not None:
        yield f"<DataWplywu>{row.received}</DataWplywu>"
    yield _proof(row)
    if row.document_type:
        yield f"<DokumentZakupu>{row.document_type}</DokumentZakupu>"
    if row.imported:
        yield "<IMP>1</IMP>"
    yield from (
        f"<{name}>{_amount(row.amounts[name])}</{name}>"
        for name in PURCHASE_AMOUNTS
        if name in row.amounts
    )
    if row.margin is not None:
        yield f"<ZakupVAT_Marza>{_amount(row.margin)}</ZakupVAT_Marza>"
    yield "</ZakupWiersz>\n"
