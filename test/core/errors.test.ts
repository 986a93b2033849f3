import { describe, expect, it } from 'vitest';
import { ERRORS, type ErrorCode, RelctlError } from '../../src/core/errors.js';
import { EXIT, type ExitCode } from '../../src/core/exit-codes.js';

const CODES = Object.entries(ERRORS);

describe('ERRORS', () => {
  it.each(CODES)('gives %s an exit code, a meaning and a hint', (code, [exit, meaning, hint]) => {
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
    expect(Object.values(EXIT)).toContain(exit);
    // An error is never success, and never a gate's finding.
    expect(exit).toBeGreaterThanOrEqual(2);
    expect(meaning).toMatch(/^\S.*\.$/);
    expect(hint).toMatch(/^\S.*\.$/);
    expect(hint).not.toBe(meaning);
  });

  const EXITS: readonly (readonly [what: string, code: ErrorCode, exit: ExitCode])[] = [
    ['a folder that is no repository', 'NOT_A_REPOSITORY', 2],
    ['a missing base', 'NO_BASE', 2],
    ['a revision that does not exist', 'UNKNOWN_REVISION', 2],
    ['a version that does not increase', 'NOT_INCREASING', 2],
    ['a wrong configuration', 'CONFIG_INVALID', 2],
    ['an unknown package', 'UNKNOWN_PACKAGE', 2],
    ['an ambiguous package', 'AMBIGUOUS_PACKAGE', 2],
    ['a repository without a commit', 'NO_COMMIT', 3],
    ['a dirty file of the plan', 'DIRTY_FILE', 3],
    ['a taken tag', 'TAG_TAKEN', 3],
    ['a detached HEAD', 'DETACHED_HEAD', 3],
    ['sources that disagree', 'SOURCES_DISAGREE', 3],
    ['a shallow clone', 'SHALLOW_CLONE', 3],
    ['a refused push', 'REMOTE_REJECTED', 4],
    ['a remote that moved', 'REMOTE_MOVED', 4],
    ['a partly done release', 'PARTLY_PUSHED', 5],
    ['a missing git', 'GIT_MISSING', 6],
    ['an unreadable file', 'UNREADABLE_FILE', 6],
    ['a fault of relctl', 'BUG', 70],
  ];
  it.each(EXITS)('ends for %s (%s) with %i', (_what, code, exit) => {
    expect(new RelctlError(code, 'x').exit).toBe(exit);
  });

  it('says each thing once', () => {
    const meanings = CODES.map(([, [, meaning]]) => meaning);
    expect(new Set(meanings).size).toBe(meanings.length);
  });
});

describe('RelctlError', () => {
  it('carries code, message, the hint of the table and no details unless told otherwise', () => {
    const error = new RelctlError('NO_BASE', 'no base');
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'RelctlError', code: 'NO_BASE', message: 'no base', details: {} });
    expect(error.hint).toBe(ERRORS.NO_BASE[2]);
    expect('cause' in error).toBe(false);
  });

  it('takes a hint, details and a cause from where it is thrown', () => {
    const cause = new Error('below');
    const error = new RelctlError('GIT_FAILED', 'm', { hint: 'h', details: { a: 1 }, cause });
    expect(error).toMatchObject({ hint: 'h', details: { a: 1 }, cause });
  });
});
