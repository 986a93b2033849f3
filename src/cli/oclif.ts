import { execute } from '@oclif/core/execute';

/** Lets oclif read the words of the process: help, the version, and words that name no command. */
export async function runOclif(): Promise<void> {
  await execute({ dir: import.meta.url });
}
