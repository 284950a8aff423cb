// Every official client, over HTTP and over the stdio bridge, before servers of both eras on both
// transports: what they may see and call, what they may not, progress and cancellation.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { clientKinds, connect } from './clients.mjs';
import { startGateway, startHttpServer, until } from './gateway.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const visible = ['echo', 'count', 'release', 'hang', 'events', 'fails'];
const node = process.execPath;

const programs = {
  session: [node, `${here}session_server.mjs`],
  modern: [node, `${here}stateless_server.mjs`],
};

// The gateway before the four of them. The environment of stdio servers is clean but for what is set.
async function startEverything(t) {
  const environment = { PORTCULLIS_PEERS: process.env.PORTCULLIS_PEERS };
  const servers = [];
  for (const [era, program] of Object.entries(programs)) {
    servers.push({ id: `${era}-io`, transport: 'stdio', command: [...program, '--stdio'], environment });
    servers.push({ id: `${era}-web`, transport: 'http', url: await startHttpServer(t, [...program, '--http']) });
  }
  const sse = await startHttpServer(t, [...programs.session, '--sse']);
  servers.push({ id: 'session-sse', transport: 'sse', url: sse });
  const gateway = await startGateway(t, servers);
  const rules = servers.flatMap(({ id }) => visible.map((tool) => `${id}:${tool}`));
  return { gateway, servers: servers.map(({ id }) => id), secret: await gateway.createKey('peers', rules) };
}

const outcome = async (call) => {
  try {
    return { result: await call };
  } catch (error) {
    return { error: { code: error.code, message: error.message } };
  }
};

async function seesItsAllowListOnly(client, servers) {
  const names = (await client.tools()).map(({ name }) => name);
  const allowed = servers.flatMap((server) => visible.map((tool) => `${server}__${tool}`));
  assert.deepEqual(names.sort(), allowed.sort());
}

async function getsItsArgumentsBack(client, server) {
  const args = { text: 'Grüße, 漢字 🙂', small: 1e-7, large: 9007199254740991, third: 0.1, deep: { list: [null, true, ''] } };
  const result = await client.call(`${server}__echo`, args);
  assert.deepEqual(result.structuredContent, args);
  assert.deepEqual(JSON.parse(result.content[0].text), args);
}

async function cannotTellHiddenFromUnknown(client, server) {
  const hidden = await outcome(client.call(`${server}__hidden`, {}));
  const unknown = await outcome(client.call(`${server}__hiddex`, {}));
  assert.equal(hidden.error.code, -32602);
  assert.equal(hidden.error.code, unknown.error.code);
  assert.equal(hidden.error.message, unknown.error.message.replace('hiddex', 'hidden'));
}

async function getsProgress(client, server, tag) {
  const steps = 3;
  const seen = [];
  let released;
  const onprogress = (progress) => {
    seen.push(progress);
    if (progress.progress === steps) {
      released = client.call(`${server}__release`, { tag });
    }
  };
  const result = await client.call(`${server}__count`, { steps, tag }, { onprogress, timeout: 30_000 });
  await released;
  assert.equal(result.content[0].text, 'counted to 3');
  assert.deepEqual(seen, [1, 2, 3].map((step) => ({ progress: step, total: steps, message: `step ${step}` })));
}

async function cancelsAtTheServer(client, server, tag) {
  const events = async () => JSON.parse((await client.call(`${server}__events`, {})).content[0].text);
  const cancel = new AbortController();
  const call = outcome(client.call(`${server}__hang`, { tag }, { signal: cancel.signal }));
  await until(async () => (await events()).includes(`started ${tag}`), 'the start of the call at the server');
  cancel.abort('no longer needed');
  assert.ok((await call).error, 'a cancelled call must not succeed');
  await until(async () => (await events()).includes(`cancelled ${tag}`), 'the cancellation at the server');
  assert.ok(!(await events()).includes('hidden was called'));
}

async function getsTheServersErrorResult(client, server) {
  const result = await client.call(`${server}__fails`, {});
  assert.equal(result.isError, true);
  assert.equal(result.content[0].text, 'it failed');
}

test('official clients before servers of both eras', async (t) => {
  const { gateway, servers, secret } = await startEverything(t);
  for (const kind of clientKinds) {
    for (const way of ['http', 'stdio']) {
      await t.test(`${kind} over ${way}`, async (t) => {
        const client = await connect(t, kind, way, gateway, secret);
        await t.test('sees its allow-list only', () => seesItsAllowListOnly(client, servers));
        for (const server of servers) {
          await t.test(`${server}: gets its arguments back`, () => getsItsArgumentsBack(client, server));
          await t.test(`${server}: cannot tell hidden from unknown`, () => cannotTellHiddenFromUnknown(client, server));
          await t.test(`${server}: gets the server's error result`, () => getsTheServersErrorResult(client, server));
          const tag = `${kind} ${way} ${server}`;
          await t.test(`${server}: gets progress`, () => getsProgress(client, server, tag));
          await t.test(`${server}: cancels at the server`, () => cancelsAtTheServer(client, server, tag));
        }
      });
    }
  }

  for (const way of ['http', 'stdio']) {
    await t.test(`one server alone over ${way} has its own tool names`, async (t) => {
      const client = await connect(t, 'SDK 2 auto', way, gateway, secret, 'session-io');
      assert.deepEqual((await client.tools()).map(({ name }) => name).sort(), [...visible].sort());
      assert.deepEqual((await client.call('echo', { a: 1 })).structuredContent, { a: 1 });
    });
  }

  for (const kind of clientKinds) {
    await t.test(`${kind} without a good key gets nothing`, async (t) => {
      await assert.rejects(connect(t, kind, 'http', gateway, 'pcl_wrong'));
    });
  }
});
