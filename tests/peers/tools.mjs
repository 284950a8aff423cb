// The tools that both test servers offer, whatever SDK serves them.
const events = [];
const text = (value) => ({ content: [{ type: 'text', text: value }] });
const object = (properties = {}, required = []) => ({ type: 'object', properties, required });

// Ends when the client cancels, and never by itself.
function hang(tag, signal) {
  events.push(`started ${tag}`);
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      events.push(`cancelled ${tag}`);
      reject(new Error('cancelled'));
    });
  });
}

// Counts, and then waits until it is let go: so a client that got all steps got them before the result.
const waiting = new Map();

async function count({ steps, tag }, progress) {
  const released = new Promise((resolve) => waiting.set(tag, resolve));
  for (let step = 1; step <= steps; step++) {
    await progress({ progress: step, total: steps, message: `step ${step}` });
  }
  await released;
  return text(`counted to ${steps}`);
}

function release({ tag }) {
  waiting.get(tag)?.();
  return text(waiting.delete(tag) ? 'let go' : 'nothing waits');
}

export const tools = [
  {
    name: 'echo',
    description: 'Gives its arguments back',
    inputSchema: { type: 'object' },
    outputSchema: { type: 'object' },
    run: (args) => ({ ...text(JSON.stringify(args)), structuredContent: args }),
  },
  {
    name: 'count',
    description: 'Reports progress at every step and waits for "release"',
    inputSchema: object({ steps: { type: 'integer' }, tag: { type: 'string' } }, ['steps', 'tag']),
    run: (args, call) => count(args, call.progress),
  },
  {
    name: 'release',
    description: 'Lets "count" end',
    inputSchema: object({ tag: { type: 'string' } }, ['tag']),
    run: release,
  },
  {
    name: 'hang',
    description: 'Does not answer until it is cancelled',
    inputSchema: object({ tag: { type: 'string' } }, ['tag']),
    run: (args, call) => hang(args.tag, call.signal),
  },
  {
    name: 'events',
    description: 'What "hang" has seen so far',
    inputSchema: object(),
    run: () => text(JSON.stringify(events)),
  },
  {
    name: 'fails',
    description: 'Answers with an error of its own',
    inputSchema: object(),
    run: () => ({ ...text('it failed'), isError: true }),
  },
  {
    name: 'hidden',
    description: 'In nobody\'s allow-list',
    inputSchema: object(),
    run: () => {
      events.push('hidden was called');
      return text('you should not see this');
    },
  },
];

export const definitions = tools.map(({ run, ...definition }) => definition);

export function callTool(params, call) {
  const tool = tools.find(({ name }) => name === params.name);
  if (!tool) {
    throw new Error(`no tool ${params.name}`);
  }
  return tool.run(params.arguments ?? {}, call);
}
