from decimal import Decimal

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
                name="CostInvoice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    (
                        "cost_center",
                        models.CharField(blank=True, max_length=20, verbose_name="MPK"),
                    ),
                    (
                        "purpose",
                        models.CharField(blank=True, max_length=300, verbose_name="czego dotyczy"),
                    ),
                    ("described_by_id", models.BigIntegerField(null=True)),
                    ("entry_id", models.BigIntegerField(null=True)),
                    (
                        "split_payment",
                        models.BooleanField(default=False, verbose_name="podzielona płatność"),
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
                        models.UniqueConstraint(
                            fields=("company", "document_id"), name="cost_invoice_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="CostRule",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("no", models.IntegerField()),
                    (
                        "supplier_tax_id",
                        models.CharField(blank=True, max_length=50, verbose_name="NIP dostawcy"),
                    ),
                    (
                        "word",
                        models.CharField(blank=True, max_length=60, verbose_name="słowo w nazwie"),
                    ),
                    ("account", models.CharField(max_length=20, verbose_name="konto")),
                    (
                        "cost_center",
                        models.CharField(blank=True, max_length=20, verbose_name="MPK"),
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
                        models.UniqueConstraint(fields=("company", "no"), name="cost_rule_no"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("supplier_tax_id", ""), ("word", ""), _negated=True
                            ),
                            name="cost_rule_condition",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CustomsDeclaration",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("number", models.CharField(max_length=256, verbose_name="numer zgłoszenia")),
                    ("supplier", models.CharField(max_length=512, verbose_name="sprzedawca")),
                    ("accepted_on", models.DateField(verbose_name="przyjęcie zgłoszenia")),
                    (
                        "customs_value",
                        models.DecimalField(
                            decimal_places=2, max_digits=18, verbose_name="wartość celna"
                        ),
                    ),
                    (
                        "duty",
                        models.DecimalField(decimal_places=2, max_digits=18, verbose_name="cło"),
                    ),
                    (
                        "base",
                        models.DecimalField(
                            decimal_places=2, max_digits=18, verbose_name="podstawa VAT"
                        ),
                    ),
                    (
                        "tax",
                        models.DecimalField(decimal_places=2, max_digits=18, verbose_name="VAT"),
                    ),
                    (
                        "deducted",
                        models.DecimalField(
                            decimal_places=2, max_digits=18, verbose_name="VAT odliczony"
                        ),
                    ),
                    (
                        "own_return",
                        models.BooleanField(verbose_name="rozliczenie w deklaracji (art. 33a)"),
                    ),
                    ("document_id", models.BigIntegerField(null=True)),
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
                options={
                    "indexes": [
                        models.Index(
                            fields=["company", "entry_id"], name="customs_declaration_entry"
                        )
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("entry_id__isnull", False)),
                            fields=("company", "number"),
                            name="customs_declaration_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("base__gt", 0),
                                ("deducted__gte", 0),
                                ("duty__gte", 0),
                                ("tax__gte", models.F("deducted")),
                            ),
                            name="customs_declaration_amounts",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ForeignPurchase",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=12)),
                    (
                        "cause",
                        models.CharField(
                            blank=True, max_length=8, verbose_name="przyczyna korekty"
                        ),
                    ),
                    (
                        "collective",
                        models.BooleanField(default=False, verbose_name="opust zbiorczy"),
                    ),
                    ("partner_id", models.BigIntegerField()),
                    ("country", models.CharField(max_length=2, verbose_name="kraj")),
                    (
                        "tax_id",
                        models.CharField(blank=True, max_length=50, verbose_name="numer VAT"),
                    ),
                    ("supplier", models.CharField(max_length=512, verbose_name="dostawca")),
                    ("number", models.CharField(max_length=256, verbose_name="numer")),
                    ("issued_on", models.DateField(verbose_name="data dokumentu")),
                    ("supplied_on", models.DateField(verbose_name="wykonanie")),
                    ("tax_point", models.DateField(verbose_name="obowiązek podatkowy")),
                    ("currency", models.CharField(max_length=3, verbose_name="waluta")),
                    (
                        "amount",
                        models.DecimalField(
                            decimal_places=2, max_digits=18, verbose_name="kwota w walucie"
                        ),
                    ),
                    (
                        "net",
                        models.DecimalField(
                            decimal_places=2, max_digits=18, verbose_name="kwota w księgach"
                        ),
                    ),
                    (
                        "base",
                        models.DecimalField(
                            decimal_places=2, max_digits=18, verbose_name="podstawa"
                        ),
                    ),
                    (
                        "tax",
                        models.DecimalField(
                            decimal_places=2, max_digits=18, verbose_name="podatek należny"
                        ),
                    ),
                    (
                        "deducted",
                        models.DecimalField(
                            decimal_places=2, max_digits=18, verbose_name="podatek odliczony"
                        ),
                    ),
                    (
                        "vat_rate",
                        models.DecimalField(
                            decimal_places=2, max_digits=5, verbose_name="stawka VAT, %"
                        ),
                    ),
                    (
                        "deducted_share",
                        models.DecimalField(
                            decimal_places=2, max_digits=5, verbose_name="odliczenie, %"
                        ),
                    ),
                    ("account", models.CharField(max_length=20, verbose_name="konto")),
                    (
                        "cost_center",
                        models.CharField(blank=True, max_length=20, verbose_name="MPK"),
                    ),
                    ("invoice", models.BooleanField(default=True, verbose_name="jest faktura")),
                    ("document_id", models.BigIntegerField(null=True)),
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
                    (
                        "corrects",
                        models.ForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="corrections",
                            to="purchasing.foreignpurchase",
                        ),
                    ),
                ],
                options={
                    "indexes": [
                        models.Index(fields=["company", "entry_id"], name="foreign_purchase_entry")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("entry_id__isnull", False)),
                            fields=("company", "partner_id", "number"),
                            name="foreign_purchase_once",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(
                                    ("amount__gt", 0),
                                    ("corrects__isnull", True),
                                    ("deducted__gte", 0),
                                    ("tax__gte", models.F("deducted")),
                                ),
                                models.Q(
                                    ("corrects__isnull", False),
                                    models.Q(("amount", 0), _negated=True),
                                    models.Q(("cause", ""), _negated=True),
                                ),
                                _connector="OR",
                            ),
                            name="foreign_purchase_amounts",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="ProposalPolicy",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "threshold",
                        models.DecimalField(
                            decimal_places=3, max_digits=4, verbose_name="próg pewności"
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
                        models.UniqueConstraint(fields=("company",), name="proposal_policy_once"),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("threshold__gte", Decimal("0.5")), ("threshold__lt", 1)
                            ),
                            name="proposal_policy_threshold",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="SayingCount",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("level", models.CharField(max_length=8)),
                    ("support", models.IntegerField()),
                    ("agreement", models.CharField(max_length=8)),
                    ("hits", models.IntegerField()),
                    ("tries", models.IntegerField()),
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
                        models.UniqueConstraint(
                            fields=("company", "level", "support", "agreement"), name="saying_once"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("hits__gte", 0), ("tries__gte", models.F("hits"))),
                            name="saying_counts",
                        ),
                    ],
                },
            ),
        ]
    )
