// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of GitHub
import { describe, expect, it } from 'vitest';
import { holds, interpolate, jobRuns, type Run } from '../../../src/core/workflows/condition.js';
import { parseExpression } from '../../../src/core/workflows/expression.js';
import { workflow } from './support.js';

const TAG: Run = { event: 'push', ref: 'refs/tags/core-v1.2.0', workflow: 'CI', inputs: false };
const MAIN: Run = { ...TAG, ref: 'refs/heads/main' };
const CREATE: Run = { ...TAG, event: 'create' };

describe('conditions', () => {
  it.each([
    ["startsWith(github.ref, 'refs/tags/core-v')", true, false],
    ["startsWith(github.ref, 'REFS/TAGS/')", true, false],
    ["github.ref == 'refs/heads/main'", false, true],
    ["github.ref != 'refs/heads/main'", true, false],
    ["GitHub.Ref_Name == 'MAIN'", false, true],
    ["github['ref_name'] == 'main'", false, true],
    ["github.ref_type == 'tag'", true, false],
    ["!(github.ref_type == 'tag')", false, true],
    ["contains(github.ref, '-v1')", true, false],
    ["endsWith(github.ref_name, '.0')", true, false],
    ["github.event_name == 'push' && github.ref_type == 'branch'", false, true],
    ["github.event_name == 'release' || github.ref_type == 'tag'", true, false],
    ["${{ github.ref_type == 'tag' }}", true, false],
    ["format('refs/tags/{0}', 'core-v1.2.0') == github.ref", true, false],
    ["format('{{{0}}}', 'a') == '{a}'", true, true],
    ['contains(fromJSON(\'["main", "develop"]\'), github.ref_name)', false, true],
    ["join(fromJSON('[\"a\",\"b\"]'), '-') == 'a-b'", true, true],
    ["secrets.X && github.ref_type == 'tag'", null, false],
    ["github.ref_type == 'tag' || vars.X", true, null],
    ["always() && github.ref_type == 'tag'", true, false],
    ["success() && github.ref_type == 'tag'", null, false],
    ["needs.build.outputs.x == 'true'", null, null],
    ["github.repository == 'a/b'", null, null],
    ['github.event.pull_request.number', false, false],
    ['inputs.version || github.ref_name', true, true],
    ['inputs.dry_run', false, false],
    ['true', true, true],
    ['false', false, false],
    ["'false'", true, true],
    ["''", false, false],
    ['0', false, false],
    ['null', false, false],
    ["1 == '1'", true, true],
    ['true == 1', true, true],
    ["null == ''", true, true],
    ["'a' < 'B'", true, true],
    ['2 > 10', false, false],
    ["'it''s' == 'IT''S'", true, true],
    ['!!github.ref', true, true],
    ['!!!github.ref', false, false],
    ['-1.5e3 < 0x10', true, true],
    ["github.ref == 'refs/tags/core-v1.2.0' && 'x' || ''", true, false],
    ["${{ github.ref_type == 'tag' }} && false", null, null],
    ['github.ref ==', null, null],
    ['github.ref = 1', null, null],
    ["'open", null, null],
    ['github.event.*.x', null, null],
    ['github.event.commits[0].message', null, null],
    ['github.event.ref == github.ref', true, true],
  ])('%s', (condition, onTag, onMain) => {
    expect([holds(condition, TAG), holds(condition, MAIN)]).toEqual([onTag, onMain]);
  });

  it('knows that `create` gives the short name', () => {
    expect(holds("github.event.ref == 'core-v1.2.0'", CREATE)).toBe(true);
    expect(holds("github.ref == 'refs/tags/core-v1.2.0'", CREATE)).toBe(true);
  });

  it('fills in text as far as it is known', () => {
    expect(interpolate('${{ github.workflow }}-${{ github.ref }}', TAG)).toBe('CI-refs/tags/core-v1.2.0');
    expect(interpolate('${{ inputs.version || github.ref_name }}', TAG)).toBe('core-v1.2.0');
    expect(interpolate('${{ github.run_id }}', TAG)).toBeNull();
    expect(interpolate('plain', TAG)).toBe('plain');
  });

  it('takes no expression that is nested or long beyond reason', () => {
    expect(parseExpression(`${'('.repeat(60)}1${')'.repeat(60)}`)).toBeNull();
    expect(parseExpression('('.repeat(20_000))).toBeNull();
    expect(parseExpression('!'.repeat(20_001))).toBeNull();
    expect(parseExpression(`${'1 || '.repeat(4000)}1`)).not.toBeNull();
    expect(parseExpression('a'.repeat(30_000))).toBeNull();
  });
});

describe('jobs', () => {
  const { jobs } = workflow(`
on: push
jobs:
  tag: {runs-on: x, if: "github.ref_type == 'tag'"}
  after: {runs-on: x, needs: tag}
  last: {runs-on: x, needs: [after]}
  anyhow: {runs-on: x, needs: tag, if: always()}
  unknown: {runs-on: x, if: vars.X}
  behind: {runs-on: x, needs: unknown}
  a: {runs-on: x, needs: b}
  b: {runs-on: x, needs: a}
`);
  const runs = (run: Run) => jobs.map(job => jobRuns(job, jobs, run));

  it('are skipped with those that they need', () => {
    expect(runs(MAIN)).toEqual([false, false, false, true, null, null, null, null]);
    expect(runs(TAG)).toEqual([true, true, true, true, null, null, null, null]);
  });
});
