// HTTP+SSE of 2024-11-05 with the official SDK 1: its client before the gateway, its server behind.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { connect } from './clients.mjs';
import { startGateway, startHttpServer, until } from './gateway.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const session = [process.execPath, `${here}session_server.mjs`];
const modern = [process.execPath, `${here}stateless_server.mjs`];
const text = (result) => result.content[0].text;

async function startEverything(t) {
  const sse = await startHttpServer(t, [...session, '--sse']);
  const servers = [
    { id: 'sse', transport: 'sse', url: sse },
    { id: 'found', transport: 'http', url: sse }, // the same server, its transport not told
    { id: 'modern', transport: 'http', url: await startHttpServer(t, [...modern, '--http']) },
  ];
  const gateway = await startGateway(t, servers, { offerSse: true });
  const rules = servers.map(({ id }) => `${id}:*`);
  return { gateway, servers: servers.map(({ id }) => id), secret: await gateway.createKey('peers', rules) };
}

async function getsProgress(client, server) {
  const seen = [];
  const tag = `progress ${server}`;
  let released;
  const onprogress = (progress) => {
    seen.push(progress.progress);
    if (progress.progress === 3) {
      released = client.call(`${server}__release`, { tag });
    }
  };
  const result = await client.call(`${server}__count`, { steps: 3, tag }, { onprogress, timeout: 30_000 });
  await released;
  assert.equal(text(result), 'counted to 3');
  assert.deepEqual(seen, [1, 2, 3]);
}

async function cancels(client, server) {
  const tag = `cancel ${server}`;
  const events = async () => JSON.parse(text(await client.call(`${server}__events`, {})));
  const cancel = new AbortController();
  const call = assert.rejects(client.call(`${server}__hang`, { tag }, { signal: cancel.signal }));
  await until(async () => (await events()).includes(`started ${tag}`), 'the start of the call at the server');
  cancel.abort('no longer needed');
  await call;
  await until(async () => (await events()).includes(`cancelled ${tag}`), 'the cancellation at the server');
}

test('the official client and server of HTTP+SSE', async (t) => {
  const { gateway, servers, secret } = await startEverything(t);
  const client = await connect(t, 'SDK 1', 'sse', gateway, secret);
  const names = (await client.tools()).map(({ name }) => name);
  for (const server of servers) {
    assert.ok(names.includes(`${server}__echo`), `${server} is listed`);
    await t.test(`${server}: gets its arguments back`, async () => {
      const args = { text: 'Grüße, 漢字 🙂', third: 0.1 };
      assert.deepEqual(JSON.parse(text(await client.call(`${server}__echo`, args))), args);
    });
    await t.test(`${server}: gets progress`, () => getsProgress(client, server));
    await t.test(`${server}: cancels at the server`, () => cancels(client, server));
  }
  await t.test('one server alone has its own tool names', async (t) => {
    const alone = await connect(t, 'SDK 1', 'sse', gateway, secret, 'sse');
    assert.equal(text(await alone.call('echo', { a: 1 })), '{"a":1}');
  });
  await t.test('nobody gets in without a good key', async (t) => {
    await assert.rejects(connect(t, 'SDK 1', 'sse', gateway, 'pcl_wrong'));
  });
});
