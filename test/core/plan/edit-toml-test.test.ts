import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { RelctlError } from '../../../src/core/errors.js';
import { isTable, parseToml, type TomlTable } from '../../../src/core/manifests/toml.js';
import { tomlLine } from '../../../src/core/manifests/toml-line.js';
import { applyEdits } from '../../../src/core/plan/apply-edits.js';
import { planEdit } from '../../../src/core/plan/edits.js';
import { parseVersion, type Version } from '../../../src/core/versions/version.js';
import type { VersionPlace } from '../../../src/core/workspace/package.js';
import suite from '../../vectors/toml-test.json' with { type: 'json' };

const VALID = Object.entries(suite.valid);
const INVALID = Object.entries(suite.invalid);
/** Integers beyond 2^53 are valid TOML. */
const UNREAD = ['integer/long'];
/** Dates that no calendar has, and a second byte order mark. */
const TAKEN = [
  ...['datetime/feb-29', 'datetime/feb-30', 'local-date/feb-29', 'local-date/feb-30'],
  ...['local-datetime/feb-29', 'local-datetime/feb-30'],
  ...['encoding/bom-not-at-start-02', 'encoding/bom-not-at-start-03'],
];
const NEXT = parseVersion('1.2.4rc1') as Version;
const PROJECT = ['project', 'version'];

function placeOf(text: string, key: readonly string[], value: string): VersionPlace {
  const line = tomlLine(text, key) ?? 1;
  return { kind: 'project', file: 'pyproject.toml', line, value, locate: { how: 'toml', key } };
}

/** The text with the value replaced; null where that is refused. */
function edited(text: string, key: readonly string[], value: string): string | null {
  try {
    return applyEdits(text, [planEdit(text, placeOf(text, key, value), NEXT)]);
  } catch (error) {
    if (error instanceof RelctlError && error.code === 'EDIT_IMPOSSIBLE') return null;
    throw error;
  }
}

function read(text: string): TomlTable {
  return parse(text.replace(/^\uFEFF/, ''), { integersAsBigInt: 'asNeeded' });
}

function withValue(document: TomlTable, [first = '', ...rest]: readonly string[], value: string): TomlTable {
  const changed = rest.length === 0 ? value : withValue(document[first] as TomlTable, rest, value);
  return Object.fromEntries(
    Object.entries(document).map(([key, old]) => [key, key === first ? changed : old]),
  );
}

/** The path of every string that stands in no array. */
function strings(table: TomlTable, path: readonly string[] = []): [path: string[], value: string][] {
  return Object.entries(table).flatMap(([key, value]): [string[], string][] => {
    if (typeof value === 'string') return [[[...path, key], value]];
    return isTable(value) ? strings(value, [...path, key]) : [];
  });
}

/** The document with a version in front of it and behind it, as far as that is legal. */
function withVersions(text: string): string[] {
  const mark = /^\uFEFF?/.exec(text)?.[0] ?? '';
  const inFront = `${mark}project.version = "1.2.3"\n${text.slice(mark.length)}`;
  const behind = `${text}\n[project]\nversion = "1.2.3"`;
  return [inFront, behind].filter(each => parseToml(each).ok);
}

describe('the valid documents of toml-test', () => {
  it('are read', () => {
    const unread = VALID.filter(([, text]) => !parseToml(text).ok).map(([name]) => name);
    expect(UNREAD).toEqual(expect.arrayContaining(unread));
  });

  it('keep every byte around a version that is written into them', () => {
    let count = 0;
    for (const [name, text] of VALID)
      for (const before of withVersions(text)) {
        const at = before.startsWith('project.', before.charCodeAt(0) === 0xfeff ? 1 : 0)
          ? before.indexOf('1.2.3')
          : before.lastIndexOf('1.2.3');
        const after = `${before.slice(0, at)}1.2.4rc1${before.slice(at + 5)}`;
        expect([name, edited(before, PROJECT, '1.2.3')]).toEqual([name, after]);
        count++;
      }
    expect(count).toBeGreaterThan(400);
  });

  it('change in one value where any of their strings is taken for the version, or not at all', () => {
    const refused: string[] = [];
    let count = 0;
    for (const [name, text] of VALID.filter(([, each]) => parseToml(each).ok))
      for (const [key, value] of strings(read(text))) {
        const after = edited(text, key, value);
        if (after === null) {
          refused.push(value);
          // Escapes, and the newline behind opening quotes, make the text differ from the value.
          expect([name, /\\|"""\r?\n|'''\r?\n/.test(text)]).toEqual([name, true]);
          continue;
        }
        expect([name, read(after)]).toEqual([name, withValue(read(text), key, '1.2.4rc1')]);
        expect([name, text.length - after.length]).toEqual([name, value.length - 8]);
        count++;
      }
    expect(count).toBeGreaterThan(190);
    expect(refused.length).toBeLessThan(count / 2);
  });
});

describe('the invalid documents of toml-test', () => {
  it.each(
    INVALID.filter(([name]) => !TAKEN.includes(name)),
  )('are refused with a place: %s', (_name, text) => {
    const result = parseToml(text);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    const { line, column, message } = result.fault;
    const lines = text.split('\n');
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line - 1] as string).length + 2);
    expect(() => planEdit(text, placeOf(text, PROJECT, '1'), NEXT)).toThrow(
      expect.objectContaining({
        code: 'EDIT_IMPOSSIBLE',
        message: `pyproject.toml:${line}: column ${column}: ${message}`,
      }),
    );
  });

  it('are not edited, whatever version is put before or behind them', () => {
    for (const [name, text] of INVALID)
      for (const before of [
        `${text}\n[project]\nversion = "1.2.3"\n`,
        `project.version = "1.2.3"\n${text}`,
      ]) {
        const after = edited(before, PROJECT, '1.2.3');
        // A lone carriage return at the end becomes a line end when a line is put behind it.
        if (!TAKEN.includes(name) && name !== 'control/bare-cr') expect([name, after]).toEqual([name, null]);
        if (after !== null) expect(after.replace('1.2.4rc1', '1.2.3')).toBe(before);
      }
  });
});
