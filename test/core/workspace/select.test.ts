import { describe, expect, it } from 'vitest';
import type { RelctlError } from '../../../src/core/errors.js';
import { requirePackages, selectPackages } from '../../../src/core/workspace/select.js';

const PACKAGES = [
  { id: 'root', name: 'Root', path: '.' },
  { id: 'contents', name: 'Asset_Contents', path: 'client/asset-contents' },
  { id: 'utils', name: 'utils', path: 'packages/utils' },
  { id: 'old/utils', name: 'utils', path: 'old/utils' },
  { id: 'packages', name: 'x.y', path: 'packages' },
];

describe('selectPackages', () => {
  const ROWS: readonly (readonly [selector: string, ids: readonly string[]])[] = [
    ['contents', ['contents']],
    ['Asset_Contents', ['contents']],
    ['asset.contents', ['contents']],
    ['ASSET--CONTENTS', ['contents']],
    ['client/asset-contents', ['contents']],
    ['./client/asset-contents/', ['contents']],
    ['.', ['root']],
    ['./', ['root']],
    ['ROOT', ['root']],
    ['utils', ['utils']],
    ['old/utils', ['old/utils']],
    ['packages', ['packages']],
    ['packages/', ['packages']],
    ['packages/utils', ['utils']],
  ];
  it.each(ROWS)('finds by %j: %j', (selector, ids) => {
    const { found, unknown, ambiguous } = selectPackages(PACKAGES, [selector]);
    expect([found.map(({ id }) => id), unknown, ambiguous]).toEqual([ids, [], []]);
  });

  it.each([
    '',
    'nothing',
    'client',
    'CLIENT/asset-contents',
    '/packages/utils',
    '../packages',
    'packages/utils/x',
    '*',
  ])('finds nothing by %j', selector => {
    expect(selectPackages(PACKAGES, [selector])).toEqual({ found: [], unknown: [selector], ambiguous: [] });
  });

  it('calls a name of two packages ambiguous, unless it is the id of one', () => {
    expect(selectPackages(PACKAGES, ['Utils']).ambiguous).toEqual([
      { selector: 'Utils', ids: ['utils', 'old/utils'] },
    ]);
    expect(selectPackages(PACKAGES, ['utils']).ambiguous).toEqual([]);
  });

  it('gives each package once, in the order of the packages', () => {
    const { found } = selectPackages(PACKAGES, ['utils', 'packages/utils', '.', 'contents']);
    expect(found.map(({ id }) => id)).toEqual(['root', 'contents', 'utils']);
  });
});

describe('requirePackages', () => {
  function failure(selectors: readonly string[]): RelctlError {
    try {
      requirePackages(PACKAGES, selectors);
    } catch (error) {
      return error as RelctlError;
    }
    throw new Error('nothing was thrown');
  }

  it('gives what it finds, and nothing for nothing', () => {
    expect(requirePackages(PACKAGES, ['utils']).map(({ id }) => id)).toEqual(['utils']);
    expect(requirePackages(PACKAGES, [])).toEqual([]);
  });

  it('refuses an unknown selector and names the nearest', () => {
    const error = failure(['utils', 'content']);
    expect(error).toMatchObject({ code: 'UNKNOWN_PACKAGE', exit: 2 });
    expect(error.message).toContain('"content"');
    expect(error.hint).toContain('contents');
    expect(error.details).toMatchObject({ selector: 'content' });
    expect(failure(['zzzzzzzz']).hint).not.toBe('');
  });

  it('refuses an ambiguous selector and names what it could be', () => {
    const error = failure(['UTILS']);
    expect(error).toMatchObject({ code: 'AMBIGUOUS_PACKAGE', exit: 2 });
    expect(error.message).toContain('utils, old/utils');
  });
});
