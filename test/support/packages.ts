import type { FileMap } from './repository.js';

export interface PackageOptions {
  readonly version?: string;
  readonly dependencies?: readonly string[];
  readonly dev?: readonly string[];
}

/** A package `packages/<name>` with a manifest, a module that repeats the version, and one more file. */
export function packageFiles(name: string, options: PackageOptions = {}): FileMap {
  const { version = '1.0.0', dependencies = [], dev = [] } = options;
  const module = name.replaceAll('-', '_');
  const list = (texts: readonly string[]) => `[${texts.map(text => JSON.stringify(text)).join(', ')}]`;
  return {
    [`packages/${name}/pyproject.toml`]: [
      '[project]',
      `name = "${name}"`,
      `version = "${version}"`,
      `dependencies = ${list(dependencies)}`,
      '',
      '[dependency-groups]',
      `dev = ${list(dev)}`,
      '',
    ].join('\n'),
    [`packages/${name}/src/${module}/__init__.py`]: `__version__ = "${version}"\n`,
    [`packages/${name}/src/${module}/core.py`]: 'VALUE = 1\n',
  };
}

/** core ← api ← app, and a package `tool` for itself. */
export const CHAIN: FileMap = {
  ...packageFiles('core'),
  ...packageFiles('api', { dependencies: ['core>=1.0'] }),
  ...packageFiles('app', { dependencies: ['api>=1.0,<2'] }),
  ...packageFiles('tool'),
  'README.md': '# A workspace\n',
};
