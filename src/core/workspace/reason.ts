import type { VersionDeclaration } from '../manifests/facts.js';
import type { Lookup } from './lookup.js';
import type { NoPlace } from './package.js';

/** Sources that take the version from git. */
const FROM_GIT = new Set([
  'hatch-vcs',
  'setuptools-scm',
  'setuptools-git-versioning',
  'versioningit',
  'versioneer',
  'uv-dynamic-versioning',
  'poetry-dynamic-versioning',
  'pdm-scm',
  'flit-scm',
  'pbr',
]);

/** Sources that take it from elsewhere. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'hatch-env': 'the version comes from an environment variable (hatch-env)',
  'hatch-code': 'code computes the version (hatch-code)',
  'pdm-call': 'code computes the version (pdm-call)',
  'setup-py': 'setup.py computes the version',
  setuptools: 'setuptools computes the version',
  nodejs: 'the version comes from package.json (nodejs)',
  'dynamic-metadata': 'a provider of dynamic metadata gives the version',
};

/** A sentence for people: why the version of a package stands in no file that relctl can edit. */
export function notBumpableReason(source: NoPlace, declaration: VersionDeclaration, lookup: Lookup): string {
  const { kind, fault } = source;
  if (fault !== null) return fault;
  if (FROM_GIT.has(kind)) return `the version comes from git (${kind}): its tag is the version`;
  const known = ELSEWHERE[kind];
  if (known !== undefined && declaration.how === 'computed') return known;
  switch (declaration.how) {
    case 'pattern':
    case 'content':
    case 'cargo':
      return `${declaration.file} ${unreadable(declaration.file, lookup) ?? 'holds no version that can be read'}`;
    case 'attribute':
      return `${attributeName(declaration)} is no literal in a module of the package`;
    case 'module':
      return 'the module of the package assigns no literal to __version__';
    case 'missing':
      return 'no version is declared';
    default:
      return `the back-end computes the version (${kind})`;
  }
}

function attributeName({ module, name }: Extract<VersionDeclaration, { how: 'attribute' }>): string {
  return module === '' ? name : `${module}.${name}`;
}

function unreadable(file: string, lookup: Lookup): string | null {
  const content = lookup.content(file);
  if (content?.kind === 'not-text') return `cannot be read: ${content.reason}`;
  return content?.kind === 'link' ? 'is a symbolic link, which is not followed' : null;
}
