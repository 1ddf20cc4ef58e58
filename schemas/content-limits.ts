/** Bytes at most: JSON in its stored form, its request (indented, wrapped), YAML, and opaque bytes. */
export const CONTENT_LIMITS = {
  jsonBytes: 1024 * 1024,
  requestBytes: 2 * 1024 * 1024,
  yamlBytes: 1024 * 1024,
  opaqueBytes: 16 * 1024 * 1024,
} as const;
