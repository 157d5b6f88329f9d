// Makes the types of what the pages get from docs/asyncapi.yaml (what a gateway says) and docs/openapi.json (what the site answers and
// sends over its hub). Nothing of it is written by hand: a field that is renamed in a document breaks the compile of what uses it.
//   node scripts/contract.mjs [directory of the documents] [directory to write to]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import { parse } from 'yaml';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const [documents = here('../../../../docs'), out = here('../src/shared/contract/generated')] = process.argv.slice(2);
const asyncApi = parse(readFileSync(`${documents}/asyncapi.yaml`, 'utf8'));
const openApi = JSON.parse(readFileSync(`${documents}/openapi.json`, 'utf8'));
const messages = asyncApi.components.schemas;
const answers = openApi.components.schemas;

/** Where both documents describe a message they must have the same fields: what the site hands on is what the gateway has sent. */
function compare(name) {
  const [said, handed] = [messages, answers].map(({ [name]: { properties } }) => properties && Object.keys(properties).sort().join(', '));
  if (said !== undefined && handed !== undefined && said !== handed) {
    throw new Error(`${name} has other fields in docs/asyncapi.yaml (${said}) than in docs/openapi.json (${handed}).`);
  }
}

Object.keys(messages).filter((name) => name in answers).forEach(compare);

/** The answer of an operation when it goes well, undefined where there is none or it is no JSON. */
const answerOf = (operation) => operation.responses['200']?.content?.['application/json']?.schema;

const operations = Object.entries(openApi.paths).flatMap(([path, methods]) => Object.entries(methods)
  .map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })));
const object = (properties) => ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false });
const named = (entries) => object(Object.fromEntries(entries.filter(([, schema]) => schema !== undefined)));
const tuple = (list) => ({
  type: 'array', items: list.map(({ schema }) => schema), minItems: list.length, maxItems: list.length, additionalItems: false,
});
const hub = openApi['x-hub'];

const root = {
  definitions: {
    ...answers,
    ...messages,
    Answers: {
      ...named(operations.map(({ name, operation }) => [name, answerOf(operation)])),
      description: 'What the site answers, by request.',
    },
    Requests: {
      ...named(operations.map(({ name, operation }) => [name, operation.requestBody?.content?.['application/json']?.schema])),
      description: 'What the site reads, by request.',
    },
    LiveMessages: {
      ...named(Object.entries(hub.client).map(([name, list]) => [name, tuple(list)])),
      description: 'What the hub sends: the arguments of each message.',
    },
    LiveCalls: {
      ...named(Object.entries(hub.server).map(([name, call]) => [name, tuple(call.arguments)])),
      description: 'What the hub reads: the arguments of each call.',
    },
    LiveResults: {
      ...named(Object.entries(hub.server).map(([name, call]) => [name, call.result ?? { type: 'null' }])),
      description: 'What the hub answers to each call.',
    },
  },
};

/** As the library reads it: references into its own root, every object closed unless it says otherwise. */
function closed(node) {
  if (Array.isArray(node)) {
    return node.map(closed);
  }
  if (node === null || typeof node !== 'object') {
    return node;
  }
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  if (typeof copy.$ref === 'string') {
    return { $ref: copy.$ref.replace('#/components/schemas/', '#/definitions/') };
  }
  return copy.properties && !('additionalProperties' in copy) ? { ...copy, additionalProperties: false } : copy;
}

const types = await compile(closed(root), 'Contract', {
  bannerComment: '/* Made by scripts/contract.mjs from docs/asyncapi.yaml and docs/openapi.json. Do not edit: edit the documents. */',
  unreachableDefinitions: true,
  format: false,
  strictIndexSignatures: false,
});
const text = `${types.replace(/export interface Contract \{[^}]*\}\n/, '')}
/** The names of the messages that the hub sends. */
export const liveMessages = ${JSON.stringify(Object.keys(hub.client))} as const satisfies readonly (keyof LiveMessages)[];
`;

// Only when it differs: an untouched file keeps its time, so that nothing is built anew for it.
const file = `${out}/contract.ts`;
mkdirSync(out, { recursive: true });
let held;
try {
  held = readFileSync(file, 'utf8');
} catch {
  held = undefined; // The first time.
}
if (held !== text) {
  writeFileSync(file, text);
}
