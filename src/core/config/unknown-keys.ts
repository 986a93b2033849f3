import type * as v from 'valibot';
import { isTable } from '../manifests/toml.js';
import { nearest } from '../nearest.js';

type Schema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/** A key that the configuration must not have, with the known ones that are near. */
export interface UnknownKey {
  readonly path: readonly string[];
  readonly near: readonly string[];
}

/** Names that objects of JavaScript have already; the schema library passes over them. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** All keys that the schema does not know, in every table: the schema library itself stops at the first. */
export function unknownKeys(schema: Schema, value: unknown, path: readonly string[] = []): UnknownKey[] {
  const { type, entries, value: values, item } = unwrap(schema);
  if (type === 'array' && item !== undefined && Array.isArray(value)) {
    return value.flatMap((element, index) => unknownKeys(item, element, [...path, String(index)]));
  }
  if (!isTable(value)) return [];
  return Object.keys(value).flatMap(key => {
    const here = [...path, key];
    if (RESERVED.has(key)) return [{ path: here, near: [] }];
    const inner = entries !== undefined && Object.hasOwn(entries, key) ? entries[key] : values;
    if (inner !== undefined) return unknownKeys(inner, value[key], here);
    return type === 'strict_object' ? [{ path: here, near: nearest(key, Object.keys(entries ?? {})) }] : [];
  });
}

interface Shape {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly value?: Schema;
  readonly item?: Schema;
}

/** Takes `optional` and `pipe` off. */
function unwrap(schema: Schema): Shape {
  const { wrapped, pipe } = schema as { wrapped?: Schema; pipe?: readonly Schema[] };
  if (wrapped !== undefined) return unwrap(wrapped);
  const [first] = pipe ?? [];
  return first === undefined || first === schema ? (schema as unknown as Shape) : unwrap(first);
}
