import type { GraphResult } from '../core/operations/graph-packages.js';
import { escapeText } from './escape.js';

export const GRAPH_FORMATS = ['text', 'levels', 'dot', 'mermaid'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

export function renderGraph(graph: GraphResult, format: GraphFormat): string {
  return RENDERERS[format](graph);
}

const RENDERERS: Readonly<Record<GraphFormat, (graph: GraphResult) => string>> = {
  text,
  levels,
  dot,
  mermaid,
};

function text(graph: GraphResult): string {
  const needs = (id: string) =>
    graph.edges.filter(({ from }) => from === id).map(({ to, kinds }) => `${to} (${kinds.join(', ')})`);
  const lines = graph.packages.map(id =>
    [id, ...needs(id).map(need => `  ${need}`)].map(escapeText).join('\n'),
  );
  const cycles = graph.cycles.map(cycle => escapeText(`cycle: ${[...cycle, cycle[0]].join(' → ')}`));
  return [...lines, ...cycles].join('\n');
}

function levels(graph: GraphResult): string {
  return graph.levels.map((ids, level) => `${level}  ${ids.map(escapeText).join('  ')}`).join('\n');
}

function dot(graph: GraphResult): string {
  const quote = (id: string) => `"${escapeText(id).replace(/["\\]/g, '\\$&')}"`;
  const style = (kinds: readonly string[]) =>
    kinds.includes('runtime') || kinds.includes('build') ? '' : ' [style=dashed]';
  return [
    'digraph packages {',
    '  rankdir = BT;',
    ...graph.packages.map(id => `  ${quote(id)};`),
    ...graph.edges.map(({ from, to, kinds }) => `  ${quote(from)} -> ${quote(to)}${style(kinds)};`),
    '}',
  ].join('\n');
}

function mermaid(graph: GraphResult): string {
  const names = new Map(graph.packages.map((id, index) => [id, `p${index}`]));
  const quote = (id: string) =>
    // Also in quotes, mermaid reads `%%{…}%%` as its settings and a text in backticks as Markdown.
    `"${escapeText(id).replace(/[^\p{L}\p{N} _./:@+-]/gu, character => `#${character.codePointAt(0)};`)}"`;
  return [
    'graph BT',
    ...graph.packages.map(id => `  ${names.get(id)}[${quote(id)}]`),
    ...graph.edges.map(({ from, to, kinds }) => {
      const arrow = kinds.includes('runtime') || kinds.includes('build') ? '-->' : '-.->';
      return `  ${names.get(from)} ${arrow} ${names.get(to)}`;
    }),
  ].join('\n');
}
