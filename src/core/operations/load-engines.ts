import type { Lookup } from '../workspace/lookup.js';

/** Loads the engines that were asked for and are not there yet. */
export async function loadEngines({ engines, wantedEngines }: Lookup): Promise<void> {
  if (wantedEngines.has('patterns'))
    engines.patterns ??= (await import('../versions/custom-pattern.js')).customPattern;
  if (wantedEngines.has('python'))
    engines.python ??= (await import('../manifests/python-reader.js')).pythonReader;
  if (wantedEngines.has('requirements'))
    engines.requirements ??= (await import('../manifests/requirement-finder.js')).requirementFinder;
}
