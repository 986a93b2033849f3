import type { ManifestFacts } from '../manifests/facts.js';
import type { Lookup } from './lookup.js';
import type { ModulePlace } from './module.js';
import type { Package } from './package.js';
import { findVersionPlaces } from './version-places.js';

/** What the files of a package, beyond its manifests, say about it. */
export type PackageDescription = Pick<Package, 'module' | 'version' | 'bumpable' | 'source' | 'mirrors'>;

/** Where those files are not read. */
export const NOT_DESCRIBED: PackageDescription = {
  module: null,
  version: null,
  bumpable: false,
  source: { kind: 'not-read', file: null, fault: null },
  mirrors: [],
};

/** Asks `lookup` for the files it needs; the answer holds once nothing more is wanted. */
export function describePackage(
  facts: ManifestFacts,
  module: ModulePlace | null,
  lookup: Lookup,
): PackageDescription {
  const { source, mirrors } = findVersionPlaces(facts, module, lookup);
  const isWritten = source.file !== null;
  return {
    module: module?.name ?? null,
    version: isWritten ? source.value : null,
    bumpable: isWritten,
    source,
    mirrors,
  };
}
