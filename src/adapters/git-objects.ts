import type { RelctlError } from '../core/errors.js';
import { type GitCall, type GitDialogue, type GitProcess, gitFailure } from './git-process.js';

const NEWLINE = 0x0a;

/** Objects that were asked for together. */
interface Question {
  readonly count: number;
  readonly answer: (index: number, content: Buffer | null) => void;
  readonly done: () => void;
  readonly fail: (failure: RelctlError) => void;
}

/**
 * One `git cat-file --batch`. It answers in the order of the questions, and as soon as it can: the content of an object by its
 * id or name, or null where there is none.
 */
export class GitObjects {
  private readonly git: GitDialogue;
  private readonly questions: Question[] = [];
  /** How much of the first question is answered. */
  private answered = 0;
  private pieces: Buffer[] = [];
  private length = 0;
  /** How much has to be there before more can be said. */
  private enough = 1;
  private isEnded = false;

  constructor(git: GitProcess, call: GitCall) {
    const args = ['cat-file', '--batch'];
    this.git = git.talk(args, call, {
      said: piece => this.take(piece),
      failed: failure => this.fail(failure),
      ended: outcome => this.fail(gitFailure(args, outcome)),
    });
  }

  /** Whether questions can be asked. */
  get isOpen(): boolean {
    return !this.isEnded;
  }

  /**
   * @param names at least one
   * @param answer takes the content of each as it comes
   * @throws GIT_FAILED, GIT_MISSING
   */
  ask(names: readonly string[], answer: Question['answer']): Promise<void> {
    return new Promise((done, fail) => {
      this.questions.push({ count: names.length, answer, done, fail });
      this.git.wait(true);
      this.git.say(names.map(name => `${name}\n`).join(''));
    });
  }

  /** Nothing more is asked. */
  end(): void {
    this.isEnded = true;
    this.git.end();
  }

  private take(piece: Buffer): void {
    this.pieces.push(piece);
    this.length += piece.length;
    if (this.length < this.enough) return;
    const output = this.pieces.length === 1 ? piece : Buffer.concat(this.pieces, this.length);
    const rest = output.subarray(this.answerFrom(output));
    this.pieces = rest.length === 0 ? [] : [rest];
    this.length = rest.length;
    if (this.questions.length === 0) this.git.wait(false);
  }

  /** Hands on all that is there as a whole. @returns where the rest starts */
  private answerFrom(output: Buffer): number {
    for (let at = 0; ; ) {
      const end = output.indexOf(NEWLINE, at);
      this.enough = output.length - at + 1;
      if (end < 0) return at;
      // `<id> blob <size>`, or the name that was asked for and `missing`.
      const header = output.toString('latin1', at, end);
      const size = header.slice(header.lastIndexOf(' ') + 1);
      const isThere = /^\d+$/.test(size);
      const next = isThere ? end + 1 + Number(size) + 1 : end + 1;
      if (next > output.length) {
        this.enough = next - at;
        return at;
      }
      this.answer(isThere ? output.subarray(end + 1, next - 1) : null);
      at = next;
    }
  }

  private answer(content: Buffer | null): void {
    const [question] = this.questions;
    if (question === undefined) return;
    question.answer(this.answered++, content);
    if (this.answered < question.count) return;
    this.answered = 0;
    this.questions.shift();
    question.done();
  }

  private fail(failure: RelctlError): void {
    this.isEnded = true;
    for (const { fail } of this.questions.splice(0)) fail(failure);
  }
}
