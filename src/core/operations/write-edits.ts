import { RelctlError } from '../errors.js';
import { applyEdits } from '../plan/apply-edits.js';
import type { Edit } from '../plan/plan.js';
import { reverseEdits } from '../plan/reverse-edits.js';
import type { Files, Publisher } from '../ports.js';

/** The files that edits are in, each once. */
export function filesOf(edits: readonly Edit[]): string[] {
  return [...new Set(edits.map(({ file }) => file))];
}

/** Edits files of the work tree, after all of them were looked at. @throws EDIT_IMPOSSIBLE, WRITE_FAILED */
export async function writeEdits(edits: readonly Edit[], files: Files): Promise<void> {
  await writeFiles(await editedFiles(edits, files), files);
}

/**
 * The same where a run has died in the middle: files that are edited already stay as they are.
 * @throws EDIT_IMPOSSIBLE where a file holds neither the old nor the new values
 */
export async function finishEdits(edits: readonly Edit[], files: Files): Promise<void> {
  const contents = new Map<string, Uint8Array>();
  for (const file of filesOf(edits)) {
    const own = edits.filter(edit => edit.file === file);
    const bytes = await files.read(file);
    if (edited(bytes, reverseEdits(own)) !== null) continue;
    contents.set(file, editBytes(bytes, own));
  }
  await writeFiles(contents, files);
}

/** Whether every file holds the new values. */
export async function areWritten(edits: readonly Edit[], files: Files): Promise<boolean> {
  const reversed = reverseEdits(edits);
  for (const file of filesOf(edits)) {
    const own = reversed.filter(edit => edit.file === file);
    if (edited(await files.read(file), own) === null) return false;
  }
  return true;
}

/** The files as they will be in the work tree. @throws EDIT_IMPOSSIBLE, UNREADABLE_FILE */
export async function editedFiles(edits: readonly Edit[], files: Files): Promise<Map<string, Uint8Array>> {
  const contents = new Map<string, Uint8Array>();
  for (const file of filesOf(edits)) {
    const own = edits.filter(edit => edit.file === file);
    contents.set(file, editBytes(await files.read(file), own));
  }
  return contents;
}

/** The same edits in what a commit holds, which differs from the work tree by line endings at most. */
export async function storedContents(
  edits: readonly Edit[],
  parent: string,
  publisher: Publisher,
): Promise<Map<string, Uint8Array>> {
  const stored = await publisher.storedFiles(parent, filesOf(edits));
  return new Map(
    filesOf(edits).map(file => {
      const bytes = stored.get(file);
      if (bytes === undefined) throw new RelctlError('DIRTY_FILE', `${file} is not committed yet`);
      const own = edits.filter(edit => edit.file === file);
      return [file, editBytes(bytes, own)];
    }),
  );
}

/** All of them, or none where one cannot be staged; nothing staged is left. @throws WRITE_FAILED */
export async function writeFiles(contents: ReadonlyMap<string, Uint8Array>, files: Files): Promise<void> {
  await stageFiles(contents, files);
  try {
    await putFiles([...contents.keys()], files);
  } catch (error) {
    await files.sweep([...contents.keys()], files.run);
    throw error;
  }
}

/** Puts everything on the disk that is to take the files' places; where that fails nothing is left. */
export async function stageFiles(contents: ReadonlyMap<string, Uint8Array>, files: Files): Promise<void> {
  try {
    for (const [file, content] of contents) await files.stage(file, content);
  } catch (error) {
    await files.sweep([...contents.keys()], files.run);
    throw error;
  }
}

export async function putFiles(paths: readonly string[], files: Files): Promise<void> {
  for (const path of paths) await files.put(path);
}

/** @param edits of this one file */
function editBytes(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  return new TextEncoder().encode(applyEdits(text, edits));
}

/** Null where the text does not hold what they replace. */
function edited(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array | null {
  try {
    return editBytes(bytes, edits);
  } catch (error) {
    if (error instanceof RelctlError) return null;
    throw error;
  }
}
