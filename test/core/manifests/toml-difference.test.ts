import { describe, expect, it } from 'vitest';
import { parseToml, type TomlTable } from '../../../src/core/manifests/toml.js';
import { differsOnlyAt } from '../../../src/core/manifests/toml-difference.js';

function read(text: string): TomlTable {
  const parsed = parseToml(text);
  if (!parsed.ok) throw new Error(parsed.fault.message);
  return parsed.value;
}

const VERSION = ['project', 'version'];
const OLD = '[project]\nversion = "1"\n';

describe('differsOnlyAt', () => {
  it.each([
    ['nothing more', ''],
    ['numbers that are no numbers', 'x = [nan, inf, -inf, -0.0, 0.0]'],
    ['dates of all kinds', 'x = [2020-01-01, 2020-01-01T00:00:00Z, 10:00:00, 2020-01-01T00:00:00]'],
    ['arrays of tables', '[[a]]\nb = { c = [{}, []] }\n[[a]]'],
    ['keys of JavaScript objects', '[__proto__]\nversion = "1"\n[constructor]\nprototype = "x"'],
  ])('holds beside %s', (_title, more) => {
    expect(differsOnlyAt(read(OLD + more), read(OLD.replace('1', '2') + more), VERSION, '1', '2')).toBe(true);
    expect(differsOnlyAt(read(OLD + more), read(OLD.replace('1', '3') + more), VERSION, '1', '2')).toBe(
      false,
    );
    expect(differsOnlyAt(read(OLD + more), read(OLD + more), VERSION, '1', '2')).toBe(false);
  });

  it.each([
    ['another value', 'x = 1', 'x = 2'],
    ['the sign of zero', 'x = 0.0', 'x = -0.0'],
    ['what is no number', 'x = nan', 'x = inf'],
    ['a date', 'x = 2020-01-01', 'x = 2020-01-02'],
    ['a kind of date', 'x = 2020-01-01T00:00:00Z', 'x = 2020-01-01T00:00:00'],
    ['a kind of value', 'x = 1', 'x = "1"'],
    ['an array that becomes a table', 'x = ["a"]', 'x = { 0 = "a" }'],
    ['a key that is added', '', 'x = 1'],
    ['a key that is taken away', 'x = {}', ''],
    ['the order of keys', 'x = 1\ny = 1', 'y = 1\nx = 1'],
    ['the length of an array', 'x = [1]', 'x = [1, 2]'],
    ['a version elsewhere', '[tool]\nversion = "1"', '[tool]\nversion = "2"'],
    ['a table in an array', '[[a]]\nversion = "1"', '[[a]]\nversion = "2"'],
    ['what hides in __proto__', '[__proto__]\nversion = "1"', '[__proto__]\nversion = "2"'],
  ])('sees %s', (_title, old, now) => {
    expect(differsOnlyAt(read(OLD + old), read(OLD.replace('1', '2') + now), VERSION, '1', '2')).toBe(false);
  });

  it('needs the value to be there', () => {
    expect(differsOnlyAt({}, {}, VERSION, '1', '2')).toBe(false);
    expect(differsOnlyAt(read('project = 1'), read('project = 1'), VERSION, '1', '2')).toBe(false);
  });

  it('finds a value in an array by its index', () => {
    const [old, now] = [read('[[a]]\nb = ["x", "y"]'), read('[[a]]\nb = ["x", "z"]')];
    expect(differsOnlyAt(old, now, ['a', '0', 'b', '1'], 'y', 'z')).toBe(true);
    expect(differsOnlyAt(old, now, ['a', '0', 'b', '0'], 'x', 'x')).toBe(false);
  });

  it('goes as deep as dotted keys go', () => {
    const deep = `a${'.a'.repeat(20_000)} = 1\n`;
    const [old, now] = [read(deep + OLD), read(deep + OLD.replace('"1"', '"2"'))];
    expect(differsOnlyAt(old, now, VERSION, '1', '2')).toBe(true);
    const other = read(deep.replace('1', '2') + OLD.replace('"1"', '"2"'));
    expect(differsOnlyAt(old, other, VERSION, '1', '2')).toBe(false);
  });
});
