import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { childPipeline } from '../../src/render/gitlab.js';
import { hostileText } from '../support/hostile.js';
import { changedOf, type Named, nothingChanged } from './support/changed.js';

const pipeline = (packages: readonly Named[]) => {
  const { result, workspace } = changedOf(packages);
  return parse(childPipeline(result, workspace.byId));
};

describe('childPipeline', () => {
  it('has a job a package, in a stage for each level', () => {
    expect(pipeline([{ id: 'core' }, { id: 'api', level: 1, version: null }])).toEqual({
      stages: ['level 0', 'level 1'],
      'package core': {
        extends: '.package',
        stage: 'level 0',
        variables: {
          RELCTL_ID: { value: 'core', expand: false },
          RELCTL_NAME: { value: 'core', expand: false },
          RELCTL_PATH: { value: 'packages/core', expand: false },
          RELCTL_MODULE: { value: 'core', expand: false },
          RELCTL_VERSION: { value: '1.0.0', expand: false },
          RELCTL_LEVEL: { value: '0', expand: false },
        },
      },
      'package api': expect.objectContaining({
        stage: 'level 1',
        variables: expect.objectContaining({ RELCTL_VERSION: { value: '', expand: false } }),
      }),
    });
  });

  it('has a job also where nothing changed, since GitLab refuses a pipeline without', () => {
    const { result, workspace } = nothingChanged();
    expect(parse(childPipeline(result, workspace.byId))).toEqual({
      'no package is affected': { script: ['true'] },
    });
  });

  it('can follow a file that ends without a newline', () => {
    const { result, workspace } = changedOf([{ id: 'core' }]);
    const whole = `.package:\n  script: [make]${childPipeline(result, workspace.byId)}`;
    expect(Object.keys(parse(whole))).toEqual(['.package', 'stages', 'package core']);
  });

  it('gives every package its job, whatever ids and paths hold', () => {
    const packages = fc.uniqueArray(fc.record({ id: hostileText, path: hostileText }), {
      selector: ({ id }) => id,
      minLength: 1,
      maxLength: 5,
    });
    fc.assert(
      fc.property(packages, list => {
        const { stages, ...jobs } = pipeline(list);
        const wellFormed = (text: string) => text.replace(/\p{Cs}/gu, '\ufffd');
        const found = Object.values(jobs).map(job => {
          const { variables } = job as { variables: Record<string, { value: string }> };
          return { id: variables.RELCTL_ID?.value, path: variables.RELCTL_PATH?.value };
        });
        expect(stages).toEqual(['level 0']);
        expect(found).toEqual(list.map(({ id, path }) => ({ id: wellFormed(id), path: wellFormed(path) })));
        expect(Object.keys(jobs).every(name => name.startsWith('package '))).toBe(true);
      }),
    );
  });

  it('gives two packages two jobs where their names are cut to the same', () => {
    const long = 'x'.repeat(300);
    const { stages: _, ...jobs } = pipeline([{ id: `${long}a` }, { id: `${long}b` }]);
    expect(Object.keys(jobs)).toHaveLength(2);
    for (const name of Object.keys(jobs)) expect(name.length).toBeLessThan(255);
  });
});
