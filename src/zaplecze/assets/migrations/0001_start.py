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
                name="Asset",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=20, verbose_name="numer inwentarzowy")),
                    ("name", models.CharField(max_length=256, verbose_name="nazwa")),
                    ("kst", models.CharField(blank=True, max_length=10, verbose_name="KŚT")),
                    (
                        "intangible",
                        models.BooleanField(
                            default=False, verbose_name="wartość niematerialna i prawna"
                        ),
                    ),
                    (
                        "serial",
                        models.CharField(blank=True, max_length=80, verbose_name="numer fabryczny"),
                    ),
                    (
                        "acquired",
                        models.CharField(
                            choices=[
                                ("S", "umowa sprzedaży"),
                                ("D", "darowizna"),
                                ("N", "wkład niepieniężny"),
                                ("W", "wytworzenie"),
                                ("F", "faktura VAT"),
                                ("I", "inne"),
                            ],
                            default="F",
                            max_length=1,
                            verbose_name="nabycie",
                        ),
                    ),
                    ("acquired_on", models.DateField(verbose_name="data nabycia")),
                    ("in_use_on", models.DateField(verbose_name="data przyjęcia do używania")),
                    ("document_id", models.BigIntegerField(null=True)),
                    ("voucher", models.CharField(max_length=40, verbose_name="dokument OT")),
                    ("account", models.CharField(max_length=20, verbose_name="konto środka")),
                    (
                        "depreciation_account",
                        models.CharField(max_length=20, verbose_name="konto umorzenia"),
                    ),
                    (
                        "cost_account",
                        models.CharField(
                            default="400", max_length=20, verbose_name="konto amortyzacji"
                        ),
                    ),
                    (
                        "cost_center",
                        models.CharField(blank=True, max_length=20, verbose_name="MPK"),
                    ),
                    (
                        "place",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="miejsce używania"
                        ),
                    ),
                    (
                        "responsible",
                        models.CharField(
                            blank=True, max_length=120, verbose_name="osoba odpowiedzialna"
                        ),
                    ),
                    ("gone_on", models.DateField(null=True, verbose_name="data wykreślenia")),
                    (
                        "gone",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("A", "przekwalifikowanie do innych aktywów"),
                                ("S", "sprzedaż"),
                                ("X", "niedobór"),
                                ("K", "kradzież"),
                                ("D", "darowizna"),
                                ("N", "wkład niepieniężny"),
                                ("I", "inne (likwidacja)"),
                            ],
                            max_length=1,
                            verbose_name="przyczyna",
                        ),
                    ),
                    (
                        "gone_voucher",
                        models.CharField(blank=True, max_length=40, verbose_name="dokument LT"),
                    ),
                    (
                        "gone_net",
                        models.DecimalField(
                            decimal_places=2,
                            max_digits=18,
                            null=True,
                            verbose_name="wartość netto bilansowa",
                        ),
                    ),
                    (
                        "gone_tax_net",
                        models.DecimalField(
                            decimal_places=2,
                            max_digits=18,
                            null=True,
                            verbose_name="wartość netto podatkowa",
                        ),
                    ),
                    (
                        "gone_tax_cost",
                        models.DecimalField(
                            decimal_places=2,
                            max_digits=18,
                            null=True,
                            verbose_name="koszt podatkowy",
                        ),
                    ),
                    (
                        "gone_account",
                        models.CharField(
                            blank=True, max_length=20, verbose_name="konto po przekwalifikowaniu"
                        ),
                    ),
                    (
                        "gone_proceeds",
                        models.DecimalField(
                            decimal_places=2,
                            max_digits=18,
                            null=True,
                            verbose_name="przychód ze zbycia",
                        ),
                    ),
                    ("gone_entry_id", models.BigIntegerField(null=True)),
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
                name="AssetChange",
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
                                ("improved", "ulepszenie"),
                                ("reduced", "odłączenie części"),
                                ("paused", "zawieszenie amortyzacji"),
                                ("moved", "zmiana miejsca lub osoby"),
                                ("regroup", "przeniesienie do innej grupy"),
                                ("proceeds", "korekta przychodu ze zbycia"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("on", models.DateField(verbose_name="dzień")),
                    (
                        "amount",
                        models.DecimalField(
                            decimal_places=2, default=0, max_digits=18, verbose_name="kwota"
                        ),
                    ),
                    ("voucher", models.CharField(max_length=40, verbose_name="dokument")),
                    ("text", models.CharField(max_length=300, verbose_name="opis")),
                    ("account_before", models.CharField(blank=True, max_length=20)),
                    ("depreciation_account_before", models.CharField(blank=True, max_length=20)),
                    ("kst_before", models.CharField(blank=True, max_length=10)),
                    ("entry_id", models.BigIntegerField(null=True)),
                    ("at", models.DateTimeField()),
                    (
                        "asset",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="changes",
                            to="assets.asset",
                        ),
                    ),
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
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="AssetPlan",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "purpose",
                        models.CharField(
                            choices=[("tax", "podatkowy"), ("balance", "bilansowy")], max_length=7
                        ),
                    ),
                    (
                        "method",
                        models.CharField(
                            choices=[
                                ("linear", "linear"),
                                ("declining", "declining"),
                                ("one-off", "one-off"),
                                ("seasonal", "seasonal"),
                                ("none", "none"),
                            ],
                            max_length=9,
                        ),
                    ),
                    (
                        "value",
                        models.DecimalField(
                            decimal_places=2, max_digits=18, verbose_name="wartość początkowa"
                        ),
                    ),
                    (
                        "rate",
                        models.DecimalField(
                            decimal_places=4,
                            default=0,
                            max_digits=7,
                            verbose_name="stawka roczna, %",
                        ),
                    ),
                    (
                        "coefficient",
                        models.DecimalField(
                            decimal_places=1, default=1, max_digits=3, verbose_name="współczynnik"
                        ),
                    ),
                    (
                        "season",
                        models.CharField(blank=True, max_length=40, verbose_name="miesiące sezonu"),
                    ),
                    (
                        "residual",
                        models.DecimalField(
                            decimal_places=2,
                            default=0,
                            max_digits=18,
                            verbose_name="wartość końcowa",
                        ),
                    ),
                    (
                        "taken",
                        models.DecimalField(
                            decimal_places=2,
                            default=0,
                            max_digits=18,
                            verbose_name="dotychczasowe umorzenie",
                        ),
                    ),
                    ("start_year", models.SmallIntegerField()),
                    ("start_month", models.SmallIntegerField()),
                    (
                        "deductible",
                        models.DecimalField(
                            decimal_places=2,
                            max_digits=18,
                            null=True,
                            verbose_name="wartość uznawana podatkowo",
                        ),
                    ),
                    (
                        "asset",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="plans",
                            to="assets.asset",
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
                name="Depreciation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("balance", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("tax", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("refused", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                    ("entry_id", models.BigIntegerField()),
                    (
                        "asset",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="assets.asset",
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
                name="RegisterFiling",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
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
            migrations.AddConstraint(
                model_name="asset",
                constraint=models.UniqueConstraint(
                    fields=("company", "number"), name="asset_number"
                ),
            ),
            migrations.AddConstraint(
                model_name="asset",
                constraint=models.CheckConstraint(
                    condition=models.Q(("in_use_on__gte", models.F("acquired_on"))),
                    name="asset_days",
                ),
            ),
            migrations.AddConstraint(
                model_name="asset",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("gone", ""), ("gone_on__isnull", True)),
                        models.Q(
                            ("gone__in", ["A", "S", "X", "K", "D", "N", "I"]),
                            ("gone_on__isnull", False),
                        ),
                        _connector="OR",
                    ),
                    name="asset_gone",
                ),
            ),
            migrations.AddConstraint(
                model_name="assetplan",
                constraint=models.UniqueConstraint(
                    fields=("company", "asset", "purpose"), name="asset_plan_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="depreciation",
                constraint=models.UniqueConstraint(
                    fields=("company", "asset", "year", "month"), name="depreciation_once"
                ),
            ),
        ]
    )
