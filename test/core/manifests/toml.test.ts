import { describe, expect, it } from 'vitest';
import { isTable, parseToml, tableAt, tablesAt, textAt, textsAt } from '../../../src/core/manifests/toml.js';

function parsed(text: string) {
  const result = parseToml(text);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
}

describe('parseToml', () => {
  it.each([
    ['a BOM', '\uFEFFa = 1'],
    ['a comment that ends with CRLF', 'a = 1 # c\r\nb = 2\r\n'],
    ['dates before a comma', 'a = [1979-05-27, 2020-01-01]'],
    ['mixed arrays', 'a = ["x", { include-group = "y" }]'],
    ['quotes before the closing ones', 'a = """x""""'],
    ['no final newline', 'a = 1'],
    ['integers of 64 bits', 'a = 9223372036854775807\nb = 0xffffffffffffff'],
    ['TOML 1.1: inline tables over lines with a trailing comma', 'a = {\n  b = 1,\n}'],
  ])('takes %s', (_title, text) => {
    expect(parseToml(text)).toMatchObject({ ok: true });
  });

  it.each([
    ['a = \n', 1],
    ['a = 1\nb = {{ x }}\n', 2],
    ['[project]\nname = "a"\nname = "b"\n', 3],
    ['[project\n', 1],
    ['a = 1\r\n\r\nb\r\n', 3],
    ['\uFEFFa = "\n', 1],
  ])('names the line of the fault in %j', (text, line) => {
    const result = parseToml(text);
    expect(result).toMatchObject({ ok: false, fault: { line } });
    if (result.ok) return;
    expect(result.fault.column).toBeGreaterThanOrEqual(1);
    expect(result.fault.message).toMatch(/^\S[^\n]*$/);
  });

  it('names the same column whether or not there is a byte order mark', () => {
    const column = (text: string) => {
      const result = parseToml(text);
      return result.ok ? null : result.fault.column;
    };
    expect(column('\uFEFFname = [1 2]')).toBe(column('name = [1 2]'));
  });

  it('refuses a document that is nested without end', () => {
    expect(parseToml(`a = ${'['.repeat(100_000)}`)).toMatchObject({ ok: false });
    expect(parseToml(`a = ${'['.repeat(5000)}${']'.repeat(5000)}`)).toMatchObject({ ok: false });
    expect(parseToml(`a = ${'{ a = '.repeat(5000)}1${' }'.repeat(5000)}`)).toMatchObject({ ok: false });
  });

  it('takes keys of JavaScript objects for plain keys', () => {
    const data = parsed('[__proto__]\nversion = "1"\n[constructor]\nprototype = "x"\n');
    expect(textAt(tableAt(data, '__proto__'), 'version')).toBe('1');
    expect(textAt(tableAt(data, 'constructor'), 'prototype')).toBe('x');
    expect(({} as Record<string, unknown>).version).toBe(undefined);
  });
});

describe('tableAt, textAt, textsAt and tablesAt', () => {
  const data = parsed(
    'text = "t"\nlist = ["a", 1, "b", { c = "d" }]\ntable.inner.key = "v"\ndate = 2020-01-01\n',
  );

  it('find what is there', () => {
    expect(textAt(tableAt(data, 'table', 'inner'), 'key')).toBe('v');
    expect(textsAt(data, 'list')).toEqual(['a', 'b']);
    expect(textsAt(data, 'text')).toEqual(['t']);
    expect(tablesAt(data, 'list')).toEqual([{ c: 'd' }]);
    expect(tablesAt(data, 'table').length).toBe(1);
    expect(tableAt(data)).toBe(data);
  });

  it('give nothing for what is missing, of another type, or inherited', () => {
    for (const key of ['no', 'list', 'text', 'date', 'toString', '__proto__', 'constructor'])
      expect(tableAt(data, key)).toEqual({});
    for (const key of ['no', 'list', 'table', 'date', 'toString']) expect(textAt(data, key)).toBe(null);
    for (const key of ['no', 'table', 'date', 'toString']) expect(textsAt(data, key)).toEqual([]);
    for (const key of ['no', 'text', 'date', 'toString']) expect(tablesAt(data, key)).toEqual([]);
    expect(tableAt(data, 'text', 'length')).toEqual({});
    expect(isTable(data.date)).toBe(false);
  });
});
