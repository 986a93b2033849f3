import type { FileContent } from '../ports.js';
import type { PathIndex } from './path-index.js';

/**
 * File contents for pure code. A file that has not been read yet counts as absent and is noted as wanted; the
 * caller reads what is wanted and asks again, until nothing is.
 */
export class Lookup {
  readonly wanted = new Set<string>();
  readonly index: PathIndex;
  private readonly contents = new Map<string, FileContent>();

  constructor(index: PathIndex) {
    this.index = index;
  }

  /** The text of a file; null where it is not there, is no text, or is not read yet. */
  text(path: string): string | null {
    const content = this.contents.get(path);
    if (content !== undefined) return content.kind === 'text' ? content.text : null;
    if (this.index.has(path)) this.wanted.add(path);
    return null;
  }

  content(path: string): FileContent | undefined {
    return this.contents.get(path);
  }

  add(contents: ReadonlyMap<string, FileContent>): void {
    for (const [path, content] of contents) {
      this.contents.set(path, content);
      this.wanted.delete(path);
    }
  }
}
