import { constants } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { RelctlError } from '../core/errors.js';
import type { Files } from '../core/ports.js';
import { inFolderOf, requireNoLink, type SafeFolder } from './safe-folder.js';

/** Files below one folder, never through a symbolic link. */
export class WorkFiles implements Files {
  private name: string;
  private readonly root: string;
  /** Path → what was there when it was read, or else staged: nothing else is written over. */
  private readonly known = new Map<string, Buffer>();

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
      const content = await inFolderOf(this.root, path, (folder, name) => readPlain(folder, name, path));
      this.known.set(path, content);
      return content;
    } catch (cause) {
      if (cause instanceof RelctlError) throw cause;
      throw new RelctlError('UNREADABLE_FILE', `${path} cannot be read: ${reason(cause)}`, { cause });
    }
  }

  /** Beside it, since only within a folder does a file take another's place in one step. */
  async stage(path: string, content: Uint8Array): Promise<void> {
    try {
      await inFolderOf(this.root, path, async (folder, name) => {
        if (!this.known.has(path)) this.known.set(path, await readPlain(folder, name, path));
        const { mode } = await lstat(folder.at(name));
        const temporary = folder.at(temporaryFor(name, this.run));
        try {
          await writeWhole(temporary, content, mode & 0o7777);
        } catch (error) {
          await rm(temporary, { force: true });
          throw error;
        }
      });
    } catch (cause) {
      throw unwritable(path, cause);
    }
  }

  async put(path: string): Promise<void> {
    try {
      await inFolderOf(this.root, path, async (folder, name) => {
        const present = await readPlain(folder, name, path);
        // A hook, an editor or a formatter may have been at it since: what it wrote is not ours to drop.
        if (this.known.get(path)?.equals(present) !== true)
          throw new Error('it was changed meanwhile, and is left as it is');
        await rename(folder.at(temporaryFor(name, this.run)), folder.at(name));
        this.known.delete(path);
        await folder.sync();
      });
    } catch (cause) {
      throw unwritable(path, cause);
    }
  }

  /** A folder that is gone, or a link by now, holds nothing of ours that could be reached safely. */
  async sweep(paths: readonly string[], run: string): Promise<void> {
    for (const path of paths) {
      await inFolderOf(this.root, path, (folder, name) =>
        rm(folder.at(temporaryFor(name, run)), { force: true }),
      ).catch(ignoreUnreachable);
    }
  }
}

async function readPlain(folder: SafeFolder, name: string, path: string): Promise<Buffer> {
  await requireNoLink(folder.at(name), path);
  const handle = await open(folder.at(name), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** Makes a file; on the disk, with all of it, when the promise resolves. @param mode null for that of a new file */
export async function writeWhole(place: string, content: Uint8Array, mode: number | null): Promise<void> {
  const handle = await open(place, 'wx', mode === null ? 0o666 : 0o600);
  try {
    await handle.writeFile(content);
    if (mode !== null) await handle.chmod(mode);
    await handle.sync();
    if ((await handle.stat()).size !== content.length) throw new Error('the disk took only a part of it');
  } finally {
    await handle.close();
  }
}

function temporaryFor(name: string, run: string): string {
  return `.${name}.relctl-${run}`;
}

function unwritable(path: string, cause: unknown): RelctlError {
  if (cause instanceof RelctlError) return cause;
  return new RelctlError('WRITE_FAILED', `${path} cannot be written: ${reason(cause)}`, { cause });
}

/** Without the system call and its path, which may be one through a descriptor. */
export function reason(cause: unknown): string {
  const { message } = cause as Error;
  return /^(E[A-Z0-9]+: .*?), [a-z]+(?: |$)/.exec(message)?.[1] ?? message;
}

function ignoreUnreachable(error: NodeJS.ErrnoException | RelctlError): void {
  if (!(error instanceof RelctlError) && error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
