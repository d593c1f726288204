-- Proceeds of certified bonds: what happened to the money, what was found, what followed from it.
-- One row an event, with what it moved on each account and what each then held: that an event sums
-- to zero and that no account is overdrawn are CHECKs of the row, that balances follow one another
-- is a guard over each statement. audit.ledger_entries unfolds the row into entries.

CREATE TABLE gbcert.bond_certificate (
        certificate text COLLATE "C" PRIMARY KEY,
        bond text COLLATE "C" NOT NULL CHECK (bond <> ''),
        issuer text COLLATE "C" NOT NULL,
        issuer_name text NOT NULL,
        currency text COLLATE "C" NOT NULL,
        principal_minor bigint NOT NULL,
        net_minor bigint NOT NULL,
        costs_minor bigint NOT NULL,
        issue_date text COLLATE "C" NOT NULL,
        account text NOT NULL,
        recorded_at timestamptz NOT NULL
);
CREATE INDEX ON gbcert.bond_certificate (bond, certificate);
COMMENT ON TABLE gbcert.bond_certificate IS 'Which bond a certificate is about (证书对应的债券): by it the ledger knows a bond';
COMMENT ON COLUMN gbcert.bond_certificate.bond IS 'The bond''s id as certified (债券标识); it belongs to the issuer who was certified first';
COMMENT ON COLUMN gbcert.bond_certificate.net_minor IS 'Net proceeds; -1: not stated';
COMMENT ON COLUMN gbcert.bond_certificate.costs_minor IS 'Issue costs; -1: not stated';
COMMENT ON COLUMN gbcert.bond_certificate.issue_date IS 'As stated; empty: not stated';

CREATE TABLE gbcert.bond_project (
        certificate text COLLATE "C" NOT NULL,
        project text COLLATE "C" NOT NULL,
        name text NOT NULL,
        activity text COLLATE "C" NOT NULL,
        catalogue text COLLATE "C" NOT NULL,
        code text COLLATE "C" NOT NULL,
        category text COLLATE "C" NOT NULL,
        division text COLLATE "C" NOT NULL,
        planned_minor bigint NOT NULL,
        budget_minor bigint NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (certificate, project)
);
COMMENT ON TABLE gbcert.bond_project IS 'Projects of a certified bond (证书所列项目)';
COMMENT ON COLUMN gbcert.bond_project.planned_minor IS 'What the bond was to give it; -1: not stated';
COMMENT ON COLUMN gbcert.bond_project.budget_minor IS 'What it costs in all (总投资); -1: not stated';

CREATE TABLE gbcert.bond_state (
        bond text COLLATE "C" NOT NULL,
        version int NOT NULL CHECK (version > 0),
        body text COMPRESSION lz4 NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (bond, version)
);
COMMENT ON TABLE gbcert.bond_state IS 'What is open for a bond, in short (债券资金状态): balances, findings that hold, what is due; the last version counts';

CREATE TABLE gbcert.dossier_row (
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('bond', 'project', 'party', 'invoice')),
        key text COLLATE "C" NOT NULL CHECK (key <> ''),
        version int NOT NULL CHECK (version > 0),
        body text COMPRESSION lz4 NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (kind, key, version)
);
COMMENT ON TABLE gbcert.dossier_row IS 'Balances and windows that detectors look at (监测档案), over all bonds; two writers cannot both follow one version';

CREATE TABLE gbcert.ledger_event (
        bond text COLLATE "C" NOT NULL,
        place bigint NOT NULL,
        id text COLLATE "C" NOT NULL,
        type text COLLATE "C" NOT NULL,
        happened_on date NOT NULL,
        project text COLLATE "C" NOT NULL,
        payee text COLLATE "C" NOT NULL,
        invoice text COLLATE "C" NOT NULL,
        currency text COLLATE "C" NOT NULL,
        amount_minor bigint NOT NULL,
        special_delta bigint NOT NULL,
        placed_delta bigint NOT NULL,
        issuer_delta bigint NOT NULL,
        project_company_delta bigint NOT NULL,
        suppliers_delta bigint NOT NULL,
        investors_delta bigint NOT NULL,
        issue_costs_delta bigint NOT NULL,
        interest_delta bigint NOT NULL,
        special_minor bigint NOT NULL,
        placed_minor bigint NOT NULL,
        issuer_minor bigint NOT NULL,
        project_company_minor bigint NOT NULL,
        suppliers_minor bigint NOT NULL,
        investors_minor bigint NOT NULL,
        issue_costs_minor bigint NOT NULL,
        interest_minor bigint NOT NULL,
        returned_minor bigint NOT NULL,
        body text COMPRESSION lz4 NOT NULL,
        by_person text COLLATE "C" NOT NULL,
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (bond, place),
        UNIQUE (bond, id),
        CONSTRAINT entries_sum_to_zero CHECK (special_delta::numeric + placed_delta + issuer_delta
                + project_company_delta + suppliers_delta + investors_delta + issue_costs_delta
                + interest_delta = 0),
        CONSTRAINT account_not_overdrawn CHECK (special_minor >= 0 AND placed_minor >= 0)
);
CREATE INDEX ON gbcert.ledger_event (bond, happened_on, place);
COMMENT ON TABLE gbcert.ledger_event IS 'What happened to a bond''s money (募集资金台账): one row an event, double entry; audit.ledger_entries unfolds it';
COMMENT ON COLUMN gbcert.ledger_event.place IS 'From 1 for each bond, without holes';
COMMENT ON COLUMN gbcert.ledger_event.id IS 'The event''s own id: recorded once';
COMMENT ON COLUMN gbcert.ledger_event.special_delta IS 'What it moved on the special account, minor units; likewise for the others, which sum to zero';
COMMENT ON COLUMN gbcert.ledger_event.special_minor IS 'What the special account then held (专户余额), minor units';
COMMENT ON COLUMN gbcert.ledger_event.returned_minor IS 'All that was ever sent back, a memo outside the sum (累计退回)';
COMMENT ON COLUMN gbcert.ledger_event.body IS 'The event as it was told, JSON; never taken apart in SQL';

-- Findings.

CREATE TABLE gbcert.finding (
        id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^P[0-9]{2}-[0-9A-F]{12}$'),
        bond text COLLATE "C" NOT NULL,
        issuer text COLLATE "C" NOT NULL,
        pattern text COLLATE "C" NOT NULL,
        rule text COLLATE "C" NOT NULL,
        subject text NOT NULL,
        project text COLLATE "C" NOT NULL,
        payee text COLLATE "C" NOT NULL,
        recorded_at timestamptz NOT NULL
);
CREATE INDEX ON gbcert.finding (bond, id);
CREATE INDEX ON gbcert.finding (issuer, id);
COMMENT ON TABLE gbcert.finding IS 'Greenwashing signals (洗绿线索): one row for each pattern, rule, bond and subject';
COMMENT ON COLUMN gbcert.finding.pattern IS 'P01 to P39';
COMMENT ON COLUMN gbcert.finding.subject IS 'What it opens once for: an event, period, invoice, payee, project or bond';

CREATE TABLE gbcert.finding_move_rule (
        event text COLLATE "C" NOT NULL,
        to_state text COLLATE "C" NOT NULL,
        PRIMARY KEY (event, to_state)
);
COMMENT ON TABLE gbcert.finding_move_rule IS 'What may happen to a finding (线索流转规则)';
INSERT INTO gbcert.finding_move_rule (event, to_state) VALUES
        ('open', 'open'), ('cure', 'cured'), ('withdraw', 'withdrawn'), ('answer', 'answered'),
        ('overdue', 'open'), ('close', 'closed');

CREATE TABLE gbcert.finding_move (
        place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        finding text COLLATE "C" NOT NULL,
        event text COLLATE "C" NOT NULL,
        to_state text COLLATE "C" NOT NULL,
        severity text COLLATE "C" NOT NULL CHECK (severity IN ('info', 'medium', 'high',
                'critical')),
        happened_on date NOT NULL,
        actor text COLLATE "C" NOT NULL CHECK (actor <> ''),
        reason text NOT NULL,
        evidence text COLLATE "C" NOT NULL,
        body text COMPRESSION lz4 NOT NULL,
        recorded_at timestamptz NOT NULL,
        FOREIGN KEY (event, to_state) REFERENCES gbcert.finding_move_rule
);
CREATE INDEX ON gbcert.finding_move (finding, place);
COMMENT ON TABLE gbcert.finding_move IS 'What became of each finding (线索处置): opened or risen, answered, cured, closed; the last one counts';
COMMENT ON COLUMN gbcert.finding_move.happened_on IS 'The day from which it is so, by the events';
COMMENT ON COLUMN gbcert.finding_move.evidence IS 'SHA-256s of files in finding_file, separated by spaces';
COMMENT ON COLUMN gbcert.finding_move.body IS 'Of an opening: the finding with its grounds in zh and en, JSON of our own';

CREATE TABLE gbcert.finding_file (
        finding text COLLATE "C" NOT NULL,
        sha256 text COLLATE "C" NOT NULL CHECK (length(sha256) = 64),
        name text NOT NULL,
        about text NOT NULL,
        bytes bytea COMPRESSION lz4 NOT NULL,
        by_person text COLLATE "C" NOT NULL CHECK (by_person <> ''),
        recorded_at timestamptz NOT NULL,
        PRIMARY KEY (finding, sha256)
);
COMMENT ON TABLE gbcert.finding_file IS 'Files that answer or close a finding (线索证据)';

CREATE TABLE gbcert.due (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text COLLATE "C" NOT NULL CHECK (kind IN ('proceeds', 'answer', 'review')),
        about text COLLATE "C" NOT NULL CHECK (about <> ''),
        version int NOT NULL,
        at timestamptz NOT NULL,
        recorded_at timestamptz NOT NULL
);
CREATE INDEX ON gbcert.due (at);
COMMENT ON TABLE gbcert.due IS 'Deadlines (期限); the daemon acts on each once, also after downtime, as request due-ID of clock';
COMMENT ON COLUMN gbcert.due.about IS 'A bond for proceeds, a finding for answer, a certificate for review';
COMMENT ON COLUMN gbcert.due.version IS 'Of the bond''s state it was set by: a later one has set its own';

-- Guards.

CREATE FUNCTION gbcert.ledger_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        bad record;
BEGIN
        SELECT f.bond, f.place, f.id INTO bad FROM fresh f
        LEFT JOIN gbcert.ledger_event p ON p.bond = f.bond AND p.place = f.place - 1
        WHERE f.place < 1 OR (f.place > 1 AND p.place IS NULL) OR f.by_person = '' OR f.id = ''
                OR (SELECT c.bond FROM gbcert.bond_certificate c WHERE c.bond = f.bond LIMIT 1)
                        IS NULL
                OR f.special_minor <> coalesce(p.special_minor, 0) + f.special_delta
                OR f.placed_minor <> coalesce(p.placed_minor, 0) + f.placed_delta
                OR f.issuer_minor <> coalesce(p.issuer_minor, 0) + f.issuer_delta
                OR f.project_company_minor
                        <> coalesce(p.project_company_minor, 0) + f.project_company_delta
                OR f.suppliers_minor <> coalesce(p.suppliers_minor, 0) + f.suppliers_delta
                OR f.investors_minor <> coalesce(p.investors_minor, 0) + f.investors_delta
                OR f.issue_costs_minor <> coalesce(p.issue_costs_minor, 0) + f.issue_costs_delta
                OR f.interest_minor <> coalesce(p.interest_minor, 0) + f.interest_delta
        LIMIT 1;
        IF FOUND THEN
                RAISE EXCEPTION 'bond %: event % (%) does not follow on the ledger', bad.bond,
                        bad.place, bad.id USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
END
$$;
COMMENT ON FUNCTION gbcert.ledger_follows() IS 'Balances of an event are those of the one before and what it moved; the bond is certified';
CREATE TRIGGER ledger_follows AFTER INSERT ON gbcert.ledger_event
        REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION gbcert.ledger_follows();

CREATE FUNCTION gbcert.state_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        bad record;
BEGIN
        SELECT f.bond, f.version INTO bad FROM fresh f
        WHERE f.version > 1 AND (SELECT p.version FROM gbcert.bond_state p
                WHERE p.bond = f.bond AND p.version = f.version - 1) IS NULL
        LIMIT 1;
        IF FOUND THEN
                RAISE EXCEPTION 'bond %: state % does not follow', bad.bond, bad.version
                        USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
END
$$;
COMMENT ON FUNCTION gbcert.state_follows() IS 'Versions of a bond''s state follow without holes';
CREATE TRIGGER state_follows AFTER INSERT ON gbcert.bond_state
        REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION gbcert.state_follows();

CREATE FUNCTION gbcert.dossier_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        bad record;
BEGIN
        SELECT f.kind, f.key, f.version INTO bad FROM fresh f
        WHERE f.version > 1 AND (SELECT p.version FROM gbcert.dossier_row p
                WHERE p.kind = f.kind AND p.key = f.key AND p.version = f.version - 1) IS NULL
        LIMIT 1;
        IF FOUND THEN
                RAISE EXCEPTION 'dossier % %: version % does not follow', bad.kind, bad.key,
                        bad.version USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
END
$$;
COMMENT ON FUNCTION gbcert.dossier_follows() IS 'Versions of a dossier''s row follow without holes';
CREATE TRIGGER dossier_follows AFTER INSERT ON gbcert.dossier_row
        REFERENCING NEW TABLE AS fresh
        FOR EACH STATEMENT EXECUTE FUNCTION gbcert.dossier_follows();

CREATE FUNCTION gbcert.finding_move_follows() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
        head text;
BEGIN
        PERFORM FROM gbcert.finding f WHERE f.id = NEW.finding;
        IF NOT FOUND THEN
                RAISE EXCEPTION 'finding %: there is none such', NEW.finding
                        USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.event NOT IN ('answer', 'close') THEN
                RETURN NEW;
        END IF;
        SELECT m.to_state INTO head FROM gbcert.finding_move m WHERE m.finding = NEW.finding
        ORDER BY m.place DESC LIMIT 1;
        IF head IS NULL OR head NOT IN ('open', 'answered') THEN
                RAISE EXCEPTION 'finding %: % needs an open one, it is %', NEW.finding, NEW.event,
                        coalesce(head, 'new') USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.evidence = '' THEN
                RAISE EXCEPTION 'finding %: % needs evidence', NEW.finding, NEW.event
                        USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        PERFORM FROM gbcert.finding_move m WHERE m.finding = NEW.finding AND m.actor = NEW.actor
                AND m.event IN ('open', 'answer');
        IF FOUND AND NEW.event = 'close' THEN
                RAISE EXCEPTION 'finding %: four eyes: % recorded or answered it', NEW.finding,
                        NEW.actor USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
END
$$;
COMMENT ON FUNCTION gbcert.finding_move_follows() IS 'Only an open finding is answered or closed, with evidence, and closed by another person (四眼原则)';
CREATE TRIGGER finding_move_follows BEFORE INSERT ON gbcert.finding_move
        FOR EACH ROW EXECUTE FUNCTION gbcert.finding_move_follows();

DO $$
DECLARE
        t text;
BEGIN
        FOREACH t IN ARRAY ARRAY['bond_certificate', 'bond_project', 'bond_state', 'dossier_row',
                'ledger_event', 'finding', 'finding_move_rule', 'finding_move', 'finding_file',
                'due']
        LOOP
                CALL gbcert.keep_history(format('gbcert.%I', t)::regclass);
                EXECUTE format('GRANT SELECT ON gbcert.%I TO gbcert_daemon', t);
        END LOOP;
END
$$;
GRANT INSERT ON gbcert.bond_certificate, gbcert.bond_project, gbcert.bond_state,
        gbcert.dossier_row, gbcert.ledger_event, gbcert.finding, gbcert.finding_move,
        gbcert.finding_file, gbcert.due TO gbcert_daemon;

ALTER TABLE gbcert.notice DROP CONSTRAINT notice_kind_check;
ALTER TABLE gbcert.notice ADD CONSTRAINT notice_kind_check
        CHECK (kind IN ('letter', 'certificate', 'decision', 'case', 'finding', 'standing'));
