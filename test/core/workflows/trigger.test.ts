import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { splitRef } from '../../../src/core/workflows/push.js';
import { skipWord } from '../../../src/core/workflows/skip-word.js';
import { startingEvents } from '../../../src/core/workflows/trigger.js';
import { workflow } from './support.js';

interface Case {
  readonly on: string;
  readonly ref: string;
  readonly paths: readonly string[];
  readonly message: string;
  readonly creates: boolean;
  readonly starts: readonly string[];
  readonly basis: string;
}

const { cases } = JSON.parse(readFileSync(new URL('./triggers.vectors.json', import.meta.url), 'utf8')) as {
  cases: Case[];
};

describe('what starts a workflow', () => {
  it.each(cases)('on: $on | $ref $paths $message', ({ on, ref, paths, message, creates, starts, basis }) => {
    const parts = splitRef(ref);
    if (parts === null) throw new Error(ref);
    const read = workflow(`on: ${/^\w+: /.test(on) ? `\n  ${on}` : on}`);
    expect(startingEvents(read, { ref, ...parts, creates, paths, skipWord: skipWord(message) })).toEqual(
      starts,
    );
    expect(read.faults.some(({ rule }) => rule !== 'filter-ignored')).toBe(basis === 'refused');
  });
});

it('tells tags from branches and from what is neither', () => {
  expect(splitRef('refs/tags/a/b')).toEqual({ kind: 'tag', name: 'a/b' });
  expect(splitRef('refs/heads/tags/x')).toEqual({ kind: 'branch', name: 'tags/x' });
  for (const ref of ['refs/pull/1/merge', 'refs/tags/', 'main', 'refs/notes/x'])
    expect(splitRef(ref)).toBeNull();
});
