import { joinPath } from '../paths.js';
import type { VersionDeclaration } from './facts.js';
import type { Place } from './requirement-text.js';
import { type TomlTable, tableAt, tablesAt, textAt, textsAt } from './toml.js';

/**
 * Where a package with a `pyproject.toml` keeps its version, by the order in which the back-ends themselves look.
 * @param hatch `[tool.hatch]`, or the content of `hatch.toml`
 * @param legacy what `setup.cfg` and `setup.py` say, for setuptools packages that leave the version to them
 */
export function projectVersion(
  data: TomlTable,
  hatch: TomlTable,
  place: Place,
  legacy: VersionDeclaration | null,
): VersionDeclaration {
  const project = tableAt(data, 'project');
  const tool = tableAt(data, 'tool');
  const literal = textAt(project, 'version');
  if (literal !== null)
    return { how: 'literal', kind: 'project', file: place.file, value: literal, key: ['project', 'version'] };

  const dynamic = textsAt(project, 'dynamic').includes('version');
  const backend = buildBackend(data);
  const poetry = tableAt(tool, 'poetry');
  const poetryVersion = textAt(poetry, 'version');
  if (poetryVersion !== null && (textAt(project, 'name') === null || backend.startsWith('poetry'))) {
    if (tableAt(tool, 'poetry-dynamic-versioning').enable === true)
      return computed('poetry-dynamic-versioning');
    return {
      how: 'literal',
      kind: 'poetry',
      file: place.file,
      value: poetryVersion,
      key: ['tool', 'poetry', 'version'],
    };
  }
  if (textAt(tableAt(tool, 'flit', 'metadata'), 'module') !== null) return { how: 'module', kind: 'flit' };
  if (textAt(project, 'name') === null) {
    return legacy ?? computed(Object.hasOwn(tool, 'setuptools_scm') ? 'setuptools-scm' : 'setuptools');
  }
  if (!dynamic) return { how: 'missing', kind: 'missing' };
  return dynamicVersion(backend, tool, hatch, place, legacy);
}

/** The back-end itself, where another one is wrapped around it. */
function buildBackend(data: TomlTable): string {
  const declared = textAt(tableAt(data, 'build-system'), 'build-backend') ?? '';
  if (!declared.startsWith('rapids_build_backend')) return declared;
  return textAt(tableAt(data, 'tool', 'rapids-build-backend'), 'build-backend') ?? declared;
}

function computed(kind: string): VersionDeclaration {
  return { how: 'computed', kind };
}

function dynamicVersion(
  backend: string,
  tool: TomlTable,
  hatch: TomlTable,
  place: Place,
  legacy: VersionDeclaration | null,
): VersionDeclaration {
  if (backend.startsWith('hatchling')) return hatchVersion(tableAt(hatch, 'version'), place);
  if (backend.startsWith('flit')) return { how: 'module', kind: 'flit' };
  if (backend.startsWith('pdm')) return pdmVersion(tableAt(tool, 'pdm', 'version'), place);
  if (backend.startsWith('maturin')) return cargoVersion(tool, place);
  if (backend.startsWith('scikit_build_core')) return scikitVersion(tool, place);
  if (backend.startsWith('poetry')) return computed('poetry-dynamic-versioning');
  if (backend !== '' && !backend.startsWith('setuptools'))
    return computed(backend.split(/[.:]/)[0] as string);
  return setuptoolsVersion(tool, place, legacy);
}

function hatchVersion(version: TomlTable, place: Place): VersionDeclaration {
  const source = textAt(version, 'source') ?? 'regex';
  const path = textAt(version, 'path');
  if (source !== 'regex')
    return computed(
      source === 'vcs' ? 'hatch-vcs' : source === 'code' || source === 'env' ? `hatch-${source}` : source,
    );
  if (path === null) return { how: 'missing', kind: 'hatch' };
  return {
    how: 'pattern',
    kind: 'hatch',
    file: joinPath(place.folder, path),
    pattern: textAt(version, 'pattern'),
  };
}

function pdmVersion(version: TomlTable, place: Place): VersionDeclaration {
  const path = textAt(version, 'path') ?? textAt(version, 'from');
  const source =
    textAt(version, 'source') ?? (path === null ? (version.use_scm === true ? 'scm' : null) : 'file');
  if (source === 'file' && path !== null) {
    return {
      how: 'pattern',
      kind: 'pdm',
      file: joinPath(place.folder, path),
      pattern: textAt(version, 'pattern'),
    };
  }
  return source === null ? { how: 'missing', kind: 'pdm' } : computed(`pdm-${source}`);
}

function cargoVersion(tool: TomlTable, place: Place): VersionDeclaration {
  const manifest = textAt(tableAt(tool, 'maturin'), 'manifest-path') ?? 'Cargo.toml';
  return { how: 'cargo', kind: 'cargo', file: joinPath(place.folder, manifest) };
}

function scikitVersion(tool: TomlTable, place: Place): VersionDeclaration {
  const version = tableAt(tool, 'scikit-build', 'metadata', 'version');
  const provider = textAt(version, 'provider') ?? '';
  const input = textAt(version, 'input');
  if (provider === 'scikit_build_core.metadata.regex' && input !== null) {
    return {
      how: 'pattern',
      kind: 'scikit-build',
      file: joinPath(place.folder, input),
      pattern: textAt(version, 'regex'),
    };
  }
  return computed(provider.endsWith('setuptools_scm') ? 'setuptools-scm' : 'scikit-build');
}

function setuptoolsVersion(
  tool: TomlTable,
  place: Place,
  legacy: VersionDeclaration | null,
): VersionDeclaration {
  const version = tablesAt(tableAt(tool, 'setuptools', 'dynamic'), 'version')[0] ?? {};
  const attribute = textAt(version, 'attr');
  if (attribute !== null) return attributeVersion('setuptools-attr', attribute);
  const [file] = textsAt(version, 'file');
  if (file !== undefined)
    return { how: 'content', kind: 'setuptools-file', file: joinPath(place.folder, file) };
  if (Object.hasOwn(tool, 'setuptools_scm') || Object.hasOwn(tool, 'setuptools-scm'))
    return computed('setuptools-scm');
  if (Object.hasOwn(tool, 'versioningit')) return computed('versioningit');
  if (Object.hasOwn(tool, 'setuptools-git-versioning')) return computed('setuptools-git-versioning');
  if (legacy !== null && legacy.how !== 'missing') return legacy;
  return computed('setuptools');
}

/** `pkg.sub.__version__` as setuptools writes it: the last part is the name. */
export function attributeVersion(kind: string, attribute: string): VersionDeclaration {
  const dot = attribute.lastIndexOf('.');
  return {
    how: 'attribute',
    kind,
    module: dot < 0 ? '' : attribute.slice(0, dot),
    name: attribute.slice(dot + 1),
  };
}
