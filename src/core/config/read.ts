import * as v from 'valibot';
import { RelctlError } from '../errors.js';
import { parseToml, type TomlTable } from '../manifests/toml.js';
import { tomlLine } from '../manifests/toml-line.js';
import { type Config, normalizeConfig } from './config.js';
import { configSchema } from './schema.js';
import { unknownKeys } from './unknown-keys.js';

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
  const place = (path: readonly string[]) => {
    const line = tomlLine(text, [...section, ...path]);
    return line === null ? file : `${file}:${line}`;
  };
  const written = section.reduce<unknown>((table, key) => (table as TomlTable)[key], parsed.value);
  const unknown = unknownKeys(configSchema, written).map(({ path, near }) => {
    const hint = near.length > 0 ? `; did you mean ${near.join(' or ')}?` : '';
    return `${place(path)}: unknown key ${path.join('.')}${hint}`;
  });
  const checked = v.safeParse(configSchema, written);
  const issues = (checked.issues ?? []).filter(issue => issue.expected !== 'never');
  const faults = [...unknown, ...issues.map(issue => describe(issue, place))];
  if (!checked.success || faults.length > 0) throw invalid(faults);
  return normalizeConfig(file, checked.output);
}

function invalid(faults: readonly string[], hint?: string): RelctlError {
  const details = { faults };
  return new RelctlError(
    'CONFIG_INVALID',
    faults.join('\n'),
    hint === undefined ? { details } : { hint, details },
  );
}

type Issue = v.InferIssue<typeof configSchema>;

function describe(issue: Issue, place: (path: readonly string[]) => string): string {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  const message = issue.message.startsWith('Invalid ')
    ? `must be ${issue.expected}, not ${issue.received}`
    : issue.message;
  return `${place(path)}: ${path.join('.')}: ${message}`;
}
