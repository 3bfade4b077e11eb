-- title: Nobody approved what she described
-- reason: Four eyes; the trigger forbids it, this looks back.
SELECT a.case_id, a.by_id
FROM workflow_decision a JOIN workflow_decision d
  ON d.company_id = a.company_id AND d.case_id = a.case_id AND d.by_id = a.by_id AND d.id <> a.id
WHERE a.kind = 'approve' AND a.verdict = 'accepted' AND d.verdict = 'accepted'
  AND (d.kind = 'describe' OR d.kind = 'approve' AND d.step <> a.step)
