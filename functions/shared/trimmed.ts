/** A header value without the white space that HTTP allows around it; what else a language calls white space is a character. */
export const trimmed = (value: string): string => value.replace(/^[ \t]+|[ \t]+$/g, '');
