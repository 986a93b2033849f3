import type { FileContent } from '../ports.js';
import { type VersionNames, versionNames } from '../python-source/version-literals.js';
import type { PatternCompiler, VersionPattern } from '../versions/pattern.js';
import { defaultPattern } from '../versions/pattern.js';
import type { PathIndex } from './path-index.js';

/**
 * File contents for pure code. A file that has not been read yet counts as absent and is noted as wanted; the
 * caller reads what is wanted and asks again, until nothing is.
 */
export class Lookup {
  readonly wanted = new Set<string>();
  /** How often something was asked for that was not there yet: an answer during which it grows does not hold. */
  misses = 0;
  readonly index: PathIndex;
  private readonly parsed = new Map<string, VersionNames>();
  private readonly contents = new Map<string, FileContent>();

  /** Compiles configured patterns; set by the caller once `wantsPatterns` says that there are any. */
  patterns: PatternCompiler | null = null;
  wantsPatterns = false;

  constructor(index: PathIndex) {
    this.index = index;
  }

  /** The text of a file; null where it is not there, is no text, or is not read yet. */
  text(path: string): string | null {
    const content = this.contents.get(path);
    if (content !== undefined) return content.kind === 'text' ? content.text : null;
    if (this.index.has(path)) {
      this.wanted.add(path);
      this.misses++;
    }
    return null;
  }

  /** The names of a Python file, as {@link versionNames} reads them; null where there is no such text. */
  names(path: string, names: readonly string[]): VersionNames | null {
    const text = this.text(path);
    if (text === null) return null;
    const key = `${path}\0${names.join('\0')}`;
    const known = this.parsed.get(key) ?? versionNames(text, names);
    this.parsed.set(key, known);
    return known;
  }

  /** @param configured null for the back-end's default */
  pattern(kind: string, configured: string | null): VersionPattern | null {
    if (configured === null) return defaultPattern(kind);
    if (this.patterns === null) {
      this.wantsPatterns = true;
      this.misses++;
    }
    return this.patterns?.(configured) ?? null;
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
