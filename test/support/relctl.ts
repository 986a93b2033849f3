import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { hermeticEnvironment } from './git-environment.js';
import { schemaFault } from './schemas.js';

export const PROJECT_ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const RELCTL = fileURLToPath(new URL('../../bin/run.js', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The envelope of `--json`, with the result left open: tests check it against the schemas. */
// biome-ignore lint/suspicious/noExplicitAny: tests reach into results freely; the schemas check their shape
export type Envelope = { schemaVersion: 1; ok: boolean; result?: any; error?: any; warnings: any[] };

export interface RunOptions {
  readonly cwd: string;
  /** Added to the hermetic environment; `undefined` takes a variable out. */
  readonly env?: Record<string, string | undefined>;
  readonly input?: string;
}

/** Starts the compiled program as a user would, in a hermetic environment. */
export function relctl(args: readonly string[], options: RunOptions): Outcome {
  const run = spawnSync(process.execPath, [RELCTL, ...args], {
    cwd: options.cwd,
    env: hermeticEnvironment(options.env),
    input: options.input ?? '',
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

/**
 * Runs with `--json`. The whole standard output must be one JSON document, and its result or error must fit the
 * published schema: so every test that asks for JSON also checks its shape.
 */
export function relctlJson(args: readonly string[], options: RunOptions): Envelope & { code: number | null } {
  return readEnvelope(args, relctl([...args, '--json'], options));
}

/** The document of a run with `--json`, checked against its schema. @param args without `--json` */
export function readEnvelope(args: readonly string[], outcome: Outcome): Envelope & { code: number | null } {
  let envelope: Envelope;
  try {
    envelope = JSON.parse(outcome.stdout);
  } catch (cause) {
    const words = `not one JSON document (exit ${outcome.code}): ${outcome.stdout}\n${outcome.stderr}`;
    throw new Error(words, { cause });
  }
  const schema = envelope.ok ? (args[0] ?? '') : 'error';
  const fault = schemaFault(schema, envelope.ok ? envelope.result : envelope.error);
  if (fault !== null) throw new Error(`${args.join(' ')}: the document does not fit its schema: ${fault}`);
  return { ...envelope, code: outcome.code };
}
