import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/core/plan/plan.js';
import { bumpStep, tagStep } from '../../src/render/release-step.js';
import { workspaceWith } from './support/changed.js';

function planOf(
  releases: readonly { id: string; to: string; tag: string | null }[],
  status: Plan['status'] = 'applied',
): Plan {
  return {
    status,
    releases: releases.map(({ id, to, tag }) => ({
      id,
      from: '1.0.0',
      to,
      tag,
      level: 'patch',
      reasons: [{ kind: 'requested' }],
    })),
    edits: [],
    commit: null,
    tags: [],
    pushes: [],
    starts: [],
    problems: [],
    basis: null,
  };
}

const record = (outputs: readonly { name: string; value: string }[]) =>
  Object.fromEntries(outputs.map(({ name, value }) => [name, value]));

describe('the outputs of bump', () => {
  const workspace = workspaceWith([{ id: 'core' }, { id: 'api' }]);
  const bumped = (to: string, tags: readonly string[], status: Plan['status'] = 'applied') =>
    record(bumpStep(planOf([{ id: 'core', to, tag: `core-v${to}` }], status), workspace, tags).outputs);

  it('name tag, version and the names that move along', () => {
    expect(bumped('1.2.4', ['core-v1.2.3', 'api-v9.0.0', 'v9.0.0'])).toEqual({
      released: 'true',
      tags: '["core-v1.2.4"]',
      versions: '{"core":"1.2.4"}',
      version: '1.2.4',
      prerelease: 'false',
      minor_alias: '1.2',
      major_alias: '1',
      latest: 'true',
    });
  });

  it('let a pre-release move nothing', () => {
    expect(bumped('1.3.0rc1', ['core-v1.2.3'])).toMatchObject({
      prerelease: 'true',
      minor_alias: '',
      major_alias: '',
      latest: 'false',
    });
  });

  it('let a fix of an old line move that line alone', () => {
    expect(bumped('1.2.4', ['core-v1.2.3', 'core-v1.3.0'])).toMatchObject({
      minor_alias: '1.2',
      major_alias: '',
      latest: 'false',
    });
    expect(bumped('1.2.4', ['core-v1.2.10', 'core-v2.0.0rc1'])).toMatchObject({ minor_alias: '' });
    expect(bumped('1.2.4', ['core-v2.0.0rc1'])).toMatchObject({ latest: 'true' });
  });

  it('say that a plan, or nothing to do, releases nothing', () => {
    expect(bumped('1.2.4', [], 'planned').released).toBe('false');
    expect(bumped('1.2.4', [], 'resumed').released).toBe('true');
    expect(record(bumpStep(planOf([], 'noop'), workspace, []).outputs)).toEqual({
      released: 'false',
      tags: '[]',
      versions: '{}',
    });
  });

  it('give no one version where there are several', () => {
    const plan = planOf([
      { id: 'core', to: '2.0.0', tag: 'core-v2.0.0' },
      { id: 'api', to: '1.0.1', tag: 'api-v1.0.1' },
    ]);
    expect(record(bumpStep(plan, workspace, []).outputs)).toEqual({
      released: 'true',
      tags: '["core-v2.0.0","api-v1.0.1"]',
      versions: '{"core":"2.0.0","api":"1.0.1"}',
    });
  });

  it('give one of packages that share their tag', () => {
    const group = { group: 'platform', template: 'v{version}' };
    const plan = planOf([
      { id: 'a', to: '1.3.0', tag: 'v1.3.0' },
      { id: 'b', to: '1.3.0', tag: 'v1.3.0' },
    ]);
    const shared = workspaceWith([
      { id: 'a', ...group },
      { id: 'b', ...group },
    ]);
    expect(record(bumpStep(plan, shared, ['v1.2.0']).outputs)).toMatchObject({
      tags: '["v1.3.0"]',
      version: '1.3.0',
      latest: 'true',
    });
  });

  it('summarise what was released', () => {
    const plan = planOf([{ id: 'co|re', to: '1.0.1', tag: 'x-v1.0.1' }]);
    expect(bumpStep(plan, workspace, []).summary).toContain('| co&#124;re | 1.0.0 | 1.0.1 | x-v1.0.1 |');
  });
});

describe('the outputs of tag', () => {
  const commit = 'a'.repeat(40);

  it('read the version from the tag', () => {
    const result = { tags: [{ name: 'core-v1.2.0', package: 'core', commit, status: 'pushed' as const }] };
    expect(record(tagStep(result, workspaceWith([{ id: 'core' }]), ['core-v1.2.0']).outputs)).toMatchObject({
      released: 'true',
      tags: '["core-v1.2.0"]',
      versions: '{"core":"1.2.0"}',
      version: '1.2.0',
      latest: 'true',
    });
  });

  it('are of all packages of a group for its tag', () => {
    const group = { group: 'platform', template: 'v{version}' };
    const workspace = workspaceWith([{ id: 'a', ...group }, { id: 'b', ...group }, { id: 'tool' }]);
    const result = { tags: [{ name: 'v1.3.0', package: null, commit, status: 'exists' as const }] };
    expect(record(tagStep(result, workspace, []).outputs)).toMatchObject({
      released: 'false',
      versions: '{"a":"1.3.0","b":"1.3.0"}',
      version: '1.3.0',
    });
  });
});
