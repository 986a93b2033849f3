import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../src/core/workflows/yaml.js';
import { workflow } from './support.js';

describe('files that GitHub refuses', () => {
  it.each([
    ['unclosed', 'on: [push', 2],
    ['a tab', 'on:\n\tpush:', 2],
    ['two documents', 'on: push\n---\non: push', 2],
    ['a key twice', 'on: push\nname: a\nname: b', 3],
    ['an event twice', 'on:\n  push:\n  push:', 3],
    ['an alias of nothing', 'on: {push: {branches: [*main]}}', 1],
    ['a pattern that is an alias', 'on:\n  push:\n    paths:\n      - *.js', 4],
    ['a pattern that is a tag', 'on:\n  push:\n    tags:\n      - v*\n      - !v2', 5],
    ['a pattern that is half a list', 'on:\n  push:\n    tags:\n      - [0-9]+.x', 4],
    ['an alias of itself', 'on: &a [*a]', 1],
    ['a list', '- on', 2],
    ['text', 'hello', 1],
    ['no event', 'name: x', 1],
    ['an empty event', 'on:\nname: x', 1],
    ['an unknown event', 'on:\n  push:\n  pull_requests:', 3],
    ['a map as a key', 'on:\n  ? {a: b}\n  : c', 2],
    ['a bracket too many', 'on:\n  push:\n    branches: [main]]', 3],
  ])('%s', (_, text, line) => {
    const { triggers, faults } = workflow(text);
    expect(triggers.size).toBe(0);
    expect(faults[0]).toMatchObject({
      place: { line },
      message: expect.any(String),
      hint: expect.stringMatching(/\S/),
    });
  });

  it.each([
    '',
    '# nothing',
    'on: push\njobs:',
    'on: push\njobs: []',
    'on: push\njobs:\n  a: b',
    'on: push\njobs:\n  a: {steps: []}',
  ])('%j', text => {
    const read = workflow(text.includes('jobs') ? text : `${text}\njobs: `);
    expect(read.triggers.size).toBe(0);
    expect(read.faults.length).toBeGreaterThan(0);
  });
});

describe('what GitHub takes', () => {
  it('gives anchors and aliases for what they name', () => {
    const { triggers, faults } = workflow(
      'on:\n  push:\n    branches: &names\n      - main\n    tags: *names\n  pull_request: &empty\n  create: *empty',
    );
    expect(faults).toEqual([]);
    expect([...triggers.keys()]).toEqual(['push', 'pull_request', 'create']);
    expect(
      triggers
        .get('push')
        ?.filters.get('tags')
        ?.patterns.map(({ text }) => text),
    ).toEqual(['main']);
  });

  it('reads the name, or takes the path for it', () => {
    expect(workflow('name: Release\non: push').name).toBe('Release');
    expect(workflow('on: push').name).toBe('.github/workflows/ci.yml');
    expect(workflow('name: \non: push').name).toBe('.github/workflows/ci.yml');
  });

  it.each([
    '\ufeffon: push',
    '"on": push',
    "'on':\n  'push':",
    'on: push\r\nname: x\r\n',
    '%YAML 1.1\n---\non: push',
  ])('%j', text => {
    expect([...workflow(text).triggers.keys()]).toEqual(['push']);
  });

  it('counts lines and columns of patterns from 1', () => {
    const { triggers } = workflow("on:\n  push:\n    tags:\n      - 'v*'\n      - x");
    expect(
      triggers
        .get('push')
        ?.filters.get('tags')
        ?.patterns.map(({ place }) => place),
    ).toEqual([
      { line: 4, column: 9 },
      { line: 5, column: 9 },
    ]);
  });
});

describe('hostile files', () => {
  const bomb = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x]',
    ...Array.from(
      { length: 12 },
      (_, index) => `a${index + 1}: &a${index + 1} [${Array(9).fill(`*a${index}`).join(', ')}]`,
    ),
  ];

  it.each([
    ['an alias bomb beside the workflow', `${bomb.join('\n')}\non: push`],
    ['an alias bomb of patterns', `${bomb.join('\n')}\non: {push: {tags: *a12}}`],
    ['an alias bomb of steps', `${bomb.join('\n')}\non: push\njobs: {a: {runs-on: x, steps: *a12}}`],
    ['brackets', '['.repeat(1_000_000)],
    ['maps in maps', '{a: '.repeat(200_000)],
    ['lists in lists', '- '.repeat(500_000)],
    ['keys on one line', 'a: '.repeat(300_000)],
    ['folders of keys', Array.from({ length: 1200 }, (_, index) => `${' '.repeat(index)}a:`).join('\n')],
    ['keys', Array.from({ length: 60_000 }, (_, index) => `a${index}: 1`).join('\n')],
    ['aliases', `a: &a 1\n${Array.from({ length: 40_000 }, (_, index) => `b${index}: *a`).join('\n')}`],
    [
      'one long line of commands',
      `on: push\njobs: {a: {runs-on: x, steps: [{run: "${'uv '.repeat(200_000)}"}]}}`,
    ],
  ])('%s', (_, text) => {
    const start = performance.now();
    const { triggers } = workflow(text);
    expect(performance.now() - start).toBeLessThan(5000);
    expect([0, 1]).toContain(triggers.size);
  });

  it('reads what is not nested wildly, however many brackets it has', () => {
    const script = Array.from({ length: 2000 }, () => '          if [[ -n "$x" ]]; then echo "{}"; fi').join(
      '\n',
    );
    expect(
      readYaml(`on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n${script}\n`).ok,
    ).toBe(true);
  });
});
