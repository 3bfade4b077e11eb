-- title: Every file ended as a document or a refusal that tells why
-- reason: Nothing is lost without a word; versions of pages and papers out of papers keep their files.
SELECT 'file ' || i.id AS place, i.file_name AS name FROM documents_intake i
WHERE i.document_id IS NULL AND (i.code = '' OR i.message = '')
UNION ALL
SELECT 'version ' || v.document_id || '/' || v.no, v.file_sha256 FROM documents_paperversion v
WHERE NOT EXISTS (SELECT 1 FROM platform_storedfile f WHERE f.company_id = v.company_id AND f.sha256 = v.file_sha256)
UNION ALL
SELECT 'message ' || m.uid, m.message_id FROM documents_takenmessage m
WHERE NOT EXISTS (SELECT 1 FROM documents_intake i WHERE i.company_id = m.company_id AND i.file_sha256 = m.sha256)
