#!/usr/bin/env bash
# Do the files of the service say what systemd understands, and start the program as it is started?
set -euo pipefail

systemd=$1/installer/systemd
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Every option of the command in the unit is one of the manual's.
for option in $(grep -o -- ' --[a-z-]*' "$systemd/portcullis.service" | sort -u); do
    grep -q -- "Fl -${option#--}\b" "$1/installer/portcullisctl.1" || { echo "unknown: $option"; exit 1; }
done

# The folders of the unit are those that are made beforehand.
for path in /run/portcullis /var/lib/portcullis/exports; do
    grep -q "ReadWritePaths=.*$path" "$systemd/portcullis.service"
    grep -q "^d $path 2\?0\?750 portcullis portcullis-" "$systemd/portcullis.tmpfiles.conf"
done

command -v systemd-analyze >/dev/null || exit 77
# The program need not be installed where the test runs.
sed 's#^ExecStart=/usr/bin/portcullisctl#ExecStart=/bin/true#' "$systemd/portcullis.service" > "$folder/portcullis.service"
found=$(systemd-analyze verify --man=no --recursive-errors=no "$folder/portcullis.service" 2>&1 |
    grep "portcullis.service" || true)
[[ -z $found ]] || { echo "$found"; exit 1; }
