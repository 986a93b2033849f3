import type { Requirement } from '../requirements/requirement.js';
import type { Place } from './requirement-text.js';
import { requirementList, requirementLists, type Section, subsection, subsections } from './section.js';
import { isTable, parseToml, type TomlTable, tableAt, valueAt } from './toml.js';

/** `[tool.hatch]` with the keys of `hatch.toml` over it, and which those are. */
export interface HatchConfig {
  readonly table: TomlTable;
  readonly own: ReadonlySet<string>;
  /** The `hatch.toml`. */
  readonly file: string;
}

const NO_KEYS: ReadonlySet<string> = new Set();

/**
 * The configuration of hatch, as hatchling reads it: the keys of `hatch.toml` replace those of the table one by one.
 * @param own the text of `hatch.toml`; null where there is none
 */
export function hatchConfig(data: TomlTable, own: string | null, file: string): HatchConfig {
  const table = tableAt(data, 'tool', 'hatch');
  const parsed = own === null ? null : parseToml(own);
  if (parsed?.ok !== true) return { table, own: NO_KEYS, file };
  return { table: { ...table, ...parsed.value }, own: new Set(Object.keys(parsed.value)), file };
}

/** The requirements of environments and metadata hooks. */
export function hatchRequirements(hatch: HatchConfig, place: Place): Requirement[] {
  const environments = subsections(hatchSection(hatch, 'envs', place));
  const hooks = subsections(subsection(hatchSection(hatch, 'metadata', place), 'hooks'));
  return [
    ...environments.flatMap(each => [
      ...requirementList(each, 'dependencies', 'dev'),
      ...requirementList(each, 'extra-dependencies', 'dev'),
    ]),
    ...hooks.flatMap(each => [
      ...requirementList(each, 'dependencies', 'runtime'),
      ...requirementLists(subsection(each, 'optional-dependencies'), 'optional'),
    ]),
  ];
}

function hatchSection({ table, own, file }: HatchConfig, key: string, place: Place): Section | null {
  const value = valueAt(table, key);
  if (!isTable(value)) return null;
  return own.has(key)
    ? { table: value, at: [key], place: { ...place, file } }
    : { table: value, at: ['tool', 'hatch', key], place };
}
