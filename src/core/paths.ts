/** Paths of the workspace are relative to its root with `/`; the root itself is `.`. */

/** The folder of a path; `.` for what lies in the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `folder` and `path` as one path. */
export function joinPath(folder: string, path: string): string {
  return folder === '.' ? path : `${folder}/${path}`;
}

/**
 * Resolves `path`, as a file in `folder` writes it, to a path of the workspace; null where it is absolute or
 * leads out of the root.
 */
export function resolvePath(folder: string, path: string): string | null {
  const plain = path.replaceAll('\\', '/');
  if (plain.startsWith('/') || /^[A-Za-z]:/.test(plain) || plain.includes('\0')) return null;
  const parts = folder === '.' ? [] : folder.split('/');
  for (const part of plain.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.pop() === undefined) return null;
    } else {
      parts.push(part);
    }
  }
  return parts.length === 0 ? '.' : parts.join('/');
}

/** Whether `path` lies in `folder`, at any depth. */
export function isInside(folder: string, path: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`);
}

/** The folders above a path, deepest first, ending with the root. */
export function* foldersAbove(path: string): Generator<string> {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    yield folder;
    if (folder === '.') return;
  }
}

/** The order of all lists: by code unit, the same on every machine. */
export function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
