#!/bin/sh
# A signing key and certificates for trials: NAME.key (ECDSA P-256, only its owner may read it),
# NAME.pem (the signer's certificate, then its CA's) and NAME-ca.pem (what a verifier trusts).
#
# The CA's own key is made, used once and thrown away. A real centre brings a certificate of a CA
# that its readers trust already, and keeps the key on a token or in a systemd credential.
set -eu

if [ $# -ne 2 ]; then
    echo "usage: $0 DIR NAME" >&2
    exit 2
fi
dir=$1
name=$2
case $name in
'' | *[!A-Za-z0-9._-]* | [.-]*)
    echo "$0: NAME is letters, digits, '.', '_' and '-'" >&2
    exit 2
    ;;
esac
for file in "$dir/$name.key" "$dir/$name.pem" "$dir/$name-ca.pem"; do
    if [ -e "$file" ]; then
        echo "$0: $file exists and is not overwritten" >&2
        exit 2
    fi
done

umask 077
mkdir -p "$dir"
work=$(mktemp -d "$dir/.signing-key.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM

cat >"$work/leaf.ext" <<END
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature, nonRepudiation
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
END
openssl ecparam -name prime256v1 -genkey -noout -out "$work/ca.key"
openssl req -x509 -new -sha256 -key "$work/ca.key" -days 3650 -subj "/O=$name/CN=$name trial CA" \
    -addext "basicConstraints = critical, CA:TRUE, pathlen:0" \
    -addext "keyUsage = critical, keyCertSign, cRLSign" -out "$work/ca.pem"
openssl ecparam -name prime256v1 -genkey -noout -out "$work/leaf.sec1"
openssl pkcs8 -topk8 -nocrypt -in "$work/leaf.sec1" -out "$work/leaf.key"
openssl req -new -sha256 -key "$work/leaf.key" -subj "/O=$name/CN=$name trial seal" \
    -out "$work/leaf.csr"
openssl x509 -req -sha256 -in "$work/leaf.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" \
    -CAcreateserial -days 1095 -extfile "$work/leaf.ext" -out "$work/leaf.pem" 2>"$work/said" ||
    { cat "$work/said" >&2; exit 3; }

cat "$work/leaf.pem" "$work/ca.pem" >"$work/chain.pem"
chmod 644 "$work/chain.pem" "$work/ca.pem"
mv "$work/leaf.key" "$dir/$name.key"
mv "$work/chain.pem" "$dir/$name.pem"
mv "$work/ca.pem" "$dir/$name-ca.pem"
