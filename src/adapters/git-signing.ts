import { RelctlError } from '../core/errors.js';
import type { Signing } from '../core/ports.js';
import { type GitCall, type GitOutcome, type GitProcess, gitFailure } from './git-process.js';

/** What git signs without being asked to (git-config(1)); relctl's annotated tags are not asked for by name either. */
const SIGN_BY_DEFAULT = '^(commit\\.gpgsign|tag\\.(gpgsign|forcesignannotated))$';

/** @returns what git would sign here, as `git commit` and `git tag -m` would */
export async function readConfiguredSigning(git: GitProcess): Promise<Signing> {
  const settings = new Map(await readSettings(git, ['--type=bool', '--get-regexp', SIGN_BY_DEFAULT]));
  const isOn = (key: string) => settings.get(key) === 'true';
  return { commit: isOn('commit.gpgsign'), tags: isOn('tag.gpgsign') || isOn('tag.forcesignannotated') };
}

/**
 * The settings that `git config` gives, in its order: of a key with several values the last one counts.
 * @param query what to look for
 */
export async function readSettings(git: GitProcess, query: readonly string[]): Promise<[string, string][]> {
  const words = ['config', '-z', ...query];
  const outcome = await git.run(words);
  // Exit code 1 says that there is none.
  if (outcome.code !== 0 && outcome.code !== 1) throw gitFailure(words, outcome);
  const entries = outcome.stdout.toString('utf8').split('\0').slice(0, -1);
  return entries.map(entry => {
    const end = entry.indexOf('\n');
    // A key without `=` means true.
    return end < 0 ? [entry, 'true'] : [entry.slice(0, end), entry.slice(end + 1)];
  });
}

/**
 * Signs a commit that goes into an object folder of its own, so that nothing of it is left in the repository.
 * @param scratch an empty folder
 * @throws SIGNING_FAILED
 */
export async function trySigning(git: GitProcess, scratch: string): Promise<void> {
  // Git knows the empty tree without its object; its name depends on the repository's hash.
  const tree = (await git.text(['hash-object', '-t', 'tree', '--stdin'], { input: '' })).trim();
  const env = { GIT_OBJECT_DIRECTORY: scratch };
  await runSigning(git, ['commit-tree', '-S', tree, '-F', '-'], { env, input: 'Can git sign?\n' });
}

/** Runs a git command that signs. @throws SIGNING_FAILED, GIT_FAILED where the disk and not the key is at fault */
export async function runSigning(
  git: GitProcess,
  args: readonly string[],
  call: GitCall,
): Promise<GitOutcome> {
  const outcome = await git.run(args, { ...call, signs: true });
  if (outcome.code === 0) return outcome;
  throw CANNOT_WRITE.test(outcome.stderr) ? gitFailure(args, outcome) : signingFailure(outcome.stderr);
}

const CANNOT_WRITE =
  /insufficient permission|unable to (?:create|write)|could(?: not|n't) create|cannot lock ref|No space left|quota exceeded|Read-only file system/i;

/** @param stderr what git and the program that signs said */
export function signingFailure(stderr: string): RelctlError {
  const words = stderr
    .split('\n')
    .map(line => line.replace(/^(?:error|fatal):\s*/, '').trim())
    // That is what follows from it, and misleads.
    .filter(line => !/^$|^failed to write commit object$|^unable to sign the tag$/.test(line))
    .join('\n');
  const hint = HINTS.find(([pattern]) => pattern.test(words))?.[1];
  return new RelctlError(
    'SIGNING_FAILED',
    `git cannot sign: ${words || 'it said nothing'}`,
    hint === undefined ? {} : { hint },
  );
}

const HINTS = [
  [
    /^cannot (?:run|exec)/im,
    'Install the program that signs, or name it: gpg.program, gpg.ssh.program or gpg.x509.program.',
  ],
  [/gpg\.format/, 'Set gpg.format to openpgp, x509 or ssh.'],
  [
    /signing ?key|public key|secret key|defaultKeyCommand/i,
    'Set user.signingKey to a key that this machine holds, or release with --no-sign.',
  ],
  [
    /gpg failed/,
    'Make sure that user.signingKey is a key of `gpg --list-secret-keys`, and see what `echo | gpg --clearsign` says; in a terminal gpg also needs GPG_TTY.',
  ],
] as const;
