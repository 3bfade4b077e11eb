"""Annex 1 to the Accounting Act: balance sheet and profit and loss of other entities (jednostki inne).

Tags are those of JPK_KR_PD(1) for other entities (ZOiS7): each one stands on exactly one line of the balance sheet,
or on one of each profit and loss account. See `parse` for the form of a line.
"""

from __future__ import annotations

from zaplecze.statements.layouts.parse import Netted, parse

# Accounts on which the register of assets sets each disposal's proceeds against its net value (ledger, 762 and 763):
# what they hold are gains and losses of single disposals, so that they are not set off against each other.
DISPOSALS = frozenset({"@762", "@763"})

ASSETS = parse(
    "assets",
    "Aktywa",
    """
A | Aktywa trwałe
A.I | Wartości niematerialne i prawne
A.I.1 | Koszty zakończonych prac rozwojowych | BAAI1_W BAAI1_A BAAI1_U
A.I.2 | Wartość firmy | BAAI2_W BAAI2_A BAAI2_U
A.I.3 | Inne wartości niematerialne i prawne | BAAI3_W BAAI3_A BAAI3_U
A.I.4 | Zaliczki na wartości niematerialne i prawne | BAAI4_W BAAI4_A
A.II | Rzeczowe aktywa trwałe
A.II.1 | Środki trwałe
A.II.1.a | grunty (w tym prawo użytkowania wieczystego gruntu) | BAAII1a_W BAAII1a_A BAAII1a_U
A.II.1.b | budynki, lokale, prawa do lokali i obiekty inżynierii lądowej i wodnej | BAAII1b_W BAAII1b_A BAAII1b_U
A.II.1.c | urządzenia techniczne i maszyny | BAAII1c_W BAAII1c_A BAAII1c_U
A.II.1.d | środki transportu | BAAII1d_W BAAII1d_A BAAII1d_U
A.II.1.e | inne środki trwałe | BAAII1e_W BAAII1e_A BAAII1e_U
A.II.2 | Środki trwałe w budowie | BAAII2_W BAAII2_A
A.II.3 | Zaliczki na środki trwałe w budowie | BAAII3_W BAAII3_A
A.III | Należności długoterminowe
A.III.1 | Od jednostek powiązanych | BAAIII1_W BAAIII1_A
A.III.2 | Od pozostałych jednostek, w których jednostka posiada zaangażowanie w kapitale | BAAIII2_W BAAIII2_A
A.III.3 | Od pozostałych jednostek | BAAIII3_W BAAIII3_A
A.IV | Inwestycje długoterminowe
A.IV.1 | Nieruchomości | BAAIV1_W BAAIV1_A BAAIV1_U
A.IV.2 | Wartości niematerialne i prawne | BAAIV2_W BAAIV2_A BAAIV2_U
A.IV.3 | Długoterminowe aktywa finansowe
A.IV.3.a | w jednostkach powiązanych
A.IV.3.a.1 | udziały lub akcje | BAAIV3a_ULA_W BAAIV3a_ULA_A
A.IV.3.a.2 | inne papiery wartościowe | BAAIV3a_IPW_W BAAIV3a_IPW_A
A.IV.3.a.3 | udzielone pożyczki | BAAIV3a_UP_W BAAIV3a_UP_A
A.IV.3.a.4 | inne długoterminowe aktywa finansowe | BAAIV3a_IDAF_W BAAIV3a_IDAF_A
A.IV.3.b | w pozostałych jednostkach, w których jednostka posiada zaangażowanie w kapitale
A.IV.3.b.1 | udziały lub akcje | BAAIV3b_ULA_W BAAIV3b_ULA_A
A.IV.3.b.2 | inne papiery wartościowe | BAAIV3b_IPW_W BAAIV3b_IPW_A
A.IV.3.b.3 | udzielone pożyczki | BAAIV3b_UP_W BAAIV3b_UP_A
A.IV.3.b.4 | inne długoterminowe aktywa finansowe | BAAIV3b_IDAF_W BAAIV3b_IDAF_A
A.IV.3.c | w pozostałych jednostkach
A.IV.3.c.1 | udziały lub akcje | BAAIV3c_ULA_W BAAIV3c_ULA_A
A.IV.3.c.2 | inne papiery wartościowe | BAAIV3c_IPW_W BAAIV3c_IPW_A
A.IV.3.c.3 | udzielone pożyczki | BAAIV3c_UP_W BAAIV3c_UP_A
A.IV.3.c.4 | inne długoterminowe aktywa finansowe | BAAIV3c_IDAF_W BAAIV3c_IDAF_A
A.IV.4 | Inne inwestycje długoterminowe | BAAIV4_W BAAIV4_A
A.V | Długoterminowe rozliczenia międzyokresowe
A.V.1 | Aktywa z tytułu odroczonego podatku dochodowego | BAAV1_W BAAV1_A
A.V.2 | Inne rozliczenia międzyokresowe | BAAV2_W BAAV2_A
B | Aktywa obrotowe
B.I | Zapasy
B.I.1 | Materiały | BABI1 BABI1_O BABI1_A
B.I.2 | Półprodukty i produkty w toku | BABI2 BABI2_O BABI2_A
B.I.3 | Produkty gotowe | BABI3 BABI3_O BABI3_A
B.I.4 | Towary | BABI4 BABI4_O BABI4_A
B.I.5 | Zaliczki na dostawy i usługi | BABI5 BABI5_A
B.II | Należności krótkoterminowe
B.II.1 | Należności od jednostek powiązanych
B.II.1.a | z tytułu dostaw i usług, o okresie spłaty
B.II.1.a.1 | do 12 miesięcy | BABII1a_D12 BABII1a_D12_A
B.II.1.a.2 | powyżej 12 miesięcy | BABII1a_P12 BABII1a_P12_A
B.II.1.b | inne | BABII1b BABII1b_A
B.II.2 | Należności od pozostałych jednostek, w których jednostka posiada zaangażowanie w kapitale
B.II.2.a | z tytułu dostaw i usług, o okresie spłaty
B.II.2.a.1 | do 12 miesięcy | BABII2a_D12 BABII2a_D12_A
B.II.2.a.2 | powyżej 12 miesięcy | BABII2a_P12 BABII2a_P12_A
B.II.2.b | inne | BABII2b BABII2b_A
B.II.3 | Należności od pozostałych jednostek
B.II.3.a | z tytułu dostaw i usług, o okresie spłaty
B.II.3.a.1 | do 12 miesięcy | BABII3a_D12 BABII3a_D12_A
B.II.3.a.2 | powyżej 12 miesięcy | BABII3a_P12 BABII3a_P12_A
B.II.3.b | z tytułu podatków, dotacji, ceł, ubezpieczeń i innych tytułów publicznoprawnych | BABII3b BABII3b_A
B.II.3.c | inne | BABII3c_W BABII3c_A
B.II.3.d | dochodzone na drodze sądowej | BABII3d_W BABII3d_A
B.III | Inwestycje krótkoterminowe
B.III.1 | Krótkoterminowe aktywa finansowe
B.III.1.a | w jednostkach powiązanych
B.III.1.a.1 | udziały lub akcje | BABIII1a1_ULA_W BABIII1a1_ULA_A
B.III.1.a.2 | inne papiery wartościowe | BABIII1a2_IPW_W BABIII1a2_IPW_A
B.III.1.a.3 | udzielone pożyczki | BABIII1a3_UP_W BABIII1a3_UP_A
B.III.1.a.4 | inne krótkoterminowe aktywa finansowe | BABIII1a4_IKAF_W BABIII1a4_IKAF_A
B.III.1.b | w pozostałych jednostkach
B.III.1.b.1 | udziały lub akcje | BABIII1b1_ULA_W BABIII1b1_ULA_A
B.III.1.b.2 | inne papiery wartościowe | BABIII1b2_IPW_W BABIII1b2_IPW_A
B.III.1.b.3 | udzielone pożyczki | BABIII1b3_UP_W BABIII1b3_UP_A
B.III.1.b.4 | inne krótkoterminowe aktywa finansowe | BABIII1b4_IKAF_W BABIII1b4_IKAF_A
B.III.1.c | Środki pieniężne i inne aktywa pieniężne
B.III.1.c.1 | środki pieniężne w kasie i na rachunkach | BABIII1c1_SPKR
B.III.1.c.2 | inne środki pieniężne | BABIII1c2_ISP BABIII1c2_ISP_A
B.III.1.c.3 | inne aktywa pieniężne | BABIII1c3_IAP BABIII1c3_IAP_A
B.III.2 | Inne inwestycje krótkoterminowe | BABIII2_W BABIII2_A
B.IV | Krótkoterminowe rozliczenia międzyokresowe | BABIV BABIV_A
C | Należne wpłaty na kapitał (fundusz) podstawowy | BAC
D | Udziały (akcje) własne | BAD
""",
)

LIABILITIES = parse(
    "liabilities",
    "Pasywa",
    """
A | Kapitał (fundusz) własny
A.I | Kapitał (fundusz) podstawowy | BPAI
A.II | Kapitał (fundusz) zapasowy | BPAII_INN BPAII_ES_ZP BPAII_ES_ZR
A.II.1 | nadwyżka wartości sprzedaży (wartości emisyjnej) nad wartością nominalną udziałów (akcji) | BPAIIWS
A.III | Kapitał (fundusz) z aktualizacji wyceny | BPAIII_INN
A.III.1 | z tytułu aktualizacji wartości godziwej | BPAIIIAWG
A.IV | Pozostałe kapitały (fundusze) rezerwowe | BPAIV_INN BPAIV_ES_ZP BPAIV_ES_ZR
A.IV.1 | tworzone zgodnie z umową (statutem) spółki | BPAIVU
A.IV.2 | na udziały (akcje) własne | BPAIVUW
A.V | Zysk (strata) z lat ubiegłych | BPAV BPAV_ES_NZP BPAV_ES_NPR BPAV_ES_NSP BPAV_ES_NSR
A.VI | Zysk (strata) netto | BPAVI
A.VII | Odpisy z zysku netto w ciągu roku obrotowego (wielkość ujemna) | BPAVII
B | Zobowiązania i rezerwy na zobowiązania
B.I | Rezerwy na zobowiązania
B.I.1 | Rezerwa z tytułu odroczonego podatku dochodowego | BPBI1
B.I.2 | Rezerwa na świadczenia emerytalne i podobne
B.I.2.1 | długoterminowa | BPBI2_D
B.I.2.2 | krótkoterminowa | BPBI2_K
B.I.3 | Pozostałe rezerwy
B.I.3.1 | długoterminowe | BPBI3_D
B.I.3.2 | krótkoterminowe | BPBI3_K
B.II | Zobowiązania długoterminowe
B.II.1 | Wobec jednostek powiązanych | BPBII1
B.II.2 | Wobec pozostałych jednostek, w których jednostka posiada zaangażowanie w kapitale | BPBII2
B.II.3 | Wobec pozostałych jednostek
B.II.3.a | kredyty i pożyczki | BPBII3a
B.II.3.b | z tytułu emisji dłużnych papierów wartościowych | BPBII3b
B.II.3.c | inne zobowiązania finansowe | BPBII3c
B.II.3.d | zobowiązania wekslowe | BPBII3d
B.II.3.e | inne | BPBII3e
B.III | Zobowiązania krótkoterminowe
B.III.1 | Zobowiązania wobec jednostek powiązanych
B.III.1.a | z tytułu dostaw i usług, o okresie wymagalności
B.III.1.a.1 | do 12 miesięcy | BPBIII1a_D12
B.III.1.a.2 | powyżej 12 miesięcy | BPBIII1a_P12
B.III.1.b | inne | BPBIII1b
B.III.2 | Zobowiązania wobec pozostałych jednostek, w których jednostka posiada zaangażowanie w kapitale
B.III.2.a | z tytułu dostaw i usług, o okresie wymagalności
B.III.2.a.1 | do 12 miesięcy | BPBIII2a_D12
B.III.2.a.2 | powyżej 12 miesięcy | BPBIII2a_P12
B.III.2.b | inne | BPBIII2b
B.III.3 | Zobowiązania wobec pozostałych jednostek
B.III.3.a | kredyty i pożyczki | BPBIII3a
B.III.3.b | z tytułu emisji dłużnych papierów wartościowych | BPBIII3b
B.III.3.c | inne zobowiązania finansowe | BPBIII3c
B.III.3.d | z tytułu dostaw i usług, o okresie wymagalności
B.III.3.d.1 | do 12 miesięcy | BPBIII3d_D12
B.III.3.d.2 | powyżej 12 miesięcy | BPBIII3d_P12
B.III.3.e | zaliczki otrzymane na dostawy i usługi | BPBIII3e
B.III.3.f | zobowiązania wekslowe | BPBIII3f
B.III.3.g | z tytułu podatków, ceł, ubezpieczeń i innych tytułów publicznoprawnych | BPBIII3g
B.III.3.h | z tytułu wynagrodzeń | BPBIII3h
B.III.3.i | inne | BPBIII3i
B.III.4 | Fundusze specjalne | BPBIII4
B.IV | Rozliczenia międzyokresowe
B.IV.1 | Ujemna wartość firmy | BPBIV1
B.IV.2 | Inne rozliczenia międzyokresowe
B.IV.2.1 | długoterminowe | BPBIV2_D
B.IV.2.2 | krótkoterminowe | BPBIV2_K
""",
)

BY_NATURE = parse(
    "by-nature",
    "Rachunek zysków i strat (wariant porównawczy)",
    """
A | Przychody netto ze sprzedaży i zrównane z nimi
A.J | w tym od jednostek powiązanych | ~ RPAI_RKAI_POW RPAIV_RKAII_POW
A.I | Przychody netto ze sprzedaży produktów | RPAI_RKAI_POW RPAI_RKAI_POZ
A.II | Zmiana stanu produktów | RPAII RKBI_POW RKBI_POZ RKD RKE @490
A.III | Koszt wytworzenia produktów na własne potrzeby jednostki | RPAIII
A.IV | Przychody netto ze sprzedaży towarów i materiałów | RPAIV_RKAII_POW RPAIV_RKAII_POZ
B | Koszty działalności operacyjnej | -
B.I | Amortyzacja | RPBI
B.II | Zużycie materiałów i energii | RPBII
B.III | Usługi obce | RPBIII
B.IV | Podatki i opłaty | RPBIV_POZ
B.IV.1 | w tym podatek akcyzowy | RPBIV_AKC
B.V | Wynagrodzenia | RPBV
B.VI | Ubezpieczenia społeczne i inne świadczenia | RPBVI
B.VI.1 | w tym emerytalne | RPBVI_E
B.VII | Pozostałe koszty rodzajowe | RPBVII
B.VIII | Wartość sprzedanych towarów i materiałów | RPBVIII_RKBII_POW RPBVIII_RKBII_POZ
C | Zysk (strata) ze sprzedaży (A–B) | = A - B
D | Pozostałe przychody operacyjne
D.I | Zysk z tytułu rozchodu niefinansowych aktywów trwałych | RPDI_RKGI_POW RPDI_RKGI_POZ
D.II | Dotacje | RPDII_RKGII
D.III | Aktualizacja wartości aktywów niefinansowych | RPDIII_RKGIII
D.IV | Inne przychody operacyjne | RPDIV_RKGIV RPDIV_RKGIV_ZCP RPDIV_RKGIV_WF RPDIV_RKGIV_P
E | Pozostałe koszty operacyjne | -
E.I | Strata z tytułu rozchodu niefinansowych aktywów trwałych | RPEI_RKHI_POW RPEI_RKHI_POZ
E.II | Aktualizacja wartości aktywów niefinansowych | RPEII_RKHII
E.III | Inne koszty operacyjne | RPEIII_RKHIII RPEIII_RKHIII_ZCP RPEIII_RKHIII_WF RPEIII_RKHIII_P
F | Zysk (strata) z działalności operacyjnej (C+D–E) | = C + D - E
G | Przychody finansowe
G.I | Dywidendy i udziały w zyskach
G.I.a | od jednostek powiązanych | RPGIa_RKJIa_POW_p
G.I.a.1 | w tym w których jednostka posiada zaangażowanie w kapitale | RPGIa_RKJIa_POW_k
G.I.b | od jednostek pozostałych | RPGIb_RKJIb_POZ_p
G.I.b.1 | w tym w których jednostka posiada zaangażowanie w kapitale | RPGIb_RKJIb_POZ_k
G.II | Odsetki | RPGII_RKJII_POZ
G.II.J | w tym od jednostek powiązanych | RPGII_RKJII_POW
G.III | Zysk z tytułu rozchodu aktywów finansowych | RPGIII_RKJIII_POZ
G.III.J | w tym w jednostkach powiązanych | RPGIII_RKJIII_POW
G.IV | Aktualizacja wartości aktywów finansowych | RPGIV_RKJIV
G.V | Inne | RPGV_RKJV_RK RPGV_RKJV_POZ
H | Koszty finansowe | -
H.I | Odsetki | RPHI_RKKI_POZ
H.I.J | w tym dla jednostek powiązanych | RPHI_RKKI_POW
H.II | Strata z tytułu rozchodu aktywów finansowych | RPHII_RKKII_POZ
H.II.J | w tym w jednostkach powiązanych | RPHII_RKKII_POW
H.III | Aktualizacja wartości aktywów finansowych | RPHIII_RKKIII
H.IV | Inne | RPHIV_RKKIV_RK RPHIV_RKKIV_POZ
I | Zysk (strata) brutto (F+G–H) | = F + G - H
J | Podatek dochodowy | - RPJ_RKM_B RPJ_RKM_O
K | Pozostałe obowiązkowe zmniejszenia zysku (zwiększenia straty) | - RPK_RKN
L | Zysk (strata) netto (I–J–K) | = I - J - K
""",
    netted=(
        Netted("D.I", "E.I", apart=DISPOSALS),
        Netted("G.III", "H.II"),
        Netted("G.III.J", "H.II.J"),
        Netted("G.V", "H.IV", frozenset({"RPGV_RKJV_RK", "RPHIV_RKKIV_RK"})),
    ),
)

BY_FUNCTION = parse(
    "by-function",
    "Rachunek zysków i strat (wariant kalkulacyjny)",
    """
A | Przychody netto ze sprzedaży produktów, towarów i materiałów
A.J | w tym od jednostek powiązanych | ~ RPAI_RKAI_POW RPAIV_RKAII_POW
A.I | Przychody netto ze sprzedaży produktów | RPAI_RKAI_POW RPAI_RKAI_POZ
A.II | Przychody netto ze sprzedaży towarów i materiałów | RPAIV_RKAII_POW RPAIV_RKAII_POZ
B | Koszty sprzedanych produktów, towarów i materiałów | -
B.J | w tym jednostkom powiązanym | ~ RKBI_POW RPBVIII_RKBII_POW
B.I | Koszt wytworzenia sprzedanych produktów | RKBI_POW RKBI_POZ RPAII RPAIII
B.II | Wartość sprzedanych towarów i materiałów | RPBVIII_RKBII_POW RPBVIII_RKBII_POZ
C | Zysk (strata) brutto ze sprzedaży (A–B) | = A - B
D | Koszty sprzedaży | - RKD
E | Koszty ogólnego zarządu | - RKE
F | Zysk (strata) ze sprzedaży (C–D–E) | = C - D - E
G | Pozostałe przychody operacyjne
G.I | Zysk z tytułu rozchodu niefinansowych aktywów trwałych | RPDI_RKGI_POW RPDI_RKGI_POZ
G.II | Dotacje | RPDII_RKGII
G.III | Aktualizacja wartości aktywów niefinansowych | RPDIII_RKGIII
G.IV | Inne przychody operacyjne | RPDIV_RKGIV RPDIV_RKGIV_ZCP RPDIV_RKGIV_WF RPDIV_RKGIV_P
H | Pozostałe koszty operacyjne | -
H.I | Strata z tytułu rozchodu niefinansowych aktywów trwałych | RPEI_RKHI_POW RPEI_RKHI_POZ
H.II | Aktualizacja wartości aktywów niefinansowych | RPEII_RKHII
H.III | Inne koszty operacyjne | RPEIII_RKHIII RPEIII_RKHIII_ZCP RPEIII_RKHIII_WF RPEIII_RKHIII_P
I | Zysk (strata) z działalności operacyjnej (F+G–H) | = F + G - H
J | Przychody finansowe
J.I | Dywidendy i udziały w zyskach
J.I.a | od jednostek powiązanych | RPGIa_RKJIa_POW_p
J.I.a.1 | w tym w których jednostka posiada zaangażowanie w kapitale | RPGIa_RKJIa_POW_k
J.I.b | od jednostek pozostałych | RPGIb_RKJIb_POZ_p
J.I.b.1 | w tym w których jednostka posiada zaangażowanie w kapitale | RPGIb_RKJIb_POZ_k
J.II | Odsetki | RPGII_RKJII_POZ
J.II.J | w tym od jednostek powiązanych | RPGII_RKJII_POW
J.III | Zysk z tytułu rozchodu aktywów finansowych | RPGIII_RKJIII_POZ
J.III.J | w tym w jednostkach powiązanych | RPGIII_RKJIII_POW
J.IV | Aktualizacja wartości aktywów finansowych | RPGIV_RKJIV
J.V | Inne | RPGV_RKJV_RK RPGV_RKJV_POZ
K | Koszty finansowe | -
K.I | Odsetki | RPHI_RKKI_POZ
K.I.J | w tym dla jednostek powiązanych | RPHI_RKKI_POW
K.II | Strata z tytułu rozchodu aktywów finansowych | RPHII_RKKII_POZ
K.II.J | w tym w jednostkach powiązanych | RPHII_RKKII_POW
K.III | Aktualizacja wartości aktywów finansowych | RPHIII_RKKIII
K.IV | Inne | RPHIV_RKKIV_RK RPHIV_RKKIV_POZ
L | Zysk (strata) brutto (I+J–K) | = I + J - K
M | Podatek dochodowy | - RPJ_RKM_B RPJ_RKM_O
N | Pozostałe obowiązkowe zmniejszenia zysku (zwiększenia straty) | - RPK_RKN
O | Zysk (strata) netto (L–M–N) | = L - M - N
""",
    netted=(
        Netted("G.I", "H.I", apart=DISPOSALS),
        Netted("J.III", "K.II"),
        Netted("J.III.J", "K.II.J"),
        Netted("J.V", "K.IV", frozenset({"RPGV_RKJV_RK", "RPHIV_RKKIV_RK"})),
    ),
    left_out=frozenset(
        {
            "RPBI",
            "RPBII",
            "RPBIII",
            "RPBIV_AKC",
            "RPBIV_POZ",
            "RPBV",
            "RPBVI",
            "RPBVI_E",
            "RPBVII",
            "@490",
        }
    ),
)
