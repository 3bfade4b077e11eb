"""The ways into a company's inbox that need settings: its mailboxes, its keys to the API."""

from __future__ import annotations

from django.db import models

from zaplecze.platform.models import CompanyOwned, User


class Security(models.TextChoices):
    """How a connection to a mail server is protected."""

    TLS = "tls", "TLS (port 993)"
    STARTTLS = "starttls", "STARTTLS (port 143)"


class Mailbox(CompanyOwned):
    """A folder of a mail account whose messages become papers.

    ``sealed_password`` is encrypted (``platform.secrets``). ``uid_validity`` and ``last_uid`` tell where taking
    stands (RFC 3501, 2.3.1.1): messages with a greater UID are new.
    """

    host = models.CharField("serwer", max_length=200)
    port = models.PositiveIntegerField("port", default=993)
    security = models.CharField(max_length=8, choices=Security.choices, default=Security.TLS)
    login = models.CharField("użytkownik", max_length=200)
    sealed_password = models.BinaryField()
    folder = models.CharField("folder", max_length=200, default="INBOX")
    active = models.BooleanField("czynna", default=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "host", "login", "folder"), name="mailbox_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.login}@{self.host}/{self.folder}"


class TakenMessage(CompanyOwned):
    """A message that was taken out of a mailbox, written in the transaction that took it."""

    append_only = True

    mailbox = models.ForeignKey(
        Mailbox, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    uid_validity = models.BigIntegerField()
    uid = models.BigIntegerField()
    message_id = models.CharField(max_length=500, blank=True)
    sha256 = models.CharField(max_length=64)
    outcome = models.CharField(max_length=10)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "mailbox", "uid_validity", "uid"), name="message_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.uid_validity}/{self.uid} {self.outcome}"


class ApiKey(CompanyOwned):
    """A key to the company's door of the API; only the hash of its secret is kept."""

    name = models.CharField("nazwa", max_length=60)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "sha256"), name="api_key_once"),)

    def __str__(self) -> str:
        return self.name


class ApiCall(CompanyOwned):
    """A call that carried an idempotency key, with its answer: asked again, the same is answered."""

    append_only = True

    key = models.ForeignKey(
        ApiKey, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    idempotency_key = models.CharField(max_length=100)
    request_sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("company", "key", "idempotency_key"), name="api_call_once"
            ),
        )

    def __str__(self) -> str:
        return self.idempotency_key
