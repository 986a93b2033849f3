import { toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from '../../src/core/config/schema.js';

interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly enum?: readonly string[];
}

/** docs/configuration.md: every key of relctl.toml. */
export function configurationPage(): string {
  const schema = toJsonSchema(configSchema, { errorMode: 'ignore' }) as Schema;
  const rows = keyRows(schema, '').map(([key, type, text]) => `| \`${key}\` | ${type} | ${text} |`);
  return `# Configuration

None is needed: packages, names, versions and dependencies are read from the manifests. \`relctl.toml\` in the root, or
\`[tool.relctl]\` in the root's \`pyproject.toml\`, refines that. An unknown key is an error. Editors check the file with
\`#:schema ./node_modules/relctl/schemas/config.json\` in its first line.

Patterns match whole paths from the root: \`*\`, \`?\` and \`[a-z]\` inside a part of a path, \`**\` for any number of parts.

| key | type | meaning |
|---|---|---|
${rows.join('\n')}

Other keys of a \`[package.ID]\` table are free variables (strings, numbers, booleans).
`;
}

function keyRows(schema: Schema, prefix: string): [string, string, string][] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    const byName = typeof value.additionalProperties === 'object' && value.properties === undefined;
    if (byName) return keyRows(value.additionalProperties as Schema, `${name}.NAME.`);
    if (value.properties !== undefined) return keyRows(value, `${name}.`);
    const rows: [string, string, string][] = [[name, typeName(value), value.description ?? '']];
    return value.items?.properties === undefined ? rows : [...rows, ...keyRows(value.items, `${name}[].`)];
  });
}

function typeName({ type, items, enum: options }: Schema): string {
  if (options !== undefined) return options.map(option => `\`${option}\``).join(', ');
  return type === 'array'
    ? `list of ${items?.type ?? 'value'}s`.replace('objects', 'tables')
    : (type ?? 'value');
}
