/** What verifying needs from the API: nothing but reading. Paths are below `/api/v1`. */
export interface AuditSource {
  json(path: string): Promise<unknown>;
  text(path: string): Promise<string>;
}
