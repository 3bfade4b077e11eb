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
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("cost_invoice", "faktura kosztowa"),
                            ("sales_invoice", "faktura sprzedaży"),
                            ("bank_statement", "wyciąg bankowy"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("upload", "wgrany"),
                            ("folder", "z folderu"),
                            ("demo", "pokazowy"),
                        ],
                        max_length=10,
                    ),
                ),
                ("file_sha256", models.CharField(max_length=64)),
                ("file_name", models.CharField(max_length=255)),
                ("business_key", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
                ("number", models.CharField(max_length=256, verbose_name="numer")),
                ("issue_date", models.DateField(verbose_name="data wystawienia")),
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
            options={
                "indexes": [
                    models.Index(fields=["company", "kind", "issue_date"], name="document_kind")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "file_sha256"), name="document_file"
                    ),
                    models.UniqueConstraint(
                        fields=("company", "business_key"), name="document_business_key"
                    ),
                ],
            },
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
                        ],
                        max_length=10,
                    ),
                ),
                ("document_id", models.BigIntegerField(null=True)),
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
            options={
                "indexes": [models.Index(fields=["company", "at"], name="intake_at")],
            },
        ),
    ]
