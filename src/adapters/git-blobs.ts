import { RelctlError } from '../core/errors.js';
import type { GitCall, GitProcess } from './git-process.js';

/**
 * Objects by id or by `:path`, each read once. Requests of one moment go into one `git cat-file --batch`, so that
 * reading two trees side by side starts one process.
 */
export class BlobStore {
  private readonly loaded = new Map<string, Promise<Buffer | null>>();
  private pending: {
    name: string;
    resolve: (content: Buffer | null) => void;
    reject: (error: unknown) => void;
  }[] = [];
  private readonly git: GitProcess;
  private readonly call: GitCall;

  /** @param call how git is called, for objects of another repository */
  constructor(git: GitProcess, call: GitCall = {}) {
    this.git = git;
    this.call = call;
  }

  /** Null where there is no such object. */
  read(name: string): Promise<Buffer | null> {
    const known = this.loaded.get(name);
    if (known !== undefined) return known;
    if (this.pending.length === 0) setImmediate(() => void this.flush());
    const content = new Promise<Buffer | null>((resolve, reject) =>
      this.pending.push({ name, resolve, reject }),
    );
    this.loaded.set(name, content);
    return content;
  }

  private async flush(): Promise<void> {
    const requests = this.pending;
    this.pending = [];
    try {
      const input = requests.map(({ name }) => `${name}\n`).join('');
      const output = await this.git.require(['cat-file', '--batch'], { ...this.call, input });
      let at = 0;
      for (const { resolve } of requests) {
        const end = output.indexOf(0x0a, at);
        // `<id> blob <size>`, or the name that was asked for and `missing`.
        const header = output.toString('latin1', at, end);
        const size = header.slice(header.lastIndexOf(' ') + 1);
        at = end + 1;
        if (!/^\d+$/.test(size)) {
          resolve(null);
          continue;
        }
        resolve(output.subarray(at, at + Number(size)));
        at += Number(size) + 1;
      }
    } catch (error) {
      const failure =
        error instanceof RelctlError ? error : new RelctlError('GIT_FAILED', String(error), { cause: error });
      for (const { reject } of requests) reject(failure);
    }
  }
}
