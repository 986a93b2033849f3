// biome-ignore-all lint/suspicious/noTemplateCurlyInString: as workflows have it
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPlainYaml } from '../../../src/core/workflows/plain-yaml.js';
import { readYaml } from '../../../src/core/workflows/yaml.js';
import type { YamlNode } from '../../../src/core/workflows/yaml-node.js';

const FIXTURES = new URL('../../../fixtures/', import.meta.url);
const texts = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter(path => /\.ya?ml$/.test(path))
  .map(path => readFileSync(new URL(path, FIXTURES), 'utf8'));

/** All that counts: where an empty value stands does not. */
function comparable(node: YamlNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.plain && node.text === '' ? '' : { ...node };
    case 'list':
      return { place: node.place, items: node.items.map(comparable) };
    case 'map':
      return {
        place: node.place,
        entries: [...node.entries].map(([key, { place, value }]) => [key, place, comparable(value)]),
      };
  }
}

/** Whether the text is read at all; where it is, the library must say the same. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain === null) return false;
  const library = readYaml(text);
  expect({ text, node: comparable(plain) }).toEqual({
    text,
    node: library.ok ? comparable(library.root) : library.fault,
  });
  return true;
}

describe('the short way to read YAML', () => {
  it('takes the workflows of the fixtures, and reads them as the library does', () => {
    expect(texts.length).toBeGreaterThan(20);
    expect(texts.filter(text => !agrees(text)).length).toBeLessThan(texts.length / 10);
  });

  it('agrees with the library on texts that were changed at random, or leaves them to it', () => {
    const mark = fc.constantFrom(
      ...[
        ' ',
        '  ',
        '\n',
        '#',
        ' #',
        ':',
        ': ',
        '- ',
        '-',
        '[',
        ']',
        '{',
        '}',
        "'",
        '"',
        '|',
        '>',
        '&a ',
        '*a',
        '!',
        '?',
        '? ',
        ',',
        '\t',
        '\r',
        '\\',
        '%',
        '---\n',
        '...\n',
        '~',
        '<<: ',
        'a',
        '\n\n',
        '\n  x',
        '|2',
        '\u00a0',
        '\u2028',
      ],
    );
    const change = fc.tuple(fc.nat(), fc.nat(6), fc.option(mark));
    fc.assert(
      fc.property(fc.nat(texts.length - 1), fc.array(change, { maxLength: 3 }), (which, changes) => {
        let text = (texts[which] as string).slice(0, 1500);
        for (const [at, length, inserted] of changes) {
          const from = at % (text.length + 1);
          text = text.slice(0, from) + (inserted ?? '') + text.slice(from + (inserted === null ? length : 0));
        }
        agrees(text);
      }),
      { numRuns: 1500 },
    );
  });

  it('agrees on small texts made of marks', () => {
    const piece = fc.constantFrom(
      ...[
        'a',
        'b: ',
        'a:',
        '\n',
        '\n  ',
        '\n    ',
        '- ',
        '-',
        ' ',
        "'x'",
        '"y"',
        '[a, b]',
        '[]',
        '#c',
        ' #c',
        '|\n',
        '|-\n',
        '>\n',
        '1.0',
        'x: y',
        "it's",
        '${{ a }}',
        'a:b',
        '*x',
        '&x',
        '!x',
        '{',
        '}',
        '\n\n',
        '@',
        '`',
        '.5',
        '-1',
        '---',
        '~',
        '?',
        '? ',
        ', ',
        '"',
        "'",
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        agrees(pieces.join(''));
      }),
      { numRuns: 10_000 },
    );
  });
});
