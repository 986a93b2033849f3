import type { Kind, Requirement } from '../requirements/requirement.js';
import { fromText, type Place } from './requirement-text.js';
import { isTable, type TomlPath, type TomlTable, valueAt } from './toml.js';

/** A table of a TOML file, and the way to it. */
export interface Section {
  readonly table: TomlTable;
  readonly at: TomlPath;
  readonly place: Place;
}

/** The table under a key of a section; null where there is none. */
export function subsection(section: Section | null, key: string): Section | null {
  if (section === null) return null;
  const table = valueAt(section.table, key);
  return isTable(table) ? { table, at: [...section.at, key], place: section.place } : null;
}

/** The tables of a section, whatever their keys. */
export function subsections(section: Section | null): Section[] {
  return section === null ? [] : Object.keys(section.table).flatMap(key => subsection(section, key) ?? []);
}

/** What readers say of the `[tool]` tables that they are for; a table that is not there is not read. */
export function readTools<T>(
  tools: Section | null,
  readers: Readonly<Record<string, (tool: Section) => T>>,
): T[] {
  const found: T[] = [];
  for (const name of Object.keys(readers)) {
    const tool = subsection(tools, name);
    if (tool !== null) found.push((readers[name] as (tool: Section) => T)(tool));
  }
  return found;
}

/** The requirements of the list of texts under a key; a lone text counts as a list of one. */
export function requirementList(section: Section | null, key: string, kind: Kind): Requirement[] {
  const value = section === null ? undefined : valueAt(section.table, key);
  if (section === null || value === undefined) return [];
  const { at, place } = section;
  if (typeof value === 'string') {
    const lone = fromText(value, kind, place, [...at, key]);
    return lone === null ? [] : [lone];
  }
  const found: Requirement[] = [];
  const texts: readonly unknown[] = Array.isArray(value) ? value : [];
  for (let index = 0; index < texts.length; index++) {
    const text = texts[index];
    const requirement = typeof text === 'string' ? fromText(text, kind, place, [...at, key, index]) : null;
    if (requirement !== null) found.push(requirement);
  }
  return found;
}

/** The requirements of all lists of a section, such as extras and groups. */
export function requirementLists(section: Section | null, kind: Kind): Requirement[] {
  if (section === null) return [];
  return Object.keys(section.table).flatMap(key => requirementList(section, key, kind));
}
