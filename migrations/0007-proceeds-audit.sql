-- What auditors see of proceeds and findings.

CREATE VIEW audit.ledger_events AS
SELECT e.bond, e.place, e.id, e.type, e.happened_on, e.project, e.payee, e.invoice, e.currency,
        audit.major(e.amount_minor, e.currency) AS amount, e.body, e.by_person, e.recorded_at
FROM gbcert.ledger_event e
WHERE e.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.ledger_events IS 'What happened to each bond''s money (募集资金事件)';

CREATE VIEW audit.ledger_entries AS
SELECT e.bond, e.place, e.id, e.happened_on, u.account, e.currency,
        audit.major(u.delta, e.currency) AS amount, audit.major(u.held, e.currency) AS balance,
        e.project, e.payee, e.invoice, e.recorded_at
FROM gbcert.ledger_event e
CROSS JOIN LATERAL (VALUES
        ('special_account', e.special_delta, e.special_minor),
        ('placed', e.placed_delta, e.placed_minor),
        ('issuer', e.issuer_delta, e.issuer_minor),
        ('project_company', e.project_company_delta, e.project_company_minor),
        ('suppliers', e.suppliers_delta, e.suppliers_minor),
        ('investors', e.investors_delta, e.investors_minor),
        ('issue_costs', e.issue_costs_delta, e.issue_costs_minor),
        ('interest', e.interest_delta, e.interest_minor)) AS u (account, delta, held)
WHERE u.delta <> 0 AND e.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.ledger_entries IS 'Double entry: each event sums to zero (复式分录)';

CREATE VIEW audit.balances AS
SELECT DISTINCT ON (e.bond) e.bond, e.place AS events, e.currency,
        audit.major(e.special_minor, e.currency) AS special_account,
        audit.major(e.placed_minor, e.currency) AS placed,
        audit.major(e.issuer_minor, e.currency) AS held_by_issuer,
        audit.major(e.project_company_minor, e.currency) AS project_company,
        audit.major(e.suppliers_minor, e.currency) AS suppliers,
        audit.major(e.investors_minor, e.currency) AS investors,
        audit.major(e.issue_costs_minor, e.currency) AS issue_costs,
        audit.major(e.interest_minor, e.currency) AS interest,
        audit.major(e.returned_minor, e.currency) AS returned, e.recorded_at
FROM gbcert.ledger_event e
WHERE e.recorded_at <= (SELECT audit.as_of())
ORDER BY e.bond, e.place DESC;
COMMENT ON VIEW audit.balances IS 'Where each bond''s money is (募集资金余额)';

CREATE VIEW audit.finding_moves AS
SELECT m.place, m.finding, m.event, m.to_state, m.severity, m.happened_on, m.actor, m.reason,
        m.evidence, m.body, m.recorded_at
FROM gbcert.finding_move m
WHERE m.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.finding_moves IS 'What became of each finding (线索处置)';

CREATE VIEW audit.findings AS
SELECT f.id, f.bond, f.issuer, f.pattern, f.rule, f.subject, f.project, f.payee, h.severity,
        h.to_state AS state, h.happened_on, h.recorded_at AS moved_at, f.recorded_at
FROM gbcert.finding f
CROSS JOIN LATERAL (SELECT m.severity, m.to_state, m.happened_on, m.recorded_at
        FROM gbcert.finding_move m
        WHERE m.finding = f.id AND m.recorded_at <= (SELECT audit.as_of())
        ORDER BY m.place DESC LIMIT 1) h
WHERE f.recorded_at <= (SELECT audit.as_of()) AND h.to_state <> 'withdrawn';
COMMENT ON VIEW audit.findings IS 'Greenwashing signals with their state (洗绿线索)';

CREATE VIEW audit.holds AS
SELECT f.bond, f.project, f.payee, f.id AS finding, f.severity, f.moved_at AS recorded_at
FROM audit.findings f
WHERE f.state IN ('open', 'answered') AND f.severity IN ('high', 'critical');
COMMENT ON VIEW audit.holds IS 'Projects and payees to which no new money may be allocated (暂停分配)';

CREATE VIEW audit.deadlines AS
SELECT d.id, d.kind, d.about, d.at AS due_at, r.recorded_at AS acted_at, d.recorded_at
FROM gbcert.due d
LEFT JOIN gbcert.request r ON r.person = 'clock' AND r.id = 'due-' || d.id
        AND r.recorded_at <= (SELECT audit.as_of())
WHERE d.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.deadlines IS 'Deadlines and when they were acted on (期限)';

CREATE VIEW audit.bond_projects AS
SELECT b.bond, p.certificate, p.project, p.name, p.activity, p.catalogue, p.code, p.category,
        p.division, b.currency,
        audit.major(nullif(p.planned_minor, -1), b.currency) AS planned,
        audit.major(nullif(p.budget_minor, -1), b.currency) AS budget, p.recorded_at
FROM gbcert.bond_project p
JOIN gbcert.bond_certificate b ON b.certificate = p.certificate
WHERE p.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.bond_projects IS 'Projects of certified bonds with their catalogue codes (证书所列项目)';

CREATE VIEW audit.statistics AS
SELECT c.standard, p.category, p.division,
        to_char(c.issued_at AT TIME ZONE audit.zone(), 'YYYY"Q"Q') AS quarter, p.currency,
        count(DISTINCT c.number) AS certificates, count(DISTINCT p.bond) AS bonds,
        count(DISTINCT p.bond || '/' || p.project) AS projects, sum(p.planned) AS planned
FROM audit.certificates c
JOIN audit.bond_projects p ON p.certificate = c.number
GROUP BY 1, 2, 3, 4, 5;
COMMENT ON VIEW audit.statistics IS 'What was certified, by standard, category, county or city, and quarter (统计)';

GRANT SELECT ON ALL TABLES IN SCHEMA audit TO gbcert_auditor;

DO $$
DECLARE
        said record;
BEGIN
        FOR said IN
                SELECT DISTINCT ON (v.relname, a.attname) v.relname, a.attname, w.meaning
                FROM pg_class v
                JOIN pg_attribute a ON a.attrelid = v.oid AND a.attnum > 0
                JOIN (VALUES
                ('', 'account', 'Account (科目)'),
                ('', 'acted_at', 'When the daemon acted on it; empty: not yet (处理时间)'),
                ('', 'activity', 'Code of what the money is spent on (活动代码)'),
                ('', 'actor', 'Who did it, or whose recording brought it up (操作人)'),
                ('', 'amount', 'Amount in major units (金额)'),
                ('', 'about', 'Bond, finding or certificate it is about (所涉对象)'),
                ('', 'balance', 'What the account then held, in major units (余额)'),
                ('', 'body', 'Text as stored, JSON (原文)'),
                ('', 'bond', 'The bond''s id as certified (债券标识)'),
                ('', 'bonds', 'How many bonds (债券数)'),
                ('', 'budget', 'What the project costs in all, major units (总投资)'),
                ('', 'by_person', 'Who recorded it (记录人)'),
                ('', 'catalogue', 'Catalogue edition of the code (目录版本)'),
                ('', 'category', 'Category of the Green Bond Principles (类别)'),
                ('', 'certificate', 'Certificate number (证书编号)'),
                ('', 'certificates', 'How many certificates (证书数)'),
                ('', 'code', 'Catalogue code (目录代码)'),
                ('', 'currency', 'ISO 4217 code (币种)'),
                ('', 'division', 'Code of city or county (行政区划代码)'),
                ('', 'due_at', 'When it falls due (到期时间)'),
                ('', 'event', 'What moved it (事件)'),
                ('', 'events', 'How many events were recorded (事件数)'),
                ('', 'evidence', 'SHA-256s of files (证据摘要)'),
                ('', 'finding', 'Number of the finding (线索编号)'),
                ('', 'happened_on', 'Day it happened, as told (发生日)'),
                ('', 'held_by_issuer', 'With the issuer, a parent or its group, major units (发行人及集团)'),
                ('', 'id', 'The event''s own id (事件编号)'),
                ('findings', 'id', 'Number of the finding (线索编号)'),
                ('deadlines', 'id', 'Number of the deadline (期限编号)'),
                ('', 'interest', 'Interest earned, below zero: a source (利息)'),
                ('', 'investors', 'From investors, below zero: a source (投资人)'),
                ('', 'invoice', 'Number of the invoice (发票号)'),
                ('', 'issue_costs', 'Costs of the issue (发行费用)'),
                ('', 'issuer', 'The issuer''s code (发行人代码)'),
                ('', 'kind', 'proceeds 资金期限, answer 答复期限, review 复核期限'),
                ('', 'moved_at', 'When it came into its state (状态变更时间)'),
                ('', 'name', 'Name of the project (项目名称)'),
                ('', 'pattern', 'Pattern of greenwashing, P01 to P39 (洗绿类型)'),
                ('', 'payee', 'Who was paid (收款人)'),
                ('', 'place', 'From 1, in order (序号)'),
                ('', 'placed', 'Idle money placed, major units (闲置资金投放)'),
                ('', 'planned', 'What the bond was to give, major units (拟投金额)'),
                ('', 'project', 'The project''s id (项目标识)'),
                ('', 'project_company', 'With project companies (项目公司)'),
                ('', 'projects', 'How many projects (项目数)'),
                ('', 'quarter', 'Quarter in which certificates were issued (季度)'),
                ('', 'reason', 'Why, in words (理由)'),
                ('', 'recorded_at', 'When it was recorded (记录时间)'),
                ('', 'returned', 'All that was ever sent back, a memo (累计退回)'),
                ('', 'rule', 'Rule of the pattern (规则)'),
                ('', 'severity', 'info 提示, medium 预警, high 严重, critical 重大'),
                ('', 'special_account', 'In the special account, major units (专户)'),
                ('', 'standard', 'Standard and edition (标准版本)'),
                ('', 'state', 'State (状态)'),
                ('', 'subject', 'What it opens once for (线索对象)'),
                ('', 'suppliers', 'Used: paid to suppliers, major units (已使用)'),
                ('', 'to_state', 'State after (变更后状态)'),
                ('', 'type', 'What happened (事件类型)')
                ) AS w (of_view, of_column, meaning)
                        ON w.of_column = a.attname AND w.of_view IN ('', v.relname)
                WHERE v.relnamespace = 'audit'::regnamespace AND v.relkind = 'v'
                        AND v.relname IN ('ledger_events', 'ledger_entries', 'balances',
                                'finding_moves', 'findings', 'holds', 'deadlines',
                                'bond_projects', 'statistics')
                ORDER BY v.relname, a.attname, w.of_view DESC
        LOOP
                EXECUTE format('COMMENT ON COLUMN audit.%I.%I IS %L', said.relname, said.attname,
                        said.meaning);
        END LOOP;
END
$$;
