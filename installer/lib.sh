# shellcheck shell=bash
# What the scripts of this repository share. Sourced, never run.

say() {
    printf 'portcullis: %s\n' "$*"
}

fail() {
    printf 'portcullis: error: %s\n' "$*" >&2
    exit 1
}

# As many compilers at once as there are processors, but no more than the memory carries: the files
# that include Boost.Beast need up to 1.5 GB each.
build_jobs() {
    local processors memory_kb by_memory
    processors=$(nproc)
    memory_kb=$(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo)
    by_memory=$((memory_kb / 1500000))
    if ((by_memory < 1)); then
        by_memory=1
    fi
    echo $((processors < by_memory ? processors : by_memory))
}

# configure <preset> [cmake arguments…]: quiet unless it fails.
configure() {
    local preset=$1 log
    shift
    log=$(mktemp)
    if ! cmake --preset "$preset" "$@" >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        fail "The build could not be configured (preset '$preset'); the reason is in the lines above."
    fi
    rm -f "$log"
}
