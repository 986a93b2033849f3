import { createInterface } from 'node:readline/promises';

/** Shows what is going to happen and asks; without a terminal there is nobody to ask, and the answer is yes. */
export async function confirm(plan: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY || process.env.CI !== undefined) return true;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    process.stderr.write(`${plan}\n`);
    return /^y(?:es)?$/i.test((await terminal.question('Go on? [y/N] ')).trim());
  } finally {
    terminal.close();
  }
}
