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
                        "relief_left",
                        models.DecimalField(
                            decimal_places=2,
                            default=0,
                            max_digits=18,
                            verbose_name="niewykorzystane zmniejszenie za złe długi z lat ubiegłych",
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
                                ("relief_left__gte", 0),
                            ),
                            name="cit_amounts",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReliefMove",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("tax", models.CharField(max_length=3)),
                    ("side", models.CharField(max_length=8)),
                    ("step", models.CharField(max_length=8)),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("day", models.DateField()),
                    ("item_id", models.BigIntegerField()),
                    ("document_entry_id", models.BigIntegerField()),
                    ("document_id", models.BigIntegerField(null=True)),
                    ("partner_id", models.BigIntegerField(null=True)),
                    ("partner_name", models.CharField(max_length=512)),
                    ("number", models.CharField(max_length=256)),
                    ("change", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("amounts", models.JSONField()),
                    ("ground", models.CharField(blank=True, max_length=20)),
                    ("entry_id", models.BigIntegerField(null=True)),
                    ("undoes", models.BigIntegerField(null=True)),
                    ("at", models.DateTimeField()),
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
                    "indexes": [
                        models.Index(
                            fields=["company", "tax", "year", "month"], name="relief_period_idx"
                        ),
                        models.Index(fields=["company", "item_id"], name="relief_item"),
                        models.Index(
                            condition=models.Q(("entry_id__isnull", False)),
                            fields=["company", "entry_id"],
                            name="relief_entry",
                        ),
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("company", "undoes"), name="relief_undone_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("change", 0), _negated=True), name="relief_change"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("month__gte", 1), ("tax", "vat")),
                                models.Q(("entry_id__isnull", True), ("month", 0), ("tax", "cit")),
                                _connector="OR",
                            ),
                            name="relief_period",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ReliefRefusal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("tax", models.CharField(max_length=3)),
                    ("side", models.CharField(max_length=8)),
                    ("item_id", models.BigIntegerField()),
                    ("number", models.CharField(max_length=256)),
                    ("partner_name", models.CharField(max_length=512)),
                    (
                        "reason",
                        models.CharField(
                            choices=[
                                ("term", "strony zmieniły termin płatności"),
                                ("paid", "zapłacono poza tymi księgami"),
                                ("disputed", "należność nie istnieje albo jest sporna"),
                                (
                                    "proceedings",
                                    "dłużnik w restrukturyzacji, upadłości lub likwidacji",
                                ),
                                ("related", "strony są powiązane"),
                                ("unwanted", "wierzyciel nie korzysta z ulgi"),
                                ("other", "inny powód"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("note", models.CharField(blank=True, max_length=300)),
                    ("due", models.DateField(null=True)),
                    ("placed_at", models.DateTimeField()),
                    ("lifted_at", models.DateTimeField(null=True)),
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
                        "lifted_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "placed_by",
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
                            condition=models.Q(("lifted_at__isnull", True)),
                            fields=("company", "tax", "item_id"),
                            name="relief_refused_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("reason", "term"), ("due__isnull", True), _connector="XOR"
                            ),
                            name="relief_refusal_term",
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
                    ("relief_due", models.DateField(null=True)),
                    ("relief_paid", models.DateField(null=True)),
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
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("relief_due__isnull", True),
                                ("relief_paid__isnull", True),
                                _connector="OR",
                            ),
                            name="vat_row_relief",
                        ),
                    ],
                },
            ),
        ]
    )
