/** DSSE 1.0 payload types, and the types of in-toto statements (protocol §2). Without a schema library: nodes' requests wait for it. */
export const IN_TOTO_PAYLOAD_TYPE = 'application/vnd.in-toto+json';
export const ROOT_PAYLOAD_TYPE = 'application/vnd.plumbline.trust-root.v1+json';
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const RELEASE_TYPE = 'https://plumbline.dev/release/v1';
export const DIRECTIVE_TYPE = 'https://plumbline.dev/directive/v1';
export const LABELS_TYPE = 'https://plumbline.dev/labels/v1';
export const VERSION_STATEMENT_TYPE = 'https://plumbline.dev/version/v1';
