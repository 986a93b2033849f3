import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hermeticEnvironment } from './git-environment.js';

/** Keys of one test file: what git needs to sign with them and to verify. `remove` ends what was started for them. */
export interface Signer {
  readonly folder: string;
  readonly env: Record<string, string>;
  /** Settings of git, by key. */
  readonly config: Readonly<Record<string, string>>;
  remove(): void;
}

/** Whether a program can be started. */
export function isInstalled(program: string): boolean {
  return spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined;
}

/** Says in the report of the tests why those of a program do not run. */
export function title(text: string, program: string): string {
  return isInstalled(program) ? text : `${text} (SKIPPED: ${program} is not installed)`;
}

/** A GnuPG home of its own with a key without a passphrase. */
export function gpgSigner(identity: string): Signer {
  // Short, since the paths of sockets are limited to about 100 bytes.
  const folder = mkdtempSync(join(tmpdir(), 'rs-'));
  const env = { GNUPGHOME: folder };
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, {
      env: hermeticEnvironment({ ...env, LC_ALL: 'C.UTF-8' }),
      stdio: 'pipe',
      encoding: 'utf8',
    });
  run('gpg', '--batch', '--passphrase', '', '--quick-gen-key', identity, 'ed25519', 'sign', 'never');
  const listing = run('gpg', '--batch', '--with-colons', '--list-secret-keys');
  const key = /^fpr:+([0-9A-F]+):/m.exec(listing)?.[1] as string;
  return {
    ...{ folder, env, config: { 'user.signingKey': key } },
    remove: () => {
      run('gpgconf', '--kill', 'all');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A key of OpenSSH with the file of allowed signers that verifying takes. */
export function sshSigner(identity: string): Signer {
  const folder = mkdtempSync(join(tmpdir(), 'rs-'));
  const [key, allowed] = [join(folder, 'key'), join(folder, 'allowed')];
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', identity, '-f', key]);
  writeFileSync(allowed, `${identity} ${readFileSync(`${key}.pub`, 'utf8')}`);
  return {
    ...{ folder, env: {} },
    config: { 'gpg.format': 'ssh', 'user.signingKey': key, 'gpg.ssh.allowedSignersFile': allowed },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/**
 * A program in place of gpg that makes a signature nobody can verify, for tests of what git is given.
 * @param log gets the environment of every start, and what git says there about a setting `seal.name`
 * @returns its path
 */
export function fakeGpg(folder: string, log: string | null = null): string {
  const file = join(folder, 'fake-gpg');
  const signature = '-----BEGIN PGP SIGNATURE-----\\n\\nfake\\n-----END PGP SIGNATURE-----\\n';
  const logging = log === null ? [] : [`{ env; git config seal.name; } >> '${log}'`];
  const lines = ['#!/bin/sh', 'cat > /dev/null', ...logging, `printf -- '${signature}'`];
  writeFileSync(file, [...lines, "printf '\\n[GNUPG:] SIG_CREATED fake\\n' >&2", ''].join('\n'));
  chmodSync(file, 0o755);
  return file;
}
