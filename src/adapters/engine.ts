import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of git's index, which holds about a hundred for each file. */
const MUCH = 300_000;

/** How much of a function runs before it is optimized: three times as much as usual. */
const PATIENCE = '--interrupt-budget=200000';

/**
 * In a big repository a run is long enough for V8 to optimize hundreds of functions, and too brief for most of that to pay: it
 * is told to wait. Only in Node 20; later ones have a compiler between, and do not know the flag. Not sooner than needed,
 * since Node's own modules load faster with the flags that Node was built with.
 * @param root of the work tree
 */
export async function expectMuch(root: string): Promise<void> {
  if (!process.versions.node.startsWith('20.')) return;
  // Where `.git` is a file, as in a linked work tree, there is none, and nothing changes but speed.
  const index = join(root, '.git', 'index');
  if (existsSync(index) && statSync(index).size > MUCH)
    (await import('node:v8')).setFlagsFromString(PATIENCE);
}
