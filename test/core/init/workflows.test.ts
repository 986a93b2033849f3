import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { workflowFacts } from '../../../src/core/init/workflows/facts.js';
import { workflowFiles } from '../../../src/core/init/workflows/files.js';
import { WORKFLOW_KINDS } from '../../../src/core/init/workflows/kinds.js';
import { tagPattern } from '../../../src/core/init/workflows/publish.js';
import { commonPythons, requiredPython } from '../../../src/core/init/workflows/python.js';
import { inlineJson, shellWord } from '../../../src/core/init/workflows/quoting.js';
import { type Files, memoryTree, project, type Written, workspaceOf } from '../support/workspace.js';

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly on: { readonly push?: { readonly tags: readonly string[] } };
  readonly permissions: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

async function written(files: Files, config: Written = {}): Promise<Map<string, string>> {
  const facts = await workflowFacts(memoryTree(files), await workspaceOf(files, config), '1.2.3');
  return new Map(
    workflowFiles(WORKFLOW_KINDS, facts).map(({ path, text }) => [
      path.replace('.github/workflows/relctl-', '').replace('.yml', ''),
      text,
    ]),
  );
}

const CHAIN: Files = {
  'packages/core/pyproject.toml': project('core'),
  'packages/api/pyproject.toml': project('api', '1.0.0', 'core>=1'),
};
/** Names that nobody has, and that somebody could commit. */
const HOSTILE: Files = {
  "a'b $(id) ${{ github.token }}/pyproject.toml": project('odd'),
  'c "d"\n- e/pyproject.toml': project('other', '1.0.0', 'odd'),
};
const EVERY: readonly (readonly [string, Files, Written])[] = [
  ['nothing', {}, {}],
  ['one', { 'pyproject.toml': project('shelf') }, { tag: 'v{version}' }],
  ['a chain', CHAIN, {}],
  ['a group', CHAIN, { group: { all: { packages: ['core', 'api'], tag: 'v{version}' } } }],
  ['uv', { ...CHAIN, 'uv.lock': '' }, {}],
  ['poetry', { ...CHAIN, 'poetry.lock': '' }, {}],
  ['odd names', HOSTILE, { tag: '{package}+{version}!end' }],
];

describe.each(EVERY)('workflows for %s', (_, files, config) => {
  it('are YAML, with the permissions of each job and none besides', async () => {
    for (const text of (await written(files, config)).values()) {
      const { permissions, jobs } = parse(text) as Workflow;
      expect(permissions).toEqual({});
      for (const job of Object.values(jobs)) expect(job.permissions).toBeDefined();
    }
  });

  it('name every action by its commit', async () => {
    for (const text of (await written(files, config)).values()) {
      const jobs = Object.values((parse(text) as Workflow).jobs);
      const uses = jobs.flatMap(job => [job.uses, ...(job.steps ?? []).map(step => step.uses)]);
      for (const use of uses.filter(each => each !== undefined))
        expect(use).toMatch(/^\.\/\.github\/workflows\/relctl-package\.yml$|^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/);
      expect(text.match(/@[0-9a-f]{40}(?! # v\d+\.\d+\.\d+$)/gm)).toBeNull();
    }
  });

  it('interpolate nothing into scripts', async () => {
    for (const text of (await written(files, config)).values())
      for (const { steps = [] } of Object.values((parse(text) as Workflow).jobs))
        for (const { run = '' } of steps) expect(run).not.toContain('${{');
  });
});

it('ask for what each job does', async () => {
  const files = await written(CHAIN);
  const asked = Object.fromEntries(
    [...files].map(([name, text]) => [
      name,
      Object.values((parse(text) as Workflow).jobs).flatMap(({ permissions = {} }) =>
        Object.entries(permissions)
          .filter(([, level]) => level === 'write')
          .map(([scope]) => scope),
      ),
    ]),
  );
  expect(asked).toEqual({
    'pull-request': [],
    release: ['contents', 'actions'],
    publish: ['id-token'],
    nightly: [],
    package: [],
  });
});

it('run the version of relctl that wrote them', async () => {
  for (const [name, text] of await written(CHAIN))
    if (name !== 'package') expect(text).toContain('\nenv:\n  RELCTL: relctl@1.2.3\n');
});

describe('tags that start publishing', () => {
  const tagsOf = async (files: Files, config: Written = {}) =>
    (parse((await written(files, config)).get('publish') ?? '') as Workflow).on.push?.tags;

  it('are those of each package', async () => {
    expect(await tagsOf(CHAIN)).toEqual(['core-v[0-9]*', 'api-v[0-9]*']);
  });

  it('are one pattern for a group, with its packages in the order of builds', async () => {
    const group = { all: { packages: ['core', 'api'], tag: 'v{version}' } };
    expect(await tagsOf(CHAIN, { group })).toEqual(['v[0-9]*']);
    const text = (await written(CHAIN, { group })).get('publish') ?? '';
    expect(text.indexOf('packages/core')).toBeLessThan(text.indexOf('packages/api'));
  });

  it('are escaped as GitHub reads patterns', () => {
    expect(tagPattern({ before: 'c++-v', after: '!', packages: [] })).toBe('c\\+\\+-v[0-9]*\\!');
  });

  it('none, where there are no packages', async () => {
    expect(await tagsOf({})).toBeUndefined();
  });
});

describe('Pythons', () => {
  it.each([
    [['>=3.10'], '3.10', '3.14'],
    [['>=3.8,<4.0'], '3.10', '3.14'],
    [['^3.11'], '3.11', '3.14'],
    [['>=3.10', '<3.13'], '3.10', '3.12'],
    [['>=3.12.4', '<=3.13'], '3.12', '3.13'],
    [['==3.11.*'], '3.11', '3.11'],
    [['<3'], '3.13', '3.13'],
    [['what?'], '3.10', '3.14'],
    [[], '3.10', '3.14'],
  ])('%j: from %s to %s', (specifiers, oldest, newest) => {
    expect(commonPythons(specifiers)).toEqual({ oldest, newest });
  });

  it('are read where packages say them', () => {
    expect(requiredPython('[project]\nrequires-python = ">=3.11"\n')).toBe('>=3.11');
    expect(requiredPython('[tool.poetry.dependencies]\npython = "^3.11"\n')).toBe('^3.11');
    expect(requiredPython('[project]\nname = "x"\n')).toBeNull();
    expect(requiredPython('[project\n')).toBeNull();
  });
});

describe('quoting', () => {
  const text = fc.string({ unit: fc.constantFrom(...'a$ {}\'"\\`;&*', '${{', '}}'), maxLength: 12 });

  it('never leaves what GitHub takes for an expression', () => {
    fc.assert(
      fc.property(text, word => {
        expect(shellWord(word)).not.toContain('${{');
        expect(inlineJson([word])).not.toContain('${{');
        expect(JSON.parse(inlineJson([word]))).toEqual([word]);
      }),
    );
  });

  it('gives the shell the text as it is', async () => {
    const { execFileSync } = await import('node:child_process');
    const words = fc.sample(text, { numRuns: 200, seed: 1 });
    const script = words.map(word => `printf '%s\\0' ${shellWord(word)}`).join('\n');
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe(
      words.map(word => `${word}\0`).join(''),
    );
  });
});
