import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BlobStore } from '../../src/adapters/git-blobs.js';
import { GitProcess } from '../../src/adapters/git-process.js';
import { hermeticEnvironment } from '../support/git-environment.js';
import { Repository, temporaryFolder } from '../support/repository.js';

/** Contents that look like answers of git, have no end of line or many, or come in more than one piece. */
const CONTENTS = [
  '',
  '\n',
  'x',
  `${'0'.repeat(40)} blob 3\nabc\n`,
  `${'f'.repeat(40)} missing\n`,
  'ünï 🐍\r\n',
  `${'long line '.repeat(40_000)}\n`,
  'y\n'.repeat(70_000),
  'after the long ones\n',
];

function stored(): { repository: Repository; names: string[] } {
  const repository = Repository.create(
    Object.fromEntries(CONTENTS.map((content, index) => [`${index}`, content])),
  );
  return { repository, names: CONTENTS.map((_, index) => repository.revision(`HEAD:${index}`)) };
}

/** A git in PATH that does this first. */
function gitAfter(script: string): Record<string, string> {
  const folder = temporaryFolder();
  const git = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\n${script}\nexec '${git}' "$@"\n`);
  chmodSync(join(folder, 'git'), 0o755);
  return hermeticEnvironment({ PATH: `${folder}:${process.env.PATH}` }) as Record<string, string>;
}

it.each([
  ['one process for each moment', false] as const,
  ['one process for all', true] as const,
])('reads objects as they are, by %s', async (_, isOpen) => {
  const { repository, names } = stored();
  const log = join(temporaryFolder(), 'log');
  const environment = gitAfter(`echo x >> '${log}'`);
  const blobs = new BlobStore(new GitProcess(repository.root, environment));
  if (isOpen) blobs.open();
  const missing = 'e'.repeat(names[0]?.length ?? 0);
  const first = [missing, ...names.slice(2), missing, names[3] as string];
  expect(texts(await blobs.readAll(first))).toEqual([null, ...CONTENTS.slice(2), null, CONTENTS[3]]);
  const [again, single] = await Promise.all([blobs.readAll(names), blobs.read(missing)]);
  expect(texts(again)).toEqual(CONTENTS);
  expect(single).toBeNull();
  expect(await blobs.readAll([])).toEqual([]);
  expect(readFileSync(log, 'utf8')).toBe(isOpen ? 'x\n' : 'x\nx\n');
});

it('says what git says where it ends too early, and starts another one for what is asked then', async () => {
  const { repository, names } = stored();
  const flag = join(temporaryFolder(), 'flag');
  const failing = `if [ ! -e '${flag}' ]; then : > '${flag}'; echo 'fatal: no luck' >&2; exit 128; fi`;
  const blobs = new BlobStore(new GitProcess(repository.root, gitAfter(failing)));
  blobs.open();
  await expect(blobs.readAll(names.slice(0, 3))).rejects.toMatchObject({
    code: 'GIT_FAILED',
    message: 'git cat-file failed with exit code 128: fatal: no luck',
  });
  expect(texts(await blobs.readAll(names.slice(3)))).toEqual(CONTENTS.slice(3));
});

it('says that git is missing', async () => {
  const { repository, names } = stored();
  const blobs = new BlobStore(new GitProcess(repository.root, { PATH: temporaryFolder() }));
  await expect(blobs.readAll(names)).rejects.toMatchObject({ code: 'GIT_MISSING' });
});

function texts(contents: readonly (Buffer | null)[]): (string | null)[] {
  return contents.map(content => content?.toString('utf8') ?? null);
}

it('takes a name of two lines for that of nothing, and goes on', async () => {
  const { repository, names } = stored();
  const store = new BlobStore(new GitProcess(repository.root, hermeticEnvironment()));
  const [odd, plain] = await store.readAll([`:a\n${names[2]}`, names[2] as string]);
  expect([odd, plain?.toString()]).toEqual([null, 'x']);
});
