import { execute } from '@oclif/core/execute';
import { packageFolder } from '../package-folder.js';

/** Lets oclif read the words: help, the version, and words that name no command. */
export async function runOclif(args: string[]): Promise<void> {
  await execute({ args, dir: packageFolder().href });
}
