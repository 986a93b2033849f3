import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommitTag } from '../core/ports.js';
import { BlobStore } from './git-blobs.js';
import type { GitProcess } from './git-process.js';
import { readSettings, runSigning, signingFailure } from './git-signing.js';

/** Who signs and with what. Read where the release is made, since `includeIf` may not hold in the scratch repository. */
const SIGNER = '^(user|author|committer|gpg)\\.';

/**
 * The content of signed tag objects. Only `git tag` signs tags, and it always makes a reference: so it works in a
 * scratch repository that borrows the objects of this one, where nothing changes. One process for each tag, since git
 * signs one at a time.
 * @param scratch a folder that the caller removes
 * @throws SIGNING_FAILED
 */
export async function signedTags(
  git: GitProcess,
  tags: readonly CommitTag[],
  scratch: string,
): Promise<Buffer[]> {
  const env = { GIT_DIR: await scratchRepository(git, join(scratch, 'tags.git')) };
  const words: string[] = [];
  for (const { name, message, commit } of tags) {
    const args = ['tag', '--sign', '--cleanup=verbatim', '-F', '-', '--', name, commit];
    words.push((await runSigning(git, args, { env, input: `${message}\n` })).stderr);
  }
  const objects = new BlobStore(git, { env });
  const contents = await Promise.all(tags.map(({ name }) => objects.read(`refs/tags/${name}`)));
  // Git 2.39 makes an unsigned tag, and ends well, where ssh-keygen fails.
  return contents.map((content, index) => {
    if (content?.includes('\n-----BEGIN ') === true) return content;
    throw signingFailure(words[index] as string);
  });
}

/** @returns the folder of a new bare repository with the objects and settings of this one */
async function scratchRepository(git: GitProcess, folder: string): Promise<string> {
  const [facts, signer] = await Promise.all([
    git.text(['rev-parse', '--show-object-format', '--path-format=absolute', '--git-common-dir']),
    readSettings(git, ['--get-regexp', SIGNER]),
  ]);
  const [format = ''] = facts.split('\n', 1);
  const common = facts.slice(format.length + 1, -1);
  await git.text(['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, folder]);
  await writeFile(join(folder, 'objects/info/alternates'), `${quoted(join(common, 'objects'))}\n`);
  // The file as a whole is for what signing programs read themselves, as gitsign does.
  const settings = [['include.path', join(common, 'config')] as const, ...signer];
  await appendFile(join(folder, 'config'), settings.map(([key, value]) => settingText(key, value)).join(''));
  return folder;
}

/** A setting as git-config(1) writes it in a file. */
function settingText(key: string, value: string): string {
  const [section, ...rest] = key.split('.');
  const name = rest.pop();
  const header = rest.length === 0 ? section : `${section} ${quoted(rest.join('.'))}`;
  return `[${header}]\n\t${name} = ${quoted(value)}\n`;
}

/** Quotes as configuration files and lists of alternates take them. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}
