import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hermeticEnvironment } from '../support/git-environment.js';
import { CHAIN } from '../support/packages.js';
import { type Envelope, relctlJson } from '../support/relctl.js';
import { Repository, temporaryFolder } from '../support/repository.js';
import { fakeGpg, gpgSigner, isInstalled, type Signer, sshSigner, title } from '../support/signers.js';

const [GPG, SSH] = [isInstalled('gpg'), isInstalled('ssh-keygen')];
const TAGS = ['core-v1.0.1', 'tool-v1.0.1'];

let signer: Signer;

/** @param keyed whether the repository names the key, and the program it is for */
function workspace(keyed = true): Repository {
  const repository = Repository.create(CHAIN);
  if (keyed) configure(repository, signer.config);
  return repository;
}

function configure(repository: Repository, settings: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(settings)) repository.git('config', key, value);
}

type Env = Record<string, string | undefined>;

function run(cwd: string, args: readonly string[], env: Env = {}): Envelope & { code: number | null } {
  return relctlJson(args, { cwd, env: { ...signer.env, ...env } });
}

function release(repository: Repository, args: readonly string[] = [], env: Env = {}): void {
  const words = ['bump', 'patch', '--package', 'core,tool', ...args];
  expect(run(repository.root, words, env)).toMatchObject({ code: 0, ok: true });
}

/** What git says to the signature: of `verify-tag` or `verify-commit`. */
function isSigned(cwd: string, command: 'verify-tag' | 'verify-commit', revision: string, env: Env = {}) {
  const { status, stderr } = spawnSync('git', [command, '--raw', revision], {
    cwd,
    env: hermeticEnvironment({ ...signer.env, ...env }),
    encoding: 'utf8',
  });
  if (status !== 0 && !/no signature found/.test(stderr) && stderr !== '') throw new Error(stderr);
  return status === 0 && /GOODSIG|Good "git" signature/.test(stderr);
}

function signatures(repository: Repository, tags: readonly string[] = TAGS, env: Env = {}) {
  return {
    commit: isSigned(repository.root, 'verify-commit', 'HEAD', env),
    tags: tags.map(tag => isSigned(repository.root, 'verify-tag', tag, env)),
  };
}

const ALL = { commit: true, tags: [true, true] };
const NONE = { commit: false, tags: [false, false] };

/** Every file below a folder, that of the repository itself included, with a hash of its content. */
function everything(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(file => `${file} ${createHash('sha256').update(readFileSync(file)).digest('hex')}`)
    .sort();
}

function expectRefused(repository: Repository, args: readonly string[], env: Env = {}) {
  const before = everything(repository.root);
  const { code, error } = run(repository.root, args, env);
  expect({ code, error: error.code }).toEqual({ code: 3, error: 'SIGNING_FAILED' });
  expect(everything(repository.root)).toEqual(before);
  return error as { message: string; hint: string };
}

const BUMP = ['bump', 'patch', '--package', 'core,tool'];

/** What holds with every kind of key. */
function signedReleases(): void {
  it('signs the commit and every tag with --sign, and nothing without', () => {
    const repository = workspace();
    const before = everything(repository.root);
    release(repository, ['--sign', '--dry-run']);
    expect(everything(repository.root)).toEqual(before);
    release(repository, ['--sign']);
    expect(signatures(repository)).toEqual(ALL);
    expect(repository.git('log', '-1', '--format=%B')).toBe(
      'release: core 1.0.1, tool 1.0.1\n\nRelctl-Release: core 1.0.1\nRelctl-Release: tool 1.0.1\n',
    );
    for (const tag of TAGS) {
      expect(repository.revision(`${tag}^{commit}`)).toBe(repository.revision('HEAD'));
      expect(repository.git('cat-file', 'tag', tag)).toMatch(/\n\n(?:core|tool) 1\.0\.1\n-----BEGIN /);
    }
    expect(repository.git('tag').split('\n')).toEqual(TAGS);
    expect(repository.git('fsck', '--strict')).not.toMatch(/error|warning/);
    expect(repository.status()).toBe('');
    expect(readdirSync(join(repository.root, '.git/relctl'))).toEqual([]);
    release(repository);
    expect(signatures(repository, ['core-v1.0.2', 'tool-v1.0.2'])).toEqual(NONE);
  });

  it('publishes what is signed', () => {
    const repository = workspace();
    const remote = repository.publish();
    configure(remote, signer.config);
    release(repository, ['--sign', '--push']);
    expect(signatures(remote)).toEqual(ALL);
  });

  it('signs tags that are made later, and only the tags', () => {
    const repository = workspace();
    release(repository, ['--no-tag']);
    expect(run(repository.root, ['tag', '--sign'])).toMatchObject({ code: 0 });
    expect(signatures(repository)).toEqual({ commit: false, tags: [true, true] });
  });

  it('refuses where the key is missing, and changes nothing at all', () => {
    const repository = workspace();
    repository.git('config', 'user.signingKey', join(signer.folder, 'missing@example.org'));
    const { message, hint } = expectRefused(repository, [...BUMP, '--sign']);
    expect(message).toMatch(/^git cannot sign: \S/);
    expect(hint).toContain('user.signingKey');
    release(repository, ['--no-tag']);
    expectRefused(repository, ['tag', '--sign']);
  });

  it('signs in a linked worktree with a key that only the worktree names', () => {
    const repository = workspace(false);
    const folder = join(temporaryFolder(), 'linked work tree "1"');
    repository.git('config', 'extensions.worktreeConfig', 'true');
    repository.git('worktree', 'add', '--quiet', '-b', 'topic', folder);
    const worktree = Object.assign(Object.create(Repository.prototype), { root: folder }) as Repository;
    for (const [key, value] of Object.entries(signer.config)) {
      worktree.git('config', '--worktree', key, value);
    }
    release(worktree, ['--sign']);
    expect(signatures(worktree)).toEqual(ALL);
    expect(repository.git('tag').split('\n')).toEqual(TAGS);
    expect(repository.git('log', '-1', '--format=%s', 'main')).toBe('Initial commit');
  });

  it('signs in a repository of SHA-256, and in one that borrows its objects', () => {
    const repository = workspace(false);
    repository.write({ '.git': null });
    repository.git('init', '--quiet', '--initial-branch=main', '--object-format=sha256');
    configure(repository, { 'user.name': 'Ada', 'user.email': 'ada@example.org', ...signer.config });
    repository.commit({});
    release(repository, ['--sign']);
    expect(repository.revision('HEAD')).toHaveLength(64);
    expect(signatures(repository)).toEqual(ALL);
    const borrower = repository.clone('--shared');
    configure(borrower, signer.config);
    release(borrower, ['--sign']);
    expect(signatures(borrower, ['core-v1.0.2', 'tool-v1.0.2'])).toEqual(ALL);
  });

  it('follows settings that hold for this repository and branch alone', () => {
    const repository = workspace(false);
    const folder = temporaryFolder();
    const [some, others, global] = ['some', 'others', 'global'].map(name => join(folder, name)) as [
      string,
      string,
      string,
    ];
    const { 'user.signingKey': key, ...rest } = signer.config;
    execFileSync('git', ['config', '--file', some, 'user.signingKey', key as string]);
    for (const [name, value] of Object.entries({ 'tag.gpgSign': 'true', ...rest }))
      execFileSync('git', ['config', '--file', others, name, value]);
    writeFileSync(
      global,
      `[includeIf "gitdir:${repository.root}/.git"]\npath = some\n[includeIf "onbranch:main"]\npath = others\n`,
    );
    const env = { GIT_CONFIG_GLOBAL: global };
    repository.git('config', '--unset', 'tag.gpgSign');
    release(repository, [], env);
    expect(signatures(repository, TAGS, env)).toEqual({ commit: false, tags: [true, true] });
  });
}

describe.skipIf(!GPG)(title('releases signed with GnuPG', 'gpg'), () => {
  beforeAll(() => {
    signer = gpgSigner('Adélie <ada@example.org>');
  });
  afterAll(() => signer.remove());

  signedReleases();

  it('signs as git is configured to, unless the configuration or a flag says otherwise', () => {
    const repository = workspace();
    const expectSigned = (version: string, signed: ReturnType<typeof signatures>, ...flags: string[]) => {
      release(repository, flags);
      const tags = [`core-v${version}`, `tool-v${version}`];
      expect([version, signatures(repository, tags)]).toEqual([version, signed]);
    };
    const commitConfig = (text: string) => {
      repository.write({ 'relctl.toml': text });
      repository.git('add', '--all');
      repository.git('commit', '--quiet', '--no-gpg-sign', '--message', 'Change');
    };
    configure(repository, { 'commit.gpgSign': 'true' });
    expectSigned('1.0.1', { commit: true, tags: [false, false] });
    configure(repository, { 'commit.gpgSign': 'false', 'tag.gpgSign': 'true' });
    expectSigned('1.0.2', { commit: false, tags: [true, true] });
    configure(repository, { 'commit.gpgSign': 'yes', 'tag.gpgSign': 'false', 'tag.forceSignAnnotated': '1' });
    expectSigned('1.0.3', ALL);
    expectSigned('1.0.4', NONE, '--no-sign');
    commitConfig('[bump]\nsign = false\n');
    expectSigned('1.0.5', NONE);
    expectSigned('1.0.6', ALL, '--sign');
    configure(repository, { 'commit.gpgSign': 'false', 'tag.forceSignAnnotated': 'false' });
    commitConfig('[bump]\nsign = true\n');
    expectSigned('1.0.7', ALL);
    expectSigned('1.0.8', NONE, '--no-sign');
  });

  it('finds the key of a committer whose name is not ASCII, whatever the locale', () => {
    const repository = workspace(false);
    const env = { GIT_COMMITTER_NAME: 'Adélie', LC_ALL: 'C', LANG: undefined };
    release(repository, ['--sign'], env);
    expect(signatures(repository)).toEqual(ALL);
  });

  it('refuses a program that fails or is missing, in a dry run too, and changes nothing at all', () => {
    const repository = workspace();
    repository.git('config', 'gpg.program', 'false');
    expect(expectRefused(repository, [...BUMP, '--sign']).message).toContain('gpg failed to sign the data');
    repository.commit({ 'relctl.toml': '[bump]\nsign = true\n' });
    expectRefused(repository, BUMP);
    expectRefused(repository, [...BUMP, '--dry-run']);
    expect(run(repository.root, [...BUMP, '--dry-run', '--no-sign'])).toMatchObject({ code: 0 });
    repository.git('config', 'gpg.program', '/nonexistent/gpg');
    const { message, hint } = expectRefused(repository, BUMP);
    expect(message).toContain('/nonexistent/gpg');
    expect(hint).toContain('gpg.program');
    repository.git('config', 'gpg.format', 'seal');
    expect(expectRefused(repository, BUMP).hint).toContain('gpg.format');
  });

  it.each([3, 4])('leaves references, files and index as they were where signature %i fails', count => {
    const repository = workspace();
    const [folder, program] = [temporaryFolder(), 'gpg-until'];
    // The check comes first, then the commit, then the tags.
    const script = `#!/bin/sh\necho x >> '${folder}/log'\n[ "$(wc -l < '${folder}/log')" -lt ${count} ] || exit 1\nexec gpg "$@"\n`;
    writeFileSync(join(folder, program), script);
    chmodSync(join(folder, program), 0o755);
    repository.git('config', 'gpg.program', join(folder, program));
    const remote = repository.publish();
    const state = () => [
      repository.git('for-each-ref'),
      repository.git('ls-files', '-s'),
      remote.git('for-each-ref'),
    ];
    const before = state();
    expect(run(repository.root, [...BUMP, '--sign', '--push'])).toMatchObject({
      code: 3,
      error: { code: 'SIGNING_FAILED' },
    });
    expect(state()).toEqual(before);
    expect(repository.status()).toBe('');
    expect(readdirSync(join(repository.root, '.git/relctl'))).toEqual([]);
    repository.git('config', '--unset', 'gpg.program');
    release(repository, ['--sign', '--push']);
    expect(signatures(repository)).toEqual(ALL);
  });

  it('signs nothing where only files are edited', () => {
    const repository = workspace();
    configure(repository, { 'commit.gpgSign': 'true', 'gpg.program': 'false' });
    expect(run(repository.root, [...BUMP, '--no-commit', '--sign'])).toMatchObject({
      code: 2,
      error: { code: 'USAGE' },
    });
    release(repository, ['--no-commit']);
  });
});

describe.skipIf(!SSH)(title('releases signed with OpenSSH', 'ssh-keygen'), () => {
  beforeAll(() => {
    signer = sshSigner('ada@example.org');
  });
  afterAll(() => signer.remove());

  signedReleases();

  it('takes the key that a command names', () => {
    const repository = workspace();
    repository.git('config', '--unset', 'user.signingKey');
    expectRefused(repository, [...BUMP, '--sign']);
    const key = readFileSync(join(signer.folder, 'key.pub'), 'utf8').trim();
    // Without an agent, a literal key cannot sign: the command is asked, and ssh-keygen refuses.
    repository.git('config', 'gpg.ssh.defaultKeyCommand', `echo key::${key}`);
    expectRefused(repository, [...BUMP, '--sign'], { SSH_AUTH_SOCK: undefined });
    const agent = execFileSync('ssh-agent', ['-s'], { encoding: 'utf8' });
    const [socket, pid] = [/SSH_AUTH_SOCK=([^;]+)/, /SSH_AGENT_PID=(\d+)/].map(part => part.exec(agent)?.[1]);
    try {
      const env = { SSH_AUTH_SOCK: socket };
      execFileSync('ssh-add', ['-q', join(signer.folder, 'key')], { env: hermeticEnvironment(env) });
      release(repository, ['--sign'], env);
      expect(signatures(repository)).toEqual(ALL);
    } finally {
      process.kill(Number(pid));
    }
  });
});

describe('programs that sign', () => {
  it('are given what they need to find keys and to ask for a passphrase, and no hook runs', () => {
    const [repository, folder] = [Repository.create(CHAIN), temporaryFolder()];
    const log = join(folder, 'log');
    repository.write({ '.git/hooks/reference-transaction': `#!/bin/sh\necho hook >> '${log}'\n` });
    repository.makeExecutable(join(repository.root, '.git/hooks/reference-transaction'));
    repository.git('config', 'gpg.program', fakeGpg(folder, log));
    repository.git('config', 'seal.name', 'read by the program itself');
    const env = {
      ...{ HOME: folder, GNUPGHOME: join(folder, 'gnupg'), GPG_TTY: '/dev/pts/7', SSH_AUTH_SOCK: '/agent' },
      ...{ DISPLAY: ':7', LANG: 'de_DE.UTF-8', LC_ALL: undefined },
    };
    const words = ['bump', 'patch', '--package', 'core', '--sign'];
    expect(relctlJson(words, { cwd: repository.root, env })).toMatchObject({ code: 0 });
    const lines = readFileSync(log, 'utf8').split('\n');
    const expected = { ...env, LANG: undefined, LC_ALL: '', LC_CTYPE: 'de_DE.UTF-8', LC_MESSAGES: 'C' };
    for (const [name, value] of Object.entries(expected)) {
      if (value === undefined) continue;
      // The check, the commit and the tag.
      expect(lines.filter(line => line === `${name}=${value}`)).toHaveLength(3);
    }
    expect(lines.filter(line => line === 'read by the program itself')).toHaveLength(3);
    expect(lines).not.toContain('hook');
  });
});

describe('lightweight tags', () => {
  const tags = (repository: Repository) =>
    repository.git('for-each-ref', '--format=%(refname:short) %(objecttype) %(objectname)', 'refs/tags/');
  const expected = (commit: string) => TAGS.map(tag => `${tag} commit ${commit}`).join('\n');
  const LIGHTWEIGHT = { ...CHAIN, 'relctl.toml': '[bump]\ntags = "lightweight"\n' };
  beforeAll(() => {
    signer = { folder: '', env: {}, config: {}, remove: () => {} };
  });

  it('are the names of the release commit, here and on the remote', () => {
    const repository = Repository.create(LIGHTWEIGHT);
    const remote = repository.publish();
    expect(run(repository.root, [...BUMP, '--push'])).toMatchObject({
      code: 0,
      result: { tags: TAGS.map(name => ({ name, message: null })) },
    });
    const commit = repository.revision('HEAD');
    for (const each of [repository, remote]) expect(tags(each)).toBe(expected(commit));
    expect(run(repository.root, ['tag', '--push']).result.tags).toEqual([]);
  });

  it('are completed from the trailers, in another clone', () => {
    const repository = Repository.create(LIGHTWEIGHT);
    const remote = repository.publish();
    release(repository, ['--push', '--no-tag']);
    const clone = remote.clone();
    expect(run(clone.root, ['tag', '--push']).result.tags).toMatchObject([
      { name: TAGS[0], status: 'pushed' },
      { name: TAGS[1], status: 'pushed' },
    ]);
    for (const each of [clone, remote]) expect(tags(each)).toBe(expected(repository.revision('HEAD')));
  });

  it('cannot be signed: refused where that is asked for, unsigned where git signs tags by itself', () => {
    const repository = Repository.create(LIGHTWEIGHT);
    configure(repository, { 'tag.gpgSign': 'true', 'gpg.program': 'false' });
    for (const command of [BUMP, ['tag']]) {
      expect(run(repository.root, [...command, '--sign'])).toMatchObject({
        code: 2,
        error: { code: 'USAGE' },
      });
    }
    release(repository);
    expect(tags(repository)).toBe(expected(repository.revision('HEAD')));
    repository.commit({ 'relctl.toml': '[bump]\ntags = "lightweight"\nsign = true\n' });
    const { code, error } = run(repository.root, BUMP);
    expect({ code, error: error.code }).toEqual({ code: 2, error: 'CONFIG_INVALID' });
    expect(error.message).toMatch(/^relctl\.toml:2: bump\.tags: lightweight tags cannot be signed/);
  });
});
