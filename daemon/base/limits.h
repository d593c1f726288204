#pragma once
/* Every bound in the program, each with the reason for its size. */

enum {
        MESSAGE_BYTES_MAX = 1 << 20, /* ZeroMQ hangs up on larger ones before we see them */
        BATCH_BYTES_MAX = 8 << 20,   /* taking stops here: a byte of JSON can cost 48 as a tree */
        BATCH_MAX = 256,             /* one commit; more would keep askers waiting */
        REPLY_KEPT_BYTES_MAX = 4096, /* a stored reply is a receipt, not a document */
        REQUEST_ID_MAX = 64,         /* room for a UUID and a prefix */
        USER_NAME_MAX = 64,
        DOC_DEPTH_MAX = 32,          /* deeper is an attack: libyaml is quadratic in depth */
        DOC_NODES_MAX = 100000,      /* an honest application has a few thousand */
        DOC_KEYS_MAX = 512,          /* keys of one map: they are compared pairwise */
        NUMBER_DIGITS_MAX = 64,      /* longer numbers are refused by whoever reads them as one */
        TEXT_BYTES_MAX = 16384,      /* one text in a document: descriptions, never whole files */
        LIST_MAX = 2000,             /* elements of one list in an application */
        MISTAKES_MAX = 200,          /* past this nobody reads on */
        EXPRESSION_BYTES_MAX = 8192, /* an expression longer than two pages is not a rule */
        EXPRESSION_DEPTH_MAX = 64,   /* nesting of an expression; the parser recurses */
        EXPRESSION_NODES_MAX = 4096,
        EVALUATION_STEPS_MAX = 2000000, /* some ten milliseconds; rules that ship use thousands */
        REGEX_STEPS_MAX = 100000,    /* PCRE2's match limit: no catastrophic backtracking */
        REASONS_MAX = 16,            /* reasons kept for one criterion */
        MISSING_MAX = 64,            /* missing paths kept for one criterion */
        STANDARDS_MAX = 64,
        CRITERIA_MAX = 256,          /* of one standard */
        EDITIONS_MAX = 4,            /* catalogue editions that may be open at once */
        RULE_FILE_BYTES_MAX = 4 << 20, /* the largest taxonomy file is a tenth of this */
        RULE_FILES_MAX = 256,
        ATTACHMENTS_MAX = 200,       /* of one case */
        CONFIRMATIONS_MAX = 500,     /* of one case */
        PAGE_MAX = 500,              /* rows of one list reply */
        KEYS_MAX = 10000,            /* people of one province's centre and its issuers */
        SEALS_MAX = 2,               /* a turn: signing is the slowest step */
        TURN_BYTES_MAX = 1 << 30,    /* follows from the batch: past it a request is too_large */
        RULES_BYTES_MAX = 1 << 28,   /* a rule set in memory, all taxonomies read */
        FAULT_TEXT_MAX = 400,
        LOCK_RETRY_MS = 1000,        /* how often a standby asks for the writer's lock */
        EXCHANGE_TIMEOUT_MS = 10000, /* one exchange with PostgreSQL; then the connection is lost */
        CLIENT_TIMEOUT_MS = 15000,   /* how long gbcert waits before it says nobody is there */
        NOTICE_RETRY_MS = 30000,     /* how soon an unacknowledged notice is told again */
        DRAIN_MS = 5000,             /* how long an ending daemon lets its last answers leave */
        DISTANCE_BYTES_MAX = 128,    /* names longer than this are nobody's slip of the pen */
};
