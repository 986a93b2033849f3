import type { LockKind, LockReading } from './lock.js';
import { readPdmLock } from './pdm.js';
import { readPoetryLock } from './poetry.js';
import { readUvLock } from './uv.js';

/** What a lock says about the packages of the repository. */
export function readLock(kind: LockKind, text: string, folder: string): LockReading {
  switch (kind) {
    case 'uv':
      return readUvLock(text, folder);
    case 'poetry':
      return readPoetryLock(text, folder);
    case 'pdm':
      return readPdmLock(text, folder);
  }
}
