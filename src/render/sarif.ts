import type { Problem } from '../core/workspace/problem.js';
import { printJson } from './json.js';

/** Problems as SARIF 2.1.0, which code scanning of GitHub and GitLab reads. */
export function renderSarif(problems: readonly Problem[], version: string): string {
  const rules = [...new Set(problems.map(({ rule }) => rule))].sort();
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'relctl', version, rules: rules.map(id => ({ id })) } },
        results: problems.map(sarifResult),
      },
    ],
  };
  return printJson(document);
}

function sarifResult({ rule, severity, file, line, column, message, hint }: Problem) {
  const region =
    line === null ? {} : { region: { startLine: line, ...(column === null ? {} : { startColumn: column }) } };
  const place = {
    artifactLocation: { uri: (file ?? '').split('/').map(encodeURIComponent).join('/') },
    ...region,
  };
  return {
    ruleId: rule,
    level: severity,
    message: { text: `${message}\n${hint}` },
    locations: file === null ? [] : [{ physicalLocation: place }],
  };
}
