-- title: K fields of a register row sum to its tax
-- reason: P_14 of the invoice, K of the file and the register's VAT are one amount.
SELECT r.id, r.number, r.vat, k.tax
FROM tax_vatrow r
CROSS JOIN LATERAL (
    SELECT coalesce(sum(value::numeric), 0) AS tax FROM jsonb_each_text(r.amounts)
    WHERE key IN ('K_16','K_18','K_20','K_24','K_26','K_28','K_30','K_32','K_33','K_41','K_43','K_46','K_47')) k
WHERE k.tax <> r.vat
