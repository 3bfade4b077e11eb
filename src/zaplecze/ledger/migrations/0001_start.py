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
                name="Account",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=20, verbose_name="numer")),
                    ("name", models.CharField(max_length=200, verbose_name="nazwa")),
                    (
                        "kind",
                        models.CharField(
                            choices=[
                                ("balance", "bilansowe"),
                                ("result", "wynikowe"),
                                ("off", "pozabilansowe"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("settles", models.BooleanField(default=False, verbose_name="rozrachunkowe")),
                    ("tag_1", models.CharField(max_length=40, verbose_name="znacznik S_12_1")),
                    (
                        "tag_2",
                        models.CharField(blank=True, max_length=40, verbose_name="znacznik S_12_2"),
                    ),
                    (
                        "tag_pd",
                        models.CharField(blank=True, max_length=40, verbose_name="znacznik S_12_3"),
                    ),
                    (
                        "blocked",
                        models.BooleanField(
                            db_default=False, default=False, verbose_name="zablokowane"
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
                name="Accrual",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=40, verbose_name="numer")),
                    ("text", models.CharField(max_length=256, verbose_name="czego dotyczy")),
                    ("account", models.CharField(max_length=20, verbose_name="konto")),
                    ("target", models.CharField(max_length=20, verbose_name="konto docelowe")),
                    (
                        "cost_center",
                        models.CharField(blank=True, max_length=20, verbose_name="MPK"),
                    ),
                    (
                        "project",
                        models.CharField(blank=True, max_length=20, verbose_name="projekt"),
                    ),
                    ("partner_id", models.BigIntegerField(null=True)),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("first_day", models.DateField(verbose_name="od")),
                    ("last_day", models.DateField(verbose_name="do")),
                    ("method", models.CharField(max_length=8)),
                    ("entry_id", models.BigIntegerField(null=True)),
                    ("line_no", models.SmallIntegerField()),
                    ("draft_id", models.BigIntegerField(null=True)),
                    ("document_id", models.BigIntegerField(null=True)),
                    ("transfer_id", models.BigIntegerField(null=True)),
                    ("ended_on", models.DateField(null=True, verbose_name="zakończono")),
                    ("reason", models.CharField(blank=True, max_length=300, verbose_name="powód")),
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
                name="AccrualInstalment",
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
                    ("entry_id", models.BigIntegerField(null=True)),
                    (
                        "accrual",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="instalments",
                            to="ledger.accrual",
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
                name="Balance",
                fields=[
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "company_id",
                            "account_id",
                            "year",
                            "month",
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("debit", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                    ("credit", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                    (
                        "account",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.account",
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
                name="CostCenter",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=20, verbose_name="symbol")),
                    ("name", models.CharField(max_length=120, verbose_name="nazwa")),
                    (
                        "closed",
                        models.BooleanField(
                            db_default=False, default=False, verbose_name="zamknięte"
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
                name="CircleRoute",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("account", models.CharField(max_length=20, verbose_name="konto zespołu 5")),
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
                        "cost_center",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="ledger.costcenter",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="CostCircle",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("account", models.CharField(max_length=20, verbose_name="konto bez MPK")),
                    (
                        "on",
                        models.BooleanField(db_default=True, default=True, verbose_name="włączony"),
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
                name="CostSplit",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=20, verbose_name="symbol")),
                    ("name", models.CharField(max_length=120, verbose_name="nazwa")),
                    (
                        "method",
                        models.CharField(
                            choices=[
                                ("percent", "procentowo"),
                                ("amount", "kwotowo"),
                                ("key", "kluczem"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("parts", models.JSONField(default=list)),
                    (
                        "closed",
                        models.BooleanField(
                            db_default=False, default=False, verbose_name="nieużywany"
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
                name="EntryImport",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("sha", models.CharField(max_length=64)),
                    ("name", models.CharField(max_length=255, verbose_name="plik")),
                    ("at", models.DateTimeField(verbose_name="wczytano")),
                    ("entries", models.IntegerField(verbose_name="dowodów")),
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
                ],
            ),
            migrations.CreateModel(
                name="ExchangeRate",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("currency", models.CharField(max_length=3)),
                    ("day", models.DateField()),
                    ("mid", models.DecimalField(decimal_places=6, max_digits=14)),
                    ("table", models.CharField(max_length=20)),
                    (
                        "source",
                        models.CharField(
                            choices=[
                                ("nbp", "pobrany z NBP"),
                                ("file", "z pliku"),
                                ("entered", "wpisany"),
                            ],
                            db_default="file",
                            default="file",
                            max_length=8,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("currency", "day"), name="exchange_rate_day"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="Journal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=10, verbose_name="symbol")),
                    ("name", models.CharField(max_length=80, verbose_name="nazwa")),
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
                name="Entry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("voucher_kind", models.CharField(max_length=20, verbose_name="rodzaj dowodu")),
                    (
                        "voucher_number",
                        models.CharField(max_length=256, verbose_name="numer dowodu"),
                    ),
                    ("operation_date", models.DateField(verbose_name="data operacji")),
                    ("document_date", models.DateField(verbose_name="data dokumentu")),
                    ("text", models.CharField(max_length=512, verbose_name="opis")),
                    ("partner_id", models.BigIntegerField(null=True)),
                    ("document_id", models.BigIntegerField(null=True)),
                    ("ksef_number", models.CharField(blank=True, max_length=36)),
                    ("number", models.IntegerField()),
                    ("diary_number", models.IntegerField()),
                    ("seq", models.BigIntegerField()),
                    ("posting_date", models.DateField(verbose_name="data księgowania")),
                    ("posted_at", models.DateTimeField()),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("hash", models.BinaryField(max_length=32)),
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
                        "responsible",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "reverses",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.entry",
                        ),
                    ),
                    (
                        "journal",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.journal",
                        ),
                    ),
                ],
                options={
                    "verbose_name_plural": "entries",
                },
            ),
            migrations.CreateModel(
                name="Draft",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("voucher_kind", models.CharField(max_length=20, verbose_name="rodzaj dowodu")),
                    (
                        "voucher_number",
                        models.CharField(max_length=256, verbose_name="numer dowodu"),
                    ),
                    ("operation_date", models.DateField(verbose_name="data operacji")),
                    ("document_date", models.DateField(verbose_name="data dokumentu")),
                    ("text", models.CharField(max_length=512, verbose_name="opis")),
                    ("partner_id", models.BigIntegerField(null=True)),
                    ("document_id", models.BigIntegerField(null=True)),
                    ("ksef_number", models.CharField(blank=True, max_length=36)),
                    (
                        "state",
                        models.CharField(
                            choices=[("buffer", "bufor"), ("coded", "zadekretowany")],
                            default="buffer",
                            max_length=8,
                        ),
                    ),
                    ("due_date", models.DateField(null=True, verbose_name="termin płatności")),
                    ("bank_account", models.CharField(blank=True, max_length=34)),
                    (
                        "exchange_rate",
                        models.DecimalField(decimal_places=6, max_digits=14, null=True),
                    ),
                    ("vat_year", models.SmallIntegerField(null=True)),
                    ("vat_month", models.SmallIntegerField(null=True)),
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
                        "journal",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.journal",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="OpenItem",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("line_no", models.SmallIntegerField()),
                    ("partner_id", models.BigIntegerField(null=True)),
                    ("document_id", models.BigIntegerField(null=True)),
                    ("number", models.CharField(max_length=256)),
                    ("ksef_number", models.CharField(blank=True, max_length=36)),
                    ("document_date", models.DateField()),
                    ("due_date", models.DateField(null=True)),
                    ("is_debit", models.BooleanField()),
                    ("currency", models.CharField(default="PLN", max_length=3)),
                    (
                        "currency_amount",
                        models.DecimalField(decimal_places=2, max_digits=18, null=True),
                    ),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("settled", models.DecimalField(decimal_places=2, default=0, max_digits=18)),
                    (
                        "currency_settled",
                        models.DecimalField(
                            db_default=0, decimal_places=2, default=0, max_digits=18
                        ),
                    ),
                    ("bank_account", models.CharField(blank=True, max_length=34)),
                    (
                        "account",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.account",
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
                        "entry",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.entry",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Overseer",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("since", models.DateTimeField()),
                    (
                        "appointed_by",
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
                    (
                        "person",
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
                name="Period",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "otwarty"),
                                ("soft", "wstępnie zamknięty"),
                                ("closed", "zamknięty"),
                            ],
                            default="open",
                            max_length=6,
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
                name="PeriodReopening",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("reason", models.CharField(max_length=500, verbose_name="powód")),
                    ("asked_at", models.DateTimeField()),
                    ("agreed_at", models.DateTimeField(null=True)),
                    (
                        "agreed_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "asked_by",
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
                ],
            ),
            migrations.CreateModel(
                name="PeriodSeal",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("no", models.IntegerField()),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("last_seq", models.BigIntegerField()),
                    ("entries", models.IntegerField()),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("root", models.BinaryField(max_length=32)),
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
            ),
            migrations.CreateModel(
                name="PostingScheme",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=20, verbose_name="symbol")),
                    ("name", models.CharField(max_length=120, verbose_name="nazwa")),
                    (
                        "closed",
                        models.BooleanField(
                            db_default=False, default=False, verbose_name="nieużywany"
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
                name="Project",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=20, verbose_name="symbol")),
                    ("name", models.CharField(max_length=120, verbose_name="nazwa")),
                    (
                        "closed",
                        models.BooleanField(
                            db_default=False, default=False, verbose_name="zamknięte"
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
                name="Line",
                fields=[
                    ("no", models.SmallIntegerField()),
                    (
                        "debit",
                        models.DecimalField(
                            decimal_places=2, default=0, max_digits=18, verbose_name="Wn"
                        ),
                    ),
                    (
                        "credit",
                        models.DecimalField(
                            decimal_places=2, default=0, max_digits=18, verbose_name="Ma"
                        ),
                    ),
                    ("currency", models.CharField(default="PLN", max_length=3)),
                    (
                        "currency_amount",
                        models.DecimalField(decimal_places=2, max_digits=18, null=True),
                    ),
                    ("partner_id", models.BigIntegerField(null=True)),
                    ("text", models.CharField(blank=True, max_length=256)),
                    (
                        "pk",
                        models.CompositePrimaryKey(
                            "company_id",
                            "entry_id",
                            "no",
                            blank=True,
                            editable=False,
                            primary_key=True,
                            serialize=False,
                        ),
                    ),
                    (
                        "account",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.account",
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
                        "cost_center",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.costcenter",
                        ),
                    ),
                    (
                        "entry",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="lines",
                            to="ledger.entry",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.project",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="DraftLine",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("no", models.SmallIntegerField()),
                    (
                        "debit",
                        models.DecimalField(
                            decimal_places=2, default=0, max_digits=18, verbose_name="Wn"
                        ),
                    ),
                    (
                        "credit",
                        models.DecimalField(
                            decimal_places=2, default=0, max_digits=18, verbose_name="Ma"
                        ),
                    ),
                    ("currency", models.CharField(default="PLN", max_length=3)),
                    (
                        "currency_amount",
                        models.DecimalField(decimal_places=2, max_digits=18, null=True),
                    ),
                    ("partner_id", models.BigIntegerField(null=True)),
                    ("text", models.CharField(blank=True, max_length=256)),
                    ("why", models.CharField(blank=True, max_length=300)),
                    (
                        "account",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.account",
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
                        "cost_center",
                        models.ForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.costcenter",
                        ),
                    ),
                    (
                        "draft",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="lines",
                            to="ledger.draft",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.project",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="RecurringEntry",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("name", models.CharField(max_length=120, verbose_name="nazwa")),
                    ("journal", models.CharField(max_length=10, verbose_name="dziennik")),
                    ("text", models.CharField(max_length=512, verbose_name="opis zapisu")),
                    ("rhythm", models.CharField(max_length=10, verbose_name="rytm")),
                    ("day", models.SmallIntegerField(verbose_name="dzień")),
                    ("first_year", models.SmallIntegerField()),
                    ("first_month", models.SmallIntegerField()),
                    ("last_year", models.SmallIntegerField(null=True)),
                    ("last_month", models.SmallIntegerField(null=True)),
                    ("lines", models.JSONField()),
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
                    "verbose_name_plural": "recurring entries",
                },
            ),
            migrations.CreateModel(
                name="RecurringRun",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("year", models.SmallIntegerField()),
                    ("month", models.SmallIntegerField()),
                    ("draft_id", models.BigIntegerField(null=True)),
                    ("entry_id", models.BigIntegerField(null=True)),
                    (
                        "skipped",
                        models.CharField(blank=True, max_length=300, verbose_name="pominięto, bo"),
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
                        "recurring",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="ledger.recurringentry",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="SchemeRule",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("no", models.IntegerField()),
                    (
                        "kind",
                        models.CharField(blank=True, max_length=20, verbose_name="rodzaj dowodu"),
                    ),
                    (
                        "partner_tax_id",
                        models.CharField(blank=True, max_length=50, verbose_name="NIP kontrahenta"),
                    ),
                    (
                        "purchase",
                        models.BooleanField(db_default=True, default=True, verbose_name="zakup"),
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
                        "scheme",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.postingscheme",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="SchemeVersion",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("no", models.IntegerField()),
                    ("at", models.DateTimeField()),
                    ("lines", models.JSONField()),
                    ("parameters", models.JSONField()),
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
                        "scheme",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.postingscheme",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Settlement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("debit_part", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                    (
                        "credit_part",
                        models.DecimalField(decimal_places=2, max_digits=18, null=True),
                    ),
                    ("day", models.DateField()),
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
                    (
                        "credit_item",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.openitem",
                        ),
                    ),
                    (
                        "debit_item",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.openitem",
                        ),
                    ),
                    (
                        "difference_entry",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.entry",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="SplitDefault",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("partner_id", models.BigIntegerField(null=True)),
                    ("account", models.CharField(blank=True, max_length=20, verbose_name="konto")),
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
                        "split",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="ledger.costsplit",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="SplitKey",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("code", models.CharField(max_length=20, verbose_name="symbol")),
                    ("name", models.CharField(max_length=120, verbose_name="nazwa")),
                    ("unit", models.CharField(blank=True, max_length=20, verbose_name="jednostka")),
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
            migrations.AddField(
                model_name="costsplit",
                name="key",
                field=models.ForeignKey(
                    db_constraint=False,
                    null=True,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="+",
                    to="ledger.splitkey",
                ),
            ),
            migrations.CreateModel(
                name="SplitWeight",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("valid_from", models.DateField(verbose_name="od dnia")),
                    ("account", models.CharField(blank=True, max_length=20, verbose_name="konto")),
                    (
                        "weight",
                        models.DecimalField(
                            decimal_places=4, max_digits=14, verbose_name="wartość"
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
                        "cost_center",
                        models.ForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.costcenter",
                        ),
                    ),
                    (
                        "key",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="+",
                            to="ledger.splitkey",
                        ),
                    ),
                    (
                        "project",
                        models.ForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="ledger.project",
                        ),
                    ),
                ],
            ),
            migrations.AddConstraint(
                model_name="account",
                constraint=models.UniqueConstraint(
                    fields=("company", "number"), name="account_number"
                ),
            ),
            migrations.AddConstraint(
                model_name="account",
                constraint=models.CheckConstraint(
                    condition=models.Q(("number__regex", "^[0-9][0-9-]*$")), name="account_form"
                ),
            ),
            migrations.AddIndex(
                model_name="accrual",
                index=models.Index(fields=["company", "entry_id"], name="accrual_entry"),
            ),
            migrations.AddConstraint(
                model_name="accrual",
                constraint=models.UniqueConstraint(
                    fields=("company", "number"), name="accrual_number"
                ),
            ),
            migrations.AddConstraint(
                model_name="accrual",
                constraint=models.CheckConstraint(
                    condition=models.Q(("amount", 0), _negated=True), name="accrual_amount"
                ),
            ),
            migrations.AddConstraint(
                model_name="accrual",
                constraint=models.CheckConstraint(
                    condition=models.Q(("last_day__gte", models.F("first_day"))),
                    name="accrual_days",
                ),
            ),
            migrations.AddIndex(
                model_name="accrualinstalment",
                index=models.Index(
                    condition=models.Q(("entry_id__isnull", True)),
                    fields=["company", "year", "month"],
                    name="accrual_due",
                ),
            ),
            migrations.AddConstraint(
                model_name="accrualinstalment",
                constraint=models.UniqueConstraint(
                    fields=("company", "accrual", "year", "month"), name="accrual_month_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="costcenter",
                constraint=models.UniqueConstraint(
                    fields=("company", "code"), name="cost_center_code"
                ),
            ),
            migrations.AddConstraint(
                model_name="circleroute",
                constraint=models.UniqueConstraint(
                    fields=("company", "cost_center"), name="circle_route_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="costcircle",
                constraint=models.UniqueConstraint(fields=("company",), name="cost_circle_once"),
            ),
            migrations.AddConstraint(
                model_name="costcircle",
                constraint=models.CheckConstraint(
                    condition=models.Q(("month__range", (1, 12))), name="circle_month"
                ),
            ),
            migrations.AddConstraint(
                model_name="entryimport",
                constraint=models.UniqueConstraint(
                    fields=("company", "sha"), name="entry_import_file"
                ),
            ),
            migrations.AddConstraint(
                model_name="journal",
                constraint=models.UniqueConstraint(fields=("company", "code"), name="journal_code"),
            ),
            migrations.AddIndex(
                model_name="entry",
                index=models.Index(fields=["company", "document_id"], name="entry_document"),
            ),
            migrations.AddIndex(
                model_name="entry",
                index=models.Index(fields=["company", "seq"], name="entry_seq"),
            ),
            migrations.AddConstraint(
                model_name="entry",
                constraint=models.UniqueConstraint(
                    fields=("company", "journal", "year", "number"), name="entry_number"
                ),
            ),
            migrations.AddConstraint(
                model_name="entry",
                constraint=models.UniqueConstraint(
                    fields=("company", "year", "diary_number"), name="entry_diary"
                ),
            ),
            migrations.AddConstraint(
                model_name="entry",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("reverses__isnull", False)),
                    fields=("company", "reverses"),
                    name="entry_reversed_once",
                ),
            ),
            migrations.AddConstraint(
                model_name="draft",
                constraint=models.UniqueConstraint(
                    fields=("company", "document_id"), name="draft_document"
                ),
            ),
            migrations.AddIndex(
                model_name="openitem",
                index=models.Index(
                    condition=models.Q(("settled", models.F("amount")), _negated=True),
                    fields=["company", "partner_id"],
                    name="open_item_open",
                ),
            ),
            migrations.AddIndex(
                model_name="openitem",
                index=models.Index(fields=["company", "entry"], name="open_item_entry"),
            ),
            migrations.AddIndex(
                model_name="openitem",
                index=models.Index(fields=["company", "document_id"], name="open_item_document"),
            ),
            migrations.AddConstraint(
                model_name="openitem",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("amount__gt", 0), ("settled__gte", 0), ("settled__lte", models.F("amount"))
                    ),
                    name="open_item_settled",
                ),
            ),
            migrations.AddConstraint(
                model_name="openitem",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("currency_amount__isnull", True),
                        models.Q(
                            ("currency_settled__gte", 0),
                            ("currency_settled__lte", models.F("currency_amount")),
                        ),
                        _connector="OR",
                    ),
                    name="open_item_currency_settled",
                ),
            ),
            migrations.AddConstraint(
                model_name="overseer",
                constraint=models.UniqueConstraint(
                    fields=("company", "since"), name="overseer_since"
                ),
            ),
            migrations.AddConstraint(
                model_name="period",
                constraint=models.UniqueConstraint(
                    fields=("company", "year", "month"), name="period_month"
                ),
            ),
            migrations.AddConstraint(
                model_name="period",
                constraint=models.CheckConstraint(
                    condition=models.Q(("month__range", (-126, 126))), name="period_range"
                ),
            ),
            migrations.AddConstraint(
                model_name="period",
                constraint=models.CheckConstraint(
                    condition=models.Q(("state__in", ["open", "soft", "closed"])),
                    name="period_state",
                ),
            ),
            migrations.AddConstraint(
                model_name="periodreopening",
                constraint=models.CheckConstraint(
                    condition=models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                    name="reopening_two_people",
                ),
            ),
            migrations.AddConstraint(
                model_name="periodreopening",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("agreed_at__isnull", True), ("agreed_by__isnull", True)),
                        models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                        _connector="OR",
                    ),
                    name="reopening_agreed",
                ),
            ),
            migrations.AddConstraint(
                model_name="periodreopening",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("agreed_by__isnull", True)),
                    fields=("company", "year", "month"),
                    name="reopening_asked_once",
                ),
            ),
            migrations.AddConstraint(
                model_name="periodseal",
                constraint=models.UniqueConstraint(fields=("company", "no"), name="seal_no"),
            ),
            migrations.AddConstraint(
                model_name="postingscheme",
                constraint=models.UniqueConstraint(fields=("company", "code"), name="scheme_code"),
            ),
            migrations.AddConstraint(
                model_name="project",
                constraint=models.UniqueConstraint(fields=("company", "code"), name="project_code"),
            ),
            migrations.AddIndex(
                model_name="line",
                index=models.Index(fields=["company", "account", "entry"], name="line_account"),
            ),
            migrations.AddIndex(
                model_name="line",
                index=models.Index(
                    condition=models.Q(("partner_id__isnull", False)),
                    fields=["company", "partner_id", "entry", "no"],
                    name="line_partner",
                ),
            ),
            migrations.AddIndex(
                model_name="line",
                index=models.Index(
                    condition=models.Q(("cost_center_id__isnull", False)),
                    fields=["company", "cost_center", "entry", "no"],
                    name="line_cost_center",
                ),
            ),
            migrations.AddIndex(
                model_name="line",
                index=models.Index(
                    condition=models.Q(("project_id__isnull", False)),
                    fields=["company", "project", "entry", "no"],
                    name="line_project",
                ),
            ),
            migrations.AddConstraint(
                model_name="line",
                constraint=models.CheckConstraint(
                    condition=models.Q(("debit", 0), ("credit", 0), _connector="OR"),
                    name="line_one_side",
                ),
            ),
            migrations.AddConstraint(
                model_name="draftline",
                constraint=models.UniqueConstraint(
                    fields=("company", "draft", "no"), name="draft_line_no"
                ),
            ),
            migrations.AddConstraint(
                model_name="recurringentry",
                constraint=models.UniqueConstraint(
                    fields=("company", "name"), name="recurring_name"
                ),
            ),
            migrations.AddConstraint(
                model_name="recurringentry",
                constraint=models.CheckConstraint(
                    condition=models.Q(("first_month__range", (1, 12))), name="recurring_month"
                ),
            ),
            migrations.AddConstraint(
                model_name="recurringrun",
                constraint=models.UniqueConstraint(
                    fields=("company", "recurring", "year", "month"), name="recurring_run_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="schemerule",
                constraint=models.UniqueConstraint(fields=("company", "no"), name="scheme_rule_no"),
            ),
            migrations.AddConstraint(
                model_name="schemerule",
                constraint=models.CheckConstraint(
                    condition=models.Q(("kind", ""), ("partner_tax_id", ""), _negated=True),
                    name="scheme_rule_condition",
                ),
            ),
            migrations.AddConstraint(
                model_name="schemeversion",
                constraint=models.UniqueConstraint(
                    fields=("company", "scheme", "no"), name="scheme_version_no"
                ),
            ),
            migrations.AddIndex(
                model_name="settlement",
                index=models.Index(
                    condition=models.Q(("difference_entry__isnull", False)),
                    fields=["company", "difference_entry"],
                    name="settlement_difference",
                ),
            ),
            migrations.AddConstraint(
                model_name="settlement",
                constraint=models.CheckConstraint(
                    condition=models.Q(("amount", 0), _negated=True), name="settlement_amount"
                ),
            ),
            migrations.AddConstraint(
                model_name="splitdefault",
                constraint=models.UniqueConstraint(
                    fields=("company", "partner_id", "account"),
                    name="split_default_once",
                    nulls_distinct=False,
                ),
            ),
            migrations.AddConstraint(
                model_name="splitdefault",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("account", ""), ("partner_id__isnull", True), _negated=True
                    ),
                    name="split_default_condition",
                ),
            ),
            migrations.AddConstraint(
                model_name="splitkey",
                constraint=models.UniqueConstraint(
                    fields=("company", "code"), name="split_key_code"
                ),
            ),
            migrations.AddConstraint(
                model_name="costsplit",
                constraint=models.UniqueConstraint(
                    fields=("company", "code"), name="cost_split_code"
                ),
            ),
            migrations.AddConstraint(
                model_name="costsplit",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("key__isnull", False), ("method", "key")),
                        models.Q(models.Q(("method", "key"), _negated=True), ("key__isnull", True)),
                        _connector="OR",
                    ),
                    name="cost_split_method",
                ),
            ),
            migrations.AddConstraint(
                model_name="splitweight",
                constraint=models.CheckConstraint(
                    condition=models.Q(("weight__gte", 0)), name="split_weight_positive"
                ),
            ),
        ]
    )
