import django.db.models.deletion
from django.db import migrations, models

from zaplecze.platform.at_once import at_once


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("platform", "0001_start"),
    ]

    operations = at_once(
        [
            migrations.CreateModel(
                name="BooksFiling",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("first", models.SmallIntegerField()),
                    ("last", models.SmallIntegerField()),
                    ("purpose", models.SmallIntegerField(default=1)),
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
                name="Filing",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("purpose", models.SmallIntegerField(default=1)),
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
                name="CitYear",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    (
                        "income_outside",
                        models.DecimalField(
                            decimal_places=2,
                            default=0,
                            max_digits=18,
                            verbose_name="przychody poza księgami (K_7)",
                        ),
                    ),
                    (
                        "costs_outside",
                        models.DecimalField(
                            decimal_places=2,
                            default=0,
                            max_digits=18,
                            verbose_name="koszty poza księgami (K_8)",
                        ),
                    ),
                    (
                        "losses",
                        models.DecimalField(
                            decimal_places=2,
                            default=0,
                            max_digits=18,
                            verbose_name="straty z lat ubiegłych do odliczenia",
                        ),
                    ),
                    (
                        "gifts",
                        models.DecimalField(
                            decimal_places=2, default=0, max_digits=18, verbose_name="darowizny"
                        ),
                    ),
                    (
                        "small",
                        models.BooleanField(
                            default=False, verbose_name="stawka 9 % (mały podatnik)"
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
                        models.UniqueConstraint(fields=("company", "year"), name="cit_year"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("costs_outside__gte", 0),
                                ("gifts__gte", 0),
                                ("income_outside__gte", 0),
                                ("losses__gte", 0),
                            ),
                            name="cit_amounts",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="VatRow",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "register",
                        models.CharField(
                            choices=[("sales", "sprzedaż"), ("purchase", "zakup")], max_length=8
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("document_id", models.BigIntegerField(null=True)),
                    ("entry_id", models.BigIntegerField()),
                    ("partner_country", models.CharField(blank=True, max_length=2)),
                    ("partner_tax_id", models.CharField(max_length=50)),
                    ("partner_name", models.CharField(max_length=512)),
                    ("number", models.CharField(max_length=256)),
                    ("issue_date", models.DateField()),
                    ("sale_date", models.DateField(null=True)),
                    (
                        "proof",
                        models.CharField(
                            choices=[
                                ("NrKSeF", "numer KSeF"),
                                ("OFF", "awaria KSeF"),
                                ("BFK", "faktura poza KSeF"),
                                ("DI", "inny dokument"),
                            ],
                            max_length=6,
                        ),
                    ),
                    ("ksef_number", models.CharField(blank=True, max_length=36)),
                    ("document_type", models.CharField(blank=True, max_length=6)),
                    ("gtu", models.JSONField(default=list)),
                    ("procedures", models.JSONField(default=list)),
                    ("net", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("vat", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("amounts", models.JSONField()),
                    ("margin", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
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
                    "indexes": [
                        models.Index(
                            fields=["company", "register", "year", "month"], name="vat_row_month"
                        )
                    ],
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("proof", "NrKSeF"),
                                    models.Q(("ksef_number", ""), _negated=True),
                                ),
                                models.Q(
                                    models.Q(("proof", "NrKSeF"), _negated=True),
                                    ("ksef_number", ""),
                                ),
                                _connector="OR",
                            ),
                            name="vat_row_proof",
                        )
                    ],
                },
            ),
        ]
    )
