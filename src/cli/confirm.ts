import { createInterface } from 'node:readline/promises';
import { RelctlError } from '../core/errors.js';

/**
 * Shows what is going to happen and asks; without a terminal there is nobody to ask, and the answer is yes.
 * @throws INTERRUPTED
 */
export async function confirm(plan: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY || process.env.CI !== undefined) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    process.stderr.write(`${plan}\n`);
    const stopped = new Promise<never>((_, reject) => {
      terminal.once('SIGINT', () => reject(new RelctlError('INTERRUPTED', 'nothing was changed')));
      terminal.once('close', () => reject(new RelctlError('INTERRUPTED', 'nothing was changed')));
    });
    const reply = await Promise.race([terminal.question('Go on? [y/N] '), stopped]);
    return /^y(?:es)?$/i.test(reply.trim());
  } finally {
    terminal.removeAllListeners('close');
    terminal.close();
  }
}
