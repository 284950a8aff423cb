// What stands between the suite and the gateway: the suite cannot send a key.
import http from 'node:http';
import readline from 'node:readline';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';

// The names of one server at the aggregated endpoint, and its own: the suite knows its own only.
// What other servers offer is left out.
export class ServerNames {
  constructor(server) {
    this.places = [
      ['tools', 'name', `${server}__`],
      ['prompts', 'name', `${server}__`],
      ['resources', 'uri', `${server}+`],
      ['resourceTemplates', 'uriTemplate', `${server}+`],
      ['contents', 'uri', `${server}+`],
    ];
    this.prefixes = { name: `${server}__`, uri: `${server}+` };
    this.leftOut = new Set();
  }

  toGateway({ params }) {
    for (const place of [params, params?.ref]) {
      for (const [key, prefix] of Object.entries(this.prefixes)) {
        if (place?.[key] !== undefined) {
          place[key] = prefix + place[key];
        }
      }
    }
  }

  toSuite({ result, error }) {
    for (const [list, key, prefix] of this.places) {
      if (result?.[list]) {
        result[list] = result[list].filter((entry) => this.#strip(entry, key, prefix));
      }
    }
    if (error?.data?.uri) {
      this.#strip(error.data, 'uri', this.prefixes.uri);
    }
  }

  #strip(entry, key, prefix) {
    if (!entry[key].startsWith(prefix)) {
      this.leftOut.add(entry[key]);
      return false;
    }
    entry[key] = entry[key].slice(prefix.length);
    return true;
  }
}

const nameIn = ({ params }) => params?.name ?? params?.uri;

// The body as the gateway is to get it. A header that repeats the name does so afterwards; one that
// differs is what the suite wants to see refused.
function renameRequest(body, headers, names) {
  if (!names || body.length === 0) {
    return body;
  }
  const message = JSON.parse(body);
  const repeated = headers['mcp-name'] !== undefined && headers['mcp-name'] === nameIn(message);
  names.toGateway(message);
  if (repeated) {
    headers['mcp-name'] = nameIn(message);
  }
  return Buffer.from(JSON.stringify(message));
}

// A message is a line, of an event or of its own.
function renameLine(line, names) {
  const [, start, json] = /^(data: ?)?(\{.*)$/.exec(line) ?? [];
  if (!json) {
    return line;
  }
  const message = JSON.parse(json);
  names.toSuite(message);
  return (start ?? '') + JSON.stringify(message);
}

async function passAnswer(answer, response, names) {
  const { 'content-length': _, ...headers } = answer.headers;
  response.writeHead(answer.statusCode, headers);
  response.flushHeaders();
  if (!names) {
    await pipeline(answer, response);
    return;
  }
  for await (const line of readline.createInterface({ input: answer })) {
    response.write(`${renameLine(line, names)}\n`);
  }
  response.end();
}

// Passes requests to the target with the key, and what comes back as it comes; its address.
export async function startProxy(t, target, secret, names) {
  const server = http.createServer(async (request, response) => {
    const headers = { ...request.headers, authorization: `Bearer ${secret}` };
    const own = request.socket.localPort;
    // To the gateway, this is its own address; anybody else's is for it to refuse.
    for (const header of ['host', 'origin'].filter((name) => headers[name])) {
      headers[header] = headers[header].replace(`127.0.0.1:${own}`, target.host);
    }
    const body = renameRequest(await buffer(request), headers, names);
    delete headers['transfer-encoding'];
    headers['content-length'] = body.length;
    const onward = http.request(target, { method: request.method, headers, agent: false });
    onward.on('response', (answer) => passAnswer(answer, response, names).catch(() => response.destroy()));
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    onward.end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${server.address().port}${target.pathname}`;
}
