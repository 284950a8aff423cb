// A server of the session era that answers a call with the very line it received, as text, and with a
// number that no JavaScript number can hold. No SDK: those would read and write the numbers.
import readline from 'node:readline';

const tools = '[{"name":"verbatim","inputSchema":{"type":"object"}}]';
const results = {
  initialize:
    '{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"verbatim","version":"1"}}',
  'tools/list': `{"tools":${tools}}`,
};

for await (const line of readline.createInterface({ input: process.stdin })) {
  const { id, method } = JSON.parse(line);
  if (id === undefined) {
    continue;
  }
  const received = JSON.stringify([{ type: 'text', text: line }]);
  const result =
    method === 'tools/call'
      ? `{"content":${received},"structuredContent":{"exact":123456789012345678901234567890.10e-3}}`
      : results[method];
  const answer = result ? `"result":${result}` : '"error":{"code":-32601,"message":"Method not found"}';
  process.stdout.write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},${answer}}\n`);
}
