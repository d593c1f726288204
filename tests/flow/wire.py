"""What strangers and careless clients may send, and what comes back. Run by test_wire.sh."""

import copy
import json
import os
import socket
import struct
import sys
import time

import zmq

from peer import WORK, Peer

CANARY = "CANARY-" + os.urandom(6).hex()
MIB = 1 << 20
failures = 0
status = Peer("operator1")
application = json.load(open(f"{WORK}/application.json", encoding="utf-8"))


def check(name, got, wanted):
    """After each row the daemon must still answer somebody else."""
    global failures
    alive = status.ask("status", seconds=20)
    if alive is None or alive[0] != "ok":
        sys.exit(f"FAILED: after {name!r} the daemon says {alive}")
    if got != wanted:
        failures += 1
        print(f"FAILED: {name}: {got}, wanted {wanted}")


def answer_of(reply):
    """"ok", or "bad" and "no" with their first code."""
    if reply is None:
        return "silence"
    kind, body = reply
    said = json.loads(body)
    if kind == "bad":
        return f"bad {said['mistakes'][0]['code']}"
    return f"no {said['code']}" if kind == "no" else kind


# ---- frames as they are, sent by officer1; then a good request on the same connection

A = "GBC1"
FRAMES = [
    ("no frame but an empty one", [""], "dropped"),
    ("one frame", [A], "dropped"),
    ("two frames", [A, "two"], "bad frame_count"),
    ("three frames", [A, "three", "status"], "bad frame_count"),
    ("five frames", [A, "five", "status", "{}", ""], "bad frame_count"),
    ("a thousand frames", [A, "thousand"] + ["x"] * 998, "bad frame_count"),
    ("an empty frame first", ["", A, "first", "status", "{}"], "ok"),
    ("two empty frames first", ["", "", A, "id", "status", "{}"], "dropped"),
    ("another protocol", ["GBC2", "id", "status", "{}"], "dropped"),
    ("protocol in small letters", ["gbc1", "id", "status", "{}"], "dropped"),
    ("no id", [A, "", "status", "{}"], "dropped"),
    ("an id of one byte", [A, "i", "status", "{}"], "ok"),
    ("an id of 64 bytes", [A, "i" * 64, "status", "{}"], "ok"),
    ("an id of 65 bytes", [A, "i" * 65, "status", "{}"], "dropped"),
    ("an id with a space", [A, "a b", "status", "{}"], "dropped"),
    ("an id with a slash", [A, "a/b", "status", "{}"], "dropped"),
    ("an id with a NUL", [A, b"a\0b", "status", "{}"], "dropped"),
    ("an id that is no ASCII", [A, "编号", "status", "{}"], "dropped"),
    ("no verb", [A, "verb0", "", "{}"], "bad unknown_verb"),
    ("an unknown verb", [A, "verb1", "case.destroy", "{}"], "bad unknown_verb"),
    ("a verb that almost is one", [A, "verb2", "case.submitt", "{}"], "bad unknown_verb"),
    ("a verb in capitals", [A, "verb3", "STATUS", "{}"], "bad unknown_verb"),
    ("a verb with a NUL", [A, "verb4", b"status\0", "{}"], "bad unknown_verb"),
    ("a verb that is no UTF-8", [A, "verb5", b"\xff\xfe", "{}"], "bad unknown_verb"),
    ("a verb of 100 KB", [A, "verb6", CANARY * 5000, "{}"], "bad unknown_verb"),
    ("a verb that is a secret", [A, "verb7", CANARY, "{}"], "bad unknown_verb"),
    ("the daemon's own verb", [A, "verb8", "clock", "{}"], "bad unknown_verb"),
    ("an answer", [A, "verb9", "ok", "{}"], "bad unknown_verb"),
    ("a notice", [A, "verb10", "notice", "{}"], "bad unknown_verb"),
    ("a body of exactly 1 MiB", [A, "mib", "status", "{" + " " * (MIB - 2) + "}"], "ok"),
    ("a body of 1 MiB and a byte", [A, "mib1", "status", "{" + " " * (MIB - 1) + "}"], "closed"),
    ("a body of 5 MiB", [A, "mib5", "status", "x" * 5 * MIB], "closed"),
    ("a verb of 2 MiB", [A, "mib2", "x" * 2 * MIB, "{}"], "closed"),
]


def frames_row(name, frames, wanted):
    peer = Peer("officer1")
    peer.send(*frames)
    if wanted == "closed":
        got = "closed" if peer.hung_up(5) else "still there"
    else:
        peer.send(A, "after", "status", "{}")
        reply = peer.receive(10)
        if reply and reply[1] == b"after":
            got = "dropped"
        else:
            got = answer_of(reply and (reply[2].decode(), reply[3]))
            after = peer.receive(10)
            if not after or after[1] != b"after":
                got += ", then nothing more"
    check(name, got, wanted)
    peer.close()


# ---- bodies

def deep(levels):
    return "[" * levels + "]" * levels


def submit(text):
    return '{"application":' + text + "}"


def changed(path, value):
    """The application that conforms, with a value put at a path."""
    made = copy.deepcopy(application)
    at = made
    for part in path[:-1]:
        at = at[part]
    at[path[-1]] = value
    return submit(json.dumps(made, ensure_ascii=False))


def raw(path, text):
    """The same with bytes that json.dumps would not write."""
    return changed(path, "@HERE@").replace('"@HERE@"', text)


PRINCIPAL = ("bond", "principal")
NAME = ("bond", "name")
S, O = "case.submit", "officer1"
BODIES = [
    # (name, who, verb, body, answer); GD-2026-000001 stands for a case that is there
    ("an empty body", O, "status", "", "bad json_empty"),
    ("blanks", O, "status", " \n ", "bad json_empty"),
    ("a list", O, "status", "[]", "bad want_map"),
    ("null", O, "status", "null", "bad want_map"),
    ("a number", O, "status", "7", "bad want_map"),
    ("a text", O, "status", '"status"', "bad want_map"),
    ("YAML", O, "case.show", "case: GD-2026-000001", "bad json_syntax"),
    ("a broken map", O, "status", "{", "bad json_syntax"),
    ("two maps", O, "status", "{}{}", "bad json_trailing"),
    ("a comma too many", O, "status", '{"a":1,}', "bad json_syntax"),
    ("a comment", O, "status", "{} // done", "bad json_trailing"),
    ("a byte order mark", O, "status", b"\xef\xbb\xbf{}", "bad json_syntax"),
    ("UTF-16", O, "status", "{}".encode("utf-16"), "bad json_utf8"),
    ("bad UTF-8", O, "case.show", b'{"case":"\xff"}', "bad json_utf8"),
    ("overlong UTF-8", O, "case.show", b'{"case":"\xc0\xaf"}', "bad json_utf8"),
    ("a surrogate in UTF-8", O, "case.show", b'{"case":"\xed\xa0\x80"}', "bad json_utf8"),
    ("a raw NUL", O, "case.show", b'{"case":"a\0b"}', "bad json_string"),
    ("NaN", O, "case.show", '{"case":NaN}', "bad json_syntax"),
    ("a duplicate key", O, "case.show", '{"case":"a","case":"b"}', "bad json_duplicate_key"),
    ("a duplicate key, escaped", O, "case.show", '{"case":"a","\\u0063ase":"b"}',
     "bad json_duplicate_key"),
    ("an unknown member", O, "status", '{"verbose":true}', "bad unknown_key"),
    ("a member that is almost one", O, "case.show", '{"cases":"a"}', "bad unknown_key"),
    ("no member", O, "case.show", "{}", "bad missing_key"),
    ("a member that is null", O, "case.show", '{"case":null}', "bad missing_key"),
    ("a member that is a list", O, "case.show", '{"case":[]}', "bad want_text"),
    ("a member that is a number", O, "case.show", '{"case":1}', "bad want_text"),
    ("a member that is empty", O, "case.show", '{"case":""}', "bad empty_text"),
    ("an escaped NUL", O, "case.show", '{"case":"GD-2026-000001\\u0000"}', "bad bad_text"),
    ("a bidi override", O, "case.show", '{"case":"\\u202e10000-6202-DG"}', "bad bad_text"),
    ("a lone surrogate", O, "case.show", '{"case":"\\ud800"}', "bad bad_text"),
    ("a control character", O, "case.show", '{"case":"\\u0007"}', "bad bad_text"),
    ("a text of 20 KB", O, "case.show", '{"case":"%s"}' % ("x" * 20000), "bad too_long"),
    ("SQL", O, "case.show", '{"case":"\'; DROP TABLE gbcert.case_file; --"}', "no no_such_case"),
    ("a format", O, "case.show", '{"case":"%s%n%x"}', "no no_such_case"),
    ("an unknown case", O, "case.show", '{"case":"GD-2026-999999"}', "no no_such_case"),
    ("a filter that is no state", O, "case.list", '{"state":"\' OR true --"}', "ok"),
    ("a page after nonsense", O, "case.list", '{"after":"zzzz%"}', "ok"),
    ("a bool that is text", O, "case.list", '{"mine":"yes"}', "bad want_bool"),
    ("an unknown certificate", O, "certificate.fetch", '{"certificate":"GDC-1"}',
     "no no_such_certificate"),
    ("an unknown notice", O, "notice.fetch", '{"notice":"1"}', "no no_such_notice"),
    ("a notice that is no number", O, "notice.fetch", '{"notice":"one"}', "no no_such_notice"),
    ("a notice beyond all", O, "notice.fetch", '{"notice":"99999999999999999999999"}',
     "no no_such_notice"),
    ("a notice below all", O, "notice.acknowledge", '{"notice":"-1"}', "no no_such_notice"),
    # Roles.
    ("officer takes", O, "case.take", '{"case":"GD-2026-000001"}', "no forbidden_role"),
    ("officer adds a key", O, "key.add", '{"name":"x","key":"%s","roles":["operator"]}' % ("a" * 40),
     "no forbidden_role"),
    ("officer reloads", O, "reload", "{}", "no forbidden_role"),
    ("officer lists keys", O, "key.list", "{}", "no forbidden_role"),
    ("reviewer submits", "reviewer1", S, submit(json.dumps(application)), "no forbidden_role"),
    ("auditor withdraws", "auditor1", "case.withdraw", '{"case":"GD-2026-000001","reason":"x"}',
     "no forbidden_role"),
    ("operator certifies", "operator1", "case.certify", '{"case":"GD-2026-000001","reason":"x"}',
     "no forbidden_role"),
    ("issuer confirms", "issuer1", "case.confirm",
     '{"case":"GD-2026-000001","criterion":"CN-1","verdict":"met","reason":"x","evidence":["x"]}',
     "no forbidden_role"),
    ("issuer of another", "other1", "case.show", '{"case":"GD-2026-000001"}', "no no_such_case"),
    ("issuer submits for another", "other1", S, submit(json.dumps(application)),
     "no not_your_issuer"),
    ("key that is no key", "operator1", "key.add",
     '{"name":"x","key":"%s","roles":["officer"]}' % ("\\u00e9" * 20), "bad key_text"),
    ("a role that is none", "operator1", "key.add",
     '{"name":"x","key":"%s","roles":["god"]}' % ("a" * 40), "bad role_word"),
    ("the clock's role", "operator1", "key.add",
     '{"name":"x","key":"%s","roles":["clock"]}' % ("a" * 40), "bad role_word"),
    ("roles that are no texts", "operator1", "key.add",
     '{"name":"x","key":"%s","roles":[{},null,1]}' % ("a" * 40), "bad role_word"),
    ("a name with a slash", "operator1", "key.add",
     '{"name":"a/b","key":"%s","roles":["officer"]}' % ("a" * 40), "bad person_name"),
    # Applications.
    ("no application", O, S, "{}", "bad missing_key"),
    ("an application that is a list", O, S, submit("[]"), "bad want_map"),
    ("an application that is empty", O, S, submit("{}"), "bad required_field"),
    ("deep 10000", O, S, submit(deep(10000)), "bad json_depth"),
    ("deep 500000", O, S, submit(deep(500000)), "bad json_depth"),
    ("deep 33", O, S, submit('{"bond":' + deep(33) + "}"), "bad json_depth"),
    ("deep 29", O, S, submit('{"bond":' + deep(29) + "}"), "bad want_map"),
    ("maps deep 30", O, S, submit('{"a":' * 30 + "1" + "}" * 30), "bad unknown_key"),
    ("a map that is a list", O, S, changed(("bond",), []), "bad want_map"),
    ("a list that is a map", O, S, changed(("projects",), {}), "bad want_list"),
    ("an empty list of projects", O, S, changed(("projects",), []), "bad list_too_short"),
    ("100000 projects", O, S, changed(("projects",), [{}] * 99000), "bad list_too_long"),
    ("300000 numbers", O, S, raw(("projects",), "[" + "1," * 299999 + "1]"), "bad json_nodes"),
    ("5000 projects", O, S, changed(("projects",), [{}] * 5000), "bad list_too_long"),
    ("1100 keys", O, S, submit(json.dumps({f"k{i}": i for i in range(1100)})),
     "bad json_too_many_keys"),
    ("400 unknown keys", O, S, submit(json.dumps({f"k{i}": i for i in range(400)})),
     "bad unknown_key"),
    ("one huge text", O, S, changed(NAME, CANARY + "x" * 900000), "bad too_long"),
    ("an escaped NUL in a name", O, S, raw(NAME, '"a\\u0000b"'), "bad bad_text"),
    ("a bidi override in a name", O, S, raw(NAME, '"\\u202egnp.exe"'), "bad bad_text"),
    ("a bidi isolate in a name", O, S, raw(NAME, '"\\u2066x"'), "bad bad_text"),
    ("a lone surrogate in a name", O, S, raw(NAME, '"\\udc00"'), "bad bad_text"),
    ("a NUL in a key", O, S, submit('{"bo\\u0000nd":1}'), "bad unknown_key"),
    ("markup in a name", O, S, changed(NAME, "<script>&]]></script>"), "ok"),
    ("a formula in a name", O, S, changed(NAME, '=HYPERLINK("x")'), "ok"),
    ("an emoji in a name", O, S, changed(NAME, "绿🟢"), "ok"),
    ("1e999999", O, S, raw(PRINCIPAL, "1e999999"), "bad bad_number"),
    ("1e-999999", O, S, raw(PRINCIPAL, "1e-999999"), "bad bad_number"),
    ("1e99999999999999999999", O, S, raw(PRINCIPAL, "1e99999999999999999999"), "bad bad_number"),
    ("1000 digits", O, S, raw(PRINCIPAL, "9" * 1000), "bad bad_number"),
    ("64 digits", O, S, raw(PRINCIPAL, "9" * 64), "bad bad_number"),
    ("100000 zeros behind a point", O, S, raw(PRINCIPAL, "1." + "0" * 100000), "bad bad_number"),
    ("minus nothing", O, S, raw(PRINCIPAL, "-0"), "ok"),
    ("an amount below zero", O, S, raw(PRINCIPAL, "-1000000000"), "bad too_small"),
    ("a third of a fen", O, S, raw(PRINCIPAL, "1000000000.001"), "bad too_many_decimals"),
    ("2 to the 63rd", O, S, raw(PRINCIPAL, "9223372036854775808"), "bad money_too_large"),
    ("an amount that is text", O, S, raw(PRINCIPAL, '"1000000000"'), "bad want_number"),
    ("an amount that is true", O, S, raw(PRINCIPAL, "true"), "bad want_number"),
    ("a day that is none", O, S, changed(("bond", "issue_date"), "2026-02-30"), "bad bad_date"),
    ("a year of five figures", O, S, changed(("bond", "issue_date"), "12026-02-03"), "bad bad_date"),
    ("the year nought", O, S, changed(("bond", "issue_date"), "0000-01-01"), "bad bad_date"),
    ("the last of days", O, S, changed(("bond", "maturity_date"), "9999-12-31"), "ok"),
    ("a code that is none", O, S, changed(("issuer", "uscc"), "91440101MA0EXMPH80"), "bad bad_uscc"),
    ("a file without bytes", O, "case.attach", '{"case":"GD-2026-000001","files":[{"name":"a"}]}',
     "bad file_bytes"),
    ("a file that is a number", O, "case.attach", '{"case":"GD-2026-000001","files":[1]}',
     "bad file_bytes"),
    ("no file", O, "case.attach", '{"case":"GD-2026-000001","files":[]}', "ok"),
    ("a file whose name climbs", O, "case.attach",
     '{"case":"GD-2026-000001","files":[{"name":"../../x","base64":"eA=="}]}', "bad file_name"),
    ("a file that is the folder", O, "case.attach",
     '{"case":"GD-2026-000001","files":[{"name":"..","base64":"eA=="}]}', "bad file_name"),
    ("base64 that is none", O, "case.attach",
     '{"case":"GD-2026-000001","files":[{"name":"a","base64":"%%%"}]}', "bad file_bytes"),
    ("201 files", O, "case.attach", json.dumps({"case": "GD-2026-000001", "files": [
        {"name": f"f{i}", "base64": "eA=="} for i in range(201)]}), "bad too_many_files_once"),
]


def bodies():
    peers = {}
    for name, who, verb, body, wanted in BODIES:
        peer = peers[who] = peers.get(who) or Peer(who)
        if isinstance(body, str):
            body = body.replace("GD-2026-000001", os.environ["CASE"])
        got = answer_of(peer.ask(verb, body, seconds=20))
        check(name, got, wanted)
    for peer in peers.values():
        peer.close()


# ---- one id, one answer

def once():
    peer, second = Peer("officer1"), Peer("officer1")
    body = submit(json.dumps(application))
    first = peer.ask(S, body, id="once")
    check("first", answer_of(first), "ok")
    check("the same again", peer.ask(S, body, id="once"), first)
    check("the same on another connection", second.ask(S, body, id="once"), first)
    other = changed(NAME, "另一名称")
    check("another body", answer_of(peer.ask(S, other, id="once")), "bad id_reused")
    check("another verb", answer_of(peer.ask("case.withdraw", '{"case":"x","reason":"y"}',
                                             id="once")), "bad id_reused")
    check("the same after that", peer.ask(S, body, id="once"), first)
    third = Peer("officer2")
    check("somebody else's id", json.loads(third.ask(S, body, id="once")[1])["case"] ==
          json.loads(first[1])["case"], False)
    third.close()
    check("a refusal is kept", peer.ask("case.take", '{"case":"x"}', id="no"),
          peer.ask("case.take", '{"case":"x"}', id="no"))
    # Many at once are one batch: one ticket decides, the others share it.
    for _ in range(50):
        peer.send(A, "batch", S, body)
        second.send(A, "batch", S, body)
    answers = {bytes(p.receive(20)[3]) for _ in range(50) for p in (peer, second)}
    check("a hundred of one id at once", len(answers), 1)
    # A mistake is not kept: the request may be mended under its id.
    check("a mistake", answer_of(peer.ask(S, "{}", id="mended")), "bad missing_key")
    check("mended", answer_of(peer.ask(S, body, id="mended")), "ok")
    peer.close()
    second.close()


# ---- other sockets and strangers

def sockets():
    req = Peer("officer1", kind=zmq.REQ)
    check("a REQ socket", answer_of(req.ask("status")), "ok")
    check("a REQ socket, again", answer_of(req.ask("case.show", "[]")), "bad want_map")
    req.close()
    for name, own in (("name", b"officer2"), ("zeros", b"\0\0\0\0\0"), ("long", b"x" * 255)):
        peer = Peer("officer1", options=[(zmq.ROUTING_ID, own)])
        got = answer_of(peer.ask("status", seconds=0.4))
        check(f"a routing id of one's own: {name}", got in ("silence", "ok"), True)
        check(f"  which is not taken: {name}", got if own[0] else "silence", "silence")
        peer.close()
    stranger = Peer(None, pair=zmq.curve_keypair())
    check("an unknown key", answer_of(stranger.ask("status", seconds=0.4)), "silence")
    stranger.close()
    plain = Peer(None, curve=False)
    check("no CURVE", answer_of(plain.ask("status", seconds=0.4)), "silence")
    plain.close()
    wrong = zmq.Context.instance().socket(zmq.DEALER)
    wrong.linger = 0
    wrong.curve_serverkey, wrong.curve_publickey = zmq.curve_keypair()[0], zmq.curve_keypair()[0]
    wrong.curve_secretkey = zmq.curve_keypair()[1]
    wrong.connect(os.environ["ENDPOINT"])
    wrong.send_multipart([b"GBC1", b"x", b"status", b"{}"])
    check("another server's key", wrong.poll(500), 0)
    wrong.close()
    for kind in (zmq.SUB, zmq.PUSH):
        odd = Peer("officer1", kind=kind)
        time.sleep(0.1)
        check(f"a socket of kind {kind}", "nothing", "nothing")
        odd.close()


GREETING = b"\xff" + b"\0" * 8 + b"\x7f\x03\x00" + b"CURVE".ljust(20, b"\0") + b"\0" * 32


def tcp():
    port = os.environ["ENDPOINT"].rsplit(":", 1)[1]
    held = []
    for name, said in (
            ("nothing", b""),
            ("HTTP", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
            ("zeros", b"\0" * 10000),
            ("noise", os.urandom(100000)),
            ("half a greeting", GREETING[:30]),
            ("a greeting, no handshake", GREETING),
            ("a greeting and noise", GREETING + os.urandom(5000)),
            ("an old version", b"\xff" + b"\0" * 8 + b"\x7f\x01"),
            ("a frame of 2^63 bytes", GREETING + b"\x06" + struct.pack(">Q", 1 << 63)),
            ("a HELLO of the wrong size", GREETING + b"\x04\x06\x05HELLO"),
            ("a HELLO of noise", GREETING + b"\x04\xc8" + b"\x05HELLO\x01\x00" + os.urandom(192)),
    ):
        connection = socket.create_connection(("127.0.0.1", int(port)))
        try:
            connection.sendall(said)
        except ConnectionError:
            pass  # hung up on while talking: that is its right
        held.append(connection)
        check(f"TCP: {name}", "nothing", "nothing")
    for _ in range(200):
        held.append(socket.create_connection(("127.0.0.1", int(port))))
    check("200 silent connections", "nothing", "nothing")
    late = Peer("officer1")
    check("a client beside them", answer_of(late.ask("status")), "ok")
    late.close()
    for connection in held:
        connection.close()


# ---- a crowd: more in one batch than any one of them

def crowd():
    peer = Peer("officer1")
    large = changed(("projects",), [
        dict(application["projects"][0], id=f"P{i}", description="描" * 1000) for i in range(190)])
    began = time.monotonic()
    first = peer.ask(S, large, seconds=30)
    print(f"        {len(large.encode())} bytes: {answer_of(first)} "
          f"after {time.monotonic() - began:.2f} s")
    check("a large application", answer_of(first), "ok")
    # What finds no room beside the others comes again, and then it does.
    waiting, rounds = {peer.request(S, large) for _ in range(20)}, 0
    while waiting and rounds < 20:
        rounds += 1
        got = [peer.receive(60) for _ in waiting]
        check("large applications at once", {g and g[2].decode() for g in got} - {"ok", "busy"},
              set())
        waiting = {peer.request(S, large, g[1].decode()) for g in got if g[2] == b"busy"}
    check("20 large applications, all taken", waiting, set())
    reviewer = Peer("reviewer1")
    case = json.loads(first[1])["case"]
    ids = [reviewer.request("case.show", {"case": case}) for _ in range(256)]
    got = [reviewer.receive(60) for _ in ids]
    check("256 readers of one case", {g and g[2].decode() for g in got}, {"ok"})
    check("taken", answer_of(reviewer.ask("case.take", {"case": case})), "ok")
    ids = [reviewer.request("case.recommend", {"case": case, "to": "certify", "reason": "x"})
           for _ in range(64)]
    # Judging each anew takes memory: whoever is one too many is asked to come again.
    got = {g and g[2].decode() for g in [reviewer.receive(60) for _ in ids]}
    check("64 recommendations of one case", got - {"no", "busy"}, set())
    peers = [Peer("officer1") for _ in range(100)]
    for p in peers:
        p.request("status")
    check("100 connections", {(p.receive(20) or "...")[2] for p in peers}, {b"ok"})
    for p in [*peers, peer, reviewer]:
        p.close()


# ---- one who asks and never listens

def deaf():
    options = [(zmq.RCVHWM, 10), (zmq.RCVBUF, 4096)]
    peer = Peer("officer1", options=options)
    for i in range(30000):
        peer.request("status", id=f"deaf{i}")
    check("30000 questions of one who does not listen", "nothing", "nothing")
    peer.close()


def main():
    began = time.monotonic()
    for title, run in (("frames", lambda: [frames_row(*row) for row in FRAMES]),
                       ("bodies", bodies), ("one id, one answer", once), ("sockets", sockets),
                       ("TCP", tcp), ("a crowd", crowd), ("a deaf one", deaf)):
        run()
        print(f"{time.monotonic() - began:6.2f}    {title}", flush=True)
    open(f"{WORK}/canary", "w", encoding="ascii").write(CANARY)
    sys.exit(1 if failures else 0)


main()
