// The command line of MCP Inspector, in both eras, before servers of both eras.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { startGateway, startHttpServer } from './gateway.mjs';
import { modulesFolder, programOf } from './modules.mjs';

const run = promisify(execFile);
const inspector = programOf('@modelcontextprotocol/inspector');
const program = fileURLToPath(new URL('../conformance/server.mjs', import.meta.url));

async function startEverything(t) {
  const start = [process.execPath, program, '--era'];
  const environment = { PORTCULLIS_PEERS: modulesFolder };
  const url = await startHttpServer(t, [...start, 'stateless', '--http', '0']);
  const gateway = await startGateway(t, [
    { id: 'old', transport: 'stdio', command: [...start, 'session', '--stdio'], environment },
    { id: 'new', transport: 'http', url },
  ]);
  const secret = await gateway.createKey('inspector', ['old:*', 'new:*']);
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'portcullis-inspector-'));
  t.after(() => fs.rmSync(home, { recursive: true, force: true }));
  return { gateway, secret, home };
}

// Runs one method; its result, or its error as { error }.
async function inspect({ gateway, secret, home }, era, method, ...more) {
  const where = ['--transport', 'http', '--server-url', gateway.endpoint().href];
  const how = ['--header', `Authorization: Bearer ${secret}`, '--protocol-era', era, '--format', 'json', '-q'];
  const command = [inspector, '--cli', ...where, ...how, '--method', method, ...more];
  const env = { PATH: process.env.PATH, HOME: home };
  const end = await run(process.execPath, command, { env, timeout: 60_000 }).catch((error) => error);
  return JSON.parse(end.stdout || end.stderr);
}

test('MCP Inspector before servers of both eras', async (t) => {
  const place = await startEverything(t);
  for (const era of ['legacy', 'modern']) {
    for (const server of ['old', 'new']) {
      await t.test(`${era}, ${server} server`, async () => {
        const { result } = await inspect(place, era, 'tools/list');
        assert.ok(result.tools.some(({ name }) => name === `${server}__test_simple_text`));
        const call = await inspect(place, era, 'tools/call', '--tool-name', `${server}__test_simple_text`);
        assert.equal(call.result.content[0].text, 'This is a simple text response for testing.');
        const prompt = await inspect(
          place, era, 'prompts/get', '--prompt-name', `${server}__test_prompt_with_arguments`,
          '--prompt-args', 'arg1=a', 'arg2=b',
        );
        assert.match(prompt.result.messages[0].content.text, /arg1='a', arg2='b'/);
        const resource = await inspect(place, era, 'resources/read', '--uri', `${server}+test://static-text`);
        assert.match(resource.result.contents[0].text, /static text resource/);
        const unknown = await inspect(place, era, 'tools/call', '--tool-name', `${server}__nothing`);
        assert.ok(unknown.error, JSON.stringify(unknown));
      });
    }
  }
});
