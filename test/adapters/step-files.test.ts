import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStepFiles } from '../../src/adapters/step-files.js';
import { temporaryFolder } from '../support/repository.js';

describe('openStepFiles', () => {
  it('adds to what is there, on a line of its own', () => {
    const file = join(temporaryFolder(), 'output');
    writeFileSync(file, 'a=1');
    const { output, summary } = openStepFiles({ GITHUB_OUTPUT: file });
    output?.append('b=2\n');
    output?.append('c=3\n');
    expect(readFileSync(file, 'utf8')).toBe('a=1\nb=2\nc=3\n');
    expect(summary).toBeNull();
  });

  it('makes a file that is not there, and takes an empty name for none', () => {
    const file = join(temporaryFolder(), 'summary');
    const { output, summary } = openStepFiles({ GITHUB_OUTPUT: '', GITHUB_STEP_SUMMARY: file });
    summary?.append('é\n');
    expect(output).toBeNull();
    expect(readFileSync(file, 'utf8')).toBe('é\n');
  });

  it('refuses what is no plain file before anything is done', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'target'), '');
    symlinkSync('target', join(folder, 'link'));
    mkdirSync(join(folder, 'folder'));
    for (const name of ['link', 'folder', 'missing/output'])
      expect(() => openStepFiles({ GITHUB_OUTPUT: join(folder, name) }), name).toThrow(/GITHUB_OUTPUT/);
    expect(readFileSync(join(folder, 'target'), 'utf8')).toBe('');
  });

  it('gives a delimiter that nobody knows', () => {
    const { delimiter } = openStepFiles({});
    expect(delimiter()).toMatch(/^ghadelimiter_[0-9a-f]{32}$/);
    expect(delimiter()).not.toBe(delimiter());
  });
});
