import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printJson, safeJson } from '../../src/render/json.js';
import { hostileText } from '../support/hostile.js';
import { readCommands } from '../support/runner.js';

const documents = fc.dictionary(hostileText, fc.oneof(hostileText, fc.array(hostileText), fc.integer()));

describe('safeJson', () => {
  it('is the same value on one line without anything that a shell or a runner reads', () => {
    fc.assert(
      fc.property(documents, document => {
        const text = safeJson(document);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(document)));
        expect(text).toMatch(/^[\w "+,\-./:@[\]{}\\]*$/);
        expect(readCommands(text)).toEqual([]);
      }),
    );
  });

  it('runs nothing in a script into which somebody has pasted it', () => {
    const text = safeJson([
      "'; id; '",
      '$(id)',
      '`id`',
      '"; id; "',
      '\\',
      '!!',
      '\n',
      '$HOME',
      '&& id',
      '| id',
    ]);
    const bash = (script: string) => execFileSync('bash', ['-c', script], { encoding: 'utf8' });
    expect(bash(`printf %s '${text}'`)).toBe(text);
    // Here those quotes are lost that belong to JSON, and nothing worse happens.
    for (const script of [`printf %s "${text}"`, `printf %s ${text}`])
      expect(bash(script)).not.toContain('uid=');
  });

  it('leaves usual names readable', () => {
    expect(safeJson(['core', 'packages/a-b_c.d', 'v1.2.3rc1+x'])).toBe(
      '["core","packages/a-b_c.d","v1.2.3rc1+x"]',
    );
  });
});

describe('printJson', () => {
  it('is the same document, without commands and without what cannot be seen', () => {
    fc.assert(
      fc.property(documents, document => {
        const text = printJson(document);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(document)));
        expect(readCommands(text)).toEqual([]);
        expect(text).not.toMatch(/[^\P{Cc}\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u);
      }),
    );
  });
});
