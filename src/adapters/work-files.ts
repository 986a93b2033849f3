import { constants } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RelctlError } from '../core/errors.js';
import type { Files } from '../core/ports.js';
import { syncFolder } from './sync-folder.js';

/** Files below one folder, never through a symbolic link. */
export class WorkFiles implements Files {
  private name: string;
  private readonly root: string;

  /** @param run hard to guess, since it names new files in folders that others may write to */
  constructor(root: string, run: string) {
    this.root = root;
    this.name = run;
  }

  get run(): string {
    return this.name;
  }

  takeOver(run: string): void {
    this.name = run;
  }

  async read(path: string): Promise<Uint8Array> {
    try {
      await this.requirePlainPath(path);
      const handle = await open(join(this.root, path), constants.O_RDONLY | constants.O_NOFOLLOW);
      try {
        return await handle.readFile();
      } finally {
        await handle.close();
      }
    } catch (cause) {
      if (cause instanceof RelctlError) throw cause;
      throw new RelctlError('UNREADABLE_FILE', `${path} cannot be read: ${(cause as Error).message}`, {
        cause,
      });
    }
  }

  /** Beside it, since only within a folder does a file take another's place in one step. */
  async stage(path: string, content: Uint8Array): Promise<void> {
    const target = join(this.root, path);
    const temporary = temporaryFor(target, this.run);
    try {
      await this.requirePlainPath(path);
      const { mode } = await lstat(target);
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(content);
        await handle.chmod(mode & 0o7777);
        await handle.sync();
        if ((await handle.stat()).size !== content.length) throw new Error('the disk took only a part of it');
      } finally {
        await handle.close();
      }
    } catch (cause) {
      await rm(temporary, { force: true });
      throw unwritable(path, cause);
    }
  }

  async put(path: string): Promise<void> {
    const target = join(this.root, path);
    try {
      await this.requirePlainPath(path);
      await rename(temporaryFor(target, this.run), target);
      await syncFolder(dirname(target));
    } catch (cause) {
      throw unwritable(path, cause);
    }
  }

  async sweep(paths: readonly string[], run: string): Promise<void> {
    for (const path of paths) await rm(temporaryFor(join(this.root, path), run), { force: true });
  }

  private async requirePlainPath(path: string): Promise<void> {
    let current = this.root;
    for (const part of path.split('/')) {
      if (part === '..' || part === '' || part.toLowerCase() === '.git')
        throw new RelctlError('EDIT_IMPOSSIBLE', `${path} leads out of the files of the repository`);
      current = join(current, part);
      if ((await lstat(current)).isSymbolicLink()) {
        throw new RelctlError('EDIT_IMPOSSIBLE', `${path} goes through a symbolic link`, {
          hint: 'relctl edits plain files only.',
        });
      }
    }
  }
}

function temporaryFor(target: string, run: string): string {
  return join(dirname(target), `.${basename(target)}.relctl-${run}`);
}

function unwritable(path: string, cause: unknown): RelctlError {
  if (cause instanceof RelctlError) return cause;
  return new RelctlError('WRITE_FAILED', `${path} cannot be written: ${(cause as Error).message}`, { cause });
}
