"""The form of taking an asset into use, and what it becomes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from zaplecze.assets.commands import NewAsset
from zaplecze.assets.kst import DRIVE_NAMES, KINDS, Drive, symbol_fault
from zaplecze.assets.models import Acquired
from zaplecze.assets.rules import Method, Plan, first_month
from zaplecze.platform.periods import month_of

METHODS = (
    (Method.LINEAR, "liniowa"),
    (Method.DECLINING, "degresywna"),
    (Method.ONE_OFF, "jednorazowa"),
    (Method.SEASONAL, "sezonowa"),
    (Method.NONE, "bez amortyzacji"),
)


class _Day(forms.DateInput):
    input_type = "date"


def _money(label: str, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=18, decimal_places=2, required=required, localize=True
    )


class AssetForm(forms.Form):
    """An asset and its two plans; the tax plan takes the balance sheet's where it is left empty."""

    name = forms.CharField(label="Nazwa", max_length=256)
    kst = forms.CharField(label="KŚT", max_length=10, required=False)
    acquired = forms.ChoiceField(label="Nabycie", choices=Acquired.choices, initial="F")
    acquired_on = forms.DateField(label="Data nabycia", widget=_Day)
    in_use_on = forms.DateField(label="Przyjęty do używania", widget=_Day)
    account = forms.CharField(label="Konto środka", initial="010-02")
    depreciation_account = forms.CharField(label="Konto umorzenia", initial="070-02")
    cost_account = forms.CharField(label="Konto amortyzacji", initial="400")
    cost_center = forms.CharField(label="MPK", required=False)
    place = forms.CharField(label="Miejsce", required=False)
    responsible = forms.CharField(label="Osoba odpowiedzialna", required=False)
    value = _money("Wartość początkowa")
    taken = _money("Dotychczasowe umorzenie", required=False)
    residual = _money("Wartość końcowa", required=False)
    method = forms.ChoiceField(label="Metoda bilansowa", choices=METHODS)
    rate = forms.DecimalField(label="Stawka bilansowa, %", max_digits=7, decimal_places=4)
    tax_method = forms.ChoiceField(label="Metoda podatkowa", choices=METHODS)
    tax_rate = forms.DecimalField(
        label="Stawka podatkowa, %", max_digits=7, decimal_places=4, required=False
    )
    coefficient = forms.DecimalField(
        label="Współczynnik (degresywna)", max_digits=3, decimal_places=1, required=False
    )
    season = forms.CharField(label="Miesiące sezonu, np. 6,7,8", required=False)
    drive = forms.ChoiceField(
        label="Napęd (samochód osobowy)",
        choices=[("", "–"), *((d.value, name) for d, name in DRIVE_NAMES.items())],
        required=False,
    )
    deductible = _money("Wartość uznawana podatkowo (auta)", required=False)

    def clean_kst(self) -> str:
        """A symbol of KŚT, or none."""
        symbol = str(self.cleaned_data["kst"]).strip()
        if symbol and (fault := symbol_fault(symbol)):
            raise forms.ValidationError(fault)
        return symbol

    def clean_season(self) -> tuple[int, ...]:
        """Months by number."""
        parts = [p.strip() for p in self.cleaned_data["season"].split(",") if p.strip()]
        if any(not p.isdecimal() or not 1 <= int(p) <= 12 for p in parts):
            raise forms.ValidationError("wpisz numery miesięcy po przecinku, np. 6,7,8")
        return tuple(sorted({int(p) for p in parts}))

    def asset(self) -> NewAsset:
        """The asset as the command takes it; call it on a valid form."""
        f: dict[str, Any] = self.cleaned_data
        in_use: date = f["in_use_on"]
        zero = Decimal("0.00")

        def plan(method: str, rate: Decimal | None, *, tax: bool) -> Plan:
            chosen = Method(method)
            return Plan(
                method=chosen,
                value=f["value"],
                rate=rate if rate is not None else f["rate"],
                start=first_month(chosen, month_of(in_use)),
                residual=zero if tax else f["residual"] or zero,
                taken=f["taken"] or zero,
                coefficient=f["coefficient"] or Decimal(1),
                season=f["season"],
                deductible=f["deductible"] if tax else None,
            )

        return NewAsset(
            name=f["name"],
            acquired_on=f["acquired_on"],
            in_use_on=in_use,
            account=f["account"].strip(),
            depreciation_account=f["depreciation_account"].strip(),
            cost_account=f["cost_account"].strip(),
            cost_center=f["cost_center"].strip(),
            place=f["place"],
            responsible=f["responsible"],
            kst=f["kst"],
            drive=Drive(f["drive"]) if f["drive"] else None,
            acquired=f["acquired"],
            intangible=f["account"].startswith("020"),
            tax=plan(f["tax_method"], f["tax_rate"], tax=True),
            balance=plan(f["method"], f["rate"], tax=False),
        )


KST_CHOICES = tuple((k.code, f"{k.code} {k.name}, {k.rate} %") for k in KINDS)
