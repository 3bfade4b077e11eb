"""Accounts that the program itself posts to, and the journals and cost centres that a company starts with.

The charts of accounts are in `charts`.
"""

from __future__ import annotations

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

# Kind of the vouchers that move a month's VAT to the tax office's account.
VAT_SETTLED = "VAT"
# VAT that relief for bad debts moved, until it is paid or the claim lapses (art. 89a, 89b of the VAT Act).
BAD_DEBT_VAT = "226"
# Kind of the vouchers that strike an asset off, and the accounts of what it brought and of its net value.
ASSET_GONE = "LT"
DISPOSED_ASSETS, DISPOSED_NET = "762", "763"
# Off-balance account of tax costs that the books of no year have: K_8 of RPD, for which there is no tag.
TAX_ONLY_COST = "095"

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
