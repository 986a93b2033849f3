import { expect, it } from 'vitest';
import { admits } from '../../../src/core/requirements/admits.js';
import { parseVersion } from '../../../src/core/versions/version.js';

const ROWS: readonly (readonly [specifier: string, version: string, expected: boolean | null])[] = [
  ['', '1.0', true],
  ['*', '1.0', true],
  ['>=1.0,<2', '1.9', true],
  ['>=1.0,<2', '2.0', false],
  ['<2', '2.0.0rc1', false],
  ['~=1.2.0', '1.3.0', false],
  ['==1.2.*', '1.2.9', true],
  ['==1.2.3', '1.2.4', false],
  ['^1.2', '1.9', true],
  ['^1.2', '2.0', false],
  ['^0.2.3', '0.3.0', false],
  ['^0.0.3', '0.0.4', false],
  ['^0', '0.9', true],
  ['~1.2', '1.3', false],
  ['~1', '1.9', true],
  ['1.2.3', '1.2.3', true],
  ['1.2.3', '1.2.4', false],
  ['1.2.*', '1.2.4', true],
  ['=={{ version }}', '1.0', null],
  ['^1 || ^2', '1.0', null],
];

it.each(ROWS)('%j admits %s: %s', (specifier, version, expected) => {
  expect(admits(specifier, parseVersion(version) ?? expect.fail('no version'))).toBe(expected);
});
