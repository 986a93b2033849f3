import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RelctlError } from '../core/errors.js';
import type { JournalStore } from '../core/ports.js';
import { syncFolder } from './sync-folder.js';

/** `journal.json` in relctl's folder of the git directory: whole, or not there at all. */
export class JournalFile implements JournalStore {
  readonly path: string;

  /** @param directory of git, absolute */
  constructor(directory: string) {
    this.path = join(directory, 'relctl', 'journal.json');
  }

  async read(): Promise<string | null> {
    const found = await lstat(this.path).catch(ignoreMissing);
    if (found === null) return null;
    const own = process.getuid?.() ?? found.uid;
    if (!found.isFile()) throw this.broken('it is no plain file');
    if (found.uid !== own) throw this.broken('it belongs to somebody else');
    if ((found.mode & 0o022) !== 0) throw this.broken('others may write to it');
    const handle = await open(this.path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  }

  async write(text: string): Promise<void> {
    const temporary = `${this.path}.new`;
    try {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      await rm(temporary, { force: true });
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
        if ((await handle.stat()).size !== Buffer.byteLength(text)) throw new Error('it was written in part');
      } finally {
        await handle.close();
      }
      await rename(temporary, this.path);
      await syncFolder(dirname(this.path));
    } catch (cause) {
      await rm(temporary, { force: true }).catch(() => {});
      throw new RelctlError('WRITE_FAILED', `${this.path} cannot be written: ${(cause as Error).message}`, {
        cause,
      });
    }
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true });
    await syncFolder(dirname(this.path));
  }

  private broken(why: string): RelctlError {
    return new RelctlError('JOURNAL_BROKEN', `${this.path}: ${why}`);
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
