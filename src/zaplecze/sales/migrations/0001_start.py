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
                name="SalesInvoice",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
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
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("company", "document_id"), name="sales_invoice_once"
                        )
                    ],
                },
            ),
            migrations.CreateModel(
                name="UnbilledDocument",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=12)),
                    ("number", models.CharField(max_length=256, verbose_name="numer")),
                    ("first", models.DateField(verbose_name="od")),
                    ("last", models.DateField(verbose_name="do")),
                    ("issued_on", models.DateField(verbose_name="data dokumentu")),
                    (
                        "net",
                        models.DecimalField(decimal_places=2, max_digits=18, verbose_name="netto"),
                    ),
                    (
                        "vat",
                        models.DecimalField(decimal_places=2, max_digits=18, verbose_name="VAT"),
                    ),
                    ("entry_id", models.BigIntegerField(null=True)),
                    ("offset_id", models.BigIntegerField(null=True)),
                    ("receipts", models.JSONField(default=list)),
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
                        models.Index(fields=["company", "entry_id"], name="unbilled_document_entry")
                    ],
                    "constraints": [
                        models.UniqueConstraint(
                            condition=models.Q(("entry_id__isnull", False)),
                            fields=("company", "kind", "number"),
                            name="unbilled_document_once",
                        )
                    ],
                },
            ),
        ]
    )
