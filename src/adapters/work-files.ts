import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { RelctlError } from '../core/errors.js';
import type { Files } from '../core/ports.js';

/** Files below one folder, never through a symbolic link. */
export class WorkFiles implements Files {
  private readonly root: string;

  constructor(root: string) {
    this.root = root;
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

  /** A new file beside it takes its place once it is whole on the disk, so that no crash leaves half of it. */
  async replace(path: string, content: Uint8Array): Promise<void> {
    const target = join(this.root, path);
    const temporary = join(dirname(target), `.${basename(target)}.relctl-${randomBytes(6).toString('hex')}`);
    try {
      await this.requirePlainPath(path);
      const { mode } = await lstat(target);
      const handle = await open(temporary, 'wx', 0o600);
      try {
        await handle.writeFile(content);
        await handle.sync();
        if ((await handle.stat()).size !== content.length) throw new Error('the disk took only a part of it');
        await handle.chmod(mode & 0o7777);
      } finally {
        await handle.close();
      }
      await rename(temporary, target);
    } catch (cause) {
      await rm(temporary, { force: true });
      if (cause instanceof RelctlError) throw cause;
      throw new RelctlError('WRITE_FAILED', `${path} cannot be written: ${(cause as Error).message}`, {
        cause,
      });
    }
  }

  private async requirePlainPath(path: string): Promise<void> {
    let current = this.root;
    for (const part of path.split('/')) {
      if (part === '..' || part === '')
        throw new RelctlError('EDIT_IMPOSSIBLE', `${path} leads out of the repository`);
      current = join(current, part);
      if ((await lstat(current)).isSymbolicLink()) {
        throw new RelctlError('EDIT_IMPOSSIBLE', `${path} goes through a symbolic link`, {
          hint: 'relctl edits plain files only.',
        });
      }
    }
  }
}
