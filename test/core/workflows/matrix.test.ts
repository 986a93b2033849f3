// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of GitHub
import { describe, expect, it } from 'vitest';
import type { Matrix } from '../../../src/core/workflows/matrix.js';
import { matrixSizes } from '../../../src/core/workflows/rules/matrices.js';
import { workflow } from './support.js';

const job = (matrix: string, more = '') =>
  workflow(`on: push\njobs:\n  a:\n    runs-on: x\n${more}    strategy:\n      matrix: ${matrix}\n`);
const matrixOf = (matrix: string): Matrix | null | undefined => job(matrix).jobs[0]?.matrix;
const numbers = (count: number) => `[${Array.from({ length: count }, (_, index) => index).join(', ')}]`;

describe('the number of jobs of a matrix', () => {
  // The first five are the examples of GitHub's page "Running variations of jobs in a workflow".
  it.each<[string, number | null]>([
    ['{version: [10, 12, 14], os: [ubuntu, windows]}', 6],
    ['{include: [{site: production}, {site: staging}]}', 2],
    [
      '{fruit: [apple, pear], animal: [cat, dog], include: [{color: green}, {color: pink, animal: cat}, {fruit: apple, shape: circle}, {fruit: banana}, {fruit: banana, animal: cat}]}',
      6,
    ],
    ['{os: [windows, ubuntu], node: [14, 16], include: [{os: windows, node: 16, npm: 6}]}', 4],
    [
      '{os: [macos, windows], version: [12, 14, 16], environment: [staging, production], exclude: [{os: macos, version: 12, environment: production}, {os: windows, version: 16}]}',
      9,
    ],
    ['{os: [A, b], exclude: [{OS: a}]}', 1],
    ['{python: [3.10, "3.1"], exclude: [{python: 3.1}]}', 0],
    ['{python: ["3.10", "3.1"], exclude: [{python: "3.1"}]}', 1],
    ['{one: [{a: 1, b: 2}, {a: 2, b: 2}], exclude: [{one: {a: 1}}]}', 1],
    ['{one: [[1, 2], [3, 2]], exclude: [{one: [3]}]}', 1],
    ['{one: [a], exclude: [{two: b}]}', null],
    ['{one: [a], exclude: [b]}', null],
    ['{one: a}', null],
    ['{one: "${{ fromJSON(vars.X) }}"}', null],
    ['{one: [a, "${{ vars.X }}"]}', null],
    ['{one: [a], include: "${{ fromJSON(vars.X) }}"}', null],
    [`{one: ${numbers(200)}, two: ${numbers(200)}, three: ${numbers(200)}}`, 8_000_000],
    [`{one: ${numbers(200)}, two: ${numbers(200)}, three: ${numbers(200)}, exclude: [{one: 1}]}`, null],
  ])('%s', (text, jobs) => {
    expect(matrixOf(text)).toMatchObject({ empty: null, jobs });
  });

  it('is not asked of an expression, nor where there is no matrix', () => {
    expect(matrixOf('"${{ fromJSON(needs.plan.outputs.matrix) }}"')).toBeNull();
    expect(workflow('on: push').jobs[0]?.matrix).toBeNull();
  });

  it('is not asked of what aliases blow up', () => {
    const lists = Array.from({ length: 30 }, (_, index) => {
      const before = index === 0 ? 'x' : `*a${index - 1}, *a${index - 1}`;
      return `        a${index}: &a${index} [${before}]\n`;
    });
    expect(matrixOf(`\n${lists.join('')}`)).toMatchObject({ empty: null, jobs: null });
  });
});

describe('matrices that fail the run', () => {
  const found = (matrix: string, more?: string) =>
    matrixSizes([job(matrix, more)]).map(({ rule, severity, line }) => `${severity} ${rule} ${line}`);

  it.each<[string, string[]]>([
    ['{one: []}', ['error matrix-empty 6']],
    ['\n        two: [a]\n        one: []', ['error matrix-empty 8']],
    ['{two: "${{ fromJSON(vars.X) }}", one: []}', ['error matrix-empty 6']],
    ['{include: []}', ['error matrix-empty 6']],
    ['{}', ['error matrix-empty 6']],
    ['{one: [a], exclude: [{one: a}]}', ['warning matrix-empty 6']],
    ['{one: [a], exclude: [{one: a}], include: [{one: b}]}', []],
    [`{one: ${numbers(256)}}`, []],
    [`{one: ${numbers(257)}}`, ['error matrix-too-large 6']],
    [`{one: ${numbers(16)}, two: ${numbers(17)}}`, ['error matrix-too-large 6']],
    [`{one: ${numbers(16)}, two: ${numbers(17)}, exclude: [{two: 3}]}`, []],
    [`{one: ${numbers(256)}, include: [{one: 256}]}`, ['error matrix-too-large 6']],
    [`{one: ${numbers(256)}, include: [{one: 255}]}`, []],
    ['{one: "${{ fromJSON(vars.X) }}"}', []],
    ['{include: "${{ fromJSON(vars.X) }}"}', []],
    ['{"${{ insert }}": "${{ fromJSON(vars.X) }}"}', []],
    ['{one: [a], include: []}', []],
  ])('%s', (matrix, expected) => {
    expect(found(matrix)).toEqual(expected);
  });

  it('leaves jobs alone that never run', () => {
    expect(found('{one: []}', '    if: false\n')).toEqual([]);
    expect(found('{one: []}', '    if: ${{ false }}\n')).toEqual([]);
  });
});
