#!/bin/bash
# The programs as somebody meets them who reads no manual: help, wrong usage, files, configuration.

. "$(dirname "$0")/lib.sh"
flow_start
cd "$WORK" || exit 1
export HOME=$WORK/home
mkdir -p "$HOME/.config/gbcert"
GOOD=$BONDS/conforming.yaml
LESS=$BONDS/deficient.yaml

# A daemon that is not there is said so in bounded time; meanwhile the rest.
cat >nobody.yaml <<YAML
endpoints: ["ipc://$WORK/nobody"]
server_key: server.pub
key: me.key
YAML
expect 0 "$GBCERT" key new server
expect 0 "$GBCERT" key new me
(
        began=$(date +%s)
        timeout 60 "$GBCERT" --config nobody.yaml status >nobody.out 2>&1
        echo "$? $(($(date +%s) - began))" >nobody.code
) &
nobody=$!
DAEMON_PIDS="$DAEMON_PIDS $nobody"

# ---- help

expect 0 "$GBCERT" --lang en --help
cp out help.en
expect 0 "$GBCERT" --lang zh --help
cp out help.zh
grep -q '申请' help.zh || fail "no Chinese in the help"
sed -n 's/^  \([a-z]* *[a-z]*\) .*/\1/p' help.en | sed 's/  .*//; s/ $//' >commands
[ "$(wc -l <commands)" -ge 30 ] || fail "few commands: $(tr '\n' ',' <commands)"
while read -r command; do
        expect 0 "$GBCERT" --lang en $command --help </dev/null
        has "^gbcert $command"
        lacks 'help\.'
        [ "$(wc -l <out)" -ge 3 ] || fail "little help for $command"
        ! LC_ALL=C grep -q "$(printf '[\344-\351]')" out || fail "Chinese in the English help of $command"
        expect 0 "$GBCERT" $command --lang zh --help
        has "^gbcert $command"
        LC_ALL=C grep -q "$(printf '[\344-\351]')" out || fail "no Chinese help for $command"
done <commands
expect 0 env LC_ALL=zh_CN.UTF-8 "$GBCERT" --help
cmp -s out help.zh || fail "the language of LC_ALL"
expect 0 env -u LC_ALL LANG=zh_CN.UTF-8 "$GBCERT" --help
cmp -s out help.zh || fail "the language of LANG"
expect 0 env -u LC_ALL LANG=de_DE.UTF-8 "$GBCERT" --help
cmp -s out help.en || fail "other languages"
step "help of $(wc -l <commands) commands"

# ---- wrong usage: exit 2, a word on standard error, nothing on standard output

for wrong in '' 'frobnicate' 'case' 'case frobnicate' 'case submit' 'case show' 'case show A B' \
        'case check --frobnicate x' 'case check --on' '--lang' '--lang xx status' '--lang fr --help x' \
        'case take' 'case certify NO' 'case decline NO' 'case confirm NO CN-1' 'case recommend NO' \
        'key new' 'key new a/b' 'key revoke' 'migrate' 'auditor add' 'standard show' \
        "case check $GOOD --on yesterday" "case check $GOOD --on 2026-02-30" \
        "case check $GOOD --standard NOPE" 'certificate verify x --on never' \
        'case template --product nonsense'; do
        expect 2 "$GBCERT" $wrong
        [ -s err ] || fail "no word about: $wrong"
        [ ! -s out ] || fail "standard output for: $wrong"
done
expect 2 "$GBCERT" caes check
has 'Did you mean case check'
expect 2 "$GBCERT" case
has 'case submit'
lacks 'key new'
expect 2 "$GBCERT" case list --stat x
has '\-\-stat '
for asked in '-h' 'help' 'case --help' 'help case' 'case check -h' '--version'; do
        expect 0 "$GBCERT" $asked
        [ -s out ] || fail "no answer to: $asked"
done

# What is written to nowhere is not done.
into() { # where, command
        local where=$1

        shift
        case $where in
        full) "$@" >/dev/full ;;
        closed) "$@" >&- ;;
        esac
}
for where in full closed; do
        expect 3 into $where "$GBCERT" case template
        has 'cannot write'
done
step "wrong usage"

# ---- files

expect 0 "$GBCERT" case check "$GOOD"
expect 1 "$GBCERT" case check "$LESS"
# What nobody could judge in the memory there is is refused, by name.
"$PYTHON" - large.json <<'PYTHON'
import json, sys
project = {"id": "P", "activity": "solar_pv", "other_labels": [{"share": 1}] * 5, "benefit": [{"value": 1}] * 2}
json.dump({"bond": {"currency": "CNY"}, "projects": [dict(project, id=f"P{i}") for i in range(1500)],
           "documents": [{"kind": "framework"}] * 2000}, open(sys.argv[1], "w"))
PYTHON
expect 2 "$GBCERT" --lang en case check large.json
has 'large.json:1:1: .*too large to be handled'
# What was asked for comes first; the rest is for information.
expect 0 "$GBCERT" --lang en case check --standard CN-GBP "$GOOD"
case $(head -n 1 "$OUT") in CN-GBP-2022*) ;; *) fail "CN-GBP is not first" ;; esac
has '^.not asked for; for information.$'
# A breach is told at once, whatever else is absent.
echo 'projects: [{ activity: coal_power }]' >"$WORK/breach.yaml"
expect 1 "$GBCERT" --lang en case check "$WORK/breach.yaml"
has 'CN-GBP-2022.*does not conform'
expect 3 "$GBCERT" case check "$WORK/absent.yaml"
has absent.yaml
printf 'bond: { principl: 1 }\nissuer: 7\n' >wrong.yaml
expect 2 "$GBCERT" case check wrong.yaml
has 'wrong.yaml:1:19:.*principal'
has 'wrong.yaml:2:9:'
sed 's/^  maturity_date:.*/  maturity_date: 2020-12-15/' "$GOOD" >matured.yaml
expect 0 "$GBCERT" --lang zh case check matured.yaml
has '^! matures_before_issue .*(高)$'
printf 'a: [\n' >broken.yaml
expect 2 "$GBCERT" case check broken.yaml
has 'broken.yaml:2:1:'
printf '{"a":1,"a":2}' >broken.json
expect 2 "$GBCERT" case check broken.json
has 'broken.json:1:8:'
: >empty.yaml
expect 2 "$GBCERT" case check empty.yaml
head -c 2000000 /dev/zero | tr '\0' 'x' >long.yaml
expect 3 "$GBCERT" case check long.yaml
expect 3 "$GBCERT" case check /dev/null # no regular file
from_stdin() {
        "$GBCERT" case check - <"$1"
}
expect 0 from_stdin "$GOOD"
expect 2 from_stdin wrong.yaml
has '1:19:'
expect 1 "$GBCERT" case check "$GOOD" "$LESS"
expect 2 "$GBCERT" case check "$LESS" wrong.yaml "$GOOD"
expect 3 "$GBCERT" case check "$GOOD" absent.yaml wrong.yaml
expect 1 "$GBCERT" --json case check "$GOOD" "$LESS"
same "$(wc -l <out)" 2 "lines of JSON"
"$PYTHON" - out <<'PYTHON' || fail "the JSON of case check"
import json, sys
good, less = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
assert good["file"].endswith("conforming.yaml") and good["mistakes"] == []
assert good["outcome"]["CN-GBP-2022"]["outcome"] == "conforms"
criteria = less["outcome"]["CN-GBP-2022"]["criteria"]
lacking = [c for c in criteria if c["verdict"] == "undetermined"]
assert lacking and all({"zh", "en"} <= set(m) for c in lacking for m in c["missing"])
PYTHON
expect 2 "$GBCERT" --json case check wrong.yaml
same "$(get mistakes/0/line) $(get mistakes/0/column) $(get mistakes/0/suggestion)" "1 19 principal"
mkdir folder
cp "$GOOD" folder/a.yaml
cp "$LESS" folder/b.yml
cp "$GOOD" folder/notes.txt
expect 1 "$GBCERT" --json case check folder
same "$(wc -l <out)" 2 "files of a folder"
mkdir nothing
expect 3 "$GBCERT" case check nothing
if command -v script >/dev/null; then
        expect 1 script -qec "'$GBCERT' case check folder '$GOOD'" /dev/null
        has '\[#*\.*\] [0-9]/3'
        expect 1 "$GBCERT" case check folder "$GOOD"
        lacks '\] [0-9]/3'
fi
step "files"

# ---- templates, schema, rules

for product in '' green blue carbon_neutral; do
        for language in zh en; do
                "$GBCERT" --lang $language case template ${product:+--product $product} >template.yaml ||
                        fail "no template for $product"
                expect 1 "$GBCERT" case check template.yaml # nothing is wrong, all is lacking
                if [ -n "$product" ]; then
                        grep -q "product: *$product" template.yaml || fail "$product in no template"
                fi
        done
done
expect 0 "$GBCERT" schema
"$PYTHON" -c 'import json, sys; s = json.load(sys.stdin); assert "2020-12" in s["$schema"] and "bond" in s["properties"]' \
        <out || fail "the schema"
expect 0 "$GBCERT" standard list
has CN-GBP-2022
expect 0 "$GBCERT" --json standard show CN-GBP
has CN-10
expect 0 "$GBCERT" --json standard check
get rules >/dev/null
expect 0 "$GBCERT" --json standard list
has CN-GBP-2022
expect 2 "$GBCERT" standard show NOPE
expect 0 "$GBCERT" standard check
cp -r "$SOURCE/rules" rules
echo '- nonsense' >>rules/activities.yaml
expect 2 "$GBCERT" standard check rules
has 'activities.yaml:[0-9]*:[0-9]*:'
expect 0 "$GBCERT" standard eval '1 + 1'
has 2
expect 0 "$GBCERT" standard eval "taxonomy.has('GFEPC2025', '4.2.1') && excluded('coal_power')"
has true
expect 2 "$GBCERT" --lang en standard eval '1 + )'
has '^1:5: The expression does not go on at ")"'
expect 2 "$GBCERT" --json standard eval '1 + )'
has '"error":"1:5: expr_syntax"'
step "templates and rules"

# ---- configuration

expect 0 "$GBCERT" version
has '^gbcert [0-9]'
expect 0 "$GBCERT" --json version
get version >/dev/null
echo 'endpints: ["ipc:///x"]' >"$HOME/.config/gbcert/gbcert.yaml"
expect 2 "$GBCERT" case check "$GOOD"
has 'gbcert.yaml:1:11:.*endpoints'
expect 0 env GBCERT_CONFIG=$WORK/nobody.yaml "$GBCERT" case check "$GOOD"
expect 2 env GBCERT_CONFIG=$WORK/wrong.yaml "$GBCERT" case check "$GOOD"
has 'wrong.yaml:1:[0-9]*:'
expect 0 env GBCERT_CONFIG=$WORK/wrong.yaml "$GBCERT" --config nobody.yaml case check "$GOOD"
expect 3 "$GBCERT" --config absent.yaml case check "$GOOD"
has absent.yaml
rm "$HOME/.config/gbcert/gbcert.yaml"
expect 3 "$GBCERT" status # no server key, no own key
has server_key
chmod 644 me.key
expect 3 "$GBCERT" --config nobody.yaml status
has me.key
chmod 600 me.key
expect 3 "$GBCERT" key new me # is there
same "$(grep -c public me.key)" 1 "my key"

expect 0 "$GBCERTD" --version
has '^gbcertd [0-9]'
expect 0 "$GBCERTD" --keys
has '^endpoint:'
expect 2 "$GBCERTD" --frobnicate
expect 3 "$GBCERTD" --check --config absent.yaml
has absent.yaml
"$SOURCE/packaging/signing-key.sh" "$WORK" centre >/dev/null 2>&1
ENDPOINT=ipc://$WORK/bus LOGIN="host=$WORK user=x"
daemon_config gbcertd.yaml
expect 0 "$GBCERTD" --check --config gbcertd.yaml
has '^ok$'
daemon_config gbcertd.yaml 'endpoint: [1]' 'batch_max: many' 'endpint: x' 'log_level: loud'
expect 3 "$GBCERTD" --check --config gbcertd.yaml
has 'gbcertd.yaml:[0-9]*:[0-9]*:.*endpoint'
has 'gbcertd.yaml:[0-9]*:[0-9]*:.*batch_max'
has 'gbcertd.yaml:[0-9]*:[0-9]*:.*endpint'
has 'loud'
for line in 'signing_key: absent.key' 'signing_chain: centre.key' 'server_key: absent.key' \
        'server_key: server.pub' 'rules: absent'; do
        daemon_config gbcertd.yaml "$line"
        expect 3 "$GBCERTD" --check --config gbcertd.yaml
        has "${line##* }"
done
daemon_config gbcertd.yaml 'rules: nothing'
expect 3 "$GBCERTD" --check --config gbcertd.yaml
has '^text.yaml: '
chmod 644 centre.key
daemon_config gbcertd.yaml
expect 3 "$GBCERTD" --check --config gbcertd.yaml
has centre.key
step "configuration"

# ---- an install under any prefix finds its own rules, without a configuration

DESTDIR=$WORK/dest cmake --install "$BUILD" >install.out 2>&1 || fail "install: $(tail -n 3 install.out)"
installed=$(find "$WORK/dest" -name gbcert -type f)
mkdir -p moved
cp -r "$(dirname "$(dirname "$installed")")/." moved
rm -rf "$WORK/dest"
expect 0 moved/bin/gbcert case check "$GOOD"
expect 0 moved/bin/gbcert standard check
echo '- nonsense' >>moved/share/gbcertd/rules/activities.yaml
expect 2 moved/bin/gbcert standard check # it was its own that it read
step "an install"

wait $nobody
daemon_forget $nobody
read -r code seconds <nobody.code
same "$code" 3 "no daemon"
[ "$seconds" -le 25 ] || fail "no daemon, said after $seconds s"
grep -q nobody nobody.out || fail "not said who is not there: $(cat nobody.out)"
step "no daemon: $(cat nobody.out)"
