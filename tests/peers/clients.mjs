// The official clients, each behind the same few functions.
import { load } from './modules.mjs';

const v1 = {
  ...load('@modelcontextprotocol/sdk/client/index.js'),
  ...load('@modelcontextprotocol/sdk/client/sse.js'),
  ...load('@modelcontextprotocol/sdk/client/stdio.js'),
  ...load('@modelcontextprotocol/sdk/client/streamableHttp.js'),
};
const v2 = { ...load('@modelcontextprotocol/client'), ...load('@modelcontextprotocol/client/stdio') };
const { CallToolResultSchema } = load('@modelcontextprotocol/sdk/types.js');

const info = { name: 'peers-test', version: '7.8.9' };

// The SDK's call, the same in both: its place for options differs.
const kinds = {
  'SDK 1': {
    make: () => new v1.Client(info),
    sdk: v1,
    call: (client, params, options) => client.callTool(params, CallToolResultSchema, options),
    stateless: false,
  },
};
for (const [name, mode, stateless] of [
  ['SDK 2 legacy', 'legacy', false],
  ['SDK 2 auto', 'auto', true],
  ['SDK 2 2026-07-28', { pin: '2026-07-28' }, true],
]) {
  kinds[name] = {
    make: () => new v2.Client(info, { versionNegotiation: { mode } }),
    sdk: v2,
    call: (client, params, options) => client.callTool(params, options),
    stateless,
  };
}

export const clientKinds = Object.keys(kinds);

// Connects one of clientKinds over "http" or "stdio", or SDK 1 over "sse".
export async function connect(t, kind, way, gateway, secret, server) {
  const { make, sdk, call, stateless } = kinds[kind];
  const client = make();
  const options = { requestInit: { headers: { Authorization: `Bearer ${secret}` } } };
  const transport = {
    http: () => new sdk.StreamableHTTPClientTransport(gateway.endpoint(server), options),
    sse: () => new sdk.SSEClientTransport(gateway.sseEndpoint(server), options),
    stdio: () => new sdk.StdioClientTransport(gateway.bridge(secret, server)),
  }[way]();
  t.after(() => client.close());
  await client.connect(transport);
  return {
    stateless,
    tools: async () => (await client.listTools()).tools,
    call: (name, args, options) => call(client, { name, arguments: args }, options),
  };
}
