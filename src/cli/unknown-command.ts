import { RelctlError } from '../core/errors.js';
import { nearest } from '../core/nearest.js';
import { type Answer, BaseCommand } from './base-command.js';

/** What a word that names no command comes to: the same error, in text and JSON, as any other wrong usage. */
export class UnknownCommand extends BaseCommand {
  /** @param word the word; @param known the commands that there are */
  static report(word: string, words: string[], known: readonly string[]): Promise<void> {
    const near = nearest(word, known);
    const hint =
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Run relctl --help to see the commands.';
    return new UnknownCommand(
      words,
      new RelctlError('USAGE', `there is no command ${JSON.stringify(word)}`, { hint }),
    ).start();
  }

  private readonly error: RelctlError;

  constructor(words: string[], error: RelctlError) {
    super(words);
    this.error = error;
  }

  protected answer(): Promise<Answer<never>> {
    return Promise.reject(this.error);
  }
}
