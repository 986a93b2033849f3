import { parseToml, tableAt, textAt } from '../../manifests/toml.js';
import { admits } from '../../requirements/admits.js';
import { parseVersion, type Version } from '../../versions/version.js';

/** The Pythons that are maintained and that setup-python has. */
const PYTHONS = ['3.10', '3.11', '3.12', '3.13', '3.14'] as const;
const USUAL = '3.13';

/** The Pythons that a `pyproject.toml` asks for; null where it says nothing. */
export function requiredPython(manifest: string): string | null {
  const parsed = parseToml(manifest);
  if (!parsed.ok) return null;
  return (
    textAt(tableAt(parsed.value, 'project'), 'requires-python') ??
    textAt(tableAt(parsed.value, 'tool', 'poetry', 'dependencies'), 'python')
  );
}

export interface Pythons {
  readonly oldest: string;
  readonly newest: string;
}

/** The oldest and the newest Python that all the specifiers admit. */
export function commonPythons(specifiers: readonly string[]): Pythons {
  const common = PYTHONS.filter(python => specifiers.every(specifier => admitsSome(specifier, python)));
  return { oldest: common[0] ?? USUAL, newest: common.at(-1) ?? USUAL };
}

/** Whether any patch release is admitted: `>=3.12.4` and `<=3.12` both let in some of 3.12. */
function admitsSome(specifier: string, python: string): boolean {
  const patches = [`${python}.0`, `${python}.99`].map(text => parseVersion(text) as Version);
  return patches.some(version => admits(specifier, version) !== false);
}
