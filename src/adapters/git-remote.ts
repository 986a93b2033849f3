import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { RelctlError } from '../core/errors.js';
import type { PushedRef, Remote } from '../core/ports.js';
import type { GitOutcome, GitProcess } from './git-process.js';

/**
 * The references of the place that a push goes to, which is not always the one that is fetched from.
 * @throws NO_REMOTE, REMOTE_AMBIGUOUS, REMOTE_UNREACHABLE
 */
export async function readRemoteRefs(git: GitProcess, remote: Remote): Promise<Map<string, string>> {
  const place = await pushPlace(git, remote.name);
  const outcome = await git.run(['ls-remote', '--quiet', '--', place], { timeout: remote.timeout * 1000 });
  if (outcome.code !== 0) {
    const known = (await git.text(['remote'])).split('\n').includes(remote.name);
    if (!known) throw new RelctlError('NO_REMOTE', `there is no remote ${JSON.stringify(remote.name)}`);
    throw unreachable(remote, outcome);
  }
  const lines = outcome.stdout.toString('utf8').split('\n');
  return new Map(
    lines.filter(line => line.includes('\t')).map(line => line.split('\t').reverse() as [string, string]),
  );
}

/** The remote's name, or its one push URL where the configuration gives it another than for fetching. */
async function pushPlace(git: GitProcess, remote: string): Promise<string> {
  const redirected = await git.run([
    'config',
    '--get-regexp',
    '^(remote\\..*\\.pushurl|url\\..*\\.pushinsteadof)$',
  ]);
  if (redirected.code !== 0) return remote;
  const urls = async (...options: string[]) => {
    const outcome = await git.run(['remote', 'get-url', ...options, '--all', '--', remote]);
    return outcome.stdout.toString('utf8').split('\n').filter(Boolean);
  };
  const [[fetched], pushed] = await Promise.all([urls(), urls('--push')]);
  if (pushed.length > 1) {
    throw new RelctlError('REMOTE_AMBIGUOUS', `${remote} pushes to ${pushed.length} URLs at once`);
  }
  const [place] = pushed;
  return place === undefined || place === fetched ? remote : place;
}

/** @throws REMOTE_NOT_ATOMIC, REMOTE_UNREACHABLE */
export async function probePush(git: GitProcess, remote: Remote, object: string, ref: string): Promise<void> {
  const words = ['push', '--dry-run', '--no-verify', ...PUSH, '--', remote.name, `${object}:${ref}`];
  const outcome = await git.run(words, { timeout: remote.timeout * 1000 });
  if (outcome.code === 0 || rejections(outcome).length > 0) return;
  throw isNotAtomic(outcome) ? notAtomic(remote) : unreachable(remote, outcome);
}

/** From where `readRemoteRefs` has seen them, without a reference, FETCH_HEAD or a remote-tracking branch changing. @throws REMOTE_UNREACHABLE */
export async function fetchObjects(git: GitProcess, remote: Remote, refs: readonly string[]): Promise<void> {
  const place = await pushPlace(git, remote.name);
  const options = ['--quiet', '--no-tags', '--refmap=', '--no-write-fetch-head', '--no-recurse-submodules'];
  const outcome = await git.run(['fetch', ...options, '--stdin', '--', place], {
    input: refs.map(ref => `${ref}\n`).join(''),
    timeout: remote.timeout * 1000,
  });
  if (outcome.code !== 0) throw unreachable(remote, outcome);
}

const PUSH = ['--atomic', '--porcelain', '--no-follow-tags', '--recurse-submodules=no'] as const;

/**
 * One atomic push by object id: never forced, never tried again without `--atomic`. The hook pre-push runs, as for
 * a push by hand. A rejection is told from a failure by the exit code and the porcelain lines, not by words.
 * @throws REMOTE_REJECTED, REMOTE_NOT_ATOMIC, PUSH_REFUSED, REMOTE_UNREACHABLE
 */
export async function pushRefs(
  git: GitProcess,
  remote: Remote,
  refs: readonly PushedRef[],
): Promise<'pushed' | 'up-to-date'> {
  const specs = refs.map(({ object, ref }) => `${object}:${ref}`);
  const outcome = await git.run(['push', ...PUSH, '--', remote.name, ...specs], {
    effects: true,
    timeout: remote.timeout * 1000,
  });
  const lines = porcelain(outcome);
  if (outcome.code === 0) return lines.every(([flag]) => flag === '=') ? 'up-to-date' : 'pushed';
  const rejected = rejections(outcome);
  if (rejected.length > 0) {
    const words = outcome.stderr.trim();
    throw new RelctlError(
      'REMOTE_REJECTED',
      `${remote.name} did not accept the push: ${rejected.join('; ')}${words === '' ? '' : `\n${words}`}`,
      { details: { rejected } },
    );
  }
  if (isNotAtomic(outcome)) throw notAtomic(remote);
  if (isRefusedByHook(outcome) && (await hasPrePushHook(git)))
    throw new RelctlError('PUSH_REFUSED', `the hook pre-push refused the push: ${hookWords(outcome)}`);
  throw unreachable(remote, outcome);
}

const CLOSING = /^error: failed to push some refs to .*$/m;

/**
 * Of a hook that fails, git itself says nothing but its closing line: where the connection is at fault, it or one of its
 * helpers has more to say. A hook with words like git's own is not told from that.
 */
function isRefusedByHook({ code, stderr }: GitOutcome): boolean {
  const connection = /^(?:fatal: |error: RPC failed|send-pack: |error: remote )|^ssh: /m;
  return code === 1 && CLOSING.test(stderr) && !connection.test(stderr);
}

async function hasPrePushHook(git: GitProcess): Promise<boolean> {
  const path = await git.text(['rev-parse', '--git-path', 'hooks/pre-push'], { effects: true });
  return existsSync(resolve(git.folder, path.replace(/\n$/, '')));
}

/** What it wrote to either stream, since git hands on both. */
function hookWords({ stdout, stderr }: GitOutcome): string {
  const words = `${stderr.replace(CLOSING, '')}\n${stdout.toString('utf8')}`.trim();
  return words === '' ? 'it failed without a word' : words;
}

/** Lines such as `!<tab>object:refs/heads/main<tab>[rejected] (fetch first)`. */
function porcelain({ stdout }: GitOutcome): string[][] {
  return stdout
    .toString('utf8')
    .split('\n')
    .filter(line => /^[ +\-*=!]\t/.test(line))
    .map(line => line.split('\t'));
}

function rejections(outcome: GitOutcome): string[] {
  return porcelain(outcome)
    .filter(([flag]) => flag === '!')
    .map(([, spec = '', reason = '']) => `${spec.slice(spec.indexOf(':') + 1)} ${reason}`);
}

function isNotAtomic({ stderr }: GitOutcome): boolean {
  return /does not support --atomic/.test(stderr);
}

function notAtomic({ name }: Remote): RelctlError {
  return new RelctlError('REMOTE_NOT_ATOMIC', `${name} takes no atomic pushes`);
}

function unreachable({ name }: Remote, { stderr }: GitOutcome): RelctlError {
  return new RelctlError('REMOTE_UNREACHABLE', `${name} cannot be reached: ${stderr.trim()}`);
}
