-- Who may do what. Both are group roles: the operator grants them to login roles. Roles belong to
-- the whole server, so they may be there already.

DO $$
BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gbcert_daemon') THEN
                CREATE ROLE gbcert_daemon NOLOGIN;
        END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'gbcert_auditor') THEN
                CREATE ROLE gbcert_auditor NOLOGIN;
        END IF;
        EXECUTE format('REVOKE TEMPORARY, CREATE ON DATABASE %I FROM PUBLIC', current_database());
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO gbcert_daemon, gbcert_auditor',
                current_database());
END
$$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

GRANT USAGE ON SCHEMA gbcert TO gbcert_daemon;
GRANT SELECT ON ALL TABLES IN SCHEMA gbcert TO gbcert_daemon;
GRANT INSERT ON gbcert.rule_set, gbcert.rule_file, gbcert.standard_row, gbcert.criterion,
        gbcert.case_file, gbcert.application, gbcert.assessment, gbcert.case_move,
        gbcert.attachment, gbcert.confirmation, gbcert.letter, gbcert.certificate,
        gbcert.certificate_move, gbcert.notice, gbcert.acknowledgement, gbcert.person_key,
        gbcert.key_revocation, gbcert.request TO gbcert_daemon;
