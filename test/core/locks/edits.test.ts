import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import type { LockChange, RewrittenRequirement } from '../../../src/core/locks/lock.js';
import { withReplacements } from '../../../src/core/locks/prove.js';
import { editsOf, recorded, recordedCase } from './recorded.js';

const NOTHING: LockChange = {
  releases: [],
  requirements: [],
  manifests: { before: new Map(), after: new Map() },
};

function edited(kind: 'uv' | 'poetry' | 'pdm', text: string, folder: string, change: LockChange): string {
  const { replacements, refusal, stale } = editsOf(kind, text, folder, change);
  expect({ refusal, stale }).toEqual({ refusal: null, stale: null });
  return withReplacements(text, replacements);
}

function withRequirement(change: LockChange, requirement: RewrittenRequirement): LockChange {
  return { ...change, requirements: [...change.requirements, requirement] };
}

describe('the edits of a lock', () => {
  it.each(recorded)('are what the tool writes, byte for byte: $title', pair => {
    const { kind, folder, before, after, change } = pair;
    expect(edited(kind, before, folder, change)).toBe(after);
  });

  it.each(recorded)('keep the ends of lines and the mark: $title', ({
    kind,
    folder,
    before,
    after,
    change,
  }) => {
    const windows = (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`;
    expect(edited(kind, windows(before), folder, change)).toBe(windows(after));
  });

  it.each(recorded)('change nothing twice: $title', ({ kind, folder, after, change }) => {
    const done = { ...change, manifests: { before: change.manifests.after, after: change.manifests.after } };
    expect(edited(kind, after, folder, done)).toBe(after);
  });

  it.each(recorded)('leave alone what is not released: $title', ({ kind, folder, before }) => {
    expect(edited(kind, before, folder, NOTHING)).toBe(before);
  });

  it('do not stumble over what no tool writes', () => {
    const { before, after, change } = recordedCase('uv-workspace');
    const odd = '\n[tool]\nnumber = 9007199254740993\nday = 1979-05-27\nratio = nan\n';
    expect(edited('uv', before + odd, '.', change)).toBe(after + odd);
    const endless = before.replace(/^name = /m, `note = "${'x'.repeat(2_000_000)}"\n$&`);
    expect(editsOf('uv', endless, '.', change)).toMatchObject({
      replacements: [],
      refusal: expect.stringContaining('cannot be taken apart'),
    });
  });

  it('need both the name and the folder', () => {
    const { before, change } = recordedCase('uv-path');
    const releases = change.releases.flatMap(release => [
      { ...release, path: 'c' },
      { ...release, name: 'cc' },
    ]);
    expect(edited('uv', before, 'libs/a', { ...NOTHING, releases })).toBe(before);
  });

  it('leave a version alone that uv should not have, and give none', () => {
    const { before } = recordedCase('uv-workspace');
    const dynamic = { name: 'dyn-pkg', path: 'packages/dyn', version: '2.0.0', dynamic: true };
    const wrong = before.replace('name = "dyn-pkg"\nsource', 'name = "dyn-pkg"\nversion = "1.0"\nsource');
    expect(edited('uv', wrong, '.', { ...NOTHING, releases: [dynamic] })).toBe(wrong);
    const { refusal } = editsOf('uv', before, '.', {
      ...NOTHING,
      releases: [{ ...dynamic, dynamic: false }],
    });
    expect(refusal).toBe('dyn-pkg has no version in line 39');
  });

  it('leave a requirement alone that admits the new version', () => {
    const { before, change } = recordedCase('uv-path');
    const releases = change.releases.map(release => ({ ...release, version: '0.1.9' }));
    const requirements = change.requirements.slice(0, 1);
    const text = edited('uv', before, 'libs/a', { ...NOTHING, releases, requirements }).split('\n');
    expect(text[29]).toContain('specifier = ">=0.1,~=0.2.0,!=0.3,<2"');
    expect(text[30]).toContain('specifier = ">=0.1.0"');
    expect(text[35]).toContain('specifier = "==0.1.*"');
  });
});

describe('a lock is refused', () => {
  const refusal = (kind: 'uv' | 'poetry' | 'pdm', text: string, folder: string, change: LockChange) => {
    const edits = editsOf(kind, text, folder, change);
    expect(edits.replacements).toEqual([]);
    return edits.refusal;
  };

  it.each([
    [
      'of an unknown format',
      (text: string) => text.replace('version = 1', 'version = 2'),
      'its format version 2 is not known',
    ],
    ['that is broken', (text: string) => `${text}\n[[package]`, /^line \d+: /],
    [
      'that is laid out otherwise',
      (text: string) => text.replace('\n[[package]]\nname = "c"', '\n[[ package ]]\nname = "c"'),
      /laid out/,
    ],
    [
      'whose name is no plain string',
      (text: string) => text.replace('name = "c"\nversion', 'name = "\\u0063"\nversion'),
      /laid out/,
    ],
  ])('%s', (_, spoil, message) => {
    const { before, change } = recordedCase('uv-path');
    expect(spoil(before)).not.toBe(before);
    expect(refusal('uv', spoil(before), 'libs/a', change)).toMatch(message);
  });

  it('where a requirement is not what the manifest said', () => {
    const { before, change } = recordedCase('uv-path');
    expect(refusal('uv', before.replace('==0.1.*', '==0.1.0'), 'libs/a', change)).toMatch(
      /c==0\.1\.0 in the entry of libs\/b/,
    );
  });

  it('where two rewritten requirements may be the one that is there', () => {
    const { before, change } = recordedCase('poetry-legacy');
    const other = { owner: 'libs/d', name: 'c-lib', before: '>=0.1,<0.1.9', after: '>=0.2,<0.3' };
    expect(refusal('poetry', before, 'app', withRequirement(change, other))).toMatch(/c-lib >=0\.1,<0\.1\.9/);
  });

  it('where PDM keeps hashes of a published version', () => {
    const { before, change } = recordedCase('pdm-path');
    const text = before.replace(
      '    "north-lib==1.0.0",\n]\n',
      '$&files = [\n    {file = "x.whl", hash = "sha256:00"},\n]\n',
    );
    expect(refusal('pdm', text, 'app', change)).toBe(
      'the entry of north-lib in line 36 holds hashes of a published version',
    );
  });

  it('where the inputs of PDM hold path dependencies, if it is concerned', () => {
    const { before, change } = recordedCase('pdm-inputs');
    const text = before.replace(
      '\n[[package]]',
      '\n[metadata.lock_inputs.project.local."url-sha256:00"]\n$&',
    );
    expect(refusal('pdm', text, '.', change)).toBe('its lock_inputs hold path dependencies');
    expect(edited('pdm', text, '.', NOTHING)).toBe(text);
  });
});

describe('the hash over manifests', () => {
  it.each(['poetry-hybrid', 'pdm-workspace'])('of a lock that was stale before stays: %s', name => {
    const { kind, folder, before, after, change } = recordedCase(name);
    const spoil = (text: string) => text.replace(/(content[-_]hash = "(?:sha256:)?)\w+/, '$1f00d');
    const { replacements, refusal, stale } = editsOf(kind, spoil(before), folder, change);
    expect(refusal).toBeNull();
    expect(stale).toMatch(/does not fit the manifests/);
    expect(withReplacements(spoil(before), replacements)).toBe(spoil(after));
  });

  it('stays where the manifest changed in nothing that is hashed', () => {
    const { before, change } = recordedCase('poetry-hybrid');
    const path = 'app/pyproject.toml';
    const text = change.manifests.before.get(path) ?? '';
    const manifests = {
      before: new Map([[path, text]]),
      after: new Map([[path, text.replace('"1.0.0"', '"9.0.0"')]]),
    };
    expect(edited('poetry', before, 'app', { ...NOTHING, manifests })).toBe(before);
  });
});

describe('random locks of uv', () => {
  const VERSION = fc.constantFrom('0.1.0', '1.0', '2.0rc1', '1!3.0.post1');

  it('change in the released versions alone', () => {
    const member = fc.record({
      version: fc.option(VERSION),
      isReleased: fc.boolean(),
      isDynamic: fc.boolean(),
      next: VERSION,
    });
    fc.assert(
      fc.property(fc.array(member, { maxLength: 6 }), members => {
        const entries = members.map(
          ({ version }, at) =>
            `[[package]]\nname = "p${at}"\n${version === null ? '' : `version = "${version}"\n`}source = { editable = "p${at}" }\n`,
        );
        const text = `version = 1\n\n${entries.join('\n')}`;
        const releases = members.flatMap(({ next, isReleased, isDynamic, version }, at) =>
          isReleased
            ? [{ name: `p${at}`, path: `p${at}`, version: next, dynamic: isDynamic || version === null }]
            : [],
        );
        const expected = parse(text) as { package?: { version?: string }[] };
        members.forEach(({ version, next, isReleased, isDynamic }, at) => {
          const entry = expected.package?.[at];
          if (entry !== undefined && isReleased && !isDynamic && version !== null) entry.version = next;
        });
        expect(parse(edited('uv', text, '.', { ...NOTHING, releases }))).toEqual(expected);
      }),
    );
  });
});
