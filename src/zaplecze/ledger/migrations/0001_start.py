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
                    models.BooleanField(db_default=False, default=False, verbose_name="zamknięte"),
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
                    models.UniqueConstraint(fields=("currency", "day"), name="exchange_rate_day")
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
                ("voucher_number", models.CharField(max_length=256, verbose_name="numer dowodu")),
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
                ("voucher_number", models.CharField(max_length=256, verbose_name="numer dowodu")),
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
                ("exchange_rate", models.DecimalField(decimal_places=6, max_digits=14, null=True)),
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
                    models.DecimalField(db_default=0, decimal_places=2, default=0, max_digits=18),
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
                    models.BooleanField(db_default=False, default=False, verbose_name="zamknięte"),
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
                ("credit_part", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
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
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(fields=("company", "number"), name="account_number"),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__regex", "^[0-9][0-9-]*$")), name="account_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="costcenter",
            constraint=models.UniqueConstraint(fields=("company", "code"), name="cost_center_code"),
        ),
        migrations.AddConstraint(
            model_name="entryimport",
            constraint=models.UniqueConstraint(fields=("company", "sha"), name="entry_import_file"),
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
            model_name="period",
            constraint=models.UniqueConstraint(
                fields=("company", "year", "month"), name="period_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__range", (0, 13))), name="period_range"
            ),
        ),
        migrations.AddConstraint(
            model_name="period",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "soft", "closed"])), name="period_state"
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
    ]
