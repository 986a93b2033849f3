import { baseName, folderOf } from '../paths.js';

/**
 * Questions about a sorted list of paths. A folder is listed when something in it is asked for the first time, so
 * that the work grows with the folders that matter and not with the files of the repository.
 */
export class PathIndex {
  readonly paths: readonly string[];
  private readonly listed = new Map<string, ReadonlySet<string>>();

  constructor(paths: readonly string[]) {
    this.paths = paths;
  }

  has(path: string): boolean {
    return this.names(folderOf(path)).has(baseName(path));
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
    for (let index = this.lowerBound(prefix, 0, this.paths.length); index < this.paths.length; ) {
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
    const from = this.lowerBound(`${folder}/`, 0, this.paths.length);
    return this.paths.slice(from, this.behind(folder, from));
  }

  /** The first path behind everything in a folder that `index` is in. Most folders hold few files: steps grow from one. */
  private behind(folder: string, index: number): number {
    // `0` is the character after `/`.
    const end = `${folder}0`;
    if (index >= this.paths.length) return index;
    let step = 1;
    while (index + step < this.paths.length && (this.paths[index + step] as string) < end) step *= 2;
    return this.lowerBound(end, index + (step >>> 1), Math.min(index + step, this.paths.length));
  }

  private lowerBound(path: string, from: number, to: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.paths[middle] as string) < path) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
