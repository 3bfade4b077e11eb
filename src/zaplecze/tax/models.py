"""VAT registers: one row a document and register, in the month in which it counts."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned
from zaplecze.platform.periods import Month, month_code
from zaplecze.tax.relief.models import Reason, ReliefMove, ReliefRefusal

__all__ = [
    "BooksFiling",
    "CitYear",
    "Filing",
    "Proof",
    "Reason",
    "Register",
    "ReliefMove",
    "ReliefRefusal",
    "VatRow",
]


class Register(models.TextChoices):
    """The two VAT registers (art. 109 ust. 3 of the VAT Act)."""

    SALES = "sales", "sprzedaż"
    PURCHASE = "purchase", "zakup"


class Proof(models.TextChoices):
    """How the document stands to KSeF, exactly one in each row of JPK_V7M(3)."""

    KSEF = "NrKSeF", "numer KSeF"
    OFF = "OFF", "awaria KSeF"
    BFK = "BFK", "faktura poza KSeF"
    DI = "DI", "inny dokument"


class VatRow(CompanyOwned):
    """A row of a VAT register; ``amounts`` holds K_10 ... K_47 in PLN as text with two decimals.

    A row of relief for a bad debt names the term of payment that passed (``relief_due``, art. 89a ust. 1, 89b ust. 1)
    or the day of the payment after it (``relief_paid``, art. 89a ust. 4, 89b ust. 4).
    """

    append_only = True

    register = models.CharField(max_length=8, choices=Register.choices)
    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    document_id = models.BigIntegerField(null=True)
    entry_id = models.BigIntegerField()
    partner_country = models.CharField(max_length=2, blank=True)
    partner_tax_id = models.CharField(max_length=50)
    partner_name = models.CharField(max_length=512)
    number = models.CharField(max_length=256)
    issue_date = models.DateField()
    sale_date = models.DateField(null=True)
    proof = models.CharField(max_length=6, choices=Proof.choices)
    ksef_number = models.CharField(max_length=36, blank=True)
    document_type = models.CharField(max_length=6, blank=True)
    gtu = models.JSONField(default=list)
    procedures = models.JSONField(default=list)
    net = models.DecimalField(max_digits=18, decimal_places=2)
    vat = models.DecimalField(max_digits=18, decimal_places=2)
    amounts = models.JSONField()
    relief_due = models.DateField(null=True)
    relief_paid = models.DateField(null=True)
    margin = models.DecimalField(max_digits=18, decimal_places=2, null=True)

    class Meta:
        indexes = (
            models.Index(fields=("company", "register", "year", "month"), name="vat_row_month"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(proof="NrKSeF") & ~models.Q(ksef_number="")
                | ~models.Q(proof="NrKSeF") & models.Q(ksef_number=""),
                name="vat_row_proof",
            ),
            models.CheckConstraint(
                condition=models.Q(relief_due__isnull=True) | models.Q(relief_paid__isnull=True),
                name="vat_row_relief",
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.number}"


class Filing(CompanyOwned):
    """A JPK_V7M file that was built for filing: its bytes are kept, its totals can be compared later.

    ``purpose`` 1 files, 2 corrects.
    """

    append_only = True

    year = models.SmallIntegerField()
    month = models.SmallIntegerField()
    purpose = models.SmallIntegerField(default=1)
    file_sha256 = models.CharField(max_length=64)
    built_at = models.DateTimeField()
    built_by_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"JPK_V7M {self.year}-{self.month:02}"


class BooksFiling(CompanyOwned):
    """A JPK_KR_PD file that was built for filing, months ``first`` to ``last`` of a business year.

    ``purpose`` 1 files, 2 corrects.
    """

    append_only = True

    year = models.SmallIntegerField()
    first = models.SmallIntegerField()
    last = models.SmallIntegerField()
    purpose = models.SmallIntegerField(default=1)
    file_sha256 = models.CharField(max_length=64)
    built_at = models.DateTimeField()
    built_by_id = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"JPK_KR_PD {month_code(self.months[0])} {month_code(self.months[1])}"

    @property
    def months(self) -> tuple[Month, Month]:
        """Its first and its last month, as months of the books."""
        return (self.year, self.first), (self.year, self.last)


class CitYear(CompanyOwned):
    """What the books don't tell of a year's income tax; amounts in PLN."""

    year = models.SmallIntegerField()
    income_outside = models.DecimalField(
        "przychody poza księgami (K_7)", max_digits=18, decimal_places=2, default=0
    )
    costs_outside = models.DecimalField(
        "koszty poza księgami (K_8)", max_digits=18, decimal_places=2, default=0
    )
    losses = models.DecimalField(
        "straty z lat ubiegłych do odliczenia", max_digits=18, decimal_places=2, default=0
    )
    gifts = models.DecimalField("darowizny", max_digits=18, decimal_places=2, default=0)
    relief_left = models.DecimalField(
        "niewykorzystane zmniejszenie za złe długi z lat ubiegłych",
        max_digits=18,
        decimal_places=2,
        default=0,
    )
    small = models.BooleanField("stawka 9 % (mały podatnik)", default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "year"), name="cit_year"),
            models.CheckConstraint(
                condition=models.Q(
                    income_outside__gte=0,
                    costs_outside__gte=0,
                    losses__gte=0,
                    gifts__gte=0,
                    relief_left__gte=0,
                ),
                name="cit_amounts",
            ),
        )

    def __str__(self) -> str:
        return f"CIT {self.year}"
