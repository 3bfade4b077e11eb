"""The rail beside every page: the departments' pages with what waits on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zaplecze.controlling.web.savings import SEES_SAVINGS
from zaplecze.documents.api import unseen_mention_count, waiting_pair_count
from zaplecze.ledger.api import open_item_count
from zaplecze.office.web.channels import SETTERS
from zaplecze.payments.api import waiting_line_count
from zaplecze.platform.models import Role
from zaplecze.platform.web import BOOKS_TAKERS, WORKERS
from zaplecze.workflow.api import COUNTED, lane_counts


@dataclass(frozen=True, slots=True)
class RailLink:
    """A page of a department; ``hot`` counts are late. Counts stop at `COUNTED`, which is shown as "1000+"."""

    title: str
    url: str
    current: bool
    count: int = 0
    hot: bool = False

    @property
    def counted(self) -> str:
        """The count in words."""
        return _counted(self.count)


@dataclass(frozen=True, slots=True)
class RailGroup:
    """Pages under one heading, open where one of them is shown; the first group has none and is always open."""

    title: str
    links: list[RailLink]

    @property
    def current(self) -> bool:
        """Whether the page that is shown is one of these."""
        return any(link.current for link in self.links)

    @property
    def count(self) -> int:
        """What waits behind the heading while it is closed."""
        return sum(link.count for link in self.links)

    @property
    def counted(self) -> str:
        """The count in words."""
        return _counted(self.count)


def _counted(count: int) -> str:
    return f"{COUNTED}+" if count >= COUNTED else str(count)


@lru_cache(maxsize=20_000)
def _address(name: str, nip: str) -> str:
    """The page's address in a company; every page shows all of them, so they are made once."""
    more = {
        "dimension": {"kind": "mpk"},
        "dimension_turnover": {"dimension": "kontrahent"},
    }.get(name, {})
    return reverse(name, kwargs={"nip": nip, **more})


@dataclass(frozen=True, slots=True)
class Beside:
    """All that the rail of a page depends on: of equal ones it is written once."""

    language: str
    nip: str
    roles: frozenset[str]
    here: str
    tasks: int
    late: bool
    mentions: int
    pairs: int
    items: int
    lines: int


def rail(request: Any) -> str:
    """The rail beside a page of a company, as HTML."""
    # The desk has counted already; the rail beside it shows the same moment.
    lanes = getattr(request, "lane_counts", None) or lane_counts(as_of=request.now)
    match = request.resolver_match
    return _written(
        Beside(
            language=get_language() or "",
            nip=request.company.nip,
            roles=request.roles,
            here=(match.url_name or "") if match else "",
            tasks=lanes.total,
            late=bool(lanes.overdue),
            mentions=unseen_mention_count(request.person_id),
            pairs=waiting_pair_count(),
            items=open_item_count(),
            lines=waiting_line_count(),
        )
    )


@lru_cache(maxsize=1_000)
def _written(beside: Beside) -> str:
    return render_to_string("platform/rail.html", {"rail": _groups(beside)})


def _groups(beside: Beside) -> list[RailGroup]:
    here, roles = beside.here, beside.roles

    def link(title: str, name: str, *also: str, count: int = 0, hot: bool = False) -> RailLink:
        return RailLink(title, _address(name, beside.nip), here in (name, *also), count, hot)

    return [
        RailGroup(
            "",
            [
                link(
                    _("Moje biurko"),
                    "desk",
                    "document",
                    "card",
                    count=beside.tasks,
                    hot=beside.late,
                ),
                link(_("Akceptacje"), "approvals"),
                RailLink(_("Wszystkie firmy"), reverse("home"), here == "home"),
                link(_("Dane firmy"), "seat", "business_years"),
                link(
                    _("Procedury"), "procedures", "procedure", "try_procedure", "procedure_versions"
                ),
                link(_("Zastępstwa i limity"), "people_rules"),
                *(
                    [link(_("Osoby i role"), "people", "person")]
                    if roles & {Role.OWNER, Role.MANAGER}
                    else []
                ),
            ],
        ),
        RailGroup(
            _("Papiery"),
            [
                link(_("Dokumenty"), "documents", "binder", "pages"),
                link(_("Przyjęte pliki"), "intake", "camera"),
                link(_("Bliźniaki i podobne"), "twins", count=beside.pairs),
                link(_("Dziennik korespondencji"), "letters", "letter"),
                link(_("Wzmianki o mnie"), "mentions", count=beside.mentions),
                link(_("Przechowywanie"), "retention", "destruction", "subjects"),
                *(
                    [
                        link(_("Dostęp do danych osobowych"), "access_log"),
                        link(_("Wydruki i pobrania"), "printouts"),
                    ]
                    if roles & {Role.OWNER, Role.MANAGER, Role.AUDITOR}
                    else []
                ),
                link(_("Rodzaje dokumentów"), "kinds"),
                *(
                    [
                        link(_("Kanały"), "channels"),
                        link(_("Jakość odczytu"), "reading_quality", "reading_papers"),
                    ]
                    if roles & SETTERS
                    else []
                ),
            ],
        ),
        RailGroup(
            _("Księgi"),
            [
                link(_("Zestawienie obrotów i sald"), "trial_balance"),
                link(_("Polecenie księgowania"), "new_voucher", "voucher"),
                link(_("Bufor"), "buffer", "import_entries"),
                link(
                    _("Zakupy zagraniczne"),
                    "foreign_purchases",
                    "foreign_correction",
                    "customs_declarations",
                ),
                link(_("Sprzedaż bez faktury"), "unbilled_sales"),
                link(_("Propozycje dekretów"), "proposals"),
                link(
                    _("RMK i zapisy cykliczne"),
                    "accruals",
                    "accrual",
                    "new_accrual",
                    "recurring",
                    "recurring_entry",
                    "new_recurring",
                ),
                link(
                    _("Schematy i podzielniki"),
                    "schemes",
                    "scheme",
                    "new_scheme",
                    "splits",
                    "circle",
                ),
                link(_("Dziennik"), "journal", "entry"),
                link(_("Księga główna"), "general_ledger"),
                link(
                    _("Obroty według wymiaru"),
                    "dimension_turnover",
                    "dimension_card",
                    "dimension_lines",
                ),
                link(_("Karta konta"), "account_cards", "account_card", "all_cards"),
                link(_("Rozrachunki"), "open_items", count=beside.items),
                link(_("Środki trwałe"), "assets", "asset", "depreciation", "new_asset"),
                link(_("Wycena walut"), "currency_valuation"),
                link(_("Różnice kursowe"), "realised_differences"),
                link(_("Plan kont"), "chart"),
                link(_("MPK i projekty"), "dimension"),
                link(_("Kontrahenci i pracownicy"), "partners"),
                link(_("Okresy"), "months", "month", "opening"),
                link(
                    _("Sprawozdania"),
                    "statements_of_year",
                    "year_statement",
                    "e_statement",
                    "comparatives",
                ),
                link(_("Znaczniki kont"), "account_tags"),
                *([link(_("Wydanie ksiąg"), "books_exports")] if roles & BOOKS_TAKERS else []),
            ],
        ),
        RailGroup(
            _("Podatki"),
            [
                link(_("Rejestr sprzedaży"), "vat_sales"),
                link(_("Rejestr zakupu"), "vat_purchase"),
                link(_("JPK_V7M"), "jpk", "vat_marks"),
                link(_("JPK_KR_PD"), "jpk_kr_pd"),
                link(_("CIT"), "cit"),
                link(_("Złe długi"), "bad_debts", "bad_debts_cit"),
                link(_("Złożone pliki i UPO"), "filed"),
            ],
        ),
        RailGroup(
            _("Pieniądze"),
            [
                link(
                    _("Wyciągi bankowe"),
                    "statements",
                    "statement",
                    count=beside.lines,
                )
            ],
        ),
        RailGroup(
            _("Controlling"),
            [
                link(
                    _("Obieg dokumentów"),
                    "flow_map",
                    "flow_variants",
                    "bottlenecks",
                    "conformance",
                    "open_work",
                    "what_if",
                    "flow_papers",
                ),
                *(
                    [RailLink(_("Obieg w firmach"), reverse("office_flow"), current=False)]
                    if Role.MANAGER in roles
                    else []
                ),
                *(
                    [link(_("Oszczędności"), "savings", "savings_papers", "baseline")]
                    if roles & SEES_SAVINGS
                    else []
                ),
                link(_("Umowy SLA"), "agreements", "agreement_papers"),
                link(_("Barometr"), "barometer"),
                *([link(_("Mój czas"), "own_time")] if roles & WORKERS else []),
                link(_("Kalkulator"), "savings_calculator"),
            ],
        ),
        RailGroup(
            _("Windykacja"),
            [
                link(_("Wiekowanie"), "ageing", "collection_partner", "collection_policy"),
                link(_("Monity"), "reminders"),
                link(_("Noty odsetkowe"), "interest_notes"),
                link(_("Potwierdzenia sald"), "confirmations"),
                link(_("Kompensaty"), "setoffs"),
            ],
        ),
    ]
