import { execute } from '@oclif/core/execute';

/** Runs the command that the words of the process name. */
export async function runCommandLine(): Promise<void> {
  await execute({ dir: import.meta.url });
}
