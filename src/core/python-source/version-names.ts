/** A version that a module writes out: `__version__ = "1.2.3"` or `VERSION = (1, 2, 3)`. */
export interface VersionLiteral {
  readonly name: string;
  readonly value: string;
  /** Counts from 1; of the text between the quotes where there is one. */
  readonly line: number;
  readonly column: number;
  /** Offsets of the text between the quotes; null where the value is not one plain string. */
  readonly range: { readonly from: number; readonly to: number } | null;
}

/** A name that the module takes from another one of its package: `from ._version import version as __version__`. */
export interface Reexport {
  readonly name: string;
  /** The name over there. */
  readonly original: string;
  /** Leading dots: 1 is the module's own folder. 0 is an absolute import. */
  readonly level: number;
  readonly module: string;
}

/** A name that the module sets to another one of its own: `__version__ = VERSION`. */
export interface Alias {
  readonly name: string;
  readonly original: string;
}

export interface VersionNames {
  readonly literals: readonly VersionLiteral[];
  readonly reexports: readonly Reexport[];
  readonly aliases: readonly Alias[];
}

export const NO_NAMES: VersionNames = { literals: [], reexports: [], aliases: [] };

/** A stretch of a file: one logical line, or the whole. */
export interface Part {
  readonly text: string;
  readonly start: number;
  readonly kind: 'line' | 'file';
}

export function joinNames(found: readonly VersionNames[]): VersionNames {
  const [first] = found;
  if (found.length < 2) return first ?? NO_NAMES;
  return {
    literals: found.flatMap(({ literals }) => literals),
    reexports: found.flatMap(({ reexports }) => reexports),
    aliases: found.flatMap(({ aliases }) => aliases),
  };
}
