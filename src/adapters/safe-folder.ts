import { constants, existsSync } from 'node:fs';
import { type FileHandle, lstat, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { RelctlError } from '../core/errors.js';

/** A folder whose path led through no symbolic link when it was opened. */
export interface SafeFolder {
  /** A path of an entry that leads into this very folder, whatever is put in its place. */
  at(name: string): string;
  /** Puts changed entries on the disk, where the file system can. */
  sync(): Promise<void>;
}

/** Where a folder that is open can be used as part of a path: Node has no `openat`. */
const DESCRIPTORS = '/proc/self/fd';

const FOLDER = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);

/**
 * Works in the folder of a file, and nowhere else. Between a look at a path and its use, whoever may write there can put
 * a link in the place of a folder. On Linux every folder on the way is therefore opened from the one above it, without
 * following links, and entries are reached through what was opened (see O_NOFOLLOW in open(2), and proc_pid_fd(5)).
 * Elsewhere the folders are compared before and after the work, which finds a link that is put there meanwhile, but
 * cannot keep it away.
 * @param root is trusted; `path` is below it, with `/`
 * @param make whether folders that are missing are made
 * @throws EDIT_IMPOSSIBLE where the path leads through a link or out of the root; what `work` does
 */
export async function inFolderOf<T>(
  root: string,
  path: string,
  work: (folder: SafeFolder, name: string) => Promise<T>,
  make = false,
): Promise<T> {
  const parts = path.split('/');
  if (parts.some(part => part === '..' || part === '' || part.toLowerCase() === '.git'))
    throw new RelctlError('EDIT_IMPOSSIBLE', `${path} leads out of the files of the repository`);
  const name = parts.pop() as string;
  return existsSync(DESCRIPTORS)
    ? throughDescriptors(root, path, parts, make, folder => work(folder, name))
    : compared(root, path, parts, make, folder => work(folder, name));
}

/** @throws EDIT_IMPOSSIBLE where a link is at a place that `path` leads through */
export async function requireNoLink(place: string, path: string): Promise<void> {
  if ((await lstat(place)).isSymbolicLink()) throw goesThroughLink(path);
}

async function throughDescriptors<T>(
  root: string,
  path: string,
  parts: readonly string[],
  make: boolean,
  work: (folder: SafeFolder) => Promise<T>,
): Promise<T> {
  let handle = await open(root, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    for (const part of parts) {
      const place = entry(handle, part);
      if (make) await mkdir(place).catch(ignoreExisting);
      const next = await open(place, FOLDER).catch(async (error: unknown) => {
        // Linux says "not a directory" of a link.
        await requireNoLink(place, path);
        throw error;
      });
      await handle.close();
      handle = next;
    }
    const opened = handle;
    return await work({ at: name => entry(opened, name), sync: () => syncOpened(opened) });
  } finally {
    await handle.close();
  }
}

function entry({ fd }: FileHandle, name: string): string {
  return `${DESCRIPTORS}/${fd}/${name}`;
}

async function compared<T>(
  root: string,
  path: string,
  parts: readonly string[],
  make: boolean,
  work: (folder: SafeFolder) => Promise<T>,
): Promise<T> {
  const folder = join(root, ...parts);
  const before = await identities(root, path, parts, make);
  const result = await work({
    at: name => join(folder, name),
    sync: async () => {
      const handle = await open(folder, 'r').catch(() => null);
      if (handle === null) return;
      await syncOpened(handle);
      await handle.close();
    },
  });
  if ((await identities(root, path, parts, false)) !== before) throw goesThroughLink(path);
  return result;
}

/** Which folders they are, by device and number. */
async function identities(root: string, path: string, parts: readonly string[], make: boolean) {
  const found: string[] = [];
  let current = root;
  for (const part of parts) {
    current = join(current, part);
    if (make) await mkdir(current).catch(ignoreExisting);
    const stat = await lstat(current, { bigint: true });
    if (stat.isSymbolicLink()) throw goesThroughLink(path);
    found.push(`${stat.dev}:${stat.ino}`);
  }
  return found.join(' ');
}

async function syncOpened(handle: FileHandle): Promise<void> {
  // Not every file system syncs folders; the entry is then as safe as it gets.
  await handle.sync().catch(() => {});
}

function goesThroughLink(path: string): RelctlError {
  return new RelctlError('EDIT_IMPOSSIBLE', `${path} goes through a symbolic link`, {
    hint: 'relctl reads and writes plain files in plain folders only.',
  });
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
