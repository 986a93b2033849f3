import * as v from 'valibot';
import { RelctlError } from '../errors.js';
import { parseToml, type TomlTable } from '../manifests/toml.js';
import { tomlLine } from '../manifests/toml-line.js';
import { nearest } from '../nearest.js';
import { type Config, normalizeConfig } from './config.js';
import { configSchema } from './schema.js';

/**
 * Checks a configuration and fills in the defaults. All faults are reported at once, each with its line.
 * @param section the keys under which the configuration stands in the file: none, or `tool`, `relctl`
 * @throws CONFIG_INVALID
 */
export function readConfig(file: string, text: string, section: readonly string[] = []): Config {
  const parsed = parseToml(text);
  if (!parsed.ok) {
    const { line, column, message } = parsed.fault;
    throw invalid(
      [`${file}:${line}:${column}: ${message}`],
      'Mend the TOML; the configuration was not read.',
    );
  }
  const written = section.reduce<unknown>((table, key) => (table as TomlTable)[key], parsed.value);
  const checked = v.safeParse(configSchema, written);
  if (!checked.success) throw invalid(checked.issues.map(issue => describe(issue, file, text, section)));
  return normalizeConfig(file, checked.output);
}

function invalid(faults: readonly string[], hint?: string): RelctlError {
  return new RelctlError('CONFIG_INVALID', faults.join('\n'), {
    ...(hint === undefined ? {} : { hint }),
    details: { faults },
  });
}

type Issue = v.InferIssue<typeof configSchema>;

function describe(issue: Issue, file: string, text: string, section: readonly string[]): string {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  const line = tomlLine(text, [...section, ...path]);
  const place = line === null ? file : `${file}:${line}`;
  const key = path.join('.');
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    const near = nearest(path.at(-1) ?? '', knownKeys(path.slice(0, -1)));
    return `${place}: unknown key ${key}${near.length > 0 ? `; did you mean ${near.join(' or ')}?` : ''}`;
  }
  const message = issue.message.startsWith('Invalid ')
    ? `must be ${issue.expected}, not ${issue.received}`
    : issue.message;
  return `${place}: ${key}: ${message}`;
}

/** The keys that the table at a path may have; for tables by name any name leads on. */
function knownKeys(path: readonly string[]): string[] {
  let schema: unknown = configSchema;
  for (const key of path) schema = childSchema(unwrap(schema), key);
  const entries = (unwrap(schema) as { entries?: Record<string, unknown> } | undefined)?.entries;
  return Object.keys(entries ?? {});
}

function childSchema(schema: unknown, key: string): unknown {
  const { entries, value, item } = (schema ?? {}) as {
    entries?: Record<string, unknown>;
    value?: unknown;
    item?: unknown;
  };
  return entries?.[key] ?? value ?? item;
}

/** Takes `optional` and `pipe` off. */
function unwrap(schema: unknown): unknown {
  const { type, wrapped, pipe } = (schema ?? {}) as {
    type?: string;
    wrapped?: unknown;
    pipe?: readonly unknown[];
  };
  if (type === 'optional') return unwrap(wrapped);
  return pipe === undefined ? schema : { ...(pipe[0] as object), pipe: undefined };
}
