import type { SyntaxNode } from '@lezer/common';
import { moduleAssignments } from './assignments.js';
import { logicalLines } from './logical-lines.js';
import { childrenOf, moduleStatements, nodeText, type PythonSource, parsePython } from './parse.js';
import { Evaluator, type PythonValue } from './value.js';

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

const NONE: VersionNames = { literals: [], reexports: [], aliases: [] };

/**
 * The module-level literals and re-exports of the given names. Literals in `except`, `if`, classes, functions,
 * docstrings and comments are none, and a computed value is none either.
 */
export function versionNames(text: string, names: readonly string[]): VersionNames {
  // Most files name no version at all: not parsing them is what keeps a thousand packages fast.
  if (!names.some(name => text.includes(name))) return NONE;
  const found = relevantParts(text, names).map(
    part => readPlain(text, part, names) ?? readPart(text, part, names),
  );
  return {
    literals: found.flatMap(({ literals }) => literals),
    reexports: found.flatMap(({ reexports }) => reexports),
    aliases: found.flatMap(({ aliases }) => aliases),
  };
}

/** A stretch of a file: one logical line, or the whole. */
interface Part {
  readonly text: string;
  readonly start: number;
}

/** The one form that nearly every file has; it needs no parser. */
const PLAIN = /^([A-Za-z_]\w*) *= *(?:"([^"\\\n]+)"|'([^'\\\n]+)')[ \t]*(?:#[^\n]*)?\r?$/;

function readPlain(text: string, part: Part, names: readonly string[]): VersionNames | null {
  const match = PLAIN.exec(part.text);
  const [, name = '', double, single] = match ?? [];
  const value = double ?? single;
  if (value === undefined || !names.includes(name)) return null;
  const from = part.start + part.text.indexOf(double === undefined ? "'" : '"') + 1;
  const range = { from, to: from + value.length };
  return { literals: [{ name, value, ...position(text, from), range }], reexports: [], aliases: [] };
}

/** Statements that open a block, and those that go on with one, assign nothing to the module on their own line. */
const BLOCK = /^(?:@|(?:async|case|class|def|elif|else|except|finally|for|if|try|while|with)\b)/;

/** The logical lines that have one of the names, each to be parsed by itself; else the whole file. */
function relevantParts(text: string, names: readonly string[]): Part[] {
  const lines = logicalLines(text);
  if (lines === null) return [{ text, start: 0 }];
  return lines.flatMap(({ from, to }) => {
    const line = text.slice(from, to);
    const isRelevant = names.some(name => line.includes(name)) && !BLOCK.test(line);
    return isRelevant ? [{ text: line, start: from }] : [];
  });
}

function readPart(text: string, { text: part, start }: Part, names: readonly string[]): VersionNames {
  const source = parsePython(part);
  const assignments = moduleAssignments(source).filter(({ name }) => names.includes(name));
  const evaluator = new Evaluator(source);
  return {
    literals: assignments.flatMap(({ name, value: node }): VersionLiteral[] => {
      const value = isLiteral(node) ? evaluator.evaluate(node) : null;
      const written = value === null ? null : versionText(value);
      if (value === null || written === null) return [];
      const literal = value.kind === 'string' ? value.literal : null;
      const range = literal === null ? null : { from: start + literal.from, to: start + literal.to };
      return [{ name, value: written, ...position(text, range?.from ?? start + node.from), range }];
    }),
    reexports: readReexports(source, names),
    aliases: assignments
      .filter(({ value }) => value.name === 'VariableName')
      .map(({ name, value }) => ({ name, original: nodeText(source, value) })),
  };
}

/** A string, or the parts of a tuple joined by dots, as setuptools joins them. */
function versionText(value: PythonValue): string | null {
  if (value.kind === 'string') return value.value;
  if (value.kind !== 'list' || value.items.length === 0) return null;
  const parts = value.items.map(item =>
    item.kind === 'number' || item.kind === 'string' ? String(item.value) : null,
  );
  return parts.includes(null) ? null : parts.join('.');
}

/** Written out there and then: no names, no calls, no operators. */
function isLiteral(node: SyntaxNode): boolean {
  if (/^(?:String|Number)$/.test(node.name)) return true;
  if (node.name === 'ContinuedString') return [...childrenOf(node)].every(({ name }) => name === 'String');
  if (!/^(?:ParenthesizedExpression|TupleExpression|ArrayExpression)$/.test(node.name)) return false;
  return [...childrenOf(node)].every(child => /^[()[\],]$|^Comment$/.test(child.name) || isLiteral(child));
}

function readReexports(source: PythonSource, names: readonly string[]): Reexport[] {
  return [...moduleStatements(source)]
    .filter(statement => statement.name === 'ImportStatement' && statement.firstChild?.name === 'from')
    .flatMap(statement => {
      const parts = [...childrenOf(statement)].map(node => nodeText(source, node));
      const split = parts.indexOf('import');
      const level = parts.slice(1, split).join('').match(/^\.*/)?.[0].length ?? 0;
      const module = parts.slice(1, split).join('').slice(level);
      return importedNames(parts.slice(split + 1))
        .filter(({ name }) => names.includes(name))
        .map(({ name, original }) => ({ name, original, level, module }));
    });
}

function importedNames(parts: readonly string[]): { name: string; original: string }[] {
  const words = parts.filter(part => !/^[(),]$/.test(part) && !part.startsWith('#'));
  return words.flatMap((word, index) => {
    if (word === 'as' || words[index - 1] === 'as') return [];
    return [{ original: word, name: words[index + 1] === 'as' ? (words[index + 2] ?? word) : word }];
  });
}

/** Line and column, from 1, of an offset. Columns count UTF-16 units, as editors do. */
export function position(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let start = 0;
  for (let next = text.indexOf('\n'); next >= 0 && next < offset; next = text.indexOf('\n', next + 1)) {
    line++;
    start = next + 1;
  }
  return { line, column: offset - start + 1 };
}
