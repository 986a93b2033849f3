import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RelctlError } from '../core/errors.js';
import type {
  GitLock,
  HeadState,
  NewTag,
  Publisher,
  PushedRef,
  RefUpdate,
  ReleaseObjects,
  Remote,
} from '../core/ports.js';
import { BlobStore } from './git-blobs.js';
import { gitDirectory } from './git-directory.js';
import { findLocks } from './git-locks.js';
import { type GitProcess, gitFailure } from './git-process.js';
import { fetchObjects, probePush, pushRefs, readRemoteRefs } from './git-remote.js';
import { parseStatus } from './git-status.js';

const OPERATIONS = [
  ['MERGE_HEAD', 'merge'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
] as const;

/** Makes releases in one repository. The number of git processes does not depend on the number of packages. */
export class GitPublisher implements Publisher {
  private readonly git: GitProcess;

  /** @param git working in the root of the work tree */
  constructor(git: GitProcess) {
    this.git = git;
  }

  async headState(): Promise<HeadState> {
    const output = await this.git.text([
      'status',
      '--porcelain=v2',
      '-z',
      '--branch',
      '--untracked-files=no',
      '--no-renames',
    ]);
    const { branch, commit, dirty } = parseStatus(output);
    if (commit === null) throw new RelctlError('NO_COMMIT', 'the repository has no commit yet');
    const { own: directory } = await gitDirectory(this.git);
    const operation = OPERATIONS.find(([name]) => existsSync(join(directory, name)))?.[1] ?? null;
    return { branch, commit, operation, dirty };
  }

  async requireIdentity(): Promise<void> {
    for (const name of ['GIT_COMMITTER_IDENT', 'GIT_AUTHOR_IDENT']) {
      const { code, stderr } = await this.git.run(['var', name]);
      if (code !== 0)
        throw new RelctlError('NO_IDENTITY', `git does not know who commits: ${lastLine(stderr)}`);
    }
  }

  gitLocks(refs: readonly string[]): Promise<readonly GitLock[]> {
    return findLocks(this.git, refs);
  }

  remoteRefs(remote: Remote): Promise<ReadonlyMap<string, string>> {
    return readRemoteRefs(this.git, remote);
  }

  probePush(remote: Remote, object: string, ref: string): Promise<void> {
    return probePush(this.git, remote, object, ref);
  }

  fetchObjects(remote: Remote, ref: string): Promise<void> {
    return fetchObjects(this.git, remote, ref);
  }

  async reaches(descendant: string, commit: string): Promise<boolean> {
    return (await this.git.run(['merge-base', '--is-ancestor', commit, descendant])).code === 0;
  }

  async storedFiles(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const entries = await this.entries(commit, paths);
    const blobs = new BlobStore(this.git);
    const read = async (path: string, object: string) => [path, await blobs.read(object)] as const;
    const contents = await Promise.all([...entries].map(([path, { object }]) => read(path, object)));
    return new Map(
      contents.flatMap(([path, content]) => (content === null ? [] : [[path, content] as const])),
    );
  }

  async buildRelease(
    parent: string,
    files: ReadonlyMap<string, Uint8Array>,
    message: string,
    tags: readonly NewTag[],
  ): Promise<ReleaseObjects> {
    return this.withScratch(async scratch => {
      const paths = [...files.keys()];
      const entries = await this.entries(parent, paths);
      const blobs = await this.writeObjects('blob', [...files.values()], scratch);
      const env = { GIT_INDEX_FILE: join(scratch, 'index') };
      await this.git.text(['read-tree', parent], { env });
      const input = paths
        .map((path, index) => `${entries.get(path)?.mode} ${blobs[index]}\t${path}\0`)
        .join('');
      await this.git.text(['update-index', '-z', '--index-info'], { env, input });
      const tree = (await this.git.text(['write-tree'], { env })).trim();
      const commit = (
        await this.git.text(['commit-tree', tree, '-p', parent, '-F', '-'], { input: message })
      ).trim();
      return {
        commit,
        tags: await this.writeTags(
          tags.map(tag => ({ ...tag, commit })),
          scratch,
        ),
      };
    });
  }

  async buildTags(tags: readonly (NewTag & { commit: string })[]): Promise<ReleaseObjects['tags']> {
    return this.withScratch(scratch => this.writeTags(tags, scratch));
  }

  async updateRefs(updates: readonly RefUpdate[]): Promise<void> {
    const lines = updates.map(({ ref, after, before }) => {
      if (before === null) return `create ${ref}\0${after}\0`;
      return after === null ? `delete ${ref}\0${before}\0` : `update ${ref}\0${after}\0${before}\0`;
    });
    const input = ['start\0', ...lines, 'prepare\0', 'commit\0'].join('');
    const words = ['update-ref', '-z', '--create-reflog', '-m', 'relctl: release', '--stdin'];
    const outcome = await this.git.run(words, { input });
    if (outcome.code === 0) return;
    const said = outcome.stderr.trim();
    if (/\.lock': File exists/.test(said)) throw new RelctlError('REPOSITORY_LOCKED', said);
    if (/cannot lock ref/.test(said)) throw new RelctlError('BRANCH_MOVED', said);
    throw gitFailure(words, outcome);
  }

  push(remote: Remote, refs: readonly PushedRef[]): Promise<'pushed' | 'up-to-date'> {
    return pushRefs(this.git, remote, refs);
  }

  async moveFiles(from: string, to: string): Promise<void> {
    await this.git.run(['update-index', '-q', '--refresh']);
    await this.git.text(['read-tree', '-m', '-u', from, to]);
  }

  async refreshIndex(before: string, commit: string, paths: readonly string[]): Promise<void> {
    const [old, entries, staged] = [
      await this.entries(before, paths),
      await this.entries(commit, paths),
      await this.git.text(['ls-files', '--stage', '-z']),
    ];
    const unmoved = new Set(
      staged.split('\0').flatMap(entry => {
        const [mode, object, stage, path = ''] = /^(\d+) ([\da-f]+) (\d)\t(.*)$/s.exec(entry)?.slice(1) ?? [];
        const known = old.get(path);
        return stage === '0' && known?.mode === mode && known?.object === object ? [path] : [];
      }),
    );
    const input = [...entries]
      .filter(([path]) => unmoved.has(path))
      .map(([path, { mode, object }]) => `${mode} ${object}\t${path}\0`)
      .join('');
    if (input !== '') await this.git.text(['update-index', '-z', '--index-info'], { input });
    // It fails where other files differ, which is no concern of the release.
    await this.git.run(['update-index', '-q', '--refresh']);
  }

  private async entries(
    commit: string,
    paths: readonly string[],
  ): Promise<Map<string, { mode: string; object: string }>> {
    const wanted = new Set(paths);
    const output = await this.git.text(['ls-tree', '-r', '-z', '--full-tree', commit]);
    const entries = new Map<string, { mode: string; object: string }>();
    for (const entry of output.split('\0')) {
      const tab = entry.indexOf('\t');
      const path = entry.slice(tab + 1);
      if (tab < 0 || !wanted.has(path)) continue;
      const [mode = '', , object = ''] = entry.slice(0, tab).split(' ');
      entries.set(path, { mode, object });
    }
    return entries;
  }

  private async writeTags(
    tags: readonly (NewTag & { commit: string })[],
    scratch: string,
  ): Promise<ReleaseObjects['tags']> {
    if (tags.length === 0) return [];
    const tagger = (await this.git.text(['var', 'GIT_COMMITTER_IDENT'])).trim();
    const contents = tags.map(({ name, message, commit }) =>
      Buffer.from(`object ${commit}\ntype commit\ntag ${name}\ntagger ${tagger}\n\n${message}\n`),
    );
    const objects = await this.writeObjects('tag', contents, scratch);
    return tags.map(({ name }, index) => ({ name, object: objects[index] as string }));
  }

  /** One process for all objects of a kind; their content goes through files, since git reads only one from standard input. */
  private async writeObjects(
    type: 'blob' | 'tag',
    contents: readonly Uint8Array[],
    scratch: string,
  ): Promise<string[]> {
    if (contents.length === 0) return [];
    const files = contents.map((_, index) => join(scratch, `${type}-${index}`));
    for (const [index, file] of files.entries()) await writeFile(file, contents[index] as Uint8Array);
    const input = files.map(file => `${file}\n`).join('');
    const output = await this.git.text(['hash-object', '-t', type, '-w', '--no-filters', '--stdin-paths'], {
      input,
    });
    return output.trim().split('\n');
  }

  private async withScratch<T>(work: (scratch: string) => Promise<T>): Promise<T> {
    const directory = join((await gitDirectory(this.git)).own, 'relctl');
    try {
      await mkdir(directory, { recursive: true });
      const scratch = await mkdtemp(join(directory, 'release-'));
      try {
        return await work(scratch);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    } catch (cause) {
      if (cause instanceof RelctlError) throw cause;
      throw new RelctlError('WRITE_FAILED', `${directory} cannot be written: ${(cause as Error).message}`, {
        cause,
      });
    }
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
