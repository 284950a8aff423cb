// The official conformance suite against a server behind the running gateway.     node run.mjs <case>
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { startGateway, startHttpServer } from '../peers/gateway.mjs';
import { modulesFolder, programOf } from '../peers/modules.mjs';
import { ServerNames, startProxy } from './proxy.mjs';
import { scenarios } from './scenarios.mjs';

// What a server of the session era asks has no key; this one scenario wants one of its own choice.
const needsKey = 'input-required-result-basic-elicitation';

// Which server stands behind the gateway, over what, and what it is asked through which endpoint.
const cases = {
  'http-2025': { revision: '2025-11-25' },
  'http-2026': { revision: '2026-07-28' },
  'stdio-2025': { way: 'stdio', revision: '2025-11-25' },
  'stdio-2026': { way: 'stdio', revision: '2026-07-28' },
  'aggregated-2025': { aggregated: true, revision: '2025-11-25' },
  'aggregated-2026': { aggregated: true, revision: '2026-07-28' },
  'session-server-2026': { era: 'session', revision: '2026-07-28', except: [needsKey] },
  'stateless-server-2025': { era: 'stateless', revision: '2025-11-25' },
  'http-june-2025': { revision: '2025-06-18' },
};

const program = fileURLToPath(new URL('server.mjs', import.meta.url));

async function startServer(t, id, { way = 'http', era = 'both', prefix = '' }) {
  const command = [process.execPath, program, '--era', era, '--prefix', prefix];
  return way === 'http'
    ? { id, transport: 'http', url: await startHttpServer(t, [...command, '--http', '0']) }
    : { id, transport: 'stdio', command: [...command, '--stdio'], environment: { PORTCULLIS_PEERS: modulesFolder } };
}

// The address for the suite, and at the aggregated endpoint the names that it is spared. The servers'
// ids are short because names longer than 46 would be cut there.
async function startEverything(t, { way, era, aggregated }) {
  const servers = [await startServer(t, 'a', { way, era })];
  if (aggregated) {
    servers.push(await startServer(t, 'b', { way: 'stdio', prefix: 'other_' }));
  }
  const gateway = await startGateway(t, servers);
  const secret = await gateway.createKey('conformance', servers.map(({ id }) => `${id}:*`));
  const names = aggregated && new ServerNames('a');
  const url = await startProxy(t, gateway.endpoint(aggregated ? '' : 'a'), secret, names);
  return { url, names, folder: gateway.folder };
}

// Its exit code is no answer: it takes warnings for passed, and nobody passes what it runs without scoring.
async function runSuite(url, revision, results) {
  const hasRequirements = revision >= '2025-11-25';
  const choice = hasRequirements ? ['--requirements', revision] : ['--suite', 'all', '--spec-version', revision];
  const suite = [programOf('@modelcontextprotocol/conformance'), 'server', '--url', url, '-o', results, ...choice];
  const end = promisify(execFile)(process.execPath, suite, { maxBuffer: 2 ** 26, timeout: 240_000 });
  const { stdout, stderr } = await end.catch((error) => error);
  assert.ok(fs.existsSync(results), `the suite did not run:\n${stdout}${stderr}`);
}

// The scenarios that were run, each with what was wrong with it.
function readResults(results) {
  return new Map(
    fs.readdirSync(results).map((folder) => {
      const [, name] = /^server-(.*)-\d{4}-\d\d-\d\dT[\d-]+Z$/.exec(folder);
      const file = path.join(results, folder, 'checks.json');
      const checks = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
      const faults = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
      const words = faults.map(({ id, status, errorMessage }) => `${status} ${id}: ${errorMessage}`);
      return [name, checks.some(({ status }) => status === 'SUCCESS') ? words : [...words, 'nothing succeeded']];
    }),
  );
}

const name = process.argv[2];
assert.ok(name in cases, `the cases are ${Object.keys(cases).join(', ')}`);

test(`conformance ${name}`, async (t) => {
  const { revision, except = [] } = cases[name];
  const { url, names, folder } = await startEverything(t, cases[name]);
  const results = path.join(folder, 'results');
  await runSuite(url, revision, results);

  const run = readResults(results);
  const passed = [...run.keys()].filter((scenario) => run.get(scenario).length === 0);
  const { required, further } = scenarios[revision];
  const expected = [...required, ...further].filter((scenario) => !except.includes(scenario));
  const count = (list) => `${list.filter((scenario) => passed.includes(scenario)).length} of ${list.length}`;
  console.log(`${name}: passed ${count(required)} required and ${count(further)} further scenarios`);
  console.log(passed.sort().join('\n'));
  for (const scenario of expected.filter((wanted) => !passed.includes(wanted))) {
    console.log(`NOT PASSED ${scenario}:\n  ${(run.get(scenario) ?? ['was not run']).join('\n  ')}`);
  }
  assert.deepEqual(passed, expected.sort());
  if (names) {
    assert.ok([...names.leftOut].some((other) => other.startsWith('b__other_')), 'the other server offered nothing');
  }
});
