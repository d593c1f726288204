-- What auditors see: views that unfold our own columns, never an applicant's JSON.
-- SET gbcert.as_of = '2026-03-01' shows every view as it was at the end of that day.

CREATE SCHEMA audit;
COMMENT ON SCHEMA audit IS 'Views for auditors (审计视图). SET gbcert.as_of = ''2026-03-01'' shows the end of that day, RESET gbcert.as_of shows today';
GRANT USAGE ON SCHEMA audit TO gbcert_auditor;

CREATE FUNCTION audit.zone() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN 'Asia/Shanghai';
COMMENT ON FUNCTION audit.zone() IS 'The centre''s zone (认证中心所在时区): its civil days count';

CREATE FUNCTION audit.as_of() RETURNS timestamptz
LANGUAGE plpgsql STABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
        said text := nullif(trim(current_setting('gbcert.as_of', true)), '');
BEGIN
        IF said IS NULL THEN
                RETURN 'infinity';
        ELSIF said ~ '^\d{4}-\d{2}-\d{2}$' THEN
                RETURN (said::date + 1)::timestamp AT TIME ZONE audit.zone() - interval '1 microsecond';
        ELSIF said ~ '^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$' THEN
                RETURN said::timestamp AT TIME ZONE audit.zone();
        ELSIF said ~ '^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|[+-]\d{2}(:?\d{2})?)$' THEN
                RETURN said::timestamptz;
        END IF;
        RAISE EXCEPTION 'gbcert.as_of is neither a day nor a time: %', said
                USING ERRCODE = 'invalid_datetime_format',
                HINT = '2026-03-01, 2026-03-01 17:30 or 2026-03-01T17:30:00+08:00';
END
$$;
COMMENT ON FUNCTION audit.as_of() IS 'The moment all views show (查询时点): gbcert.as_of, a day meaning its end in audit.zone(); infinity when it is not set';

CREATE FUNCTION audit.major(minor bigint, currency text) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
SELECT CASE
        WHEN currency = '' THEN NULL
        WHEN currency IN ('JPY', 'KRW', 'BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'KMF', 'PYG', 'RWF',
                'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF') THEN minor::numeric
        WHEN currency IN ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')
                THEN round(minor::numeric / 1000, 3)
        WHEN currency IN ('CLF', 'UYW') THEN round(minor::numeric / 10000, 4)
        ELSE round(minor::numeric / 100, 2) END
$$;
COMMENT ON FUNCTION audit.major(bigint, text) IS 'Minor units of a currency as an amount in major units (金额换算)';

CREATE FUNCTION audit.outcome_rank(outcome text) RETURNS int
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_position(ARRAY['does_not_conform', 'undetermined', 'conforms_with_observations',
        'conforms', 'not_applicable'], outcome);
COMMENT ON FUNCTION audit.outcome_rank(text) IS 'Outcomes, the gravest first (结论排序)';

CREATE VIEW audit.moves AS
SELECT m.number, m.step, m.from_state, m.event, m.to_state, m.actor, m.reason_class, m.reason,
        m.detail, m.recorded_at
FROM gbcert.case_move m
WHERE m.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.moves IS 'Every move of every case: who did what when, and why (案件流转)';

CREATE VIEW audit.applications AS
SELECT p.number, p.revision, p.by_person, p.product, p.issuer_name, p.bond_name, p.currency,
        audit.major(p.principal_minor, p.currency) AS principal, p.sha256,
        encode(sha256(convert_to(p.body, 'UTF8')), 'hex') = p.sha256 AS digest_holds,
        octet_length(p.body) AS size_bytes, p.body, p.recorded_at
FROM gbcert.application p
WHERE p.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.applications IS 'What applicants stated, one row a revision (申请材料)';

CREATE VIEW audit.assessments AS
SELECT s.number, s.revision, s.round, u.standard, u.scope, u.catalogue, u.catalogue_row, u.outcome,
        u.lacking, u.letters, u.reasons, s.rules_digest, s.recorded_at
FROM gbcert.assessment s
CROSS JOIN LATERAL unnest(s.standards, s.scopes, s.catalogues, s.catalogue_rows, s.outcomes,
        s.lackings, s.letters, s.reasons) AS u (standard, scope, catalogue, catalogue_row, outcome,
        lacking, letters, reasons)
WHERE s.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.assessments IS 'What the rules concluded, one row a revision, round and standard (审查结论)';

CREATE VIEW audit.verdicts AS
SELECT s.number, s.revision, s.round, s.standard, s.scope, c.place, c.id AS criterion, c.clause,
        c.component, c.level, c.basis, c.title_zh, c.title_en,
        CASE substr(s.letters, c.place, 1)
                WHEN 'm' THEN 'met' WHEN 'n' THEN 'not_met' WHEN 'u' THEN 'undetermined'
                WHEN 'a' THEN 'not_applicable' WHEN 'r' THEN 'recognised' END AS verdict,
        s.catalogue, s.outcome, s.rules_digest, s.recorded_at
FROM audit.assessments s
JOIN gbcert.criterion c ON c.digest = s.rules_digest AND c.standard = s.standard;
COMMENT ON VIEW audit.verdicts IS 'The verdict on each criterion of each assessment (逐条审查结论)';

CREATE VIEW audit.attachments AS
SELECT t.number, t.place, t.name, t.about, t.by_person, t.sha256,
        encode(sha256(t.bytes), 'hex') = t.sha256 AS digest_holds,
        octet_length(t.bytes) AS size_bytes, t.recorded_at
FROM gbcert.attachment t
WHERE t.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.attachments IS 'Files that prove something, without their bytes (附件)';

CREATE VIEW audit.attachment_bytes AS
SELECT t.number, t.place, t.bytes
FROM gbcert.attachment t
WHERE t.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.attachment_bytes IS 'The bytes of attachments (附件内容)';

CREATE VIEW audit.confirmations AS
SELECT c.number, c.place, c.revision, c.standard, c.criterion, c.verdict, c.by_person, c.reason,
        c.evidence, c.recorded_at
FROM gbcert.confirmation c
WHERE c.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.confirmations IS 'Criteria that a person settled (人工认定)';

CREATE VIEW audit.letters AS
SELECT l.number, l.place, l.body, l.recorded_at
FROM gbcert.letter l
WHERE l.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.letters IS 'Deficiency letters (补正通知)';

CREATE VIEW audit.certificate_moves AS
SELECT m.number, m.step, m.from_state, m.to_state, m.actor, m.reason_class, m.reason, m.recorded_at
FROM gbcert.certificate_move m
WHERE m.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.certificate_moves IS 'Every move of every certificate (证书状态变更)';

CREATE VIEW audit.certificates AS
SELECT c.number, m.state, m.moved_at, c.case_number, c.kind, c.standard, c.catalogue, c.outcome,
        c.issuer, c.issuer_name, c.bond_name, c.isin, c.product, c.currency,
        audit.major(c.principal_minor, c.currency) AS principal,
        audit.major(c.scope_amount_minor, c.currency) AS scope_amount,
        c.recommended_by, c.decided_by, c.application_digest, c.rules_digest, c.issued_at,
        c.valid_from, c.valid_until, convert_from(c.xml, 'UTF8') AS xml, c.recorded_at
FROM gbcert.certificate c
LEFT JOIN LATERAL (SELECT v.to_state AS state, v.recorded_at AS moved_at
        FROM gbcert.certificate_move v
        WHERE v.number = c.number AND v.recorded_at <= (SELECT audit.as_of())
        ORDER BY v.step DESC LIMIT 1) m ON true
WHERE c.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.certificates IS 'Certificates with their state (证书)';

CREATE VIEW audit.cases AS
SELECT c.number, h.state, h.moved_at, c.issuer, c.issuer_scheme, p.issuer_name, p.bond_name,
        p.product, p.currency, p.principal, p.revision, a.round, s.outcome, s.lacking,
        c.submitted_by, c.recorded_at AS submitted_at, r.actor AS recommended_by,
        r.detail AS recommended_to, r.recorded_at AS recommended_at, d.actor AS decided_by,
        d.recorded_at AS decided_at, h.step AS moves
FROM gbcert.case_file c
LEFT JOIN LATERAL (SELECT m.to_state AS state, m.recorded_at AS moved_at, m.step
        FROM gbcert.case_move m
        WHERE m.number = c.number AND m.recorded_at <= (SELECT audit.as_of())
        ORDER BY m.step DESC LIMIT 1) h ON true
LEFT JOIN LATERAL (SELECT a.revision, a.issuer_name, a.bond_name, a.product, a.currency,
                audit.major(a.principal_minor, a.currency) AS principal
        FROM gbcert.application a
        WHERE a.number = c.number AND a.recorded_at <= (SELECT audit.as_of())
        ORDER BY a.revision DESC LIMIT 1) p ON true
LEFT JOIN LATERAL (SELECT a.round, a.outcomes, a.lackings, a.scopes
        FROM gbcert.assessment a
        WHERE a.number = c.number AND a.revision = p.revision
                AND a.recorded_at <= (SELECT audit.as_of())
        ORDER BY a.round DESC LIMIT 1) a ON true
LEFT JOIN LATERAL (SELECT u.outcome, u.lacking
        FROM unnest(a.outcomes, a.lackings, a.scopes) AS u (outcome, lacking, scope)
        WHERE u.scope = 'asked'
        ORDER BY audit.outcome_rank(u.outcome), u.lacking LIMIT 1) s ON true
LEFT JOIN LATERAL (SELECT m.actor, m.detail, m.recorded_at
        FROM gbcert.case_move m
        WHERE m.number = c.number AND m.event = 'recommend'
                AND m.recorded_at <= (SELECT audit.as_of())
        ORDER BY m.step DESC LIMIT 1) r ON true
LEFT JOIN LATERAL (SELECT m.actor, m.recorded_at
        FROM gbcert.case_move m
        WHERE m.number = c.number AND m.event IN ('certify', 'decline')
                AND m.recorded_at <= (SELECT audit.as_of())
        ORDER BY m.step DESC LIMIT 1) d ON true
WHERE c.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.cases IS 'Cases with their state, last application and outcome (案件)';

CREATE VIEW audit.persons AS
SELECT k.name, k.key, array_to_string(k.roles, ' ') AS roles, k.issuer, k.by_person AS added_by,
        k.recorded_at AS added_at, v.by_person AS revoked_by, v.recorded_at AS revoked_at,
        v.reason AS revoked_because
FROM gbcert.person_key k
LEFT JOIN gbcert.key_revocation v ON v.key = k.key AND v.recorded_at <= (SELECT audit.as_of())
WHERE k.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.persons IS 'Who could connect, with which key and in which role (人员与密钥)';

CREATE VIEW audit.requests AS
SELECT r.person, r.id, r.verb, r.reply_kind, encode(r.digest, 'hex') AS digest, r.recorded_at
FROM gbcert.request r
WHERE r.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.requests IS 'Requests that wrote, without their contents (请求记录)';

CREATE VIEW audit.notices AS
SELECT n.id, n.kind, n.to_issuer, n.to_person, n.about, n.recorded_at,
        a.by_person AS acknowledged_by, a.recorded_at AS acknowledged_at
FROM gbcert.notice n
LEFT JOIN gbcert.acknowledgement a ON a.notice = n.id AND a.recorded_at <= (SELECT audit.as_of())
WHERE n.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.notices IS 'What was to be delivered, and whether it arrived (送达)';

CREATE VIEW audit.rule_sets AS
SELECT r.digest, (SELECT count(*) FROM gbcert.rule_file f WHERE f.digest = r.digest) AS files,
        (SELECT string_agg(s.standard, ' ' ORDER BY s.standard) FROM gbcert.standard_row s
                WHERE s.digest = r.digest) AS standards,
        r.recorded_at
FROM gbcert.rule_set r
WHERE r.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.rule_sets IS 'Rule sets that were ever used (规则集)';

CREATE VIEW audit.rule_files AS
SELECT f.digest, f.path, convert_from(f.bytes, 'UTF8') AS body, r.recorded_at
FROM gbcert.rule_file f JOIN gbcert.rule_set r ON r.digest = f.digest
WHERE r.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.rule_files IS 'The files of each rule set, as they were (规则文件)';

CREATE VIEW audit.criteria AS
SELECT c.digest, c.standard, s.family, s.title_zh AS standard_zh, s.title_en AS standard_en,
        s.certifies, c.place, c.id AS criterion, c.clause, c.component, c.level, c.basis,
        c.title_zh, c.title_en, r.recorded_at
FROM gbcert.criterion c
JOIN gbcert.standard_row s ON s.digest = c.digest AND s.standard = c.standard
JOIN gbcert.rule_set r ON r.digest = c.digest
WHERE r.recorded_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.criteria IS 'The criteria of each standard in each rule set (准则)';

CREATE VIEW audit.schema_migrations AS
SELECT version, name, sha256, ran_at AS recorded_at
FROM gbcert.schema_migration
WHERE ran_at <= (SELECT audit.as_of());
COMMENT ON VIEW audit.schema_migrations IS 'How this schema came about (数据库结构变更)';

CREATE VIEW audit.deeds AS
SELECT m.recorded_at, m.actor AS person, 'case ' || m.event AS deed, m.number AS about,
        m.from_state || ' -> ' || m.to_state AS detail, m.reason
FROM audit.moves m
UNION ALL
SELECT p.recorded_at, p.by_person, 'application', p.number, 'revision ' || p.revision, ''
FROM audit.applications p
UNION ALL
SELECT t.recorded_at, t.by_person, 'attachment', t.number, t.name, t.about
FROM audit.attachments t
UNION ALL
SELECT c.recorded_at, c.by_person, 'confirmation', c.number,
        c.standard || ' ' || c.criterion || ' ' || c.verdict, c.reason
FROM audit.confirmations c
UNION ALL
SELECT v.recorded_at, v.actor, 'certificate', v.number, v.from_state || ' -> ' || v.to_state,
        v.reason
FROM audit.certificate_moves v
UNION ALL
SELECT n.acknowledged_at, n.acknowledged_by, 'acknowledgement', n.about,
        'notice ' || n.id || ' ' || n.kind, ''
FROM audit.notices n WHERE n.acknowledged_at IS NOT NULL
UNION ALL
SELECT k.added_at, k.added_by, 'key add', k.name, k.roles, '' FROM audit.persons k
UNION ALL
SELECT k.revoked_at, k.revoked_by, 'key revoke', k.name, k.roles, k.revoked_because
FROM audit.persons k WHERE k.revoked_at IS NOT NULL;
COMMENT ON VIEW audit.deeds IS 'Who did what when, all kinds together (操作记录)';

GRANT SELECT ON ALL TABLES IN SCHEMA audit TO gbcert_auditor;
