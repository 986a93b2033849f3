/** Where GitHub looks for workflows. */
export const WORKFLOW_FOLDER = '.github/workflows';

/** The workflow files among paths: right in the folder, never below it. */
export function workflowFiles(paths: Iterable<string>): string[] {
  const files: string[] = [];
  for (const path of paths) {
    if (path.startsWith(WORKFLOW_FOLDER) && /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path))
      files.push(path);
  }
  return files;
}
