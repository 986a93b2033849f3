import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, lstat, mkdir, open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RelctlError } from '../core/errors.js';
import type { NewFiles } from '../core/ports.js';

/** Makes files below one folder, never through a symbolic link and never over what is there. */
export class WorkTreeNewFiles implements NewFiles {
  private readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** The file appears under its name once it is whole on the disk, so that no crash leaves half of it. */
  async create(path: string, content: Uint8Array): Promise<void> {
    const target = join(this.root, path);
    const temporary = join(dirname(target), `.relctl-${randomBytes(6).toString('hex')}`);
    try {
      await this.makeFolders(path);
      const handle = await open(temporary, 'wx');
      try {
        await handle.writeFile(content);
        await handle.sync();
        if ((await handle.stat()).size !== content.length) throw new Error('the disk took only a part of it');
      } finally {
        await handle.close();
      }
      // Both fail where something is there by now. Some file systems have no links.
      await link(temporary, target).catch(() => copyFile(temporary, target, constants.COPYFILE_EXCL));
    } catch (cause) {
      if (cause instanceof RelctlError) throw cause;
      throw new RelctlError('WRITE_FAILED', `${path} cannot be written: ${(cause as Error).message}`, {
        cause,
      });
    } finally {
      await rm(temporary, { force: true }).catch(() => {});
    }
  }

  /** One after the other, so that no symbolic link among them is followed. */
  private async makeFolders(path: string): Promise<void> {
    let current = this.root;
    for (const part of path.split('/').slice(0, -1)) {
      if (part === '..' || part === '')
        throw new RelctlError('EDIT_IMPOSSIBLE', `${path} leads out of the repository`);
      current = join(current, part);
      await mkdir(current).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
      if ((await lstat(current)).isSymbolicLink()) {
        throw new RelctlError('EDIT_IMPOSSIBLE', `${path} goes through a symbolic link`, {
          hint: 'relctl writes into plain folders only.',
        });
      }
    }
  }
}
