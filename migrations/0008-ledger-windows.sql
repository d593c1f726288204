-- Windows of payments are read from the ledger instead of being written again with each message, and
-- projects and payees are one over all issuers where a code says that they are.

ALTER TABLE gbcert.ledger_event ADD COLUMN counted_on date;
COMMENT ON COLUMN gbcert.ledger_event.counted_on IS 'As of which day it counted: its own, or the last one''s when it was told late; empty: its own';

CREATE INDEX ledger_event_day ON gbcert.ledger_event
        (bond, (coalesce(counted_on, happened_on)), place);
DROP INDEX gbcert.ledger_event_bond_happened_on_place_idx;
CREATE INDEX ledger_event_payee ON gbcert.ledger_event
        (bond, payee, (coalesce(counted_on, happened_on)), place)
        WHERE payee <> '' AND type IN ('disburse', 'reimburse');
CREATE INDEX ledger_event_invoice ON gbcert.ledger_event (bond, invoice, place)
        WHERE invoice <> '' AND type IN ('disburse', 'reimburse');

ALTER TABLE gbcert.dossier_row DROP CONSTRAINT dossier_row_kind_check;
ALTER TABLE gbcert.dossier_row ADD CONSTRAINT dossier_row_kind_check CHECK (kind IN ('bond',
        'project', 'party', 'invoice', 'payment', 'finding'));
COMMENT ON COLUMN gbcert.dossier_row.key IS 'Bond; # and registry code, or issuer/id; invoice; bond/event; bond/subject of findings';

ALTER TABLE gbcert.bond_project ADD COLUMN registry_code text COLLATE "C" NOT NULL DEFAULT '';
COMMENT ON COLUMN gbcert.bond_project.registry_code IS 'Code in the national register of investment projects (项目代码); by it a project is one over all issuers';

ALTER TABLE gbcert.finding
        ADD COLUMN project_key text COLLATE "C" NOT NULL DEFAULT '',
        ADD COLUMN payee_key text COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX ON gbcert.finding (project_key) WHERE project_key <> '';
CREATE INDEX ON gbcert.finding (payee_key) WHERE payee_key <> '';
COMMENT ON COLUMN gbcert.finding.project_key IS 'Key of the project over all bonds: what holds it holds money of every bond';
COMMENT ON COLUMN gbcert.finding.payee_key IS 'Key of the payee over all bonds';
