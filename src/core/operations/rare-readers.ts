import { hasToolConfig } from '../release-tools/config-files.js';
import type { DescribeSubject, RareReaders } from '../workspace/describe.js';
import type { Surroundings } from '../workspace/surroundings.js';

/** Loads what describing the subjects needs beyond the usual. */
export async function rareReaders(
  subjects: readonly DescribeSubject[],
  { toolFiles: files, config }: Surroundings,
): Promise<RareReaders> {
  const hasTools = subjects.some(({ facts, project }) => hasToolConfig(files, facts.path, project));
  const hasFiles = [...config.package.values()].some(({ versionFiles }) => versionFiles.length > 0);
  return {
    toolMirrors: hasTools ? (await import('../workspace/tool-mirrors.js')).toolMirrors : null,
    versionFiles: hasFiles ? (await import('../workspace/version-files.js')).versionFiles : null,
  };
}
