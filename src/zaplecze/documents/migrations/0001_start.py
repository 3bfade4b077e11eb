import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("platform", "0001_start"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="nazwa")),
                ("sha256", models.CharField(max_length=64)),
                ("created_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.company",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApiCall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("idempotency_key", models.CharField(max_length=100)),
                ("request_sha256", models.CharField(max_length=64)),
                ("status", models.PositiveSmallIntegerField()),
                ("answer", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.company",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.apikey",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=30)),
                (
                    "kind_label",
                    models.CharField(blank=True, db_default="", default="", max_length=60),
                ),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("read", "odczytane"),
                            ("typed", "wpisane"),
                            ("", "jeszcze nieopisane"),
                        ],
                        db_default="read",
                        default="read",
                        max_length=5,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("upload", "wgrany"),
                            ("folder", "z folderu"),
                            ("demo", "pokazowy"),
                            ("camera", "aparat telefonu"),
                            ("mail", "z poczty"),
                            ("api", "przez API"),
                            ("ksef", "z KSeF"),
                            ("pages", "wydzielony ze skanu"),
                        ],
                        max_length=10,
                    ),
                ),
                ("file_sha256", models.CharField(max_length=64)),
                ("file_name", models.CharField(max_length=255)),
                ("business_key", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
                ("number", models.CharField(max_length=256, verbose_name="numer")),
                ("issue_date", models.DateField(null=True, verbose_name="data wystawienia")),
                ("sale_date", models.DateField(null=True, verbose_name="data sprzedaży")),
                ("due_date", models.DateField(null=True, verbose_name="termin płatności")),
                ("partner_id", models.BigIntegerField(null=True)),
                (
                    "partner_name",
                    models.CharField(blank=True, max_length=512, verbose_name="kontrahent"),
                ),
                ("currency", models.CharField(default="PLN", max_length=3)),
                (
                    "net",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=18, verbose_name="netto"
                    ),
                ),
                (
                    "vat",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=18, verbose_name="VAT"
                    ),
                ),
                (
                    "gross",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=18, verbose_name="brutto"
                    ),
                ),
                (
                    "ksef_number",
                    models.CharField(blank=True, max_length=36, verbose_name="numer KSeF"),
                ),
                ("findings", models.JSONField(default=list)),
                ("fields", models.JSONField(db_default={}, default=dict)),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.company",
                    ),
                ),
                (
                    "received_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Intake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("upload", "wgrany"),
                            ("folder", "z folderu"),
                            ("demo", "pokazowy"),
                            ("camera", "aparat telefonu"),
                            ("mail", "z poczty"),
                            ("api", "przez API"),
                            ("ksef", "z KSeF"),
                            ("pages", "wydzielony ze skanu"),
                        ],
                        max_length=10,
                    ),
                ),
                ("file_name", models.CharField(max_length=255)),
                ("file_sha256", models.CharField(max_length=64)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accepted", "przyjęty"),
                            ("twin", "bliźniak"),
                            ("refused", "odrzucony"),
                            ("waiting", "czeka na człowieka"),
                            ("opened", "rozpakowany"),
                        ],
                        max_length=10,
                    ),
                ),
                ("document_id", models.BigIntegerField(null=True)),
                ("parent_id", models.BigIntegerField(null=True)),
                ("code", models.CharField(blank=True, max_length=60)),
                ("message", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.company",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host", models.CharField(max_length=200, verbose_name="serwer")),
                ("port", models.PositiveIntegerField(default=993, verbose_name="port")),
                (
                    "security",
                    models.CharField(
                        choices=[("tls", "TLS (port 993)"), ("starttls", "STARTTLS (port 143)")],
                        default="tls",
                        max_length=8,
                    ),
                ),
                ("login", models.CharField(max_length=200, verbose_name="użytkownik")),
                ("sealed_password", models.BinaryField()),
                (
                    "folder",
                    models.CharField(default="INBOX", max_length=200, verbose_name="folder"),
                ),
                ("active", models.BooleanField(default=True, verbose_name="czynna")),
                ("uid_validity", models.BigIntegerField(default=0)),
                ("last_uid", models.BigIntegerField(default=0)),
                ("checked_at", models.DateTimeField(null=True)),
                ("fault", models.CharField(blank=True, max_length=500)),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.company",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Origin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("attached", "załącznik"),
                            ("split", "wydzielony"),
                            ("joined", "dołączony"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.company",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OwnKind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=60, verbose_name="nazwa")),
                ("fields", models.JSONField(default=list)),
                (
                    "personal",
                    models.BooleanField(default=False, verbose_name="zawiera dane osobowe"),
                ),
                ("retired", models.BooleanField(default=False, verbose_name="wycofany")),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.company",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PaperVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("no", models.PositiveIntegerField()),
                ("file_sha256", models.CharField(max_length=64)),
                ("pages", models.PositiveIntegerField()),
                ("plan", models.JSONField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.company",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TakenMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid_validity", models.BigIntegerField()),
                ("uid", models.BigIntegerField()),
                ("message_id", models.CharField(blank=True, max_length=500)),
                ("sha256", models.CharField(max_length=64)),
                ("outcome", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="platform.company",
                    ),
                ),
                (
                    "mailbox",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.mailbox",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="apikey",
            constraint=models.UniqueConstraint(fields=("company", "sha256"), name="api_key_once"),
        ),
        migrations.AddConstraint(
            model_name="apicall",
            constraint=models.UniqueConstraint(
                fields=("company", "key", "idempotency_key"), name="api_call_once"
            ),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["company", "kind", "issue_date"], name="document_kind"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("company", "file_sha256"), name="document_file"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("company", "business_key"), name="document_business_key"
            ),
        ),
        migrations.AddIndex(
            model_name="intake",
            index=models.Index(fields=["company", "at"], name="intake_at"),
        ),
        migrations.AddConstraint(
            model_name="mailbox",
            constraint=models.UniqueConstraint(
                fields=("company", "host", "login", "folder"), name="mailbox_once"
            ),
        ),
        migrations.AddIndex(
            model_name="origin",
            index=models.Index(fields=["company", "source"], name="origin_source"),
        ),
        migrations.AddConstraint(
            model_name="origin",
            constraint=models.UniqueConstraint(
                fields=("company", "document", "source", "how"), name="origin_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="ownkind",
            constraint=models.UniqueConstraint(fields=("company", "label"), name="own_kind_label"),
        ),
        migrations.AddConstraint(
            model_name="paperversion",
            constraint=models.UniqueConstraint(
                fields=("company", "document", "no"), name="paper_version_no"
            ),
        ),
        migrations.AddConstraint(
            model_name="takenmessage",
            constraint=models.UniqueConstraint(
                fields=("company", "mailbox", "uid_validity", "uid"), name="message_once"
            ),
        ),
    ]
