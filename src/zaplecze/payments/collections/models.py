"""Letters of collections with their frozen facts, what became of them, holds and the company's policy."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class CollectionPolicy(CompanyOwned):
    """The company's own bucket edges (days) and reminder levels; without a row the defaults of `rules` hold."""

    edges = models.JSONField()
    levels = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company",), name="collection_policy_once"),)

    def __str__(self) -> str:
        return f"{self.edges}"


class LetterKind(models.TextChoices):
    """What a letter is."""

    CONFIRMATION = "confirmation", "potwierdzenie salda"
    REMINDER = "reminder", "wezwanie do zapłaty"
    INTEREST = "interest", "nota odsetkowa"
    SETOFF = "setoff", "kompensata"


class CollectionLetter(CompanyOwned):
    """A letter as it was made; ``facts`` is all that it prints, and never changes.

    ``total`` is PLN in the books: the balance confirmed (Wn positive), the amount called for, what a note claims, or
    what was set off. What is owed in currencies stands in ``facts["sums"]``. ``as_of`` is the day of the balance,
    the day to pay by, the last day that interest covers, or the day of a set-off. ``entry_id`` is the entry of a note
    or a set-off.
    """

    append_only = True

    kind = models.CharField(max_length=12, choices=LetterKind.choices)
    number = models.CharField(max_length=40)
    partner_id = models.BigIntegerField()
    partner_name = models.CharField(max_length=512)
    day = models.DateField()
    as_of = models.DateField()
    level = models.SmallIntegerField(null=True)
    total = models.DecimalField(max_digits=18, decimal_places=2)
    entry_id = models.BigIntegerField(null=True)
    facts = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "number"), name="collection_letter_number"),
            models.UniqueConstraint(fields=("company", "entry_id"), name="collection_letter_entry"),
            models.CheckConstraint(
                condition=models.Q(kind__in=("setoff", "interest"))
                ^ models.Q(entry_id__isnull=True),
                name="collection_posted_entry",
            ),
        )
        indexes = (
            models.Index(
                fields=("company", "kind", "partner_id"), name="collection_letter_partner"
            ),
        )

    def __str__(self) -> str:
        return self.number


class LetterItem(CompanyOwned):
    """An open item that a letter names; an item is reminded of once at each level.

    ``amount`` and ``compensation`` are PLN in the books; ``own`` and ``own_compensation`` are the same as they are
    owed, in ``currency``. A compensation in PLN for a claim in a currency has no ``own_compensation``.
    """

    append_only = True

    letter = models.ForeignKey(
        CollectionLetter, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    item_id = models.BigIntegerField()
    level = models.SmallIntegerField(null=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    compensation = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    currency = models.CharField(max_length=3, default="PLN")
    own = models.DecimalField(max_digits=18, decimal_places=2)
    own_compensation = models.DecimalField(max_digits=18, decimal_places=2, default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "item_id", "level"),
                condition=models.Q(level__isnull=False),
                name="collection_reminded_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.item_id}"


class Outcome(models.TextChoices):
    """What became of a letter."""

    SENT = "sent", "wysłane"
    CONFIRMED = "confirmed", "potwierdzone"
    DISAGREED = "disagreed", "niezgodne"
    PAID = "paid", "zapłacona"
    CANCELLED = "cancelled", "anulowane"


class LetterOutcome(CompanyOwned):
    """One thing that became of a letter; the newest row is its state.

    ``amount`` is the partner's balance in ``currency``, our claim positive.
    """

    append_only = True

    letter = models.ForeignKey(
        CollectionLetter, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    day = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, default="PLN")
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.outcome}"


class NoteReceipt(CompanyOwned):
    """What of a note (PLN) was received and moved by an entry of ``day`` to received interest; negative goes back."""

    append_only = True

    letter = models.ForeignKey(
        CollectionLetter, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    day = models.DateField()
    entry_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.CheckConstraint(condition=~models.Q(amount=0), name="note_receipt_amount"),
        )
        indexes = (models.Index(fields=("company", "entry_id"), name="note_receipt_entry"),)

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.amount}"


class CollectionHold(CompanyOwned):
    """While not lifted, a partner or one disputed item gets no reminders, and the reason says why."""

    partner_id = models.BigIntegerField(null=True)
    item_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300)
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(partner_id__isnull=True) ^ models.Q(item_id__isnull=True),
                name="collection_hold_one",
            ),
            models.UniqueConstraint(
                fields=("company", "partner_id"),
                condition=models.Q(lifted_at__isnull=True),
                name="collection_hold_partner",
            ),
            models.UniqueConstraint(
                fields=("company", "item_id"),
                condition=models.Q(lifted_at__isnull=True),
                name="collection_hold_item",
            ),
        )

    def __str__(self) -> str:
        return self.reason
