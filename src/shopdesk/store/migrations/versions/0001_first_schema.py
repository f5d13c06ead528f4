"""First schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STRICT = {"sqlite_strict": True, "sqlite_autoincrement": True}


def upgrade() -> None:
    """Bring the schema one step forward."""
    op.create_table(
        "account_day",
        sa.Column("entry_on", sa.Text(), nullable=False),
        sa.Column("channel_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("account_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("debit", WHOLE, nullable=False),
        sa.Column("credit", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("entry_on", "channel_id", "account_id", name=op.f("pk_account_day")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "change",
        sa.Column("change_id", WHOLE, nullable=False),
        sa.Column("made_at", WHOLE, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("undoable", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("change_id", name=op.f("pk_change")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "channel",
        sa.Column("channel_id", WHOLE, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_channel")),
        sa.UniqueConstraint("code", name=op.f("uq_channel_code")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "close_tick",
        sa.Column("close_tick_id", WHOLE, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("point", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("ticked_at", WHOLE, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("close_tick_id", name=op.f("pk_close_tick")),
        sa.UniqueConstraint("month", "point", name=op.f("uq_close_tick_month_point")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "cost_month",
        sa.Column("sku_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("channel_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("value", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("sku_id", "channel_id", "month", name=op.f("pk_cost_month")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "exchange_rate",
        sa.Column("rate_id", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate_on", sa.Text(), nullable=False),
        sa.Column("rate", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("rate_id", name=op.f("pk_exchange_rate")),
        sa.UniqueConstraint("currency", "rate_on", name=op.f("uq_exchange_rate_currency_rate_on")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "festival",
        sa.Column("festival_id", WHOLE, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Text(), nullable=False),
        sa.Column("last_on", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("festival_id", name=op.f("pk_festival")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "goods_month",
        sa.Column("sku_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("order_kind", sa.Text(), nullable=False),
        sa.Column("line_kind", sa.Text(), nullable=False),
        sa.Column("learnt", sa.Text(), nullable=False),
        sa.Column("channel_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("orders", WHOLE, nullable=False),
        sa.Column("units", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("discount", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint(
            "sku_id", "order_kind", "line_kind", "learnt", "channel_id", "month", name=op.f("pk_goods_month")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "month_seal",
        sa.Column("seal_id", WHOLE, nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("sealed_at", WHOLE, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("last_entry_id", WHOLE, nullable=False),
        sa.Column("entries", WHOLE, nullable=False),
        sa.Column("debit", WHOLE, nullable=False),
        sa.Column("profit", WHOLE, nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reopened_at", WHOLE, nullable=True),
        sa.Column("reopened_by", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("seal_id", name=op.f("pk_month_seal")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_month_seal_month"), "month_seal", ["month"], unique=False)
    op.create_table(
        "period_lock",
        sa.Column("lock_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("closed_through", sa.Text(), nullable=False),
        sa.Column("closed_until", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("lock_id", name=op.f("pk_period_lock")),
        sqlite_strict=True,
    )
    op.create_table(
        "promotion",
        sa.Column("promotion_id", WHOLE, nullable=False),
        sa.Column("promotion_no", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("starts_at", WHOLE, nullable=False),
        sa.Column("ends_at", WHOLE, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("by_coupon", sa.Integer(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("stacking", sa.Text(), nullable=False),
        sa.Column("priority", WHOLE, nullable=False),
        sa.Column("goal", sa.Text(), nullable=True),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("policy", sa.Text(), nullable=True),
        sa.Column("owner", sa.Text(), nullable=True),
        sa.Column("budget", WHOLE, nullable=True),
        sa.Column("platform_share", WHOLE, nullable=False),
        sa.Column("partner_share", WHOLE, nullable=False),
        sa.Column("partner", sa.Text(), nullable=True),
        sa.Column("predicted_units", WHOLE, nullable=True),
        sa.Column("predicted_revenue", WHOLE, nullable=True),
        sa.Column("predicted_margin", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("lessons", sa.Text(), nullable=True),
        sa.Column("copied_from", WHOLE, nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["copied_from"], ["promotion.promotion_id"], name=op.f("fk_promotion_copied_from")),
        sa.PrimaryKeyConstraint("promotion_id", name=op.f("pk_promotion")),
        sa.UniqueConstraint("promotion_no", name=op.f("uq_promotion_promotion_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_promotion_import_id"), "promotion", ["import_id"], unique=False)
    op.create_index(op.f("ix_promotion_starts_at"), "promotion", ["starts_at"], unique=False)
    op.create_table(
        "saved_mapping",
        sa.Column("mapping_id", WHOLE, nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("saved_at", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("mapping_id", name=op.f("pk_saved_mapping")),
        sa.UniqueConstraint("signature", name=op.f("uq_saved_mapping_signature")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
        sqlite_strict=True,
    )
    op.create_table(
        "sku_plan",
        sa.Column("sku_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("supplier_id", WHOLE, nullable=True),
        sa.Column("sold", WHOLE, nullable=False),
        sa.Column("spikes", WHOLE, nullable=False),
        sa.Column("days_in_stock", WHOLE, nullable=False),
        sa.Column("demand", WHOLE, nullable=True),
        sa.Column("sigma", WHOLE, nullable=True),
        sa.Column("lost", WHOLE, nullable=False),
        sa.Column("lead_days", WHOLE, nullable=False),
        sa.Column("lead_sigma", WHOLE, nullable=False),
        sa.Column("lead_source", sa.Text(), nullable=False),
        sa.Column("safety_stock", WHOLE, nullable=True),
        sa.Column("reorder_point", WHOLE, nullable=True),
        sa.Column("eoq", WHOLE, nullable=True),
        sa.Column("on_hand", WHOLE, nullable=False),
        sa.Column("reserved", WHOLE, nullable=False),
        sa.Column("on_order", WHOLE, nullable=False),
        sa.Column("proposal", WHOLE, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("unit_cost", WHOLE, nullable=True),
        sa.Column("cover_days", WHOLE, nullable=True),
        sa.Column("abc", sa.Text(), nullable=False),
        sa.Column("xyz", sa.Text(), nullable=False),
        sa.Column("cv", WHOLE, nullable=True),
        sa.Column("revenue", WHOLE, nullable=False),
        sa.Column("units", WHOLE, nullable=False),
        sa.Column("cogs", WHOLE, nullable=True),
        sa.Column("average_value", WHOLE, nullable=True),
        sa.Column("received", WHOLE, nullable=False),
        sa.Column("turnover", WHOLE, nullable=True),
        sa.Column("gmroi", WHOLE, nullable=True),
        sa.Column("sell_through", WHOLE, nullable=True),
        sa.Column("age_30", WHOLE, nullable=False),
        sa.Column("age_90", WHOLE, nullable=False),
        sa.Column("age_180", WHOLE, nullable=False),
        sa.Column("age_365", WHOLE, nullable=False),
        sa.Column("age_more", WHOLE, nullable=False),
        sa.Column("oldest_on", sa.Text(), nullable=True),
        sa.Column("last_sold_on", sa.Text(), nullable=True),
        sa.Column("dead", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sku_id", name=op.f("pk_sku_plan")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sku_value",
        sa.Column("sku_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("value", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("sku_id", name=op.f("pk_sku_value")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stale_month",
        sa.Column("month", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_stale_month")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stored_file",
        sa.Column("file_id", WHOLE, nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_stored_file_sha256")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "supplier",
        sa.Column("supplier_id", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("lead_days", WHOLE, nullable=True),
        sa.Column("terms_days", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.PrimaryKeyConstraint("supplier_id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("code", name=op.f("uq_supplier_code")),
        sa.UniqueConstraint("name", name=op.f("uq_supplier_name")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "warehouse",
        sa.Column("warehouse_id", WHOLE, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("parent_id", WHOLE, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["warehouse.warehouse_id"], name=op.f("fk_warehouse_parent_id")),
        sa.PrimaryKeyConstraint("warehouse_id", name=op.f("pk_warehouse")),
        sa.UniqueConstraint("code", name=op.f("uq_warehouse_code")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "account",
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel_id", WHOLE, nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("is_closed", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_account_channel_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_account")),
        sa.UniqueConstraint("code", name=op.f("uq_account_code")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "after_sale",
        sa.Column("after_sale_id", WHOLE, nullable=False),
        sa.Column("channel_id", WHOLE, nullable=False),
        sa.Column("refund_no", sa.Text(), nullable=False),
        sa.Column("order_no", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.Column("with_goods", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_after_sale_channel_id")),
        sa.PrimaryKeyConstraint("after_sale_id", name=op.f("pk_after_sale")),
        sa.UniqueConstraint("channel_id", "refund_no", name=op.f("uq_after_sale_channel_id_refund_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_after_sale_channel_id_order_no"), "after_sale", ["channel_id", "order_no"], unique=False)
    op.create_index(op.f("ix_after_sale_import_id"), "after_sale", ["import_id"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("attachment_id", WHOLE, nullable=False),
        sa.Column("file_id", WHOLE, nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False),
        sa.Column("document_id", WHOLE, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("added_at", WHOLE, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.file_id"], name=op.f("fk_attachment_file_id")),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_attachment")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_attachment_document_kind_document_id"), "attachment", ["document_kind", "document_id"], unique=False
    )
    op.create_table(
        "bill",
        sa.Column("bill_id", WHOLE, nullable=False),
        sa.Column("supplier_id", WHOLE, nullable=False),
        sa.Column("bill_no", sa.Text(), nullable=False),
        sa.Column("billed_on", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate", WHOLE, nullable=True),
        sa.Column("own_amount", WHOLE, nullable=True),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("is_cancelled", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_bill_supplier_id")),
        sa.PrimaryKeyConstraint("bill_id", name=op.f("pk_bill")),
        sa.UniqueConstraint("supplier_id", "bill_no", name=op.f("uq_bill_supplier_id_bill_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_bill_due_on"), "bill", ["due_on"], unique=False)
    op.create_index(op.f("ix_bill_import_id"), "bill", ["import_id"], unique=False)
    op.create_table(
        "change_row",
        sa.Column("change_row_id", WHOLE, nullable=False),
        sa.Column("change_id", WHOLE, nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("row_id", WHOLE, nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["change.change_id"], name=op.f("fk_change_row_change_id")),
        sa.PrimaryKeyConstraint("change_row_id", name=op.f("pk_change_row")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_change_row_change_id"), "change_row", ["change_id"], unique=False)
    op.create_table(
        "channel_promise",
        sa.Column("channel_id", WHOLE, nullable=False),
        sa.Column("ship_hours", WHOLE, nullable=False),
        sa.Column("unpaid_hours", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_channel_promise_channel_id")),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_channel_promise")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "count_session",
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("warehouse_id", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("blind", sa.Integer(), nullable=False),
        sa.Column("assigned_to", sa.Text(), nullable=True),
        sa.Column("tolerance", WHOLE, nullable=False),
        sa.Column("tolerance_value", WHOLE, nullable=True),
        sa.Column("opened_at", WHOLE, nullable=False),
        sa.Column("opened_by", sa.Text(), nullable=False),
        sa.Column("closed_at", WHOLE, nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("alone", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.warehouse_id"], name=op.f("fk_count_session_warehouse_id")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_count_session")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "coupon",
        sa.Column("coupon_id", WHOLE, nullable=False),
        sa.Column("promotion_id", WHOLE, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("most_uses", WHOLE, nullable=True),
        sa.Column("most_each", WHOLE, nullable=True),
        sa.Column("budget", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.promotion_id"], name=op.f("fk_coupon_promotion_id")),
        sa.PrimaryKeyConstraint("coupon_id", name=op.f("pk_coupon")),
        sa.UniqueConstraint("code", name=op.f("uq_coupon_code")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_coupon_promotion_id"), "coupon", ["promotion_id"], unique=False)
    op.create_table(
        "customer",
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.Column("channel_id", WHOLE, nullable=False),
        sa.Column("customer_no", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=True),
        sa.Column("tags", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_customer_channel_id")),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer")),
        sa.UniqueConstraint("channel_id", "customer_no", name=op.f("uq_customer_channel_id_customer_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "fee_rule",
        sa.Column("fee_rule_id", WHOLE, nullable=False),
        sa.Column("channel_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("rate", WHOLE, nullable=False),
        sa.Column("fixed", WHOLE, nullable=False),
        sa.Column("minimum", WHOLE, nullable=True),
        sa.Column("maximum", WHOLE, nullable=True),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_fee_rule_channel_id")),
        sa.PrimaryKeyConstraint("fee_rule_id", name=op.f("pk_fee_rule")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_fee_rule_channel_id_kind_since"), "fee_rule", ["channel_id", "kind", "since"], unique=False
    )
    op.create_table(
        "import_file",
        sa.Column("import_id", WHOLE, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sheet_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("channel_id", WHOLE, nullable=True),
        sa.Column("imported_at", WHOLE, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("row_count", WHOLE, nullable=False),
        sa.Column("new", WHOLE, nullable=False),
        sa.Column("changed", WHOLE, nullable=False),
        sa.Column("same", WHOLE, nullable=False),
        sa.Column("conflict", WHOLE, nullable=False),
        sa.Column("rejected", WHOLE, nullable=False),
        sa.Column("skipped", WHOLE, nullable=False),
        sa.Column("charges", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("taken_back_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_import_file_channel_id")),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_import_file")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_import_file_sha256"), "import_file", ["sha256"], unique=False)
    op.create_table(
        "journal_entry",
        sa.Column("entry_id", WHOLE, nullable=False),
        sa.Column("entry_on", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document_kind", sa.Text(), nullable=False),
        sa.Column("document_id", WHOLE, nullable=False),
        sa.Column("channel_id", WHOLE, nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("posted_at", WHOLE, nullable=False),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.Column("change_id", WHOLE, nullable=False),
        sa.Column("reverses_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_journal_entry_channel_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_journal_entry")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_journal_entry_document_id_document_kind"),
        "journal_entry",
        ["document_id", "document_kind"],
        unique=False,
    )
    op.create_index(op.f("ix_journal_entry_entry_on"), "journal_entry", ["entry_on"], unique=False)
    op.create_table(
        "product",
        sa.Column("product_id", WHOLE, nullable=False),
        sa.Column("handle", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("brand", sa.Text(), nullable=True),
        sa.Column("supplier_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_product_supplier_id")),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_product")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "promotion_pair",
        sa.Column("pair_id", WHOLE, nullable=False),
        sa.Column("promotion_id", WHOLE, nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("other_id", WHOLE, nullable=True),
        sa.Column("other_level", sa.Text(), nullable=True),
        sa.Column("may_combine", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["promotion.promotion_id"], name=op.f("fk_promotion_pair_other_id")),
        sa.ForeignKeyConstraint(
            ["promotion_id"], ["promotion.promotion_id"], name=op.f("fk_promotion_pair_promotion_id")
        ),
        sa.PrimaryKeyConstraint("pair_id", name=op.f("pk_promotion_pair")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_promotion_pair_other_id"), "promotion_pair", ["other_id"], unique=False)
    op.create_index(op.f("ix_promotion_pair_promotion_id"), "promotion_pair", ["promotion_id"], unique=False)
    op.create_table(
        "promotion_task",
        sa.Column("task_id", WHOLE, nullable=False),
        sa.Column("promotion_id", WHOLE, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("days_before", WHOLE, nullable=False),
        sa.Column("done_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["promotion_id"], ["promotion.promotion_id"], name=op.f("fk_promotion_task_promotion_id")
        ),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_promotion_task")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_promotion_task_promotion_id"), "promotion_task", ["promotion_id"], unique=False)
    op.create_table(
        "publicity",
        sa.Column("publicity_id", WHOLE, nullable=False),
        sa.Column("promotion_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("planned_cost", WHOLE, nullable=True),
        sa.Column("actual_cost", WHOLE, nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotion.promotion_id"], name=op.f("fk_publicity_promotion_id")),
        sa.PrimaryKeyConstraint("publicity_id", name=op.f("pk_publicity")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_publicity_promotion_id"), "publicity", ["promotion_id"], unique=False)
    op.create_table(
        "purchase_order",
        sa.Column("purchase_id", WHOLE, nullable=False),
        sa.Column("purchase_no", sa.Text(), nullable=False),
        sa.Column("supplier_id", WHOLE, nullable=True),
        sa.Column("warehouse_id", WHOLE, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("ordered_on", sa.Text(), nullable=True),
        sa.Column("expected_on", sa.Text(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("rate", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_purchase_order_supplier_id")),
        sa.ForeignKeyConstraint(
            ["warehouse_id"], ["warehouse.warehouse_id"], name=op.f("fk_purchase_order_warehouse_id")
        ),
        sa.PrimaryKeyConstraint("purchase_id", name=op.f("pk_purchase_order")),
        sa.UniqueConstraint("purchase_no", name=op.f("uq_purchase_order_purchase_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_purchase_order_state"), "purchase_order", ["state"], unique=False)
    op.create_index(op.f("ix_purchase_order_supplier_id"), "purchase_order", ["supplier_id"], unique=False)
    op.create_table(
        "recurring",
        sa.Column("recurring_id", WHOLE, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("every", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Text(), nullable=False),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("supplier_id", WHOLE, nullable=True),
        sa.Column("channel_id", WHOLE, nullable=True),
        sa.Column("is_bill", sa.Integer(), nullable=False),
        sa.Column("due_days", WHOLE, nullable=False),
        sa.Column("is_paused", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_recurring_channel_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_recurring_supplier_id")),
        sa.PrimaryKeyConstraint("recurring_id", name=op.f("pk_recurring")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "tax_rule",
        sa.Column("tax_rule_id", WHOLE, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("channel_id", WHOLE, nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("rate", WHOLE, nullable=False),
        sa.Column("is_inclusive", sa.Integer(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_tax_rule_channel_id")),
        sa.PrimaryKeyConstraint("tax_rule_id", name=op.f("pk_tax_rule")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "transfer",
        sa.Column("transfer_id", WHOLE, nullable=False),
        sa.Column("document_no", sa.Text(), nullable=False),
        sa.Column("from_id", WHOLE, nullable=False),
        sa.Column("to_id", WHOLE, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("sent_at", WHOLE, nullable=False),
        sa.Column("received_at", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["from_id"], ["warehouse.warehouse_id"], name=op.f("fk_transfer_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["warehouse.warehouse_id"], name=op.f("fk_transfer_to_id")),
        sa.PrimaryKeyConstraint("transfer_id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("document_no", name=op.f("uq_transfer_document_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "bill_payment",
        sa.Column("bill_payment_id", WHOLE, nullable=False),
        sa.Column("bill_id", WHOLE, nullable=False),
        sa.Column("paid_on", sa.Text(), nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("own_amount", WHOLE, nullable=True),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("is_cancelled", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_bill_payment_account_id")),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.bill_id"], name=op.f("fk_bill_payment_bill_id")),
        sa.PrimaryKeyConstraint("bill_payment_id", name=op.f("pk_bill_payment")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_bill_payment_bill_id"), "bill_payment", ["bill_id"], unique=False)
    op.create_index(op.f("ix_bill_payment_paid_on"), "bill_payment", ["paid_on"], unique=False)
    op.create_table(
        "cost_key",
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("spread_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_cost_key_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_cost_key")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "customer_contact",
        sa.Column("customer_id", WHOLE, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customer.customer_id"], name=op.f("fk_customer_contact_customer_id")
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_contact")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "expense",
        sa.Column("expense_id", WHOLE, nullable=False),
        sa.Column("spent_on", sa.Text(), nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("own_amount", WHOLE, nullable=True),
        sa.Column("channel_id", WHOLE, nullable=True),
        sa.Column("supplier_id", WHOLE, nullable=True),
        sa.Column("document_no", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_expense_account_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_expense_channel_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_expense_supplier_id")),
        sa.PrimaryKeyConstraint("expense_id", name=op.f("pk_expense")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_expense_document_no"), "expense", ["document_no"], unique=False)
    op.create_index(op.f("ix_expense_spent_on"), "expense", ["spent_on"], unique=False)
    op.create_table(
        "goods_receipt",
        sa.Column("receipt_id", WHOLE, nullable=False),
        sa.Column("document_no", sa.Text(), nullable=False),
        sa.Column("supplier_id", WHOLE, nullable=True),
        sa.Column("received_at", WHOLE, nullable=False),
        sa.Column("purchase_id", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase_order.purchase_id"], name=op.f("fk_goods_receipt_purchase_id")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_goods_receipt_supplier_id")),
        sa.PrimaryKeyConstraint("receipt_id", name=op.f("pk_goods_receipt")),
        sa.UniqueConstraint("document_no", name=op.f("uq_goods_receipt_document_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "payout",
        sa.Column("payout_id", WHOLE, nullable=False),
        sa.Column("channel_id", WHOLE, nullable=False),
        sa.Column("payout_no", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Text(), nullable=True),
        sa.Column("ends_on", sa.Text(), nullable=True),
        sa.Column("paid_on", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate", WHOLE, nullable=True),
        sa.Column("own_amount", WHOLE, nullable=True),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("is_told", sa.Integer(), nullable=False),
        sa.Column("arrived", WHOLE, nullable=True),
        sa.Column("arrived_on", sa.Text(), nullable=True),
        sa.Column("account_id", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_payout_account_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_payout_channel_id")),
        sa.PrimaryKeyConstraint("payout_id", name=op.f("pk_payout")),
        sa.UniqueConstraint("channel_id", "payout_no", name=op.f("uq_payout_channel_id_payout_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_payout_import_id"), "payout", ["import_id"], unique=False)
    op.create_index(op.f("ix_payout_paid_on"), "payout", ["paid_on"], unique=False)
    op.create_table(
        "posting",
        sa.Column("posting_id", WHOLE, nullable=False),
        sa.Column("entry_id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("currency", sa.Text(), nullable=True),
        sa.Column("own_amount", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_posting_account_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["journal_entry.entry_id"], name=op.f("fk_posting_entry_id")),
        sa.PrimaryKeyConstraint("posting_id", name=op.f("pk_posting")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_posting_account_id_entry_id_amount"), "posting", ["account_id", "entry_id", "amount"], unique=False
    )
    op.create_index(
        op.f("ix_posting_currency_account_id"),
        "posting",
        ["currency", "account_id"],
        unique=False,
        sqlite_where=sa.text("currency IS NOT NULL"),
        postgresql_where=sa.text("currency IS NOT NULL"),
    )
    op.create_index(op.f("ix_posting_entry_id"), "posting", ["entry_id"], unique=False)
    op.create_table(
        "raw_page",
        sa.Column("raw_page_id", WHOLE, nullable=False),
        sa.Column("import_id", WHOLE, nullable=False),
        sa.Column("first_row", WHOLE, nullable=False),
        sa.Column("last_row", WHOLE, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["import_file.import_id"], name=op.f("fk_raw_page_import_id")),
        sa.PrimaryKeyConstraint("raw_page_id", name=op.f("pk_raw_page")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_raw_page_import_id_first_row"), "raw_page", ["import_id", "first_row"], unique=False)
    op.create_table(
        "recurring_line",
        sa.Column("recurring_line_id", WHOLE, nullable=False),
        sa.Column("recurring_id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_recurring_line_account_id")),
        sa.ForeignKeyConstraint(
            ["recurring_id"], ["recurring.recurring_id"], name=op.f("fk_recurring_line_recurring_id")
        ),
        sa.PrimaryKeyConstraint("recurring_line_id", name=op.f("pk_recurring_line")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_recurring_line_recurring_id"), "recurring_line", ["recurring_id"], unique=False)
    op.create_table(
        "sales_order",
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("channel_id", WHOLE, nullable=False),
        sa.Column("order_no", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("placed_at", WHOLE, nullable=True),
        sa.Column("paid_at", WHOLE, nullable=True),
        sa.Column("ship_by", WHOLE, nullable=True),
        sa.Column("shipped_at", WHOLE, nullable=True),
        sa.Column("completed_at", WHOLE, nullable=True),
        sa.Column("sold_on", sa.Text(), nullable=True),
        sa.Column("customer_id", WHOLE, nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate", WHOLE, nullable=True),
        sa.Column("own_total", WHOLE, nullable=True),
        sa.Column("units", WHOLE, nullable=False),
        sa.Column("goods", WHOLE, nullable=False),
        sa.Column("discount", WHOLE, nullable=False),
        sa.Column("platform_discount", WHOLE, nullable=False),
        sa.Column("shipping", WHOLE, nullable=False),
        sa.Column("charge", WHOLE, nullable=False),
        sa.Column("tax", WHOLE, nullable=False),
        sa.Column("total", WHOLE, nullable=False),
        sa.Column("refunded", WHOLE, nullable=False),
        sa.Column("told_refund", WHOLE, nullable=True),
        sa.Column("guessed_refund", WHOLE, nullable=True),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("waybill", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("closed_reason", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_sales_order_channel_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.customer_id"], name=op.f("fk_sales_order_customer_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_sales_order")),
        sa.UniqueConstraint("channel_id", "order_no", name=op.f("uq_sales_order_channel_id_order_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sales_order_customer_id"), "sales_order", ["customer_id"], unique=False)
    op.create_index(op.f("ix_sales_order_import_id"), "sales_order", ["import_id"], unique=False)
    op.create_index(op.f("ix_sales_order_placed_at"), "sales_order", ["placed_at"], unique=False)
    op.create_index(
        op.f("ix_sales_order_rate"),
        "sales_order",
        ["rate"],
        unique=False,
        sqlite_where=sa.text("rate IS NOT NULL"),
        postgresql_where=sa.text("rate IS NOT NULL"),
    )
    op.create_index(op.f("ix_sales_order_sold_on"), "sales_order", ["sold_on"], unique=False)
    op.create_index(op.f("ix_sales_order_state_placed_at"), "sales_order", ["state", "placed_at"], unique=False)
    op.create_table(
        "sku",
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("product_id", WHOLE, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("option", sa.Text(), nullable=True),
        sa.Column("price", WHOLE, nullable=True),
        sa.Column("cost", WHOLE, nullable=True),
        sa.Column("cost_from", sa.Text(), nullable=True),
        sa.Column("weight", WHOLE, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["product_id"], ["product.product_id"], name=op.f("fk_sku_product_id")),
        sa.PrimaryKeyConstraint("sku_id", name=op.f("pk_sku")),
        sa.UniqueConstraint("code", name=op.f("uq_sku_code")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sku_product_id"), "sku", ["product_id"], unique=False)
    op.create_table(
        "stock_count",
        sa.Column("count_id", WHOLE, nullable=False),
        sa.Column("counted_at", WHOLE, nullable=False),
        sa.Column("warehouse_id", WHOLE, nullable=False),
        sa.Column("session_id", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["count_session.session_id"], name=op.f("fk_stock_count_session_id")),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.warehouse_id"], name=op.f("fk_stock_count_warehouse_id")),
        sa.PrimaryKeyConstraint("count_id", name=op.f("pk_stock_count")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "ad_spend",
        sa.Column("ad_spend_id", WHOLE, nullable=False),
        sa.Column("channel_id", WHOLE, nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("campaign", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("spent_on", sa.Text(), nullable=False),
        sa.Column("sku_id", WHOLE, nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate", WHOLE, nullable=True),
        sa.Column("own_amount", WHOLE, nullable=True),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("impressions", WHOLE, nullable=True),
        sa.Column("clicks", WHOLE, nullable=True),
        sa.Column("orders", WHOLE, nullable=True),
        sa.Column("revenue", WHOLE, nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_ad_spend_channel_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_ad_spend_sku_id")),
        sa.PrimaryKeyConstraint("ad_spend_id", name=op.f("pk_ad_spend")),
        sa.UniqueConstraint(
            "channel_id",
            "platform",
            "campaign",
            "target",
            "spent_on",
            name=op.f("uq_ad_spend_channel_id_platform_campaign_target_spent_on"),
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_ad_spend_import_id"), "ad_spend", ["import_id"], unique=False)
    op.create_index(op.f("ix_ad_spend_spent_on"), "ad_spend", ["spent_on"], unique=False)
    op.create_table(
        "barcode",
        sa.Column("barcode_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_barcode_sku_id")),
        sa.PrimaryKeyConstraint("barcode_id", name=op.f("pk_barcode")),
        sa.UniqueConstraint("code", name=op.f("uq_barcode_code")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_barcode_sku_id"), "barcode", ["sku_id"], unique=False)
    op.create_table(
        "bill_line",
        sa.Column("bill_line_id", WHOLE, nullable=False),
        sa.Column("bill_id", WHOLE, nullable=False),
        sa.Column("account_id", WHOLE, nullable=False),
        sa.Column("receipt_id", WHOLE, nullable=True),
        sa.Column("channel_id", WHOLE, nullable=True),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_bill_line_account_id")),
        sa.ForeignKeyConstraint(["bill_id"], ["bill.bill_id"], name=op.f("fk_bill_line_bill_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_bill_line_channel_id")),
        sa.ForeignKeyConstraint(["receipt_id"], ["goods_receipt.receipt_id"], name=op.f("fk_bill_line_receipt_id")),
        sa.PrimaryKeyConstraint("bill_line_id", name=op.f("pk_bill_line")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_bill_line_bill_id"), "bill_line", ["bill_id"], unique=False)
    op.create_index(op.f("ix_bill_line_receipt_id"), "bill_line", ["receipt_id"], unique=False)
    op.create_table(
        "bundle_part",
        sa.Column("bundle_part_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("part_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["sku.sku_id"], name=op.f("fk_bundle_part_part_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_bundle_part_sku_id")),
        sa.PrimaryKeyConstraint("bundle_part_id", name=op.f("pk_bundle_part")),
        sa.UniqueConstraint("sku_id", "part_id", name=op.f("uq_bundle_part_sku_id_part_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_bundle_part_part_id"), "bundle_part", ["part_id"], unique=False)
    op.create_table(
        "count_task",
        sa.Column("task_id", WHOLE, nullable=False),
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("place_id", WHOLE, nullable=False),
        sa.Column("expected_here", sa.Integer(), nullable=False),
        sa.Column("round", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["warehouse.warehouse_id"], name=op.f("fk_count_task_place_id")),
        sa.ForeignKeyConstraint(["session_id"], ["count_session.session_id"], name=op.f("fk_count_task_session_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_count_task_sku_id")),
        sa.PrimaryKeyConstraint("task_id", name=op.f("pk_count_task")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_count_task_session_id_sku_id"), "count_task", ["session_id", "sku_id"], unique=False)
    op.create_table(
        "coupon_use",
        sa.Column("coupon_use_id", WHOLE, nullable=False),
        sa.Column("coupon_id", WHOLE, nullable=False),
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("used_on", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.coupon_id"], name=op.f("fk_coupon_use_coupon_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_coupon_use_order_id")),
        sa.PrimaryKeyConstraint("coupon_use_id", name=op.f("pk_coupon_use")),
        sa.UniqueConstraint("coupon_id", "order_id", name=op.f("uq_coupon_use_coupon_id_order_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_coupon_use_order_id"), "coupon_use", ["order_id"], unique=False)
    op.create_table(
        "customer_return",
        sa.Column("return_id", WHOLE, nullable=False),
        sa.Column("return_no", sa.Text(), nullable=False),
        sa.Column("order_id", WHOLE, nullable=True),
        sa.Column("after_sale_id", WHOLE, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("expected_at", WHOLE, nullable=True),
        sa.Column("arrived_at", WHOLE, nullable=True),
        sa.Column("inspected_at", WHOLE, nullable=True),
        sa.Column("waybill", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["after_sale_id"], ["after_sale.after_sale_id"], name=op.f("fk_customer_return_after_sale_id")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_customer_return_order_id")),
        sa.PrimaryKeyConstraint("return_id", name=op.f("pk_customer_return")),
        sa.UniqueConstraint("return_no", name=op.f("uq_customer_return_return_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_customer_return_order_id"), "customer_return", ["order_id"], unique=False)
    op.create_index(op.f("ix_customer_return_waybill"), "customer_return", ["waybill"], unique=False)
    op.create_table(
        "inspection",
        sa.Column("inspection_id", WHOLE, nullable=False),
        sa.Column("receipt_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("looked_at", WHOLE, nullable=False),
        sa.Column("defective", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("inspected_at", WHOLE, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["receipt_id"], ["goods_receipt.receipt_id"], name=op.f("fk_inspection_receipt_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_inspection_sku_id")),
        sa.PrimaryKeyConstraint("inspection_id", name=op.f("pk_inspection")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_inspection_receipt_id"), "inspection", ["receipt_id"], unique=False)
    op.create_index(op.f("ix_inspection_sku_id"), "inspection", ["sku_id"], unique=False)
    op.create_table(
        "landed_cost",
        sa.Column("landed_id", WHOLE, nullable=False),
        sa.Column("receipt_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("landed_on", sa.Text(), nullable=False),
        sa.Column("supplier_id", WHOLE, nullable=True),
        sa.Column("document_no", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["receipt_id"], ["goods_receipt.receipt_id"], name=op.f("fk_landed_cost_receipt_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_landed_cost_supplier_id")),
        sa.PrimaryKeyConstraint("landed_id", name=op.f("pk_landed_cost")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_landed_cost_receipt_id"), "landed_cost", ["receipt_id"], unique=False)
    op.create_table(
        "lot",
        sa.Column("lot_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("lot_no", sa.Text(), nullable=False),
        sa.Column("expires_on", sa.Text(), nullable=True),
        sa.Column("supplier_id", WHOLE, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_lot_sku_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_lot_supplier_id")),
        sa.PrimaryKeyConstraint("lot_id", name=op.f("pk_lot")),
        sa.UniqueConstraint("sku_id", "lot_no", name=op.f("uq_lot_sku_id_lot_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_lot_expires_on"), "lot", ["expires_on"], unique=False)
    op.create_table(
        "order_address",
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("recipient", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("region", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("buyer_note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_order_address_order_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_address")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "order_line",
        sa.Column("line_id", WHOLE, nullable=False),
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sku_id", WHOLE, nullable=True),
        sa.Column("channel_line_no", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("option", sa.Text(), nullable=True),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("unit_price", WHOLE, nullable=False),
        sa.Column("discount", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_order_line_order_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_order_line_sku_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_order_line")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_order_line_order_id"), "order_line", ["order_id"], unique=False)
    op.create_index(op.f("ix_order_line_sku_id_order_id"), "order_line", ["sku_id", "order_id"], unique=False)
    op.create_table(
        "order_work",
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("hold", sa.Text(), nullable=True),
        sa.Column("flag", sa.Text(), nullable=True),
        sa.Column("cleared", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("parcel_no", sa.Text(), nullable=True),
        sa.Column("allocated_at", WHOLE, nullable=True),
        sa.Column("picked_at", WHOLE, nullable=True),
        sa.Column("packed_at", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_order_work_order_id")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_order_work")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_order_work_stage"), "order_work", ["stage"], unique=False)
    op.create_table(
        "promotion_scope",
        sa.Column("scope_id", WHOLE, nullable=False),
        sa.Column("promotion_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sku_id", WHOLE, nullable=True),
        sa.Column("product_id", WHOLE, nullable=True),
        sa.Column("channel_id", WHOLE, nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("is_excluded", sa.Integer(), nullable=False),
        sa.Column("pieces", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_promotion_scope_channel_id")),
        sa.ForeignKeyConstraint(["product_id"], ["product.product_id"], name=op.f("fk_promotion_scope_product_id")),
        sa.ForeignKeyConstraint(
            ["promotion_id"], ["promotion.promotion_id"], name=op.f("fk_promotion_scope_promotion_id")
        ),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_promotion_scope_sku_id")),
        sa.PrimaryKeyConstraint("scope_id", name=op.f("pk_promotion_scope")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_promotion_scope_promotion_id"), "promotion_scope", ["promotion_id"], unique=False)
    op.create_table(
        "promotion_tier",
        sa.Column("tier_id", WHOLE, nullable=False),
        sa.Column("promotion_id", WHOLE, nullable=False),
        sa.Column("threshold", WHOLE, nullable=True),
        sa.Column("threshold_pieces", WHOLE, nullable=True),
        sa.Column("off_amount", WHOLE, nullable=True),
        sa.Column("off_rate", WHOLE, nullable=True),
        sa.Column("fixed_price", WHOLE, nullable=True),
        sa.Column("free_pieces", WHOLE, nullable=True),
        sa.Column("gift_sku_id", WHOLE, nullable=True),
        sa.Column("gift_pieces", WHOLE, nullable=True),
        sa.Column("cap", WHOLE, nullable=True),
        sa.Column("most_times", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["gift_sku_id"], ["sku.sku_id"], name=op.f("fk_promotion_tier_gift_sku_id")),
        sa.ForeignKeyConstraint(
            ["promotion_id"], ["promotion.promotion_id"], name=op.f("fk_promotion_tier_promotion_id")
        ),
        sa.PrimaryKeyConstraint("tier_id", name=op.f("pk_promotion_tier")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_promotion_tier_promotion_id"), "promotion_tier", ["promotion_id"], unique=False)
    op.create_table(
        "purchase_line",
        sa.Column("purchase_line_id", WHOLE, nullable=False),
        sa.Column("purchase_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("unit_cost", WHOLE, nullable=True),
        sa.Column("expected_on", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(
            ["purchase_id"], ["purchase_order.purchase_id"], name=op.f("fk_purchase_line_purchase_id")
        ),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_purchase_line_sku_id")),
        sa.PrimaryKeyConstraint("purchase_line_id", name=op.f("pk_purchase_line")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_purchase_line_purchase_id"), "purchase_line", ["purchase_id"], unique=False)
    op.create_index(op.f("ix_purchase_line_sku_id"), "purchase_line", ["sku_id"], unique=False)
    op.create_table(
        "refund",
        sa.Column("refund_id", WHOLE, nullable=False),
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("refunded_on", sa.Text(), nullable=False),
        sa.Column("after_sale_id", WHOLE, nullable=True),
        sa.Column("guessed", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["after_sale_id"], ["after_sale.after_sale_id"], name=op.f("fk_refund_after_sale_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_refund_order_id")),
        sa.PrimaryKeyConstraint("refund_id", name=op.f("pk_refund")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_refund_after_sale_id"), "refund", ["after_sale_id"], unique=False)
    op.create_index(op.f("ix_refund_order_id"), "refund", ["order_id"], unique=False)
    op.create_index(op.f("ix_refund_refunded_on"), "refund", ["refunded_on"], unique=False)
    op.create_table(
        "settlement_line",
        sa.Column("line_id", WHOLE, nullable=False),
        sa.Column("channel_id", WHOLE, nullable=False),
        sa.Column("line_no", sa.Text(), nullable=False),
        sa.Column("payout_id", WHOLE, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("happened_at", WHOLE, nullable=True),
        sa.Column("settled_on", sa.Text(), nullable=False),
        sa.Column("order_no", sa.Text(), nullable=True),
        sa.Column("order_id", WHOLE, nullable=True),
        sa.Column("sku_code", sa.Text(), nullable=True),
        sa.Column("quantity", WHOLE, nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("rate", WHOLE, nullable=True),
        sa.Column("own_amount", WHOLE, nullable=True),
        sa.Column("amount", WHOLE, nullable=False),
        sa.Column("told", sa.Text(), nullable=True),
        sa.Column("account_id", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.account_id"], name=op.f("fk_settlement_line_account_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_settlement_line_channel_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_settlement_line_order_id")),
        sa.ForeignKeyConstraint(["payout_id"], ["payout.payout_id"], name=op.f("fk_settlement_line_payout_id")),
        sa.PrimaryKeyConstraint("line_id", name=op.f("pk_settlement_line")),
        sa.UniqueConstraint("channel_id", "line_no", name=op.f("uq_settlement_line_channel_id_line_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_settlement_line_channel_id_order_no"), "settlement_line", ["channel_id", "order_no"], unique=False
    )
    op.create_index(op.f("ix_settlement_line_import_id"), "settlement_line", ["import_id"], unique=False)
    op.create_index(
        op.f("ix_settlement_line_order_id_kind_amount"), "settlement_line", ["order_id", "kind", "amount"], unique=False
    )
    op.create_index(op.f("ix_settlement_line_payout_id"), "settlement_line", ["payout_id"], unique=False)
    op.create_index(
        op.f("ix_settlement_line_settled_on_channel_id"), "settlement_line", ["settled_on", "channel_id"], unique=False
    )
    op.create_index(
        op.f("ix_settlement_line_state_settled_on"), "settlement_line", ["state", "settled_on"], unique=False
    )
    op.create_table(
        "shipment",
        sa.Column("shipment_id", WHOLE, nullable=False),
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("shipped_at", WHOLE, nullable=False),
        sa.Column("carrier", sa.Text(), nullable=True),
        sa.Column("waybill", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_shipment_order_id")),
        sa.PrimaryKeyConstraint("shipment_id", name=op.f("pk_shipment")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_shipment_order_id"), "shipment", ["order_id"], unique=False)
    op.create_index(op.f("ix_shipment_waybill"), "shipment", ["waybill"], unique=False)
    op.create_table(
        "side_cost",
        sa.Column("side_cost_id", WHOLE, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel_id", WHOLE, nullable=False),
        sa.Column("order_no", sa.Text(), nullable=False),
        sa.Column("order_id", WHOLE, nullable=True),
        sa.Column("payee", sa.Text(), nullable=False),
        sa.Column("paid_on", sa.Text(), nullable=False),
        sa.Column("principal", WHOLE, nullable=False),
        sa.Column("fee", WHOLE, nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.channel_id"], name=op.f("fk_side_cost_channel_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_side_cost_order_id")),
        sa.PrimaryKeyConstraint("side_cost_id", name=op.f("pk_side_cost")),
        sa.UniqueConstraint(
            "kind", "channel_id", "order_no", "payee", name=op.f("uq_side_cost_kind_channel_id_order_no_payee")
        ),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_side_cost_order_id"), "side_cost", ["order_id"], unique=False)
    op.create_table(
        "sku_place",
        sa.Column("sku_place_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("warehouse_id", WHOLE, nullable=False),
        sa.Column("place_id", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["warehouse.warehouse_id"], name=op.f("fk_sku_place_place_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_sku_place_sku_id")),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.warehouse_id"], name=op.f("fk_sku_place_warehouse_id")),
        sa.PrimaryKeyConstraint("sku_place_id", name=op.f("pk_sku_place")),
        sa.UniqueConstraint("sku_id", "warehouse_id", name=op.f("uq_sku_place_sku_id_warehouse_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_sku_place_place_id"), "sku_place", ["place_id"], unique=False)
    op.create_table(
        "sku_policy",
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("warning_level", WHOLE, nullable=True),
        sa.Column("service_level", WHOLE, nullable=True),
        sa.Column("lead_days", WHOLE, nullable=True),
        sa.Column("lift", WHOLE, nullable=True),
        sa.Column("lift_until", sa.Text(), nullable=True),
        sa.Column("is_paused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_sku_policy_sku_id")),
        sa.PrimaryKeyConstraint("sku_id", name=op.f("pk_sku_policy")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_table(
        "stock_count_line",
        sa.Column("count_line_id", WHOLE, nullable=False),
        sa.Column("count_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("expected", WHOLE, nullable=False),
        sa.Column("counted", WHOLE, nullable=False),
        sa.Column("counted_at", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("counted_by", sa.Text(), nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["count_id"], ["stock_count.count_id"], name=op.f("fk_stock_count_line_count_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_stock_count_line_sku_id")),
        sa.PrimaryKeyConstraint("count_line_id", name=op.f("pk_stock_count_line")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_stock_count_line_count_id"), "stock_count_line", ["count_id"], unique=False)
    op.create_index(op.f("ix_stock_count_line_sku_id"), "stock_count_line", ["sku_id"], unique=False)
    op.create_table(
        "stock_level",
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("warehouse_id", WHOLE, nullable=False),
        sa.Column("on_hand", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_stock_level_sku_id")),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.warehouse_id"], name=op.f("fk_stock_level_warehouse_id")),
        sa.PrimaryKeyConstraint("sku_id", "warehouse_id", name=op.f("pk_stock_level")),
        sqlite_strict=True,
    )
    op.create_table(
        "stock_move",
        sa.Column("move_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("warehouse_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_at", WHOLE, nullable=False),
        sa.Column("booked_on", sa.Text(), nullable=False),
        sa.Column("unit_cost", WHOLE, nullable=True),
        sa.Column("document_kind", sa.Text(), nullable=False),
        sa.Column("document_id", WHOLE, nullable=False),
        sa.Column("line_id", WHOLE, nullable=True),
        sa.Column("bundle_id", WHOLE, nullable=True),
        sa.Column("bundles", WHOLE, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.Column("source_row", WHOLE, nullable=True),
        sa.Column("change_id", WHOLE, nullable=False),
        sa.Column("reverses_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["bundle_id"], ["sku.sku_id"], name=op.f("fk_stock_move_bundle_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_stock_move_sku_id")),
        sa.ForeignKeyConstraint(["warehouse_id"], ["warehouse.warehouse_id"], name=op.f("fk_stock_move_warehouse_id")),
        sa.PrimaryKeyConstraint("move_id", name=op.f("pk_stock_move")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_stock_move_booked_on"),
        "stock_move",
        ["booked_on"],
        unique=False,
        sqlite_where=sa.text("reason IN ('return', 'write_off')"),
        postgresql_where=sa.text("reason IN ('return', 'write_off')"),
    )
    op.create_index(
        op.f("ix_stock_move_bundle_id"),
        "stock_move",
        ["bundle_id"],
        unique=False,
        sqlite_where=sa.text("bundle_id IS NOT NULL"),
        postgresql_where=sa.text("bundle_id IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_stock_move_document_id_document_kind_sku_id"),
        "stock_move",
        ["document_id", "document_kind", "sku_id"],
        unique=False,
    )
    op.create_index(op.f("ix_stock_move_moved_at"), "stock_move", ["moved_at"], unique=False)
    op.create_index(
        op.f("ix_stock_move_sku_id"),
        "stock_move",
        ["sku_id"],
        unique=False,
        sqlite_where=sa.text("unit_cost IS NOT NULL"),
        postgresql_where=sa.text("unit_cost IS NOT NULL"),
    )
    op.create_index(
        op.f("ix_stock_move_sku_id_moved_at_quantity_warehouse_id"),
        "stock_move",
        ["sku_id", "moved_at", "quantity", "warehouse_id"],
        unique=False,
    )
    op.create_table(
        "supplier_sku",
        sa.Column("supplier_sku_id", WHOLE, nullable=False),
        sa.Column("supplier_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("supplier_code", sa.Text(), nullable=True),
        sa.Column("price", WHOLE, nullable=True),
        sa.Column("pack", WHOLE, nullable=True),
        sa.Column("minimum", WHOLE, nullable=True),
        sa.Column("lead_days", WHOLE, nullable=True),
        sa.Column("preferred", sa.Integer(), nullable=False),
        sa.Column("import_id", WHOLE, nullable=True),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_supplier_sku_sku_id")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.supplier_id"], name=op.f("fk_supplier_sku_supplier_id")),
        sa.PrimaryKeyConstraint("supplier_sku_id", name=op.f("pk_supplier_sku")),
        sa.UniqueConstraint("supplier_id", "sku_id", name=op.f("uq_supplier_sku_supplier_id_sku_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_supplier_sku_sku_id"), "supplier_sku", ["sku_id"], unique=False)
    op.create_table(
        "transfer_line",
        sa.Column("transfer_line_id", WHOLE, nullable=False),
        sa.Column("transfer_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("received", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_transfer_line_sku_id")),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.transfer_id"], name=op.f("fk_transfer_line_transfer_id")),
        sa.PrimaryKeyConstraint("transfer_line_id", name=op.f("pk_transfer_line")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_transfer_line_transfer_id"), "transfer_line", ["transfer_id"], unique=False)
    op.create_table(
        "allocation",
        sa.Column("allocation_id", WHOLE, nullable=False),
        sa.Column("order_id", WHOLE, nullable=False),
        sa.Column("line_id", WHOLE, nullable=False),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("place_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("picked", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.line_id"], name=op.f("fk_allocation_line_id")),
        sa.ForeignKeyConstraint(["order_id"], ["sales_order.order_id"], name=op.f("fk_allocation_order_id")),
        sa.ForeignKeyConstraint(["place_id"], ["warehouse.warehouse_id"], name=op.f("fk_allocation_place_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_allocation_sku_id")),
        sa.PrimaryKeyConstraint("allocation_id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("line_id", "sku_id", "place_id", name=op.f("uq_allocation_line_id_sku_id_place_id")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_allocation_order_id"), "allocation", ["order_id"], unique=False)
    op.create_index(op.f("ix_allocation_sku_id"), "allocation", ["sku_id"], unique=False)
    op.create_table(
        "count_scan",
        sa.Column("scan_id", WHOLE, nullable=False),
        sa.Column("session_id", WHOLE, nullable=False),
        sa.Column("scan_no", sa.Text(), nullable=False),
        sa.Column("task_id", WHOLE, nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("sets", sa.Integer(), nullable=False),
        sa.Column("round", WHOLE, nullable=False),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("scanned_at", WHOLE, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["count_session.session_id"], name=op.f("fk_count_scan_session_id")),
        sa.ForeignKeyConstraint(["task_id"], ["count_task.task_id"], name=op.f("fk_count_scan_task_id")),
        sa.PrimaryKeyConstraint("scan_id", name=op.f("pk_count_scan")),
        sa.UniqueConstraint("session_id", "scan_no", name=op.f("uq_count_scan_session_id_scan_no")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_count_scan_task_id"), "count_scan", ["task_id"], unique=False)
    op.create_table(
        "landed_share",
        sa.Column("landed_share_id", WHOLE, nullable=False),
        sa.Column("landed_id", WHOLE, nullable=False),
        sa.Column("move_id", WHOLE, nullable=False),
        sa.Column("amount", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["landed_id"], ["landed_cost.landed_id"], name=op.f("fk_landed_share_landed_id")),
        sa.ForeignKeyConstraint(["move_id"], ["stock_move.move_id"], name=op.f("fk_landed_share_move_id")),
        sa.PrimaryKeyConstraint("landed_share_id", name=op.f("pk_landed_share")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_landed_share_landed_id"), "landed_share", ["landed_id"], unique=False)
    op.create_index(op.f("ix_landed_share_move_id"), "landed_share", ["move_id"], unique=False)
    op.create_table(
        "late_value",
        sa.Column("late_value_id", WHOLE, nullable=False),
        sa.Column("move_id", WHOLE, nullable=False),
        sa.Column("entered_on", sa.Text(), nullable=False),
        sa.Column("value", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["move_id"], ["stock_move.move_id"], name=op.f("fk_late_value_move_id")),
        sa.PrimaryKeyConstraint("late_value_id", name=op.f("pk_late_value")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_late_value_entered_on"), "late_value", ["entered_on"], unique=False)
    op.create_index(op.f("ix_late_value_move_id"), "late_value", ["move_id"], unique=False)
    op.create_table(
        "lot_move",
        sa.Column("lot_move_id", WHOLE, nullable=False),
        sa.Column("move_id", WHOLE, nullable=False),
        sa.Column("lot_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.lot_id"], name=op.f("fk_lot_move_lot_id")),
        sa.ForeignKeyConstraint(["move_id"], ["stock_move.move_id"], name=op.f("fk_lot_move_move_id")),
        sa.PrimaryKeyConstraint("lot_move_id", name=op.f("pk_lot_move")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_lot_move_lot_id_move_id"), "lot_move", ["lot_id", "move_id"], unique=False)
    op.create_index(op.f("ix_lot_move_move_id"), "lot_move", ["move_id"], unique=False)
    op.create_table(
        "move_value",
        sa.Column("move_id", WHOLE, nullable=False),
        sa.Column("value", WHOLE, nullable=False),
        sa.Column("late_on", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["move_id"], ["stock_move.move_id"], name=op.f("fk_move_value_move_id")),
        sa.PrimaryKeyConstraint("move_id", name=op.f("pk_move_value")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_move_value_late_on"),
        "move_value",
        ["late_on"],
        unique=False,
        sqlite_where=sa.text("late_on IS NOT NULL"),
        postgresql_where=sa.text("late_on IS NOT NULL"),
    )
    op.create_table(
        "return_line",
        sa.Column("return_line_id", WHOLE, nullable=False),
        sa.Column("return_id", WHOLE, nullable=False),
        sa.Column("line_id", WHOLE, nullable=True),
        sa.Column("sku_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.line_id"], name=op.f("fk_return_line_line_id")),
        sa.ForeignKeyConstraint(["return_id"], ["customer_return.return_id"], name=op.f("fk_return_line_return_id")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.sku_id"], name=op.f("fk_return_line_sku_id")),
        sa.PrimaryKeyConstraint("return_line_id", name=op.f("pk_return_line")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_return_line_return_id"), "return_line", ["return_id"], unique=False)
    op.create_table(
        "shipment_line",
        sa.Column("shipment_line_id", WHOLE, nullable=False),
        sa.Column("shipment_id", WHOLE, nullable=False),
        sa.Column("line_id", WHOLE, nullable=False),
        sa.Column("quantity", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.line_id"], name=op.f("fk_shipment_line_line_id")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.shipment_id"], name=op.f("fk_shipment_line_shipment_id")),
        sa.PrimaryKeyConstraint("shipment_line_id", name=op.f("pk_shipment_line")),
        sqlite_autoincrement=True,
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_shipment_line_line_id"), "shipment_line", ["line_id"], unique=False)
    op.create_index(op.f("ix_shipment_line_shipment_id"), "shipment_line", ["shipment_id"], unique=False)
