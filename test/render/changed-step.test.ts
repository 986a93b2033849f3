import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderChanged } from '../../src/render/changed.js';
import { changedStep } from '../../src/render/changed-step.js';
import { outputFile, outputLines } from '../../src/render/step.js';
import { hostileText } from '../support/hostile.js';
import { readCommands, readOutputs } from '../support/runner.js';
import { changedOf, type Named, nothingChanged } from './support/changed.js';

/** Like those that the adapter draws: nobody who names packages can know it. */
const DELIMITER = 'ghadelimiter_5b1f0c7e9a3d4826';

function outputsOf({ result, workspace }: ReturnType<typeof changedOf>): Record<string, string> {
  const { outputs } = changedStep(result, workspace);
  return Object.fromEntries(readOutputs(outputFile(outputs, DELIMITER)));
}

const many = (count: number, level = 0): Named[] =>
  Array.from({ length: count }, (_, index) => ({ id: `p${level}-${index}`, level }));

describe('the outputs of changed', () => {
  it('are what a workflow reads', () => {
    const outputs = outputsOf(changedOf([{ id: 'core' }, { id: 'api', level: 1 }], { removed: ['old'] }));
    const row = (id: string, level: number) => ({
      id,
      name: id,
      path: `packages/${id}`,
      module: id,
      version: '1.0.0',
      level,
    });
    expect(Object.keys(outputs)).toEqual(['has_changes', 'packages', 'removed', 'matrix', 'levels']);
    expect(outputs.has_changes).toBe('true');
    expect(JSON.parse(outputs.packages ?? '')).toEqual(['core', 'api']);
    expect(JSON.parse(outputs.matrix ?? '')).toEqual({ include: [row('core', 0), row('api', 1)] });
    expect(JSON.parse(outputs.levels ?? '')).toEqual([
      { include: [row('core', 0)] },
      { include: [row('api', 1)] },
    ]);
    expect(JSON.parse(outputs.removed ?? '')).toEqual(['old']);
  });

  it('say has_changes=false wherever the matrix is empty', () => {
    expect(outputsOf(nothingChanged())).toEqual({
      has_changes: 'false',
      packages: '[]',
      removed: '[]',
      matrix: '{"include":[]}',
      levels: '[]',
    });
  });

  it('hold 256 rows in a matrix', () => {
    const outputs = outputsOf(changedOf(many(256)));
    expect(JSON.parse(outputs.matrix ?? '').include).toHaveLength(256);
    expect(JSON.parse(outputs.levels ?? '')).toHaveLength(1);
  });

  it('never leave a package out: of more rows the matrix is empty text, and levels are split in order', () => {
    const changed = changedOf([...many(257, 0), ...many(2, 1), ...many(600, 2)]);
    const outputs = outputsOf(changed);
    expect(outputs.matrix).toBe('');
    expect(outputs.has_changes).toBe('true');
    const levels: { include: { id: string }[] }[] = JSON.parse(outputs.levels ?? '');
    expect(levels.map(({ include }) => include.length)).toEqual([256, 1, 2, 256, 256, 88]);
    expect(levels.flatMap(({ include }) => include.map(({ id }) => id))).toEqual(
      changed.result.levels.flat(),
    );
    const { warnings } = changedStep(changed.result, changed.workspace);
    expect(warnings.map(({ code }) => code)).toEqual(['matrix-too-large']);
  });

  it('stay below what a job may hand on', () => {
    const { result, workspace } = changedOf(many(8_000));
    const { outputs, warnings } = changedStep(result, workspace);
    const sizes = outputs.map(({ value }) => value.length);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan((1 << 20) / 2);
    expect(warnings.map(({ code }) => code)).toEqual(['matrix-too-large', 'output-too-large']);
  });
});

const hostilePackages = fc.uniqueArray(
  fc.record({
    id: hostileText,
    path: hostileText,
    version: hostileText,
    level: fc.nat({ max: 2 }),
    reasons: fc.array(fc.record({ kind: fc.constant('file' as const), path: hostileText }), { maxLength: 5 }),
  }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 6 },
);

describe('whatever packages are called', () => {
  it('the runner reads our outputs, no others, with the values that were meant', () => {
    fc.assert(
      fc.property(hostilePackages, fc.array(hostileText, { maxLength: 3 }), (list, removed) => {
        const changed = changedOf(list, { removed });
        const outputs = outputsOf(changed);
        expect(Object.keys(outputs)).toEqual(['has_changes', 'packages', 'removed', 'matrix', 'levels']);
        expect(JSON.parse(outputs.packages ?? '')).toEqual(list.map(({ id }) => id));
        expect(JSON.parse(outputs.removed ?? '')).toEqual(removed);
        const rows: Named[] = JSON.parse(outputs.matrix ?? '').include;
        const byId = new Map(list.map(each => [each.id, each]));
        expect(rows).toHaveLength(list.length);
        for (const { id, path, version, level } of rows)
          expect({ path, version, level }).toEqual({
            path: byId.get(id)?.path,
            version: byId.get(id)?.version,
            level: byId.get(id)?.level,
          });
      }),
    );
  });

  it('no line for people or of outputs is a command', () => {
    fc.assert(
      fc.property(hostilePackages, list => {
        const { result, workspace } = changedOf(list);
        const { outputs } = changedStep(result, workspace);
        expect(readCommands(renderChanged(result, true))).toEqual([]);
        expect(readCommands(outputLines(outputs))).toEqual([]);
        expect(outputLines(outputs).split('\n')).toHaveLength(outputs.length);
      }),
    );
  });

  it('the summary has a row for each, one picture, and no markup of theirs', () => {
    fc.assert(
      fc.property(hostilePackages, fc.array(hostileText, { maxLength: 3 }), (list, removed) => {
        const { result, workspace } = changedOf(list, { removed });
        const { summary } = changedStep(result, workspace);
        const [text = '', ...pictures] = summary.split(/\n```mermaid\n/);
        const rows = text.split('\n').filter(line => line.startsWith('| '));
        expect(rows).toHaveLength(list.length + 2);
        for (const row of rows) expect(row.match(/\|/g)).toHaveLength(5);
        expect(text.replace(/^### .*$|^\| --- .*$|^\| /gm, '')).not.toMatch(/[<>[\]`*_~\\]|!\[|www\./);
        expect(pictures).toHaveLength(list.length > 1 ? 1 : 0);
        for (const picture of pictures) {
          const lines = picture.trimEnd().split('\n');
          expect(lines.shift()).toBe('graph BT');
          expect(lines.pop()).toBe('```');
          expect(lines).toHaveLength(list.length);
          for (const line of lines) expect(line).toMatch(/^ {2}p\d+\["[^"`%{}<>&\\]*"\]$/);
        }
      }),
    );
  });
});

describe('the summary', () => {
  it('names the reasons and draws the affected packages only', () => {
    const changed = changedOf([
      { id: 'core' },
      {
        id: 'api',
        level: 1,
        needs: ['core', 'elsewhere'],
        reasons: [{ kind: 'dependency', package: 'core' }],
      },
    ]);
    expect(changedStep(changed.result, changed.workspace).summary).toBe(
      [
        '### 2 packages are affected',
        '',
        'Compared with main.',
        '',
        '| package | version | level | because |',
        '| --- | --- | --- | --- |',
        '| core | 1.0.0 | 0 | changed packages/core/x.py |',
        '| api | 1.0.0 | 1 | needs core |',
        '',
        '```mermaid',
        'graph BT',
        '  p0["api"]',
        '  p1["core"]',
        '  p0 --> p1',
        '```',
        '',
      ].join('\n'),
    );
  });

  it('stays below the mebibyte above which GitHub drops it', () => {
    const reasons = [1, 2, 3].map(() => ({ kind: 'file' as const, path: '<'.repeat(4_000) }));
    const { result, workspace } = changedOf(many(300).map(each => ({ ...each, reasons })));
    const { summary } = changedStep(result, workspace);
    expect(Buffer.byteLength(summary)).toBeLessThan(1 << 20);
    expect(summary).toContain('300 packages are affected');
  });
});
