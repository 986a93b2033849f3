import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameKey, seriesOf } from '../../../src/core/tags/series.js';
import { formatTag, parseTag, tagFrame } from '../../../src/core/tags/template.js';

const names = (templates: string[], tags: string[]) =>
  [...seriesOf(templates, tags)].map(([key, series]) => [key, series.tags.map(({ name }) => name)]);

describe('series of tags', () => {
  it('have one text before and after the version, the greatest version first', () => {
    const tags = ['core-v1.9.0', 'core-v1.10.0', 'core-v1.10.0rc1', 'core-extra-v1.0.0', 'core-v2-v1.0.0'];
    expect(names(['{package}-v{version}'], tags)).toEqual([
      ['core-v ', ['core-v1.10.0', 'core-v1.10.0rc1', 'core-v1.9.0']],
      ['core-extra-v ', ['core-extra-v1.0.0']],
      ['core-v2-v ', ['core-v2-v1.0.0']],
    ]);
  });

  it('have versions in normal form only', () => {
    const tags = ['nightly', 'core-v', 'core-v1-1', 'core-v1.0.0-rc1', 'core-v01.0', 'v1.0.0', 'xcore-v1.0'];
    expect(names(['{package}-v{version}'], tags)).toEqual([['xcore-v ', ['xcore-v1.0']]]);
    expect(names(['v{version}', '{version}'], ['v1.0', '1.0', '1!1.0', 'x1.0'])).toEqual([
      ['v ', ['v1.0']],
      [' ', ['1!1.0', '1.0']],
    ]);
  });

  it('hold every tag that a package of that template may have', () => {
    const templates = [
      '{package}-v{version}',
      '{path}/{version}',
      'v{version}',
      '{version}@{name}',
      'r-{version}-{package}-x',
    ];
    const subject = fc.record({
      id: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/),
      name: fc.stringMatching(/^[a-z][a-z0-9._]{0,6}$/),
      path: fc.stringMatching(/^[a-z0-9]{1,4}(\/[a-z0-9-]{1,4}){0,2}$/),
    });
    const version = fc.constantFrom(
      '1.0.0',
      '0.1',
      '2026.1',
      '1.0rc1',
      '1!3.0.post1',
      '1.0.dev2',
      '1.0+local.1',
    );
    fc.assert(
      fc.property(fc.constantFrom(...templates), subject, version, (template, each, text) => {
        const tag = formatTag(template, each, text);
        const found = seriesOf([template], [tag]).get(frameKey(tagFrame(template, each)));
        const parsed = parseTag(template, each, tag);
        expect(found?.tags).toEqual(parsed === null ? undefined : [{ name: tag, version: parsed }]);
      }),
    );
  });
});
