"""The correspondence book: letters, their papers and files."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from zaplecze.platform.models import CompanyOwned, User


class Direction(models.TextChoices):
    """Which way a letter goes."""

    INCOMING = "in", "przychodzące"
    OUTGOING = "out", "wychodzące"


class Way(models.TextChoices):
    """How a letter travels."""

    POST = "post", "list zwykły"
    REGISTERED = "registered", "list polecony"
    RECEIPT = "receipt", "list polecony za potwierdzeniem odbioru"
    COURIER = "courier", "kurier"
    IN_PERSON = "in_person", "osobiście"
    E_DELIVERY = "e_delivery", "e-Doręczenia"
    E_MAIL = "e_mail", "e-mail"


class Letter(CompanyOwned):
    """A line of the book. It is never deleted: a mistaken one is struck out with a reason and keeps its number.

    ``written_on`` is the letter's own day, ``delivered_on`` when the other side (or we) received it, read from
    the proof of receipt by a person. ``tracking`` is the post's number (R-numer) or the number of e-Doręczenia.
    """

    direction = models.CharField(max_length=3, choices=Direction.choices)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    day = models.DateField("data wpływu albo wysłania")
    written_on = models.DateField("data pisma", null=True)
    sign = models.CharField("znak pisma", max_length=100, blank=True)
    party = models.CharField("nadawca albo adresat", max_length=300)
    address = models.CharField("adres", max_length=300, blank=True)
    partner_id = models.BigIntegerField(null=True)
    subject = models.CharField("czego dotyczy", max_length=300)
    way = models.CharField("sposób", max_length=10, choices=Way.choices)
    tracking = models.CharField("numer nadania", max_length=60, blank=True)
    delivered_on = models.DateField("doręczono", null=True)
    answers = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)
    struck_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    struck_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "direction", "year", "number"), name="letter_number"
            ),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True) | ~Q(struck_reason=""), name="letter_struck_why"
            ),
        )
        indexes = (models.Index(fields=("company", "direction", "day"), name="letter_day"),)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """P/12/2026 for what came, W/12/2026 for what went."""
        return f"{'P' if self.direction == Direction.INCOMING else 'W'}/{self.number}/{self.year}"


class LetterPaper(CompanyOwned):
    """A paper of the archive that the letter carried."""

    letter = models.ForeignKey(
        Letter, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    document_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "letter", "document_id"), name="letter_paper"
            ),
        )
        indexes = (models.Index(fields=("company", "document_id"), name="letter_of_paper"),)

    def __str__(self) -> str:
        return f"{self.letter_id} {self.document_id}"


class LetterFile(CompanyOwned):
    """A file kept with a letter: its scan, or a proof of e-Doręczenia as it was received (XML, PDF)."""

    append_only = True

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    file_sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    evidence = models.BooleanField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "letter", "file_sha256"), name="letter_file_once"
            ),
        )

    def __str__(self) -> str:
        return self.file_name
