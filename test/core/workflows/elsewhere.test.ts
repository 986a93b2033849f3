import { describe, expect, it } from 'vitest';
import { differingFiles, startsElsewise, uncommitted } from '../../../src/core/workflows/elsewhere.js';
import { tagPush } from '../../../src/core/workflows/push.js';
import { startedBy } from '../../../src/core/workflows/starts.js';
import type { Workflow } from '../../../src/core/workflows/workflow.js';
import { workflow } from './support.js';

const texts = (files: Record<string, string>) => new Map(Object.entries(files));

describe('files that differ', () => {
  it.each<[Record<string, string>, Record<string, string>, string[]]>([
    [{ a: 'x' }, { a: 'x' }, []],
    [{ a: 'x\ny\n' }, { a: 'x\r\ny\r\n' }, []],
    [{ a: 'x' }, { a: 'y' }, ['a']],
    [{ b: 'x' }, { a: 'x' }, ['a', 'b']],
    [{}, { a: '' }, ['a']],
  ])('%j and %j', (committed, here, expected) => {
    expect(differingFiles(texts(committed), texts(here))).toEqual(expected);
  });

  it('are named, the first of them', () => {
    expect(uncommitted([])).toEqual([]);
    expect(uncommitted(['a', 'b', 'c', 'd', 'e'])[0]?.message).toMatch(/^a, b, c and 2 more: /);
  });
});

describe('what a tag would start with the files of the work tree', () => {
  const [A, B] = ['a', 'b'].map(name => (on: string) => workflow(`on: ${on}`, name)) as [
    (on: string) => Workflow,
    (on: string) => Workflow,
  ];
  const about = (committed: Workflow[], files: string[], here: Workflow[]) => {
    const push = tagPush('v1', null);
    const ref = { push, packages: [], workflows: committed, started: startedBy(committed, push) };
    return startsElsewise(ref, files, here).map(({ message }) => message.replace(/^.* it /, ''));
  };

  it.each<[string, string[], string[]]>([
    ['the same', about([A('push'), B('push')], ['a'], [A('create')]), []],
    ['one less, which is gone', about([A('push'), B('push')], ['a'], []), ['would not start a']],
    ['one less, which waits for others', about([A('push')], ['a'], [A('release')]), ['would not start a']],
    ['one more', about([A('push')], ['b'], [B('push')]), ['would start b']],
    ['another', about([A('push')], ['a', 'b'], [B('push')]), ['would start b and would not start a']],
    ['nothing, though it has more', about([A('push')], ['b'], [B('release')]), []],
  ])('%s', (_, messages, expected) => {
    expect(messages).toEqual(expected);
  });
});
