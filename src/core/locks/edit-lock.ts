import type { LockChange, LockEdits, LockKind, Sha256 } from './lock.js';
import { pdmLockEdits } from './pdm-edits.js';
import { poetryLockEdits } from './poetry-edits.js';
import { uvLockEdits } from './uv-edits.js';

/** What a change means for a lock. */
export function editLock(
  kind: LockKind,
  text: string,
  folder: string,
  change: LockChange,
  sha256: Sha256,
): LockEdits {
  switch (kind) {
    case 'uv':
      return uvLockEdits(text, folder, change);
    case 'poetry':
      return poetryLockEdits(text, folder, change, sha256);
    case 'pdm':
      return pdmLockEdits(text, folder, change, sha256);
  }
}
