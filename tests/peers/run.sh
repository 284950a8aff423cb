#!/usr/bin/env bash
# Runs a test with Node:   run.sh <portcullisctl> <packages> <arguments of node…>
# A test that cannot run fails and says why; it is never left out.
set -euo pipefail

export PORTCULLISCTL=$1 PORTCULLIS_PEERS=$2
own_node=$PORTCULLIS_PEERS/../node_modules/node/bin
if [[ -x $own_node/node ]]; then
    PATH=$own_node:$PATH
fi

major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
if ((major < 22)); then
    echo "This test needs Node 22 or newer: run installer/dependencies.sh test, which fetches one." >&2
    exit 1
fi
if [[ ! -d $PORTCULLIS_PEERS/node_modules/@modelcontextprotocol ]]; then
    echo "The npm packages for this test are not in $PORTCULLIS_PEERS: run installer/dependencies.sh test." >&2
    exit 1
fi
exec node "${@:3}"
