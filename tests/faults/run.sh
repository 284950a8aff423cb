#!/usr/bin/env bash
# Breaks the audit log in every way that it must survive, and says what was tried and what was lost.
#
#   tests/faults/run.sh [--quick|--long]     (default: --quick, a sample of everything, as in CI)
#
# Needs a build (tests/run.sh makes one). README.md beside it says what is done and how a run is replayed.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
# shellcheck source=installer/lib.sh
source "$root/installer/lib.sh"
bin=${PORTCULLIS_BIN:-$root/build/release/bin}
export FAULTS_TOOL=$bin/faults_tool PORTCULLISCTL=$bin/portcullisctl

how=()
case ${1:---quick} in
    --quick) ;;
    --long)
        how=(--long)
        export PORTCULLIS_FAULTS_LONG=1
        ;;
    *) fail "'$1' is neither --quick nor --long." ;;
esac
for program in faults_test faults_memory_test faults_tool portcullisctl; do
    [[ -x $bin/$program ]] || fail "$bin/$program is missing; run tests/run.sh first."
done

failed=0
step() {
    local start=$SECONDS
    say "$1"
    shift
    "$@" || failed=1
    say "… $((SECONDS - start)) s"
}

step "The disk, the clock, other hands, other instances." "$bin/faults_test" --gtest_brief=1
step "Memory that runs out in the database." "$bin/faults_memory_test" --gtest_brief=1
step "Every system call that writes." python3 -B "$here/syscall_faults.py" "${how[@]}"
step "kill -9 under load." python3 -B "$here/kill_faults.py" "${how[@]}"
exit "$failed"
