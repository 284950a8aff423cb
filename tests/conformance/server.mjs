// A server with everything that the conformance suite asks for, by SDK 2.
//   node server.mjs --http PORT | --stdio   [--era session|stateless|both] [--prefix P]
// The prefix stands before the names of all tools and prompts. Over HTTP, "READY <url>" on standard
// output says that it listens.
import { randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import { parseArgs } from 'node:util';

import { load } from '../peers/modules.mjs';
import { complete, prompts, readResource, resources, templates } from './offers.mjs';
import { tools } from './tools.mjs';

const {
  ProtocolError,
  Server,
  WebStandardStreamableHTTPServerTransport,
  createMcpHandler,
  createRequestStateCodec,
  isLegacyRequest,
} = load('@modelcontextprotocol/server');
const { StdioServerTransport, serveStdio } = load('@modelcontextprotocol/server/stdio');
const { toNodeHandler } = load('@modelcontextprotocol/node');

const invalidParams = -32602;
const { values: options } = parseArgs({
  options: {
    http: { type: 'string' },
    stdio: { type: 'boolean' },
    era: { type: 'string', default: 'both' },
    prefix: { type: 'string', default: '' },
  },
});

const codec = createRequestStateCodec({ key: randomBytes(32) });
const capabilities = {
  tools: { listChanged: true },
  prompts: { listChanged: true },
  resources: { subscribe: true, listChanged: true },
  completions: {},
  logging: {},
};

// Whom to tell that a list has changed: {tool(), prompt()} each.
const listeners = new Set();
const changes = { tool: 0, prompt: 0 };

// The descriptions carry the number of changes, so that a list that is said to have changed has.
function change(kind) {
  changes[kind]++;
  for (const listener of listeners) {
    listener[kind]();
  }
  return `changed the ${kind}s`;
}

const list = (offers, kind) =>
  offers.map(({ definition }) => ({
    ...definition,
    name: options.prefix + definition.name,
    description: `${definition.description} (${changes[kind]} changes)`,
  }));

function find(offers, name) {
  const offer = offers.find(({ definition }) => options.prefix + definition.name === name);
  if (!offer) {
    throw new ProtocolError(invalidParams, `There is no ${name}`);
  }
  return offer;
}

function build() {
  const server = new Server(
    { name: 'conformance', version: '1.0.0' },
    { capabilities, requestState: { verify: codec.verify } },
  );
  server.setRequestHandler('tools/list', () => ({ tools: list(tools, 'tool') }));
  server.setRequestHandler('tools/call', ({ params }, context) =>
    find(tools, params.name).run(params.arguments ?? {}, { context, server, codec, change }),
  );
  server.setRequestHandler('prompts/list', () => ({ prompts: list(prompts, 'prompt') }));
  server.setRequestHandler('prompts/get', ({ params }, context) =>
    find(prompts, params.name).run(params.arguments ?? {}, context),
  );
  server.setRequestHandler('resources/list', () => ({ resources }));
  server.setRequestHandler('resources/templates/list', () => ({ resourceTemplates: templates }));
  server.setRequestHandler('resources/read', ({ params }) => readResource(params.uri));
  server.setRequestHandler('resources/subscribe', () => ({}));
  server.setRequestHandler('resources/unsubscribe', () => ({}));
  server.setRequestHandler('completion/complete', ({ params }) => complete(params));
  return server;
}

// A server that stays connected hears of changes as long as it is.
function buildLasting() {
  const server = build();
  const listener = { tool: () => server.sendToolListChanged(), prompt: () => server.sendPromptListChanged() };
  listeners.add(listener);
  server.onclose = () => listeners.delete(listener);
  return server;
}

const sessions = new Map();

async function serveSession(request) {
  const id = request.headers.get('mcp-session-id');
  if (id) {
    return sessions.get(id)?.handleRequest(request) ?? new Response('There is no such session', { status: 404 });
  }
  const transport = new WebStandardStreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (newId) => sessions.set(newId, transport),
    onsessionclosed: (oldId) => sessions.delete(oldId),
  });
  await buildLasting().connect(transport);
  return transport.handleRequest(request);
}

function serveHttp(port) {
  const stateless = createMcpHandler(build, { legacy: 'reject' });
  listeners.add({ tool: stateless.notify.toolsChanged, prompt: stateless.notify.promptsChanged });
  const hasSessions = { session: () => true, stateless: () => false, both: isLegacyRequest }[options.era];
  const fetch = async (request) => ((await hasSessions(request)) ? serveSession(request) : stateless.fetch(request));
  const server = http.createServer(toNodeHandler({ fetch }));
  server.listen(port, '127.0.0.1', () => console.log(`READY http://127.0.0.1:${server.address().port}/mcp`));
}

if (options.http !== undefined) {
  serveHttp(Number(options.http));
} else if (options.era === 'session') {
  await buildLasting().connect(new StdioServerTransport());
} else {
  serveStdio(buildLasting, { legacy: options.era === 'stateless' ? 'reject' : 'serve' });
}
