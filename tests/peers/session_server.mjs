// A server of the session era, by SDK 1.     node session_server.mjs --stdio | --http | --sse
import { randomUUID } from 'node:crypto';
import http from 'node:http';

import { load } from './modules.mjs';
import { callTool, definitions } from './tools.mjs';

const { Server } = load('@modelcontextprotocol/sdk/server/index.js');
const { StdioServerTransport } = load('@modelcontextprotocol/sdk/server/stdio.js');
const { SSEServerTransport } = load('@modelcontextprotocol/sdk/server/sse.js');
const { StreamableHTTPServerTransport } = load('@modelcontextprotocol/sdk/server/streamableHttp.js');
const { CallToolRequestSchema, ListToolsRequestSchema } = load('@modelcontextprotocol/sdk/types.js');

function build() {
  const server = new Server({ name: 'session-server', version: '1.2.3' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: definitions }));
  server.setRequestHandler(CallToolRequestSchema, (request, extra) => {
    const progressToken = request.params._meta?.progressToken;
    return callTool(request.params, {
      signal: extra.signal,
      progress: async (params) => {
        if (progressToken !== undefined) {
          await extra.sendNotification({ method: 'notifications/progress', params: { progressToken, ...params } });
        }
      },
    });
  });
  return server;
}

const sessions = new Map();

async function newSession() {
  const transport = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.set(id, transport),
  });
  await build().connect(transport);
  return transport;
}

// HTTP+SSE of 2024-11-05: a GET opens a session, POSTs with its id bring messages.
async function serveSse(request, response) {
  if (request.method === 'GET') {
    const transport = new SSEServerTransport('/messages', response);
    sessions.set(transport.sessionId, transport);
    response.on('close', () => sessions.delete(transport.sessionId));
    await build().connect(transport);
    return;
  }
  const session = sessions.get(new URL(request.url, 'http://localhost').searchParams.get('sessionId'));
  if (session) {
    await session.handlePostMessage(request, response);
  } else {
    response.writeHead(404).end();
  }
}

if (process.argv[2] === '--stdio') {
  await build().connect(new StdioServerTransport());
} else if (process.argv[2] === '--sse') {
  const server = http.createServer(serveSse);
  server.listen(0, '127.0.0.1', () => console.log(`READY http://127.0.0.1:${server.address().port}/sse`));
} else {
  const server = http.createServer(async (request, response) => {
    const transport = sessions.get(request.headers['mcp-session-id']) ?? (await newSession());
    await transport.handleRequest(request, response);
  });
  server.listen(0, '127.0.0.1', () => console.log(`READY http://127.0.0.1:${server.address().port}/mcp`));
}
