"""Opening balance from a file: a table that people made, or JPK_KR_PD of the program that kept the books before.

Reading decides nothing: a plan shows every row with its fault, and only a plan without faults is posted.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from zaplecze.formats import jpk_kr_pd_1 as krpd
from zaplecze.formats.numbers import nip_ok
from zaplecze.ledger.chart import PROFIT_BROUGHT_FORWARD
from zaplecze.ledger.commands.posting import Posted
from zaplecze.ledger.commands.year import enter_opening
from zaplecze.ledger.models import Account, AccountKind
from zaplecze.ledger.rules import NewLine, clean
from zaplecze.partners.api import SeenPartner, learn_partners
from zaplecze.platform.currencies import is_currency
from zaplecze.platform.events import Stamp, lock_company
from zaplecze.platform.refusal import Refusal
from zaplecze.platform.scope import business_years, current_company_id
from zaplecze.platform.tables import amount_of, day_of, read_table

ZERO = Decimal("0.00")
HEADINGS = ("konto", "wn", "ma")
HOME, PLN = "PL", "PLN"
# Prefixes of numbers for VAT in the Union (XI: Northern Ireland): with one, a number says its country itself.
UNION = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "EL",
        "ES",
        "FI",
        "FR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
        "XI",
    ]
)
ACCOUNT_FORM = re.compile(r"[0-9][0-9-]{0,19}")


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """A row of the file; ``place`` names it, ``fault`` is empty where it can be posted.

    ``own`` is the amount in another ``currency``. ``tax_id`` is a NIP, or where ``country`` is another its number
    there. ``tags`` (S_12_1, S_12_2, S_12_3) come from another program's file and make an account missing here.
    """

    place: str
    account: str
    name: str
    debit: Decimal
    credit: Decimal
    tax_id: str = ""
    partner: str = ""
    number: str = ""
    day: date | None = None
    due: date | None = None
    tags: tuple[str, str, str] | None = None
    fault: str = ""
    country: str = HOME
    currency: str = PLN
    own: Decimal | None = None


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """What would be posted: rows, accounts that would be added, sums of both sides (PLN).

    ``opens`` names the year that a file of a year opens; a table says nothing of it.
    """

    rows: tuple[OpeningRow, ...]
    new_accounts: tuple[str, ...]
    debit: Decimal
    credit: Decimal
    opens: int | None = None

    @property
    def faults(self) -> int:
        """How many rows have to be put right first, and one more where the sides differ."""
        return sum(bool(r.fault) for r in self.rows) + (self.debit != self.credit)


def plan_opening(name: str, data: bytes) -> OpeningPlan:
    """Read a file and check it against the open company's chart; writes nothing.

    Raises `Refusal` for a file that is neither a table with the columns ``konto``, ``wn``, ``ma`` nor JPK_KR_PD.
    """
    opens = None
    if data.lstrip()[:1] == b"<":
        rows, opens = _from_jpk(data)
    else:
        rows = _from_table(name, data)
    chart = {
        number: (kind, settles)
        for number, kind, settles in Account.objects.filter(
            company_id=current_company_id()
        ).values_list("number", "kind", "settles")
    }
    checked = tuple(_checked(row, chart) for row in rows)
    new = sorted({r.account for r in checked if r.tags and r.account not in chart and not r.fault})
    return OpeningPlan(
        checked,
        tuple(new),
        sum((r.debit for r in checked), ZERO),
        sum((r.credit for r in checked), ZERO),
        opens,
    )


def import_opening(*, year: int, name: str, data: bytes, by: int, at: datetime) -> Posted:
    """Post the opening balance of a year from a file, all of it or nothing.

    Partners named by NIP are learnt; accounts that another program's file tells with their tags are added to the
    chart. Raises `Refusal` where the plan has faults, `CannotPost` as `enter_opening` does.
    """
    lock_company()
    plan = plan_opening(name, data)
    if plan.faults:
        first = next((f"{r.place}: {r.fault}" for r in plan.rows if r.fault), "strony się różnią")
        raise Refusal(
            f"Plik ma błędy ({plan.faults}), pierwszy: {first}.", code="ledger.opening-file"
        )
    if plan.opens not in (None, year):
        opened = business_years().of_label(plan.opens)
        raise Refusal(
            f"Plik otwiera rok {opened.name}, a nie {business_years().of_label(year).name}: kończy się dzień przed "
            f"{opened.first_day:%d.%m.%Y}. Popraw rok bilansu otwarcia.",
            code="ledger.opening-year",
        )
    stamp = Stamp(by, at)
    _add_accounts(plan)
    seen = [
        SeenPartner(r.country, r.tax_id, r.partner or f"NIP {r.tax_id}")
        for r in plan.rows
        if r.tax_id
    ]
    partners = learn_partners(seen, stamp) if seen else {}
    lines = [
        NewLine(
            row.account,
            debit=row.debit,
            credit=row.credit,
            partner_id=partners.get((row.country, row.tax_id)),
            text=clean(row.name, 256),
            due_date=row.due,
            item_number=row.number,
            item_date=row.day,
            currency=row.currency,
            currency_amount=row.own,
        )
        for row in plan.rows
        if row.debit or row.credit
    ]
    return enter_opening(year=year, lines=lines, source=f"plik {name}", by=by, at=at)


def _from_table(name: str, data: bytes) -> list[OpeningRow]:
    rows = []
    for row in read_table(name, data, headings=HEADINGS):
        country, tax_id = _number_of(row.text("kraj"), row.text("nip"))
        read = OpeningRow(
            place=f"wiersz {row.number}",
            account=row.text("konto").strip(),
            name=row.text("nazwa"),
            debit=ZERO,
            credit=ZERO,
            tax_id=tax_id,
            country=country,
            currency=row.text("waluta").strip().upper() or PLN,
            partner=row.text("kontrahent"),
            number=clean(row.text("dokument"), 256),
        )
        try:
            read = replace(
                read,
                debit=amount_of(row.text("wn")),
                credit=amount_of(row.text("ma")),
                own=amount_of(row.text("kwota w walucie")) or None,
                day=day_of(row.text("data")),
                due=day_of(row.text("termin")),
            )
        except ValueError as error:
            read = replace(read, fault=str(error))
        rows.append(read)
    return rows


def _opened_year(header: krpd.Header) -> int:
    """What a year closes with opens the next: the company's that begins on the day after it (art. 5 ust. 1)."""
    opened = header.year_last + timedelta(days=1)
    year = business_years().of_day(opened)
    if year.first_day != opened:
        raise Refusal(
            f"Rok obrotowy w pliku kończy się {header.year_last:%d.%m.%Y}, a dzień po nim leży w firmie w roku "
            f"{year.days}. Ustaw lata obrotowe (Dane firmy → Lata obrotowe) albo wczytaj plik innego roku.",
            code="ledger.other-year",
        )
    return year.label


def _number_of(country: str, text: str) -> tuple[str, str]:
    """Country and number of a partner: ``DE 999000111`` is a German number, whatever stands in the column.

    >>> _number_of("", "525-000-10-09"), _number_of("", "PL5250001009")
    (('PL', '5250001009'), ('PL', '5250001009'))
    >>> _number_of("", "DE 999000111"), _number_of("us", "12-3456789"), _number_of("DE", "DE999000111")
    (('DE', '999000111'), ('US', '123456789'), ('DE', '999000111'))
    """
    number = re.sub(r"[\s-]", "", text).upper()
    told = country.strip().upper()
    prefix = number[:2]
    if prefix == (told or HOME) or (not told and prefix in UNION):
        return prefix, number[2:]
    return told or HOME, number


def _from_jpk(data: bytes) -> tuple[list[OpeningRow], int | None]:
    """Closing balances of another program's year, and the year that they open; its result opens on 820.

    A contractor's account of final entry (``201-K7`` below ``201``) becomes his item on the account above it, where
    the chart has that one for settlements. Refuses a year after which none of the company's begins.
    """
    rows: list[OpeningRow] = []
    contractors: dict[str, krpd.Contractor] = {}
    chart = Account.objects.filter(company_id=current_company_id())
    settling = set(chart.filter(settles=True).values_list("number", flat=True))
    off = set(chart.filter(kind=AccountKind.OFF).values_list("number", flat=True))
    result, opens = ZERO, None
    try:
        for part in krpd.read_parts(io.BytesIO(data)):
            if isinstance(part, krpd.Header):
                opens = _opened_year(part)
            if isinstance(part, krpd.Contractor):
                contractors[part.code] = part
            if not isinstance(part, krpd.Account):
                continue
            if part.number in off or "_PB" in part.tag_pd:
                continue  # tax differences are of their year
            balance = part.closing_debit - part.closing_credit
            if part.tag_1.startswith("R") or part.number.startswith("490"):
                result += balance
            elif balance:
                rows.append(_row(part, balance, contractors, settling))
    except krpd.KrPdError as error:
        raise Refusal(error.message_pl, code="ledger.opening-file") from error
    if result:
        rows.append(
            OpeningRow(
                "wynik roku",
                PROFIT_BROUGHT_FORWARD,
                "Wynik roku poprzedniego",
                max(result, ZERO),
                max(-result, ZERO),
            )
        )
    return rows, opens


def _row(
    account: krpd.Account,
    balance: Decimal,
    contractors: Mapping[str, krpd.Contractor],
    settling: set[str],
) -> OpeningRow:
    row = OpeningRow(
        f"konto {account.number}",
        account.number,
        account.name,
        max(balance, ZERO),
        max(-balance, ZERO),
        tags=(account.tag_1, account.tag_2, account.tag_pd),
    )
    if account.parent not in settling or account.parent == account.number:
        return row
    code = account.number.removeprefix(account.parent).lstrip("-./ ")
    who = contractors.get(code, krpd.Contractor(code))
    country = who.country or HOME
    return replace(
        row,
        account=account.parent,
        number=f"BO {account.number}",
        tax_id=who.tax_id if country != HOME or nip_ok(who.tax_id) else "",
        country=country,
        partner=account.name.rpartition(" – ")[2],
        tags=None,
    )


def _checked(row: OpeningRow, chart: dict[str, tuple[str, bool]]) -> OpeningRow:
    if row.fault:
        return row
    return replace(row, fault=next(_faults(row, chart), ""))


def _faults(row: OpeningRow, chart: dict[str, tuple[str, bool]]) -> Iterator[str]:
    if row.debit and row.credit:
        yield "kwota stoi po obu stronach"
    if row.account not in chart:
        if row.tags is None:
            yield f"nie ma konta {row.account or '(puste)'}: dodaj je do planu kont"
        elif not ACCOUNT_FORM.fullmatch(row.account):
            yield f"numer konta {row.account} może mieć tylko cyfry i myślniki"
    elif chart[row.account][0] == AccountKind.RESULT:
        yield f"konto wynikowe {row.account} otwiera rok bez salda"
    if not re.fullmatch(r"[A-Z]{2}", row.country):
        yield f"kraj „{row.country}” nie jest dwuliterowym kodem, np. DE"
    if not is_currency(row.currency):
        yield f"„{row.currency}” nie jest kodem waluty ISO 4217, np. EUR"
    elif (row.currency != PLN) != bool(row.own):
        yield "kolumny waluta, kwota w walucie: podaj obie, np. EUR i 100,00, albo żadnej"
    if row.country == HOME and row.tax_id and not nip_ok(row.tax_id):
        yield f"NIP {row.tax_id} ma złą sumę kontrolną"


def _add_accounts(plan: OpeningPlan) -> None:
    wanted = set(plan.new_accounts)
    rows: Sequence[OpeningRow] = [r for r in plan.rows if r.account in wanted]
    Account.objects.bulk_create(
        Account(
            company_id=current_company_id(),
            number=row.account,
            name=row.name[:200],
            kind=AccountKind.BALANCE,
            settles=False,
            tag_1=row.tags[0],
            tag_2=row.tags[1],
            tag_pd=row.tags[2],
        )
        for row in rows
        if row.tags is not None
    )
