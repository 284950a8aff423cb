#!/usr/bin/env bash
# From a fresh clone to a running Portcullis: installs what is missing, builds, shows a demonstration
# in the terminal and, where there is a display, opens the application.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=installer/lib.sh
source "$root/installer/lib.sh"
cd "$root"

programs=$root/build/release/bin

# The tests are built in the same folder: leave their switch as it is, or set it to what this machine
# can build, so that neither command undoes the other's work.
configure_release() {
    if [[ -f build/release/CMakeCache.txt ]] || installer/dependencies.sh --check test >/dev/null; then
        configure release
    else
        configure release -DPORTCULLIS_TESTS=OFF
    fi
}

say "Checking the packages that the build needs."
installer/dependencies.sh build

say "Building; the first time takes some minutes, later only what changed is built."
configure_release
cmake --build build/release --parallel "$(build_jobs)" --target portcullis portcullisctl ||
    fail "The build failed; the compiler's message is above."

say "A demonstration of the gateway, with its own temporary log:"
"$programs/portcullisctl" demo || fail "The demonstration failed; its last lines above say where."

if [[ -n ${DISPLAY:-} || -n ${WAYLAND_DISPLAY:-} ]]; then
    say "Opening Portcullis."
    exec "$programs/portcullis"
fi
say "There is no display here. On a desktop, open $programs/portcullis."
