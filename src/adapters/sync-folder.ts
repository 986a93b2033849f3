import { open } from 'node:fs/promises';

/** Puts a renamed or removed entry of a folder on the disk, where the file system can. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (handle === null) return;
  try {
    await handle.sync();
  } catch {
    // Not every file system syncs folders; the entry is then as safe as it gets.
  } finally {
    await handle.close();
  }
}
