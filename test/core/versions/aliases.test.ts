import { describe, expect, it } from 'vitest';
import { aliasesOf } from '../../../src/core/versions/aliases.js';
import { parseVersion, type Version } from '../../../src/core/versions/version.js';

const version = (text: string) => parseVersion(text) as Version;
const aliases = (text: string, ...released: string[]) => {
  const { minor, major, latest } = aliasesOf(version(text), released.map(version));
  return [minor, major, latest];
};

describe('aliasesOf', () => {
  it.each([
    ['1.2.3', [], ['1.2', '1', true]],
    ['1.2.3', ['1.2.3', '1.2.2', '0.9'], ['1.2', '1', true]],
    ['1.10.0', ['1.9.0'], ['1.10', '1', true]],
    ['1.2.3', ['1.2.4'], [null, null, false]],
    ['1.2.3', ['1.3.0'], ['1.2', null, false]],
    ['1.2.3', ['2.0.0'], ['1.2', '1', false]],
    ['1.2.3', ['2.0.0rc1', '1.2.4.dev1'], ['1.2', '1', true]],
    ['1.2.3.post1', ['1.2.3'], ['1.2', '1', true]],
    ['1.2.3', ['1.2.3.post1'], [null, null, false]],
    ['1.2.3rc1', [], [null, null, false]],
    ['1.2.3.dev4', [], [null, null, false]],
    ['5', [], ['5.0', '5', true]],
    ['1!2.0.0', ['2024.1.0'], ['1!2.0', '1!2', true]],
    ['2024.1.0', ['1!2.0.0'], ['2024.1', '2024', false]],
  ])('%s beside %j', (text, released, expected) => {
    expect(aliases(text, ...released)).toEqual(expected);
  });
});
