-- title: No invoice is booked by two papers
-- reason: The same invoice may be posted and deducted once (VAT Act art. 86 ust. 10b; Accounting Act art. 20): papers with one KSeF number, or one seller, number, day, gross and currency, are joined or told apart by a person, and an appearance of another paper books nothing.
WITH standing AS (
    SELECT DISTINCT e.company_id, e.document_id FROM ledger_entry e
    WHERE e.document_id IS NOT NULL AND e.reverses_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM ledger_entry r WHERE r.company_id = e.company_id AND r.reverses_id = e.id)
), booked AS (
    SELECT a.* FROM standing s JOIN documents_paperappearance a
        ON a.company_id = s.company_id AND a.document_id = s.document_id
)
SELECT a.document_id AS paper, b.document_id AS other, a.number FROM booked a JOIN booked b
    ON b.company_id = a.company_id AND b.document_id > a.document_id AND b.number_key = a.number_key
    AND (a.ksef_number <> '' AND a.ksef_number = b.ksef_number
         OR a.issue_date = b.issue_date AND a.gross = b.gross AND a.currency = b.currency)
WHERE NOT EXISTS (
    SELECT 1 FROM documents_neartwin n
    WHERE n.company_id = a.company_id AND n.first_id = a.document_id AND n.second_id = b.document_id
      AND n.state = 'different')
UNION ALL
SELECT s.document_id, d.lead_id, d.number FROM standing s JOIN documents_document d
    ON d.company_id = s.company_id AND d.id = s.document_id WHERE d.lead_id IS NOT NULL
UNION ALL
SELECT a.document_id, a.paper_id, a.number FROM documents_paperappearance a JOIN documents_document d
    ON d.company_id = a.company_id AND d.id = a.document_id
WHERE a.paper_id <> COALESCE(d.lead_id, d.id)
