/** Why a package is in the answer of `changed`. */
export type Reason =
  /** A file of its own differs. */
  | { readonly kind: 'file'; readonly path: string }
  /** A file differs that its `inputs` list. */
  | { readonly kind: 'input'; readonly path: string }
  /** A file differs that affects every package. */
  | { readonly kind: 'global'; readonly path: string }
  /** It needs a package that is in the answer, or one that was removed. */
  | { readonly kind: 'dependency'; readonly package: string }
  /** It was asked for by name, or all were. */
  | { readonly kind: 'requested' };
