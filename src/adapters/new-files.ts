import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, rm } from 'node:fs/promises';
import { RelctlError } from '../core/errors.js';
import type { NewFiles } from '../core/ports.js';
import { inFolderOf } from './safe-folder.js';
import { reason, writeWhole } from './work-files.js';

/** Makes files below one folder, never through a symbolic link and never over what is there. */
export class WorkTreeNewFiles implements NewFiles {
  private readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** The file appears under its name once it is whole on the disk, so that no crash leaves half of it. */
  async create(path: string, content: Uint8Array): Promise<void> {
    const temporaryName = `.relctl-${randomBytes(6).toString('hex')}`;
    try {
      await inFolderOf(
        this.root,
        path,
        async (folder, name) => {
          const temporary = folder.at(temporaryName);
          try {
            await writeWhole(temporary, content, null);
            // Both fail where something is there by now. Some file systems have no links.
            await link(temporary, folder.at(name)).catch(() =>
              copyFile(temporary, folder.at(name), constants.COPYFILE_EXCL),
            );
          } finally {
            await rm(temporary, { force: true }).catch(() => {});
          }
        },
        true,
      );
    } catch (cause) {
      if (cause instanceof RelctlError) throw cause;
      throw new RelctlError('WRITE_FAILED', `${path} cannot be written: ${reason(cause)}`, { cause });
    }
  }
}
