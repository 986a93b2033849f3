import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Repository } from '../../support/repository.js';

const HOOK = `#!/bin/sh
{ while read -r _ _ ref; do echo "$ref"; done; echo; } >> pushes.log
`;

/**
 * Makes a bare repository write down what each push brought, and gives a function that reads it: one list of
 * references a push, in the order of the pushes. Whatever a hosting service does for a push, it does once for each.
 */
export function recordPushes(remote: Repository): () => string[][] {
  writeFileSync(join(remote.root, 'hooks', 'post-receive'), HOOK, { mode: 0o755 });
  const log = join(remote.root, 'pushes.log');
  return () => {
    if (!existsSync(log)) return [];
    const pushes = readFileSync(log, 'utf8').split('\n\n').filter(Boolean);
    return pushes.map(push => push.split('\n').filter(Boolean).sort());
  };
}
