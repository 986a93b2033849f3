import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeLines, escapeText } from '../../src/render/escape.js';
import { type Annotation, renderAnnotations } from '../../src/render/github.js';
import { hostileText } from '../support/hostile.js';
import { readCommands } from '../support/runner.js';

const error = (message: string): Annotation => ({ severity: 'error', title: 'rule', message });
const warning = (message: string): Annotation => ({ severity: 'warning', title: 'rule', message });
const numbers = (count: number) => Array.from({ length: count }, (_, index) => String(index));

describe('renderAnnotations', () => {
  it('writes one command for each, whatever its texts hold', () => {
    const annotations = fc.record({
      severity: fc.constantFrom('error' as const, 'warning' as const),
      title: hostileText,
      file: fc.option(hostileText),
      line: fc.option(fc.nat()),
      column: fc.option(fc.nat()),
      message: hostileText,
    });
    fc.assert(
      fc.property(fc.array(annotations, { minLength: 1, maxLength: 5 }), list => {
        const text = renderAnnotations(list);
        const ordered = [...list].sort((a, b) =>
          a.severity < b.severity ? -1 : a.severity > b.severity ? 1 : 0,
        );
        const commands = readCommands(text);
        expect(text.split('\n')).toHaveLength(list.length);
        expect(commands.map(({ name }) => name)).toEqual(ordered.map(({ severity }) => severity));
        for (const { properties } of commands)
          expect(
            Object.keys(properties).filter(key => !['file', 'line', 'col', 'title'].includes(key)),
          ).toEqual([]);
        expect(text).not.toMatch(/[^\P{Cc}\n]/u);
      }),
    );
  });

  it('escapes by the rules of the runner, so that it reads what was meant', () => {
    const annotation = { ...error('100 % wrong:\na, b'), file: 'a,b:c%.py', line: 3, column: 7 };
    expect(readCommands(renderAnnotations([annotation]))).toEqual([
      {
        name: 'error',
        properties: { file: 'a,b:c%.py', line: '3', col: '7', title: 'rule' },
        data: '100 % wrong:\na, b',
      },
    ]);
  });

  it('keeps within ten of a severity, the tenth of more saying how many are left out', () => {
    const count = (errors: number, warnings: number) =>
      readCommands(renderAnnotations([...numbers(errors).map(error), ...numbers(warnings).map(warning)]));
    expect(count(10, 10)).toHaveLength(20);
    const commands = count(11, 2);
    expect(commands).toHaveLength(12);
    expect(commands[8]?.data).toBe('8');
    expect(commands[9]).toMatchObject({ name: 'error', data: 'and 2 more, see the summary of the job' });
  });

  it('counts what the step has written already', () => {
    const rest = (spent: number) => renderAnnotations(numbers(3).map(warning), numbers(spent).map(warning));
    expect(readCommands(rest(7))).toHaveLength(3);
    expect(readCommands(rest(8)).map(({ data }) => data)).toEqual([
      '0',
      'and 2 more, see the summary of the job',
    ]);
    expect(rest(10)).toBe('');
  });

  it('writes no message that GitHub would cut', () => {
    const [command] = readCommands(renderAnnotations([error('x'.repeat(10_000))]));
    expect(command?.data.length).toBeLessThan(4096);
  });
});

describe('escapeText and escapeLines', () => {
  it('leave nothing in a log that a runner or a terminal acts upon', () => {
    fc.assert(
      fc.property(hostileText, text => {
        for (const shown of [escapeText(text), escapeLines(text)]) {
          expect(readCommands(shown)).toEqual([]);
          expect(shown).not.toMatch(/[^\P{Cc}\n]|[\u202e\u2066]/u);
        }
        expect(escapeText(text)).not.toContain('\n');
      }),
    );
  });

  it('leave usual text alone', () => {
    const text = 'packages/core/src/core/__init__.py: std::vector #[x] "é" 100 %';
    expect(escapeText(text)).toBe(text);
  });
});
