-- title: Open schedules explain the balances of accounts held over time
-- reason: What waits on 64 and 84 is settled by schedule (art. 39); an account with schedules has nothing else on it.
WITH held AS (
    SELECT DISTINCT account FROM ledger_accrual
), planned AS (
    SELECT a.account,
           sum(a.amount - coalesce((SELECT sum(i.amount) FROM ledger_accrualinstalment i
                                    WHERE i.accrual_id = a.id AND i.entry_id IS NOT NULL), 0)) AS amount
    FROM ledger_accrual a
    WHERE a.entry_id IS NOT NULL
      AND EXISTS (SELECT 1 FROM ledger_accrualinstalment i WHERE i.accrual_id = a.id)
    GROUP BY a.account
), booked AS (
    SELECT k.number AS account, sum(b.debit - b.credit) AS amount
    FROM ledger_balance b JOIN ledger_account k ON k.id = b.account_id
    WHERE k.number IN (SELECT account FROM held)
    GROUP BY k.number
)
SELECT h.account, coalesce(b.amount, 0) AS balance, coalesce(p.amount, 0) AS planned
FROM held h LEFT JOIN planned p USING (account) LEFT JOIN booked b USING (account)
WHERE coalesce(b.amount, 0) <> coalesce(p.amount, 0)
