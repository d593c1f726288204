#include "unit/store/fixture.h"

/* What was decided and saved is what is known when it is loaded. */

static struct fixture x;
static const char number[] = "GD-2026-000001";

static const struct known_case *
found_case(const char *of)
{
        const struct known_case *c = fixture_find(&x, KNOWN_CASE, of);

        ck_assert(c);
        return c;
}

START_TEST(opens)
{
        struct fault f = { 0 };

        ck_assert(fixture_open(&x, "t_round"));
        ck_assert_msg(store_alive(x.store, &f), "%s", f.text);
        ck_assert_int_ge(store_descriptor(x.store), 0);
        ck_assert(!fixture_find(&x, KNOWN_CASE, number));
        ck_assert_int_eq(
                ((struct known_counter *)fixture_find(&x, KNOWN_COUNTER, "case/2026"))->last, 0);
        fixture_store_rules(&x);
        fixture_saved(&x, made_case(&x, 1, str_of(number)));
}
END_TEST

START_TEST(case_comes_back)
{
        const struct known_case *c = found_case(number);

        ck_str(c->number, number);
        ck_str(c->issuer, fixture_issuer);
        ck_str(c->issuer_scheme, "uscc");
        ck_str(c->submitted_by, "lin");
        ck_assert_int_eq(c->submitted_at.ms, x.now.ms);
        ck_assert_int_eq(c->state, CASE_JUDGED);
        ck_assert_int_eq(c->revision, 1);
        ck_assert_int_eq(c->round, 0);
        ck_str(c->application, "{\"bond\":{\"name\":\"绿\",\"nul\":\"\\u0000\"}}");
        ck_assert(str_eq(c->application_digest, digest_text(x.arena, digest_of(c->application))));
        ck_assert_int_eq(c->move_count, 2);
        ck_assert_int_eq(c->moves[0].from, CASE_NONE);
        ck_assert_int_eq(c->moves[0].event, EVENT_SUBMIT);
        ck_assert_int_eq(c->moves[1].to, CASE_JUDGED);
        ck_assert_int_eq(c->moves[1].step, 2);
        ck_str(c->moves[1].actor, "lin");
        ck_str(c->moves[1].reason_class, "request");
        ck_str(c->moves[1].reason, "因为");
        ck_assert_int_eq(c->moves[1].at.ms, x.now.ms);
        ck_assert_int_eq(c->assessment_count, 2);
        ck_str(c->assessments[0].standard, "CN-GBP-2022");
        ck_str(c->assessments[0].scope, "asked");
        ck_str(c->assessments[0].catalogue, "CN-2025");
        ck_str(c->assessments[0].catalogue_row, "filed-2025");
        ck_assert_int_eq(c->assessments[0].outcome, OUTCOME_UNDETERMINED);
        ck_assert_int_eq(c->assessments[0].lacking, LACKING_PAPERS);
        ck_str(c->assessments[0].letters, "mua");
        ck_str(c->assessments[0].reasons, "[{\"id\":\"CN-2\"}]");
        ck_assert(str_eq(c->assessments[0].rules_digest, x.rules_digest));
        ck_assert_int_eq(c->assessments[1].lacking, LACKING_NOTHING);
        ck_assert_int_eq(c->attachment_count + c->confirmation_count + c->letters, 0);
        ck_assert_int_eq(
                ((struct known_counter *)fixture_find(&x, KNOWN_COUNTER, "case/2026"))->last, 1);
}
END_TEST

START_TEST(request_comes_back)
{
        struct made *asked = made_new(&x, CASE_WITHDRAW, "lin", "no-1");
        struct made *bad = made_new(&x, CASE_WITHDRAW, "lin", "bad-1");
        struct made *read = made_new(&x, CASE_SHOW, "lin", "read-1");
        const struct known_request *r = fixture_find(&x, KNOWN_REQUEST, "lin/submit-1");
        struct fault f;

        ck_assert(r);
        ck_assert_int_eq(r->digest[31], 7);
        ck_str(r->reply_kind, "ok");
        ck_str(r->reply, "{\"ok\":true}");
        asked->ticket.decided.reply_kind = REPLY_NO;
        bad->ticket.decided.reply_kind = REPLY_BAD;
        fixture_saved(&x, asked);
        fixture_saved(&x, bad);
        fixture_saved(&x, read);
        ck_str(((struct known_request *)fixture_find(&x, KNOWN_REQUEST, "lin/no-1"))->reply_kind,
               "no");
        ck_assert(!fixture_find(&x, KNOWN_REQUEST, "lin/bad-1"));
        ck_assert(!fixture_find(&x, KNOWN_REQUEST, "lin/read-1"));
        ck_assert(!fixture_find(&x, KNOWN_REQUEST, "/submit-1"));
        ck_assert(!fixture_save(&x, asked, &f));
        ck_assert_int_eq(f.kind, FAULT_REFUSED);
        asked->ticket.decided.repeated = true;
        fixture_saved(&x, asked);
}
END_TEST

static struct new_attachment
attachment(uint32_t place, struct str bytes)
{
        return (struct new_attachment){ .number = str_of(number),
                                        .place = place,
                                        .name = STR("意见.pdf"),
                                        .about = STR("reviews"),
                                        .bytes = bytes,
                                        .by = STR("lin"),
                                        .sha256 = digest_text(x.arena, digest_of(bytes)) };
}

static struct new_confirmation
confirmation(uint32_t place, uint32_t revision)
{
        return (struct new_confirmation){ .number = str_of(number),
                                          .place = place,
                                          .revision = revision,
                                          .standard = STR("CN-GBP-2022"),
                                          .criterion = STR("CN-2"),
                                          .verdict = MET,
                                          .by = STR("chen"),
                                          .reason = STR("看过原件"),
                                          .evidence = STR("aa bb") };
}

START_TEST(papers_come_back)
{
        struct made *m = made_new(&x, CASE_ATTACH, "lin", "attach-1");
        const struct known_case *c;
        struct str odd = { "\0\xff\xfe%PDF\0", 8 };

        made_add(m, EFFECT_ATTACHMENT)->as.attachment = attachment(1, odd);
        made_add(m, EFFECT_ATTACHMENT)->as.attachment = attachment(2, (struct str){ 0 });
        made_add(m, EFFECT_CONFIRMATION)->as.confirmation = confirmation(1, 1);
        made_add(m, EFFECT_LETTER)->as.letter =
                (struct new_letter){ str_of(number), 1, STR("{\"lacking\":1}") };
        made_add(m, EFFECT_LETTER)->as.letter =
                (struct new_letter){ str_of(number), 2, STR("{\"lacking\":2}") };
        fixture_saved(&x, m);
        c = found_case(number);
        ck_assert_int_eq(c->attachment_count, 2);
        ck_str(c->attachments[0].name, "意见.pdf");
        ck_str(c->attachments[0].about, "reviews");
        ck_str(c->attachments[0].by, "lin");
        ck_assert(str_eq(c->attachments[0].sha256, digest_text(x.arena, digest_of(odd))));
        ck_str(fixture_sql(x.arena, x.owner,
                           "SELECT encode(bytes, 'hex') FROM gbcert.attachment WHERE place = 1"),
               "00fffe2550444600");
        ck_assert_int_eq(c->confirmation_count, 1);
        ck_assert_int_eq(c->confirmations_ever, 1);
        ck_str(c->confirmations[0].criterion, "CN-2");
        ck_assert_int_eq(c->confirmations[0].verdict, MET);
        ck_str(c->confirmations[0].by, "chen");
        ck_str(c->confirmations[0].reason, "看过原件");
        ck_str(c->confirmations[0].evidence, "aa bb");
        ck_assert_int_eq(c->letters, 2);
        ck_str(c->letter, "{\"lacking\":2}");
        ck_assert_int_eq(c->letter_at.ms, x.now.ms);
}
END_TEST

START_TEST(amended_case_comes_back)
{
        struct made *m = made_new(&x, CASE_AMEND, "lin", "amend-1");
        const struct known_case *c;

        x.now.ms += 86400000;
        made_assessment(m, str_of(number), 1, 1, "mma");
        fixture_saved(&x, m);
        c = found_case(number);
        ck_assert_int_eq(c->round, 1);
        ck_assert_int_eq(c->assessment_count, 2);
        ck_str(c->assessments[0].letters, "mma");
        m = made_new(&x, CASE_AMEND, "lin", "amend-2");
        (void)made_application(&x, m, str_of(number), 2, STR("{\"second\":2}"));
        made_assessment(m, str_of(number), 2, 0, "mmm");
        made_move(m, str_of(number), 3, CASE_JUDGED, EVENT_AMEND, CASE_RECEIVED, "lin");
        made_move(m, str_of(number), 4, CASE_RECEIVED, EVENT_FIND_GAPS, CASE_DEFICIENT, "lin");
        fixture_saved(&x, m);
        c = found_case(number);
        ck_assert_int_eq(c->revision, 2);
        ck_assert_int_eq(c->round, 0);
        ck_str(c->application, "{\"second\":2}");
        ck_str(c->assessments[0].letters, "mmm");
        ck_assert_int_eq(c->confirmation_count, 0);
        ck_assert_int_eq(c->confirmations_ever, 1);
        ck_assert_int_eq(c->state, CASE_DEFICIENT);
        ck_assert_int_eq(c->move_count, 4);
        ck_assert_int_eq(c->moves[0].at.ms + 86400000, c->moves[3].at.ms);
}
END_TEST

/* Takes the case to a decision, as three people. */
static void
decide_case(void)
{
        struct made *m = made_new(&x, CASE_TAKE, "chen", "take-1");

        made_move(m, str_of(number), 5, CASE_DEFICIENT, EVENT_TAKE, CASE_IN_REVIEW, "chen");
        made_move(m, str_of(number), 6, CASE_IN_REVIEW, EVENT_RECOMMEND, CASE_RECOMMENDED, "chen");
        fixture_saved(&x, m);
}

static const struct certificate facts = {
        .number = STR_ROW("GDC-2026-000001-K"),
        .case_number = STR_ROW("GD-2026-000001"),
        .kind = STR_ROW("as_at"),
        .issued = { 1782000000123 },
        .from = { 20625 },
        .until = { 21720 },
        .issuer_code = STR_ROW("91440101MA5D693Q4G"),
        .issuer_name = { [CHINESE] = STR_ROW("广州地铁集团") },
        .bond_name = STR_ROW("2026年第一期绿色债券"),
        .product = STR_ROW("corporate"),
        .principal = { 50000000000, "CNY" },
        .scope_amount = { 30000000000, "CNY" },
        .standard = STR_ROW("CN-GBP-2022"),
        .catalogue = STR_ROW("CN-2025"),
        .outcome = CONFORMS,
        .recommended_by = STR_ROW("chen"),
        .decided_by = STR_ROW("wu"),
        .application_digest = STR_ROW("00"),
};

START_TEST(certificate_comes_back)
{
        struct made *m = made_new(&x, CASE_CERTIFY, "wu", "certify-1");
        struct certificate *own = TAKE(x.arena, struct certificate, 1);
        const struct known_certificates *c;

        decide_case();
        *own = facts;
        own->rules_digest = x.rules_digest;
        made_move(m, str_of(number), 7, CASE_RECOMMENDED, EVENT_CERTIFY, CASE_CERTIFIED, "wu");
        made_add(m, EFFECT_CERTIFICATE)->as.certificate = (struct new_certificate){
                .serial = 1, .year = 2026, .facts = own, .xml = STR("<证书/>")
        };
        made_add(m, EFFECT_NOTICE)->as.notice =
                (struct new_notice){ .kind = NOTICE_CERTIFICATE,
                                     .to_issuer = str_of(fixture_issuer),
                                     .about = own->number };
        fixture_saved(&x, m);
        c = fixture_find(&x, KNOWN_CERTIFICATE, "GDC-2026-000001-K");
        ck_assert(c && c->count == 1);
        ck_str(c->at[0].case_number, number);
        ck_str(c->at[0].standard, "CN-GBP-2022");
        ck_str(c->at[0].issuer, fixture_issuer);
        ck_str(c->at[0].bond_name, "2026年第一期绿色债券");
        ck_assert_int_eq(c->at[0].state, CERTIFICATE_VALID);
        ck_assert_int_eq(c->at[0].issued.ms, facts.issued.ms);
        ck_assert_int_eq(c->at[0].from.number, facts.from.number);
        ck_assert_int_eq(c->at[0].until.number, facts.until.number);
        ck_str(c->at[0].xml, "<证书/>");
        c = fixture_find(&x, KNOWN_CERTIFICATE, number);
        ck_assert(c && c->count == 1 && c->at[0].xml.len == 0);
        ck_assert(!fixture_find(&x, KNOWN_CERTIFICATE, "GDC-2026-000002-K"));
        ck_assert_int_eq(
                ((struct known_counter *)fixture_find(&x, KNOWN_COUNTER, "certificate/2026"))->last,
                1);
        ck_str(fixture_sql(
                       x.arena, x.owner,
                       "SELECT state || ' ' || scope_amount || ' ' || xml FROM audit.certificates"),
               "valid 300000000.00 <证书/>");
}
END_TEST

#define KEY_ONE "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define KEY_TWO "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

START_TEST(persons_come_back)
{
        struct made *m = made_new(&x, KEY_ADD, "root", "key-1");
        const struct known_person *p;
        struct known_persons all;
        struct fault f = { 0 };

        made_add(m, EFFECT_KEY)->as.key = (struct new_key){ .name = STR("he"),
                                                            .key = STR(KEY_ONE),
                                                            .issuer = str_of(fixture_issuer),
                                                            .by = STR("root"),
                                                            .roles = ROLE_ISSUER };
        made_add(m, EFFECT_KEY)->as.key = (struct new_key){ .name = STR("chen"),
                                                            .key = STR(KEY_TWO),
                                                            .by = STR("root"),
                                                            .roles = ROLE_REVIEWER | ROLE_OFFICER };
        fixture_saved(&x, m);
        p = fixture_find(&x, KNOWN_PERSON, KEY_TWO);
        ck_assert(p && !p->revoked);
        ck_str(p->person.name, "chen");
        ck_assert_int_eq(p->person.roles, ROLE_REVIEWER | ROLE_OFFICER);
        ck_assert_int_eq(p->added.ms, x.now.ms);
        m = made_new(&x, KEY_REVOKE, "root", "key-2");
        made_add(m, EFFECT_KEY_REVOCATION)->as.key_revocation =
                (struct key_revocation){ STR(KEY_TWO), STR("root"), STR("丢失") };
        fixture_saved(&x, m);
        p = fixture_find(&x, KNOWN_PERSON, KEY_TWO);
        ck_assert(p && p->revoked);
        ck_assert(store_keys(x.store, x.arena, &all, &f));
        ck_assert_int_eq(all.count, 1);
        ck_str(all.at[0].key, KEY_ONE);
        ck_str(all.at[0].person.issuer, fixture_issuer);
        ck_assert_int_eq(((struct known_persons *)fixture_find(&x, KNOWN_KEYS, ""))->count, 2);
        ck_assert_int_eq(((struct known_persons *)fixture_find(&x, KNOWN_KEYS, "he"))->count, 1);
        ck_assert_int_eq(((struct known_persons *)fixture_find(&x, KNOWN_KEYS, "nobody"))->count,
                         0);
}
END_TEST

START_TEST(notices_come_back)
{
        struct made *m = made_new(&x, CASE_SHOW, "chen", "notice");
        const struct known_notices *box = fixture_find(&x, KNOWN_INBOX, "he");
        const struct known_notice *n;
        struct known_notices fresh;
        struct fault f = { 0 };
        struct str id;

        ck_assert_int_eq(box->count, 1);
        id = box->at[0].id;
        ck_str(box->at[0].kind, "certificate");
        ck_str(box->at[0].about, "GDC-2026-000001-K");
        ck_str(box->at[0].to_issuer, fixture_issuer);
        ck_assert(box->at[0].body.len == 0);
        n = fixture_find(&x, KNOWN_NOTICE, str_c(x.arena, id));
        ck_assert(n && !n->acknowledged);
        ck_str(n->body, "<证书/>");
        made_add(m, EFFECT_NOTICE)->as.notice = (struct new_notice){ .kind = NOTICE_LETTER,
                                                                     .to_person = STR("lin"),
                                                                     .about = str_of(number) };
        made_add(m, EFFECT_ACKNOWLEDGEMENT)->as.acknowledgement =
                (struct new_acknowledgement){ id, STR("he") };
        fixture_saved(&x, m);
        ck_assert_int_eq(((struct known_notices *)fixture_find(&x, KNOWN_INBOX, "he"))->count, 0);
        ck_assert(((struct known_notice *)fixture_find(&x, KNOWN_NOTICE, str_c(x.arena, id)))
                          ->acknowledged);
        ck_assert(store_notices(x.store, x.arena, STR(""), &fresh, &f));
        ck_assert_int_eq(fresh.count, 1);
        ck_str(fresh.at[0].to_person, "lin");
        n = fixture_find(&x, KNOWN_NOTICE, str_c(x.arena, fresh.at[0].id));
        ck_str(n->body, "{\"lacking\":2}");
        ck_assert(store_notices(x.store, x.arena, fresh.at[0].id, &fresh, &f));
        ck_assert_int_eq(fresh.count, 0);
        ck_assert(!fixture_find(&x, KNOWN_NOTICE, "no number"));
}
END_TEST

START_TEST(keys_that_cannot_be_are_not_found)
{
        struct known *k = known_new(x.arena);
        struct fault f = { 0 };
        struct reach odd = { KNOWN_CASE, { "GD\0", 3 }, { .after = { 0 } } };
        struct reach page = { KNOWN_CASES, STR("p"), { .state = { "\xed\xa0\x80", 3 } } };

        known_want(k, &odd);
        known_want(k, &page);
        odd.kind = KNOWN_CERTIFICATE;
        known_want(k, &odd);
        ck_assert_msg(store_load(x.store, x.arena, k, &f), "%s", f.text);
        ck_assert(!known_get(k, KNOWN_CASE, odd.key));
        ck_assert_int_eq(((struct known_page *)known_get(k, KNOWN_CASES, STR("p")))->count, 0);
}
END_TEST

START_TEST(closes)
{
        fixture_close(&x);
}
END_TEST

STORE_MAIN("round_trip", opens, case_comes_back, request_comes_back, papers_come_back,
           amended_case_comes_back, certificate_comes_back, persons_come_back, notices_come_back,
           keys_that_cannot_be_are_not_found, closes)
