import type { Config } from '../config/config.js';
import { RelctlError } from '../errors.js';
import type { Publisher, Signing } from '../ports.js';

/** Where nothing is made that could be signed. */
export const NOT_SIGNED: Signing = { commit: false, tags: false };

/**
 * What is signed: by the flag, else by `bump.sign`, else as git signs without being asked to.
 * @param asked `--sign` or `--no-sign`; null where neither was given
 * @throws USAGE where tags are to be signed that are lightweight
 */
export async function chooseSigning(
  publisher: Pick<Publisher, 'configuredSigning'>,
  { bump }: Config,
  asked: boolean | null,
): Promise<Signing> {
  const annotated = bump.tags === 'annotated';
  if (asked === true && !annotated)
    throw new RelctlError('USAGE', '--sign: the lightweight tags of bump.tags cannot be signed', {
      hint: 'Set bump.tags = "annotated", or commit.gpgSign of git to sign the commit alone.',
    });
  const sign = asked ?? bump.sign;
  if (sign !== null) return { commit: sign, tags: sign };
  const { commit, tags } = await publisher.configuredSigning();
  return { commit, tags: tags && annotated };
}
