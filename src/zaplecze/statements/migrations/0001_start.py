import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from zaplecze.platform.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("platform", "0001_start"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = at_once(
        [
            migrations.CreateModel(
                name="CashAdjustment",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("from_line", models.CharField(max_length=12, verbose_name="z wiersza")),
                    ("to_line", models.CharField(max_length=12, verbose_name="do wiersza")),
                    (
                        "amount",
                        models.DecimalField(decimal_places=2, max_digits=18, verbose_name="kwota"),
                    ),
                    ("reason", models.CharField(max_length=300, verbose_name="powód")),
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
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="StatementFiling",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("annex", models.CharField(max_length=1)),
                    ("variant", models.CharField(max_length=12)),
                    ("file_sha256", models.CharField(max_length=64)),
                    ("built_at", models.DateTimeField()),
                    ("built_by_id", models.BigIntegerField(null=True)),
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
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Comparative",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("no", models.SmallIntegerField()),
                    ("annex", models.CharField(max_length=1)),
                    ("variant", models.CharField(max_length=12)),
                    ("figures", models.JSONField()),
                    (
                        "source",
                        models.CharField(
                            choices=[
                                ("typed", "wpisane"),
                                ("pasted", "wklejone z arkusza"),
                                ("file", "odczytane z e-Sprawozdania"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("file_sha256", models.CharField(blank=True, max_length=64)),
                    ("made_at", models.DateTimeField()),
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
                        "made_by",
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
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("company", "year", "no"), name="comparative_no"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="EquityNotes",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    (
                        "policy",
                        models.DecimalField(
                            decimal_places=2,
                            default=0,
                            max_digits=18,
                            verbose_name="zmiany zasad rachunkowości (strata z minusem)",
                        ),
                    ),
                    (
                        "errors",
                        models.DecimalField(
                            decimal_places=2,
                            default=0,
                            max_digits=18,
                            verbose_name="korekty błędów (strata z minusem)",
                        ),
                    ),
                    (
                        "payout",
                        models.DecimalField(
                            decimal_places=2,
                            default=0,
                            max_digits=18,
                            verbose_name="proponowane wypłaty z zysku",
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
                    "constraints": [
                        models.UniqueConstraint(fields=("company", "year"), name="equity_notes")
                    ],
                },
            ),
            migrations.CreateModel(
                name="Prepared",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("no", models.SmallIntegerField()),
                    ("annex", models.CharField(max_length=1)),
                    ("variant", models.CharField(max_length=12)),
                    ("file_sha256", models.CharField(max_length=64)),
                    ("prepared_at", models.DateTimeField()),
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
                        "prepared_by",
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
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("company", "year", "no"), name="prepared_no"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="StatementTexts",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    (
                        "valuation",
                        models.TextField(
                            blank=True,
                            max_length=3500,
                            verbose_name="zasady wyceny aktywów i pasywów",
                        ),
                    ),
                    (
                        "result",
                        models.TextField(
                            blank=True, max_length=3500, verbose_name="ustalenie wyniku finansowego"
                        ),
                    ),
                    (
                        "presentation",
                        models.TextField(
                            blank=True,
                            max_length=3500,
                            verbose_name="sposób sporządzenia sprawozdania",
                        ),
                    ),
                    (
                        "remaining",
                        models.TextField(
                            blank=True, max_length=3500, verbose_name="pozostałe zasady"
                        ),
                    ),
                    (
                        "simplified",
                        models.TextField(
                            blank=True,
                            max_length=3500,
                            verbose_name="zastosowane uproszczenia (mikro, mała)",
                        ),
                    ),
                    (
                        "going_concern",
                        models.BooleanField(default=True, verbose_name="kontynuacja działalności"),
                    ),
                    (
                        "threats",
                        models.TextField(
                            blank=True,
                            max_length=3500,
                            verbose_name="okoliczności zagrażające kontynuacji",
                        ),
                    ),
                    (
                        "notes",
                        models.TextField(
                            blank=True,
                            max_length=20000,
                            verbose_name="dodatkowe informacje i objaśnienia",
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
                    "constraints": [
                        models.UniqueConstraint(fields=("company", "year"), name="statement_texts")
                    ],
                },
            ),
        ]
    )
