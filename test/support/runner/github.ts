import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hermeticEnvironment } from '../git-environment.js';
import { type Repository, temporaryFolder } from '../repository.js';
import type { Value } from './expressions.js';
import { type GitHubEvent, type Published, type Run, runWorkflow, workflowAt } from './run.js';
import { installTools } from './tools.js';
import { startsOnPush, triggersOf } from './triggers.js';

const HOOK = `#!/bin/sh
{ cat; echo; } >> pushes.log
`;
const NOTHING = '0'.repeat(40);
const SKIPS = /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]/;

/** A workflow that was started: `push refs/tags/v1.0.0: publish.yml`. */
export type Started = string;

/**
 * What GitHub does with a remote: each push starts workflows, those run, and what they push or ask for starts further
 * ones, by the rules of its documentation.
 */
export class GitHub {
  readonly remote: Repository;
  readonly started: Started[] = [];
  readonly published: Published[] = [];
  readonly failures: string[] = [];
  /** The jobs that were run, as `publish.yml: build`, with the inputs of what was called. */
  readonly jobs: string[] = [];
  /** The references of each push, in the order of the pushes. */
  readonly pushes: string[][] = [];
  secrets: Record<string, string> = { GITHUB_TOKEN: 'GITHUB_TOKEN' };
  private readonly folder = temporaryFolder();
  private readonly tools: Record<string, string>;

  /** Publishes a repository here; what it holds already starts nothing. */
  constructor(repository: Repository) {
    this.remote = repository.publish();
    writeFileSync(join(this.remote.root, 'hooks', 'post-receive'), HOOK, { mode: 0o755 });
    this.tools = installTools(join(this.folder, 'tools'));
  }

  /** Carries out what pushes since the last call have started; what they start for branches is only written down. */
  deliver(): void {
    for (const event of this.takePushes()) this.emit(event);
  }

  /** The button of a workflow. */
  press(workflow: string, ref: string, inputs: Readonly<Record<string, Value>> = {}): void {
    const event = { name: 'workflow_dispatch', ref, sha: this.commitOf(ref), inputs, payload: { inputs } };
    this.started.push(`workflow_dispatch ${ref}: ${workflow}`);
    this.start(workflow, event);
  }

  /** A request to take a branch of a clone, that is ahead of main, into main. */
  openPullRequest(repository: Repository, branch: string): void {
    this.remote.git('fetch', '--quiet', repository.root, `${branch}:refs/pull/1/head`);
    const [base, head] = [this.commitOf('refs/heads/main'), this.commitOf('refs/pull/1/head')];
    const sha = this.remote.git('commit-tree', `${head}^{tree}`, '-p', base, '-p', head, '-m', 'Merge');
    const ref = 'refs/pull/1/merge';
    this.remote.git('update-ref', ref, sha);
    const request = { number: 1, base: { ref: 'main', sha: base }, head: { ref: branch, sha: head } };
    const payload = { action: 'opened', number: 1, pull_request: request };
    this.emit({ name: 'pull_request', ref, sha, inputs: {}, payload });
  }

  /** Starts the workflows that are for an event. */
  emit(event: GitHubEvent): void {
    const files = this.remote.git('ls-tree', '--name-only', event.sha, '.github/workflows/').split('\n');
    for (const path of files.filter(each => /\.ya?ml$/.test(each))) {
      const workflow = path.replace('.github/workflows/', '');
      if (!this.startsOn(workflow, event)) continue;
      this.started.push(`${event.name} ${event.ref}: ${workflow}`);
      // What a branch starts publishes nothing, and all its tools are stand-ins here.
      if (event.name !== 'push' || event.ref.startsWith('refs/tags/')) this.start(workflow, event);
    }
  }

  private startsOn(workflow: string, event: GitHubEvent): boolean {
    const triggers = triggersOf(workflowAt(this.remote, event.sha, workflow).on);
    if (event.name === 'push') return startsOnPush(triggers, event.ref, this.changedFiles(event));
    if (!Object.hasOwn(triggers, event.name)) return false;
    const types = triggers[event.name]?.types;
    return types === undefined || [types].flat().includes(String(event.payload.action));
  }

  private start(workflow: string, event: GitHubEvent): void {
    const folder = mkdtempSync(join(this.folder, 'run-'));
    mkdirSync(join(folder, 'artifacts'));
    const ghLog = join(folder, 'gh.log');
    const run: Run = {
      ...{ workflow, event, folder, remote: this.remote, secrets: this.secrets },
      ...{ published: this.published, failures: this.failures, jobs: this.jobs },
      environment: this.environment(event, folder, ghLog),
      credentials: { own: false },
    };
    runWorkflow(run, workflow, event.inputs, null);
    const pushed = this.takePushes();
    // What GITHUB_TOKEN pushes starts nothing.
    if (run.credentials.own) for (const each of pushed) this.emit(each);
    if (existsSync(ghLog))
      for (const line of readFileSync(ghLog, 'utf8').trimEnd().split('\n')) this.obey(line);
  }

  /** What a workflow asked of GitHub by its command line. A dispatch is the one thing that GITHUB_TOKEN can start. */
  private obey(line: string): void {
    const [token = '', ...words] = line.split('\0').slice(0, -1);
    const [noun, verb, name = ''] = words;
    if (noun === 'workflow' && verb === 'run') {
      const asked = words[words.indexOf('--ref') + 1] ?? '';
      const isTag = this.remote.git('tag', '--list', asked) !== '';
      this.press(name, `refs/${isTag ? 'tags' : 'heads'}/${asked}`);
      return;
    }
    if (noun !== 'release' || verb !== 'create') throw new Error(`gh ${words.join(' ')} is not known here`);
    const ref = `refs/tags/${name}`;
    const sha = this.commitOf(ref);
    if (token === 'GITHUB_TOKEN' || words.includes('--draft')) return;
    const payload = {
      action: 'published',
      release: { tag_name: name, prerelease: words.includes('--prerelease') },
    };
    this.emit({ name: 'release', ref, sha, inputs: {}, payload });
  }

  /** An event for each reference of a push; none at all where it brought more than three tags. */
  private takePushes(): GitHubEvent[] {
    const log = join(this.remote.root, 'pushes.log');
    if (!existsSync(log)) return [];
    const pushes = readFileSync(log, 'utf8').split('\n\n').filter(Boolean);
    writeFileSync(log, '');
    return pushes.flatMap(push => {
      const updates = push.split('\n').map(line => line.split(' ') as [string, string, string]);
      this.pushes.push(updates.map(([, , ref]) => ref).sort());
      if (updates.filter(([, , ref]) => ref.startsWith('refs/tags/')).length > 3) return [];
      return updates.flatMap(([before, after, ref]): GitHubEvent[] => {
        const sha = this.commitOf(ref);
        const payload = { ref, before, after, forced: false, head_commit: { id: sha } };
        return SKIPS.test(this.remote.git('show', '--no-patch', '--format=%B', sha))
          ? []
          : [{ name: 'push', ref, sha, inputs: {}, payload }];
      });
    });
  }

  private changedFiles({ payload, sha }: GitHubEvent): string[] {
    const before = payload.before === NOTHING ? `${sha}^` : String(payload.before);
    return this.remote.git('diff', '--name-only', '--no-renames', before, sha).split('\n');
  }

  private commitOf(ref: string): string {
    return this.remote.revision(`${ref}^{commit}`);
  }

  private environment(event: GitHubEvent, folder: string, ghLog: string): Record<string, string> {
    const payload = join(folder, 'event.json');
    writeFileSync(payload, JSON.stringify(event.payload));
    const base = hermeticEnvironment({ ...this.tools, GH_LOG: ghLog, HOME: folder, CI: 'true' });
    return {
      ...base,
      PATH: `${this.tools.TOOLS}:${base.PATH}`,
      GITHUB_ACTIONS: 'true',
      GITHUB_EVENT_NAME: event.name,
      GITHUB_EVENT_PATH: payload,
      GITHUB_REF: event.ref,
      GITHUB_REF_NAME: event.ref.replace(/^refs\/(?:heads|tags|pull)\//, ''),
      GITHUB_REF_TYPE: event.ref.startsWith('refs/tags/') ? 'tag' : 'branch',
      GITHUB_REPOSITORY: 'ada/repository',
      GITHUB_SHA: event.sha,
      ...(event.name === 'pull_request' ? { GITHUB_BASE_REF: 'main', GITHUB_HEAD_REF: 'topic' } : {}),
    };
  }
}
