import { existsSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Reads a CPU profile of V8: how long each part took, in milliseconds. A sample belongs to the nearest file on the
 * stack that is not Node's own, so that reading and compiling a module counts for who wanted it.
 */
export function readProfile({ nodes, samples, timeDeltas }) {
  const stacks = describeNodes(nodes.map(node => ({ ...node, callFrame: inSources(node.callFrame) })));
  const sums = { states: new Map(), parts: new Map(), functions: new Map(), callers: new Map() };
  const phases = { loading: 0, running: 0 };
  const idle = { loading: 0, running: 0 };
  let running = false;
  for (let at = 0; at < samples.length; at++) {
    const spent = timeDeltas[at] / 1000;
    const { state, part, label, callers, inCommand } = stacks.get(samples[at]);
    running ||= inCommand;
    const phase = running ? 'running' : 'loading';
    phases[phase] += spent;
    if (state === 'idle') idle[phase] += spent;
    add(sums.states, state, spent);
    if (state === 'idle' || state === 'program') continue;
    add(sums.parts, part, spent);
    add(sums.functions, label, spent);
    for (const caller of callers) add(sums.callers, caller, spent);
  }
  return { ...sums, phases, idle };
}

const sourceMaps = new Map();

/** The place in the sources that a place of the bundle was made from. */
function inSources(frame) {
  if (!frame.url.startsWith('file:')) return frame;
  const file = `${fileURLToPath(frame.url)}.map`;
  if (!sourceMaps.has(file))
    sourceMaps.set(file, existsSync(file) ? new SourceMap(JSON.parse(readFileSync(file, 'utf8'))) : null);
  const { originalSource, originalLine } =
    sourceMaps.get(file)?.findEntry(frame.lineNumber, frame.columnNumber) ?? {};
  if (originalSource === undefined) return frame;
  return { ...frame, url: new URL(originalSource, frame.url).href, lineNumber: originalLine };
}

function add(sums, key, value) {
  sums.set(key, (sums.get(key) ?? 0) + value);
}

function describeNodes(nodes) {
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id])));
  const byId = new Map(nodes.map(node => [node.id, node]));
  const described = new Map();
  for (const { id, callFrame } of nodes) {
    let part = 'node';
    let inCommand = false;
    const callers = new Set();
    for (let current = id; current !== undefined; current = parents.get(current)) {
      const frame = byId.get(current).callFrame;
      const { url, functionName } = frame;
      if (partOf(url).startsWith('relctl')) callers.add(labelOf(frame));
      if (part === 'node') part = partOf(url);
      // Loading a module is not yet running it; git may have been started before.
      inCommand ||=
        functionName !== '' && !isModule(functionName) && /\/src\/core\/(?:operations|workspace)\//.test(url);
    }
    described.set(id, { state: stateOf(callFrame), part, label: labelOf(callFrame), callers, inCommand });
  }
  return described;
}

function stateOf({ functionName }) {
  if (functionName === '(idle)') return 'idle';
  if (functionName === '(garbage collector)') return 'garbage collection';
  return functionName === '(program)' ? 'program' : 'code';
}

/** Whether that is no function but a module of the bundle, which is a method with its path as name. */
export function isModule(functionName) {
  return /\.[cm]?[jt]s$/.test(functionName);
}

/** A dependency by its name, relctl by its folder. */
export function partOf(url) {
  if (url === '' || url.startsWith('node:')) return 'node';
  const inside = url.split('/node_modules/');
  if (inside.length > 1) {
    const [first, second] = inside.at(-1).split('/');
    return first.startsWith('@') ? `${first}/${second}` : first;
  }
  const own = /\/(?:src|dist)\/(core\/[^/]+|[^/]+)\//.exec(url);
  return own === null ? 'relctl' : `relctl ${own[1]}`;
}

function labelOf({ functionName, url, lineNumber }) {
  const short = url.includes('/node_modules/')
    ? url.replace(/^.*\/node_modules\//, '')
    : url.replace(/^.*\/(?=(?:dist|src)\/)/, '');
  return `${functionName || '(anonymous)'} ${short}${url === '' ? '' : `:${lineNumber + 1}`}`;
}
