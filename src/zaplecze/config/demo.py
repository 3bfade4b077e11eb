"""The demo office: firms that don't exist and their people: papers at every step of their way, and a closed year.

Safe to repeat: what is there stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from zaplecze.config.demo_circulation import PALARNIA, People, keep_circulation
from zaplecze.config.demo_papers import (
    Firm,
    Item,
    Movement,
    invoice_file,
    make_invoice,
    make_statement,
)
from zaplecze.config.demo_procedures import set_procedures
from zaplecze.config.demo_scans import demo_scans
from zaplecze.config.demo_twins import keep_twins
from zaplecze.config.demo_year import SEAT, ZMIERZCH, file_year, keep_year
from zaplecze.documents.api import Channel, NewPaper, Received, document
from zaplecze.formats.fa3 import Invoice, Rate
from zaplecze.ledger.api import DEFAULT_CHART, appoint_overseer
from zaplecze.office import posting
from zaplecze.office.books.asked import ask_books
from zaplecze.office.intake import receive
from zaplecze.office.opening import open_company
from zaplecze.payments.api import make_setoff, proposed_setoffs
from zaplecze.platform.companies import add_person, company_id_by_nip
from zaplecze.platform.database.home import data_home, secret
from zaplecze.platform.days import WARSAW, is_working_day
from zaplecze.platform.events import Stamp
from zaplecze.platform.models import Role, Seat, User
from zaplecze.platform.scope import company_scope
from zaplecze.purchasing.api import CostRule, describe_invoice
from zaplecze.workflow.api import open_task, take_step

JARZEBINA = Firm(
    "Pracownia Jarzębina sp. z o.o.",
    "9990010030",
    "ul. Szypułkowa 4",
    "00-000 Zmyślin",
    "90000000000000000000000101",
)
BURSZTYN = Firm(
    "Hurtownia Bursztyn sp.j.",
    "9990011041",
    "ul. Wydmowa 11",
    "00-000 Zmyślin",
    "63000000000000000000000102",
)
PRINTER = Firm(
    "Drukarnia Kropka sp. z o.o.",
    "9990012052",
    "ul. Farbowa 2",
    "00-000 Wymyślno",
    "36000000000000000000000103",
)
CARRIER = Firm(
    "Przewozy Wicher sp.j.",
    "9990013063",
    "ul. Kołowa 8",
    "00-000 Wymyślno",
    "09000000000000000000000104",
)
LANDLORD = Firm(
    "Kamienica pod Sową sp. z o.o.",
    "9990015010",
    "ul. Nocna 1",
    "00-000 Zmyślin",
    "79000000000000000000000105",
)
LAWYERS = Firm(
    "Kancelaria Paragraf sp.p.",
    "9990016021",
    "ul. Kodeksowa 5",
    "00-000 Zmyślin",
    "52000000000000000000000106",
)
CLIENT = Firm(
    "Teatr Cieni i Światła",
    "9990017032",
    "ul. Kurtynowa 3",
    "00-000 Wymyślno",
    "25000000000000000000000107",
)
SHOP = Firm(
    "Sklep Motek s.c.",
    "9990018043",
    "ul. Wełniana 6",
    "00-000 Wymyślno",
    "95000000000000000000000108",
)

PEOPLE = (
    ("wlasciciel", "Wit Bursztyn", "właściciel", (Role.OWNER,)),
    ("akceptujaca", "Jagoda Zgoda", "akceptująca", (Role.APPROVER,)),
    ("ksiegowa", "Kalina Rachuba", "księgowa", (Role.ACCOUNTANT,)),
    ("kierownik", "Bruno Biurko", "kierownik biura", (Role.MANAGER,)),
    ("audytorka", "Ida Lupa", "audytorka", (Role.AUDITOR,)),
)


def create_demo(at: datetime) -> list[tuple[str, str, str]]:
    """Create what is missing of the demo; returns (e-mail, password, name) of its people."""
    password = secret(data_home(), "demo-password")[:16]
    people = [(f"{login}@zaplecze.example", name, roles) for login, name, _, roles in PEOPLE]
    for firm in (JARZEBINA, BURSZTYN):
        if company_id_by_nip(firm.nip) is None:
            _open(firm, people, password, at)
            _cost_rules(firm)
            (_fill_by_hand if firm is JARZEBINA else _fill_straight)(firm, at)
            company_id = company_id_by_nip(firm.nip)
            assert company_id is not None
            with company_scope(company_id):
                set_procedures(_people(), at, live=firm is not JARZEBINA)
    if company_id_by_nip(ZMIERZCH.nip) is None:
        company_id = _open(ZMIERZCH, people, password, at)
        keeper = User.objects.get(email="ksiegowa@zaplecze.example")
        with company_scope(company_id):
            Seat.objects.create(company_id=company_id, **SEAT)
        approver = User.objects.get(email="akceptujaca@zaplecze.example")
        keep_year(company_id, at.year - 1, by=keeper.pk, approver=approver.pk)
        with company_scope(company_id):
            file_year(at.year - 1, by=keeper.pk)
            ask_books(by=keeper.pk, at=at)
    if company_id_by_nip(PALARNIA.nip) is None:
        company_id = _open(PALARNIA, people, password, at)
        keep_circulation(company_id, People(*(_person(login) for login, *_ in PEOPLE)), at)
    return [
        (f"{login}@zaplecze.example", password, f"{name}, {role}")
        for login, name, role, _ in PEOPLE
    ]


def _person(login: str) -> int:
    return User.objects.get(email=f"{login}@zaplecze.example").pk


def _open(
    firm: Firm, people: Sequence[tuple[str, str, tuple[Role, ...]]], password: str, at: datetime
) -> int:
    company = open_company(
        nip=firm.nip,
        name=firm.name,
        at=at,
        straight_through=firm is not JARZEBINA,
        chart="production" if firm is ZMIERZCH else DEFAULT_CHART,
        email="jpk@zaplecze.example",
        tax_office="1471",
    )
    for email, full_name, roles in people:
        add_person(
            company_id=company.id, email=email, full_name=full_name, roles=roles, password=password
        )
    with company_scope(company.id):
        appoint_overseer(person_id=_person("ksiegowa"), by=_person("kierownik"), at=at)
    return company.id


def _people() -> dict[str, int]:
    """Ids of the demo's people by the name before the @."""
    found = User.objects.filter(email__endswith="@zaplecze.example")
    return {user.email.partition("@")[0]: user.pk for user in found}


def _cost_rules(firm: Firm) -> None:
    company_id = company_id_by_nip(firm.nip)
    assert company_id is not None
    with company_scope(company_id):
        for no, (supplier, word, account, center) in enumerate(
            (
                (PRINTER.nip, "", "402-03", "HANDEL"),
                (CARRIER.nip, "", "402-01", "HANDEL"),
                (LANDLORD.nip, "", "402-04", "ZARZAD"),
                ("", "przesyłka", "402-01", ""),
            ),
            1,
        ):
            CostRule.objects.create(
                company_id=company_id,
                no=no,
                supplier_tax_id=supplier,
                word=word,
                account=account,
                cost_center=center,
            )


def _day(at: datetime, back: int) -> date:
    """A working day about ``back`` days ago."""
    day = at.astimezone(WARSAW).date() - timedelta(days=back)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _moment(at: datetime, *, back: int, hour: int) -> datetime:
    """An hour of a working day that has passed."""
    return min(datetime.combine(_day(at, back), time(hour, 20), WARSAW), at)


def _take(firm: Firm, invoices: list[Invoice], at: datetime) -> list[Received]:
    company_id = company_id_by_nip(firm.nip)
    assert company_id is not None
    papers = [NewPaper(f"{i.number.replace('/', '-')}.xml", invoice_file(i)) for i in invoices]
    return receive(company_id, papers, channel=Channel.DEMO, stamp=Stamp(None, at))


def _fill_by_hand(firm: Firm, at: datetime) -> None:
    """Papers at every step: to describe, to approve, to code, to pay, to match."""
    received = _moment(at, back=3, hour=8)
    sales = [
        make_invoice(
            firm,
            CLIENT,
            number="S/41",
            day=_day(at, 34),
            items=[Item("Scenografia, rata 1", 1, "8400.00")],
        ),
        make_invoice(
            firm, SHOP, number="S/42", day=_day(at, 30), items=[Item("Półki sosnowe", 12, "145.50")]
        ),
        make_invoice(
            firm,
            CLIENT,
            number="S/43",
            day=_day(at, 6),
            items=[Item("Scenografia, rata 2", 1, "8400.00")],
        ),
        make_invoice(
            firm,
            SHOP,
            number="S/44",
            day=_day(at, 3),
            items=[Item("Stojaki", 6, "210.00"), Item("Katalog wzorów", 20, "9.00", Rate.R5)],
        ),
    ]
    costs = [
        make_invoice(
            PRINTER,
            firm,
            number="DK/815",
            day=_day(at, 33),
            items=[
                Item("Katalog jesień, 48 stron", 2000, "4.18"),
                Item("Przesyłka paletowa", 4, "120.00"),
            ],
        ),
        make_invoice(
            LANDLORD,
            firm,
            number="CZ/10",
            day=_day(at, 32),
            items=[Item("Czynsz za pracownię", 1, "5200.00")],
            due_days=10,
        ),
        make_invoice(
            CARRIER,
            firm,
            number="W/2291",
            day=_day(at, 8),
            items=[Item("Transport dekoracji", 1, "1860.00")],
        ),
        make_invoice(
            LANDLORD,
            firm,
            number="CZ/11",
            day=_day(at, 5),
            items=[Item("Czynsz za pracownię", 1, "5200.00")],
            due_days=10,
        ),
        make_invoice(
            LAWYERS,
            firm,
            number="2026/117",
            day=_day(at, 4),
            items=[Item("Opinia prawna", 1, "5000.00")],
        ),
        make_invoice(
            PRINTER,
            firm,
            number="DK/902",
            day=_day(at, 4),
            items=[Item("Plakaty premierowe", 300, "44.00")],
        ),
        make_invoice(
            PRINTER,
            firm,
            number="DK/KOR/31",
            day=_day(at, 3),
            items=[Item("Katalog jesień, 48 stron", 70, "4.18")],
            corrects=("DK/815", _day(at, 33)),
        ),
        make_invoice(
            CARRIER,
            firm,
            number="W/2310",
            day=_day(at, 2),
            items=[Item("Przesyłki kurierskie", 14, "19.90")],
        ),
        make_invoice(
            SHOP,
            firm,
            number="EU/9",
            day=_day(at, 2),
            items=[Item("Tkaniny kotarowe", 40, "11.50")],
            currency="EUR",
        ),
    ]
    sold = _take(firm, sales, received)
    bought = _take(firm, costs, received)
    people = _people()
    company_id = company_id_by_nip(firm.nip)
    assert company_id is not None
    with company_scope(company_id):
        for paper, center, purpose in (
            (bought[0], "HANDEL", "katalog jesienny"),
            (bought[1], "ZARZAD", "czynsz za październik"),
            (bought[2], "PROD", "przewóz scenografii"),
            (bought[3], "ZARZAD", "czynsz za listopad"),
            (bought[4], "ZARZAD", "umowa z teatrem"),
        ):
            assert paper.document_id is not None
            describe_invoice(
                document_id=paper.document_id,
                cost_center=center,
                purpose=purpose,
                by=people["ksiegowa"],
                at=received + timedelta(hours=2),
            )
        for paper in bought[:3]:
            _approve(paper, people, received + timedelta(hours=5))
        for paper in (*sold[:2], *bought[:2]):  # the oldest first: the books begin with it
            _book(paper, people["ksiegowa"], received + timedelta(hours=7))
    keep_twins(company_id, {i.number: i for i in costs}, people, at)
    _statement(firm, sales, costs, at)
    scans = demo_scans(
        firm, PRINTER, CARRIER, today=at.astimezone(WARSAW).date(), year=at.astimezone(WARSAW).year
    )
    receive(
        company_id,
        [NewPaper(scan.name, scan.data) for scan in scans],
        channel=Channel.DEMO,
        stamp=Stamp(None, _moment(at, back=1, hour=9)),
    )


def _approve(paper: Received, people: dict[str, int], at: datetime) -> None:
    """Accept as often as the procedure asks, each time another person."""
    assert paper.document_id is not None
    for name in ("akceptujaca", "wlasciciel"):
        task = open_task(document_id=paper.document_id)
        if task is not None and task.kind == "approve":
            take_step(task_id=task.id, verdict="accepted", by=people[name], at=at)


def _book(paper: Received, by: int, at: datetime) -> None:
    assert paper.document_id is not None
    found = document(paper.document_id)
    assert found is not None
    lying = posting.on_the_desk(found)
    assert lying.proposal is not None
    posting.save(found, lying.proposal)
    posting.code(found, by=by, at=at)
    posting.post(found, by=by, at=at)


def _statement(firm: Firm, sales: list[Invoice], costs: list[Invoice], at: datetime) -> None:
    movements = [
        Movement(
            _day(at, 12),
            sales[0].gross,
            CLIENT.name,
            CLIENT.account,
            f"Zapłata za fakturę {sales[0].number}",
        ),
        Movement(
            _day(at, 11),
            Decimal("-1500.00"),
            PRINTER.name,
            PRINTER.account,
            f"{costs[0].number} pierwsza część",
        ),
        Movement(
            _day(at, 11),
            -costs[1].gross,
            LANDLORD.name,
            LANDLORD.account,
            "czynsz październik CZ/10",
        ),
        Movement(
            _day(at, 10), Decimal("-25.00"), "Bank Zmyślony", "", "Opłata za prowadzenie rachunku"
        ),
        Movement(
            _day(at, 9),
            Decimal("900.00"),
            SHOP.name,
            SHOP.account,
            "częściowa zapłata, reszta po odbiorze",
        ),
    ]
    data = make_statement(firm.account, number=10, opening=Decimal("12400.00"), movements=movements)
    company_id = company_id_by_nip(firm.nip)
    assert company_id is not None
    receive(
        company_id,
        [NewPaper("wyciag-10.sta", data)],
        channel=Channel.DEMO,
        stamp=Stamp(None, at - timedelta(days=1)),
    )


def _fill_straight(firm: Firm, at: datetime) -> None:
    """A firm whose certain papers book themselves; what isn't certain waits."""
    sales = [
        make_invoice(
            firm,
            SHOP if no % 2 else CLIENT,
            number=f"HB/{no}/2026",
            day=_day(at, 60 - 3 * no),
            items=[Item("Bursztyn surowy", 3 + no, "318.40"), Item("Pudełka", 10, "2.15")],
        )
        for no in range(1, 19)
    ]
    costs = [
        make_invoice(
            supplier,
            firm,
            number=f"{prefix}/{no}/26",
            day=_day(at, 58 - 5 * no),
            items=[Item(what, no, price)],
        )
        for no in range(1, 10)
        for supplier, prefix, what, price in (
            (PRINTER, "DK/B", "Etykiety", "212.00"),
            (CARRIER, "W/B", "Przewóz palet", "388.00"),
        )
    ]
    # The shop sells us boxes and buys our amber: its claim and ours can meet.
    costs.append(
        make_invoice(
            SHOP,
            firm,
            number="SM/14/26",
            day=_day(at, 40),
            items=[Item("Woreczki z filcu", 400, "4.60")],
        )
    )
    # The oldest first: the books begin with it.
    _take(firm, sales[:1], at - timedelta(days=1))
    _take(firm, [*sales[1:], *costs], at - timedelta(days=1))
    movements = [
        Movement(
            _day(at, 20), sales[0].gross, SHOP.name, SHOP.account, f"faktura {sales[0].number}"
        ),
        Movement(
            _day(at, 19), sales[1].gross, CLIENT.name, CLIENT.account, f"FV {sales[1].number}"
        ),
        Movement(
            _day(at, 19),
            -costs[0].gross,
            PRINTER.name,
            PRINTER.account,
            f"zapłata {costs[0].number}",
        ),
        Movement(_day(at, 18), Decimal("-12.00"), "Bank Zmyślony", "", "Opłata za przelewy"),
    ]
    data = make_statement(firm.account, number=7, opening=Decimal("30100.50"), movements=movements)
    company_id = company_id_by_nip(firm.nip)
    assert company_id is not None
    receive(
        company_id,
        [NewPaper("wyciag-7.sta", data)],
        channel=Channel.DEMO,
        stamp=Stamp(None, at - timedelta(hours=3)),
    )
    keeper = User.objects.get(email="ksiegowa@zaplecze.example")
    with company_scope(company_id):
        proposed = next(
            (p for p in proposed_setoffs(on=_day(at, 1)) if p.partner_name == SHOP.name), None
        )
        if proposed is not None:
            make_setoff(
                partner_id=proposed.partner_id,
                amount=Decimal("1000.00"),
                on=_day(at, 1),
                by=keeper.pk,
                at=at,
            )
