import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { hermeticEnvironment } from './git-environment.js';

/** Path from the root → content. A `null` removes the file. */
export type FileMap = Readonly<Record<string, string | Uint8Array | null>>;

/** A real git repository in a temporary folder, removed when the test that made it has finished. */
export class Repository {
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /** `git init -b main`, an identity in the repository's own configuration, and a first commit of `files` (if any). */
  static create(files: FileMap = {}, message = 'Initial commit'): Repository {
    const repository = new Repository(temporaryFolder());
    repository.git('init', '--quiet', '--initial-branch=main');
    repository.configure();
    if (Object.keys(files).length > 0) repository.commit(files, message);
    return repository;
  }

  /** A repository whose first commit holds a copy of `folder` (for `fixtures/<name>/tree`). */
  static fromFolder(folder: string, message = 'Initial commit'): Repository {
    const repository = Repository.create();
    cpSync(folder, repository.root, { recursive: true, verbatimSymlinks: true });
    repository.commit({}, message);
    return repository;
  }

  /** A clone over `file://`, so that `--depth` counts. */
  clone(...options: string[]): Repository {
    const root = temporaryFolder();
    runGit(['clone', '--quiet', ...options, `file://${this.root}`, root], dirname(root));
    const repository = new Repository(root);
    repository.configure();
    return repository;
  }

  /** The repository in another folder, left to whoever made it. */
  at(root: string): Repository {
    return new Repository(root);
  }

  /** A bare repository that holds all branches and tags, set as `origin` of this one with `origin/HEAD` known. */
  publish(): Repository {
    const root = temporaryFolder();
    runGit(['clone', '--quiet', '--bare', this.root, root], dirname(root));
    this.git('remote', 'add', 'origin', root);
    this.git('fetch', '--quiet', 'origin');
    this.git('remote', 'set-head', 'origin', '--auto');
    this.git('branch', '--quiet', '--set-upstream-to=origin/main', 'main');
    return new Repository(root);
  }

  write(files: FileMap): void {
    for (const [path, content] of Object.entries(files)) {
      if (isAbsolute(path) || path.split('/').includes('..'))
        throw new Error(`outside the repository: ${path}`);
      const file = join(this.root, path);
      if (content === null) {
        rmSync(file, { recursive: true });
      } else {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
      }
    }
  }

  /** @param file absolute */
  makeExecutable(file: string): void {
    chmodSync(file, 0o755);
  }

  /** Writes `files`, adds everything and commits; gives the commit's object id. */
  commit(files: FileMap, message = 'Change'): string {
    this.write(files);
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
    return this.revision('HEAD');
  }

  /** Runs git here and gives its standard output without the final newline; throws where git fails. */
  git(...args: string[]): string {
    return runGit(args, this.root).replace(/\n$/, '');
  }

  revision(name: string): string {
    return this.git('rev-parse', '--verify', name);
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  /** `git status --porcelain`: empty when nothing differs from HEAD. */
  status(): string {
    return this.git('status', '--porcelain', '--untracked-files=all');
  }

  private configure(): void {
    for (const [key, value] of Object.entries({
      'user.name': 'Ada',
      'user.email': 'ada@example.org',
      'commit.gpgSign': 'false',
      'tag.gpgSign': 'false',
      'gc.auto': '0',
      'maintenance.auto': 'false',
      'core.autocrlf': 'false',
    })) {
      this.git('config', key, value);
    }
  }
}

/** An empty folder that is removed when the test has finished. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'relctl-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function runGit(args: readonly string[], cwd: string): string {
  return execFileSync('git', args, { cwd, env: hermeticEnvironment(), encoding: 'utf8', maxBuffer: 1 << 28 });
}
