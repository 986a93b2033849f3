import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RelctlError } from '../core/errors.js';
import type {
  CommitTag,
  GitLock,
  HeadState,
  NewTag,
  Publisher,
  PushedRef,
  RefUpdate,
  ReleaseObjects,
  Remote,
  Signing,
} from '../core/ports.js';
import { BlobStore } from './git-blobs.js';
import { gitDirectory } from './git-directory.js';
import { CommitEntries, refreshIndex } from './git-index.js';
import { findLocks } from './git-locks.js';
import type { GitProcess } from './git-process.js';
import { reachedBy } from './git-reach.js';
import { moveRefs, readLocalRefs } from './git-references.js';
import { fetchObjects, probePush, pushRefs, readRemoteRefs } from './git-remote.js';
import { signedTags } from './git-signed-tags.js';
import { readConfiguredSigning, runSigning, trySigning } from './git-signing.js';
import { parseStatus } from './git-status.js';

const OPERATIONS = [
  ['MERGE_HEAD', 'merge'],
  ['rebase-merge', 'rebase'],
  ['rebase-apply', 'rebase'],
  ['CHERRY_PICK_HEAD', 'cherry-pick'],
  ['REVERT_HEAD', 'revert'],
  ['BISECT_LOG', 'bisect'],
] as const;

/**
 * Makes releases in one repository. The number of git processes does not depend on the number of packages, but for one
 * process for each signed tag.
 */
export class GitPublisher implements Publisher {
  private readonly git: GitProcess;
  private readonly entries: CommitEntries;
  private committer: string | null = null;

  /** @param git working in the root of the work tree */
  constructor(git: GitProcess) {
    this.git = git;
    this.entries = new CommitEntries(git);
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
    const names = ['GIT_COMMITTER_IDENT', 'GIT_AUTHOR_IDENT'];
    const outcomes = await Promise.all(names.map(name => this.git.run(['var', name])));
    const failed = outcomes.find(({ code }) => code !== 0);
    if (failed !== undefined)
      throw new RelctlError('NO_IDENTITY', `git does not know who commits: ${lastLine(failed.stderr)}`);
    this.committer = outcomes[0]?.stdout.toString('utf8').trim() ?? null;
  }

  configuredSigning(): Promise<Signing> {
    return readConfiguredSigning(this.git);
  }

  async requireSigning(): Promise<void> {
    await this.withScratch(scratch => trySigning(this.git, scratch));
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

  fetchObjects(remote: Remote, refs: readonly string[]): Promise<void> {
    return fetchObjects(this.git, remote, refs);
  }

  async reaches(descendant: string, commit: string): Promise<boolean> {
    return (await this.git.run(['merge-base', '--is-ancestor', commit, descendant])).code === 0;
  }

  reachedBy(
    objects: readonly string[],
    commit: string,
    parent: string,
  ): Promise<{ reached: boolean; unknown: ReadonlySet<string> }> {
    return reachedBy(this.git, objects, commit, parent);
  }

  async storedFiles(commit: string, paths: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const entries = await this.entries.read(commit, paths);
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
    signing: Signing,
  ): Promise<ReleaseObjects> {
    return this.withScratch(async scratch => {
      const paths = [...files.keys()];
      const entries = await this.entries.read(parent, paths);
      const blobs = await this.writeObjects('blob', [...files.values()], scratch);
      const env = { GIT_INDEX_FILE: join(scratch, 'index') };
      await this.git.text(['read-tree', parent], { env });
      const input = paths
        .map((path, index) => `${entries.get(path)?.mode} ${blobs[index]}\t${path}\0`)
        .join('');
      await this.git.text(['update-index', '-z', '--index-info'], { env, input });
      const tree = (await this.git.text(['write-tree'], { env })).trim();
      const commit = await this.writeCommit(tree, parent, message, signing.commit);
      const ofCommit = tags.map(tag => ({ ...tag, commit }));
      return { commit, tags: await this.writeTags(ofCommit, signing.tags, scratch) };
    });
  }

  async buildTags(
    tags: readonly CommitTag[],
    signing: Pick<Signing, 'tags'>,
  ): Promise<ReleaseObjects['tags']> {
    return this.withScratch(scratch => this.writeTags(tags, signing.tags, scratch));
  }

  async lastSeen({ name }: Remote, branch: string): Promise<string | null> {
    const ref = branch.replace('refs/heads/', `refs/remotes/${name}/`);
    const { code, stdout } = await this.git.run(['rev-parse', '--verify', '--quiet', ref]);
    return code === 0 ? stdout.toString('utf8').trim() : null;
  }

  localRefs(): Promise<ReadonlyMap<string, string>> {
    return readLocalRefs(this.git);
  }

  tryRefs(updates: readonly RefUpdate[]): Promise<void> {
    return moveRefs(this.git, updates, 'abort');
  }

  updateRefs(updates: readonly RefUpdate[]): Promise<void> {
    return moveRefs(this.git, updates, 'commit');
  }

  push(remote: Remote, refs: readonly PushedRef[]): Promise<'pushed' | 'up-to-date'> {
    return pushRefs(this.git, remote, refs);
  }

  refreshIndex(before: string, commit: string, paths: readonly string[]): Promise<void> {
    return refreshIndex(this.git, this.entries, before, commit, paths);
  }

  private async writeCommit(tree: string, parent: string, message: string, sign: boolean): Promise<string> {
    const words = ['commit-tree', ...(sign ? ['-S'] : []), tree, '-p', parent, '-F', '-'];
    // The second of the tags: else two clones could make one commit, and tags of it that differ.
    const date = / (\d+ [-+]\d{4})$/.exec(this.committer ?? '')?.[1];
    const call = { input: message, env: date === undefined ? {} : { GIT_COMMITTER_DATE: `@${date}` } };
    if (!sign) return (await this.git.text(words, call)).trim();
    return (await runSigning(this.git, words, call)).stdout.toString('utf8').trim();
  }

  /** A lightweight tag has no object: it points to the commit itself. */
  private async writeTags(
    tags: readonly CommitTag[],
    sign: boolean,
    scratch: string,
  ): Promise<ReleaseObjects['tags']> {
    const annotated = tags.filter(({ message }) => message !== null);
    if (annotated.length === 0) return tags.map(({ name, commit }) => ({ name, object: commit }));
    const contents = sign
      ? await signedTags(this.git, annotated, scratch)
      : await this.unsignedTags(annotated);
    const objects = await this.writeObjects('tag', contents, scratch);
    const objectOf = new Map(annotated.map(({ name }, index) => [name, objects[index] as string]));
    return tags.map(({ name, commit }) => ({ name, object: objectOf.get(name) ?? commit }));
  }

  private async unsignedTags(tags: readonly CommitTag[]): Promise<Buffer[]> {
    const tagger = this.committer ?? (await this.git.text(['var', 'GIT_COMMITTER_IDENT'])).trim();
    return tags.map(({ name, message, commit }) =>
      Buffer.from(`object ${commit}\ntype commit\ntag ${name}\ntagger ${tagger}\n\n${message}\n`),
    );
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
