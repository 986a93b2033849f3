import { plainSpecifier } from '../manifests/plain-specifier.js';
import type { PythonReader } from '../manifests/python-reader.js';
import type { RequirementFinder } from '../manifests/requirement-finder.js';
import type { LocatedSpecifier, SpecifierPlace } from '../manifests/requirement-place.js';
import type { SetupCall } from '../manifests/setup-call.js';
import { tomlOffset } from '../manifests/toml-line.js';
import type { FileContent } from '../ports.js';
import { mayBeReplaced, plainVersionNames } from '../python-source/plain-module.js';
import { position } from '../python-source/position.js';
import type { VersionNames } from '../python-source/version-names.js';
import type { Requirement } from '../requirements/requirement.js';
import type { PatternCompiler, VersionPattern } from '../versions/pattern.js';
import { defaultPattern } from '../versions/pattern.js';
import type { PathIndex } from './path-index.js';

/** Code that only some repositories need, and that takes longer to load than most files to read. */
export interface Engines {
  /** Compiles patterns that a manifest configures. */
  readonly patterns: PatternCompiler;
  /** Parses Python. */
  readonly python: PythonReader;
  /** Finds requirements in their files. */
  readonly requirements: RequirementFinder;
}

/**
 * File contents for pure code. A file that has not been read yet counts as absent and is noted as wanted, and so is
 * an engine that is not loaded; the caller fetches what is wanted and asks again, until nothing is.
 */
export class Lookup {
  readonly wanted = new Set<string>();
  /** How often something was asked for that was not there yet: an answer during which it grows does not hold. */
  misses = 0;
  /** Files that were asked for and are not there. */
  readonly absent = new Set<string>();
  readonly index: PathIndex;
  private readonly parsed = new Map<string, VersionNames>();
  private readonly calls = new Map<string, SetupCall | null>();
  private readonly contents = new Map<string, FileContent>();

  readonly engines: { -readonly [Name in keyof Engines]?: Engines[Name] } = {};
  readonly wantedEngines = new Set<keyof Engines>();

  constructor(index: PathIndex) {
    this.index = index;
  }

  /** The same files among more of them. */
  within(index: PathIndex): Lookup {
    const wider = new Lookup(index);
    wider.add(this.contents);
    Object.assign(wider.engines, this.engines);
    return wider;
  }

  /** The text of a file; null where it is not there, is no text, or is not read yet. */
  text(path: string): string | null {
    const content = this.contents.get(path);
    if (content !== undefined) return content.kind === 'text' ? content.text : null;
    if (this.index.has(path)) {
      this.wanted.add(path);
      this.misses++;
    } else this.absent.add(path);
    return null;
  }

  /** What a Python file says about some names; null where there is no such text, or no parser yet. */
  names(path: string, names: readonly string[]): VersionNames | null {
    const text = this.text(path);
    if (text === null) return null;
    const key = `${path}\0${names.join('\0')}`;
    const known = this.parsed.get(key);
    if (known !== undefined) return known;
    const found = plainVersionNames(text, names) ?? this.engine('python')?.versionNames(text, names) ?? null;
    if (found !== null) this.parsed.set(key, found);
    return found;
  }

  /** Whether a literal of a Python file is a fallback that the file replaces further down. */
  isReplaced(path: string, name: string, line: number): boolean {
    const text = this.text(path);
    if (text === null || !mayBeReplaced(text, name, line)) return false;
    return this.engine('python')?.isReplaced(text, name, line) ?? false;
  }

  /** Where the specifier of a requirement stands in its file, or why it cannot be edited there. */
  specifierPlace(requirement: Requirement): LocatedSpecifier {
    const text = this.text(requirement.file);
    const finder = text === null ? null : this.engine('requirements');
    return text === null || finder === null
      ? { reason: 'not-found' }
      : finder.locateRequirement(text, requirement);
  }

  /** Line and column of a requirement: of its specifier, or else of its text; null where neither is found. */
  requirementPosition(requirement: Requirement): { line: number; column: number } | null {
    const text = this.text(requirement.file);
    if (text === null) return null;
    const offset = this.requirementOffset(text, requirement);
    return offset === null ? null : position(text, offset);
  }

  /** Whether a requirement is for some environments only: it has a marker, or is one of several in an array of Poetry. */
  isConditional(requirement: Requirement): boolean {
    const { at, file } = requirement;
    if (at.at(-1) === 'version' && typeof at.at(-2) === 'number') return true;
    const text = this.text(file);
    const place = (text === null ? null : plainPlace(text, requirement)) ?? this.specifierPlace(requirement);
    return 'reason' in place || /^\s*\)?\s*;/.test(text?.slice(place.to) ?? '');
  }

  /** The `setup(...)` call of a file; null where there is none. */
  setupCall(path: string): SetupCall | null {
    const known = this.calls.get(path);
    if (known !== undefined) return known;
    const text = this.text(path);
    const reader = text?.includes('setup') ? this.engine('python') : null;
    if (text === null || reader === null) return null;
    const call = reader.readSetupPy(text);
    this.calls.set(path, call);
    return call;
  }

  /** @param configured null for the back-end's default */
  pattern(kind: string, configured: string | null): VersionPattern | null {
    if (configured === null) return defaultPattern(kind);
    return this.engine('patterns')?.(configured) ?? null;
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

  private requirementOffset(text: string, requirement: Requirement): number | null {
    // A name without a bound is what most findings are about, and in TOML it is found without a syntax tree.
    if (/^\*?$/.test(requirement.specifier) && requirement.file.endsWith('.toml')) {
      const path = requirement.at.map(String);
      // A table of Poetry may lead to the package without a word about its version.
      return tomlOffset(text, path) ?? tomlOffset(text, path.slice(0, -1));
    }
    const plain = plainPlace(text, requirement);
    if (plain !== null) return plain.from;
    const finder = this.engine('requirements');
    const place = finder?.locateRequirement(text, requirement) ?? { reason: 'not-found' };
    return 'reason' in place ? (finder?.requirementOffset(text, requirement) ?? null) : place.from;
  }

  private engine<Name extends keyof Engines>(name: Name): Engines[Name] | null {
    const engine = this.engines[name];
    if (engine !== undefined) return engine;
    this.wantedEngines.add(name);
    this.misses++;
    return null;
  }
}

function plainPlace(text: string, requirement: Requirement): SpecifierPlace | null {
  return requirement.file.endsWith('.toml') ? plainSpecifier(text, requirement) : null;
}
