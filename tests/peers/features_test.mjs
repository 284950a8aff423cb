// Every official client before a server of each era: prompts, resources, templates, completion, log messages,
// and what servers ask back: forms, addresses, models, roots.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fileURLToPath } from 'node:url';

import { clientKinds, connect } from './clients.mjs';
import { startGateway, startHttpServer } from './gateway.mjs';

const program = fileURLToPath(new URL('../conformance/server.mjs', import.meta.url));
const eras = { a: 'session', b: 'stateless' }; // by their servers' ids: short ones, as names end at 46 characters

const asked = [];
const capabilities = { elicitation: { form: {}, url: {} }, sampling: {}, roots: {} };
const answers = {
  'elicitation/create': (params) => {
    asked.push(params);
    return params.mode === 'url'
      ? { action: 'accept' }
      : { action: 'accept', content: { username: 'harbour', email: 'east@example.org' } };
  },
  'sampling/createMessage': (params) => {
    asked.push(params);
    return { role: 'assistant', content: { type: 'text', text: 'Paris' }, model: 'test', stopReason: 'endTurn' };
  },
  'roots/list': () => ({ roots: [{ uri: 'file:///case', name: 'case' }] }),
};

const textOf = (result) => result.content.map((block) => block.text ?? '').join('');

// Each gets a client of the SDK, how to call tools, and the server's id.
const features = {
  async prompts({ sdk }, server) {
    const { prompts } = await sdk.listPrompts();
    const names = prompts.map(({ name }) => name).filter((name) => name.startsWith(`${server}__`));
    assert.ok(names.includes(`${server}__test_prompt_with_arguments`), names.join(' '));
    const prompt = { name: `${server}__test_prompt_with_arguments`, arguments: { arg1: 'a', arg2: 'ä' } };
    const { messages } = await sdk.getPrompt(prompt);
    assert.equal(messages[0].content.text, "Prompt with arguments: arg1='a', arg2='ä'");
    await assert.rejects(sdk.getPrompt({ name: `${server}__none` }), { code: -32602 });
  },

  async resources({ sdk }, server) {
    const { resources } = await sdk.listResources();
    const uri = `${server}+test://static-text`;
    assert.ok(resources.some((resource) => resource.uri === uri));
    const { contents } = await sdk.readResource({ uri });
    assert.equal(contents[0].uri, uri);
    assert.equal(contents[0].text, 'This is the content of the static text resource.');
    await assert.rejects(sdk.readResource({ uri: `${server}+test://none` }));
  },

  async templates({ sdk }, server) {
    const { resourceTemplates } = await sdk.listResourceTemplates();
    const { uriTemplate } = resourceTemplates.find((template) => template.uriTemplate.startsWith(`${server}+`));
    const { contents } = await sdk.readResource({ uri: uriTemplate.replace('{id}', '42') });
    assert.deepEqual(JSON.parse(contents[0].text), { id: '42', templateTest: true, data: 'Data for ID: 42' });
  },

  async completion({ sdk }, server) {
    const prompt = { type: 'ref/prompt', name: `${server}__test_prompt_with_arguments` };
    const template = { type: 'ref/resource', uri: `${server}+test://template/{id}/data` };
    for (const ref of [prompt, template]) {
      const { completion } = await sdk.complete({ ref, argument: { name: 'arg1', value: 'par' } });
      assert.deepEqual(completion.values, ['paris', 'park', 'party']);
    }
  },

  async forms({ call }, server) {
    asked.length = 0;
    const result = await call(`${server}__test_elicitation`, { message: 'Who?' });
    assert.match(textOf(result), /"username":"harbour"/);
    assert.equal(asked.length, 1);
    assert.equal(asked[0].message, `[${server}] Who?`);
    assert.deepEqual(Object.keys(asked[0].requestedSchema.properties), ['username', 'email']);
  },

  async addresses({ call }, server) {
    asked.length = 0;
    const url = 'https://sign-in.example.org/start?id=1';
    const result = await call(`${server}__test_url_elicitation`, { url });
    assert.match(textOf(result), /"action":"accept"/);
    assert.equal(asked.length, 1);
    assert.equal(asked[0].url, url);
    assert.match(asked[0].message, /sign-in\.example\.org/);
  },

  async models({ call }, server) {
    asked.length = 0;
    const result = await call(`${server}__test_sampling`, { prompt: 'The capital of France?' });
    assert.match(textOf(result), /Paris/);
    assert.equal([asked[0].messages[0].content].flat()[0].text, 'The capital of France?');
  },

  async roots({ call }, server) {
    const result = await call(`${server}__test_input_required_result_list_roots`, {});
    assert.match(textOf(result), /file:\/\/\/case/);
  },

  async rounds({ call }, server) {
    assert.match(textOf(await call(`${server}__test_input_required_result_multiple_inputs`, {})), /all answered/);
  },
};

async function getsLogMessages(client, server, lines) {
  lines.length = 0;
  const level = 'info';
  if (client.stateless) {
    await client.call(`${server}__test_logging_tool`, {}, {}, { 'io.modelcontextprotocol/logLevel': level });
  } else {
    await client.sdk.setLoggingLevel(level);
    await client.call(`${server}__test_logging_tool`, {});
  }
  assert.deepEqual(lines.map(({ level, data }) => ({ level, data })), [{ level, data: 'a line' }]);
}

async function startEverything(t) {
  const servers = [];
  for (const [id, era] of Object.entries(eras)) {
    const command = [process.execPath, program, '--era', era, '--http', '0'];
    servers.push({ id, transport: 'http', url: await startHttpServer(t, command), onePerson: true }); // for addresses
  }
  const gateway = await startGateway(t, servers);
  return { gateway, secret: await gateway.createKey('features', Object.keys(eras).map((id) => `${id}:*`)) };
}

test('features between clients and servers of both eras', async (t) => {
  const { gateway, secret } = await startEverything(t);
  for (const kind of clientKinds) {
    for (const way of ['http', 'stdio']) {
      await t.test(`${kind} over ${way}`, async (t) => {
        const lines = [];
        const heard = { 'notifications/message': (params) => lines.push(params) };
        const client = await connect(t, kind, way, gateway, secret, undefined, { answers, heard, capabilities });
        for (const [server, era] of Object.entries(eras)) {
          for (const [name, check] of Object.entries(features)) {
            await t.test(`${era}: ${name}`, () => check(client, server));
          }
          await t.test(`${era}: log messages`, () => getsLogMessages(client, server, lines));
        }
      });
    }
  }
});
