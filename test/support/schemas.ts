import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

const ajv = new Ajv({ allErrors: true });
const validators = new Map<string, (document: unknown) => string | null>();

/** What is wrong with a document by `schemas/<name>.json`; null where it fits. */
export function schemaFault(name: string, document: unknown): string | null {
  const known = validators.get(name) ?? compile(name);
  validators.set(name, known);
  return known(document);
}

function compile(name: string): (document: unknown) => string | null {
  const schema = JSON.parse(readFileSync(new URL(`../../schemas/${name}.json`, import.meta.url), 'utf8'));
  const validate = ajv.compile(schema);
  return document => (validate(document) ? null : ajv.errorsText(validate.errors));
}
