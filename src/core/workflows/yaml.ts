import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Place, YamlEntry, YamlFault, YamlNode, YamlReading } from './yaml-node.js';

/** How deep GitHub reads. */
const DEEPEST = 50;

/**
 * Reads YAML 1.2 with the library `yaml`, every scalar as its text. An alias becomes the very node that it names, so
 * that what a file expands to takes no room; keys that occur twice are a fault, as they are to GitHub.
 */
export function readYaml(text: string): YamlReading {
  const lines = new LineCounter();
  const place = (offset: number | undefined): Place => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const tooDeep = { place: { line: 1, column: 1 }, message: 'it is nested too deeply' };
  if (nestsWildly(text)) return { ok: false, fault: tooDeep };
  try {
    const document = parseDocument(text.replace(/^\ufeff/, ''), {
      lineCounter: lines,
      version: '1.2',
      schema: 'failsafe',
      merge: false,
      prettyErrors: false,
      // The library compares each key with each other one.
      uniqueKeys: false,
    });
    const [error] = document.errors;
    if (error !== undefined)
      return { ok: false, fault: { place: place(error.pos[0]), message: error.message } };
    const converter = new Converter(place);
    return { ok: true, root: converter.convert(document.contents, 0) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, fault: error.fault };
    // Deep nesting overflows the stack of the library.
    if (error instanceof RangeError) return { ok: false, fault: tooDeep };
    throw error;
  }
}

/** Far more than any workflow nests, and far less than what the library cannot get through. */
const WILD = { brackets: 500, marks: 100, keysOnOneLine: 5000 } as const;

/**
 * Whether brackets, or marks of lists and keys on one line, are nested so deeply that the library would run out of
 * memory, which no program can catch. Brackets in scripts count too, so the bound is generous.
 */
function nestsWildly(text: string): boolean {
  let open = 0;
  let marks = 0;
  let keys = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    const beforeBlank = text[index + 1] === ' ';
    if (character === '[' || character === '{') open++;
    else if (character === ']' || character === '}') open = Math.max(0, open - 1);
    else if (character === '\n') keys = 0;
    else if (character === ':' && beforeBlank) keys++;
    if ((character === '-' || character === '?') && beforeBlank) marks++;
    else if (character !== ' ') marks = 0;
    if (open > WILD.brackets || marks > WILD.marks || keys > WILD.keysOnOneLine) return true;
  }
  return false;
}

class Refusal extends Error {
  readonly fault: YamlFault;

  constructor(fault: YamlFault) {
    super(fault.message);
    this.fault = fault;
  }
}

class Converter {
  private readonly place: (offset: number | undefined) => Place;
  private readonly anchors = new Map<string, YamlNode | null>();

  constructor(place: (offset: number | undefined) => Place) {
    this.place = place;
  }

  convert(node: Node | null | unknown, depth: number): YamlNode {
    const value = node as Node | null;
    const place = this.place(value?.range?.[0]);
    if (depth > DEEPEST) throw new Refusal({ place, message: `it is nested deeper than ${DEEPEST} levels` });
    if (value === null) return nothing(place);
    if (isAlias(value)) {
      const meant = this.anchors.get(value.source);
      if (meant === null) throw new Refusal({ place, message: `*${value.source} is part of what it names` });
      if (meant === undefined)
        throw new Refusal({
          place,
          message: `nothing is called &${value.source}; a pattern that starts with * is written in quotes`,
        });
      return meant;
    }
    // A lone `!`, as before a condition, says only that what follows is text.
    if (value.tag !== undefined && /^!./.test(value.tag))
      throw new Refusal({
        place,
        message: `${value.tag} is a YAML tag; a pattern that starts with ! is written in quotes`,
      });
    const anchor = 'anchor' in value ? value.anchor : undefined;
    if (anchor !== undefined) this.anchors.set(anchor, null);
    const converted = this.convertContent(value, place, depth);
    if (anchor !== undefined) this.anchors.set(anchor, converted);
    return converted;
  }

  private convertContent(node: Node, place: Place, depth: number): YamlNode {
    if (isScalar(node)) {
      const plain = node.type === 'PLAIN' || node.type === undefined;
      return {
        kind: 'scalar',
        text: String(node.value ?? ''),
        place,
        plain,
        block: node.type === 'BLOCK_LITERAL',
      };
    }
    if (isSeq(node))
      return { kind: 'list', items: node.items.map(item => this.convert(item, depth + 1)), place };
    if (!isMap(node)) return nothing(place);
    const entries = new Map<string, YamlEntry>();
    for (const { key, value } of node.items) {
      const name = this.convert(key, depth + 1);
      if (name.kind !== 'scalar') throw new Refusal({ place: name.place, message: 'a key must be a name' });
      if (entries.has(name.text))
        throw new Refusal({ place: name.place, message: `${JSON.stringify(name.text)} is there twice` });
      const content = value === null ? nothing(name.place) : this.convert(value, depth + 1);
      entries.set(name.text, { place: name.place, value: content });
    }
    return { kind: 'map', entries, place };
  }
}

function nothing(place: Place): YamlNode {
  return { kind: 'scalar', text: '', place, plain: true, block: false };
}
