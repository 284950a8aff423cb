// Servers that people really use, behind the gateway.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';

import { connect } from './clients.mjs';
import { startGateway } from './gateway.mjs';
import { programOf } from './modules.mjs';

const scope = '@modelcontextprotocol';

function temporaryFolder(t) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'portcullis-files-'));
  t.after(() => fs.rmSync(folder, { recursive: true, force: true }));
  return fs.realpathSync(folder);
}

function stdioServer(id, name, args = [], environment = {}) {
  return { id, transport: 'stdio', command: [process.execPath, programOf(`${scope}/${name}`), ...args], environment };
}

const textOf = (result) => result.content.map((block) => block.text ?? '').join('');
const names = async (client) => (await client.tools()).map(({ name }) => name).sort();

for (const kind of ['SDK 1', 'SDK 2 2026-07-28']) {
  test(`everything, with ${kind}`, async (t) => {
    const gateway = await startGateway(t, [stdioServer('every', 'server-everything')]);
    const allowed = ['echo', 'get-sum', 'get-tiny-image', 'trigger-long-running-operation'];
    const secret = await gateway.createKey('every', allowed.map((tool) => `every:${tool}`));
    const client = await connect(t, kind, 'http', gateway, secret);
    assert.deepEqual(await names(client), allowed.map((tool) => `every__${tool}`).sort());
    assert.match(textOf(await client.call('every__echo', { message: 'hello there' })), /hello there/);
    assert.match(textOf(await client.call('every__get-sum', { a: 0.1, b: 41.9 })), /42/);
    const image = await client.call('every__get-tiny-image', {});
    assert.ok(image.content.some(({ type, mimeType }) => type === 'image' && mimeType === 'image/png'));
    const seen = [];
    const options = { onprogress: ({ progress }) => seen.push(progress) };
    await client.call('every__trigger-long-running-operation', { duration: 0.5, steps: 2 }, options);
    assert.ok(seen.length > 0, 'no progress arrived');
    await assert.rejects(client.call('every__get-env', {}), { code: -32602 });
  });

  test(`filesystem, with ${kind}`, async (t) => {
    const folder = temporaryFolder(t);
    const gateway = await startGateway(t, [stdioServer('files', 'server-filesystem', [folder])]);
    const secret = await gateway.createKey('files', ['files:write_file', 'files:read_text_file', 'files:list_directory']);
    const client = await connect(t, kind, 'stdio', gateway, secret, 'files');
    assert.deepEqual(await names(client), ['list_directory', 'read_text_file', 'write_file']);
    const file = path.join(folder, 'report.txt');
    const content = 'Pegel 3,217 m\n'.repeat(500);
    await client.call('write_file', { path: file, content });
    assert.equal(fs.readFileSync(file, 'utf8'), content);
    assert.equal(textOf(await client.call('read_text_file', { path: file })), content);
    assert.match(textOf(await client.call('list_directory', { path: folder })), /report\.txt/);
    const outside = await client.call('read_text_file', { path: '/etc/hostname' });
    assert.equal(outside.isError, true);
    await assert.rejects(client.call('move_file', { source: file, destination: `${file}.old` }), { code: -32602 });
    assert.ok(fs.existsSync(file));
  });

  test(`memory, with ${kind}`, async (t) => {
    const file = path.join(temporaryFolder(t), 'memory.jsonl');
    const server = stdioServer('memory', 'server-memory', [], { MEMORY_FILE_PATH: file });
    const gateway = await startGateway(t, [server]);
    const secret = await gateway.createKey('memory', ['memory:*']);
    const client = await connect(t, kind, 'http', gateway, secret);
    assert.ok((await names(client)).includes('memory__delete_entities'));
    const entities = [{ name: 'Harbour East', entityType: 'station', observations: ['level 3.217 m'] }];
    await client.call('memory__create_entities', { entities });
    const graph = JSON.parse(textOf(await client.call('memory__read_graph', {})));
    assert.deepEqual(graph.entities, entities);
    assert.match(fs.readFileSync(file, 'utf8'), /Harbour East/);
  });

  test(`sequential-thinking, with ${kind}`, async (t) => {
    const gateway = await startGateway(t, [stdioServer('think', 'server-sequential-thinking')]);
    const secret = await gateway.createKey('think', ['think:*']);
    const client = await connect(t, kind, 'http', gateway, secret);
    assert.deepEqual(await names(client), ['think__sequentialthinking']);
    const step = { thought: 'The level rises.', thoughtNumber: 1, totalThoughts: 2, nextThoughtNeeded: true };
    const seen = JSON.parse(textOf(await client.call('think__sequentialthinking', step)));
    assert.equal(seen.thoughtHistoryLength, 1);
  });

  // It speaks 2024-11-05. Without a network it lists its tools, and every call of them fails in its own way.
  test(`github, with ${kind}`, async (t) => {
    const gateway = await startGateway(t, [stdioServer('github', 'server-github')]);
    const secret = await gateway.createKey('github', ['github:search_repositories', 'github:get_issue']);
    const client = await connect(t, kind, 'stdio', gateway, secret);
    assert.deepEqual(await names(client), ['github__get_issue', 'github__search_repositories']);
    await assert.rejects(client.call('github__create_repository', { name: 'x' }), { code: -32602 });
    const [server] = await gateway.ctl('server', 'list');
    assert.equal(server.status.revision, '2024-11-05');
  });

  // It speaks 2026-07-28. Without a network it lists its tools.
  test(`context7, with ${kind}`, async (t) => {
    const command = [process.execPath, programOf('@upstash/context7-mcp')];
    const gateway = await startGateway(t, [{ id: 'docs', transport: 'stdio', command }]);
    const secret = await gateway.createKey('docs', ['docs:*']);
    const client = await connect(t, kind, 'http', gateway, secret);
    assert.deepEqual(await names(client), ['docs__query-docs', 'docs__resolve-library-id']);
    const [server] = await gateway.ctl('server', 'list');
    assert.equal(server.status.revision, '2026-07-28');
  });
}
