import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dotenv, fitOutputs, outputFile, outputLines } from '../../src/render/step.js';
import { hostileText } from '../support/hostile.js';
import { readOutputs } from '../support/runner.js';

describe('outputFile', () => {
  it('is read by the runner as exactly the given outputs, whatever the values are', () => {
    const values = fc.dictionary(fc.constantFrom('has_changes', 'packages', 'tags', 'version'), hostileText);
    fc.assert(
      fc.property(values, record => {
        const outputs = Object.entries(record).map(([name, value]) => ({ name, value }));
        const read = readOutputs(outputFile(outputs, 'ghadelimiter_4f1c'));
        expect([...read]).toEqual(Object.entries(record));
      }),
    );
  });

  it('refuses a value that holds the delimiter, and a name that does', () => {
    for (const output of [
      { name: 'tags', value: 'a\nghadelimiter_4f1c\nversion=9' },
      { name: 'ghadelimiter_4f1c', value: '' },
    ])
      expect(() => outputFile([output], 'ghadelimiter_4f1c')).toThrow(/delimiter/);
  });

  it('keeps an empty value empty', () => {
    expect([...readOutputs(outputFile([{ name: 'matrix', value: '' }], 'd'))]).toEqual([['matrix', '']]);
  });
});

it('outputLines is one line an output', () => {
  expect(
    outputLines([
      { name: 'a', value: '1' },
      { name: 'b', value: '[]' },
    ]),
  ).toBe('a=1\nb=[]');
});

describe('fitOutputs', () => {
  it('leaves out as a whole what a job cannot hand on, keeps the rest, and says so', () => {
    const { outputs, warnings } = fitOutputs([
      { name: 'has_changes', value: 'true' },
      { name: 'matrix', value: 'x'.repeat(600_000) },
      { name: 'levels', value: '[]' },
    ]);
    expect(outputs.map(({ value }) => value)).toEqual(['true', '', '[]']);
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringContaining('matrix')]);
  });
});

describe('dotenv', () => {
  it('prefixes the names', () => {
    expect(dotenv([{ name: 'has_changes', value: 'true' }])).toEqual({
      text: 'RELCTL_HAS_CHANGES=true',
      warnings: [],
    });
  });

  it('never grows above the 5 KB that GitLab takes', () => {
    const { text, warnings } = dotenv([
      { name: 'has_changes', value: 'true' },
      { name: 'packages', value: 'x'.repeat(5_200) },
      { name: 'removed', value: '[]' },
    ]);
    expect(text).toBe('RELCTL_HAS_CHANGES=true\nRELCTL_REMOVED=[]');
    expect(warnings).toHaveLength(1);
  });
});
