import { type Rejected, reject } from '../../core/decision.ts';
import { trimmed } from './trimmed.ts';

/**
 * A refusal for a body that says it is compressed or otherwise encoded: nothing here decodes, so its bytes would be
 * taken for what they are not.
 * @see RFC 9110 §15.5.16
 */
export function refusedCoding(headers: { readonly [name: string]: string | undefined }): Rejected | undefined {
  const coding = trimmed(headers['content-encoding'] ?? '').toLowerCase();
  if (coding === '' || coding === 'identity') return undefined;
  return reject('unsupported_media_type', { contentEncoding: coding.slice(0, 64), accepted: ['identity'] });
}
