-- Guards of the books that no code of the program can go round. Applied after each migration.

-- Debits equal credits in every posted entry, and equal the entry's amount; checked at commit, so that an
-- entry and its lines may come in two statements.
CREATE OR REPLACE FUNCTION ledger_entry_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sides record;
BEGIN
    SELECT count(*) AS lines, sum(debit) AS debit, sum(credit) AS credit INTO sides
    FROM ledger_line WHERE company_id = NEW.company_id AND entry_id = NEW.id;
    IF sides.lines < 2 OR sides.debit <> sides.credit OR sides.debit <> NEW.amount THEN
        RAISE EXCEPTION 'entry % is not balanced: % lines, debit %, credit %, amount %',
            NEW.id, sides.lines, sides.debit, sides.credit, NEW.amount USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS entry_balanced ON ledger_entry;
CREATE CONSTRAINT TRIGGER entry_balanced AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_balanced();

-- No line is added to an entry later: what a statement adds is the whole of its entries. Their lines are counted from
-- 1 without gaps, so a second set for the same entry either has gaps or meets a key that is taken; that holds for
-- several statements in one transaction, and for lines whose sums are nothing, without reading a line again.
CREATE OR REPLACE FUNCTION ledger_lines_whole() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    broken bigint;
BEGIN
    SELECT a.entry_id INTO broken
    FROM (SELECT company_id, entry_id, sum(debit) AS debit, sum(credit) AS credit,
                 min(no) AS first, max(no) AS last, count(*) AS lines
          FROM added GROUP BY company_id, entry_id) a
    JOIN ledger_entry e ON e.company_id = a.company_id AND e.id = a.entry_id
    WHERE a.debit <> e.amount OR a.credit <> e.amount OR a.first <> 1 OR a.last <> a.lines
    LIMIT 1;
    IF broken IS NOT NULL THEN
        RAISE EXCEPTION 'lines added to entry % do not make up the whole entry', broken
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS lines_whole ON ledger_line;
CREATE TRIGGER lines_whole AFTER INSERT ON ledger_line
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_lines_whole();

-- Whether a month of the books is what opens a year or closes it: 0 of one that begins in January, 13 of one that ends
-- in December, numbers beyond 50 of any other (platform/periods.py).
CREATE OR REPLACE FUNCTION ledger_opens_year(month smallint) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT month = 0 OR month < -50 $$;
CREATE OR REPLACE FUNCTION ledger_closes_year(month smallint) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT month = 13 OR month > 50 $$;

-- The month of the calendar that a month of the books is, counted from the year 0 (platform/periods.py: thirteen numbers
-- a year); of none of those that open or close a year.
CREATE OR REPLACE FUNCTION ledger_calendar_month(year smallint, month smallint) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT ((year + floor((month - 1) / 13.0)) * 12 + mod(mod(month - 1, 13) + 13, 13))::integer $$;

-- Nothing is posted into a closed month, whatever the program believes. A month is closed by its own closing and by that
-- of any later one; the end of a year only by its own, or by a later year's end.
CREATE OR REPLACE FUNCTION ledger_month_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    shut text;
BEGIN
    SELECT a.year || '-' || a.month INTO shut
    FROM (SELECT DISTINCT company_id, year, month FROM added) a
    LEFT JOIN ledger_period p USING (company_id, year, month)
    WHERE p.state IS NULL OR EXISTS (
        SELECT 1 FROM ledger_period c
        WHERE c.company_id = a.company_id AND c.state = 'closed'
          AND (c.year, c.month) >= (a.year, a.month) AND (NOT ledger_closes_year(a.month) OR ledger_closes_year(c.month)))
    LIMIT 1;
    IF shut IS NOT NULL THEN
        RAISE EXCEPTION 'month % is closed or was never opened', shut USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS month_open ON ledger_entry;
CREATE TRIGGER month_open AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_month_open();

-- A paper that is an appearance of another one books nothing: its invoice is the other's to book, once.
CREATE OR REPLACE FUNCTION ledger_paper_leads() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    twin bigint;
BEGIN
    SELECT d.id INTO twin FROM documents_document d
    WHERE d.lead_id IS NOT NULL
      AND EXISTS (SELECT 1 FROM added a WHERE a.company_id = d.company_id AND a.document_id = d.id)
    LIMIT 1;
    IF twin IS NOT NULL THEN
        RAISE EXCEPTION 'document % is an appearance of another one and books nothing', twin
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_paper_leads';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS paper_leads ON ledger_entry;
CREATE TRIGGER paper_leads AFTER INSERT ON ledger_entry
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_paper_leads();

-- A month is closed only under a seal of all that it holds, one after another, and opened again only by two people, the
-- last one first.
CREATE OR REPLACE FUNCTION ledger_period_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sealed timestamptz;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'month %-% can''t be taken out of the books', OLD.year, OLD.month
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND (OLD.company_id, OLD.year, OLD.month) <> (NEW.company_id, NEW.year, NEW.month) THEN
        RAISE EXCEPTION 'month %-% can''t become another one', OLD.year, OLD.month
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state <> 'closed' AND NEW.state = 'closed' AND EXISTS (
        SELECT 1 FROM ledger_period e
        WHERE e.company_id = NEW.company_id AND e.state <> 'closed' AND (e.year, e.month) < (NEW.year, NEW.month)
          AND NOT ledger_closes_year(e.month)) THEN
        RAISE EXCEPTION 'month %-% is closed before an earlier one', NEW.year, NEW.month
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'closed' AND NEW.state <> 'closed' AND EXISTS (
        SELECT 1 FROM ledger_period l
        WHERE l.company_id = NEW.company_id AND l.state = 'closed' AND (l.year, l.month) > (NEW.year, NEW.month)
          AND (NOT ledger_closes_year(NEW.month) OR ledger_closes_year(l.month))) THEN
        RAISE EXCEPTION 'month %-% is opened again before a later one', NEW.year, NEW.month
            USING ERRCODE = 'check_violation';
    END IF;
    SELECT max(at) INTO sealed FROM ledger_periodseal
    WHERE company_id = NEW.company_id AND year = NEW.year AND month = NEW.month;
    IF NEW.state = 'closed' AND NOT EXISTS (
        SELECT 1 FROM ledger_periodseal s
        WHERE s.company_id = NEW.company_id AND s.year = NEW.year AND s.month = NEW.month AND s.at = sealed
          AND s.last_seq >= coalesce((SELECT max(seq) FROM ledger_entry e WHERE e.company_id = NEW.company_id
                                      AND e.year = NEW.year AND e.month = NEW.month), 0)) THEN
        RAISE EXCEPTION 'month %-% is closed without a seal', NEW.year, NEW.month
            USING ERRCODE = 'check_violation';
    END IF;
    IF TG_OP = 'UPDATE' AND OLD.state = 'closed' AND NEW.state <> 'closed' AND NOT EXISTS (
        SELECT 1 FROM ledger_periodreopening r
        WHERE r.company_id = NEW.company_id AND r.year = NEW.year AND r.month = NEW.month
          AND r.agreed_by_id IS NOT NULL AND r.agreed_at >= sealed) THEN
        RAISE EXCEPTION 'month %-% is opened again without a second person', NEW.year, NEW.month
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER IF EXISTS period_guard ON ledger_period;
CREATE TRIGGER period_guard BEFORE INSERT OR UPDATE OR DELETE ON ledger_period
    FOR EACH ROW EXECUTE FUNCTION ledger_period_guard();
