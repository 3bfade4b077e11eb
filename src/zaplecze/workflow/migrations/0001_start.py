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
                name="Procedure",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=30, verbose_name="rodzaj dokumentu")),
                    ("version", models.IntegerField()),
                    ("steps", models.JSONField()),
                    ("created_at", models.DateTimeField()),
                    (
                        "note",
                        models.CharField(
                            blank=True,
                            db_default="",
                            default="",
                            max_length=300,
                            verbose_name="co się zmienia",
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
                        "published_by",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Case",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("open", "w toku"),
                                ("done", "zakończona"),
                                ("rejected", "odrzucona"),
                                ("withdrawn", "wycofana"),
                            ],
                            max_length=9,
                        ),
                    ),
                    ("facts", models.JSONField()),
                    ("opened_at", models.DateTimeField()),
                    ("closed_at", models.DateTimeField(null=True)),
                    (
                        "author",
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
                        "procedure",
                        models.ForeignKey(
                            db_constraint=False,
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="workflow.procedure",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="ProcedureDraft",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("kind", models.CharField(max_length=30)),
                    ("steps", models.JSONField()),
                    ("changed_at", models.DateTimeField()),
                    (
                        "changed_by",
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
                name="Succession",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("owner", "właściciel"),
                                ("approver", "akceptujący"),
                                ("accountant", "księgowy"),
                                ("manager", "kierownik biura"),
                                ("auditor", "audytor"),
                            ],
                            max_length=12,
                        ),
                    ),
                    ("at", models.DateTimeField()),
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
                        "gone",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "heir",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Task",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("step", models.CharField(max_length=30)),
                    ("kind", models.CharField(max_length=10)),
                    ("returned", models.BooleanField(default=False)),
                    ("note", models.CharField(blank=True, max_length=500)),
                    ("opened_at", models.DateTimeField()),
                    ("due_at", models.DateTimeField(null=True)),
                    ("side", models.CharField(db_default="office", default="office", max_length=6)),
                    ("act_at", models.DateTimeField(null=True)),
                    ("mail_at", models.DateTimeField(null=True)),
                    ("remind_at", models.DateTimeField(null=True)),
                    ("escalate_at", models.DateTimeField(null=True)),
                    ("escalated_at", models.DateTimeField(null=True)),
                    ("closed_at", models.DateTimeField(null=True)),
                    (
                        "case",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="tasks",
                            to="workflow.case",
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
                name="OutgoingMail",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("key", models.CharField(max_length=80)),
                    ("address", models.EmailField(max_length=254)),
                    ("name", models.CharField(blank=True, max_length=150)),
                    (
                        "purpose",
                        models.CharField(
                            blank=True,
                            choices=[("decide", "decyzja"), ("describe", "opis")],
                            max_length=8,
                        ),
                    ),
                    ("subject", models.CharField(max_length=200)),
                    ("body", models.TextField()),
                    (
                        "state",
                        models.CharField(
                            choices=[
                                ("queued", "w kolejce"),
                                ("sent", "wysłana"),
                                ("dropped", "nieaktualna"),
                                ("failed", "nie doszła"),
                            ],
                            default="queued",
                            max_length=7,
                        ),
                    ),
                    ("created_at", models.DateTimeField()),
                    ("next_try_at", models.DateTimeField()),
                    ("tries", models.PositiveSmallIntegerField(default=0)),
                    ("sent_at", models.DateTimeField(null=True)),
                    ("fault", models.CharField(blank=True, max_length=200)),
                    (
                        "asked_by",
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
                        "user",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "task",
                        models.ForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="workflow.task",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Link",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("token_hash", models.BinaryField(max_length=32)),
                    (
                        "purpose",
                        models.CharField(
                            choices=[("decide", "decyzja"), ("describe", "opis")], max_length=8
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("address", models.EmailField(max_length=254)),
                    ("name", models.CharField(blank=True, max_length=150)),
                    ("fingerprint", models.CharField(max_length=64)),
                    ("created_at", models.DateTimeField()),
                    ("expires_at", models.DateTimeField()),
                    ("used_at", models.DateTimeField(null=True)),
                    ("answer", models.JSONField(null=True)),
                    (
                        "asked_by",
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
                        "user",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "task",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="workflow.task",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Delegation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("reason", models.CharField(blank=True, max_length=300)),
                    ("at", models.DateTimeField()),
                    ("taken_back_at", models.DateTimeField(null=True)),
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
                        "giver",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "receiver",
                        models.ForeignKey(
                            db_index=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "task",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="workflow.task",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="Decision",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("step", models.CharField(max_length=30)),
                    ("kind", models.CharField(max_length=10)),
                    ("verdict", models.CharField(max_length=10)),
                    ("reason", models.CharField(blank=True, max_length=500)),
                    ("at", models.DateTimeField()),
                    ("via", models.CharField(blank=True, db_default="", default="", max_length=8)),
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
                        "case",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="decisions",
                            to="workflow.case",
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
                        "on_behalf_of",
                        models.ForeignKey(
                            db_index=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                    (
                        "task",
                        models.ForeignKey(
                            db_constraint=False,
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="workflow.task",
                        ),
                    ),
                ],
                options={
                    "abstract": False,
                },
            ),
            migrations.CreateModel(
                name="Consultation",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("document_id", models.BigIntegerField()),
                    ("question", models.CharField(max_length=500)),
                    ("blocks", models.BooleanField(default=False)),
                    ("asked_at", models.DateTimeField()),
                    ("answer", models.CharField(blank=True, max_length=1000)),
                    ("answered_at", models.DateTimeField(null=True)),
                    (
                        "asked",
                        models.ForeignKey(
                            db_index=False,
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
                    (
                        "task",
                        models.ForeignKey(
                            db_constraint=False,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to="workflow.task",
                        ),
                    ),
                ],
            ),
            migrations.CreateModel(
                name="AuthorityLimit",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    (
                        "role",
                        models.CharField(
                            blank=True,
                            choices=[
                                ("owner", "właściciel"),
                                ("approver", "akceptujący"),
                                ("accountant", "księgowy"),
                                ("manager", "kierownik biura"),
                                ("auditor", "audytor"),
                            ],
                            max_length=12,
                        ),
                    ),
                    (
                        "up_to",
                        models.DecimalField(
                            decimal_places=2, max_digits=18, verbose_name="do kwoty (PLN brutto)"
                        ),
                    ),
                    ("first_day", models.DateField(verbose_name="od")),
                    ("last_day", models.DateField(null=True, verbose_name="do")),
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
                            null=True,
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.CheckConstraint(
                            condition=models.Q(
                                models.Q(("role__gt", ""), ("user__isnull", True)),
                                models.Q(("role", ""), ("user__isnull", False)),
                                _connector="OR",
                            ),
                            name="limit_of_somebody",
                        ),
                        models.CheckConstraint(
                            condition=models.Q(("up_to__gte", 0)), name="limit_amount"
                        ),
                        models.CheckConstraint(
                            condition=models.Q(
                                ("last_day__isnull", True),
                                ("last_day__gte", models.F("first_day")),
                                _connector="OR",
                            ),
                            name="limit_days",
                        ),
                    ],
                },
            ),
            migrations.CreateModel(
                name="CenterManager",
                fields=[
                    (
                        "id",
                        models.BigAutoField(
                            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                        ),
                    ),
                    ("center", models.CharField(max_length=20, verbose_name="MPK")),
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
                            on_delete=django.db.models.deletion.PROTECT,
                            related_name="+",
                            to=settings.AUTH_USER_MODEL,
                        ),
                    ),
                ],
                options={
                    "constraints": [
                        models.UniqueConstraint(
                            fields=("company", "center", "user"), name="center_manager"
                        )
                    ],
                },
            ),
            migrations.AddConstraint(
                model_name="procedure",
                constraint=models.UniqueConstraint(
                    fields=("company", "kind", "version"), name="procedure_version"
                ),
            ),
            migrations.AddConstraint(
                model_name="case",
                constraint=models.UniqueConstraint(
                    fields=("company", "document_id"), name="case_document"
                ),
            ),
            migrations.AddConstraint(
                model_name="proceduredraft",
                constraint=models.UniqueConstraint(
                    fields=("company", "kind"), name="procedure_draft_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="succession",
                constraint=models.UniqueConstraint(
                    fields=("company", "gone"), name="succession_once"
                ),
            ),
            migrations.AddConstraint(
                model_name="succession",
                constraint=models.CheckConstraint(
                    condition=models.Q(
                        models.Q(("heir__isnull", True), ("role__gt", "")),
                        models.Q(("heir__isnull", False), ("role", "")),
                        _connector="OR",
                    ),
                    name="succession_of_somebody",
                ),
            ),
            migrations.AddIndex(
                model_name="task",
                index=models.Index(
                    condition=models.Q(("closed_at__isnull", True)),
                    fields=["company", "kind", "opened_at", "id"],
                    name="task_open",
                ),
            ),
            migrations.AddIndex(
                model_name="task",
                index=models.Index(
                    condition=models.Q(("closed_at__isnull", True)),
                    fields=["company", "opened_at", "id"],
                    name="task_open_any",
                ),
            ),
            migrations.AddIndex(
                model_name="task",
                index=models.Index(
                    condition=models.Q(("closed_at__isnull", True)),
                    fields=["company", "due_at"],
                    name="task_open_due",
                ),
            ),
            migrations.AddIndex(
                model_name="task",
                index=models.Index(
                    condition=models.Q(("closed_at__isnull", True), ("returned", True)),
                    fields=["company", "opened_at"],
                    name="task_open_returned",
                ),
            ),
            migrations.AddIndex(
                model_name="task",
                index=models.Index(fields=["company", "document_id"], name="task_document"),
            ),
            migrations.AddConstraint(
                model_name="task",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("closed_at__isnull", True)),
                    fields=("company", "case", "step"),
                    name="task_open_once",
                ),
            ),
            migrations.AddIndex(
                model_name="outgoingmail",
                index=models.Index(
                    condition=models.Q(("state", "queued")),
                    fields=["company", "next_try_at"],
                    name="mail_queued",
                ),
            ),
            migrations.AddConstraint(
                model_name="outgoingmail",
                constraint=models.UniqueConstraint(fields=("company", "key"), name="mail_once"),
            ),
            migrations.AddConstraint(
                model_name="link",
                constraint=models.UniqueConstraint(
                    fields=("company", "token_hash"), name="link_token"
                ),
            ),
            migrations.AddConstraint(
                model_name="delegation",
                constraint=models.UniqueConstraint(
                    condition=models.Q(("taken_back_at__isnull", True)),
                    fields=("company", "task", "giver"),
                    name="delegation_once",
                ),
            ),
            migrations.AddConstraint(
                model_name="delegation",
                constraint=models.CheckConstraint(
                    condition=models.Q(("giver", models.F("receiver")), _negated=True),
                    name="delegation_other_person",
                ),
            ),
            migrations.AddIndex(
                model_name="consultation",
                index=models.Index(
                    condition=models.Q(("answered_at__isnull", True)),
                    fields=["company", "asked"],
                    name="consultation_open",
                ),
            ),
        ]
    )
