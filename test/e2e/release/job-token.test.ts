// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of GitHub
import { describe, expect, it } from 'vitest';
import { startRelctl } from '../../support/background.js';
import { type GitServer, serveRepository } from '../../support/http-server.js';
import { CHAIN } from '../../support/packages.js';
import { readEnvelope } from '../../support/relctl.js';
import { ending, published } from '../../support/release.js';
import type { Repository } from '../../support/repository.js';

const RELEASE = '.github/workflows/release.yml';
const PUBLISH = `on: {push: {tags: ['core-v*']}}
jobs: {publish: {runs-on: x, steps: [{run: twine upload dist/*}]}}
`;
const release = (checkout: string, then = 'make') => `on: workflow_dispatch
jobs:
  release:
    runs-on: x
    steps:
      - ${checkout}
      - run: make release
      - run: ${then}
`;
const OWN = 'uses: actions/checkout@v4';
const TOKEN = 'ghs_0123456789';

/** What GitHub sets in the job of the release. */
const JOB = {
  GITHUB_ACTIONS: 'true',
  GITHUB_REPOSITORY: 'o/r',
  GITHUB_WORKFLOW_REF: `o/r/${RELEASE}@refs/heads/main`,
  GITHUB_JOB: 'release',
};

/** A clone as actions/checkout leaves it, of a repository with a workflow that waits for tags. */
async function checkedOut(workflow: string, token: string | null = TOKEN) {
  const { clone, remote } = published({
    ...CHAIN,
    '.github/workflows/publish.yml': PUBLISH,
    [RELEASE]: workflow,
  });
  const server: GitServer = await serveRepository(remote);
  clone.git('remote', 'set-url', 'origin', server.url);
  if (token !== null) {
    const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
    clone.git('config', `http.${new URL(server.url).origin}/.extraheader`, header);
  }
  return { clone, server };
}

async function run(clone: Repository, args: readonly string[], env: Record<string, string> = JOB) {
  const outcome = await startRelctl([...args, '--json'], { cwd: clone.root, env }).done;
  return readEnvelope(args, outcome);
}

const told = ({ warnings }: { warnings: { code: string; message: string }[] }) =>
  warnings.filter(({ code }) => code === 'job-token-push').map(({ message }) => message);

const BUMP = ['bump', 'patch', '--package', 'core', '--push'];

describe('a push with the token of a job', () => {
  it('is told of by bump and by tag, once the tags wait in vain', async () => {
    const { clone } = await checkedOut(release(OWN));
    const message = /^core-v1\.0\.1: .*, so \.github\/workflows\/publish\.yml does not run; /;
    expect(told(await run(clone, [...BUMP, '--dry-run']))).toEqual([expect.stringMatching(message)]);
    expect(told(await run(clone, BUMP.slice(0, -1)))).toEqual([]);
    const pushed = await run(clone, ['tag', '--push']);
    expect(told(pushed)).toEqual([expect.stringMatching(message)]);
    expect(told(await run(clone, ['tag', '--push']))).toEqual([]);
    const answer = await run(clone, ['bump', 'minor', ...BUMP.slice(2)]);
    expect([ending(answer)[1], told(answer)]).toEqual([
      'applied',
      [expect.stringMatching(/^core-v1\.1\.0: /)],
    ]);
  });

  it.each<[string, string, string | null, Record<string, string>]>([
    ['outside of a job', release(OWN), TOKEN, {}],
    [
      'with the token of an App',
      release('{uses: actions/checkout@v4, with: {token: "${{ secrets.APP }}"}}'),
      TOKEN,
      JOB,
    ],
    [
      'with a deploy key',
      release('{uses: actions/checkout@v4, with: {ssh-key: "${{ secrets.KEY }}"}}'),
      null,
      JOB,
    ],
    ['with the token of a person', release(OWN), 'ghp_0123456789', JOB],
    ['without a token in the configuration', release(OWN), null, JOB],
    [
      'where the workflow starts the other itself',
      release(OWN, 'gh workflow run publish.yml --ref "$TAG"'),
      TOKEN,
      JOB,
    ],
    [
      'in a job of another file, with another token',
      release(OWN),
      TOKEN,
      { ...JOB, GITHUB_JOB: 'x', GITHUB_TOKEN: 'ghs_x' },
    ],
  ])('is not told of %s', async (_, workflow, token, env) => {
    const { clone } = await checkedOut(workflow, token);
    expect(told(await run(clone, [...BUMP, '--dry-run'], env))).toEqual([]);
  });

  it('is known by GITHUB_TOKEN where the job is in another file', async () => {
    const { clone } = await checkedOut(release(OWN));
    const env = { GITHUB_ACTIONS: 'true', GITHUB_TOKEN: TOKEN };
    expect(told(await run(clone, [...BUMP, '--dry-run'], env))).toHaveLength(1);
  });
});
