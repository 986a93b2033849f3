import { isUtf8 } from 'node:buffer';
import { constants, lstatSync, readdirSync, readFileSync } from 'node:fs';
import type { FileContent } from '../core/ports.js';

/** Larger files are no manifests and no modules that a version is kept in; lock files of big repositories are. */
const LARGEST = 1 << 20;
const LARGEST_LOCK = 1 << 26;

const NOT_TEXT: FileContent = { kind: 'not-text', reason: 'it is not UTF-8' };

/** Bytes as text, where they are UTF-8 of a size that relctl reads. A byte order mark stays. */
export function decode(bytes: Buffer, limit = LARGEST): FileContent {
  if (bytes.length > limit) return { kind: 'not-text', reason: `it is larger than ${limit} bytes` };
  return isUtf8(bytes) ? { kind: 'text', text: bytes.toString('utf8') } : NOT_TEXT;
}

/** No symbolic link is followed, and nothing waits for the other end of a pipe. */
const flag = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/**
 * Reads a file of the work tree. Synchronously and as text at once: for a thousand small files that takes a
 * fraction of the time of as many promises, or of opening, reading and closing them one call after the other.
 */
export function readContent(root: string, path: string): FileContent {
  const limit = path.endsWith('.lock') ? LARGEST_LOCK : LARGEST;
  try {
    // Node takes a number here and says so in its documentation; its types do not.
    const text = readFileSync(`${root}/${path}`, { encoding: 'utf8', flag: flag as unknown as string });
    // What is no UTF-8 comes out as this character, which hardly any file holds by itself.
    return text.length > limit || text.includes('\ufffd')
      ? decode(readFileSync(`${root}/${path}`, { flag: flag as unknown as string }), limit)
      : { kind: 'text', text };
  } catch (error) {
    return openFailure(error as NodeJS.ErrnoException);
  }
}

/** The names in a folder of the work tree; none where a symbolic link leads to it, or nothing does. */
export function readNames(root: string, folder: string): readonly string[] {
  try {
    const parts = folder.split('/');
    const way = parts.map((_, index) => [root, ...parts.slice(0, index + 1)].join('/'));
    return way.every(path => lstatSync(path).isDirectory()) ? readdirSync(`${root}/${folder}`) : [];
  } catch {
    return [];
  }
}

function openFailure(error: NodeJS.ErrnoException): FileContent {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EISDIR':
    case 'ENXIO':
      return { kind: 'missing' };
    case 'ELOOP':
    case 'EMLINK':
      return { kind: 'link' };
    default:
      return { kind: 'unreadable', reason: error.message };
  }
}
