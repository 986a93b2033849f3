import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestTags, ownedTags, type TaggedPackage } from '../../../src/core/tags/newest.js';
import { formatTag } from '../../../src/core/tags/template.js';
import { formatVersion } from '../../../src/core/versions/version.js';

function tagged(id: string, template = '{package}-v{version}', ...oldTemplates: string[]): TaggedPackage {
  return { id, name: id, path: `packages/${id}`, template, oldTemplates };
}

function owners(packages: readonly TaggedPackage[], ...tags: string[]): string[] {
  return ownedTags(packages, tags).map(
    ({ package: { id }, tag, version }) => `${tag}: ${id} ${formatVersion(version)}`,
  );
}

describe('ownedTags', () => {
  it('tells packages apart whose ids start alike, or end in digits or -v1', () => {
    const packages = ['core', 'core-v1', 'core-v1-v2', 'core2', 'core-2', 'co'].map(id => tagged(id));
    expect(
      owners(packages, 'core-v1.0.0', 'core-v1-v1.0.0', 'core-v1-v2-v3.0', 'core2-v1.0', 'core-2-v1.0'),
    ).toEqual([
      'core-v1.0.0: core 1.0.0',
      'core-v1-v1.0.0: core-v1 1.0.0',
      'core-v1-v2-v3.0: core-v1-v2 3.0',
      'core2-v1.0: core2 1.0',
      'core-2-v1.0: core-2 1.0',
    ]);
  });

  it('takes only the normal form of a version', () => {
    const packages = [tagged('core'), tagged('core-v1')];
    const odd = [
      'core-v1-1',
      'core-v01.0.0',
      'CORE-v1.0.0',
      'core-v1.0-rc1',
      'core-v1.0.0.RC1',
      'core-vv1.0',
      'core-v',
    ];
    expect(owners(packages, ...odd, 'core-v1.0.0 ', 'xcore-v1.0.0', 'core-v1.0.0/x')).toEqual([]);
  });

  it('gives a tag that two templates fit to the one that says more before the version', () => {
    const packages = [
      tagged('a', '{package}-v{version}'),
      { ...tagged('b', '{name}.{version}'), name: 'a-v1' },
    ];
    expect(owners(packages, 'a-v1.0.0')).toEqual(['a-v1.0.0: b 0.0']);
    expect(owners(packages, 'a-v2.0.0')).toEqual(['a-v2.0.0: a 2.0.0']);
  });

  it('lets packages share the tags of one template, and knows those they had before', () => {
    expect(owners([tagged('a', 'v{version}'), tagged('b', 'v{version}')], 'v1.0')).toEqual([
      'v1.0: a 1.0',
      'v1.0: b 1.0',
    ]);
    const moved = tagged('a', '{package}-v{version}', 'v{version}', 'old/{package}@{version}');
    expect(owners([moved, tagged('b')], 'v1.0', 'old/a@2.0', 'old/b@2.0', 'a-v3.0')).toEqual([
      'v1.0: a 1.0',
      'old/a@2.0: a 2.0',
      'a-v3.0: a 3.0',
    ]);
  });

  it('reads back every tag as that of its package alone', () => {
    const id = fc.stringMatching(/^[a-c](?:[a-c0-2-]{0,6}[a-c0-2])?$/);
    const version = fc.constantFrom('1.0', '1.0.0', '10.2rc1', '1!2.0', '1.0.post1', '1.0.dev1', '0.0.1a2');
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 8 }), version, (ids, written) => {
        const packages = ids.map(each => tagged(each));
        for (const each of packages) {
          const tag = formatTag(each.template, each, written);
          expect(owners(packages, tag)).toEqual([`${tag}: ${each.id} ${written}`]);
        }
      }),
    );
  });
});

describe('newestTags', () => {
  it('orders by PEP 440, not by letters or age', () => {
    const tags = ['1.9.0', '1.10.0rc1', '1.10.0', '1.10.0.post1', '1.10.0.dev3', '1.2.0'].map(
      each => `core-v${each}`,
    );
    expect(newestTags([tagged('core')], tags).get('core')?.tag).toBe('core-v1.10.0.post1');
    expect(newestTags([tagged('core')], [...tags, 'core-v1!0.1']).get('core')?.tag).toBe('core-v1!0.1');
    expect(newestTags([tagged('tool')], tags).get('tool')).toBeUndefined();
  });
});
