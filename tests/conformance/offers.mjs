// The prompts, resources, templates and completions that the suite asks for.
import { load } from '../peers/modules.mjs';
import { embedded, image, text } from './content.mjs';
import { askContext } from './tools.mjs';

const { ResourceNotFoundError } = load('@modelcontextprotocol/server');

const says = (...contents) => ({ messages: contents.map((content) => ({ role: 'user', content })) });
const argumentsOf = (...names) => names.map((name) => ({ name, description: `The ${name}`, required: true }));

// name: [description, what it says, its arguments]
const table = {
  test_simple_prompt: ['Text', () => says(text('This is a simple prompt for testing.'))],
  test_prompt_with_arguments: [
    'Text with two arguments',
    ({ arg1, arg2 }) => says(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`)),
    argumentsOf('arg1', 'arg2'),
  ],
  test_prompt_with_embedded_resource: [
    'A resource',
    ({ resourceUri }) =>
      says(
        embedded(resourceUri, 'text/plain', 'Embedded resource content for testing.'),
        text('Please process the embedded resource above.'),
      ),
    argumentsOf('resourceUri'),
  ],
  test_prompt_with_image: ['An image', () => says(image, text('Please analyze the image above.'))],
  test_input_required_result_prompt: [
    'Asks the user',
    (_, context) => askContext(context, () => says(text('With context.'))),
  ],
};

export const prompts = Object.entries(table).map(([name, [description, run, args = []]]) => ({
  definition: { name, description, arguments: args },
  run,
}));

const contents = {
  'test://static-text': { mimeType: 'text/plain', text: 'This is the content of the static text resource.' },
  'test://static-binary': { mimeType: 'image/png', blob: image.data },
  'test://watched-resource': { mimeType: 'text/plain', text: 'Watched resource content.' },
};

export const resources = Object.entries(contents).map(([uri, { mimeType }]) => ({
  uri,
  name: uri.slice('test://'.length),
  description: `What ${uri} is`,
  mimeType,
}));

export const templates = [
  {
    uriTemplate: 'test://template/{id}/data',
    name: 'data',
    description: 'Data of an id',
    mimeType: 'application/json',
  },
];

export function readResource(uri) {
  const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
  const content = id
    ? { mimeType: 'application/json', text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }) }
    : contents[uri];
  if (!content) {
    throw new ResourceNotFoundError(uri);
  }
  return { contents: [{ uri, ...content }] };
}

export function complete({ argument }) {
  const values = ['paris', 'park', 'party', 'test', 'testing'].filter((word) => word.startsWith(argument.value));
  return { completion: { values, total: values.length, hasMore: false } };
}
