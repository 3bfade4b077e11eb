"""The seven points that an office asks of its back office, in a browser, end to end."""

from __future__ import annotations

import os
import re
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.browser.looking import axe_violations
from zaplecze.config.demo import BURSZTYN, CLIENT, JARZEBINA, PRINTER, SHOP, ZMIERZCH
from zaplecze.config.demo_papers import Item, Movement, invoice_file, make_invoice, make_statement

pytestmark = pytest.mark.browser
COMPANY = f"/f/{JARZEBINA.nip}"
YEAR = f"/f/{ZMIERZCH.nip}"
SCHEMA = (
    Path(__file__).resolve().parents[2].parent
    / "shared" / "standards" / "jpk" / "xsd" / "Schemat_JPK_V7M(3)_v1-0E.xsd"
)  # fmt: skip
SCREENSHOT = Path(__file__).resolve().parents[2] / "docs" / "screenshot.png"
TODAY = date.today()  # noqa: DTZ011 - the demo's papers are of these days


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("papiery")
    day = TODAY.replace(day=1)

    def cost(number: str, net: str = "100.00") -> bytes:
        return invoice_file(
            make_invoice(
                PRINTER, JARZEBINA, number=number, day=day, items=[Item("Wizytówki", 1, net)]
            )
        )

    sale = make_invoice(
        JARZEBINA, SHOP, number="S/901", day=day, items=[Item("Regały", 2, "450.00")]
    )
    stranger = make_invoice(
        PRINTER, BURSZTYN, number="DK/999", day=day, items=[Item("Druk", 1, "1.00")]
    )
    move = Movement(day, sale.gross, SHOP.name, SHOP.account, f"faktura {sale.number}")
    files = {
        "koszt.xml": cost("DK/901"),
        "koszt2.xml": cost("DK/902/B"),
        "koszt3.xml": cost("DK/903"),
        "sprzedaz.xml": invoice_file(sale),
        "obca.xml": invoice_file(stranger),
        "zepsuta.xml": cost("DK/904").replace(b"<P_2>DK/904</P_2>", b""),
        "wyciag.sta": make_statement(
            JARZEBINA.account, number=11, opening=Decimal("15711.00"), movements=[move]
        ),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    (folder / "kopia.xml").write_bytes(files["koszt.xml"])
    return {p.name: p for p in folder.iterdir()}


def fine(page: Any, *, drawn_only: bool = False) -> None:
    """The page as it stands has nothing that axe finds wrong."""
    assert axe_violations(page, drawn_only=drawn_only) == [], page.url


def drop_files(page: Any, *paths: Path, company: str = COMPANY) -> None:
    page.goto(f"{company}/")
    page.set_input_files("#pliki", [str(p) for p in paths])
    page.wait_for_url("**/historia/**")


def result_of(page: Any, name: str) -> str:
    row = page.locator("tbody tr", has=page.get_by_text(name, exact=True))
    return str(row.inner_text())


def open_document(page: Any, number: str) -> None:
    page.goto(f"{COMPANY}/szukaj/?q={number}")
    page.get_by_role("link", name=number, exact=True).click()
    page.wait_for_url("**/dokument/**")


def heading(page: Any) -> str:
    return str(page.locator(".head").first.inner_text())


def test_1_papers_are_dropped_into_the_inbox(sign_in: Any, papers: dict[str, Path]) -> None:
    page = sign_in("ksiegowa")
    fine(page)
    names = (
        "koszt.xml",
        "koszt2.xml",
        "koszt3.xml",
        "sprzedaz.xml",
        "obca.xml",
        "zepsuta.xml",
        "wyciag.sta",
    )
    drop_files(page, *[papers[n] for n in names])
    fine(page)
    assert "przyjęty" in result_of(page, "koszt.xml")
    assert "przyjęty" in result_of(page, "wyciag.sta")
    assert "999-001-10-41" in result_of(page, "obca.xml")
    assert "P_2" in result_of(page, "zepsuta.xml")
    assert result_of(page, "zepsuta.xml").count("odrzucony") == 1
    drop_files(page, papers["kopia.xml"])
    assert "bliźniak" in result_of(page, "kopia.xml")
    page.get_by_role("link", name="zobacz bliźniaka").click()
    assert page.locator("h1").inner_text() == "DK/901"
    page.goto(f"{COMPANY}/?kolejka=describe")
    fine(page)
    if os.environ.get("ZAPLECZE_SCREENSHOT"):
        open_document(page, "W/2291")
        page.screenshot(path=str(SCREENSHOT))


def test_2_described_then_approved_on_a_phone(sign_in: Any) -> None:
    clerk = sign_in("ksiegowa")
    for number in ("DK/901", "DK/902/B", "DK/903"):
        open_document(clerk, number)
        fine(clerk)
        clerk.select_option("[name=center]", "HANDEL")
        clerk.fill("[name=purpose]", "wizytówki na premierę")
        clerk.keyboard.press("Control+Enter")
        clerk.wait_for_selector("text=Opisano")
    # The owner describes one herself: the database lets somebody else approve it.
    boss = sign_in("akceptujaca", width=390, height=820, is_mobile=True, has_touch=True)
    open_document(boss, "DK/901")
    fine(boss)
    assert boss.evaluate("document.documentElement.scrollWidth <= innerWidth")
    box = boss.get_by_role("button", name="Akceptuj").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 820, "the decision is within reach of a thumb"
    boss.get_by_role("button", name="Akceptuj").tap()
    boss.wait_for_selector("text=Zaakceptowano")
    open_document(boss, "DK/902/B")
    boss.get_by_role("button", name="Zwróć albo odrzuć").tap()
    fine(boss)
    boss.fill("[name=reason]", "nie zamawialiśmy tego")
    boss.get_by_role("button", name="Odrzuć", exact=True).tap()
    boss.wait_for_selector("text=Odrzucono")


def test_2_nobody_approves_her_own(sign_in: Any) -> None:
    owner = sign_in("wlasciciel")
    open_document(owner, "W/2310")
    owner.select_option("[name=center]", "ZARZAD")
    owner.fill("[name=purpose]", "kurierzy")
    owner.keyboard.press("Control+Enter")
    owner.wait_for_selector("text=Opisano")
    owner.keyboard.press("a")
    owner.wait_for_selector("text=dwóch par oczu")
    fine(owner)


def test_3_coded_and_posted_by_keyboard_alone(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    page.keyboard.press("/")
    page.goto(f"{COMPANY}/")
    page.keyboard.press("/")
    page.keyboard.type("DK/901")
    page.wait_for_selector("#znalezione a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dokumenty/?q=**")
    page.keyboard.press("Enter")
    page.wait_for_url("**/dokument/**")
    fine(page)
    assert "reguła firmy nr 1: ten dostawca" in page.locator("table.grid").inner_text()
    # The first account has the focus: F2 finds another one by a word.
    page.keyboard.press("F2")
    page.wait_for_selector("#accounts[open] .choices button")
    fine(page)
    page.keyboard.type("informatyczne")
    # Faster than the list can follow: what was typed counts, not what the list showed before.
    page.keyboard.press("Enter")
    page.wait_for_selector("#accounts", state="hidden")
    assert page.evaluate("document.activeElement.value") == "402-05"
    # Wn of the first line is changed, a second line takes the rest with "=".
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("60,00")
    assert "różnica" in page.locator("[data-difference]").inner_text()
    page.keyboard.press("F8")
    page.keyboard.type("402-99")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("=")
    assert page.evaluate("document.activeElement.value") == "40,00"
    assert page.locator("[data-difference]").inner_text() == "strony się równają"
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Zadekretowano")
    assert "zadekretowany" in heading(page)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Zaksięgowano")
    assert "zaksięgowany" in heading(page)
    entry = page.locator("section table").last.inner_text()
    assert "402-05" in entry
    assert "60,00" in entry
    fine(page)


def test_3_a_posted_one_is_taken_back(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    open_document(page, "DK/901")
    page.get_by_role("button", name="Storno").click()
    fine(page)
    page.locator("dialog[open] [name=reason]").fill("złe konto")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ksiegi/zapis/**")
    assert "Storno zapisu" in page.inner_text("main")
    fine(page)
    open_document(page, "DK/901")
    assert "wystornowany" in page.inner_text("main")
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_selector("text=Zaksięgowano")


def test_3_an_unbalanced_posting_is_refused(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    open_document(page, "S/901")
    page.locator("[name=debit]").first.fill("1,00")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Strony się nie równają")
    fine(page)
    page.goto(page.url)
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_selector("text=Zaksięgowano")


def test_4_the_bank_pays_what_is_open(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    page.goto(f"{COMPANY}/bank/")
    fine(page)
    page.get_by_role("link", name="00010").click()
    page.wait_for_url("**/wyciag/**")
    fine(page)
    text = page.inner_text("main")
    assert "numer dokumentu w tytule: S/41, kwota się zgadza" in text
    assert page.locator("input[name=line]:checked").count() == 2
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Zaksięgowano i rozliczono")
    # A doubtful one is ticked by a person; the bank's fee goes to an account.
    page.locator("input[name=line]").first.check()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=Zaksięgowano i rozliczono")
    page.get_by_role("button", name="Wskaż pozycję albo konto").click()
    fine(page)
    page.select_option("dialog[open] [name=account]", "402-08")
    page.get_by_role("button", name="Zaksięguj na konto").click()
    page.wait_for_selector("text=Zaksięgowano operację")
    page.goto(f"{COMPANY}/ksiegi/rozrachunki/")
    fine(page)
    text = page.inner_text("main table")
    assert "S/41" not in text
    assert re.search(r"DK/815.*10.873,20.*1.500,00.*9.373,20", text)


REPORTS = (
    "ksiegi/zestawienie/",
    "ksiegi/dziennik/",
    "ksiegi/karta/201/",
    "vat/sprzedaz/",
    "vat/zakup/",
    "ksiegi/rozrachunki/",
    "ksiegi/obroty/kontrahent/",
)


@pytest.mark.parametrize("report", REPORTS)
def test_5_reports_on_screen_paper_and_in_excel(sign_in: Any, report: str, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    page = sign_in("wlasciciel")
    page.goto(f"{COMPANY}/{report}")
    fine(page)
    shown = page.locator("tfoot td.num").all_inner_texts()
    totals = {amount(t) for t in shown if t.strip()}
    assert totals
    with page.expect_download() as pdf:
        page.keyboard.press("p")
    pdf.value.save_as(tmp_path / "a.pdf")
    command = ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    flat = text.replace("\u00a0", "").replace(" ", "")
    for total in totals:
        assert f"{total:.2f}".replace(".", ",").replace("-", "\u2212") in flat
    with page.expect_download() as sheet:
        page.keyboard.press("e")
    sheet.value.save_as(tmp_path / "a.xlsx")
    cells = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0).to_python()
    numbers = {
        Decimal(str(c)).quantize(Decimal("0.01"))
        for row in cells
        for c in row
        if isinstance(c, float)
    }
    assert totals <= numbers | {Decimal("0.00")}


def amount(text: str) -> Decimal:
    plain = text.strip().replace("\u00a0", "").replace("\u2212", "-").replace(" ", "")
    return Decimal(plain.replace(",", "."))


def test_5_a_figure_leads_down_to_its_document(sign_in: Any) -> None:
    page = sign_in("audytorka")
    page.goto(f"{COMPANY}/ksiegi/zestawienie/")
    page.get_by_role("link", name="202", exact=True).click()
    page.wait_for_url("**/ksiegi/karta/202/**")
    page.locator("tbody a", has_text="DK/815").first.click()
    page.wait_for_url("**/dokument/**")
    assert page.locator("h1").inner_text() == "DK/815"
    fine(page)


def test_6_jpk_is_looked_at_and_taken(sign_in: Any, tmp_path: Path) -> None:
    page = sign_in("ksiegowa")
    month = f"{TODAY:%Y-%m}"
    page.goto(f"{COMPANY}/vat/jpk/?miesiac={month}")
    fine(page)
    agree = page.locator("table").first.locator("tbody tr").all_inner_texts()
    assert all("zgodne" in row for row in agree), agree
    with page.expect_download() as file:
        page.keyboard.press("Control+Enter")
    file.value.save_as(tmp_path / "jpk.xml")
    tree = etree.parse(tmp_path / "jpk.xml")
    if SCHEMA.exists():
        etree.XMLSchema(etree.parse(SCHEMA)).assertValid(tree)
    due, deducted = (
        Decimal(tree.findtext(f".//{{*}}{n}")) for n in ("PodatekNalezny", "PodatekNaliczony")
    )
    for register, total in (("sprzedaz", due), ("zakup", deducted)):
        page.goto(f"{COMPANY}/vat/{register}/?od={month}&do={month}")
        assert amount(page.evaluate(UNDER, "VAT")) == total
    page.goto(f"{COMPANY}/ksiegi/zestawienie/?od={month}&do={month}")
    lines = page.locator("tbody tr").all_inner_texts()
    rows = {
        cells[0]: cells for cells in ([c.strip() for c in line.split("	")] for line in lines)
    }
    assert amount(rows["222-1"][5]) == due


def test_7_the_circulation_card_tells_the_whole_way(sign_in: Any) -> None:
    page = sign_in("akceptujaca")
    open_document(page, "DK/901")
    page.keyboard.press("k")
    page.wait_for_url("**/karta/")
    fine(page)
    text = page.inner_text("main")
    for words in ("przyjęto do skrzynki", "opis: wykonano; dalej: akceptacja", "akceptacja: zaakceptowano",
                  "zaksięgowano: ZK/", "storno zapisu: złe konto", "Kalina Rachuba", "Jagoda Zgoda"):  # fmt: skip
        assert words in text
    open_document(page, "DK/903")
    page.keyboard.press("k")
    page.wait_for_url("**/karta/")
    assert "teraz u: Jagoda Zgoda" in page.inner_text("main").replace("\n", " ")


# Those who may do most first (`judged`).
ROLES = ("kierownik", "ksiegowa", "wlasciciel", "akceptujaca", "audytorka")
PAGES = (
    "/", f"{COMPANY}/", f"{COMPANY}/?kolejka=approve", f"{COMPANY}/?kolejka=returned", f"{COMPANY}/dokumenty/",
    f"{COMPANY}/dokumenty/historia/", f"{COMPANY}/dokumenty/rodzaje/", f"{COMPANY}/kanaly/", f"{COMPANY}/aparat/",
    f"{COMPANY}/ksiegi/zestawienie/", f"{COMPANY}/ksiegi/dziennik/", f"{COMPANY}/ksiegi/lata-obrotowe/",
    f"{COMPANY}/ksiegi/karta/221-1/", f"{COMPANY}/ksiegi/rozrachunki/", f"{COMPANY}/vat/sprzedaz/",
    f"{COMPANY}/vat/zakup/", f"{COMPANY}/vat/jpk/", f"{COMPANY}/bank/", f"{COMPANY}/szukaj/?q=DK",
    f"{COMPANY}/windykacja/?dzien=2027-02-15", f"{COMPANY}/windykacja/monity/?dzien=2027-02-15",
    f"{COMPANY}/windykacja/noty/", f"{COMPANY}/windykacja/salda/", f"{COMPANY}/windykacja/ustawienia/",
    f"{COMPANY}/wydruki/",
    f"{COMPANY}/szukaj/?q=nic-takiego", "/konto/2fa/", "/konto/haslo/", "/konto/2fa/totp/activate/",
)  # fmt: skip


# The total in the column of a head, which may stand beside heads of groups.
UNDER = """label => {
  const places = row => { let at = 0; return [...row.cells].map(c => [c, (at += c.colSpan) - c.colSpan]); };
  const [, place] = places(document.querySelector("thead tr")).find(([c]) => c.innerText.trim() === label);
  return places(document.querySelector("tfoot tr")).find(([, at]) => at === place)[0].innerText;
}"""


# What axe judges by: elements, their classes and the attributes that they have, whatever the texts say.
STRUCTURE = """() => [...document.querySelectorAll("*")]
    .map(e => [e.tagName, e.className, ...e.getAttributeNames()].join(" ")).join("\\n")"""


# What a page may lack, too: its headings and landmarks in their order.
OUTLINE = """() => [...document.querySelectorAll(
    "h1,h2,h3,h4,h5,h6,header,nav,main,aside,footer,[role],caption,legend,title")].map(e => e.tagName).join(" ")"""


@dataclass
class Judged:
    """What axe has read of a page: its elements in all, and its outlines; in colors already looked at."""

    elements: set[str] = field(default_factory=set)
    outlines: set[str] = field(default_factory=set)
    schemes: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def judged() -> dict[str, Judged]:
    """Pages that axe has read, those who may do most first: the next role's, with nothing on it that wasn't there and
    the same outline, is not read again."""
    return defaultdict(Judged)


PROVEN = (
    f"/f/{BURSZTYN.nip}/windykacja/kompensaty/", f"/f/{BURSZTYN.nip}/windykacja/pisma/1/", f"{YEAR}/zlozone/",
    f"{YEAR}/wydania/", f"{YEAR}/slad/bilans/2025/1/by-nature/AK/B.II/amount/", f"{YEAR}/srodki/jpk/?rok=2025",
    f"{YEAR}/sprawozdania/2025/kapital/",
    f"{YEAR}/sprawozdania/2025/e-sprawozdanie/", f"{YEAR}/sprawozdania/2025/porownawcze/?zalacznik=5",
    f"{YEAR}/zakupy/zagraniczne/", f"{YEAR}/zakupy/zagraniczne/1/korekta/", f"{YEAR}/zakupy/celne/",
    f"{YEAR}/ksiegi/zapis/700/", f"{YEAR}/firma/", f"{YEAR}/vat/sprzedaz/?od=2025-03&do=2025-03",
    f"{YEAR}/slad/kg/2025-01/2025-12/razem/razem/debit/",
    f"{YEAR}/vat/zle-dlugi/?miesiac=2025-09", f"{YEAR}/vat/cit/zle-dlugi/?rok=2025", f"{YEAR}/sprzedaz/bez-faktury/",
    f"/f/{BURSZTYN.nip}/vat/oznaczenia/",
)  # fmt: skip


def test_axe_finds_nothing_where_books_are_proven(sign_in: Any) -> None:
    page = sign_in("ksiegowa")
    for path in PROVEN:
        assert page.goto(path).status == 200, path
        fine(page)


@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing_on_any_page_of_any_role(
    sign_in: Any, role: str, judged: dict[str, Judged]
) -> None:
    scheme = "dark" if role in ("akceptujaca", "kierownik") else "light"
    page = sign_in(role, color_scheme=scheme)
    for path in PAGES:
        if path.startswith(("/konto", f"{COMPANY}/kanaly")) and role != "kierownik":
            continue
        if path.endswith("/wydruki/") and role in ("akceptujaca", "ksiegowa"):
            continue
        page.goto(path)
        elements, outline = set(page.evaluate(STRUCTURE).split("\n")), page.evaluate(OUTLINE)
        before = judged[path]
        known = elements <= before.elements and outline in before.outlines
        if not known or scheme not in before.schemes:
            fine(page, drawn_only=known)
        before.elements |= elements
        before.outlines.add(outline)
        before.schemes.add(scheme)
    for key in ("?", "f", "o"):
        page.goto(f"{COMPANY}/")
        page.keyboard.press(key)
        page.wait_for_selector("dialog[open]")
        fine(page)
        page.keyboard.press("Escape")


def test_axe_finds_nothing_where_papers_are_kept(sign_in: Any) -> None:
    page = sign_in("kierownik")
    papers = f"{COMPANY}/dokumenty"
    for path in ("przechowywanie/", "teczki/", "dziennik/", "wzmianki/", "dostep/", "1/teczka/"):
        page.goto(f"{papers}/{path}")
        fine(page)
    page.goto(f"{papers}/dziennik/")
    page.fill("[name=party]", "Urząd w Zmyślinie")
    page.fill("[name=subject]", "wezwanie")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/dziennik/*/")
    assert "P/1/" in heading(page)
    fine(page)


def test_the_door_and_the_refusals(chromium: Any, office: Any, sign_in: Any) -> None:
    context = chromium.new_context(base_url=office.base)
    page = context.new_page()
    page.goto(f"{COMPANY}/")
    fine(page)
    page.fill("[name=login]", "ktos@example.com")
    page.fill("[name=password]", "złe hasło na pewno")
    page.keyboard.press("Enter")
    page.wait_for_selector(".errors")
    fine(page)
    context.close()


def test_english_is_the_second_language(sign_in: Any) -> None:
    page = sign_in("kierownik")
    page.goto(f"{COMPANY}/ksiegi/zestawienie/")
    page.get_by_role("button", name="Konto", exact=True).click()
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("text=All companies")
    assert page.locator("html").get_attribute("lang") == "en"
    fine(page)


def test_the_mock_is_not_the_office() -> None:
    assert CLIENT.nip.startswith("999"), "personas of the demo are clearly invented"
