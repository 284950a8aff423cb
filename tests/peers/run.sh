#!/usr/bin/env bash
# Runs one test file with Node:   run.sh <portcullisctl> <packages> <file>
# A test that cannot run fails and says why; it is never left out.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PORTCULLISCTL=$1 PORTCULLIS_PEERS=$2
own_node=$PORTCULLIS_PEERS/../node_modules/node/bin
if [[ -x $own_node/node ]]; then
    PATH=$own_node:$PATH
fi

major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
if ((major < 20)); then
    echo "This test needs Node 20 or newer: run installer/dependencies.sh test, which fetches one." >&2
    exit 1
fi
if [[ ! -d $PORTCULLIS_PEERS/node_modules/@modelcontextprotocol ]]; then
    echo "The MCP clients and servers for this test are not in $PORTCULLIS_PEERS: run installer/dependencies.sh test." >&2
    exit 1
fi
exec node --test "$here/$3"
