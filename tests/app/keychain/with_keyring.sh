#!/usr/bin/env bash
# Runs a program in a session of its own: a private bus, home and runtime folder, and a GNOME keyring that
# is open under the password in KEYRING_PASSWORD. Nothing of the person's own session is touched.
#
#   with_keyring.sh PROGRAM [ARGUMENT…]
set -euo pipefail

# The program itself, too: a keyring that loses its bus while it still starts would stay behind.
for program in dbus-run-session gnome-keyring-daemon "$1"; do
    if ! command -v "$program" >/dev/null; then
        echo "This test needs $program: run 'installer/dependencies.sh test', or build it." >&2
        exit 1
    fi
done

session=$(mktemp -d "${TMPDIR:-/tmp}/portcullis-keyring-XXXXXX")
trap 'rm -rf "$session"' EXIT
mkdir -m 700 "$session/home" "$session/run"

export HOME=$session/home XDG_RUNTIME_DIR=$session/run KEYRING_PASSWORD=test-only
# Without a display nothing can ask a person for a password: a locked keyring stays locked.
unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME
unset XDG_CURRENT_DESKTOP KDE_FULL_SESSION GNOME_KEYRING_CONTROL

# shellcheck disable=SC2016
dbus-run-session -- bash -euo pipefail -c '
    printf %s "$KEYRING_PASSWORD" | gnome-keyring-daemon --unlock --components=secrets >/dev/null
    "$@"
' with_keyring "$@"
