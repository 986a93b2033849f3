import { describe, expect, it } from 'vitest';
import { parseExactly, pythonJson } from '../../../src/core/locks/python-json.js';
import { PYTHON_JSON } from './vectors.js';

describe('pythonJson', () => {
  it('writes what Python writes', () => {
    expect(pythonJson(parseExactly(PYTHON_JSON.toml))).toBe(PYTHON_JSON.json);
    expect(pythonJson(parseExactly(`\uFEFF${PYTHON_JSON.toml}`))).toBe(PYTHON_JSON.json);
    expect(pythonJson(null)).toBe('null');
  });

  it.each([
    'a = 2020-01-01',
    'a = [{b = 10:00:00}]',
    'a = 2020-01-01T00:00:00Z',
    'a = "x\\r\\ny"',
  ])('has no text for %s', toml => expect(pythonJson(parseExactly(toml))).toBeNull());

  it('reads no broken document', () => {
    expect(parseExactly('a = ')).toBeNull();
  });
});
