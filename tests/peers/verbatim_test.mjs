// Numbers that JavaScript cannot hold pass both ways as they are written.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { startGateway } from './gateway.mjs';

const server = fileURLToPath(new URL('verbatim_server.mjs', import.meta.url));

async function post(gateway, secret, body) {
  const response = await fetch(gateway.endpoint(), {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${secret}`,
      'MCP-Protocol-Version': '2025-11-25',
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
    },
    body,
  });
  assert.equal(response.status, 200);
  return response.text();
}

test('arguments and results keep their bytes', async (t) => {
  const gateway = await startGateway(t, [{ id: 'raw', transport: 'stdio', command: [process.execPath, server] }]);
  const secret = await gateway.createKey('verbatim', ['raw:*']);
  const args = '{"a":123456789012345678901234567890,"b":1e400,"c":0.10,"d":-0.0,"e":"\\u00e4\\ud83d\\ude42"}';
  const answer = await post(
    gateway,
    secret,
    `{"jsonrpc":"2.0","id":9007199254740991,"method":"tools/call","params":{"name":"raw__verbatim","arguments":${args}}}`,
  );
  assert.ok(answer.includes('"exact":123456789012345678901234567890.10e-3'), answer);
  assert.ok(answer.includes('"id":9007199254740991'), answer);
  const received = JSON.parse(answer).result.content[0].text;
  assert.ok(received.includes(`"arguments":${args}`), received);

  const calls = await gateway.ctl('activity');
  assert.ok(JSON.stringify(calls).includes('verbatim'), 'the call is not in the log');
});
