#include "store/private.h"
#include "store/private_ledger.h"

/* All SQL of the daemon. Keys come as arrays, so that one statement serves a whole batch; each key
 * is looked up by index on its own (LATERAL), never by a scan. Heads are last rows. */

#define CERTIFICATE_COLUMNS                                                                        \
        " c.number, c.case_number, c.standard, c.issuer, c.bond_name, m.to_state, c.issued_at,"    \
        " c.valid_from, c.valid_until"

#define CERTIFICATE_HEAD                                                                           \
        " CROSS JOIN LATERAL (SELECT v.to_state FROM gbcert.certificate_move v"                    \
        " WHERE v.number = c.number ORDER BY v.step DESC LIMIT 1) m"

#define CERTIFICATE_PAGE(more)                                                                     \
        "SELECT" CERTIFICATE_COLUMNS " FROM gbcert.certificate c" CERTIFICATE_HEAD                 \
        " WHERE c.number > $1 AND ($2 = '' OR m.to_state = $2)" more " ORDER BY c.number LIMIT $3"

/* Overdue: a case that waits for the centre and has not moved for 14 days. */
#define CASE_PAGE(more)                                                                            \
        "SELECT c.number, c.issuer, coalesce(p.issuer_name, ''), coalesce(p.bond_name, ''),"       \
        " c.submitted_by, coalesce(s.outcome, ''), coalesce(s.lacking, ''), m.to_state,"           \
        " c.recorded_at, m.recorded_at"                                                            \
        " FROM gbcert.case_file c"                                                                 \
        " CROSS JOIN LATERAL (SELECT v.to_state, v.recorded_at FROM gbcert.case_move v"            \
        " WHERE v.number = c.number ORDER BY v.step DESC LIMIT 1) m"                               \
        " LEFT JOIN LATERAL (SELECT a.revision, a.issuer_name, a.bond_name"                        \
        " FROM gbcert.application a WHERE a.number = c.number"                                     \
        " ORDER BY a.revision DESC LIMIT 1) p ON true"                                             \
        " LEFT JOIN LATERAL (SELECT t.outcomes, t.lackings, t.scopes FROM gbcert.assessment t"     \
        " WHERE t.number = c.number AND t.revision = p.revision"                                   \
        " ORDER BY t.round DESC LIMIT 1) a ON true"                                                \
        " LEFT JOIN LATERAL (SELECT u.outcome, u.lacking"                                          \
        " FROM unnest(a.outcomes, a.lackings, a.scopes) AS u (outcome, lacking, scope)"            \
        " WHERE u.scope = 'asked' ORDER BY array_position(ARRAY['does_not_conform',"               \
        " 'undetermined', 'conforms_with_observations', 'conforms', 'not_applicable'],"            \
        " u.outcome), u.lacking LIMIT 1) s ON true"                                                \
        " WHERE c.number > $1 AND ($2 = '' OR m.to_state = $2)"                                    \
        " AND ($3 = '' OR c.submitted_by = $3) AND ($4 = '' OR c.issuer = $4)"                     \
        " AND (NOT $5 OR (m.to_state IN ('received', 'judged', 'in_review', 'recommended')"        \
        " AND m.recorded_at < now() - interval '14 days'))" more " ORDER BY c.number LIMIT $6"

/* Rows come as one array of the table's own row type: one pass over them, where an array for each
 * column would be a pass each. */
#define INSERT(name, takes, table)                                                                 \
        {                                                                                          \
                name, takes,                                                                       \
                        "INSERT INTO gbcert." table " SELECT * FROM unnest($1::gbcert." table      \
                        "[])",                                                                     \
                        "gbcert." table                                                            \
        }

#define KEY_COLUMNS                                                                                \
        " k.key, k.name, array_to_string(k.roles, ' '), k.issuer, v.key IS NOT NULL,"              \
        " k.recorded_at FROM gbcert.person_key k LEFT JOIN gbcert.key_revocation v ON v.key = "    \
        "k.key"

#define NOTICE_COLUMNS " n.id, n.kind, n.about, n.to_issuer, n.to_person, n.recorded_at"

/* The bond that a request means: by its id, a certificate of it or a finding about it. */
#define BOND_MEANT                                                                                 \
        " CROSS JOIN LATERAL (SELECT n.bond, n.issuer FROM ("                                      \
        "SELECT a.bond, a.issuer FROM gbcert.bond_certificate a WHERE a.bond = w.bond"             \
        " UNION ALL SELECT b.bond, b.issuer FROM gbcert.bond_certificate b"                        \
        " WHERE b.certificate = w.bond UNION ALL SELECT g.bond, g.issuer FROM gbcert.finding g"    \
        " WHERE g.id = w.bond) n LIMIT 1) c"

/* Milliseconds since 1970. */
#define MOMENT(ms) "timestamptz '1970-01-01 00:00:00+00' + " ms " * interval '1 millisecond'"

#define FINDING_COLUMNS                                                                            \
        " f.id, f.bond, f.issuer, f.pattern, f.rule, f.subject, f.project, f.payee,"               \
        " f.project_key, f.payee_key, m.event,"                                                    \
        " m.to_state, m.severity, m.happened_on, m.actor, m.reason, m.evidence, m.body,"           \
        " m.recorded_at"

/* What was withdrawn is not shown, unless somebody has answered or closed it. The body is that of
 * the opening. */
#define FINDING_PAGE(more)                                                                         \
        "SELECT" FINDING_COLUMNS " FROM gbcert.finding f CROSS JOIN LATERAL ("                     \
        "SELECT h.event, h.to_state, h.severity, h.happened_on, h.actor, h.reason, h.evidence,"    \
        " h.recorded_at, (SELECT o.body FROM gbcert.finding_move o WHERE o.finding = f.id"         \
        " AND o.body <> '' ORDER BY o.place DESC LIMIT 1) AS body"                                 \
        " FROM gbcert.finding_move h WHERE h.finding = f.id ORDER BY h.place DESC LIMIT 1) m"      \
        " WHERE f.id > $1 AND ($2 = '' OR m.to_state = $2) AND ($3 = '' OR f.bond = $3)"           \
        " AND ($4 = '' OR f.issuer = $4) AND (m.to_state <> 'withdrawn' OR EXISTS (SELECT"         \
        " FROM gbcert.finding_move x WHERE x.finding = f.id AND x.event IN ('answer', 'close')))"  \
        more                                                                                       \
        " ORDER BY f.id LIMIT $5"

#define NOT_ACKNOWLEDGED " NOT EXISTS (SELECT FROM gbcert.acknowledgement a WHERE a.notice = n.id)"

const struct statement_row statements[STATEMENTS] = {
        [SQL_BEGIN] = { "begin", "", "BEGIN", NULL },
        [SQL_COMMIT] = { "commit", "", "COMMIT", NULL },
        [SQL_ROLLBACK] = { "rollback", "", "ROLLBACK", NULL },
        [SQL_LOCK] = { "lock", "ii", "SELECT pg_try_advisory_lock($1, $2)", NULL },
        /* Only for pages: a limit that could strike COMMIT would call it done while its copy on
         * another server is not. */
        [SQL_PATIENCE] = { "patience", "", "SELECT set_config('statement_timeout', '5s', true)",
                           NULL },

        [SQL_HAVE_RULES] = { "have_rules", "s",
                             "SELECT digest FROM gbcert.rule_set WHERE digest = $1", NULL },
        [SQL_RULE_SET] = INSERT("rule_set", "sz", "rule_set"),
        [SQL_RULE_FILE] = INSERT("rule_file", "ssb", "rule_file"),
        [SQL_STANDARD] = INSERT("standard", "sssssoi", "standard_row"),
        [SQL_CRITERION] = INSERT("criterion", "ssisssssss", "criterion"),
        [SQL_CASE] = INSERT("case", "silsssz", "case_file"),
        [SQL_APPLICATION] = INSERT("application", "sissssssslz", "application"),
        [SQL_ASSESSMENT] = INSERT("assessment", "siiSSSSSSSSsz", "assessment"),
        [SQL_MOVE] = INSERT("move", "sisssssssz", "case_move"),
        [SQL_ATTACHMENT] = INSERT("attachment", "sisssbsz", "attachment"),
        [SQL_CONFIRMATION] = INSERT("confirmation", "siissssssz", "confirmation"),
        [SQL_LETTER] = INSERT("letter", "sisz", "letter"),
        [SQL_CERTIFICATE] = INSERT("certificate", "silsssssssssssllsssszddbz", "certificate"),
        [SQL_CERTIFICATE_MOVE] = INSERT("certificate_move", "sisssssz", "certificate_move"),
        [SQL_NOTICE] = { "notice", "lssssz",
                         "INSERT INTO gbcert.notice (kind, to_issuer, to_person, about,"
                         " recorded_at) SELECT kind, to_issuer, to_person, about, recorded_at"
                         " FROM unnest($1::gbcert.notice[])",
                         "gbcert.notice" },
        [SQL_ACKNOWLEDGEMENT] = INSERT("acknowledgement", "lsz", "acknowledgement"),
        [SQL_KEY] = INSERT("key", "ssSssz", "person_key"),
        [SQL_KEY_REVOCATION] = INSERT("key_revocation", "sssz", "key_revocation"),
        [SQL_BOND] = { "bond", "ssssslllsszs",
                       "INSERT INTO gbcert.bond_certificate SELECT f.certificate,"
                       " CASE WHEN coalesce((SELECT c.issuer FROM gbcert.bond_certificate c"
                       " WHERE c.bond = f.bond LIMIT 1), f.issuer) = f.issuer"
                       " THEN f.bond ELSE f.certificate END, f.issuer, f.issuer_name, f.currency,"
                       " f.principal_minor, f.net_minor, f.costs_minor, f.issue_date, f.account,"
                       " f.recorded_at, f.issuer_kind"
                       " FROM unnest($1::gbcert.bond_certificate[]) f",
                       "gbcert.bond_certificate" },
        [SQL_BOND_PROJECT] = INSERT("bond_project", "ssssssssllzs", "bond_project"),
        [SQL_BOND_STATE] = INSERT("bond_state", "sisz", "bond_state"),
        /* Version 0: whether there is one before was not asked for. */
        [SQL_DOSSIER_ROW] = { "dossier_row", "ssisz",
                              "INSERT INTO gbcert.dossier_row SELECT f.kind, f.key,"
                              " CASE WHEN f.version > 0 THEN f.version ELSE f.nth + coalesce("
                              "(SELECT h.version FROM gbcert.dossier_row h WHERE h.kind = f.kind"
                              " AND h.key = f.key ORDER BY h.version DESC LIMIT 1), 0) END,"
                              " f.body, f.recorded_at FROM (SELECT u.kind, u.key, u.version,"
                              " u.body, u.recorded_at, row_number() OVER ("
                              "PARTITION BY u.kind, u.key ORDER BY u.nth)::int AS nth"
                              " FROM unnest($1::gbcert.dossier_row[]) WITH ORDINALITY"
                              " AS u (kind, key, version, body, recorded_at, nth)) f",
                              "gbcert.dossier_row" },
        [SQL_LEDGER_EVENT] =
                INSERT("ledger_event", "slssdssssllllllllllllllllllsszdsllll", "ledger_event"),
        /* Known by its id, which is made of what it is about: it may be there from before. */
        [SQL_FINDING] = { "finding", "sssssssszssss",
                          "INSERT INTO gbcert.finding SELECT DISTINCT ON (f.id) f.*"
                          " FROM unnest($1::gbcert.finding[]) f ON CONFLICT (id) DO NOTHING",
                          "gbcert.finding" },
        [SQL_FINDING_MOVE] = { "finding_move", "lssssdssssz",
                               "INSERT INTO gbcert.finding_move (finding, event, to_state,"
                               " severity, happened_on, actor, reason, evidence, body, recorded_at)"
                               " SELECT finding, event, to_state, severity, happened_on, actor,"
                               " reason, evidence, body, recorded_at"
                               " FROM unnest($1::gbcert.finding_move[])",
                               "gbcert.finding_move" },
        [SQL_FINDING_FILE] = { "finding_file", "ssssbsz",
                               "INSERT INTO gbcert.finding_file SELECT *"
                               " FROM unnest($1::gbcert.finding_file[]) ON CONFLICT DO NOTHING",
                               "gbcert.finding_file" },
        [SQL_DUE] = { "due", "lssizz",
                      "INSERT INTO gbcert.due (kind, about, version, at, recorded_at)"
                      " SELECT kind, about, version, at, recorded_at"
                      " FROM unnest($1::gbcert.due[])",
                      "gbcert.due" },
        [SQL_REQUEST] = INSERT("request", "ssbsssz", "request"),

        [SQL_LOAD_REQUESTS] = { "load_requests", "SS",
                                "SELECT r.person || '/' || r.id, r.digest, r.reply_kind, r.reply"
                                " FROM unnest($1, $2) AS w (person, id)"
                                " CROSS JOIN LATERAL (SELECT * FROM gbcert.request q"
                                " WHERE q.person = w.person AND q.id = w.id) r",
                                NULL },
        [SQL_LOAD_PERSONS] = { "load_persons", "S", "SELECT" KEY_COLUMNS " WHERE k.key = ANY ($1)",
                               NULL },
        [SQL_LOAD_CASES] = { "load_cases", "S",
                             "SELECT c.number, c.issuer, c.issuer_scheme, c.submitted_by,"
                             " c.recorded_at, p.revision, p.body, p.sha256"
                             " FROM unnest($1) AS w (number)"
                             " JOIN gbcert.case_file c ON c.number = w.number"
                             " CROSS JOIN LATERAL (SELECT a.revision, a.body, a.sha256"
                             " FROM gbcert.application a WHERE a.number = w.number"
                             " ORDER BY a.revision DESC LIMIT 1) p",
                             NULL },
        [SQL_LOAD_MOVES] = { "load_moves", "S",
                             "SELECT m.number, m.step, m.from_state, m.event, m.to_state, m.actor,"
                             " m.reason_class, m.reason, m.detail, m.recorded_at"
                             " FROM unnest($1) AS w (number)"
                             " JOIN gbcert.case_move m ON m.number = w.number"
                             " ORDER BY m.number, m.step",
                             NULL },
        [SQL_LOAD_ATTACHMENTS] = { "load_attachments", "S",
                                   "SELECT t.number, t.name, t.about, t.sha256, t.by_person,"
                                   " t.recorded_at FROM unnest($1) AS w (number)"
                                   " JOIN gbcert.attachment t ON t.number = w.number"
                                   " ORDER BY t.number, t.place",
                                   NULL },
        [SQL_LOAD_CONFIRMATIONS] = { "load_confirmations", "S",
                                     "SELECT c.number, c.revision, c.standard, c.criterion,"
                                     " c.verdict, c.by_person, c.reason, c.evidence, c.recorded_at"
                                     " FROM unnest($1) AS w (number)"
                                     " JOIN gbcert.confirmation c ON c.number = w.number"
                                     " ORDER BY c.number, c.place",
                                     NULL },
        [SQL_LOAD_ASSESSMENTS] = { "load_assessments", "S",
                                   "SELECT s.number, s.revision, s.round, u.standard, u.scope,"
                                   " u.catalogue, u.catalogue_row, u.outcome, u.lacking, u.letters,"
                                   " u.reasons, s.rules_digest, s.recorded_at"
                                   " FROM unnest($1) AS w (number)"
                                   " CROSS JOIN LATERAL (SELECT * FROM gbcert.assessment h"
                                   " WHERE h.number = w.number"
                                   " ORDER BY h.revision DESC, h.round DESC LIMIT 1) s"
                                   " CROSS JOIN LATERAL unnest(s.standards, s.scopes, s.catalogues,"
                                   " s.catalogue_rows, s.outcomes, s.lackings, s.letters, "
                                   "s.reasons)"
                                   " WITH ORDINALITY AS u (standard, scope, catalogue,"
                                   " catalogue_row, outcome, lacking, letters, reasons, place)"
                                   " ORDER BY s.number, u.place",
                                   NULL },
        [SQL_LOAD_LETTERS] = { "load_letters", "S",
                               "SELECT w.number, l.place, l.body, l.recorded_at"
                               " FROM unnest($1) AS w (number)"
                               " CROSS JOIN LATERAL (SELECT t.place, t.body, t.recorded_at"
                               " FROM gbcert.letter t WHERE t.number = w.number"
                               " ORDER BY t.place DESC LIMIT 1) l",
                               NULL },
        [SQL_LOAD_CERTIFICATES] = { "load_certificates", "S",
                                    "SELECT w.key," CERTIFICATE_COLUMNS
                                    ", CASE WHEN w.key = c.number THEN c.xml ELSE '' END"
                                    " FROM unnest($1) AS w (key) CROSS JOIN LATERAL ("
                                    "SELECT * FROM gbcert.certificate n WHERE n.number = w.key"
                                    " UNION ALL"
                                    " SELECT * FROM gbcert.certificate f WHERE f.case_number = "
                                    "w.key)"
                                    " c" CERTIFICATE_HEAD " ORDER BY w.key, c.number",
                                    NULL },
        [SQL_LOAD_CASE_COUNTERS] = { "load_case_counters", "I",
                                     "SELECT w.year, coalesce(c.serial, 0)"
                                     " FROM unnest($1) AS w (year) LEFT JOIN LATERAL ("
                                     "SELECT f.serial FROM gbcert.case_file f WHERE f.year = w.year"
                                     " ORDER BY f.serial DESC LIMIT 1) c ON true",
                                     NULL },
        [SQL_LOAD_CERTIFICATE_COUNTERS] = { "load_certificate_counters", "I",
                                            "SELECT w.year, coalesce(c.serial, 0)"
                                            " FROM unnest($1) AS w (year) LEFT JOIN LATERAL ("
                                            "SELECT f.serial FROM gbcert.certificate f"
                                            " WHERE f.year = w.year"
                                            " ORDER BY f.serial DESC LIMIT 1) c ON true",
                                            NULL },
        /* A letter as it was when the notice was written, not a later one. */
        [SQL_LOAD_NOTICES] = { "load_notices", "L",
                               "SELECT" NOTICE_COLUMNS ", a.notice IS NOT NULL,"
                               " CASE n.kind WHEN 'letter' THEN (SELECT convert_to(l.body, 'UTF8')"
                               " FROM gbcert.letter l WHERE l.number = n.about"
                               " AND l.recorded_at <= n.recorded_at ORDER BY l.place DESC LIMIT 1)"
                               " WHEN 'certificate' THEN (SELECT c.xml FROM gbcert.certificate c"
                               " WHERE c.number = n.about)"
                               " WHEN 'finding' THEN (SELECT convert_to(m.body, 'UTF8')"
                               " FROM gbcert.finding_move m WHERE m.finding = n.about"
                               " AND m.body <> '' AND m.recorded_at <= n.recorded_at"
                               " ORDER BY m.place DESC LIMIT 1) ELSE '' END"
                               " FROM gbcert.notice n"
                               " LEFT JOIN gbcert.acknowledgement a ON a.notice = n.id"
                               " WHERE n.id = ANY ($1)",
                               NULL },
        [SQL_LOAD_BONDS] = { "load_bonds", "S",
                             "SELECT w.bond, c.bond, b.certificate, t.case_number, t.standard,"
                             " b.issuer, b.issuer_name, b.currency, b.principal_minor, b.net_minor,"
                             " b.costs_minor, b.issue_date, b.account, b.issuer_kind,"
                             " t.valid_from,"
                             " t.recommended_by, t.decided_by, m.step, m.to_state, m.reason_class,"
                             " coalesce(s.version, 0), coalesce(s.body, '')"
                             " FROM unnest($1) AS w (bond)" BOND_MEANT
                             " JOIN gbcert.bond_certificate b ON b.bond = c.bond"
                             " JOIN gbcert.certificate t ON t.number = b.certificate"
                             " CROSS JOIN LATERAL (SELECT v.step, v.to_state, v.reason_class"
                             " FROM gbcert.certificate_move v WHERE v.number = b.certificate"
                             " ORDER BY v.step DESC LIMIT 1) m"
                             " LEFT JOIN LATERAL (SELECT h.version, h.body FROM gbcert.bond_state h"
                             " WHERE h.bond = c.bond ORDER BY h.version DESC LIMIT 1) s ON true"
                             " ORDER BY w.bond, b.certificate",
                             NULL },
        [SQL_LOAD_BOND_PROJECTS] = { "load_bond_projects", "S",
                                     "SELECT w.bond, p.project, p.name, p.activity, p.catalogue,"
                                     " p.code, p.registry_code, p.category,"
                                     " p.planned_minor, p.budget_minor"
                                     " FROM unnest($1) AS w (bond)" BOND_MEANT
                                     " CROSS JOIN LATERAL (SELECT x.certificate"
                                     " FROM gbcert.bond_certificate x WHERE x.bond = c.bond"
                                     " ORDER BY x.certificate DESC LIMIT 1) l"
                                     " JOIN gbcert.bond_project p ON p.certificate = l.certificate"
                                     " ORDER BY w.bond, p.project",
                                     NULL },
        [SQL_LOAD_DOSSIER_ROWS] = { "load_dossier_rows", "SSS",
                                    "SELECT k.kind, c.bond, c.issuer, k.id, r.version, r.body"
                                    " FROM unnest($1, $2, $3) AS w (kind, bond, id)" BOND_MEANT
                                    " CROSS JOIN LATERAL (SELECT w.kind AS kind, w.id AS id"
                                    " WHERE w.kind <> 'projects' UNION ALL"
                                    " SELECT DISTINCT 'project', p.project"
                                    " FROM gbcert.bond_certificate x JOIN gbcert.bond_project p"
                                    " ON p.certificate = x.certificate"
                                    " WHERE w.kind = 'projects' AND x.bond = c.bond) k"
                                    " CROSS JOIN LATERAL (SELECT d.version, d.body"
                                    " FROM gbcert.dossier_row d WHERE d.kind = k.kind AND d.key ="
                                    " CASE k.kind WHEN 'bond' THEN c.bond WHEN 'invoice' THEN k.id"
                                    " ELSE c.issuer || '/' || k.id END"
                                    " ORDER BY d.version DESC LIMIT 1) r",
                                    NULL },
        [SQL_LOAD_ROWS] = { "load_rows", "SS", LOAD_ROWS, NULL },
        [SQL_LOAD_PAST] = { "load_past", "SSSSS", LOAD_PAST, NULL },
        [SQL_LOAD_DAYS] = { "load_days", "SS", LOAD_DAYS, NULL },
        [SQL_LOAD_HOLDS] = { "load_holds", "SS", LOAD_HOLDS, NULL },
        [SQL_LOAD_EVENTS] = { "load_events", "SS",
                              "SELECT c.bond, e.id, e.body"
                              " FROM unnest($1, $2) AS w (bond, id)" BOND_MEANT
                              " CROSS JOIN LATERAL (SELECT h.id, h.body FROM gbcert.ledger_event h"
                              " WHERE h.bond || E'\\x1f' || h.id ="
                              " c.bond || E'\\x1f' || w.id) e",
                              NULL },
        [SQL_LOAD_FINDINGS] = { "load_findings", "S",
                                "SELECT" FINDING_COLUMNS " FROM unnest($1) AS w (id)"
                                " JOIN gbcert.finding f ON f.id = w.id"
                                " JOIN gbcert.finding_move m ON m.finding = f.id"
                                " ORDER BY f.id, m.place",
                                NULL },

        [SQL_PAGE_CASES] = { "page_cases", "ssssoi", CASE_PAGE(""), NULL },
        [SQL_PAGE_CASES_OF_ISSUER] = { "page_cases_of_issuer", "ssssoi",
                                       CASE_PAGE(" AND c.issuer = $4"), NULL },
        [SQL_PAGE_CASES_OF_SUBMITTER] = { "page_cases_of_submitter", "ssssoi",
                                          CASE_PAGE(" AND c.submitted_by = $3"), NULL },
        [SQL_PAGE_CERTIFICATES] = { "page_certificates", "ssis", CERTIFICATE_PAGE(" AND $4 = ''"),
                                    NULL },
        [SQL_PAGE_CERTIFICATES_OF_ISSUER] = { "page_certificates_of_issuer", "ssis",
                                              CERTIFICATE_PAGE(" AND c.issuer = $4"), NULL },
        [SQL_PAGE_KEYS] = { "page_keys", "si",
                            "SELECT" KEY_COLUMNS " WHERE $1 = '' ORDER BY k.name, k.recorded_at"
                            " LIMIT $2",
                            NULL },
        [SQL_PAGE_KEYS_OF_NAME] = { "page_keys_of_name", "si",
                                    "SELECT" KEY_COLUMNS " WHERE k.name = $1"
                                    " ORDER BY k.recorded_at LIMIT $2",
                                    NULL },
        [SQL_PAGE_INBOX] = { "page_inbox", "si",
                             "SELECT" NOTICE_COLUMNS ", false, ''::bytea FROM ("
                             "SELECT * FROM gbcert.notice p WHERE p.to_person = $1"
                             " AND p.to_person <> '' UNION ALL"
                             " SELECT o.* FROM (SELECT DISTINCT k.issuer FROM gbcert.person_key k"
                             " WHERE k.name = $1 AND k.issuer <> '' AND NOT EXISTS ("
                             "SELECT FROM gbcert.key_revocation v WHERE v.key = k.key)) i"
                             " JOIN gbcert.notice o ON o.to_issuer = i.issuer AND o.to_issuer <> "
                             "'')"
                             " n WHERE" NOT_ACKNOWLEDGED " ORDER BY n.id LIMIT $2",
                             NULL },
        [SQL_PAGE_FINDINGS] = { "page_findings", "ssssi", FINDING_PAGE(""), NULL },
        [SQL_PAGE_FINDINGS_OF_BOND] = { "page_findings_of_bond", "ssssi",
                                        FINDING_PAGE(" AND f.bond = $3"), NULL },
        [SQL_PAGE_FINDINGS_OF_ISSUER] = { "page_findings_of_issuer", "ssssi",
                                          FINDING_PAGE(" AND f.issuer = $4"), NULL },
        [SQL_PAGE_TIMELINE] = { "page_timeline", "s", PAGE_TIMELINE(BOND_MEANT), NULL },
        [SQL_PAGE_BALANCES] = { "page_balances", "ssi",
                                "WITH e AS MATERIALIZED (SELECT h.project, h.to_project, h.payee,"
                                " h.allocated_minor, h.paid_minor, h.special_delta,"
                                " h.placed_delta, h.issuer_delta, h.project_company_delta,"
                                " h.suppliers_delta, h.investors_delta, h.issue_costs_delta,"
                                " h.interest_delta, h.returned_delta"
                                " FROM (SELECT $1 AS bond) w" BOND_MEANT
                                " JOIN gbcert.ledger_event h ON h.bond = c.bond"
                                " WHERE h.happened_on <= $2::text::date)"
                                " SELECT 'account', u.name, coalesce(u.minor, 0)::bigint,"
                                " 0::bigint, ''"
                                " FROM (SELECT count(*) AS n, sum(special_delta) AS a,"
                                " sum(placed_delta) AS b, sum(issuer_delta) AS c,"
                                " sum(project_company_delta) AS d, sum(suppliers_delta) AS e,"
                                " sum(investors_delta) AS f, sum(issue_costs_delta) AS g,"
                                " sum(interest_delta) AS h, sum(returned_delta) AS r FROM e) s"
                                " CROSS JOIN LATERAL (VALUES ('events', s.n),"
                                " ('special_account', s.a), ('placed', s.b), ('issuer', s.c),"
                                " ('project_company', s.d), ('suppliers', s.e),"
                                " ('investors', s.f), ('issue_costs', s.g), ('interest', s.h),"
                                " ('returned', s.r)) u (name, minor)"
                                " UNION ALL (SELECT 'project', p.name, sum(p.allocated)::bigint,"
                                " sum(p.paid)::bigint, '' FROM (SELECT e.project AS name,"
                                " CASE WHEN e.to_project = '' THEN e.allocated_minor"
                                " ELSE -e.allocated_minor END AS allocated, e.paid_minor AS paid"
                                " FROM e UNION ALL SELECT e.to_project, e.allocated_minor, 0"
                                " FROM e WHERE e.to_project <> '') p WHERE p.name <> ''"
                                " GROUP BY p.name ORDER BY p.name LIMIT $3)"
                                " UNION ALL (SELECT 'payee', e.payee, 0::bigint,"
                                " sum(e.paid_minor)::bigint, '' FROM e WHERE e.payee <> ''"
                                " AND e.paid_minor <> 0 GROUP BY e.payee"
                                " ORDER BY sum(e.paid_minor) DESC, e.payee LIMIT $3)"
                                " UNION ALL SELECT 'certificate', b.certificate, 0, 0, m.to_state"
                                " FROM (SELECT $1 AS bond) w" BOND_MEANT
                                " JOIN gbcert.bond_certificate b ON b.bond = c.bond"
                                " CROSS JOIN LATERAL (SELECT v.to_state"
                                " FROM gbcert.certificate_move v WHERE v.number = b.certificate"
                                " AND v.recorded_at < ($2::text::date + 1)::timestamp"
                                " AT TIME ZONE 'Asia/Shanghai' ORDER BY v.step DESC LIMIT 1) m",
                                NULL },
        [SQL_DUES] = { "dues", "lli",
                       "SELECT d.id, d.kind, d.about, d.version FROM gbcert.due d"
                       " WHERE d.at <= " MOMENT("$1") " AND d.at > " MOMENT(
                               "$2") " AND NOT EXISTS (SELECT FROM gbcert.request"
                                     " q WHERE q.person = 'clock' AND q.id = 'due-' || d.id)"
                                     " ORDER BY d.at, d.id LIMIT $3",
                       NULL },
        [SQL_KEYS] = { "keys", "i",
                       "SELECT" KEY_COLUMNS " WHERE v.key IS NULL ORDER BY k.name, k.recorded_at"
                       " LIMIT $1",
                       NULL },
        [SQL_NOTICES] = { "notices", "li",
                          "SELECT" NOTICE_COLUMNS ", false, ''::bytea FROM gbcert.notice n"
                          " WHERE n.id > $1 AND" NOT_ACKNOWLEDGED " ORDER BY n.id LIMIT $2",
                          NULL },
};
