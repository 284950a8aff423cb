// The tools that the suite calls. One set for both eras: what a tool asks the client is in its result
// where the protocol has such results, and sent by the SDK as requests where it has not.
import { setTimeout as pause } from 'node:timers/promises';

import { load } from '../peers/modules.mjs';
import { embedded, image, sound, text } from './content.mjs';

const {
  CLIENT_CAPABILITIES_META_KEY,
  MissingRequiredClientCapabilityError,
  acceptedContent,
  inputRequired,
  inputResponse,
} = load('@modelcontextprotocol/server');

const string = { type: 'string' };
const object = (properties = {}, required = Object.keys(properties)) => ({ type: 'object', properties, required });
const says = (words) => ({ content: [text(words)] });

const elicit = (message, properties) => inputRequired.elicit({ message, requestedSchema: object(properties) });
const sample = (prompt) =>
  inputRequired.createMessage({ messages: [{ role: 'user', content: text(prompt) }], maxTokens: 100 });

// Asks for whatever has no answer yet; with all the answers, `finish` makes the result.
export function ask(context, inputRequests, finish, requestState) {
  const { inputResponses } = context.mcpReq;
  const isAnswered = (key) => {
    const answer = inputResponse(inputResponses, key);
    return answer.kind === 'elicit' ? answer.action === 'accept' : answer.kind !== 'missing';
  };
  if (Object.keys(inputRequests).every(isAnswered)) {
    return finish(inputResponses);
  }
  return inputRequired({ inputRequests, requestState });
}

export const askContext = (context, finish) =>
  ask(context, { user_context: elicit('What context should the prompt use?', { context: string }) }, finish);

const askName = (context) =>
  ask(context, { user_name: elicit('What is your name?', { name: string }) }, (answers) =>
    says(`Hello, ${acceptedContent(answers, 'user_name').name}!`),
  );

const askAndReport = (context, question) =>
  ask(context, { answer: question }, (answers) => {
    const { kind, ...answer } = inputResponse(answers, 'answer');
    return says(`${kind}: ${JSON.stringify(answer)}`);
  });

async function confirm(context, codec) {
  const requestState = await codec.mint({ waits: 'for a confirmation' });
  const question = elicit('Please confirm', { ok: { type: 'boolean' } });
  return ask(context, { confirm: question }, () => says('state-ok'), requestState);
}

async function askEverything(context, codec) {
  const questions = {
    user_name: elicit('What is your name?', { name: string }),
    greeting: sample('Generate a greeting'),
    client_roots: inputRequired.listRoots(),
  };
  return ask(context, questions, () => says('all answered'), await codec.mint({ questions: 3 }));
}

// Each round's state says which question was asked last.
async function askTwice(context, codec) {
  const asked = context.mcpReq.requestState()?.asked;
  if (asked === 2) {
    return says('two rounds');
  }
  const step = asked === 1 ? 2 : 1;
  const inputRequests =
    step === 1
      ? { step1: elicit('Step 1: What is your name?', { name: string }) }
      : { step2: elicit('Step 2: What is your favorite color?', { color: string }) };
  return inputRequired({ inputRequests, requestState: await codec.mint({ asked: step }) });
}

const declared = (context, server) =>
  context.mcpReq.envelope?.[CLIENT_CAPABILITIES_META_KEY] ?? server.getClientCapabilities() ?? {};

function askWhatIsDeclared(context, server) {
  const capabilities = declared(context, server);
  const questions = {
    ...(capabilities.sampling && { summary: sample('Summarise this') }),
    ...(capabilities.elicitation && { user_name: elicit('What is your name?', { name: string }) }),
  };
  return Object.keys(questions).length > 0 ? ask(context, questions, () => says('answered')) : says('nobody to ask');
}

function needSampling(context, server) {
  if (!declared(context, server).sampling) {
    throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
  }
  return says('the client can sample');
}

async function log(context, ...messages) {
  for (const message of messages) {
    await context.mcpReq.log('info', message);
    await pause(50);
  }
  return says('logged');
}

async function progress(context) {
  const { _meta, notify } = context.mcpReq;
  for (const done of _meta?.progressToken === undefined ? [] : [0, 50, 100]) {
    await notify({
      method: 'notifications/progress',
      params: { progressToken: _meta.progressToken, progress: done, total: 100 },
    });
    await pause(50);
  }
  return says('done');
}

const defaults = {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
};

const titled = [
  { const: 'value1', title: 'First choice' },
  { const: 'value2', title: 'Second choice' },
];
const options = ['option1', 'option2', 'option3'];
const choices = {
  untitledSingle: { type: 'string', enum: options },
  titledSingle: { type: 'string', oneOf: titled },
  legacyEnum: { type: 'string', enum: ['opt1', 'opt2'], enumNames: ['Option One', 'Option Two'] },
  untitledMulti: { type: 'array', items: { type: 'string', enum: options } },
  titledMulti: { type: 'array', items: { anyOf: titled } },
};

// What JSON Schema 2020-12 has and earlier drafts lack; a list has to show it as it is.
const schema2020 = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  $defs: { address: { $anchor: 'addressDef', type: 'object', properties: { street: string, city: string } } },
  properties: {
    name: string,
    address: { $ref: '#/$defs/address' },
    contactMethod: { type: 'string', enum: ['phone', 'email'] },
    phone: string,
    email: string,
  },
  allOf: [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }],
  if: { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] },
  then: { required: ['phone'] },
  else: { required: ['email'] },
  additionalProperties: false,
};

// name: [description, what it does, the schema of its arguments]
const table = {
  test_simple_text: ['Text', () => says('This is a simple text response for testing.')],
  test_image_content: ['An image', () => ({ content: [image] })],
  test_audio_content: ['A sound', () => ({ content: [sound] })],
  test_embedded_resource: [
    'An embedded resource',
    () => ({ content: [embedded('test://embedded-resource', 'text/plain', 'This is an embedded resource content.')] }),
  ],
  test_multiple_content_types: [
    'Text, an image and a resource',
    () => ({
      content: [
        text('Multiple content types test:'),
        image,
        embedded('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
      ],
    }),
  ],
  test_error_handling: [
    'Fails',
    () => ({ ...says('This tool intentionally returns an error for testing'), isError: true }),
  ],
  test_tool_with_logging: [
    'Three lines for the log',
    (_, { context }) => log(context, 'Tool execution started', 'Tool processing data', 'Tool execution completed'),
  ],
  test_logging_tool: ['A line for the log, where the client wants it', (_, { context }) => log(context, 'a line')],
  test_tool_with_progress: ['Reports progress', (_, { context }) => progress(context)],
  test_sampling: [
    'Asks the model',
    ({ prompt }, { context }) => askAndReport(context, sample(prompt)),
    object({ prompt: string }),
  ],
  test_elicitation: [
    'Asks the user',
    ({ message }, { context }) => askAndReport(context, elicit(message, { username: string, email: string })),
    object({ message: string }),
  ],
  test_url_elicitation: [
    'Shows the user an address',
    ({ url }, { context }) => askAndReport(context, inputRequired.elicitUrl({ message: 'Please sign in', url })),
    object({ url: string }),
  ],
  test_elicitation_sep1034_defaults: [
    'Asks the user and proposes answers',
    (_, { context }) => askAndReport(context, elicit('Who are you?', defaults)),
  ],
  test_elicitation_sep1330_enums: [
    'Lets the user choose',
    (_, { context }) => askAndReport(context, elicit('Please choose', choices)),
  ],
  test_streaming_elicitation: ['Asks the user on a stream', (_, { context }) => askName(context)],
  test_missing_capability: ['Needs a client that samples', (_, { context, server }) => needSampling(context, server)],
  test_trigger_tool_change: ['Changes the list of tools', (_, { change }) => says(change('tool'))],
  test_trigger_prompt_change: ['Changes the list of prompts', (_, { change }) => says(change('prompt'))],
  test_input_required_result_elicitation: ['Asks the user', (_, { context }) => askName(context)],
  test_input_required_result_sampling: [
    'Asks the model',
    (_, { context }) => askAndReport(context, sample('What is the capital of France?')),
  ],
  test_input_required_result_list_roots: [
    'Asks for the roots',
    (_, { context }) => askAndReport(context, inputRequired.listRoots()),
  ],
  test_input_required_result_request_state: ['Asks with a state', (_, { context, codec }) => confirm(context, codec)],
  test_input_required_result_tampered_state: ['Asks with a state', (_, { context, codec }) => confirm(context, codec)],
  test_input_required_result_multiple_inputs: [
    'Asks three things',
    (_, { context, codec }) => askEverything(context, codec),
  ],
  test_input_required_result_multi_round: ['Asks twice', (_, { context, codec }) => askTwice(context, codec)],
  test_input_required_result_capabilities: [
    'Asks what the client declared',
    (_, { context, server }) => askWhatIsDeclared(context, server),
  ],
  test_header_parameter: [
    'Has a parameter that a header repeats',
    ({ region }) => says(region),
    object({ region: { ...string, 'x-mcp-header': 'Region' } }),
  ],
  json_schema_2020_12_tool: ['Has a schema of the year 2020', () => says('done'), schema2020],
};

export const tools = Object.entries(table).map(([name, [description, run, inputSchema = object()]]) => ({
  definition: { name, description, inputSchema },
  run,
}));
