/** Questions about a sorted list of paths, answered by binary search: no tree of folders is built for them. */
export class PathIndex {
  readonly paths: readonly string[];

  constructor(paths: readonly string[]) {
    this.paths = paths;
  }

  has(path: string): boolean {
    return this.paths[this.lowerBound(path)] === path;
  }

  /** Whether any file lies in the folder. */
  hasFolder(folder: string): boolean {
    return folder === '.'
      ? this.paths.length > 0
      : (this.paths[this.lowerBound(`${folder}/`)] ?? '').startsWith(`${folder}/`);
  }

  /** The names of files and folders right in a folder, sorted; folders end with `/`. */
  children(folder: string): string[] {
    const prefix = folder === '.' ? '' : `${folder}/`;
    const names: string[] = [];
    for (let index = this.lowerBound(prefix); index < this.paths.length; ) {
      const path = this.paths[index] as string;
      if (!path.startsWith(prefix)) break;
      const slash = path.indexOf('/', prefix.length);
      if (slash < 0) {
        names.push(path.slice(prefix.length));
        index++;
      } else {
        names.push(path.slice(prefix.length, slash + 1));
        // `0` is the character after `/`: the first path behind everything in that folder.
        index = this.lowerBound(`${path.slice(0, slash)}0`);
      }
    }
    return names;
  }

  private lowerBound(path: string): number {
    let low = 0;
    let high = this.paths.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.paths[middle] as string) < path) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
