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
        ]
    )
