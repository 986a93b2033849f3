import { globMatcher, patternFault } from '../globs.js';
import type { ManifestFacts } from '../manifests/facts.js';
import type { TomlTable } from '../manifests/toml.js';
import { foldersAbove, isInside, resolvePath } from '../paths.js';
import { bumpversionConfig } from '../release-tools/bumpversion.js';
import { commitizenConfig } from '../release-tools/commitizen.js';
import { hasToolConfig, toolFilesOf } from '../release-tools/config-files.js';
import { findListed } from '../release-tools/find-listed.js';
import { semanticReleaseConfig } from '../release-tools/semantic-release.js';
import { tbumpConfig } from '../release-tools/tbump.js';
import type { ListedFile, ToolConfig, ToolFolder } from '../release-tools/tool-config.js';
import { sameVersion } from '../versions/version.js';
import type { VersionPlace } from './package.js';
import type { Surroundings } from './surroundings.js';

const READERS = [bumpversionConfig, commitizenConfig, semanticReleaseConfig, tbumpConfig];

/**
 * The places of the version that release tools keep in their configuration, or list there: of the configuration in
 * the package's own folder, and of files that belong to no other package. Listed files count while the tool and the
 * package agree on the version; else the tool itself would not find it there.
 */
export function toolMirrors(
  facts: ManifestFacts,
  project: TomlTable | null,
  source: VersionPlace,
  surroundings: Surroundings,
): VersionPlace[] {
  const { lookup, toolFiles } = surroundings;
  if (!hasToolConfig(toolFiles, facts.path, project)) return [];
  const names = toolFilesOf(toolFiles, facts.path);
  const folder: ToolFolder = { folder: facts.path, project: project ?? {}, names, lookup };
  return READERS.flatMap(read => {
    const config = read(folder);
    return config === null ? [] : configuredPlaces(config, facts, source, surroundings);
  });
}

function configuredPlaces(
  config: ToolConfig,
  facts: ManifestFacts,
  source: VersionPlace,
  surroundings: Surroundings,
): VersionPlace[] {
  const { tool, copy, listed } = config;
  const files = listed.flatMap(entry =>
    pathsOf(entry, facts.path, surroundings).map(path => ({ path, search: entry.search })),
  );
  const own = files.filter(({ path }) => isOwn(path, facts.path, surroundings.folders));
  // A configuration in the root that lists files of other packages only is about those.
  if (files.length > 0 && own.length === 0) return [];
  const copies = copy === null ? [] : [copy];
  const current = config.current ?? source.value;
  if (!sameVersion(current, source.value)) return copies;
  const sought = { kind: `${tool}-file`, current, name: facts.name };
  return [
    ...copies,
    ...own.flatMap(({ path, search }) => findListed(path, search, sought, surroundings.lookup)),
  ];
}

/** The files that an entry lists, of those that exist. */
function pathsOf(
  { path, fromRoot, exclude }: ListedFile,
  folder: string,
  { lookup }: Surroundings,
): string[] {
  const base = fromRoot ? '.' : folder;
  const resolved = resolvePath(base, path);
  if (resolved === null) return [];
  if (!/[*?[]/.test(resolved)) return lookup.index.has(resolved) ? [resolved] : [];
  const patterns = resolved.split('|');
  const excluded = exclude.flatMap(pattern => resolvePath(base, pattern) ?? []);
  if ([...patterns, ...excluded].some(pattern => patternFault(pattern) !== null)) return [];
  const [matches, isExcluded] = [globMatcher(patterns), globMatcher(excluded)];
  const start = resolved.split(/[*?[|]/)[0] as string;
  return lookup.index
    .under(start.includes('/') ? start.slice(0, start.lastIndexOf('/')) : '.')
    .filter(candidate => matches(candidate) && !isExcluded(candidate));
}

/** A file belongs to the package of the deepest folder above it; those of the folders around are shared. */
function isOwn(path: string, folder: string, folders: ReadonlySet<string>): boolean {
  for (const above of foldersAbove(path))
    if (folders.has(above)) return above === folder || isInside(above, folder);
  return true;
}
