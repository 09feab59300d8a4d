// Checks asyncapi.yaml with the official parser and every sample message with ajv. Exit code 1 when anything is wrong.
import { readFileSync, readdirSync } from 'node:fs';
import { fromFile, Parser } from '@asyncapi/parser';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const contracts = new URL('../', import.meta.url);
const problems = [];

const readJson = (path) => JSON.parse(readFileSync(new URL(path, contracts), 'utf8'));

async function checkDocument() {
  const { document, diagnostics } = await fromFile(new Parser(), new URL('asyncapi.yaml', contracts).pathname).parse();
  for (const { code, message, path } of diagnostics)
    problems.push(`asyncapi.yaml: ${path.join('.')}: ${message} (${code})`);
  if (!document) return;

  // Generators call a type by this name; one that they would have to invent changes with every edit.
  const named = document.allSchemas().all().filter((schema) => schema.type() === 'object' || schema.enum());
  for (const schema of named.filter((schema) => schema.id().startsWith('<anonymous')))
    problems.push(`asyncapi.yaml: a type has no name: ${JSON.stringify(schema.json()).slice(0, 120)}`);
}

function checkSamples() {
  const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
  addFormats(ajv);
  // An exact long does not fit into a JavaScript number.
  ajv.addFormat('int64', { type: 'number', validate: Number.isInteger });
  const schemas = readdirSync(new URL('schemas/', contracts));
  for (const file of schemas) ajv.addSchema(readJson(`schemas/${file}`), file);
  for (const file of schemas) ajv.getSchema(file);

  for (const file of readdirSync(new URL('samples/', contracts))) {
    const validate = ajv.getSchema(`${file.split('.')[0]}.schema.json`);
    if (!validate(readJson(`samples/${file}`))) problems.push(`samples/${file}: ${ajv.errorsText(validate.errors)}`);
  }
}

await checkDocument();
checkSamples();
problems.forEach((problem) => console.error(problem));
process.exitCode = problems.length ? 1 : 0;
