"""The register of fixed assets and intangibles: assets, their two plans, what changed them, what was taken."""

from __future__ import annotations

from typing import Any

from django.db import models

from zaplecze.assets.rules import Method
from zaplecze.platform.models import CompanyOwned, User

MONEY: Any = {"max_digits": 18, "decimal_places": 2}


class Purpose(models.TextChoices):
    """Whose plan it is."""

    TAX = "tax", "podatkowy"
    BALANCE = "balance", "bilansowy"


class Acquired(models.TextChoices):
    """How it was acquired (JPK_ST_KR, E_6)."""

    SALE = "S", "umowa sprzedaży"
    GIFT = "D", "darowizna"
    CONTRIBUTION = "N", "wkład niepieniężny"
    MADE = "W", "wytworzenie"
    INVOICE = "F", "faktura VAT"
    OTHER = "I", "inne"


class Gone(models.TextChoices):
    """Why it was struck off (JPK_ST_KR, E_29)."""

    RECLASSIFIED = "A", "przekwalifikowanie do innych aktywów"
    SOLD = "S", "sprzedaż"
    MISSING = "X", "niedobór"
    STOLEN = "K", "kradzież"
    GIVEN = "D", "darowizna"
    CONTRIBUTED = "N", "wkład niepieniężny"
    OTHER = "I", "inne (likwidacja)"


class Asset(CompanyOwned):
    """A fixed asset or intangible; accounts are numbers of the chart, values PLN."""

    number = models.CharField("numer inwentarzowy", max_length=20)
    name = models.CharField("nazwa", max_length=256)
    kst = models.CharField("KŚT", max_length=10, blank=True)
    intangible = models.BooleanField("wartość niematerialna i prawna", default=False)
    serial = models.CharField("numer fabryczny", max_length=80, blank=True)
    acquired = models.CharField("nabycie", max_length=1, choices=Acquired.choices, default="F")
    acquired_on = models.DateField("data nabycia")
    in_use_on = models.DateField("data przyjęcia do używania")
    document_id = models.BigIntegerField(null=True)
    voucher = models.CharField("dokument OT", max_length=40)
    account = models.CharField("konto środka", max_length=20)
    depreciation_account = models.CharField("konto umorzenia", max_length=20)
    cost_account = models.CharField("konto amortyzacji", max_length=20, default="400")
    cost_center = models.CharField("MPK", max_length=20, blank=True)
    place = models.CharField("miejsce używania", max_length=120, blank=True)
    responsible = models.CharField("osoba odpowiedzialna", max_length=120, blank=True)
    gone_on = models.DateField("data wykreślenia", null=True)
    gone = models.CharField("przyczyna", max_length=1, choices=Gone.choices, blank=True)
    gone_voucher = models.CharField("dokument LT", max_length=40, blank=True)
    gone_net = models.DecimalField("wartość netto bilansowa", null=True, **MONEY)
    gone_tax_net = models.DecimalField("wartość netto podatkowa", null=True, **MONEY)
    gone_tax_cost = models.DecimalField("koszt podatkowy", null=True, **MONEY)
    gone_account = models.CharField("konto po przekwalifikowaniu", max_length=20, blank=True)
    gone_proceeds = models.DecimalField("przychód ze zbycia", null=True, **MONEY)
    gone_entry_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "number"), name="asset_number"),
            models.CheckConstraint(
                condition=models.Q(in_use_on__gte=models.F("acquired_on")), name="asset_days"
            ),
            models.CheckConstraint(
                condition=models.Q(gone_on__isnull=True, gone="")
                | models.Q(gone_on__isnull=False, gone__in=Gone.values),
                name="asset_gone",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class AssetPlan(CompanyOwned):
    """The tax plan or the balance sheet's plan of an asset, as `rules.Plan` takes it."""

    asset = models.ForeignKey(
        Asset, on_delete=models.PROTECT, related_name="plans", db_constraint=False
    )
    purpose = models.CharField(max_length=7, choices=Purpose.choices)
    method = models.CharField(max_length=9, choices=[(m.value, m.value) for m in Method])
    value = models.DecimalField("wartość początkowa", **MONEY)
    rate = models.DecimalField("stawka roczna, %", max_digits=7, decimal_places=4, default=0)
    coefficient = models.DecimalField("współczynnik", max_digits=3, decimal_places=1, default=1)
    season = models.CharField("miesiące sezonu", max_length=40, blank=True)
    residual = models.DecimalField("wartość końcowa", default=0, **MONEY)
    taken = models.DecimalField("dotychczasowe umorzenie", default=0, **MONEY)
    start_year = models.SmallIntegerField()
    start_month = models.SmallIntegerField()
    deductible = models.DecimalField("wartość uznawana podatkowo", null=True, **MONEY)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "asset", "purpose"), name="asset_plan_once"),
        )

    def __str__(self) -> str:
        return f"{self.asset_id} {self.purpose}"


class ChangeKind(models.TextChoices):
    """What may happen to an asset in use."""

    IMPROVED = "improved", "ulepszenie"
    REDUCED = "reduced", "odłączenie części"
    PAUSED = "paused", "zawieszenie amortyzacji"
    MOVED = "moved", "zmiana miejsca lub osoby"
    REGROUPED = "regroup", "przeniesienie do innej grupy"
    PROCEEDS = "proceeds", "korekta przychodu ze zbycia"


CHOSEN_KINDS = tuple(
    (k.value, k.label)
    for k in (ChangeKind.IMPROVED, ChangeKind.REDUCED, ChangeKind.PAUSED, ChangeKind.MOVED)
)
"""Changes of one form; the others have their own."""


class AssetChange(CompanyOwned):
    """A change of an asset: amounts in PLN raise the value (a part that goes lowers it) from the next month on.

    Of a change of group it keeps what was ``before``; of proceeds the amount is by how much they changed.
    """

    append_only = True

    asset = models.ForeignKey(
        Asset, on_delete=models.PROTECT, related_name="changes", db_constraint=False
    )
    kind = models.CharField(max_length=8, choices=ChangeKind.choices)
    on = models.DateField("dzień")
    amount = models.DecimalField("kwota", default=0, **MONEY)
    voucher = models.CharField("dokument", max_length=40)
    text = models.CharField("opis", max_length=300)
    account_before = models.CharField(max_length=20, blank=True)
    depreciation_account_before = models.CharField(max_length=20, blank=True)
    kst_before = models.CharField(max_length=10, blank=True)
    entry_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return f"{self.voucher}: {self.text}"


class Depreciation(CompanyOwned):
    """A month's instalment that was posted: balance sheet, tax, and what of the tax one is no cost (PLN)."""

    append_only = True

    asset = models.ForeignKey(
        Asset, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    balance = models.DecimalField(**MONEY)
    tax = models.DecimalField(**MONEY)
    refused = models.DecimalField(default=0, **MONEY)
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "asset", "year", "month"), name="depreciation_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.asset_id} {self.year}-{self.month:02}"


class RegisterFiling(CompanyOwned):
    """A JPK_ST_KR file of a year that was built for filing: its bytes are kept, later ones are compared with it."""

    append_only = True

    year = models.SmallIntegerField()
    purpose = models.SmallIntegerField(default=1)
    file_sha256 = models.CharField(max_length=64)
    built_at = models.DateTimeField()
    built_by_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"JPK_ST_KR {self.year}"
