"""Companies (tenants), users and their roles, the event log, files, number series.

Every row of a company's data carries ``company_id`` through `CompanyOwned`; ``wall.py`` turns that into
forced row-level security, grants and composite foreign keys.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.db import models

from zaplecze.platform.business_years import BusinessYears


class UserManager(BaseUserManager["User"]):
    """Creates users who sign in with their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """Create a user; without a password the account waits for one to be set."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find by e-mail, whatever the case of its letters."""
        return self.get(email=(username or "").lower())


class User(AbstractUser):
    """A person who signs in; what she may do in a company is said by `Membership`."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField("adres e-mail", unique=True)
    full_name = models.CharField("imię i nazwisko", max_length=150)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = UserManager()  # type: ignore[misc, assignment]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        """Name shown on cards and printouts."""
        return str(self)


class Company(models.Model):
    """A client company: one set of books behind one wall."""

    nip = models.CharField("NIP", max_length=10, unique=True)
    name = models.CharField("nazwa", max_length=240)
    short_name = models.CharField("nazwa skrócona", max_length=60)
    hue = models.PositiveSmallIntegerField("barwa", default=165)
    email = models.EmailField("e-mail do JPK", blank=True)
    tax_office = models.CharField("kod urzędu skarbowego", max_length=4, blank=True)
    straight_through = models.BooleanField("księguj pewne bez udziału ludzi", default=False)
    second_approval_over = models.DecimalField(
        "druga akceptacja powyżej (PLN brutto)", max_digits=18, decimal_places=2, default=10000
    )
    created_at = models.DateTimeField()
    # First days of the business years it told of, and of the one after (see `business_years`); none: calendar years.
    year_starts = ArrayField(models.DateField(), default=list, blank=True)
    founded = models.BooleanField("pierwszy z nich jest pierwszym rokiem firmy", default=False)

    class Meta:
        verbose_name = "firma"
        constraints = (
            models.CheckConstraint(condition=models.Q(nip__regex=r"^[0-9]{10}$"), name="nip"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def business_years(self) -> BusinessYears:
        """Its business years."""
        return BusinessYears(tuple(self.year_starts), self.founded)


class Role(models.TextChoices):
    """What a person does in a company."""

    OWNER = "owner", "właściciel"
    APPROVER = "approver", "akceptujący"
    ACCOUNTANT = "accountant", "księgowy"
    MANAGER = "manager", "kierownik biura"
    AUDITOR = "auditor", "audytor"


class CompanyOwned(models.Model):
    """A row behind a company's wall.

    ``append_only``: the program's database role may only INSERT and SELECT such rows.
    """

    append_only: ClassVar[bool] = False

    company = models.ForeignKey(
        Company,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
        editable=False,
    )

    class Meta:
        abstract = True


class Seat(CompanyOwned):
    """The company's registered seat and what registers say of it, as statutory files ask for it."""

    voivodeship = models.CharField("województwo", max_length=36)
    county = models.CharField("powiat", max_length=36)
    commune = models.CharField("gmina", max_length=36)
    street = models.CharField("ulica", max_length=65, blank=True)
    house = models.CharField("numer domu", max_length=9)
    flat = models.CharField("numer lokalu", max_length=10, blank=True)
    town = models.CharField("miejscowość", max_length=56)
    postal_code = models.CharField("kod pocztowy", max_length=6)
    krs = models.CharField("numer KRS", max_length=10, blank=True)
    pkd = models.CharField("kod PKD", max_length=5, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company",), name="seat_once"),
            models.CheckConstraint(
                condition=models.Q(postal_code__regex=r"^[0-9]{2}-[0-9]{3}$"),
                name="seat_postal_code",
            ),
            models.CheckConstraint(
                condition=models.Q(krs="") | models.Q(krs__regex=r"^[0-9]{10}$"), name="seat_krs"
            ),
        )

    def __str__(self) -> str:
        return f"{self.street or self.town} {self.house}, {self.postal_code} {self.town}"


class Membership(CompanyOwned):
    """A person's role in a company; one person may hold several."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=Role.choices)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "user", "role"), name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.role}"


class Event(CompanyOwned):
    """One thing that happened: the audit trail, the circulation card and the measure of time.

    ``seq`` counts without gaps per company; ``hash`` covers the previous event's hash and the canonical
    bytes of this one (`events.canonical`). Never changed, never deleted.
    """

    append_only = True

    seq = models.BigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    code = models.CharField(max_length=60)
    document_id = models.BigIntegerField(null=True)
    data = models.JSONField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "seq"), name="event_seq"),)
        indexes = (models.Index(fields=("company", "document_id", "seq"), name="event_document"),)

    def __str__(self) -> str:
        return f"{self.seq} {self.code}"


class Chain(CompanyOwned):
    """The newest link of a company's hash chain; its ``events`` row is also the company's write lock."""

    name = models.CharField(max_length=20)
    seq = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "name"), name="chain_name"),)

    def __str__(self) -> str:
        return f"{self.name} {self.seq}"


class Series(CompanyOwned):
    """The last number given out in a series; taken in the writer's transaction, so without gaps."""

    code = models.CharField(max_length=40)
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "code"), name="series_code"),)

    def __str__(self) -> str:
        return f"{self.code} {self.last}"


class StoredFile(CompanyOwned):
    """A file kept once per company under the SHA-256 of its bytes."""

    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "sha256"), name="file_once"),)

    def __str__(self) -> str:
        return self.sha256


class FilingReceipt(CompanyOwned):
    """A receipt (UPO) of a filed file; both are kept files, known by SHA-256."""

    append_only = True

    filed_sha256 = models.CharField(max_length=64)
    file_sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    reference = models.CharField("numer referencyjny", max_length=120, blank=True)
    received_on = models.DateField("data wpłynięcia", null=True)
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "filed_sha256", "file_sha256"), name="receipt_once"
            ),
        )

    def __str__(self) -> str:
        return self.reference or self.file_sha256[:12]


class Substitution(CompanyOwned):
    """While ``absent`` is away (both days included), ``substitute`` may do what waits for her."""

    absent = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    substitute = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    first_day = models.DateField("od")
    last_day = models.DateField("do")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="substitution_days"
            ),
            models.CheckConstraint(
                condition=~models.Q(absent=models.F("substitute")), name="substitution_other_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.substitute} za {self.absent}, {self.first_day:%d.%m.%Y} – {self.last_day:%d.%m.%Y}"


class Printout(CompanyOwned):
    """A report or document that was printed, downloaded or exported: who, what, in which form, when.

    ``kind`` is the stable name of what it is (``trial-balance``, ``jpk-v7m``), ``period`` what it covers in words,
    ``department`` the one whose page it was taken from, empty where nobody knows.
    """

    append_only = True

    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=120)
    form = models.CharField(max_length=8)
    kind = models.CharField(max_length=40, blank=True, db_default="")
    period = models.CharField(max_length=60, blank=True, db_default="")
    document_id = models.BigIntegerField(null=True)
    department = models.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta:
        indexes = (
            models.Index(fields=("company", "at"), name="printout_at"),
            models.Index(
                fields=("company", "document_id"),
                condition=models.Q(document_id__isnull=False),
                name="printout_document",
            ),
        )

    def __str__(self) -> str:
        return f"{self.what} ({self.form})"


class SharedValue(models.Model):
    """A counter that all processes share (`shared_cache`), until ``expires_at``; of no company, its key is a hash."""

    key = models.CharField(max_length=64, primary_key=True)
    value = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
