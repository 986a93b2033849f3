import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileContent } from '../core/ports.js';

/** Larger files are no manifests and no modules that a version is kept in. */
const LARGEST = 1 << 20;

/** Bytes as text, where they are UTF-8 of a size that relctl reads. A byte order mark stays. */
export function decode(bytes: Buffer): FileContent {
  if (bytes.length > LARGEST) return { kind: 'not-text', reason: `it is larger than ${LARGEST} bytes` };
  if (!isUtf8(bytes)) return { kind: 'not-text', reason: 'it is not UTF-8' };
  return { kind: 'text', text: bytes.toString('utf8') };
}

/**
 * Reads a file of the work tree without following a symbolic link. It is synchronous: for a thousand small files
 * that takes a fraction of the time of as many promises.
 */
export function readContent(root: string, path: string): FileContent {
  let descriptor: number;
  try {
    descriptor = openSync(join(root, path), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    return openFailure(error as NodeJS.ErrnoException);
  }
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return { kind: 'missing' };
    if (stat.size > LARGEST) return { kind: 'not-text', reason: `it is larger than ${LARGEST} bytes` };
    return decode(readFileSync(descriptor));
  } catch (error) {
    return { kind: 'unreadable', reason: (error as Error).message };
  } finally {
    closeSync(descriptor);
  }
}

function openFailure(error: NodeJS.ErrnoException): FileContent {
  switch (error.code) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENXIO':
      return { kind: 'missing' };
    case 'ELOOP':
    case 'EMLINK':
      return { kind: 'link' };
    default:
      return { kind: 'unreadable', reason: error.message };
  }
}
