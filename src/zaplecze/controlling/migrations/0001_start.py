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
                name="BarometerRound",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("opened_at", models.DateTimeField()),
                    ("closed_at", models.DateTimeField(null=True)),
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
                name="BarometerTally",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("statement", models.SmallIntegerField()),
                    ("mark", models.SmallIntegerField()),
                    ("count", models.IntegerField()),
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
                        "round",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="controlling.barometerround",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="BarometerVoter",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        "round",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="controlling.barometerround",
                        ),
                    ),
                    (
                        "user",
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
                name="Baseline",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "source",
                        models.CharField(
                            choices=[
                                ("typed", "wpisany"),
                                ("sheet", "z arkusza"),
                                ("measured", "zmierzony w pierwszym okresie"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("first_day", models.DateField(null=True)),
                    ("last_day", models.DateField(null=True)),
                    ("note", models.CharField(blank=True, max_length=300)),
                    (
                        "horizon",
                        models.DecimalField(
                            db_default=240, decimal_places=6, default=240, max_digits=9
                        ),
                    ),
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
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="BaselineFigure",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "measure",
                        models.CharField(
                            choices=[
                                ("volume", "dokumenty na miesiąc"),
                                ("cycle", "czas obiegu, godziny robocze"),
                                ("touch", "minuty pracy przy dokumencie"),
                                ("prints", "wydruki na dokument"),
                                ("errors", "udział dokumentów z błędem"),
                                ("straight", "udział dokumentów bez udziału ludzi"),
                                ("cost", "koszt miesięczny, zł"),
                                ("unit_cost", "koszt dokumentu, zł"),
                            ],
                            max_length=10,
                        ),
                    ),
                    ("value", models.DecimalField(decimal_places=6, max_digits=18)),
                    ("error", models.DecimalField(decimal_places=6, default=0, max_digits=18)),
                    ("n", models.IntegerField(default=0)),
                    (
                        "baseline",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="figures",
                            to="controlling.baseline",
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
                        "origin",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="controlling.baseline",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="BaselinePaper",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.IntegerField()),
                    ("received", models.DateField()),
                    ("posted", models.DateField(null=True)),
                    ("minutes", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                    ("prints", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                    ("wrong", models.BooleanField()),
                    (
                        "baseline",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="papers",
                            to="controlling.baseline",
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
                name="Effort",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("day", models.DateField()),
                    ("seconds", models.IntegerField()),
                    ("last_at", models.DateTimeField()),
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
                        "user",
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
                name="MonthlyCost",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
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
                name="Agreement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=30)),
                    ("work", models.CharField(max_length=10)),
                    ("clock", models.CharField(max_length=8)),
                    ("hours", models.DecimalField(decimal_places=2, max_digits=7)),
                    ("share", models.DecimalField(decimal_places=4, max_digits=5)),
                    ("since", models.DateField()),
                    ("until", models.DateField(null=True)),
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
                        "owner",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("until__isnull", True)),
                            fields=("company", "kind", "work"),
                            name="agreement_running_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("hours__gt", 0), ("share__gt", 0), ("share__lte", 1)
                            ),
                            name="agreement_sane",
                        ),
                    ],
                },
            ),
            migrations.AddConstraint(
                model_name="barometerround",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("closed_at__isnull", True)),
                    fields=("company",),
                    name="barometer_open_once",
                ),
            ),
            migrations.AddConstraint(
                model_name="barometertally",
                constraint=models.UniqueConstraint(
                    fields=("company", "round", "statement", "mark"), name="barometer_tally_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="barometertally",
                constraint=models.CheckConstraint(
                    condition=models.Q(("mark__gte", 1), ("mark__lte", 5)), name="barometer_mark"
                ),
            ),
            migrations.AddConstraint(
                model_name="barometervoter",
                constraint=models.UniqueConstraint(
                    fields=("company", "round", "user"), name="barometer_voter_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="baselinefigure",
                constraint=models.UniqueConstraint(
                    fields=("company", "baseline", "measure"), name="baseline_measure_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="baselinefigure",
                constraint=models.CheckConstraint(
                    condition=models.Q(("error__gte", 0), ("n__gte", 0), ("value__gte", 0)),
                    name="baseline_signs",
                ),
            ),
            migrations.AddIndex(
                model_name="effort",
                index=models.Index(fields=["company", "user", "day"], name="effort_person"),
            ),
            migrations.AddConstraint(
                model_name="effort",
                constraint=models.UniqueConstraint(
                    fields=("company", "document_id", "user", "day"), name="effort_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="effort",
                constraint=models.CheckConstraint(
                    condition=models.Q(("seconds__gte", 0), ("seconds__lte", 86400)),
                    name="effort_day",
                ),
            ),
            migrations.AddConstraint(
                model_name="monthlycost",
                constraint=models.UniqueConstraint(
                    fields=("company", "year", "month"), name="monthly_cost_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="monthlycost",
                constraint=models.CheckConstraint(
                    condition=models.Q(("amount__gte", 0), ("month__gte", 1), ("month__lte", 12)),
                    name="monthly_cost_sane",
                ),
            ),
        ]
    )
