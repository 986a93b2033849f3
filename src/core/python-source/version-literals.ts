import type { SyntaxNode } from '@lezer/common';
import { moduleAssignments } from './assignments.js';
import { childrenOf, moduleStatements, nodeText, type PythonSource, parsePython } from './parse.js';
import { relevantParts } from './plain-module.js';
import { position } from './position.js';
import { readSimply } from './simple-lines.js';
import { Evaluator, type PythonValue } from './value.js';
import {
  joinNames,
  NO_NAMES,
  type Part,
  type Reexport,
  type VersionLiteral,
  type VersionNames,
} from './version-names.js';

/**
 * The module-level literals and re-exports of the given names. Literals in `except`, `if`, classes, functions,
 * docstrings and comments are none, and a computed value is none either.
 */
export function versionNames(text: string, names: readonly string[]): VersionNames {
  if (!names.some(name => text.includes(name))) return NO_NAMES;
  return joinNames(
    relevantParts(text, names).map(part => readSimply(text, part, names) ?? readParsed(text, part, names)),
  );
}

/** As {@link readSimply}, for lines of any form. */
export function readParsed(
  text: string,
  { text: part, start }: Part,
  names: readonly string[],
): VersionNames {
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
