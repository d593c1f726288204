#pragma once
/* How the ledger is looked back on: part of the statements of statements.c. */

#include "base/limits.h"

/* As of which day an event counted; those from before that was kept, as of their own. */
#define COUNTED(of) " coalesce(" of ".counted_on, " of ".happened_on)"
#define PAYMENTS " h.type IN ('disburse', 'reimburse')"
/* Payments to the payee that is meant, as their index has them, newest first. */
#define KEYED(column) " h.bond || E'\\x1f' || h." column " = w.bond || E'\\x1f' || w.what"
#define OF_BOND(of) of ".bond || E'\\x1f'"
#define TO_PAYEE KEYED("payee") " AND h.payee <> '' AND" PAYMENTS
#define NEWEST " ORDER BY" COUNTED("h") " DESC, h.place DESC"
#define DIGITS(n) #n
#define DIGITS_OF(bound) DIGITS(bound)
#define MOST " LIMIT " DIGITS_OF(PAST_MAX)

#define ACCOUNTS_OF_E                                                                              \
        " e.special_minor, e.placed_minor, e.issuer_minor, e.project_company_minor,"               \
        " e.suppliers_minor, e.investors_minor, e.issue_costs_minor, e.interest_minor"

#define LOAD_ROWS                                                                                  \
        "SELECT w.kind, w.key, r.version, r.body FROM unnest($1, $2) AS w (kind, key)"             \
        " CROSS JOIN LATERAL (SELECT d.version, d.body FROM gbcert.dossier_row d"                  \
        " WHERE d.kind = w.kind AND d.key = w.key ORDER BY d.version DESC LIMIT 1) r"

/* Each kind of want has its own way in; the others cost it nothing. */
#define WAY(condition) "(SELECT h.* FROM gbcert.ledger_event h WHERE " condition ")"
#define OF_AMOUNT(condition)                                                                       \
        "(SELECT x.* FROM (SELECT h.* FROM gbcert.ledger_event h WHERE w.kind = 'amount' AND"      \
        condition MOST ") x"                                                                       \
        " WHERE x.amount_minor = nullif(w.minor, '')::bigint"                                      \
        " AND x.type IN ('disburse', 'reimburse'))"
#define LOAD_PAST                                                                                  \
        "SELECT concat_ws(chr(31), w.bond, w.kind, w.what, w.minor, w.since), w.bond, e.place,"    \
        COUNTED("e") ", e.id, e.body, coalesce(r.version, 0), coalesce(r.body, '')"                \
        " FROM unnest($1, $2, $3, $4, $5) AS w (bond, kind, what, minor, since)"                   \
        " CROSS JOIN LATERAL ("                                                                    \
        WAY("w.kind = 'payee' AND" TO_PAYEE " AND" COUNTED("h")                                    \
            " >= nullif(w.since, '')::date" NEWEST MOST)                                           \
        " UNION ALL " WAY("w.kind IN ('payee', 'last') AND" TO_PAYEE                               \
                          " AND h.type = 'disburse'" NEWEST " LIMIT 1")                            \
        " UNION ALL " WAY("w.kind = 'event' AND" KEYED("id") " AND" PAYMENTS)                      \
        " UNION ALL " WAY("w.kind = 'invoice' AND" KEYED("invoice")                                \
                          " AND h.invoice <> '' AND" PAYMENTS " ORDER BY h.place DESC LIMIT 1")    \
        " UNION ALL " WAY("w.kind = 'near' AND " OF_BOND("h") " = " OF_BOND("w")                   \
                          " AND" COUNTED("h") " >= nullif(w.since, '')::date AND"                  \
                          " h.type = 'disburse'" NEWEST " LIMIT 1000")                             \
        " UNION ALL " OF_AMOUNT(" w.what <> '' AND" TO_PAYEE NEWEST)                               \
        " UNION ALL " OF_AMOUNT(" w.what = '' AND h.bond = w.bond"                                 \
                                " ORDER BY h.place DESC") ") e"                                    \
        " LEFT JOIN LATERAL (SELECT d.version, d.body FROM gbcert.dossier_row d"                   \
        " WHERE d.kind = 'payment' AND d.key = w.bond || '/' || e.id"                              \
        " ORDER BY d.version DESC LIMIT 1) r ON true ORDER BY 1, e.place"

#define LOAD_DAYS                                                                                  \
        "SELECT w.bond, w.day," COUNTED("e") "," ACCOUNTS_OF_E ", e.returned_minor"                \
        " FROM unnest($1, $2) AS w (bond, day)"                                                    \
        " CROSS JOIN LATERAL (SELECT * FROM gbcert.ledger_event h WHERE "                          \
        OF_BOND("h") " = " OF_BOND("w") " AND"                                                     \
        COUNTED("h") " <= w.day::date" NEWEST " LIMIT 1) e"

#define HELD_BY(key)                                                                               \
        "SELECT g.id FROM gbcert.finding g WHERE g." key " = w.key AND g." key " <> ''"
#define LOAD_HOLDS                                                                                 \
        "SELECT w.kind, w.key, f.id FROM unnest($1, $2) AS w (kind, key) CROSS JOIN LATERAL ("     \
        HELD_BY("project_key") " AND w.kind = 'project' UNION ALL "                                \
        HELD_BY("payee_key") " AND w.kind = 'payee') f"                                            \
        " CROSS JOIN LATERAL (SELECT m.to_state, m.severity FROM gbcert.finding_move m"            \
        " WHERE m.finding = f.id ORDER BY m.place DESC LIMIT 1) h"                                 \
        " WHERE h.to_state IN ('open', 'answered') AND h.severity IN ('high', 'critical')"         \
        " ORDER BY w.kind, w.key, f.id"

/* The last event of each part of the time there is: days, when they are few. */
#define PAGE_TIMELINE(meant)                                                                       \
        "SELECT DISTINCT" COUNTED("e") "," ACCOUNTS_OF_E " FROM (SELECT $1 AS bond) w" meant       \
        " CROSS JOIN LATERAL (SELECT min(" COUNTED("x") ") AS first, max(" COUNTED("x") ") AS last"\
        " FROM gbcert.ledger_event x WHERE " OF_BOND("x") " = " OF_BOND("c") ") r"                 \
        " CROSS JOIN LATERAL generate_series(0, 400) g"                                            \
        " CROSS JOIN LATERAL (SELECT * FROM gbcert.ledger_event h WHERE "                          \
        OF_BOND("h") " = " OF_BOND("c") " AND"                                                     \
        COUNTED("h") " <= r.first + ((r.last - r.first)::bigint * g / 400)::int" NEWEST            \
        " LIMIT 1) e WHERE r.first IS NOT NULL ORDER BY 1"
