import { joinPath } from '../paths.js';
import { normalizeName } from '../requirements/name.js';
import type { VersionDeclaration } from './facts.js';
import type { Place } from './requirement-text.js';
import { isTable, type TomlTable, tableAt, tablesAt, textAt, textsAt } from './toml.js';

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

  // Before PEP 621 was final PDM took a table here.
  if (isTable(project.version)) return pdmVersion(project.version, place);

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
  // Before 1.8 maturin asked for no `dynamic`.
  if (!dynamic && !backend.startsWith('maturin')) return { how: 'missing', kind: 'missing' };
  return dynamicVersion(backend, data, hatch, place, legacy);
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
  data: TomlTable,
  hatch: TomlTable,
  place: Place,
  legacy: VersionDeclaration | null,
): VersionDeclaration {
  const tool = tableAt(data, 'tool');
  if (backend.startsWith('hatchling')) return hatchVersion(tableAt(hatch, 'version'), place);
  if (backend.startsWith('flit_scm')) return computed('flit-scm');
  if (backend.startsWith('flit')) return { how: 'module', kind: 'flit' };
  if (backend.startsWith('pdm')) return pdmVersion(tableAt(tool, 'pdm', 'version'), place);
  if (backend.startsWith('maturin')) return cargoVersion(tool, place);
  if (backend.startsWith('scikit_build_core')) return scikitVersion(tool, place);
  if (backend.startsWith('poetry')) return computed('poetry-dynamic-versioning');
  if (backend.startsWith('mesonpy')) return mesonVersion(place);
  if (backend !== '' && !backend.startsWith('setuptools'))
    return computed(backend.split(/[.:]/)[0] as string);
  return setuptoolsVersion(data, place, legacy);
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

/** meson-python asks Meson, which reads it from the call of `project`. */
function mesonVersion(place: Place): VersionDeclaration {
  return { how: 'pattern', kind: 'meson', file: joinPath(place.folder, 'meson.build'), pattern: null };
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
  if (provider.endsWith('setuptools_scm')) return computed('setuptools-scm');
  return computed(Object.hasOwn(tool, 'dynamic-metadata') ? 'dynamic-metadata' : 'scikit-build');
}

/** Tools that give setuptools a version by their table alone. */
const SETUPTOOLS_PLUGINS: readonly (readonly [table: string, kind: string])[] = [
  ['setuptools_scm', 'setuptools-scm'],
  ['setuptools-scm', 'setuptools-scm'],
  ['versioningit', 'versioningit'],
  ['setuptools-git-versioning', 'setuptools-git-versioning'],
];

function setuptoolsVersion(
  data: TomlTable,
  place: Place,
  legacy: VersionDeclaration | null,
): VersionDeclaration {
  const tool = tableAt(data, 'tool');
  const version = tablesAt(tableAt(tool, 'setuptools', 'dynamic'), 'version')[0] ?? {};
  const attribute = textAt(version, 'attr');
  if (attribute !== null) return attributeVersion('setuptools-attr', attribute);
  const [file] = textsAt(version, 'file');
  if (file !== undefined)
    return { how: 'content', kind: 'setuptools-file', file: joinPath(place.folder, file) };
  const plugin = SETUPTOOLS_PLUGINS.find(([table]) => Object.hasOwn(tool, table));
  if (plugin !== undefined) return computed(plugin[1]);
  if (legacy !== null && legacy.how !== 'missing') return legacy;
  // Since release 8 setuptools-scm needs no table where the build requires it.
  const requires = textsAt(tableAt(data, 'build-system'), 'requires').map(text => normalizeName(text));
  if (requires.some(text => text.startsWith('setuptools-scm'))) return computed('setuptools-scm');
  return computed(Object.hasOwn(tool, 'versioneer') ? 'versioneer' : 'setuptools');
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
