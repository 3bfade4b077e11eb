"""A walk over figures: each is the sum of its terms, down to lines of entries and rows of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from zaplecze.assets.models import Depreciation
from zaplecze.ledger.accruals.models import AccrualInstalment
from zaplecze.ledger.api import Entry, Line, OpenItem, accounts, open_items
from zaplecze.ledger.models import Settlement
from zaplecze.office.lineage import Term, Tracer
from zaplecze.office.lineage.tables import led_to, recorded
from zaplecze.office.tables import build_table
from zaplecze.payments.collections.models import LetterItem
from zaplecze.platform.periods import Month
from zaplecze.platform.report import check_totals
from zaplecze.platform.scope import in_books
from zaplecze.tax.models import VatRow

ZERO = Decimal(0)
# Addresses of nothing.
UNKNOWN = (
    "", "x", "zois/2025-01/2025-12/999/debit", "zois/2025-14/2025-12/131/debit", "linie/131/x/1-1/1-1/wn",
    "bilans/2025/7/by-nature/AK/A/amount", "bilans/2025/1/by-nature/AK/Z/amount", "v7m/2025-01/P_99",
    "v7m/2025-01/K_99", "krpd/2025/131/7/debit", "cit/2025/K_9", "przeplywy/2025/Z", "kapital/2025/A/x",
    "krpd/2025/131/*/opening", "zois/x/2025-12/131/debit", "przeplywy/1/A.I", "suma/x/y", "suma/kg/razem",
    "suma/rejestr/sales/2025-01/2025-12/x", "suma/rejestr/other/2025-01/2025-12/net", "minus/x",
    "suma/rejestr/sales/2025-01/2025-12/1/net", "kg/2025-01/2025-12/131/bo/debit", "dziennik/2025-01/2025-12/x",
    "kg/2025-01/2025-12/999/razem/debit", "karta/2025-01/2025-12/131/1.1", "karta/2025-01/2025-12/999/bo",
    "pozycja/0/teraz/left", "pozycja/x/teraz/left", "pozycja/1/2025-02-30/left", "plik/0/P_38", "pismo/0/total",
    "pismo/1/JPY", "monit/2025-06-30/0/1/PLN", "monit/2025-06-30/x/1/PLN", "saldo/2025-06-30/0/PLN",
    "saldo/2025-06-30/razem/QQQ", "odsetki/trade/2025-12-31/0/PLN", "odsetki/x/2025-12-31/razem/PLN",
    "odsetki/trade/2025-12-31/razem/PLN/x/1", "pozycja/0/teraz/own_left",
    "wiekowanie/receivables/2025-12-31/30/0/x", "wycena/2025-12/999/worth", "rmk/2025-12/0/left",
    "srodek/0/2025-12/value", "uzgodnienie/2025-12/010/x", "cit/2025/K_4.999", "przeplywy/2025/A.II.1.9",
)  # fmt: skip
# Cards of so many lines that each running balance alone would take the walk's time.
LONG_CARDS = ("131", "201", "202", "221", "222", "40", "700", "731")


DIMENSIONS = (
    ("kontrahent", "konto"),
    ("mpk", "wymiar"),
    ("projekt", "konto"),
    ("pracownik", "konto"),
)


def walk(tracer: Tracer, figures: Iterable[tuple[str, Decimal]]) -> dict[str, int]:
    """Open every figure all the way down; how many figures and ends of each kind were met.

    Fails where a figure isn't what was said, its terms don't sum to it, a term isn't its figure times its factor,
    or an end names an entry or a document that says something else.
    """
    books = _Books()
    seen: dict[str, Decimal] = {}
    met = {"figures": 0, "lines": 0, "rows": 0, "entries": 0, "others": 0}
    waiting = list(figures)
    while waiting:
        key, said = waiting.pop()
        if key in seen:
            assert seen[key] == said, key
            continue
        found = tracer.trace(key)
        assert found.amount == said, (key, found.amount, said)
        assert sum((t.amount for t in found.terms), ZERO) == said, key
        seen[key] = said
        met["figures"] += 1
        for term in found.terms:
            if term.key:
                assert term.factor, key
                waiting.append((term.key, term.amount / term.factor))
            elif term.entry_id is None:
                met["others"] += 1
            else:
                met[books.end(key, term)] += 1
    return met


def tables_of(year: int) -> list[str]:
    """Addresses of every table of a year kept whole: months, days and kinds of each are chosen here."""
    whole, quarter = f"{year}-00/{year}-13", f"{year}-04/{year}-12"
    end = f"{year}-12-31"
    cards = [
        f"karta/{quarter}/{a.number}" for a in accounts() if not a.number.startswith(LONG_CARDS)
    ]
    kinds = ("confirmation", "reminder", "interest", "setoff")
    statements = [
        f"sprawozdanie/{kind}/{year}/{annex}/{variant}"
        for annex, variant in (
            ("1", "by-nature"), ("1", "by-function"), ("5", "by-nature"), ("5", "by-function"), ("4", "by-nature"),
        )
        for kind in ("bilans", "wynik", "pozycje")
    ]  # fmt: skip
    return [
        f"zois/{quarter}/analytic", f"zois/{quarter}/synthetic", f"zois/{whole}/analytic", f"kg/{whole}",
        f"kg/{quarter}", f"dziennik/{whole}", f"dziennik/{year}-05/{year}-05", *cards, f"rozrachunki/{year}-12",
        f"karty/{quarter}/7/7", *(f"wymiar/{d}/{layout}/{quarter}/*/*" for d, layout in DIMENSIONS),
        *(f"karta-wymiaru/kontrahent/{n}/{quarter}/*" for n in partner_ids()),
        *(f"zapisy-wymiaru/kontrahent/{n}" for n in partner_ids()),
        f"rmk/{year}-10", f"wycena/{year}-06", f"kursowe/{year}-01/{year}-12", f"rejestr/sales/{quarter}",
        f"rejestr/purchase/{quarter}", f"krpd/{year}", f"cit/{year}", f"wiekowanie/receivables/{end}/30,60,90/*",
        f"wiekowanie/payables/{end}/30,60,90/*", f"wiekowanie/receivables/{year}-08-15/14,30/Sp",
        *(f"kontrahent/{n}/{year}-08-15" for n in partner_ids()), *(f"pisma/{k}/*/*/{year + 1}-03-31" for k in kinds),
        f"pisma/confirmation/disagreed/*/{end}", f"monity/{year}-08-15", f"salda/{end}", f"odsetki/trade/{end}",
        f"srodki/{year}-09", f"plan/{year}/*",
        f"plan/{year}/podatkowa", f"amortyzacja/{year}-07",
        f"uzgodnienie/{year}-12", f"st-kr/{year}", f"st-kr-most/{year}", f"przeplywy/{year}", f"kapital/{year}",
        *(a if "pozycje" in a else f"{a}/konta" for a in statements),
    ]  # fmt: skip


def partner_ids() -> list[int]:
    """Two of the partners with open items."""
    return sorted({i.partner_id for i in open_items() if i.partner_id})[:2]


def figures_of(table: str, *, at: datetime) -> list[tuple[str, Decimal]]:
    """Every amount of a table with its key, totals too.

    Fails where one has none, unless its row is an end itself: then an entry or a document stands in it.
    """
    report = build_table(table, recorded, at=at)
    check_totals(report)
    found = []
    money = {c.key: c.foreign for c in report.columns if c.kind == "money"}
    for row in report.rows:
        for column, foreign in money.items():
            amount = row.cells.get(column)
            if not isinstance(amount, Decimal) or not amount:
                continue
            if key := led_to(row, "trace", column):
                found.append((key, amount))
            elif not foreign:
                ends = led_to(row, "entry"), led_to(row, "document")
                assert row.kind == "row", (table, row.cells, column)
                assert any(ends), (table, row.cells, column)
    for column, amount in report.totals.items():
        if amount:
            kind, _, key = report.total_links[column].partition(":")
            assert kind == "trace", (table, column)
            found.append((key, amount))
    return found


def _month(text: str) -> Month:
    year, number = map(int, text.split("-"))
    return year, number


class _Books:
    """What stands in the books, read once."""

    def __init__(self) -> None:
        self.entries = {e.pk: e for e in Entry.objects.all()}
        self.lines: dict[tuple[int, str], list[Line]] = {}
        for line in Line.objects.select_related("account"):
            self.lines.setdefault((line.entry_id, line.account.number), []).append(line)
        self.rows: dict[int, list[VatRow]] = {}
        for row in VatRow.objects.all():
            self.rows.setdefault(row.entry_id, []).append(row)
        self._told: dict[int, list[Decimal]] = defaultdict(list)

    def end(self, key: str, term: Term) -> str:
        """Check an end against the row that it names; its kind."""
        assert term.entry_id is not None
        entry = self.entries[term.entry_id]
        assert term.document_id in {entry.document_id, None}
        if key.startswith("linie/"):
            _, account, _, first, last, side = key.split("/")
            since, until = (in_books(_month(end)) for end in (first, last))
            assert since <= (entry.year, entry.month) <= until
            amounts = {
                {"saldo": n.debit - n.credit, "wn": n.debit, "ma": n.credit}[side]
                for n in self.lines[entry.pk, account]
            }
            assert term.amount in amounts, key
            return "lines"
        field = key.rpartition("/")[2]
        if key.startswith(("v7m/", "plik/")) and field.startswith("K_"):
            told = {Decimal(r.amounts[field]) for r in self.rows[entry.pk] if field in r.amounts}
            assert term.amount in told, key
            return "rows"
        if key.startswith("wykreslenia/"):
            own = [ns for (entry_id, _), ns in self.lines.items() if entry_id == entry.pk]
            assert term.amount in {sum((n.debit - n.credit for n in ns), ZERO) for ns in own}, key
            return "lines"
        assert abs(term.amount) in self.told(entry), (key, term)
        return "entries"

    def told(self, entry: Entry) -> set[Decimal]:
        """Every amount that an entry tells, above zero: its own, of its lines and sides, and of what came of it."""
        if not self._told:
            self._read()
        return {abs(a) for a in self._told[entry.pk]}

    def _read(self) -> None:
        tell = self._told
        sides: dict[int, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
        for (entry_id, _), lines in self.lines.items():
            for n in lines:
                tell[entry_id] += [n.debit, n.credit]
                sides[entry_id][0] += n.debit
                sides[entry_id][1] += n.credit
        for entry_id, both in sides.items():
            tell[entry_id] += both
        for entry in self.entries.values():
            tell[entry.pk].append(entry.amount)
        for entry_id, rows in self.rows.items():
            tell[entry_id] += [a for r in rows for a in (r.net, r.vat, r.net + r.vat)]
            tell[entry_id] += [Decimal(a) for r in rows for a in r.amounts.values()]
        entry_of = dict(OpenItem.objects.values_list("id", "entry_id"))
        for debit, credit, *amounts in Settlement.objects.values_list(
            "debit_item_id", "credit_item_id", "amount", "debit_part", "credit_part"
        ):
            for item_id in (debit, credit):
                tell[entry_of[item_id]] += [a for a in amounts if a is not None]
        for row in LetterItem.objects.all():
            tell[entry_of[row.item_id]] += [row.amount, row.compensation]
            tell[entry_of[row.item_id]] += [row.own, row.own_compensation]
        for entry_id, own in OpenItem.objects.exclude(currency_amount=None).values_list(
            "entry_id", "currency_amount"
        ):
            tell[entry_id].append(own or ZERO)
        for row in Depreciation.objects.all():
            tell[row.entry_id] += [row.balance, row.tax, row.refused]
        for entry_id, amount in AccrualInstalment.objects.values_list("entry_id", "amount"):
            if entry_id is not None:
                tell[entry_id].append(amount)
