#!/usr/bin/env bash
# Builds Portcullis with its tests and runs them; arguments go to ctest, such as -R Json or -L threads.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck source=installer/lib.sh
source "$root/installer/lib.sh"
cd "$root"

say "Checking the packages that the build and its tests need."
installer/dependencies.sh build test

say "Building the programs and their tests."
configure release -DPORTCULLIS_TESTS=ON
cmake --build build/release --parallel "$(build_jobs)" || fail "The build failed; the compiler's message is above."

# The Node that dependencies.sh fetched, where the machine's own is too old.
if [[ -x build/npm/node_modules/node/bin/node ]]; then
    export PATH=$root/build/npm/node_modules/node/bin:$PATH
fi

say "Running the tests."
exec ctest --preset release --parallel 2 "$@"
