import { RelctlError } from '../core/errors.js';
import type { Warning } from '../core/workspace/problem.js';
import type { Annotation } from './github.js';

/** What a later step reads as `steps.ID.outputs.NAME`. */
export interface Output {
  readonly name: string;
  readonly value: string;
}

/** What a command has to say to a CI runner beside its text. */
export interface StepReport {
  readonly outputs: readonly Output[];
  /** Markdown; empty where there is nothing to tell. */
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  /** What did not fit into the outputs. */
  readonly warnings: readonly Warning[];
}

/**
 * Outputs in the form of GitHub's environment files, as `@actions/core` writes them: a value may hold anything, since
 * only the delimiter ends it.
 * @param delimiter random, so that nobody can have written it into a value
 * @throws WRITE_FAILED where a value holds it all the same
 */
export function outputFile(outputs: readonly Output[], delimiter: string): string {
  return outputs
    .map(({ name, value }) => {
      if (`${name}\n${value}`.includes(delimiter)) {
        throw new RelctlError('WRITE_FAILED', `the output ${name} holds the delimiter that was to end it`, {
          hint: 'Run the command again: the delimiter is another one each time.',
        });
      }
      return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
    })
    .join('');
}

/** Outputs as lines to look at; every value of ours is one line. */
export function outputLines(outputs: readonly Output[]): string {
  return outputs.map(({ name, value }) => `${name}=${value}`).join('\n');
}

/**
 * GitHub takes 1 MiB of outputs from a job, counted as UTF-16; some is left to other steps. Our values are ASCII.
 */
const MOST_CHARACTERS = 500_000;

/**
 * Outputs that fit, in their order. One that does not is left empty, on which `fromJSON` fails: a job that needs it stops
 * instead of going on without some of the packages.
 */
export function fitOutputs(outputs: readonly Output[]): Pick<StepReport, 'outputs' | 'warnings'> {
  let left = MOST_CHARACTERS;
  const tooLong: string[] = [];
  const fitting = outputs.map(({ name, value }) => {
    if (value.length > left) tooLong.push(name);
    else left -= value.length;
    return tooLong.includes(name) ? { name, value: '' } : { name, value };
  });
  return {
    outputs: fitting,
    warnings: tooLong.map(name => ({
      code: 'output-too-large',
      message: `the output ${name} is left empty: it would be larger than a job may hand on`,
    })),
  };
}

/** GitLab takes no dotenv report above 5 KB. */
const MOST_DOTENV = 5 * 1024;

/**
 * Outputs as a dotenv report of GitLab CI, prefixed so that no variable of a job is replaced: `has_changes` becomes
 * `RELCTL_HAS_CHANGES`. Values are one line of ASCII without `$`, which is all that the format can hold.
 */
export function dotenv(outputs: readonly Output[]): { readonly text: string; readonly warnings: Warning[] } {
  let left = MOST_DOTENV;
  const lines: string[] = [];
  const warnings: Warning[] = [];
  for (const { name, value } of outputs) {
    const line = `RELCTL_${name.toUpperCase()}=${value}`;
    if (line.length + 1 <= left) {
      lines.push(line);
      left -= line.length + 1;
    } else {
      warnings.push({
        code: 'output-too-large',
        message: `RELCTL_${name.toUpperCase()} is left out: a dotenv report may hold ${MOST_DOTENV} bytes`,
      });
    }
  }
  return { text: lines.join('\n'), warnings };
}
