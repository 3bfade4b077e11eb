-- title: Nobody approved what she described, and no voice counts twice
-- reason: Four eyes; the trigger forbids it, this looks back, substitutes and delegates included.
SELECT a.case_id, a.by_id
FROM workflow_decision a JOIN workflow_decision d
  ON d.company_id = a.company_id AND d.case_id = a.case_id AND d.id <> a.id
 AND ARRAY[d.by_id, COALESCE(d.on_behalf_of_id, d.by_id)] && ARRAY[a.by_id, COALESCE(a.on_behalf_of_id, a.by_id)]
WHERE a.kind = 'approve' AND a.verdict = 'accepted' AND d.verdict = 'accepted'
  AND (d.kind = 'describe' OR d.kind = 'approve' AND d.step <> a.step OR d.task_id = a.task_id)
