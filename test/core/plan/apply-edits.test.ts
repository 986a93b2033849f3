import { describe, expect, it } from 'vitest';
import { applyEdits, sortEdits } from '../../../src/core/plan/apply-edits.js';
import type { Edit } from '../../../src/core/plan/plan.js';

function edit(column: number, before: string, after: string): Edit {
  return { file: 'pyproject.toml', line: 1, column, before, after };
}

describe('sortEdits', () => {
  const whole = edit(5, '>=1.0.0,<2', '>=2.0.0,<3');

  it('puts edits in order and knows the same one twice as one', () => {
    const [first, second] = [edit(1, '1', '2'), edit(3, '1', '2')];
    expect(sortEdits([second, first, { ...second }])).toEqual([first, second]);
  });

  it('drops an edit inside of another that writes the same version', () => {
    expect(sortEdits([edit(7, '1.0.0', '2.0.0'), whole])).toEqual([whole]);
    expect(applyEdits('lib >=1.0.0,<2', sortEdits([edit(7, '1.0.0', '2.0.0'), whole]))).toBe(
      'lib >=2.0.0,<3',
    );
  });

  it.each([
    ['another version', edit(7, '1.0.0', '2.0.1')],
    ['another version for the same text', edit(5, '>=1.0.0,<2', '>=2.0.0')],
    ['what goes on behind it', edit(14, '2"', '2.0.0')],
    ['the beginning of a longer version', edit(7, '1.0.0', '2.0')],
  ])('refuses %s in the same place', (_, other) => {
    expect(() => sortEdits([whole, other])).toThrow(/pyproject\.toml:1:5 is to become >=2\.0\.0,<3?/);
  });
});
