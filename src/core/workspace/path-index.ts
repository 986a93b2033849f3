import { baseName, folderOf } from '../paths.js';

/**
 * Questions about a sorted list of paths. A folder is listed when something in it is asked for the first time, so
 * that the work grows with the folders that matter and not with the files of the repository.
 */
export class PathIndex {
  readonly paths: readonly string[];
  /** Where the last search ended. */
  private found = 0;
  private readonly listed = new Map<string, ReadonlySet<string>>();

  constructor(paths: readonly string[]) {
    this.paths = paths;
  }

  has(path: string): boolean {
    const listed = this.listed.get(folderOf(path));
    return listed === undefined ? this.paths[this.find(path)] === path : listed.has(baseName(path));
  }

  /** Whether any file lies in the folder. */
  hasFolder(folder: string): boolean {
    return folder === '.' ? this.paths.length > 0 : this.names(folderOf(folder)).has(`${baseName(folder)}/`);
  }

  /** The names of files and folders right in a folder, sorted; folders end with `/`. */
  names(folder: string): ReadonlySet<string> {
    const known = this.listed.get(folder);
    if (known !== undefined) return known;
    const names = this.list(folder);
    this.listed.set(folder, names);
    return names;
  }

  private list(folder: string): Set<string> {
    const prefix = folder === '.' ? '' : `${folder}/`;
    const names = new Set<string>();
    for (let index = this.find(prefix); index < this.paths.length; ) {
      const path = this.paths[index] as string;
      if (!path.startsWith(prefix)) break;
      const slash = path.indexOf('/', prefix.length);
      if (slash < 0) {
        names.add(path.slice(prefix.length));
        index++;
      } else {
        names.add(path.slice(prefix.length, slash + 1));
        index = this.behind(path.slice(0, slash), index);
      }
    }
    return names;
  }

  /** The paths in a folder, at any depth. */
  under(folder: string): readonly string[] {
    if (folder === '.') return this.paths;
    const from = this.find(`${folder}/`);
    return this.paths.slice(from, this.behind(folder, from));
  }

  /** The first path behind everything in a folder that `index` is in. */
  private behind(folder: string, index: number): number {
    // `0` is the character after `/`.
    return this.find(`${folder}0`, index);
  }

  /**
   * The first path that is not before `path`. Looked for in steps that grow, from where the last one was found: most
   * folders hold few files, and packages are gone through in the order of their paths.
   */
  private find(path: string, start = this.found): number {
    const { length } = this.paths;
    let low = start;
    let high = start;
    for (let step = 1; high < length && this.isBefore(high, path); step *= 2) {
      low = high + 1;
      high += step;
    }
    if (high === start)
      for (let step = 1; low > 0 && !this.isBefore(low - 1, path); step *= 2) {
        high = low - 1;
        low -= step;
      }
    low = Math.max(low, 0);
    high = Math.min(high, length);
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.isBefore(middle, path)) low = middle + 1;
      else high = middle;
    }
    this.found = low;
    return low;
  }

  private isBefore(index: number, path: string): boolean {
    return (this.paths[index] as string) < path;
  }
}
