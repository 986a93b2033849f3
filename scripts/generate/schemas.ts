import { toJsonSchema } from '@valibot/to-json-schema';
import { createGenerator } from 'ts-json-schema-generator';
import { configSchema } from '../../src/core/config/schema.js';
import { ERRORS } from '../../src/core/errors.js';

/** Command → the type of its result and the file that declares it. */
const RESULTS = {
  init: ['InitResult', 'src/core/operations/init-repository.ts'],
  list: ['ListResult', 'src/core/operations/list-packages.ts'],
  graph: ['GraphResult', 'src/core/operations/graph-packages.ts'],
  changed: ['ChangedResult', 'src/core/operations/detect-changes.ts'],
  bump: ['Plan', 'src/core/plan/plan.ts'],
  tag: ['TagResult', 'src/core/operations/make-tags.ts'],
  'verify-versions': ['VerifyResult', 'src/core/operations/verify-versions.ts'],
  workflows: ['WorkflowsResult', 'src/core/operations/inspect-workflows.ts'],
} as const;

/** File → content: one schema for the configuration, one for each command's result, one for errors. */
export function schemaFiles(): Map<string, string> {
  const files = new Map([['schemas/config.json', print(configJsonSchema())]]);
  for (const [command, [type, path]] of Object.entries(RESULTS)) {
    const generator = createGenerator({
      path,
      type,
      tsconfig: 'tsconfig.json',
      additionalProperties: false,
      topRef: false,
      expose: 'none',
      skipTypeCheck: true,
    });
    files.set(
      `schemas/${command}.json`,
      print({ ...generator.createSchema(type), title: `Result of relctl ${command}` }),
    );
  }
  return files.set('schemas/error.json', print(errorSchema()));
}

function errorSchema(): object {
  const text = { type: 'string', minLength: 1 };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Error of any relctl command',
    type: 'object',
    properties: {
      code: { type: 'string', enum: Object.keys(ERRORS) },
      message: text,
      hint: text,
      details: { type: 'object' },
    },
    required: ['code', 'message', 'hint', 'details'],
    additionalProperties: false,
  };
}

function configJsonSchema(): object {
  const schema = toJsonSchema(configSchema, { errorMode: 'ignore' });
  return {
    ...schema,
    title: 'Configuration of relctl',
    description: 'relctl.toml, or [tool.relctl] in pyproject.toml.',
  };
}

function print(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
