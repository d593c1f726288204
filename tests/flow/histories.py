"""A history as a centre would have got it: applications for its bonds, and its events message by message.

histories.py split HISTORY APPLICATION FOLDER NUMBER EVENTS
        writes FOLDER/bond-N.yaml, applications made of that one; FOLDER/message-N.yaml, EVENTS each, in the
        order of their days; FOLDER/whole.yaml, the same in one, judged to its last day by the one standard.
        NUMBER makes an issuer of its own. Prints the ids of the bonds.
histories.py keep FOLDER RECORDED
        leaves out of FOLDER/whole.yaml the allocations that were refused: those not among rows "bond|id".
histories.py compare FOLDER CHECKED RECORDED
        holds what `proceeds check --json` found in FOLDER/whole.yaml against rows
        "bond|pattern|rule|severity|date" of the database, each bond's up to its last event: later days pass
        when the clock comes to them. Prints what differs.
"""

import copy
import json
import re
import sys

import yaml

# What rises on silence is told from the day it was heard of: by the daemon later than in a history.
STEPS = {"P08", "P18", "P20", "P21", "P25"}


def text_of(node):
    return node.isoformat() if hasattr(node, "isoformat") else node


def plain(node):
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    return [plain(value) for value in node] if isinstance(node, list) else text_of(node)


def code_of(number):
    """A unified social credit code that is nobody's, with its check character (GB 32100)."""
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91440101MA0H%05d" % number
    total = sum(letters.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + letters[-total % 31]


def application(base, bond, projects, code, place):
    """The base, for that bond, with its projects in equal parts."""
    out = copy.deepcopy(base)
    amount = int(bond["amount"])
    out["application"]["reference"] = "EX-%s" % bond["id"]
    out["issuer"].update(uscc=code, name=bond["issuer"], name_zh="示例发行人")
    out["bond"].pop("isin", None)
    out["bond"].pop("issuance_costs", None)
    out["bond"].update(id=bond["id"], principal=amount, net_proceeds=amount, currency=bond.get("currency", "CNY"))
    if bond.get("issue_date"):
        out["bond"]["issue_date"] = bond["issue_date"]
    model = out["projects"][0]
    out["projects"] = []
    for i, project in enumerate(projects):
        one = copy.deepcopy(model)
        part = amount // len(projects) + (amount % len(projects) if i == 0 else 0)
        one.update(id=project["id"], name="示例项目", amount_planned=part)
        one["total_cost"] = amount
        out["projects"].append(one)
    out["account"]["number"] = "%016d" % place
    return out


def split(history, base, folder, number, each):
    whole = plain(yaml.safe_load(open(history, encoding="utf-8")))
    base = plain(yaml.safe_load(open(base, encoding="utf-8")))
    bonds = whole.get("bonds") or [whole["bond"]]
    for i, event in enumerate(whole["events"]):
        event.setdefault("id", str(i + 1))
    events = sorted(whole["events"], key=lambda event: event["date"])
    issuers = {}
    for i, bond in enumerate(bonds):
        bond["standards"] = ["CN-GBP"]
        issuers.setdefault(bond["issuer"], code_of(100 * number + len(issuers)))
        made = application(base, bond, whole["projects"], issuers[bond["issuer"]], number * 10 + i)
        with open("%s/bond-%d.yaml" % (folder, i), "w", encoding="utf-8") as to:
            yaml.safe_dump(made, to, allow_unicode=True, sort_keys=False)
        print(bond["id"])
    whole["as_of"] = events[-1]["date"]
    whole["events"] = events
    write(folder + "/whole.yaml", whole)
    for i in range(0, len(events), each):
        part = dict(whole, events=events[i : i + each])
        if i > 0:
            part = {key: part[key] for key in part if key not in ("projects", "parties")}
        write("%s/message-%04d.yaml" % (folder, i), part)


def keep(folder, recorded):
    whole = json.load(open(folder + "/whole.yaml", encoding="utf-8"))
    there = {line.rstrip("\n").split("|", 1)[1] for line in open(recorded, encoding="utf-8")}
    for event in whole["events"]:
        if event["id"] not in there:
            if event["type"] not in ("allocate", "reallocate"):
                sys.exit("not recorded: %s" % event)
            print("refused:", event["type"], event["id"])
    whole["events"] = [event for event in whole["events"] if event["id"] in there]
    write(folder + "/whole.yaml", whole)


def write(path, what):
    with open(path, "w", encoding="utf-8") as to:
        json.dump(what, to, ensure_ascii=False)


def row_of(bond, pattern, rule, severity, date):
    return (bond, pattern, rule, "" if pattern in STEPS else severity, "" if pattern in STEPS else date)


def last_days(folder):
    whole = json.load(open(folder + "/whole.yaml", encoding="utf-8"))
    bonds = whole.get("bonds") or [whole["bond"]]
    last = {}
    for event in whole["events"]:
        bond = event.get("bond", bonds[0]["id"])
        last[bond] = max(last.get(bond, ""), event["date"])
    return last


def compare(folder, checked, recorded):
    last = last_days(folder)
    wanted, found = set(), set()
    for line in open(checked, encoding="utf-8"):
        for f in json.loads(line)["findings"]:
            if f["date"] <= last.get(f.get("bond"), ""):
                wanted.add(row_of(f["bond"], f["pattern"], f["rule"], f["severity"], f["date"]))
    for line in open(recorded, encoding="utf-8"):
        bond, pattern, rule, severity, date = line.rstrip("\n").split("|")
        if date <= last.get(bond, "") and pattern != "P38":
            found.add(row_of(bond, pattern, rule, severity, date))
    for row in sorted(wanted - found):
        print("only checked: ", *row)
    for row in sorted(found - wanted):
        print("only recorded:", *row)
    return wanted != found


if __name__ == "__main__":
    if sys.argv[1] == "split":
        split(*sys.argv[2:5], int(sys.argv[5]), int(sys.argv[6]))
    elif sys.argv[1] == "keep":
        keep(*sys.argv[2:4])
    else:
        sys.exit(compare(*sys.argv[2:5]))
