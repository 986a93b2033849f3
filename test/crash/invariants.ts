import type { Run } from './run.js';
import { argumentsOf, processesOf } from './run.js';
import type { Sandbox } from './sandbox.js';
import {
  journalFiles,
  localRefs,
  objectIds,
  orphanTags,
  readFiles,
  readState,
  remoteRefs,
  type State,
} from './state.js';

/** What holds at every moment, also right after a crash: before and after are the only states that a user may find. */
export async function momentFaults(box: Sandbox, before: State, after: State): Promise<string[]> {
  const [remote, local, orphans] = await Promise.all([remoteRefs(box), localRefs(box), orphanTags(box)]);
  return [
    ...fileFaults(readFiles(box), before, after),
    ...remote.filter(ref => !isOneOf(ref, before.remote, after.remote)).map(ref => `the remote has ${ref}`),
    ...local.filter(ref => !isOneOf(ref, before.local, after.local)).map(ref => `the clone has ${ref}`),
    ...orphans.map(tag => `${tag} of the remote is on no branch`),
  ];
}

/** What holds when the command has ended well: all of the release, and nothing else. */
export async function finalFaults(box: Sandbox, wanted: State, publishes: boolean): Promise<string[]> {
  const left = journalFiles(box).map(file => `${file} is left behind`);
  return [...(await stateFaults(box, wanted, publishes)), ...left];
}

/** The same, but for what relctl keeps for itself. */
export async function stateFaults(box: Sandbox, wanted: State, publishes: boolean): Promise<string[]> {
  const state = await readState(box);
  const [here, there] = await Promise.all([objectIds(box.clone), objectIds(box.remote)]);
  return [
    ...differences('the remote', state.remote, wanted.remote),
    ...differences('the clone', state.local, wanted.local),
    ...differences('the work tree', list(state.files), list(wanted.files)),
    ...(state.status === wanted.status ? [] : [`git status says ${JSON.stringify(state.status)}`]),
    ...(state.head === wanted.head ? [] : [`HEAD is ${state.head}`]),
    ...(publishes && here !== there ? [`other objects here than there: ${here} ${there}`] : []),
  ];
}

/** What relctl never asks git for. */
export function forbiddenCalls(run: Run): string[] {
  return processesOf(run)
    .map(process => argumentsOf(run, process))
    .filter(isForbidden)
    .map(args => `ran git ${args.join(' ')}`);
}

/** What a run that was not killed itself says must be true: a promise by its exit code, in one JSON document. */
export async function claimFaults(
  run: Run,
  box: Sandbox,
  before: State,
  after: State,
  publishes: boolean,
): Promise<string[]> {
  const said = envelopeOf(run);
  if (said === null) return [`exit ${run.code} without one JSON document: ${run.stdout}${run.stderr}`];
  const faults = said.ok === (run.code === 0) ? [] : [`ok is ${said.ok} with exit ${run.code}`];
  if (run.code === 0) return [...faults, ...(await finalFaults(box, after, publishes))];
  if (![3, 4, 5, 6].includes(run.code ?? -1)) return [...faults, `exit ${run.code}: ${summary(run)}`];
  const published = run.code === 5 ? [] : differences('the remote', await remoteRefs(box), before.remote);
  const changed = run.code === 3 ? differences('the clone', await localRefs(box), before.local) : [];
  return [
    ...faults,
    ...[...published, ...changed].map(fault => `exit ${run.code} (${summary(run)}), yet ${fault}`),
  ];
}

export interface Said {
  readonly ok: boolean;
  readonly result?: { readonly status?: string; readonly tags?: readonly { readonly status?: string }[] };
  readonly error?: { readonly code: string; readonly message: string; readonly details: unknown };
}

/** The JSON document on standard output; null where it is not exactly one. */
export function envelopeOf(run: Run): Said | null {
  try {
    return JSON.parse(run.stdout) as Said;
  } catch {
    return null;
  }
}

/** Exit code, error code and message in one line. */
export function summary(run: Run): string {
  const said = envelopeOf(run);
  if (said?.ok === true) return `exit ${run.code} ${said.result?.status ?? ''}`;
  const words =
    said === null ? `${run.stdout}${run.stderr}`.trim() : `${said.error?.code}: ${said.error?.message}`;
  return `exit ${run.code} ${words.split('\n').slice(0, 4).join(' / ')}`;
}

function fileFaults(files: ReadonlyMap<string, string>, before: State, after: State): string[] {
  const lost = [...before.files.keys()].filter(path => !files.has(path)).map(path => `${path} is gone`);
  const others = [...files]
    .filter(([path, content]) => content !== before.files.get(path) && content !== after.files.get(path))
    // A temporary file beside its target is what a crash may leave until the next run.
    .filter(([path]) => before.files.has(path) || !/(?:^|\/)\.[^/]*relctl-[^/]*$/.test(path))
    .map(([path]) => `${path} is neither old nor new`);
  return [...lost, ...others];
}

function isForbidden(args: readonly string[]): boolean {
  const words = args.filter((_, index) => args[index - 1] !== '-c');
  const command = words.find(word => !word.startsWith('-'));
  if (command === 'reset' || command === 'clean' || command === 'checkout') return true;
  if (command === 'tag')
    return words.some(word => word === '-d' || word === '-f' || word.startsWith('--del'));
  if (command !== 'push') return false;
  return words.some(word => /^(?:\+|:|-[^-]*[fd]|--(?:force|delete|mirror|prune|no-atomic))/.test(word));
}

function isOneOf(ref: string, ...states: readonly (readonly string[])[]): boolean {
  return states.some(state => state.includes(ref));
}

function list(files: ReadonlyMap<string, string>): string[] {
  return [...files].map(([path, content]) => `${path} ${content}`);
}

function differences(where: string, found: readonly string[], wanted: readonly string[]): string[] {
  return [
    ...wanted.filter(each => !found.includes(each)).map(each => `${where} lacks ${short(each)}`),
    ...found.filter(each => !wanted.includes(each)).map(each => `${where} has ${short(each)}`),
  ];
}

function short(text: string): string {
  return JSON.stringify(text.length > 160 ? `${text.slice(0, 160)}…` : text);
}
