"""The chart of accounts that a new company starts with (zakładowy plan kont), as data.

Numbers follow the usual groups (zespoły 0-8); no law fixes them for ordinary companies. ``tag`` is the
S_12_1 (and, where the side decides, S_12_2) tag of JPK_KR_PD(1) for entities of ZOiS7, from the schema's
own dictionary; ``pd`` the S_12_3 tag. Off-balance accounts 09x take the tax differences.
"""

from __future__ import annotations

from dataclasses import dataclass

from zaplecze.ledger.models import AccountKind


@dataclass(frozen=True, slots=True)
class ChartRow:
    """An account of the starting chart."""

    number: str
    name: str
    tag: str
    tag_2: str = ""
    settles: bool = False
    pd: str = ""

    @property
    def kind(self) -> AccountKind:
        """By the group: 4, 5 and 7 end in the result, 09 is off balance, the rest in the balance sheet."""
        if self.number.startswith("09"):
            return AccountKind.OFF
        if self.number == "490" or self.number[0] in "457" or self.number.startswith("87"):
            return AccountKind.RESULT
        return AccountKind.BALANCE


RECEIVABLES = "201"
PAYABLES = "202"
INPUT_VAT = "221-1"
OUTPUT_VAT = "222-1"
REVERSE_VAT = "222-2"
BANK = "131"
BANK_FOREIGN = "132"
VAT_BANK = "133"
UNEXPLAINED = "245"
PROFIT_BROUGHT_FORWARD = "820"
RESULT = "860"
COSTS_DEFAULT = "402-99"
MATERIALS = "401-01"
GOODS_BOUGHT = "330"
REVENUE_SERVICES = "700-01"
BANK_CHARGES = "402-08"
GAINS = "750-02"
LOSSES = "751-02"
RECEIVABLES_VALUED = "208"
PAYABLES_VALUED = "209"
GAINS_UNREALISED = "750-03"
LOSSES_UNREALISED = "751-03"

CHART: tuple[ChartRow, ...] = (
    ChartRow("010-01", "Budynki i lokale", "BAAII1b_W"),
    ChartRow("010-02", "Maszyny i urządzenia", "BAAII1c_W"),
    ChartRow("010-03", "Środki transportu", "BAAII1d_W"),
    ChartRow("010-04", "Pozostałe środki trwałe", "BAAII1e_W"),
    ChartRow("020", "Wartości niematerialne i prawne", "BAAI3_W"),
    ChartRow("070-01", "Umorzenie budynków i lokali", "BAAII1b_U"),
    ChartRow("070-02", "Umorzenie maszyn i urządzeń", "BAAII1c_U"),
    ChartRow("070-03", "Umorzenie środków transportu", "BAAII1d_U"),
    ChartRow("070-04", "Umorzenie pozostałych środków trwałych", "BAAII1e_U"),
    ChartRow("072", "Umorzenie wartości niematerialnych i prawnych", "BAAI3_U"),
    ChartRow("080", "Środki trwałe w budowie", "BAAII2_W"),
    ChartRow(
        "091", "Koszty niestanowiące kosztów podatkowych (pozabilansowo)", "INNE", pd="PD4_PB"
    ),
    ChartRow("092", "Koszty nieuznane w roku bieżącym (pozabilansowo)", "INNE", pd="PD5_PB"),
    ChartRow("093", "Przychody zwolnione z opodatkowania (pozabilansowo)", "INNE", pd="PD1_PB"),
    ChartRow("099", "Przeciwkonto ewidencji pozabilansowej", "INNE"),
    ChartRow("100", "Kasa", "BABIII1c1_SPKR"),
    ChartRow(BANK, "Rachunek bieżący", "BABIII1c1_SPKR"),
    ChartRow(BANK_FOREIGN, "Rachunek walutowy", "BABIII1c1_SPKR"),
    ChartRow(VAT_BANK, "Rachunek VAT (podzielona płatność)", "BABIII1c1_SPKR"),
    ChartRow("139", "Środki pieniężne w drodze", "BABIII1c2_ISP"),
    ChartRow(RECEIVABLES, "Rozrachunki z odbiorcami", "BABII3a_D12", "BPBIII3e", settles=True),
    ChartRow(PAYABLES, "Rozrachunki z dostawcami", "BABI5", "BPBIII3d_D12", settles=True),
    ChartRow(RECEIVABLES_VALUED, "Wycena należności w walutach", "BABII3a_D12"),
    ChartRow(PAYABLES_VALUED, "Wycena zobowiązań w walutach", "BPBIII3d_D12"),
    ChartRow(INPUT_VAT, "VAT naliczony", "BABII3b"),
    ChartRow("221-2", "VAT naliczony do odliczenia w następnych okresach", "BABII3b"),
    ChartRow(OUTPUT_VAT, "VAT należny od sprzedaży", "BABII3b", "BPBIII3g"),
    ChartRow(
        REVERSE_VAT,
        "VAT należny od zakupów (odwrotne obciążenie, WNT, import usług)",
        "BABII3b",
        "BPBIII3g",
    ),
    ChartRow("223", "Rozliczenie VAT z urzędem skarbowym", "BABII3b", "BPBIII3g"),
    ChartRow("224", "Podatek dochodowy od osób prawnych", "BABII3b", "BPBIII3g"),
    ChartRow("225", "Podatek dochodowy od osób fizycznych", "BABII3b", "BPBIII3g"),
    ChartRow("229", "Rozrachunki z ZUS", "BABII3b", "BPBIII3g"),
    ChartRow("230", "Rozrachunki z tytułu wynagrodzeń", "BABII3c_W", "BPBIII3h"),
    ChartRow("234", "Pozostałe rozrachunki z pracownikami", "BABII3c_W", "BPBIII3i", settles=True),
    ChartRow("240", "Pozostałe rozrachunki", "BABII3c_W", "BPBIII3i", settles=True),
    ChartRow(UNEXPLAINED, "Wpłaty i wypłaty do wyjaśnienia", "BABII3c_W", "BPBIII3i", settles=True),
    ChartRow("250", "Kredyty bankowe", "BPBIII3a"),
    ChartRow("300", "Rozliczenie zakupu", "BABI4", "BPBIII3d_D12"),
    ChartRow("310", "Materiały", "BABI1"),
    ChartRow(GOODS_BOUGHT, "Towary", "BABI4"),
    ChartRow("400", "Amortyzacja", "RPBI"),
    ChartRow(MATERIALS, "Zużycie materiałów", "RPBII"),
    ChartRow("401-02", "Zużycie energii", "RPBII"),
    ChartRow("401-03", "Paliwo", "RPBII"),
    ChartRow("402-01", "Usługi transportowe", "RPBIII"),
    ChartRow("402-02", "Usługi telekomunikacyjne i internetowe", "RPBIII"),
    ChartRow("402-03", "Druk i reklama", "RPBIII"),
    ChartRow("402-04", "Najem i dzierżawa", "RPBIII"),
    ChartRow("402-05", "Usługi informatyczne", "RPBIII"),
    ChartRow("402-06", "Usługi prawne i doradcze", "RPBIII"),
    ChartRow("402-07", "Remonty i naprawy", "RPBIII"),
    ChartRow(BANK_CHARGES, "Usługi bankowe", "RPBIII"),
    ChartRow(COSTS_DEFAULT, "Pozostałe usługi obce", "RPBIII"),
    ChartRow("403-01", "Podatek akcyzowy", "RPBIV_AKC"),
    ChartRow("403-02", "Pozostałe podatki i opłaty", "RPBIV_POZ"),
    ChartRow("404", "Wynagrodzenia", "RPBV"),
    ChartRow("405", "Ubezpieczenia społeczne i inne świadczenia", "RPBVI"),
    ChartRow("409-01", "Podróże służbowe", "RPBVII"),
    ChartRow("409-02", "Reprezentacja", "RPBVII", pd="PD4"),
    ChartRow("409-03", "Ubezpieczenia majątkowe", "RPBVII"),
    ChartRow("409-99", "Pozostałe koszty rodzajowe", "RPBVII"),
    ChartRow("490", "Rozliczenie kosztów", "INNE"),
    ChartRow("500", "Koszty działalności podstawowej", "RKBI_POZ"),
    ChartRow("527", "Koszty sprzedaży", "RKD"),
    ChartRow("550", "Koszty ogólnego zarządu", "RKE"),
    ChartRow("640", "Rozliczenia międzyokresowe kosztów czynne", "BABIV"),
    ChartRow("641", "Rozliczenia międzyokresowe kosztów bierne", "BPBI3_K"),
    ChartRow(REVENUE_SERVICES, "Sprzedaż usług i wyrobów", "RPAI_RKAI_POZ"),
    ChartRow("700-02", "Sprzedaż usług i wyrobów poza Polską", "RPAI_RKAI_POZ"),
    ChartRow("730-01", "Sprzedaż towarów", "RPAIV_RKAII_POZ"),
    ChartRow("730-02", "Sprzedaż towarów za granicę", "RPAIV_RKAII_POZ"),
    ChartRow("731", "Wartość sprzedanych towarów", "RPBVIII_RKBII_POZ"),
    ChartRow("750-01", "Odsetki otrzymane", "RPGII_RKJII_POZ"),
    ChartRow(GAINS, "Dodatnie różnice kursowe", "RPGV_RKJV_RK"),
    ChartRow(
        GAINS_UNREALISED,
        "Dodatnie różnice kursowe z wyceny (niezrealizowane)",
        "RPGV_RKJV_RK",
        pd="PD2",
    ),
    ChartRow("750-99", "Pozostałe przychody finansowe", "RPGV_RKJV_POZ"),
    ChartRow("751-01", "Odsetki zapłacone", "RPHI_RKKI_POZ"),
    ChartRow(LOSSES, "Ujemne różnice kursowe", "RPHIV_RKKIV_RK"),
    ChartRow(
        LOSSES_UNREALISED,
        "Ujemne różnice kursowe z wyceny (niezrealizowane)",
        "RPHIV_RKKIV_RK",
        pd="PD5",
    ),
    ChartRow("751-99", "Pozostałe koszty finansowe", "RPHIV_RKKIV_POZ"),
    ChartRow("760", "Pozostałe przychody operacyjne", "RPDIV_RKGIV_P"),
    ChartRow("761", "Pozostałe koszty operacyjne", "RPEIII_RKHIII_P"),
    ChartRow("801", "Kapitał podstawowy", "BPAI"),
    ChartRow("803", "Kapitał zapasowy", "BPAII_INN"),
    ChartRow(PROFIT_BROUGHT_FORWARD, "Rozliczenie wyniku finansowego", "BPAV"),
    ChartRow("840", "Rozliczenia międzyokresowe przychodów", "BPBIV2_K"),
    ChartRow(RESULT, "Wynik finansowy", "BPAVI"),
    ChartRow("870", "Podatek dochodowy od osób prawnych", "RPJ_RKM_B"),
)

# Kind of the vouchers that move a month's VAT to the tax office's account.
VAT_SETTLED = "VAT"

JOURNALS: tuple[tuple[str, str], ...] = (
    ("SP", "Dziennik sprzedaży"),
    ("ZK", "Dziennik zakupów i kosztów"),
    ("BK", "Dziennik bankowy"),
    ("PK", "Dziennik poleceń księgowania"),
)

COST_CENTERS: tuple[tuple[str, str], ...] = (
    ("ZARZAD", "Zarząd i administracja"),
    ("HANDEL", "Handel"),
    ("PROD", "Produkcja i usługi"),
)
