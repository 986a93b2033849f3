import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { LockChange, LockEdits, LockKind, Manifests } from '../../../src/core/locks/lock.js';
import { pdmLockEdits } from '../../../src/core/locks/pdm-edits.js';
import { poetryLockEdits } from '../../../src/core/locks/poetry-edits.js';
import { uvLockEdits } from '../../../src/core/locks/uv-edits.js';

/**
 * What a tool wrote before and after a change of versions and requirements: `recorded/*.json` holds the lock that the
 * tool made of a small repository, the change, and the lock that it made after it.
 */
export interface Recorded {
  readonly title: string;
  readonly kind: LockKind;
  readonly folder: string;
  readonly before: string;
  readonly after: string;
  readonly change: LockChange;
}

const FOLDER = new URL('recorded/', import.meta.url);

export const recorded: readonly Recorded[] = readdirSync(FOLDER).map(name => {
  const data = JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));
  const { releases, requirements, manifests } = data;
  return {
    title: `${name.replace('.json', '')} (${data.made})`,
    kind: data.kind,
    folder: data.folder,
    before: data.before.join('\n'),
    after: data.after.join('\n'),
    change: {
      releases,
      requirements,
      manifests: { before: texts(manifests.before), after: texts(manifests.after) },
    },
  };
});

export function recordedCase(name: string): Recorded {
  const found = recorded.find(({ title }) => title.startsWith(`${name} `));
  if (found === undefined) throw new Error(`nothing is recorded as ${name}`);
  return found;
}

function texts(lines: Readonly<Record<string, readonly string[]>>): Manifests {
  return new Map(Object.entries(lines).map(([path, text]) => [path, text.join('\n')]));
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function editsOf(kind: LockKind, text: string, folder: string, change: LockChange): LockEdits {
  if (kind === 'uv') return uvLockEdits(text, folder, change);
  return (kind === 'poetry' ? poetryLockEdits : pdmLockEdits)(text, folder, change, sha256);
}
