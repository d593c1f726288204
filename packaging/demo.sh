#!/bin/bash
# The main job before your eyes, on real bonds: installs what is missing, builds, starts a private
# PostgreSQL and the daemon, and takes a bond from its application to a certificate that anybody can
# check. Ends clean, also when interrupted. 演示：从申请到证书。
#
#   packaging/demo.sh           shows it and cleans up
#   packaging/demo.sh --keep    leaves it running and says what to type next
#
# GBCERTD_BUILD=DIR uses the programs in DIR/bin: nothing is installed or built.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/packaging/lib.sh"

keep=
case ${1-} in
'') ;;
--keep) keep=yes ;;
--help | -h) sed -n '2,9s/^# \{0,1\}//p' "$0" && exit 0 ;;
*) die "usage: $0 [--keep]" ;;
esac

bold='' plain=''
if [ -t 1 ]; then bold=$'\033[1m' plain=$'\033[0m'; fi

part=0
heading() { # English Chinese
    printf '\n%s== %d. %s  %s%s\n' "$bold" $((part += 1)) "$1" "$2" "$plain"
}

# Shows a command as one would type it, then what it says. The demonstration is a test as well: any
# other exit code than the one expected ends it.
run() { # exit code, command line
    local code=0
    printf '\n%s$ %s%s\n' "$bold" "$2" "$plain"
    eval "$2" 2>&1 || code=$?
    [ "$code" = "$1" ] && return
    [ ! -s gbcertd.log ] || tail -n 5 gbcertd.log >&2
    die "that ended with $code; $1 was expected"
}

# --- programs --------------------------------------------------------------------------------------

if [ -n "${GBCERTD_BUILD-}" ]; then
    build=$GBCERTD_BUILD
else
    need_packages "${packages_build[@]}" "${packages_run[@]}"
fi
work_open gbcertd-demo
[ -n "${GBCERTD_BUILD-}" ] || build_preset release gbcertd gbcert || die "it does not build"
PATH=$build/bin:$PATH
began=$SECONDS

# --- a centre of one's own -------------------------------------------------------------------------

heading "A centre of one's own" '自己的认证中心'
cluster_start
mkdir "$work/centre"
cd "$work/centre"
ln -s "$root/tests/bonds" bonds
export HOME=$work/centre OWNER=$PG_CONNINFO
conninfo="host=$work/pg dbname=postgres"

run 0 'gbcert migrate --conninfo "$OWNER"'
psql -qXd "$OWNER" -c 'CREATE ROLE gbcertd LOGIN IN ROLE gbcert_daemon'
run 0 'gbcert key new server'
run 0 "$root/packaging/signing-key.sh . centre"
cat >gbcertd.yaml <<END
endpoint: ipc://$work/centre/bus
server_key: server.key
conninfo: $conninfo user=gbcertd
signing_key: centre.key
signing_chain: centre.pem
centre_name_zh: 演示认证中心
centre_name_en: Demonstration Centre
END
run 0 'gbcertd --config gbcertd.yaml --check'

# --- people ----------------------------------------------------------------------------------------

heading 'People and their keys' '人员与密钥'
people=(operator officer reviewer approver issuer)
for person in "${people[@]}"; do
    cat >"$person.yaml" <<END
endpoints: ipc://$work/centre/bus
server_key: server.pub
key: $person.key
anchors: centre-ca.pem
END
done
run 0 'for name in operator officer reviewer approver issuer; do gbcert key new $name; done'
echo
echo "The first operator is written by the database's owner; she registers everybody else."
run 0 'gbcert key add operator operator.pub --role operator --conninfo "$OWNER"'

setsid gbcertd --config gbcertd.yaml </dev/null >gbcertd.log 2>&1 &
daemon=$!
issuer_code=$(sed -n 's/^  uscc: //p' bonds/conforming.yaml)
run 0 'gbcert --config operator.yaml key add officer officer.pub --role officer,reviewer'
run 0 'gbcert --config operator.yaml key add reviewer reviewer.pub --role reviewer,approver'
run 0 'gbcert --config operator.yaml key add approver approver.pub --role approver'
run 0 "gbcert --config operator.yaml key add issuer issuer.pub --role issuer --issuer $issuer_code"
run 0 'gbcert --config operator.yaml status'

# --- verdicts --------------------------------------------------------------------------------------

heading 'Verdicts with their reasons, on real bonds' '真实债券的结论与理由'
echo
echo "Six real bonds, as public facts tell of them. Nothing is stored; no daemon is needed."
run 1 'gbcert --lang zh case check $(ls bonds/[0-9]*.yaml | grep -v -e expected -e 26-as) | grep -E "^[A-Z=!]"'
echo
echo "Why: coal power, sold as green in 2017."
run 1 'gbcert --lang zh case check bonds/26-tianjin-2017-coal.yaml | grep -A1 "✗ [A-Z]"'
run 1 'gbcert --lang en case check bonds/26-tianjin-2017-coal.yaml | grep -A1 "✗ [A-Z]"'
echo
echo "Why: a dam of 2021. What is not public is asked for; the benefits claimed are noticed."
run 1 'gbcert --lang zh case check bonds/14-ctg-2021-baihetan.yaml | grep -A3 -E "CN-2 |^!"'
run 1 'gbcert --lang en case check bonds/14-ctg-2021-baihetan.yaml | grep -A3 -E "CN-2 |^!"'
run 1 'gbcert --json case check bonds/14-ctg-2021-baihetan.yaml | grep -o "\"not_attributed\""'
run 0 'gbcert --lang en case check bonds/conforming.yaml | grep -E "^[A-Z]"'

# --- a case ----------------------------------------------------------------------------------------

heading 'Submitted, and a letter that says what is missing' '提交与补正通知'
run 0 'gbcert --config officer.yaml --lang zh case submit bonds/deficient.yaml'
case=$(gbcert --config officer.yaml --json case list | grep -oE 'GD-[0-9]{4}-[0-9]{6}' | head -n 1)
run 0 'gbcert --config issuer.yaml --lang zh inbox'
run 0 "gbcert --config issuer.yaml --lang en case letter $case"

heading 'Answered; one question is settled by a person' '补正与人工确认'
# The issuer sends all that was missing but one: how the account is kept.
# Its bond is sold by now, so that its money can be followed below.
grep -v '^  kind: segregated' bonds/conforming.yaml |
    sed 's/^  issue_date: .*/  issue_date: 2026-10-26/' >answer.yaml
echo '示例：资金监管协议扫描件。 Example: the signed agreement on the account.' >agreement.txt
run 0 "gbcert --config issuer.yaml --lang zh case amend $case answer.yaml"
run 0 "gbcert --config reviewer.yaml --lang en case take $case"
run 1 "gbcert --config reviewer.yaml --lang en case recommend $case --reason 'looks good'"
run 0 "gbcert --config reviewer.yaml --lang zh case confirm $case CN-10 --verdict met \
--reason '已核对监管协议原件' --evidence agreement.txt"

heading 'Four eyes' '四眼原则'
run 1 "gbcert --config officer.yaml --lang en case recommend $case --reason 'I brought it myself'"
run 0 "gbcert --config reviewer.yaml --lang en case recommend $case --reason 'all criteria met'"
run 1 "gbcert --config reviewer.yaml --lang zh case certify $case --reason '我也是建议人'"
run 0 "gbcert --config approver.yaml --lang en case certify $case --reason 'agreed'"

# --- the certificate -------------------------------------------------------------------------------

heading 'The certificate, checked by tools that are not ours as well' '证书，并用通用工具验证'
run 0 'gbcert --config issuer.yaml --lang zh inbox -d inbox'
certificate=$(ls inbox/certificate-*.xml)
cp "$certificate" certificate.xml
run 0 'head -n 20 certificate.xml'
run 0 'xmlsec1 --verify --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties \
    --enabled-reference-uris empty,same-doc --enabled-key-data x509 \
    --trusted-pem centre-ca.pem certificate.xml'
run 0 "xmllint --nonet --noout --schema $root/templates/certificate.xsd certificate.xml"
run 0 'gbcert --config issuer.yaml --lang zh certificate verify certificate.xml'
echo
echo "One figure changed: both refuse it. 改动一个数字，两者都拒绝。"
run 0 'sed "s/1000000000/2000000000/" certificate.xml >tampered.xml && ! cmp -s certificate.xml tampered.xml'
run 1 'xmlsec1 --verify --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties \
    --enabled-reference-uris empty,same-doc --enabled-key-data x509 \
    --trusted-pem centre-ca.pem tampered.xml'
run 1 'gbcert --config issuer.yaml --lang en certificate verify tampered.xml'

# --- the money -------------------------------------------------------------------------------------

heading 'The money is followed' '募集资金追踪'
bond=$(sed -n '/^bond:/,/^[a-z]*:$/s/^  id: //p' bonds/conforming.yaml | head -n 1)
cat >october.yaml <<END
bond: { id: $bond, special_account: A-1, certified_on: 2026-10-20 }
parties:
  - { id: C-1, name: 海上施工单位, role: contractor, related: false, in_contract_list: true }
events:
  - { id: e1, date: 2026-10-26, type: issue, amount: 1000000000, account: A-1 }
  - { id: e2, date: 2026-10-27, type: allocate, project: OW, amount: 600000000 }
  - { id: e3, date: 2026-10-29, type: disburse, project: OW, payee: C-1, amount: 250000000,
      invoice: { number: F-1001, date: 2026-10-28, amount: 250000000 } }
END
cat >november.csv <<END
bond,id,date,type,amount,project,payee,memo
$bond,e4,2026-11-03,disburse,80000000,OW,商业银行,偿还流动资金贷款 repay working capital loan
END
run 0 'cat november.csv'
run 0 'gbcert --config officer.yaml --lang en proceeds record october.yaml november.csv'
run 0 "gbcert --config officer.yaml --lang zh finding list --bond $bond"
run 0 "gbcert --config officer.yaml --lang en proceeds show $bond --chart use.svg"
run 0 'gbcert --config officer.yaml --lang en certificate list'
echo
echo "The money comes back whole: that cures the finding, and the certificate is valid again. 款项全额退回，线索随之了结，证书恢复有效。"
finding=$(gbcert --config officer.yaml --json finding list --bond "$bond" | grep -oE 'P02-[0-9A-F]{12}' | head -n 1)
cat >return.csv <<END
bond,id,date,type,of,amount,to_account,reason
$bond,e5,2026-11-10,reversal,e4,80000000,A-1,paid in error 误付退回
END
run 0 'gbcert --config officer.yaml --lang en proceeds record return.csv'
run 0 "gbcert --config officer.yaml --lang zh finding show $finding"
run 0 'gbcert --config officer.yaml --lang en certificate list'

# --- the auditor -----------------------------------------------------------------------------------

heading 'An auditor asks PostgreSQL' '审计员查询数据库'
export AUDIT="$conninfo user=auditor"
run 0 'gbcert auditor add auditor --conninfo "$OWNER"'
run 0 'psql -Xd "$AUDIT" -c "SELECT number, state, outcome, submitted_by, recommended_by, decided_by FROM cases"'
run 0 'psql -Xd "$AUDIT" -c "SELECT step, actor, event, to_state, reason FROM moves ORDER BY number, step"'
run 0 'psql -Xd "$AUDIT" -c "SELECT revision, round, verdict, count(*), string_agg(criterion, '"' '"' ORDER BY place) AS criteria \
    FROM verdicts WHERE scope = '"'asked' AND verdict <> 'not_applicable'"' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"'
run 0 'psql -Xd "$AUDIT" -c "SET gbcert.as_of = '"'2026-01-01'"'" -c "SELECT count(*) AS cases_on_that_day FROM cases"'
run 0 'psql -Xd "$AUDIT" -c "SELECT bond, events, special_account, suppliers, returned FROM balances" \
    -c "SELECT id, severity, state, happened_on FROM findings"'
run 1 'psql -Xd "$AUDIT" -c "SET default_transaction_read_only = off" -c "DELETE FROM gbcert.case_move"'

printf '\n%sDone in %d s after the build. 演示完成。%s\n' "$bold" $((SECONDS - began)) "$plain"

# --- what next -------------------------------------------------------------------------------------

[ -n "$keep" ] || exit 0
cat >stop <<END
#!/bin/sh
# Ends the demonstration's daemon and PostgreSQL, and removes its folder.
cd /
case \$(readlink /proc/$daemon/exe) in "$build/bin/gbcertd"*) kill $daemon ;; esac
. "$root/tests/support/pg.sh"
PG_BIN=$PG_BIN PG_DIR=$work/pg
pg_stop fast
rm -rf "$work"
END
chmod +x stop
cat <<END

It goes on running. Type next 接下来可输入:

  cd $work/centre
  export PATH=$build/bin:\$PATH OWNER="$OWNER" AUDIT="$AUDIT"
  gbcert case check bonds/27-baic-2016.yaml
  gbcert --config officer.yaml case submit bonds/blue.yaml
  gbcert --config officer.yaml case show $case
  gbcert --config officer.yaml proceeds show $bond --on 2026-10-31
  gbcert --config operator.yaml key list
  gbcert case template >mine.yaml   an application to fill in 空白申请
  gbcert --help
  psql -d "\$AUDIT" -c '\\dv+'
  ./stop                        ends it and removes the folder 结束并删除
END
daemon='' cluster_up='' work=''
