import type { ManifestFacts, VersionDeclaration } from '../manifests/facts.js';
import { parseIni } from '../manifests/ini.js';
import { argumentLine } from '../manifests/setup-call.js';
import { tomlLine } from '../manifests/toml-line.js';
import { resolvePath } from '../paths.js';
import { position } from '../python-source/position.js';
import { cargoPlace } from './cargo.js';
import type { Lookup } from './lookup.js';
import { type ModulePlace, modulePlace, moduleRoots } from './module.js';
import { literalPlaces, modulePlaces, namePlace } from './module-versions.js';
import type { NoPlace, VersionPlace } from './package.js';

export interface VersionPlaces {
  readonly source: VersionPlace | NoPlace;
  readonly mirrors: readonly VersionPlace[];
}

/** All places where a package keeps its version. Asks `lookup` for what it needs; see there. */
export function findVersionPlaces(
  facts: ManifestFacts,
  module: ModulePlace | null,
  lookup: Lookup,
): VersionPlaces {
  const source = sourcePlace(facts, module, lookup);
  if (source.file === null) return { source, mirrors: [] };
  const modules = [module, module?.inner ?? null].flatMap(each => modulePlaces(each, lookup));
  const found = [...repeatedLiterals(source, lookup), ...modules];
  return { source, mirrors: distinctPlaces(source, found) };
}

/** The mirrors without the source itself, and each once. */
export function distinctPlaces(source: VersionPlace, places: readonly VersionPlace[]): VersionPlace[] {
  const seen = new Set([lineOf(source)]);
  return places.filter(place => {
    const line = lineOf(place);
    if (seen.has(line) && !isFurtherOnLine(place)) return false;
    seen.add(line);
    return true;
  });
}

function lineOf({ file, line }: VersionPlace): string {
  return `${file}:${line}`;
}

/** Text can hold the version once more on a line of which one place is known; the same edit twice is one. */
function isFurtherOnLine({ locate, value }: VersionPlace): boolean {
  return locate.how === 'line' && (locate.before.includes(value) || locate.after.includes(value));
}

/** Where the Python file that decides assigns the name more than once, back-ends differ about which one counts. */
function repeatedLiterals(source: VersionPlace, lookup: Lookup): VersionPlace[] {
  const { file, line, locate } = source;
  if (!file.endsWith('.py') || (locate.how !== 'python' && locate.how !== 'pattern')) return [];
  const text = lookup.text(file) ?? '';
  const written = /^\uFEFF?([A-Za-z_]\w*)[ \t]*[:=]/.exec(text.split('\n', line)[line - 1] ?? '')?.[1];
  const name = (locate.how === 'python' ? locate.names[0] : written) ?? '__version__';
  const assignments = text.match(new RegExp(`\\b${name}[ \\t]*(?::[^=\\n]*)?=(?!=)`, 'g')) ?? [];
  return assignments.length < 2 ? [] : literalPlaces(file, [name], lookup);
}

function sourcePlace(
  facts: ManifestFacts,
  module: ModulePlace | null,
  lookup: Lookup,
): VersionPlaces['source'] {
  const declaration = facts.version;
  const place = declaredPlace(declaration, facts, module, lookup);
  return (
    place ?? {
      kind: declaration.kind,
      file: null,
      fault: facts.virtual ? null : faultOf(declaration, lookup),
    }
  );
}

/** Why a version that should be in a file is not. What only running code could tell is no fault. */
function faultOf(declaration: VersionDeclaration, lookup: Lookup): string | null {
  switch (declaration.how) {
    case 'missing':
      return 'no version is declared, neither static nor dynamic';
    case 'pattern':
    case 'content':
    case 'cargo':
      return lookup.index.has(declaration.file) ? null : `${declaration.file} does not exist`;
    default:
      return null;
  }
}

function declaredPlace(
  declaration: VersionDeclaration,
  facts: ManifestFacts,
  module: ModulePlace | null,
  lookup: Lookup,
): VersionPlace | null {
  switch (declaration.how) {
    case 'literal':
      return literalPlace(declaration, lookup);
    case 'pattern':
      return patternPlace(declaration, lookup);
    case 'attribute':
      return attributePlace(declaration, facts, lookup);
    case 'content':
      return contentPlace(declaration, lookup);
    case 'module':
      return module?.file == null ? null : namePlace(module.file, ['__version__'], declaration.kind, lookup);
    case 'cargo':
      return cargoPlace(declaration, lookup);
    case 'computed':
    case 'missing':
      return null;
  }
}

function literalPlace(
  declaration: Extract<VersionDeclaration, { how: 'literal' }>,
  lookup: Lookup,
): VersionPlace {
  const { kind, file, value, key } = declaration;
  const text = lookup.text(file) ?? '';
  if (kind === 'setup-cfg') {
    const line = parseIni(text).get('metadata')?.get('version')?.line ?? 1;
    return { kind, file, line, value, locate: { how: 'ini', section: 'metadata', option: 'version' } };
  }
  if (kind === 'setup-py') {
    const call = lookup.setupCall(file);
    const line = (call === null ? null : argumentLine(call, 'version')) ?? 1;
    return { kind, file, line, value, locate: { how: 'setup-py', argument: 'version' } };
  }
  return { kind, file, line: tomlLine(text, key) ?? 1, value, locate: { how: 'toml', key } };
}

/** Configured paths may not lead out of the repository. */
function inRepository(path: string): string | null {
  return resolvePath('.', path);
}

function patternPlace(
  declaration: Extract<VersionDeclaration, { how: 'pattern' }>,
  lookup: Lookup,
): VersionPlace | null {
  const { kind, pattern } = declaration;
  const file = inRepository(declaration.file);
  const text = file === null ? null : lookup.text(file);
  const find = lookup.pattern(kind, pattern);
  if (file === null || text === null || find === null) return null;
  const match = find(text);
  if (match === null) return null;
  return {
    kind,
    file,
    line: position(text, match.from).line,
    value: match.value,
    locate: { how: 'pattern', kind, pattern },
  };
}

function attributePlace(
  declaration: Extract<VersionDeclaration, { how: 'attribute' }>,
  facts: ManifestFacts,
  lookup: Lookup,
): VersionPlace | null {
  for (const root of moduleRoots(facts, lookup.index)) {
    const module = modulePlace(root, declaration.module, lookup.index);
    if (module?.file != null) return namePlace(module.file, [declaration.name], declaration.kind, lookup);
  }
  return null;
}

function contentPlace(
  declaration: Extract<VersionDeclaration, { how: 'content' }>,
  lookup: Lookup,
): VersionPlace | null {
  const file = inRepository(declaration.file);
  const text = file === null ? null : lookup.text(file);
  if (file === null || text === null || text.trim() === '') return null;
  const value = text.replace(/^\uFEFF/, '').trim();
  return {
    kind: declaration.kind,
    file,
    line: position(text, text.indexOf(value)).line,
    value,
    locate: { how: 'content' },
  };
}
