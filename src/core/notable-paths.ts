const known = new WeakMap<readonly string[], readonly string[]>();

/**
 * The files whose names can tell relctl something: manifests, lock files, requirement files, settings of tools. All others are
 * sources and the like. A repository has very many of them, so the list is gone through once, however often it is asked.
 */
export function notablePaths(paths: readonly string[]): readonly string[] {
  const found = known.get(paths) ?? paths.filter(isNotable);
  known.set(paths, found);
  return found;
}

function isNotable(path: string): boolean {
  // The last character alone rules most files out.
  switch (path.charAt(path.length - 1)) {
    case 'l':
      return path.endsWith('.toml');
    case 'y':
      return path.endsWith('setup.py');
    case 'g':
      return path.endsWith('.cfg');
    case 't':
      return path.endsWith('.txt');
    case 'k':
      return path.endsWith('.lock');
    case 'n':
      return path.endsWith('.json');
    default:
      return false;
  }
}
