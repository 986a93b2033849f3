/** Where something stands in a file; both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** YAML as a workflow uses it: every scalar is its text, aliases stand for what they name. */
export type YamlNode = YamlScalar | YamlList | YamlMap;

export interface YamlScalar {
  readonly kind: 'scalar';
  readonly text: string;
  readonly place: Place;
  /** Whether it is written as it is, without quotes: `null` and `~` then mean nothing. */
  readonly plain: boolean;
  /** Whether it is a `|` block, whose lines follow the one of `place`. */
  readonly block: boolean;
}

export interface YamlList {
  readonly kind: 'list';
  readonly items: readonly YamlNode[];
  readonly place: Place;
}

export interface YamlMap {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, YamlEntry>;
  readonly place: Place;
}

export interface YamlEntry {
  /** Of the key. */
  readonly place: Place;
  readonly value: YamlNode;
}

export interface YamlFault {
  readonly place: Place;
  readonly message: string;
}

export type YamlReading =
  | { readonly ok: true; readonly root: YamlNode }
  | { readonly ok: false; readonly fault: YamlFault };

/** Text that nothing but white space and comments stands in is read as an empty scalar. */
export type YamlReader = (text: string) => YamlReading;

/** Whether a value is left out: `push:` with nothing behind it. */
export function isNothing(node: YamlNode | undefined): boolean {
  return (
    node === undefined || (node.kind === 'scalar' && node.plain && /^(?:|~|null|Null|NULL)$/.test(node.text))
  );
}

/** The value of a key of a map; undefined where there is none. */
export function valueAt(node: YamlNode | undefined, key: string): YamlNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined;
}

/** The scalar of a key of a map; undefined where there is none. */
export function scalarAt(node: YamlNode | undefined, key: string): YamlScalar | undefined {
  const value = valueAt(node, key);
  return value?.kind === 'scalar' && !isNothing(value) ? value : undefined;
}

/** The scalars of a list, or the one scalar that stands for a list of its own. */
export function scalarsOf(node: YamlNode | undefined): YamlScalar[] {
  if (node === undefined || isNothing(node)) return [];
  if (node.kind === 'scalar') return [node];
  return node.kind === 'list' ? node.items.filter(item => item.kind === 'scalar') : [];
}
