import { type Place, valueAt, type YamlMap, type YamlNode, type YamlScalar } from './yaml-node.js';

/** What a matrix comes to, as far as the file alone decides it. */
export interface Matrix {
  readonly place: Place;
  /** The first of its lists that holds nothing; the key is null where it has none at all. */
  readonly empty: { readonly key: string | null; readonly place: Place } | null;
  /** How many jobs it makes; null where an expression has a say in it. */
  readonly jobs: number | null;
}

/** Larger ones are not gone through: nobody writes them, and aliases would let a short file be huge. */
const MOST_NODES = 10_000;
const MOST_COMPARISONS = 1_000_000;

/**
 * Reads `strategy.matrix` as the runner's own parser does: the product of the lists, without what `exclude` takes out,
 * and with each entry of `include` that fits none of the rest. Null where there is none, and where it is an expression.
 */
export function readMatrix(job: YamlNode): Matrix | null {
  const matrix = valueAt(valueAt(job, 'strategy'), 'matrix');
  if (matrix?.kind !== 'map') return null;
  const { place } = matrix;
  const isPlain = hasNoExpression(matrix);
  const empty = emptyList(matrix, isPlain);
  const jobs = empty === null && isPlain ? countJobs(matrix) : null;
  return { place, empty, jobs };
}

function emptyList(matrix: YamlMap, isPlain: boolean): Matrix['empty'] {
  const lists = [...matrix.entries].filter(([key]) => key !== 'exclude' && key !== 'include');
  for (const [key, { place, value }] of lists) {
    if (value.kind === 'list' && value.items.length === 0) return { key, place };
  }
  if (lists.length > 0 || !isPlain) return null;
  const include = matrix.entries.get('include');
  if (include === undefined) return { key: null, place: matrix.place };
  return include.value.kind === 'list' && include.value.items.length === 0
    ? { key: 'include', place: include.place }
    : null;
}

/** Whether nothing in a matrix of a sensible size is computed. */
function hasNoExpression(matrix: YamlMap): boolean {
  const nodes: YamlNode[] = [matrix];
  for (const node of nodes) {
    if (node.kind === 'scalar' && node.text.includes('${{')) return false;
    if (node.kind === 'list') nodes.push(...node.items);
    for (const [key, { value }] of node.kind === 'map' ? node.entries : []) {
      if (key.includes('${{')) return false;
      nodes.push(value);
    }
    if (nodes.length > MOST_NODES) return false;
  }
  return true;
}

/** A combination of values, or an entry of `include` or `exclude`, by the keys in lower case. */
type Values = ReadonlyMap<string, YamlNode>;

/** Null for what GitHub refuses. */
function countJobs({ entries }: YamlMap): number | null {
  const vectors = new Map<string, readonly YamlNode[]>();
  for (const [key, { value }] of entries) {
    if (key === 'include' || key === 'exclude') continue;
    if (value.kind !== 'list') return null;
    vectors.set(key.toLowerCase(), value.items);
  }
  const include = readEntries(entries.get('include')?.value);
  const exclude = readEntries(entries.get('exclude')?.value);
  if (include === null || exclude?.every(entry => [...entry.keys()].every(key => vectors.has(key))) !== true)
    return null;
  if (vectors.size === 0) return include.length === 0 ? null : include.length;
  const product = [...vectors.values()].reduce((size, { length }) => size * length, 1);
  if (product * (1 + include.length + exclude.length) > MOST_COMPARISONS)
    return exclude.length === 0 ? product : null;
  const left = combinations(vectors).filter(each => !exclude.some(entry => fits(entry, each)));
  return left.length + include.filter(entry => !left.some(each => fits(entry, each))).length;
}

function readEntries(node: YamlNode | undefined): Values[] | null {
  if (node === undefined) return [];
  if (node.kind !== 'list') return null;
  const maps = node.items.filter(item => item.kind === 'map');
  if (maps.length < node.items.length) return null;
  return maps.map(
    ({ entries }) => new Map([...entries].map(([key, { value }]) => [key.toLowerCase(), value])),
  );
}

function combinations(vectors: ReadonlyMap<string, readonly YamlNode[]>): Values[] {
  let all: Values[] = [new Map()];
  for (const [key, values] of vectors)
    all = all.flatMap(each => values.map(value => new Map([...each, [key, value]])));
  return all;
}

/** Whether a combination has the values of an entry; what an entry adds of its own fits any. */
function fits(entry: Values, combination: Values): boolean {
  return [...entry].every(([key, value]) => {
    const own = combination.get(key);
    return own === undefined || holds(own, value);
  });
}

/** Whether a value has all that a filter asks for. */
function holds(value: YamlNode, filter: YamlNode): boolean {
  if (filter.kind === 'scalar') return value.kind === 'scalar' && equal(value, filter);
  if (filter.kind === 'list')
    return filter.items.every((item, index) => {
      const own = value.kind === 'list' ? value.items[index] : undefined;
      return own !== undefined && holds(own, item);
    });
  return [...filter.entries].every(([key, { value: item }]) => {
    const own = valueAt(value, key);
    return own !== undefined && holds(own, item);
  });
}

/** As `==` of GitHub's expressions has it: text without regard to case, numbers by their value. */
function equal(one: YamlScalar, other: YamlScalar): boolean {
  if (one.text.toLowerCase() === other.text.toLowerCase()) return true;
  const isNumber = ({ text }: YamlScalar) => text.trim() !== '' && Number.isFinite(Number(text));
  return (
    (one.plain || other.plain) && isNumber(one) && isNumber(other) && Number(one.text) === Number(other.text)
  );
}
