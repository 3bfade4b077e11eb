"""What people add to papers so that they are found and kept as long as the law asks."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from zaplecze.platform.models import CompanyOwned, User


def _person(*, null: bool = False) -> models.ForeignKey[User, User]:
    return models.ForeignKey(
        User, null=null, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class Tag(CompanyOwned):
    """A word that people hang on papers."""

    name = models.CharField("znacznik", max_length=40)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "name"), name="tag_name"),)

    def __str__(self) -> str:
        return self.name


class DocumentTag(CompanyOwned):
    """A tag on a paper."""

    document_id = models.BigIntegerField()
    tag = models.ForeignKey(
        Tag, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "document_id", "tag"), name="document_tag"),
        )
        indexes = (models.Index(fields=("company", "tag", "document_id"), name="tag_document"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.tag_id}"


class Folder(CompanyOwned):
    """A class of the company's list of subjects (wykaz akt): its symbol, category of keeping, personal or not.

    A longer symbol lies under a shorter one: 331 under 33. ``category`` is a key of `rules.CATEGORIES`.
    """

    symbol = models.CharField("symbol", max_length=8)
    title = models.CharField("hasło", max_length=120)
    category = models.CharField("kategoria", max_length=20)
    personal = models.BooleanField("dane osobowe", default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "symbol"), name="folder_symbol"),
            models.CheckConstraint(
                condition=Q(symbol__regex=r"^[0-9]{1,8}$"), name="folder_digits"
            ),
        )

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"


class Filing(CompanyOwned):
    """Where a paper is filed; ``since`` begins its time of keeping where the folder's category asks for a day."""

    document_id = models.BigIntegerField()
    folder = models.ForeignKey(
        Folder, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    since = models.DateField(null=True)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "document_id"), name="filing"),)
        indexes = (models.Index(fields=("company", "folder", "document_id"), name="filing_folder"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.folder_id}"


class KindPolicy(CompanyOwned):
    """What a company says of a kind of paper: its category of keeping, and whether it holds personal data."""

    kind = models.CharField(max_length=30)
    category = models.CharField(max_length=20, blank=True)
    personal = models.BooleanField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "kind"), name="kind_policy_once"),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.category}"


class RelationKind(models.TextChoices):
    """How one paper stands to another."""

    ANNEX = "annex", "załącznik do"
    CORRECTS = "corrects", "poprawia"
    ANSWERS = "answers", "odpowiedź na"
    CONCERNS = "concerns", "dotyczy"
    SUPERSEDES = "supersedes", "zastępuje"


class Relation(CompanyOwned):
    """``document_id`` is an annex of, answers, corrects ... ``other_id``."""

    document_id = models.BigIntegerField()
    other_id = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=RelationKind.choices)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "document_id", "other_id", "kind"), name="relation_once"
            ),
            models.CheckConstraint(condition=~Q(document_id=F("other_id")), name="relation_other"),
        )
        indexes = (models.Index(fields=("company", "other_id"), name="relation_back"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.kind} {self.other_id}"


class Version(CompanyOwned):
    """A later state of a paper (a signed copy, a better scan); the bytes first received stay as they are."""

    append_only = True

    document_id = models.BigIntegerField()
    number = models.PositiveIntegerField()
    file_sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=255)
    note = models.CharField(max_length=300)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "document_id", "number"), name="version_number"
            ),
            models.UniqueConstraint(
                fields=("company", "document_id", "file_sha256"), name="version_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=2), name="version_from_two"),
        )

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class Note(CompanyOwned):
    """What somebody wrote beside a paper; never changed."""

    append_only = True

    document_id = models.BigIntegerField()
    text = models.CharField(max_length=2_000)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("company", "document_id", "id"), name="note_document"),)

    def __str__(self) -> str:
        return self.text[:40]


class Mention(CompanyOwned):
    """A note that calls on somebody; ``seen_at`` when she said that she had read it."""

    note = models.ForeignKey(
        Note, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    person = _person()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("company", "note", "person"), name="mention_once"),
        )
        indexes = (
            models.Index(
                fields=("company", "person"),
                condition=Q(seen_at__isnull=True),
                name="mention_unseen",
            ),
        )

    def __str__(self) -> str:
        return f"{self.note_id} {self.person_id}"


class PersonalMark(CompanyOwned):
    """Somebody said that a paper holds personal data, or that it does not; the newest word counts."""

    append_only = True

    document_id = models.BigIntegerField()
    personal = models.BooleanField()
    reason = models.CharField(max_length=300)
    by = _person()
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("company", "document_id", "id"), name="personal_mark"),)

    def __str__(self) -> str:
        return f"{self.document_id} {self.personal}"


class Access(CompanyOwned):
    """Somebody opened, downloaded or printed a paper with personal data.

    ``outsider`` names whoever looked by a link without having an account; ``by`` asked them then.
    """

    append_only = True

    document_id = models.BigIntegerField()
    by = _person()
    at = models.DateTimeField()
    how = models.CharField(max_length=20)
    outsider = models.CharField(max_length=420, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("company", "id"), name="access_newest"),
            models.Index(fields=("company", "document_id", "id"), name="access_document"),
        )

    def __str__(self) -> str:
        return f"{self.document_id} {self.how}"


class Hold(CompanyOwned):
    """A paper that must stay whatever its time (a dispute, an inspection); a lifted hold stays on record."""

    document_id = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    by = _person()
    at = models.DateTimeField()
    lifted_by = _person(null=True)
    lifted_at = models.DateTimeField(null=True)
    lifted_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "document_id"),
                condition=Q(lifted_at__isnull=True),
                name="hold_once",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="hold_lifted_by",
            ),
        )

    def __str__(self) -> str:
        return f"{self.document_id}: {self.reason}"


class Destruction(CompanyOwned):
    """A protocol: one person proposes, another confirms. A trigger keeps it so, whatever program writes."""

    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    list_hash = models.CharField(max_length=64)
    proposed_by = _person()
    proposed_at = models.DateTimeField()
    confirmed_by = _person(null=True)
    confirmed_at = models.DateTimeField(null=True)
    withdrawn_by = _person(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "year", "number"), name="destruction_number"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="destruction_two_people",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="destruction_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="destruction_one_end",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="destruction_erased_after",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class DestructionItem(CompanyOwned):
    """A paper of a protocol with what stays of it: number, hash, until when it was kept and why."""

    append_only = True

    destruction = models.ForeignKey(
        Destruction, on_delete=models.PROTECT, related_name="items", db_constraint=False
    )
    document_id = models.BigIntegerField()
    number = models.CharField(max_length=256)
    kind = models.CharField(max_length=30)
    file_sha256 = models.CharField(max_length=64)
    kept_until = models.DateField()
    basis = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "destruction", "document_id"), name="destruction_item"
            ),
        )
        indexes = (
            models.Index(fields=("company", "document_id"), name="destruction_document"),
            models.Index(fields=("company", "file_sha256"), name="destruction_file"),
        )

    def __str__(self) -> str:
        return self.number
