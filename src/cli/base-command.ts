import { boolean, string } from '@oclif/core/flags';
import type { ArgInput, FlagInput, Input, OutputArgs, OutputFlags, ParserOutput } from '@oclif/core/parser';
import { parse } from '@oclif/core/parser';
import { ERRORS, type ErrorCode, RelctlError } from '../core/errors.js';
import { EXIT } from '../core/exit-codes.js';
import type { StepFiles } from '../core/ports.js';
import type { Warning } from '../core/workspace/problem.js';
import { escapeLines } from '../render/escape.js';
import { type Annotation, renderAnnotations } from '../render/github.js';
import { printJson } from '../render/json.js';
import { outputFile, outputLines, type StepReport } from '../render/step.js';
import { type Context, createContext, stepFiles } from './context.js';
import { afterSignal, signalExit } from './interruption.js';

/** What `--json` prints, in every command. */
export type Envelope<T> =
  | {
      readonly schemaVersion: 1;
      readonly ok: true;
      readonly result: T;
      readonly warnings: readonly Warning[];
    }
  | {
      readonly schemaVersion: 1;
      readonly ok: false;
      readonly error: ErrorDocument;
      readonly warnings: readonly Warning[];
    };

export interface ErrorDocument {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What a command has to say: data, the same for people, and the exit code. */
export interface Answer<T> {
  readonly result: T;
  /** The lines for standard output, without the final newline; called only where they are printed. */
  readonly text: () => string;
  readonly warnings?: readonly Warning[];
  /** With `--format github`, what a step hands on. */
  readonly step?: StepReport | null;
  /** 1 where a gate found problems. */
  readonly exit?: 0 | 1;
  /** What is left to do once the answer is out: a run that dies before counts as cut off. */
  readonly settle?: () => Promise<void>;
}

export const globalFlags = {
  cwd: string({ char: 'C', summary: 'Work in this folder.', helpValue: 'DIR', helpGroup: 'GLOBAL' }),
  config: string({
    summary: 'Use this configuration instead of relctl.toml.',
    helpValue: 'FILE',
    helpGroup: 'GLOBAL',
  }),
  json: boolean({ summary: 'Print one JSON document.', helpGroup: 'GLOBAL' }),
  quiet: boolean({
    summary: 'Print no warnings and no progress.',
    helpGroup: 'GLOBAL',
    exclusive: ['verbose'],
  }),
  verbose: boolean({ summary: 'Print more about what is done.', helpGroup: 'GLOBAL' }),
  color: boolean({ summary: 'Use colour on a terminal.', allowNo: true, default: true, helpGroup: 'GLOBAL' }),
} as const;

/** A reader that stops reading, as `head` does, is no fault. */
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
});

/**
 * Every command: flags in, one operation, one renderer out. The envelope of `--json`, errors as exit codes and
 * the split of standard output (data) and standard error (all else) are here and nowhere else. The static side is
 * what oclif makes help and the manifest of; its own base class is not used, since loading it takes longer than most
 * commands do.
 */
export abstract class BaseCommand {
  static baseFlags: FlagInput = globalFlags;
  static flags: FlagInput = {};
  static args: ArgInput = {};
  static summary = '';
  static description: string | undefined;
  static examples: string[] = [];

  private readonly argv: string[];
  private readonly warnings: Warning[] = [];
  /** Null but with `--format github`. */
  private step: StepFiles | null = null;

  constructor(argv: string[]) {
    this.argv = argv;
  }

  /** Where oclif and `main.ts` start a command. */
  static async run(this: new (argv: string[]) => BaseCommand, argv: string[]): Promise<void> {
    await new this(argv).start();
  }

  /** What the command does. */
  protected abstract answer(): Promise<Answer<unknown>>;

  /** Carries the command out and sets the exit code; never throws. */
  protected async start(): Promise<void> {
    let settle: Answer<unknown>['settle'];
    try {
      const answer = await this.answer();
      settle = answer.settle;
      this.warnings.push(...(answer.warnings ?? []), ...(answer.step?.warnings ?? []));
      if (answer.step) this.handOn(answer.step);
      if (this.wantsJson()) {
        this.print({ schemaVersion: 1, ok: true, result: answer.result, warnings: this.warnings });
      } else {
        const annotations = answer.step?.annotations ?? [];
        this.printWarnings(annotations);
        for (const text of [renderAnnotations(annotations), this.text(answer)])
          if (text !== '') process.stdout.write(`${text}\n`);
      }
      process.exitCode = signalExit() ?? answer.exit ?? EXIT.done;
    } catch (error) {
      this.report(error as Error);
    } finally {
      await settle?.();
    }
  }

  /** Arguments and flags, those of all commands included. @throws what oclif throws for wrong ones */
  protected parse<F extends OutputFlags<FlagInput>, A extends OutputArgs<ArgInput>>(
    command: Pick<Input<F, typeof globalFlags, A>, 'flags' | 'args'>,
  ): Promise<ParserOutput<F, OutputFlags<typeof globalFlags>, A>> {
    const { flags, args } = command;
    return parse(this.argv, { args, flags: { ...globalFlags, ...flags } } as Input<
      F,
      OutputFlags<typeof globalFlags>,
      A
    >);
  }

  protected async context(flags: {
    readonly cwd?: string | undefined;
    readonly config?: string | undefined;
    readonly quiet: boolean;
    readonly verbose: boolean;
    readonly format?: string | undefined;
  }): Promise<Context> {
    if (flags.format === 'github') this.step = await stepFiles();
    return createContext(flags, step => {
      const isWatched = process.stderr.isTTY && !flags.quiet && !this.wantsJson();
      if (isWatched || flags.verbose) process.stderr.write(`${escapeLines(step)}\n`);
    });
  }

  private handOn({ outputs, summary }: StepReport): void {
    if (this.step === null) return;
    if (outputs.length > 0) this.step.output?.append(outputFile(outputs, this.step.delimiter()));
    if (summary !== '') this.step.summary?.append(summary);
  }

  /** Outside of a runner the outputs are shown instead. */
  private text({ text, step }: Answer<unknown>): string {
    return step && step.outputs.length > 0 && this.step?.output == null ? outputLines(step.outputs) : text();
  }

  private report(error: Error): void {
    const known = afterSignal(asRelctlError(error));
    process.exitCode = known.exit;
    if (this.wantsJson()) {
      const { code, message, hint, details } = known;
      this.print({
        schemaVersion: 1,
        ok: false,
        error: { code, message, hint, details },
        warnings: this.warnings,
      });
      return;
    }
    this.printWarnings();
    if (this.isForGitHub()) {
      const { code, message, hint } = known;
      const annotation: Annotation = { severity: 'error', title: code, message: `${message}\n${hint}` };
      process.stderr.write(`${renderAnnotations([annotation])}\n`);
      if (code !== 'BUG') return;
    }
    process.stderr.write(`relctl: ${escapeLines(known.message)}\n`);
    if (known.code === 'BUG') process.stderr.write(`${escapeLines(error.stack ?? '')}\n`);
    process.stderr.write(`hint: ${escapeLines(known.hint)}\n`);
  }

  /** Read from the words themselves, since they may be what is wrong. */
  private wantsJson(): boolean {
    return this.flagWords().includes('--json');
  }

  private isForGitHub(): boolean {
    return / --format[ =]github /.test(` ${this.flagWords().join(' ')} `);
  }

  private flagWords(): string[] {
    const end = this.argv.indexOf('--');
    return this.argv.slice(0, end < 0 ? undefined : end);
  }

  private print(document: Envelope<unknown>): void {
    process.stdout.write(`${printJson(document)}\n`);
  }

  /** @param spent annotations that share GitHub's limit with those that warnings become */
  private printWarnings(spent: readonly Annotation[] = []): void {
    if (this.argv.includes('--quiet')) return;
    if (this.isForGitHub()) {
      const text = renderAnnotations(
        this.warnings.map(({ code, message }) => ({ severity: 'warning', title: code, message })),
        spent,
      );
      if (text !== '') process.stderr.write(`${text}\n`);
      return;
    }
    for (const { message } of this.warnings) process.stderr.write(`warning: ${escapeLines(message)}\n`);
  }
}

/** Faults of the command line come from oclif, everything else that is not ours is a bug. */
function asRelctlError(error: Error & { oclif?: { exit?: number } }): RelctlError {
  if (error instanceof RelctlError) return error;
  if (error.oclif?.exit !== undefined) {
    const message = (error.message.split('\nSee more help with')[0] as string).trim();
    return new RelctlError('USAGE', message, { cause: error });
  }
  return new RelctlError('BUG', `unexpected: ${error.message}`, { hint: ERRORS.BUG[2], cause: error });
}
