-- title: Filed files and their receipts are kept
-- reason: Books are handed out with what was filed (art. 74 of the Accounting Act): a row must not point at nothing.
SELECT k.kind, k.sha
FROM (SELECT 'JPK_V7M' AS kind, file_sha256 AS sha FROM tax_filing
      UNION ALL SELECT 'JPK_KR_PD', file_sha256 FROM tax_booksfiling
      UNION ALL SELECT 'JPK_ST_KR', file_sha256 FROM assets_registerfiling
      UNION ALL SELECT 'e-Sprawozdanie', file_sha256 FROM statements_statementfiling
      UNION ALL SELECT 'UPO', file_sha256 FROM platform_filingreceipt
      UNION ALL SELECT 'filed', filed_sha256 FROM platform_filingreceipt) k
LEFT JOIN platform_storedfile f ON f.sha256 = k.sha
WHERE f.id IS NULL
