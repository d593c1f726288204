-- Balances on any day, by account, project and payee: what an event gave and paid whom stands in its
-- row, so that a sum over the days up to one is exact also when an event was recorded late.

ALTER TABLE gbcert.ledger_event
        ADD COLUMN to_project text COLLATE "C" NOT NULL DEFAULT '',
        ADD COLUMN allocated_minor bigint NOT NULL DEFAULT 0,
        ADD COLUMN paid_minor bigint NOT NULL DEFAULT 0,
        ADD COLUMN returned_delta bigint NOT NULL DEFAULT 0,
        ADD CONSTRAINT sources_only_give CHECK (suppliers_minor >= 0 AND investors_minor <= 0
                AND issue_costs_minor >= 0 AND interest_minor <= 0 AND returned_minor >= 0);
COMMENT ON COLUMN gbcert.ledger_event.to_project IS 'Of a reallocation: the project that gets what project gives up; else empty';
COMMENT ON COLUMN gbcert.ledger_event.allocated_minor IS 'What it allocates to project, or moves from project to to_project (分配), minor units';
COMMENT ON COLUMN gbcert.ledger_event.paid_minor IS 'What it pays to payee for project (支付); below zero: it came back; minor units';
COMMENT ON COLUMN gbcert.ledger_event.returned_delta IS 'What it adds to the memo of what was sent back, minor units';
COMMENT ON CONSTRAINT sources_only_give ON gbcert.ledger_event IS 'Suppliers give back no more than they got; investors and interest are sources';

ALTER TABLE gbcert.finding
        ADD COLUMN class text COLLATE "C" NOT NULL DEFAULT 'misuse',
        ADD COLUMN source text NOT NULL DEFAULT '';
COMMENT ON COLUMN gbcert.finding.class IS 'misuse 资金使用, early_warning 早期预警 (of the issuer, not of the money), statistics 统计';
COMMENT ON COLUMN gbcert.finding.source IS 'Of an early warning: the feed or register it came from';

-- One id is of one finding: a second one that came to the same id would hide behind it.
CREATE FUNCTION gbcert.finding_is_one() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
        PERFORM FROM gbcert.finding f WHERE f.id = NEW.id AND (f.bond, f.pattern, f.rule,
                f.subject) IS DISTINCT FROM (NEW.bond, NEW.pattern, NEW.rule, NEW.subject);
        IF FOUND THEN
                RAISE EXCEPTION 'finding %: another one has this id', NEW.id
                        USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
END
$$;
COMMENT ON FUNCTION gbcert.finding_is_one() IS 'No two findings share an id';
CREATE TRIGGER finding_is_one BEFORE INSERT ON gbcert.finding
        FOR EACH ROW EXECUTE FUNCTION gbcert.finding_is_one();

CREATE OR REPLACE VIEW audit.ledger_events AS
SELECT e.bond, e.place, e.id, e.type, e.happened_on, e.project, e.payee, e.invoice, e.currency,
        audit.major(e.amount_minor, e.currency) AS amount, e.body, e.by_person, e.recorded_at,
        e.to_project, audit.major(e.allocated_minor, e.currency) AS allocated,
        audit.major(e.paid_minor, e.currency) AS paid,
        audit.major(e.returned_delta, e.currency) AS returned
FROM gbcert.ledger_event e
WHERE e.recorded_at <= (SELECT audit.as_of());

CREATE OR REPLACE VIEW audit.findings AS
SELECT f.id, f.bond, f.issuer, f.pattern, f.rule, f.subject, f.project, f.payee, h.severity,
        h.to_state AS state, h.happened_on, h.recorded_at AS moved_at, f.recorded_at, f.class,
        f.source, (SELECT max(d.at) FROM gbcert.due d WHERE d.kind = 'answer' AND d.about = f.id
                AND d.recorded_at <= (SELECT audit.as_of())
                AND h.to_state = 'open') AS answer_due_at
FROM gbcert.finding f
CROSS JOIN LATERAL (SELECT m.severity, m.to_state, m.happened_on, m.recorded_at
        FROM gbcert.finding_move m
        WHERE m.finding = f.id AND m.recorded_at <= (SELECT audit.as_of())
        ORDER BY m.place DESC LIMIT 1) h
WHERE f.recorded_at <= (SELECT audit.as_of()) AND h.to_state <> 'withdrawn';
CREATE INDEX ON gbcert.due (about, id);

CREATE VIEW audit.early_warnings AS
SELECT f.id, f.bond, f.issuer, f.pattern, f.rule, f.subject, f.severity, f.state, f.happened_on,
        f.source, f.recorded_at
FROM audit.findings f
WHERE f.class = 'early_warning';
COMMENT ON VIEW audit.early_warnings IS 'Signals about the issuer from outside, apart from misuse of proceeds (早期预警)';

CREATE VIEW audit.project_movements AS
SELECT e.bond, e.place, e.id, e.happened_on, u.project, e.payee, e.currency,
        audit.major(u.allocated, e.currency) AS allocated, audit.major(u.paid, e.currency) AS paid,
        e.recorded_at
FROM gbcert.ledger_event e
CROSS JOIN LATERAL (VALUES
        (e.project, CASE WHEN e.to_project = '' THEN 1 ELSE -1 END * e.allocated_minor,
                e.paid_minor),
        (e.to_project, CASE WHEN e.to_project = '' THEN 0 ELSE e.allocated_minor END, 0))
        AS u (project, allocated, paid)
WHERE (u.allocated <> 0 OR u.paid <> 0) AND e.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.project_movements IS 'What was allocated to each project and paid for it (项目分配与支付)';

CREATE FUNCTION audit.balances_on(day date DEFAULT 'infinity')
RETURNS TABLE (bond text, events bigint, currency text, special_account numeric, placed numeric,
        held_by_issuer numeric, project_company numeric, suppliers numeric, investors numeric,
        issue_costs numeric, interest numeric, returned numeric)
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
        SELECT m.bond, m.events, m.currency, coalesce(a.special_account, 0),
                coalesce(a.placed, 0), coalesce(a.held_by_issuer, 0),
                coalesce(a.project_company, 0), coalesce(a.suppliers, 0),
                coalesce(a.investors, 0), coalesce(a.issue_costs, 0), coalesce(a.interest, 0),
                m.returned
        FROM (SELECT e.bond, e.currency, count(*) AS events, sum(e.returned) AS returned
                FROM audit.ledger_events e WHERE e.happened_on <= day GROUP BY 1, 2) m
        LEFT JOIN (SELECT l.bond,
                sum(l.amount) FILTER (WHERE l.account = 'special_account') AS special_account,
                sum(l.amount) FILTER (WHERE l.account = 'placed') AS placed,
                sum(l.amount) FILTER (WHERE l.account = 'issuer') AS held_by_issuer,
                sum(l.amount) FILTER (WHERE l.account = 'project_company') AS project_company,
                sum(l.amount) FILTER (WHERE l.account = 'suppliers') AS suppliers,
                sum(l.amount) FILTER (WHERE l.account = 'investors') AS investors,
                sum(l.amount) FILTER (WHERE l.account = 'issue_costs') AS issue_costs,
                sum(l.amount) FILTER (WHERE l.account = 'interest') AS interest
                FROM audit.ledger_entries l WHERE l.happened_on <= day GROUP BY 1) a
                ON a.bond = m.bond
$$;
COMMENT ON FUNCTION audit.balances_on(date) IS 'Where the money of each bond was at the end of a day, by the days on which things happened (某日余额)';

CREATE FUNCTION audit.project_balances_on(day date DEFAULT 'infinity')
RETURNS TABLE (bond text, project text, currency text, allocated numeric, paid numeric)
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
        SELECT m.bond, m.project, m.currency, sum(m.allocated), sum(m.paid)
        FROM audit.project_movements m WHERE m.happened_on <= day GROUP BY 1, 2, 3
$$;
COMMENT ON FUNCTION audit.project_balances_on(date) IS 'What each project was allocated and paid up to a day (某日项目分配与支付)';

CREATE FUNCTION audit.payee_balances_on(day date DEFAULT 'infinity')
RETURNS TABLE (bond text, payee text, currency text, paid numeric)
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
        SELECT m.bond, m.payee, m.currency, sum(m.paid)
        FROM audit.project_movements m WHERE m.happened_on <= day AND m.payee <> ''
        GROUP BY 1, 2, 3
$$;
COMMENT ON FUNCTION audit.payee_balances_on(date) IS 'What each payee got, less what came back, up to a day (某日收款人余额)';

GRANT SELECT ON ALL TABLES IN SCHEMA audit TO gbcert_auditor;
GRANT EXECUTE ON FUNCTION audit.balances_on(date), audit.project_balances_on(date),
        audit.payee_balances_on(date) TO gbcert_auditor;

DO $$
DECLARE
        said record;
BEGIN
        FOR said IN SELECT * FROM (VALUES
                ('ledger_events', 'to_project', 'Of a reallocation: the project that gets it (转入项目)'),
                ('ledger_events', 'allocated', 'What it allocates, or moves between projects (分配)'),
                ('ledger_events', 'paid', 'What it pays; below zero: it came back (支付)'),
                ('ledger_events', 'returned', 'What it adds to all that was sent back (退回)'),
                ('findings', 'class', 'misuse 资金使用, early_warning 早期预警, statistics 统计'),
                ('findings', 'source', 'Of an early warning: where it came from (来源)'),
                ('findings', 'answer_due_at', 'Until when the issuer is to answer; empty: no question is open (答复期限)'),
                ('early_warnings', 'id', 'Number of the finding (线索编号)'),
                ('early_warnings', 'bond', 'The bond''s id as certified (债券标识)'),
                ('early_warnings', 'issuer', 'The issuer''s code (发行人代码)'),
                ('early_warnings', 'pattern', 'P33 penalty 处罚, P34 default risk 违约风险, P35 carbon grade 碳等级'),
                ('early_warnings', 'rule', 'Rule of the pattern (规则)'),
                ('early_warnings', 'subject', 'What it opens once for (线索对象)'),
                ('early_warnings', 'severity', 'info 提示, medium 预警, high 严重, critical 重大'),
                ('early_warnings', 'state', 'State (状态)'),
                ('early_warnings', 'happened_on', 'Day it happened, as told (发生日)'),
                ('early_warnings', 'source', 'Feed or register it came from (来源)'),
                ('early_warnings', 'recorded_at', 'When it was recorded (记录时间)'),
                ('project_movements', 'bond', 'The bond''s id as certified (债券标识)'),
                ('project_movements', 'place', 'From 1, in order (序号)'),
                ('project_movements', 'id', 'The event''s own id (事件编号)'),
                ('project_movements', 'happened_on', 'Day it happened, as told (发生日)'),
                ('project_movements', 'project', 'The project''s id (项目标识)'),
                ('project_movements', 'payee', 'Who was paid (收款人)'),
                ('project_movements', 'currency', 'ISO 4217 code (币种)'),
                ('project_movements', 'allocated', 'What the project got allocated; below zero: it gave up (分配)'),
                ('project_movements', 'paid', 'What was paid for it; below zero: it came back (支付)'),
                ('project_movements', 'recorded_at', 'When it was recorded (记录时间)')
                ) AS v (of_view, of_column, meaning)
        LOOP
                EXECUTE format('COMMENT ON COLUMN audit.%I.%I IS %L', said.of_view, said.of_column,
                        said.meaning);
        END LOOP;
END
$$;
