#!/usr/bin/env bash
# Puts Portcullis and three gateways from npm in front of the same fast stdio server and drives each with
# the same generator, in turns, so that a busy minute of the machine hits all of them.
#
#   tests/bench/run-peers.sh [--seconds N] [--rounds N] [--lanes N] [--program PATH] [--json]
#
# Prints medians over the rounds: calls a second, latencies, CPU time a call, and how many times as much
# Portcullis does. Needs a built portcullisctl (default build/release/bin), Node 20 or newer and npm.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=installer/lib.sh
source "$root/installer/lib.sh"

peers=(mcp-hub@4.2.1 mcp-proxy@6.7.19 supergateway@4.0.0)
prefix=$root/build/npm-peers
program=$root/build/release/bin/portcullisctl
seconds=3
rounds=5
lanes=16
json=no
result_bytes=2048
patience=300 # tenths of a second for a program to start

work=
pids=()
declare -A url pid options

read_arguments() {
    while (($# > 0)); do
        case $1 in
            --seconds) seconds=$2 && shift ;;
            --rounds) rounds=$2 && shift ;;
            --lanes) lanes=$2 && shift ;;
            --program) program=$2 && shift ;;
            --json) json=yes ;;
            --help | -h)
                sed -n '2,8s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
                exit 0
                ;;
            *) fail "'$1' is not an option; see --help." ;;
        esac
        shift
    done
    program=$(readlink -f "$program")
}

require_programs() {
    if [[ -x $root/build/npm/node_modules/node/bin/node ]]; then
        PATH=$root/build/npm/node_modules/node/bin:$PATH
    fi
    [[ -x $program ]] || fail "There is no $program; build it first or name it with --program."
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        fail "Node and npm are needed to install the other gateways."
    fi
}

install_peers() {
    local log=$prefix/install.log missing=no peer
    for peer in "${peers[@]}"; do
        grep -qs "\"version\": \"${peer#*@}\"" "$prefix/node_modules/${peer%@*}/package.json" || missing=yes
    done
    if [[ $missing == no ]]; then
        return
    fi
    say "Installing ${peers[*]} into build/npm-peers."
    mkdir -p "$prefix"
    # Their install scripts fetch more than the programs need.
    if ! npm install --prefix "$prefix" --no-audit --no-fund --no-save --ignore-scripts "${peers[@]}" \
        >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        fail "npm could not install the other gateways; its last words are above."
    fi
}

clean_up() {
    if ((${#pids[@]} > 0)); then
        kill "${pids[@]}" 2>/dev/null || true
        wait "${pids[@]}" 2>/dev/null || true
    fi
    if [[ -n $work ]]; then
        rm -rf "$work"
    fi
}

free_port() {
    node -e 'const s = require("node:net").createServer().listen(0, "127.0.0.1", () => {
        console.log(s.address().port); s.close(); })'
}

# start <name> <command…>: in the background, its words kept for when it fails.
start() {
    local name=$1
    shift
    HOME=$work/home NO_UPDATE_NOTIFIER=1 DO_NOT_TRACK=1 "$@" >"$work/$name.log" 2>&1 </dev/null &
    pid[$name]=$!
    pids+=($!)
}

# call <name> <seconds>: one run of the generator, its result as JSON on a line.
call() {
    local name=$1
    # shellcheck disable=SC2086
    "$program" bench-load --lanes "$lanes" --seconds "$2" --result-bytes "$result_bytes" ${options[$name]}
}

wait_until_it_answers() {
    local name=$1 try
    for ((try = 0; try < patience; try++)); do
        if call "$name" 0.1 >"$work/$name.try" 2>&1 && grep -q '"errors":0' "$work/$name.try"; then
            return
        fi
        kill -0 "${pid[$name]}" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 20 "$work/$name.log" "$work/$name.try" >&2
    fail "$name does not answer; its last words are above."
}

start_portcullis() {
    local data=$work/data try
    head -c 24 /dev/urandom | base64 >"$work/passphrase"
    cat >"$work/portcullis.json" <<-EOF
	{"settings": {"listen": "127.0.0.1:0", "durability": "standard",
	              "limits": {"requestsPerMinute": 0, "inFlightPerKey": 1024, "sessionsPerKey": 512}},
	 "servers": [{"id": "up", "transport": "stdio", "content": "full", "maxInFlight": 256,
	              "command": ["$program", "bench-upstream", "--stdio"]}]}
	EOF
    start portcullis "$program" serve --data "$data" --unlock "passphrase-file:$work/passphrase" \
        --config "$work/portcullis.json" --ready-file "$work/ready"
    for ((try = 0; try < patience; try++)); do
        [[ ! -s $work/ready ]] || break
        kill -0 "${pid[portcullis]}" 2>/dev/null || break
        sleep 0.1
    done
    if [[ ! -s $work/ready ]]; then
        tail -n 20 "$work/portcullis.log" >&2
        fail "Portcullis did not start; its last words are above."
    fi
    url[portcullis]=$(node -p 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).url' "$work/ready")
    "$program" key create bench --data "$data" --allow 'up:*' --json |
        node -p 'JSON.parse(require("node:fs").readFileSync(0, "utf8")).secret' >"$work/key"
    options[portcullis]="--url ${url[portcullis]} --tool up__blob --bearer-file $work/key"
}

start_peers() {
    local modules=$prefix/node_modules port
    export XDG_CONFIG_HOME=$work/home XDG_STATE_HOME=$work/home XDG_DATA_HOME=$work/home
    mkdir -p "$work/home"

    port=$(free_port)
    printf '{"mcpServers":{"up":{"command":"%s","args":["bench-upstream","--stdio"]}}}\n' "$program" >"$work/hub.json"
    start mcp-hub node "$modules/mcp-hub/dist/cli.js" --port "$port" --config "$work/hub.json"
    options[mcp-hub]="--url http://127.0.0.1:$port/api/servers/tools --hub up"

    port=$(free_port)
    start mcp-proxy node "$modules/mcp-proxy/dist/bin/mcp-proxy.mjs" --host 127.0.0.1 --port "$port" \
        --server stream -- "$program" bench-upstream --stdio
    options[mcp-proxy]="--url http://127.0.0.1:$port/mcp"

    port=$(free_port)
    start supergateway node "$modules/supergateway/dist/index.js" --stdio "$program bench-upstream --stdio" \
        --outputTransport streamableHttp --stateful --port "$port" --logLevel none
    options[supergateway]="--url http://127.0.0.1:$port/mcp"
}

# User and system time of a process so far, in clock ticks.
cpu_ticks() {
    sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'
}

measure() {
    local name=$1 before after result
    before=$(cpu_ticks "${pid[$name]}")
    result=$(call "$name" "$seconds")
    after=$(cpu_ticks "${pid[$name]}")
    printf '{"name":"%s","ticks":%d,"result":%s}\n' "$name" $((after - before)) "$result" >>"$work/results"
}

report() {
    node "$root/tests/bench/report-peers.mjs" "$work/results" "$(getconf CLK_TCK)" "$json"
}

main() {
    local name round
    local names=(portcullis mcp-hub mcp-proxy supergateway)
    read_arguments "$@"
    require_programs
    install_peers
    work=$(mktemp -d)
    trap clean_up EXIT
    start_portcullis
    start_peers
    for name in "${names[@]}"; do
        wait_until_it_answers "$name"
    done
    for ((round = 0; round < rounds; round++)); do
        for name in "${names[@]}"; do
            measure "$name"
        done
    done
    report
}

main "$@"
