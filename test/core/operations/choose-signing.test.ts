import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/core/config/config.js';
import type { TagForm } from '../../../src/core/config/tag-form.js';
import { chooseSigning } from '../../../src/core/operations/choose-signing.js';

const [ON, OFF] = [
  { commit: true, tags: true },
  { commit: false, tags: false },
];

/** What is signed where git is configured to sign tags but not commits. */
function choose(asked: boolean | null, sign: boolean | null, tags: TagForm = 'annotated') {
  const config = { ...DEFAULT_CONFIG, bump: { ...DEFAULT_CONFIG.bump, sign, tags } };
  return chooseSigning({ configuredSigning: async () => ({ commit: false, tags: true }) }, config, asked);
}

describe('chooseSigning', () => {
  it('goes by the flag, then by the configuration, then by git', async () => {
    for (const sign of [true, false, null]) {
      expect(await choose(true, sign)).toEqual(ON);
      expect(await choose(false, sign)).toEqual(OFF);
    }
    expect(await choose(null, true)).toEqual(ON);
    expect(await choose(null, false)).toEqual(OFF);
    expect(await choose(null, null)).toEqual({ commit: false, tags: true });
  });

  it('signs no lightweight tag, and refuses to be asked for that', async () => {
    expect(await choose(null, null, 'lightweight')).toEqual(OFF);
    expect(await choose(false, null, 'lightweight')).toEqual(OFF);
    await expect(choose(true, null, 'lightweight')).rejects.toMatchObject({ code: 'USAGE' });
  });
});
