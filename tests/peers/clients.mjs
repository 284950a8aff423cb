// The official clients, each behind the same few functions.
import { load } from './modules.mjs';

const v1 = {
  ...load('@modelcontextprotocol/sdk/client/index.js'),
  ...load('@modelcontextprotocol/sdk/client/sse.js'),
  ...load('@modelcontextprotocol/sdk/client/stdio.js'),
  ...load('@modelcontextprotocol/sdk/client/streamableHttp.js'),
};
const v2 = { ...load('@modelcontextprotocol/client'), ...load('@modelcontextprotocol/client/stdio') };
const types = load('@modelcontextprotocol/sdk/types.js');

// What SDK 1 registers a handler by.
const schemas = {
  'elicitation/create': types.ElicitRequestSchema,
  'sampling/createMessage': types.CreateMessageRequestSchema,
  'roots/list': types.ListRootsRequestSchema,
  'notifications/message': types.LoggingMessageNotificationSchema,
};

const info = { name: 'peers-test', version: '7.8.9' };

// The SDK's call, the same in both: its place for options differs.
const kinds = {
  'SDK 1': {
    make: (options) => new v1.Client(info, options),
    sdk: v1,
    call: (client, params, options) => client.callTool(params, types.CallToolResultSchema, options),
    key: (method) => schemas[method],
    stateless: false,
  },
};
for (const [name, mode, stateless] of [
  ['SDK 2 legacy', 'legacy', false],
  ['SDK 2 auto', 'auto', true],
  ['SDK 2 2026-07-28', { pin: '2026-07-28' }, true],
]) {
  kinds[name] = {
    make: (options) => new v2.Client(info, { ...options, versionNegotiation: { mode } }),
    sdk: v2,
    call: (client, params, options) => client.callTool(params, options),
    key: (method) => method,
    stateless,
  };
}

export const clientKinds = Object.keys(kinds);

// Connects one of clientKinds over "http" or "stdio", or SDK 1 over "sse". It can be asked what `answers` has by method, and
// `heard` by method gets the notifications it names.
export async function connect(t, kind, way, gateway, secret, server, { answers = {}, heard = {}, capabilities } = {}) {
  const { make, sdk, call, key, stateless } = kinds[kind];
  const client = make({ capabilities });
  for (const [method, answer] of Object.entries(answers)) {
    client.setRequestHandler(key(method), ({ params }) => answer(params));
  }
  for (const [method, hear] of Object.entries(heard)) {
    client.setNotificationHandler(key(method), ({ params }) => hear(params));
  }
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
    sdk: client,
    tools: async () => (await client.listTools()).tools,
    call: (name, args, options, meta) => call(client, { name, arguments: args, ...(meta && { _meta: meta }) }, options),
  };
}
