/** Whether a tag is an object with a message, a date and a tagger, or just the name of a commit. */
export const TAG_FORMS = ['annotated', 'lightweight'] as const;
export type TagForm = (typeof TAG_FORMS)[number];
