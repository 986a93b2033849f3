import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { relctlJson } from './relctl.js';
import { Repository, temporaryFolder } from './repository.js';

export type Values = Readonly<Record<string, string>>;

/** An event of `test/vectors/events`, with what stands in braces filled in. */
export function eventText(name: string, values: Values): string {
  const text = readFileSync(new URL(`../vectors/events/${name}.json`, import.meta.url), 'utf8');
  return text.replace(/\{([a-z]+)\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new Error(`${name} needs ${key}`);
    return value;
  });
}

/** The environment of a GitHub Actions job with that text in its event file. */
export function githubJob(name: string, text: string, more: Values = {}): Record<string, string> {
  const file = join(temporaryFolder(), 'event.json');
  writeFileSync(file, text);
  return { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: file, ...more };
}

export function gitlabJob(name: string, values: Values): Record<string, string> {
  return JSON.parse(eventText(name, values));
}

/** A clone as actions/checkout makes it: of one commit, or with `depth` 0 of everything. */
export function githubClone(origin: Repository, ref: string, depth = 1): Repository {
  const clone = Repository.create();
  const commit = origin.revision(`${ref}^{commit}`);
  const local = ref
    .replace(/^refs\/heads\//, 'refs/remotes/origin/')
    .replace(/^refs\/pull\//, 'refs/remotes/pull/');
  clone.git('remote', 'add', 'origin', `file://${origin.root}`);
  const everything = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*'];
  const one = `+${commit}:${local}`;
  const far =
    depth > 0
      ? [`--depth=${depth}`, 'origin', one]
      : ['origin', ...everything, ...(ref.startsWith('refs/pull/') ? [one] : [])];
  clone.git('fetch', '--quiet', '--no-tags', '--prune', ...far);
  const branch = /^refs\/heads\/(.+)/.exec(ref)?.[1];
  clone.git('checkout', '--quiet', '--force', ...(branch === undefined ? [local] : ['-B', branch, local]));
  return clone;
}

/** A clone as GitLab's runner makes it: one branch or pipeline, 20 commits deep unless told otherwise. */
export function gitlabClone(origin: Repository, ref: string, depth = 20): Repository {
  const clone = Repository.create();
  clone.git('remote', 'add', 'origin', `file://${origin.root}`);
  const to = ref.replace(/^refs\/heads\//, 'refs/remotes/origin/');
  clone.git('fetch', '--quiet', '--no-tags', '--prune', `--depth=${depth}`, 'origin', `+${ref}:${to}`);
  clone.git('checkout', '--quiet', '--force', '--detach', to);
  return clone;
}

/** What `relctl changed` says in a job. */
export function changedIn(clone: Repository, env: Record<string, string | undefined>, ...args: string[]) {
  const { code, result, error } = relctlJson(['changed', '--dependents', 'none', ...args], {
    cwd: clone.root,
    env,
  });
  const ids: string[] | null = result?.packages.map(({ id }: { id: string }) => id).sort() ?? null;
  return { code, ids, base: result?.base ?? null, head: result?.head ?? null, error };
}

/** Carries out the command that a refusal names, as a user would who copies it. */
export function obey(clone: Repository, error: { details: { command: string } }): void {
  const [git, ...words] = error.details.command.replaceAll("'", '').split(' ');
  if (git !== 'git') throw new Error(`no git command: ${error.details.command}`);
  clone.git(...words);
}
