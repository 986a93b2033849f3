// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of GitHub
import { describe, expect, it } from 'vitest';
import { githubJobOf } from '../../../src/core/ci/github-job.js';
import { pushesWithJobToken, writtenToken } from '../../../src/core/workflows/job-token.js';
import type { Job } from '../../../src/core/workflows/workflow.js';
import { workflow } from './support.js';

const job = (...steps: string[]) =>
  workflow(
    `on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps.map(step => `      - ${step}\n`).join('')}`,
  ).jobs[0] as Job;

describe('the token that a job pushes with', () => {
  it.each<[string, string[], string]>([
    ['of its own', ['uses: actions/checkout@v4'], 'job'],
    ['written out', ['{uses: actions/checkout@v4, with: {token: "${{ github.token }}"}}'], 'job'],
    ['of an App', ['{uses: actions/checkout@v4, with: {token: "${{ steps.app.outputs.token }}"}}'], 'other'],
    ['a deploy key', ['{uses: actions/checkout@v4, with: {ssh-key: "${{ secrets.KEY }}"}}'], 'other'],
    ['none', ['{uses: actions/checkout@v4, with: {persist-credentials: false}}'], 'unknown'],
    ['set by a script', ['uses: actions/checkout@v4', 'run: git remote set-url origin "$URL"'], 'unknown'],
    ['without a checkout', ['run: make'], 'unknown'],
    [
      'of two checkouts',
      ['uses: actions/checkout@v4', '{uses: actions/checkout@v4, with: {token: "${{ secrets.PAT }}"}}'],
      'unknown',
    ],
    ['of two checkouts alike', ['uses: actions/checkout@v4', 'uses: actions/checkout@v4'], 'job'],
  ])('%s', (_, steps, expected) => {
    expect(writtenToken(job(...steps))).toBe(expected);
  });

  it.each<[Parameters<typeof pushesWithJobToken>, boolean]>([
    [['job', { token: 'ghs_1' }, null], true],
    [['job', { token: 'ghs_1' }, 'ghs_2'], true],
    [['job', { token: null }, 'ghs_1'], false],
    [['job', { token: 'ghp_1' }, 'ghp_1'], false],
    [['other', { token: 'ghs_1' }, 'ghs_1'], false],
    [['unknown', { token: 'ghs_1' }, 'ghs_1'], true],
    [['unknown', { token: 'ghs_1' }, 'ghs_2'], false],
    [['unknown', { token: 'ghs_1' }, null], false],
    [['unknown', { token: 'github_pat_1' }, 'github_pat_1'], false],
    [['unknown', { token: null }, null], false],
  ])('%j', (known, expected) => {
    expect(pushesWithJobToken(...known)).toBe(expected);
  });
});

describe('the job by its variables', () => {
  const GITHUB = { GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'o/r', GITHUB_JOB: 'release' };

  it.each<[string, string | null]>([
    ['o/r/.github/workflows/release.yml@refs/heads/main', '.github/workflows/release.yml'],
    ['o/r/.github/workflows/a.yaml@refs/heads/a@b', '.github/workflows/a.yaml'],
    ['o/other/.github/workflows/release.yml@refs/heads/main', null],
    ['o/r/.github/workflows/../../x.yml@refs/heads/main', null],
    ['o/r/.github/workflows/release.yml', null],
    ['', null],
  ])('%s', (reference, expected) => {
    expect(githubJobOf({ ...GITHUB, GITHUB_WORKFLOW_REF: reference })).toEqual({
      workflow: expected,
      job: 'release',
      token: null,
    });
  });

  it('is none elsewhere', () => {
    expect(githubJobOf({ ...GITHUB, GITHUB_ACTIONS: undefined })).toBeNull();
    expect(githubJobOf({})).toBeNull();
  });
});
