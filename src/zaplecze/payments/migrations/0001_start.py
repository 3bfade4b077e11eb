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
                name="BankAccount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=34, verbose_name="numer rachunku")),
                    (
                        "currency",
                        models.CharField(default="PLN", max_length=3, verbose_name="waluta"),
                    ),
                    ("account", models.CharField(max_length=20, verbose_name="konto księgowe")),
                    ("name", models.CharField(blank=True, max_length=80, verbose_name="nazwa")),
                    (
                        "outflow",
                        models.CharField(
                            choices=[
                                ("day", "średni NBP z dnia poprzedzającego"),
                                ("fifo", "pierwsze weszło, pierwsze wyszło"),
                            ],
                            default="day",
                            max_length=4,
                            verbose_name="kurs rozchodu",
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
                name="BankLine",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("no", models.IntegerField()),
                    ("fingerprint", models.CharField(max_length=64)),
                    ("value_date", models.DateField()),
                    ("booking_date", models.DateField()),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("title", models.TextField(blank=True)),
                    ("counterparty_name", models.CharField(blank=True, max_length=512)),
                    ("counterparty_account", models.CharField(blank=True, max_length=34)),
                    ("partner_id", models.BigIntegerField(null=True)),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("certain", "pewna"),
                                ("doubtful", "do potwierdzenia"),
                                ("unknown", "nieznana"),
                                ("posted", "zaksięgowana"),
                                ("double", "powtórzona"),
                            ],
                            max_length=8,
                        ),
                    ),
                    ("entry_id", models.BigIntegerField(null=True)),
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
                name="CollectionHold",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("partner_id", models.BigIntegerField(null=True)),
                    ("item_id", models.BigIntegerField(null=True)),
                    ("reason", models.CharField(max_length=300)),
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
                ],
            ),
            migrations.CreateModel(
                name="CollectionLetter",
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
                                ("confirmation", "potwierdzenie salda"),
                                ("reminder", "wezwanie do zapłaty"),
                                ("interest", "nota odsetkowa"),
                                ("setoff", "kompensata"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("number", models.CharField(max_length=40)),
                    ("partner_id", models.BigIntegerField()),
                    ("partner_name", models.CharField(max_length=512)),
                    ("day", models.DateField()),
                    ("as_of", models.DateField()),
                    ("level", models.SmallIntegerField(null=True)),
                    ("total", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("entry_id", models.BigIntegerField(null=True)),
                    ("facts", models.JSONField()),
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
                name="CollectionPolicy",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("edges", models.JSONField()),
                    ("levels", models.JSONField()),
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
                name="LetterItem",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("item_id", models.BigIntegerField()),
                    ("level", models.SmallIntegerField(null=True)),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                    (
                        "compensation",
                        models.DecimalField(decimal_places=2, default=0, max_digits=18),
                    ),
                    ("currency", models.CharField(default="PLN", max_length=3)),
                    ("own", models.DecimalField(decimal_places=2, max_digits=18)),
                    (
                        "own_compensation",
                        models.DecimalField(decimal_places=2, default=0, max_digits=18),
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
                        "letter",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="payments.collectionletter",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="LetterOutcome",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "outcome",
                        models.CharField(
                            choices=[
                                ("sent", "wysłane"),
                                ("confirmed", "potwierdzone"),
                                ("disagreed", "niezgodne"),
                                ("paid", "zapłacona"),
                                ("cancelled", "anulowane"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("day", models.DateField()),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=18, null=True)),
                    ("currency", models.CharField(default="PLN", max_length=3)),
                    ("note", models.CharField(blank=True, max_length=500)),
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
                        "letter",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="payments.collectionletter",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Match",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("item_id", models.BigIntegerField()),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("certain", models.BooleanField()),
                    ("why", models.CharField(max_length=300)),
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
                        "line",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.CASCADE,
                            related_name="matches",
                            to="payments.bankline",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="NoteReceipt",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("amount", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("day", models.DateField()),
                    ("entry_id", models.BigIntegerField()),
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
                        "letter",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="payments.collectionletter",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Statement",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("number", models.CharField(max_length=40)),
                    ("first_day", models.DateField()),
                    ("last_day", models.DateField()),
                    ("opening", models.DecimalField(decimal_places=2, max_digits=18)),
                    ("closing", models.DecimalField(decimal_places=2, max_digits=18)),
                    (
                        "bank_account",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="payments.bankaccount",
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
            migrations.AddField(
                model_name="bankline",
                name="statement",
                field=models.ForeignKey(
                    db_constraint=False,
                    on_delete=django.db.models.deletion.PROTECT,
                    related_name="lines",
                    to="payments.statement",
                ),
            ),
            migrations.AddConstraint(
                model_name="bankaccount",
                constraint=models.UniqueConstraint(
                    fields=("company", "number"), name="bank_account_number"
                ),
            ),
            migrations.AddConstraint(
                model_name="collectionhold",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("partner_id__isnull", True), ("item_id__isnull", True), _connector="XOR"
                    ),
                    name="collection_hold_one",
                ),
            ),
            migrations.AddConstraint(
                model_name="collectionhold",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("lifted_at__isnull", True)),
                    fields=("company", "partner_id"),
                    name="collection_hold_partner",
                ),
            ),
            migrations.AddConstraint(
                model_name="collectionhold",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("lifted_at__isnull", True)),
                    fields=("company", "item_id"),
                    name="collection_hold_item",
                ),
            ),
            migrations.AddIndex(
                model_name="collectionletter",
                index=models.Index(
                    fields=["company", "kind", "partner_id"], name="collection_letter_partner"
                ),
            ),
            migrations.AddConstraint(
                model_name="collectionletter",
                constraint=models.UniqueConstraint(
                    fields=("company", "number"), name="collection_letter_number"
                ),
            ),
            migrations.AddConstraint(
                model_name="collectionletter",
                constraint=models.UniqueConstraint(
                    fields=("company", "entry_id"), name="collection_letter_entry"
                ),
            ),
            migrations.AddConstraint(
                model_name="collectionletter",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        ("kind__in", ("setoff", "interest")),
                        ("entry_id__isnull", True),
                        _connector="XOR",
                    ),
                    name="collection_posted_entry",
                ),
            ),
            migrations.AddConstraint(
                model_name="collectionpolicy",
                constraint=models.UniqueConstraint(
                    fields=("company",), name="collection_policy_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="letteritem",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("level__isnull", False)),
                    fields=("company", "item_id", "level"),
                    name="collection_reminded_once",
                ),
            ),
            migrations.AddIndex(
                model_name="notereceipt",
                index=models.Index(fields=["company", "entry_id"], name="note_receipt_entry"),
            ),
            migrations.AddConstraint(
                model_name="notereceipt",
                constraint=models.CheckConstraint(
                    condition=models.Q(("amount", 0), _negated=True), name="note_receipt_amount"
                ),
            ),
            migrations.AddIndex(
                model_name="statement",
                index=models.Index(fields=["company", "document_id"], name="statement_document"),
            ),
            migrations.AddIndex(
                model_name="bankline",
                index=models.Index(
                    condition=models.Q(("state__in", ("certain", "doubtful", "unknown"))),
                    fields=["company", "state"],
                    name="bank_line_waiting",
                ),
            ),
            migrations.AddConstraint(
                model_name="bankline",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("state", "double"), _negated=True),
                    fields=("company", "fingerprint"),
                    name="bank_line_once",
                ),
            ),
        ]
    )
