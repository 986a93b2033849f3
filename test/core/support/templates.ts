import fc from 'fast-check';
import { applyEdits, sortEdits } from '../../../src/core/plan/apply-edits.js';
import { planEdit } from '../../../src/core/plan/edits.js';
import { parseVersion, type Version } from '../../../src/core/versions/version.js';
import { type Files, workspaceOf } from './workspace.js';

/** Where a template has the version; `fill` puts one there. */
export const HERE = '\uE000';

export function fill(template: string, version: string): string {
  return template.replaceAll(HERE, version);
}

export function fillAll(templates: Files, version: string): Files {
  return Object.fromEntries(Object.entries(templates).map(([path, text]) => [path, fill(text, version)]));
}

export function parsed(text: string): Version {
  const version = parseVersion(text);
  if (version === null) throw new Error(`${text} is no version`);
  return version;
}

/** Files of one package after its version is set in every place that is found, as a release would do it. */
export async function withVersion(files: Files, version: string): Promise<Files> {
  const { packages, lookup } = await workspaceOf(files);
  const [found, ...others] = packages;
  if (found === undefined || others.length > 0 || found.source.file === null)
    throw new Error(`not one package with a version in a file: ${JSON.stringify(files)}`);
  const edits = sortEdits(
    [found.source, ...found.mirrors].map(place =>
      planEdit(lookup.text(place.file) ?? '', place, parsed(version)),
    ),
  );
  const edited = Object.entries(files).map(([path, text]): [string, string] => [
    path,
    applyEdits(
      text,
      edits.filter(({ file }) => file === path),
    ),
  ]);
  return Object.fromEntries(edited);
}

/** Pieces of text one after the other. */
export function joined(...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map(texts => texts.join(''));
}

export function maybe(...texts: readonly string[]): fc.Arbitrary<string> {
  return fc.constantFrom('', ...texts);
}

/** Some of the texts, each at most once, in any order. */
export function someOf(texts: readonly string[], most = 4): fc.Arbitrary<string> {
  return fc
    .shuffledSubarray([...texts], { maxLength: Math.min(most, texts.length) })
    .map(chosen => chosen.join(''));
}

/** A template with a mark in front or none, with any line ends, and none or many of them at the end. */
export function asFile(template: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const ends = fc.oneof(
    fc.constantFrom([false], [true]),
    fc.array(fc.boolean(), { minLength: 2, maxLength: 7 }),
  );
  return fc
    .tuple(maybe('\uFEFF'), template, ends, fc.constantFrom('', '\n', '\n', '\n\n\n'))
    .map(([mark, text, carriage, end]) => {
      let line = 0;
      const whole = text.replace(/\n*$/, '') + end;
      return mark + whole.replaceAll('\n', () => (carriage[line++ % carriage.length] ? '\r\n' : '\n'));
    });
}

/** Versions before and after, of different lengths. */
export const STEPS: fc.Arbitrary<readonly [from: string, to: string]> = fc.constantFrom(
  ['1.2.3', '1.2.4'],
  ['1.2.3', '10.0.0.dev12'],
  ['1.2.3', '1!2.0+abc.1'],
  ['0', '0.0.1rc1'],
  ['1.2.3rc1', '1.2.3'],
  ['2024.12.31.post1', '2025.0.0'],
);
