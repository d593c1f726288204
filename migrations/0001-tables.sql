-- Tables. All of them are append-only: a state is the last row, never an updated one.
-- Keys and codes compare by bytes (COLLATE "C"), so that no upgrade of a locale breaks an index.
-- Rows are never deleted, so a check when a row comes in (0002) is as good as a foreign key and
-- takes no row locks; foreign keys stand where a table of moves must rule. The tables that every
-- submission writes have few CHECKs: PostgreSQL reads each of them anew for each statement, and
-- the guards of 0002 see a batch at once.

CREATE SCHEMA gbcert;
COMMENT ON SCHEMA gbcert IS 'Tables of the certification daemon; append-only (认证业务数据表，只增不改)';

CREATE TABLE gbcert.schema_migration (
        version int PRIMARY KEY CHECK (version > 0),
        name text COLLATE "C" NOT NULL,
        sha256 text COLLATE "C" NOT NULL,
        ran_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE gbcert.schema_migration IS 'Which migration files ran (数据库结构变更记录)';
COMMENT ON COLUMN gbcert.schema_migration.sha256 IS 'SHA-256 of the file as it ran, hexadecimal';

-- Rules, as they were when a decision was made.

CREATE TABLE gbcert.rule_set (
        digest text COLLATE "C" PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
        recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE gbcert.rule_set IS 'Each rule set ever used (规则集), known by its digest';
COMMENT ON COLUMN gbcert.rule_set.digest IS 'SHA-256 over all its files, hexadecimal';

CREATE TABLE gbcert.rule_file (
        digest text COLLATE "C" NOT NULL REFERENCES gbcert.rule_set,
        path text COLLATE "C" NOT NULL,
        bytes bytea COMPRESSION lz4 NOT NULL,
        PRIMARY KEY (digest, path)
);
COMMENT ON TABLE gbcert.rule_file IS 'The files of each rule set (规则文件), byte by byte';
COMMENT ON COLUMN gbcert.rule_file.path IS 'Path below rules/';

CREATE TABLE gbcert.standard_row (
        digest text COLLATE "C" NOT NULL REFERENCES gbcert.rule_set,
        standard text COLLATE "C" NOT NULL,
        family text COLLATE "C" NOT NULL,
        title_zh text NOT NULL,
        title_en text NOT NULL,
        certifies boolean NOT NULL,
        criteria int NOT NULL CHECK (criteria > 0),
        PRIMARY KEY (digest, standard)
);
COMMENT ON TABLE gbcert.standard_row IS 'The standards of each rule set (标准版本)';
COMMENT ON COLUMN gbcert.standard_row.certifies IS 'False: screening only, no certificate';
COMMENT ON COLUMN gbcert.standard_row.criteria IS 'How many criteria it has: how many letters an assessment has';

CREATE TABLE gbcert.criterion (
        digest text COLLATE "C" NOT NULL,
        standard text COLLATE "C" NOT NULL,
        place int NOT NULL CHECK (place > 0),
        id text COLLATE "C" NOT NULL,
        clause text NOT NULL,
        component text COLLATE "C" NOT NULL CHECK (component IN ('use_of_proceeds',
                'evaluation_and_selection', 'management_of_proceeds', 'reporting',
                'external_review')),
        level text COLLATE "C" NOT NULL CHECK (level IN ('shall', 'should')),
        basis text COLLATE "C" NOT NULL CHECK (basis IN ('read', 'secondary', 'recalled')),
        title_zh text NOT NULL,
        title_en text NOT NULL,
        PRIMARY KEY (digest, standard, place),
        UNIQUE (digest, standard, id),
        FOREIGN KEY (digest, standard) REFERENCES gbcert.standard_row
);
COMMENT ON TABLE gbcert.criterion IS 'The criteria of each standard (准则), in the order of the letters in assessment';
COMMENT ON COLUMN gbcert.criterion.place IS 'From 1; which of the standard''s letters in assessment is its verdict';
COMMENT ON COLUMN gbcert.criterion.clause IS 'Clause of the standard (条款)';
COMMENT ON COLUMN gbcert.criterion.basis IS 'How sure we are of the clause: read, secondary, recalled';

-- Cases.

CREATE TABLE gbcert.case_file (
        number text COLLATE "C" PRIMARY KEY CHECK (number ~ '^[A-Z]+-[0-9]{4}-[0-9]{6,}$'),
        year int NOT NULL,
        serial bigint NOT NULL,
        issuer text COLLATE "C" NOT NULL,
        issuer_scheme text COLLATE "C" NOT NULL,
        submitted_by text COLLATE "C" NOT NULL CHECK (submitted_by <> ''),
        recorded_at timestamptz NOT NULL,
        UNIQUE (year, serial)
);
CREATE INDEX ON gbcert.case_file (issuer, number);
CREATE INDEX ON gbcert.case_file (submitted_by, number);
COMMENT ON TABLE gbcert.case_file IS 'Cases (案件): an application on its way';
COMMENT ON COLUMN gbcert.case_file.number IS 'Case number (案号), GD-2026-000123';
COMMENT ON COLUMN gbcert.case_file.issuer IS 'The issuer''s code (发行人代码)';
COMMENT ON COLUMN gbcert.case_file.issuer_scheme IS 'What kind of code issuer is: uscc, lei, or own';

CREATE TABLE gbcert.application (
        number text COLLATE "C" NOT NULL,
        revision int NOT NULL,
        body text COMPRESSION lz4 NOT NULL,
        sha256 text COLLATE "C" NOT NULL,
        by_person text COLLATE "C" NOT NULL,
        product text COLLATE "C" NOT NULL,
        currency text COLLATE "C" NOT NULL,
        issuer_name text NOT NULL,
        bond_name text NOT NULL,
        principal_minor bigint NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (number, revision)
) WITH (toast_tuple_target = 4080);
-- Compressed in its own row: half the WAL, and no second row to write.
ALTER TABLE gbcert.application ALTER COLUMN body SET STORAGE MAIN;
COMMENT ON TABLE gbcert.application IS 'Applications (申请): what an applicant stated, one row a revision';
COMMENT ON COLUMN gbcert.application.body IS 'JSON as it came in; never taken apart in SQL';
COMMENT ON COLUMN gbcert.application.sha256 IS 'SHA-256 of body, hexadecimal';
COMMENT ON COLUMN gbcert.application.principal_minor IS 'Amount of the bond in minor units of currency (发行规模，最小货币单位)';

CREATE TABLE gbcert.assessment (
        number text COLLATE "C" NOT NULL,
        revision int NOT NULL,
        round int NOT NULL,
        standards text[] COLLATE "C" NOT NULL,
        scopes text[] COLLATE "C" NOT NULL,
        catalogues text[] COLLATE "C" NOT NULL,
        catalogue_rows text[] COLLATE "C" NOT NULL,
        outcomes text[] COLLATE "C" NOT NULL,
        lackings text[] COLLATE "C" NOT NULL,
        letters text[] COLLATE "C" NOT NULL,
        reasons text[] COMPRESSION lz4 NOT NULL,
        rules_digest text COLLATE "C" NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (number, revision, round)
);
COMMENT ON TABLE gbcert.assessment IS 'What the rules concluded on one revision (审查结论), one element a standard; audit.assessments and audit.verdicts unfold it';
COMMENT ON COLUMN gbcert.assessment.round IS '0 when it came in; then judged anew after a confirmation or before a decision';
COMMENT ON COLUMN gbcert.assessment.scopes IS 'asked: decides the case; told: for information; labelled: of the labelled tranches alone';
COMMENT ON COLUMN gbcert.assessment.catalogues IS 'Catalogue edition applied (适用目录版本); several while the dates leave them open';
COMMENT ON COLUMN gbcert.assessment.catalogue_rows IS 'The row of the transition table that decided the edition';
COMMENT ON COLUMN gbcert.assessment.lackings IS 'What the open shall-criteria lack: nothing, papers or evidence';
COMMENT ON COLUMN gbcert.assessment.letters IS 'One verdict a criterion, by criterion.place: m met 符合, n not met 不符合, u undetermined 待补, a not applicable 不适用, r recognised 互认';
COMMENT ON COLUMN gbcert.assessment.reasons IS 'JSON: why, for what is not met or undetermined';

CREATE TABLE gbcert.case_move_rule (
        from_state text COLLATE "C" NOT NULL,
        event text COLLATE "C" NOT NULL,
        to_state text COLLATE "C" NOT NULL,
        PRIMARY KEY (from_state, event, to_state)
);
COMMENT ON TABLE gbcert.case_move_rule IS 'The moves a case may make (案件流转规则); no other can be stored';
INSERT INTO gbcert.case_move_rule (from_state, event, to_state) VALUES
        ('none', 'submit', 'received'),
        ('received', 'find_gaps', 'deficient'),
        ('received', 'judge', 'judged'),
        ('deficient', 'amend', 'received'),
        ('judged', 'amend', 'received'),
        ('in_review', 'amend', 'received'),
        ('deficient', 'take', 'in_review'),
        ('judged', 'take', 'in_review'),
        ('in_review', 'recommend', 'recommended'),
        ('recommended', 'send_back', 'in_review'),
        ('recommended', 'certify', 'certified'),
        ('recommended', 'decline', 'declined'),
        ('received', 'withdraw', 'withdrawn'),
        ('deficient', 'withdraw', 'withdrawn'),
        ('judged', 'withdraw', 'withdrawn'),
        ('in_review', 'withdraw', 'withdrawn'),
        ('recommended', 'withdraw', 'withdrawn'),
        ('declined', 'appeal', 'in_review');

CREATE TABLE gbcert.case_move (
        number text COLLATE "C" NOT NULL,
        step int NOT NULL,
        from_state text COLLATE "C" NOT NULL,
        event text COLLATE "C" NOT NULL,
        to_state text COLLATE "C" NOT NULL,
        actor text COLLATE "C" NOT NULL,
        reason_class text COLLATE "C" NOT NULL,
        reason text NOT NULL,
        detail text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (number, step),
        FOREIGN KEY (from_state, event, to_state) REFERENCES gbcert.case_move_rule
);
COMMENT ON TABLE gbcert.case_move IS 'Every move of every case (案件流转): who did what when, and why';
COMMENT ON COLUMN gbcert.case_move.step IS 'From 1, without holes; the last one gives the state';
COMMENT ON COLUMN gbcert.case_move.detail IS 'Of a recommendation: certify or decline';

CREATE TABLE gbcert.attachment (
        number text COLLATE "C" NOT NULL REFERENCES gbcert.case_file,
        place int NOT NULL CHECK (place > 0),
        name text NOT NULL,
        about text NOT NULL,
        sha256 text COLLATE "C" NOT NULL CHECK (length(sha256) = 64),
        bytes bytea COMPRESSION lz4 NOT NULL,
        by_person text COLLATE "C" NOT NULL CHECK (by_person <> ''),
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (number, place)
);
COMMENT ON TABLE gbcert.attachment IS 'Files that prove something (附件): opinions, permits, evidence';
COMMENT ON COLUMN gbcert.attachment.about IS 'What it is to prove: a field or a criterion';

CREATE TABLE gbcert.confirmation (
        number text COLLATE "C" NOT NULL REFERENCES gbcert.case_file,
        place int NOT NULL CHECK (place > 0),
        revision int NOT NULL,
        standard text COLLATE "C" NOT NULL,
        criterion text COLLATE "C" NOT NULL,
        verdict text COLLATE "C" NOT NULL CHECK (verdict IN ('met', 'not_met')),
        by_person text COLLATE "C" NOT NULL CHECK (by_person <> ''),
        reason text NOT NULL CHECK (reason <> ''),
        evidence text COLLATE "C" NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (number, place),
        FOREIGN KEY (number, revision) REFERENCES gbcert.application
);
COMMENT ON TABLE gbcert.confirmation IS 'A person''s judgement that settled an undetermined criterion (人工认定)';
COMMENT ON COLUMN gbcert.confirmation.revision IS 'The application it was given on; a later one is judged afresh';
COMMENT ON COLUMN gbcert.confirmation.evidence IS 'SHA-256s of attachments, separated by spaces';

CREATE TABLE gbcert.letter (
        number text COLLATE "C" NOT NULL REFERENCES gbcert.case_file,
        place int NOT NULL CHECK (place > 0),
        body text COMPRESSION lz4 NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (number, place)
);
COMMENT ON TABLE gbcert.letter IS 'Deficiency letters (补正通知)';
COMMENT ON COLUMN gbcert.letter.body IS 'JSON: what is lacking, field by field';

-- Certificates.

CREATE TABLE gbcert.certificate (
        number text COLLATE "C" PRIMARY KEY
                CHECK (number ~ '^[A-Z]+-[0-9]{4}-[0-9]{6,}-[0-9A-Z]$'),
        year int NOT NULL,
        serial bigint NOT NULL CHECK (serial > 0),
        case_number text COLLATE "C" NOT NULL REFERENCES gbcert.case_file,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('as_at', 'continuing')),
        standard text COLLATE "C" NOT NULL,
        catalogue text COLLATE "C" NOT NULL,
        outcome text COLLATE "C" NOT NULL CHECK (outcome IN ('conforms',
                'conforms_with_observations')),
        issuer text COLLATE "C" NOT NULL,
        issuer_name text NOT NULL,
        bond_name text NOT NULL,
        isin text COLLATE "C" NOT NULL,
        product text COLLATE "C" NOT NULL,
        currency text COLLATE "C" NOT NULL,
        principal_minor bigint NOT NULL,
        scope_amount_minor bigint NOT NULL,
        recommended_by text COLLATE "C" NOT NULL,
        decided_by text COLLATE "C" NOT NULL CHECK (decided_by <> recommended_by),
        application_digest text COLLATE "C" NOT NULL,
        rules_digest text COLLATE "C" NOT NULL REFERENCES gbcert.rule_set,
        issued_at timestamptz NOT NULL,
        valid_from date NOT NULL,
        valid_until date NOT NULL CHECK (valid_until >= valid_from),
        xml bytea COMPRESSION lz4 NOT NULL CHECK (length(xml) > 0),
        recorded_at timestamptz NOT NULL,
        UNIQUE (year, serial)
);
CREATE INDEX ON gbcert.certificate (case_number, number);
CREATE INDEX ON gbcert.certificate (issuer, number);
COMMENT ON TABLE gbcert.certificate IS 'Certificates issued (证书), with the signed XML';
COMMENT ON COLUMN gbcert.certificate.number IS 'Certificate number (证书编号), GDC-2026-000123-K; its last character checks the others';
COMMENT ON COLUMN gbcert.certificate.kind IS 'as_at: before issuance 发行前; continuing: after it 存续期';
COMMENT ON COLUMN gbcert.certificate.issuer IS 'The issuer''s code (发行人代码)';
COMMENT ON COLUMN gbcert.certificate.scope_amount_minor IS 'What is certified, in minor units of currency (认证金额，最小货币单位)';
COMMENT ON COLUMN gbcert.certificate.application_digest IS 'SHA-256 of the application that was judged';
COMMENT ON COLUMN gbcert.certificate.xml IS 'The signed document, byte by byte';

CREATE TABLE gbcert.certificate_move_rule (
        from_state text COLLATE "C" NOT NULL,
        to_state text COLLATE "C" NOT NULL,
        PRIMARY KEY (from_state, to_state)
);
COMMENT ON TABLE gbcert.certificate_move_rule IS 'The moves a certificate may make (证书状态规则); no other can be stored';
INSERT INTO gbcert.certificate_move_rule (from_state, to_state) VALUES
        ('none', 'valid'),
        ('valid', 'conditional'),
        ('conditional', 'valid'),
        ('valid', 'suspended'),
        ('conditional', 'suspended'),
        ('suspended', 'conditional'),
        ('suspended', 'valid'),
        ('valid', 'revoked'),
        ('conditional', 'revoked'),
        ('suspended', 'revoked'),
        ('valid', 'expired'),
        ('conditional', 'expired'),
        ('suspended', 'expired'),
        ('valid', 'superseded'),
        ('conditional', 'superseded'),
        ('suspended', 'superseded'),
        ('valid', 'matured'),
        ('conditional', 'matured'),
        ('suspended', 'matured');

CREATE TABLE gbcert.certificate_move (
        number text COLLATE "C" NOT NULL REFERENCES gbcert.certificate,
        step int NOT NULL CHECK (step > 0),
        from_state text COLLATE "C" NOT NULL,
        to_state text COLLATE "C" NOT NULL,
        actor text COLLATE "C" NOT NULL CHECK (actor <> ''),
        reason_class text COLLATE "C" NOT NULL,
        reason text NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (number, step),
        FOREIGN KEY (from_state, to_state) REFERENCES gbcert.certificate_move_rule
);
COMMENT ON TABLE gbcert.certificate_move IS 'Every move of every certificate (证书状态变更)';
COMMENT ON COLUMN gbcert.certificate_move.step IS 'From 1, without holes; the last one gives the state';

-- Notices, people, requests.

CREATE TABLE gbcert.notice (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('letter', 'certificate', 'decision', 'case')),
        to_issuer text COLLATE "C" NOT NULL,
        to_person text COLLATE "C" NOT NULL,
        about text COLLATE "C" NOT NULL CHECK (about <> ''),
        recorded_at timestamptz NOT NULL,
        CHECK ((to_issuer = '') <> (to_person = ''))
);
CREATE INDEX ON gbcert.notice (to_issuer, id) WHERE to_issuer <> '';
CREATE INDEX ON gbcert.notice (to_person, id) WHERE to_person <> '';
COMMENT ON TABLE gbcert.notice IS 'What an addressee must fetch (送达通知); told again until it is acknowledged';
COMMENT ON COLUMN gbcert.notice.to_issuer IS 'All people of this issuer; empty when it is for a person';
COMMENT ON COLUMN gbcert.notice.about IS 'Number of the case or certificate';

CREATE TABLE gbcert.acknowledgement (
        notice bigint PRIMARY KEY REFERENCES gbcert.notice,
        by_person text COLLATE "C" NOT NULL CHECK (by_person <> ''),
        recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE gbcert.acknowledgement IS 'Notices that arrived (送达回执)';

CREATE TABLE gbcert.person_key (
        key text COLLATE "C" PRIMARY KEY CHECK (length(key) = 40),
        name text COLLATE "C" NOT NULL CHECK (name <> ''),
        roles text[] COLLATE "C" NOT NULL CHECK (cardinality(roles) > 0 AND roles <@ ARRAY['officer',
                'reviewer', 'approver', 'issuer', 'auditor', 'operator', 'regulator', 'clock']),
        issuer text COLLATE "C" NOT NULL,
        by_person text COLLATE "C" NOT NULL CHECK (by_person <> ''),
        recorded_at timestamptz NOT NULL
);
CREATE INDEX ON gbcert.person_key (name);
COMMENT ON TABLE gbcert.person_key IS 'Who may connect (人员密钥): a public key, whose it is and what it may do';
COMMENT ON COLUMN gbcert.person_key.key IS 'CURVE public key, Z85';
COMMENT ON COLUMN gbcert.person_key.issuer IS 'The issuer a person of role issuer acts for; else empty';

CREATE TABLE gbcert.key_revocation (
        key text COLLATE "C" PRIMARY KEY REFERENCES gbcert.person_key,
        by_person text COLLATE "C" NOT NULL CHECK (by_person <> ''),
        reason text NOT NULL,
        recorded_at timestamptz NOT NULL
);
COMMENT ON TABLE gbcert.key_revocation IS 'Keys that no longer hold (密钥作废)';

CREATE TABLE gbcert.request (
        person text COLLATE "C" NOT NULL,
        id text COLLATE "C" NOT NULL,
        digest bytea NOT NULL CHECK (length(digest) = 32),
        verb text COLLATE "C" NOT NULL,
        reply_kind text COLLATE "C" NOT NULL CHECK (reply_kind IN ('ok', 'no')),
        reply text COMPRESSION lz4 NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (person, id)
);
COMMENT ON TABLE gbcert.request IS 'Every request that wrote (请求记录), with its answer, so that asking twice does once';
COMMENT ON COLUMN gbcert.request.id IS 'The asker''s own id of the request';
COMMENT ON COLUMN gbcert.request.digest IS 'SHA-256 of verb and body';
