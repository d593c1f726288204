"""A load of writing requests while the daemon is killed and PostgreSQL restarted, again and again.
Run by test_kill.sh. What was acknowledged must be there once, and asked again come back the same."""

import json
import os
import random
import subprocess
import sys
import time

from load import Load
from peer import WORK, Peer

SEED = int(os.environ.get("FLOW_SEED") or random.SystemRandom().randrange(1 << 32))
REQUESTS = 300
EVENTS = ["kill"] * 6 + ["database"] * 2 + ["both"]
SECONDS = 50  # for all of it; a hang is a failure, not a wait
chance = random.Random(SEED)
daemon = None


def daemon_start():
    global daemon
    log = open(f"{WORK}/daemon.log", "ab")
    daemon = subprocess.Popen([os.environ["GBCERTD"], "--config", f"{WORK}/gbcertd.yaml"],
                              stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    with open(f"{WORK}/pids", "a", encoding="ascii") as file:
        print(daemon.pid, file=file)


def daemon_kill():
    if daemon.poll() is not None:
        sys.exit(f"FAILED: the daemon ended by itself with {daemon.returncode}")
    daemon.kill()
    daemon.wait()


def database_restart(load):
    """Under load: what was being committed may or may not be there afterwards."""
    restart = subprocess.Popen(
        ["bash", "-c", f'. "$SOURCE/tests/support/pg.sh"; PG_DIR={WORK}/pg; '
         "pg_stop immediate && pg_again"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    while restart.poll() is None:
        load.turn()
    expect("PostgreSQL again", restart.returncode, 0)


def happen(event, load):
    if event in ("kill", "both"):
        daemon_kill()
    if event in ("database", "both"):
        database_restart(load)
    for _ in range(chance.randrange(30)):  # clients meet a closed door
        load.turn()
    if event in ("kill", "both"):
        daemon_start()


def sql(query):
    done = subprocess.run(["psql", "-X", "-q", "-A", "-t", os.environ["OWNER"], "-c", query],
                          check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def expect(what, got, wanted):
    if got != wanted:
        sys.exit(f"FAILED (FLOW_SEED={SEED}): {what}: {got}, wanted {wanted}")


def run(load, bodies):
    """The requests in as many parts as there are events; each event falls at a random answer."""
    end = time.monotonic() + SECONDS
    asked = 0
    events = EVENTS[:]
    chance.shuffle(events)
    for part, event in enumerate([*events, None]):
        goal = REQUESTS * (part + 1) // (len(events) + 1)
        moment = chance.randrange(len(load.answers), goal) if event else goal
        while len(load.answers) < goal and time.monotonic() < end:
            while asked < goal and load.ask("case.submit", bodies[asked % len(bodies)]):
                asked += 1
            load.turn()
            if event and len(load.answers) >= moment:
                happen(event, load)
                event = None
            if chance.random() < 0.05 and load.answers:  # a client that lost its answer
                id = chance.choice(list(load.answers))
                which = load.names.index(load.said[id][0])
                load.waiting[which][id] = [*load.said[id][1:], 0]
                load.send(which, id)
    expect("answered in time", load.settle(10) and len(load.answers), REQUESTS)
    return events


def check(load):
    differing = [id for id, all in load.answers.items() if len(set(all)) != 1]
    expect("requests answered in two ways", differing, [])
    kinds = {all[0][0] for all in load.answers.values()}
    expect("kinds of answers", kinds, {"ok"})
    stored = dict(line.split(" ", 1) for line in
                  sql("SELECT id || ' ' || reply FROM gbcert.request WHERE verb = 'case.submit' AND "
                      "recorded_at > (SELECT recorded_at FROM gbcert.case_file WHERE serial = 1)"))
    given = {id: all[0][1].decode() for id, all in load.answers.items()}
    expect("acknowledged and stored", stored == given, True)
    cases = sorted(json.loads(reply)["case"] for reply in given.values())
    expect("a case for each request", len(set(cases)), len(load.said))
    expect("cases stored", sql("SELECT number FROM gbcert.case_file WHERE serial > 1 "
                               "ORDER BY number"), cases)
    expect("holes and doubles in the numbers",
           sql("SELECT count(*) = max(serial) AND min(serial) = 1 FROM gbcert.case_file"), ["t"])
    for table, times in (("application", "1"), ("case_move", "2"), ("assessment", None)):
        counts = sql(f"SELECT DISTINCT count(a.number) FROM gbcert.case_file c "
                     f"LEFT JOIN gbcert.{table} a USING (number) GROUP BY c.number")
        expect(f"{table} rows of a case", counts, [times or counts[0]])
    again = {name: Peer(name) for name in set(load.names)}
    for id, (who, verb, body) in load.said.items():
        kind, reply = again[who].ask(verb, body, id=id, seconds=20)
        expect(f"{id} asked again", (kind, reply.decode()), ("ok", given[id]))
    expect("cases after asking again", sql("SELECT count(*) FROM gbcert.case_file"),
           [str(REQUESTS + 1)])


def main():
    print(f"        FLOW_SEED={SEED}", flush=True)
    began = time.monotonic()
    application = json.load(open(f"{WORK}/application.json", encoding="utf-8"))
    bodies = []
    for i in range(20):
        application["application"]["reference"] = f"EX-2026-{i:03}"
        bodies.append(json.dumps({"application": application}, ensure_ascii=False))
    daemon_start()
    load = Load(["officer1", "officer1", "officer2", "officer2", "issuer1", "issuer1"],
                random=chance)
    try:
        events = run(load, bodies)
        print(f"{time.monotonic() - began:6.2f}    {' '.join(events)}: {load.sent} sent, "
              f"{load.busy} busy", flush=True)
        check(load)
    finally:
        daemon.terminate()
        code = daemon.wait()
    expect("the daemon's end", code, 0)


main()
