import { GitObjects } from './git-objects.js';
import type { GitCall, GitProcess } from './git-process.js';

/** What was asked for, and when it is there. */
interface Blob {
  readonly name: string;
  readonly arrives: Promise<void>;
  content: Buffer | null;
}

/**
 * Objects by id or by `:path`, each read once. Requests of one moment go into one `git cat-file --batch`, so that
 * reading two trees side by side starts one process.
 */
export class BlobStore {
  private readonly blobs = new Map<string, Blob>();
  private pending: Blob[] = [];
  private arrival: Promise<void> = Promise.resolve();
  private objects: GitObjects | null = null;
  private readonly git: GitProcess;
  private readonly call: GitCall;

  /** @param call how git is called, for objects of another repository */
  constructor(git: GitProcess, call: GitCall = {}) {
    this.git = git;
    this.call = call;
  }

  /** From now on one process answers all requests, those of later moments too. It is ready by the time of the first one. */
  open(): void {
    if (this.objects?.isOpen !== true) this.objects = new GitObjects(this.git, this.call);
  }

  /** Null where there is no such object. */
  async read(name: string): Promise<Buffer | null> {
    return (await this.readAll([name]))[0] ?? null;
  }

  /** All of them in their order; null where there is no such object. */
  async readAll(names: readonly string[]): Promise<(Buffer | null)[]> {
    const blobs = names.map(name => this.blobs.get(name) ?? this.request(name));
    // Many come together.
    await Promise.all(new Set(blobs.map(({ arrives }) => arrives)));
    return blobs.map(({ content }) => content);
  }

  private request(name: string): Blob {
    // It would be two questions.
    if (name.includes('\n')) return { name, arrives: Promise.resolve(), content: null };
    if (this.pending.length === 0)
      this.arrival = new Promise<void>(resolve => setImmediate(resolve)).then(() => this.flush());
    const blob = { name, arrives: this.arrival, content: null };
    this.blobs.set(name, blob);
    this.pending.push(blob);
    return blob;
  }

  private async flush(): Promise<void> {
    const blobs = this.pending;
    this.pending = [];
    const kept = this.objects?.isOpen === true ? this.objects : null;
    const objects = kept ?? new GitObjects(this.git, this.call);
    const arriving = objects.ask(
      blobs.map(({ name }) => name),
      (index, content) => {
        (blobs[index] as Blob).content = content;
      },
    );
    if (kept === null) objects.end();
    await arriving;
  }
}
