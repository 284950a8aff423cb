// A server of the stateless era alone, by SDK 2.     node stateless_server.mjs --stdio | --http
import http from 'node:http';

import { load } from './modules.mjs';
import { callTool, definitions } from './tools.mjs';

const { Server, createMcpHandler } = load('@modelcontextprotocol/server');
const { serveStdio } = load('@modelcontextprotocol/server/stdio');
const { toNodeHandler } = load('@modelcontextprotocol/node');

function build() {
  const server = new Server({ name: 'stateless-server', version: '4.5.6' }, { capabilities: { tools: {} } });
  server.setRequestHandler('tools/list', () => ({ tools: definitions }));
  server.setRequestHandler('tools/call', (request, context) => {
    const progressToken = context.mcpReq._meta?.progressToken;
    return callTool(request.params, {
      signal: context.mcpReq.signal,
      progress: async (params) => {
        if (progressToken !== undefined) {
          await context.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, ...params } });
        }
      },
    });
  });
  return server;
}

if (process.argv[2] === '--stdio') {
  serveStdio(build, { legacy: 'reject' });
} else {
  const server = http.createServer(toNodeHandler(createMcpHandler(build, { legacy: 'reject' })));
  server.listen(0, '127.0.0.1', () => console.log(`READY http://127.0.0.1:${server.address().port}/mcp`));
}
