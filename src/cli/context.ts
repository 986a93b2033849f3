import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildTag, ciSystem, readEventFile } from '../adapters/ci-environment.js';
import { expectMuch } from '../adapters/engine.js';
import { readContent, readNames } from '../adapters/file-content.js';
import { GitHistory, guessRoot } from '../adapters/git-history.js';
import { GitProcess } from '../adapters/git-process.js';
import { workingFolder } from '../adapters/system.js';
import type { BaseRequest, Environment } from '../core/ci/event.js';
import { type GithubJob, githubJobOf } from '../core/ci/github-job.js';
import type { Config } from '../core/config/config.js';
import { RelctlError } from '../core/errors.js';
import type { Sha256 } from '../core/locks/lock.js';
import type { WorkFiles } from '../core/operations/compare-work-tree.js';
import type { Job } from '../core/operations/find-scope.js';
import { loadConfig } from '../core/operations/load-config.js';
import { type Depth, loadWorkspace } from '../core/operations/load-workspace.js';
import type { FileContent, History, NewFiles, ReleaseTools, StepFiles } from '../core/ports.js';
import type { Workspace } from '../core/workspace/workspace.js';
import { earlyHistory } from './early-git.js';
import { checkpoint, listenForSignals } from './interruption.js';

export interface GlobalFlags {
  readonly cwd?: string | undefined;
  readonly config?: string | undefined;
}

/** The outside as a command sees it. This file, with early-git.ts, is the only one that builds adapters. */
export interface Context {
  readonly history: History;
  /** What a release needs, in the root of the repository. */
  release(): Promise<ReleaseTools>;
  /** For files that are new to the work tree. */
  newFiles(): Promise<NewFiles>;
  /** Files of the work tree, for what is needed before git has listed it. */
  readonly files: WorkFiles;
  /** The configuration of `--config`; null where the repository's own counts. */
  readonly config: Config | null;
  /** For locks, which hold hashes over manifests. */
  sha256(): Promise<Sha256>;
  /** The tag that this job was started for; null where it is no such job. */
  readonly buildTag: string | null;
  /** The job of GitHub Actions that this runs in; null elsewhere. */
  readonly githubJob: GithubJob | null;
  /** The text of a file that was named on the command line; `-` is standard input. @throws PLAN_INVALID */
  given(file: string): Promise<string>;
  /** Tells people what is being done. */
  report(step: string): void;
  /** @throws INTERRUPTED, TERMINATED where the user has asked to stop */
  checkpoint(): void;
  /** What CI started this job for, read when it is asked for; and what fetches history, where `deepen` allows it. */
  job(deepen: boolean): Promise<Job>;
  /** The work tree's packages. */
  workspace(depth?: Depth): Promise<Workspace>;
}

/** @param report for steps that take a while */
export async function createContext(flags: GlobalFlags, report: (step: string) => void): Promise<Context> {
  const current = process.cwd();
  const folder = workingFolder(current, flags.cwd);
  const git = new GitProcess(folder, process.env);
  const history = earlyHistory(folder) ?? new GitHistory(git, folder);
  const root = guessRoot(folder);
  if (root !== null) await expectMuch(root);
  const config = flags.config === undefined ? null : await readGivenConfig(current, flags.config);
  return {
    history,
    config,
    sha256: async () => (await import('../adapters/hash.js')).sha256,
    buildTag: buildTag(process.env),
    githubJob: githubJobOf(process.env),
    job: async deepen => ({
      event: await eventReader(process.env),
      deepener: deepen
        ? new (await import('../adapters/git-deepen.js')).GitDeepener(root === null ? git : git.at(root))
        : null,
    }),
    files: {
      names: folder => (root === null ? [] : readNames(root, folder)),
      read: async paths =>
        new Map(
          paths.map((path): [string, FileContent] => [
            path,
            root === null ? { kind: 'missing' } : readContent(root, path),
          ]),
        ),
    },
    given: async file => readGiven(current, file),
    report,
    checkpoint,
    release: async () => {
      listenForSignals();
      const { root: confirmed } = await history.repository();
      return (await import('../adapters/release-tools.js')).releaseTools(git.at(confirmed), confirmed);
    },
    newFiles: async () => {
      const [{ WorkTreeNewFiles }, { root: confirmed }] = await Promise.all([
        import('../adapters/new-files.js'),
        history.repository(),
      ]);
      return new WorkTreeNewFiles(confirmed);
    },
    workspace: async depth => {
      const [reading, whole] = [history.trackedFiles(), history.workTree()];
      // Where the listing fails, the first one says so.
      whole.catch(() => {});
      const tracked = await reading;
      return loadWorkspace(tracked, config ?? (await loadConfig(tracked)), depth, whole);
    },
  };
}

/** Where a step of GitHub Actions hands on what it found. @throws WRITE_FAILED */
export async function stepFiles(): Promise<StepFiles> {
  return (await import('../adapters/step-files.js')).openStepFiles(process.env);
}

async function eventReader(env: Environment): Promise<() => BaseRequest | null> {
  switch (ciSystem(env)) {
    case 'github': {
      const { githubRequest } = await import('../core/ci/github.js');
      return () => githubRequest(env, readEventFile(env));
    }
    case 'gitlab': {
      const { gitlabRequest } = await import('../core/ci/gitlab.js');
      return () => gitlabRequest(env);
    }
    case null:
      return () => null;
  }
}

async function readGivenConfig(current: string, file: string): Promise<Config> {
  let text: string;
  try {
    text = readFileSync(resolve(current, file), 'utf8');
  } catch (cause) {
    throw new RelctlError('CONFIG_NOT_FOUND', `${file} cannot be read: ${(cause as Error).message}`, {
      cause,
    });
  }
  const { readConfig } = await import('../core/config/read.js');
  return readConfig(file, text);
}

function readGiven(current: string, file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : resolve(current, file), 'utf8');
  } catch (cause) {
    throw new RelctlError('PLAN_INVALID', `${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
