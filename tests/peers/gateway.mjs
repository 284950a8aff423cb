// The real gateway for a test: "portcullisctl serve" on a temporary data folder.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const program = process.env.PORTCULLISCTL;
const patience = 30_000;
const run = promisify(execFile);

// Asks again and again until the answer is true; fails with `what` after `patience`.
export async function until(condition, what) {
  const deadline = Date.now() + patience;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    assert.ok(Date.now() < deadline, `${what} did not happen within ${patience / 1000} seconds`);
    await pause(20);
  }
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) {
    return;
  }
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  await gone;
  clearTimeout(timer);
}

// A server that prints "READY <url>" on standard output when it listens.
export async function startHttpServer(t, command) {
  const child = spawn(command[0], command.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => end(child));
  const lines = readline.createInterface({ input: child.stdout });
  const signal = AbortSignal.timeout(patience);
  for await (const line of lines) {
    assert.ok(!signal.aborted, `${command.join(' ')} did not start`);
    if (line.startsWith('READY ')) {
      return line.slice('READY '.length);
    }
  }
  throw new Error(`${command.join(' ')} ended before it listened`);
}

class Gateway {
  constructor(folder) {
    this.folder = folder;
    this.data = path.join(folder, 'data');
    this.words = '';
  }

  async start(servers, more) {
    const config = path.join(this.folder, 'config.json');
    const passphrase = path.join(this.folder, 'passphrase');
    const ready = path.join(this.folder, 'ready');
    const settings = { listen: '127.0.0.1:0', durability: 'standard', limits: { requestsPerMinute: 0 }, ...more };
    fs.writeFileSync(config, JSON.stringify({ settings, servers }), { mode: 0o600 });
    fs.writeFileSync(passphrase, randomBytes(24).toString('base64'), { mode: 0o600 });
    this.child = spawn(
      program,
      ['serve', '--data', this.data, '--unlock', `passphrase-file:${passphrase}`, '--config', config, '--ready-file', ready],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.child.stderr.on('data', (text) => (this.words += text));
    await until(() => {
      assert.equal(this.child.exitCode, null, `the gateway ended at its start: ${this.words}`);
      return fs.existsSync(ready);
    }, 'the start of the gateway');
    this.url = JSON.parse(fs.readFileSync(ready, 'utf8')).url;
  }

  // One command of the running gateway; its --json output.
  async ctl(...command) {
    const { stdout } = await run(program, [...command, '--data', this.data, '--json']);
    return JSON.parse(stdout);
  }

  // A new virtual key's secret.
  async createKey(name, rules) {
    const allow = rules.flatMap((rule) => ['--allow', rule]);
    return (await this.ctl('key', 'create', name, ...allow)).secret;
  }

  // What an agent would start to reach the gateway over its standard streams.
  bridge(secret, server) {
    const keyFile = path.join(this.folder, `key-${randomBytes(4).toString('hex')}`);
    fs.writeFileSync(keyFile, secret, { mode: 0o600 });
    const args = ['stdio', '--data', this.data, '--key-file', keyFile];
    return { command: program, args: server ? [...args, '--server', server] : args, stderr: 'inherit' };
  }

  sseEndpoint(server) {
    return new URL(server ? `/sse/${server}` : '/sse', this.url);
  }

  endpoint(server) {
    return new URL(server ? `${this.url}/${server}` : this.url);
  }

  async stop() {
    await end(this.child);
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

// `more`: settings besides those that every test has.
export async function startGateway(t, servers, more = {}) {
  const gateway = new Gateway(fs.mkdtempSync(path.join(os.tmpdir(), 'portcullis-peers-')));
  t.after(() => gateway.stop());
  await gateway.start(servers, more);
  return gateway;
}
