#!/usr/bin/env bash
# Gives dependencies.sh apt settings of each form and reads with apt itself where the backports then come
# from and which key they are trusted by.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=installer/dependencies.sh
source "$root/installer/dependencies.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export APT_CONFIG=$scratch/apt.conf
cat >"$APT_CONFIG" <<CONFIG
Dir "$scratch/";
Dir::Etc "etc/";
Dir::State "state/";
Dir::Cache "cache/";
CONFIG

# The test owns its folder: nothing here needs an administrator.
as_root() {
    "$@"
}

run_apt() {
    return 1
}

failures=0

# begin <what is tried>: an empty machine.
begin() {
    subject=$1
    rm -rf "${scratch:?}/etc" "$scratch/state" "$scratch/cache"
    mkdir -p "$scratch/etc/sources.list.d" "$scratch/etc/apt.conf.d" "$scratch/state/lists/partial" "$scratch/cache"
}

expect() {
    if [[ $2 == *"$3"* ]]; then
        return
    fi
    failures=$((failures + 1))
    printf 'FAILED %s: %s\n  expected %s\n  in %s\n' "$subject" "$1" "$3" "$2"
}

backports_site() {
    # shellcheck disable=SC2016
    apt-get indextargets --no-release-info --format '$(SITE) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' | grep backports || true
}

added_file() {
    cat "$scratch"/etc/sources.list.d/portcullis-backports.* 2>/dev/null || true
}

begin "one line with options"
cat >"$scratch/etc/sources.list" <<'LIST'
# the mirror of this site
deb-src [signed-by=/keys/site.gpg arch=amd64] file:/mirror/debian bookworm main
deb  [ signed-by=/keys/site.gpg arch=amd64 ]  file:/mirror/debian bookworm main contrib  # ours
deb file:/mirror/security bookworm-security main
LIST
add_backports >/dev/null
expect "site" "$(backports_site)" "file:/mirror/debian bookworm-backports main"
expect "key" "$(added_file)" "[ signed-by=/keys/site.gpg arch=amd64 ]"
first=$(added_file)
add_backports
expect "second run" "$(added_file)" "$first"

begin "second stanza of a .sources file, with its key inside"
cat >"$scratch/etc/sources.list.d/site.sources" <<'SOURCES'
Types: deb
URIs: file:/mirror/security
Suites: bookworm-security
Components: main

# the mirror of this site
Enabled: yes
Types: deb deb-src
URIs: file:/mirror/debian
Suites: bookworm
 bookworm-updates
Components: main non-free-firmware
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 bm90IGEga2V5
 -----END PGP PUBLIC KEY BLOCK-----
SOURCES
add_backports >/dev/null
expect "site" "$(backports_site)" "file:/mirror/debian bookworm-backports main"
expect "key" "$(added_file)" $'Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n bm90IGEga2V5\n'
if [[ $(added_file) == *bookworm-updates* || $(added_file) == *deb-src* ]]; then
    failures=$((failures + 1))
    echo "FAILED $subject: more than the backports was carried over"
fi

begin "backports already there"
echo "deb file:/mirror/debian bookworm main" >"$scratch/etc/sources.list"
echo "deb file:/mirror/backports bookworm-backports main" >>"$scratch/etc/sources.list"
add_backports
expect "nothing is added" "none$(added_file)" "none"
if [[ -n $(added_file) ]]; then
    failures=$((failures + 1))
    echo "FAILED $subject: a second entry was added"
fi

begin "no mirror of bookworm"
echo "deb file:/mirror/other stable main" >"$scratch/etc/sources.list"
answer=$( (add_backports) 2>&1 || true)
expect "says what to do" "$answer" "Add a mirror of bookworm"

echo "apt settings: $failures failure(s)"
((failures == 0))
