import type { Material } from './forge.ts';

/** Everything that takes a JWT. */
export const DOORS = ['people', 'assertion', 'node token', 'receipt', 'enrolment'] as const;
export type DoorName = (typeof DOORS)[number];

/**
 * What a token is refused for. `size`: longer than a request may be; `text`: no compact JWS by its looks; `form`: no token of this kind; `signature`: by
 * nobody who may. The rest is about claims, which are believed only when the signature is good.
 */
export type Fault =
  | 'size'
  | 'text'
  | 'form'
  | 'signature'
  | 'expired'
  | 'issuer'
  | 'subject'
  | 'audience'
  | 'lifetime'
  | 'clock'
  | 'cluster'
  | 'token id'
  | 'encryption key';

export interface Attack {
  readonly name: string;
  readonly forge: (honest: Material) => string;
  /** By door where they differ; a door that is not named is not attacked by this. */
  readonly fault: Fault | Partial<Readonly<Record<DoorName, Fault>>>;
}

export const faultAt = ({ fault }: Attack, door: DoorName): Fault | undefined =>
  typeof fault === 'string' ? fault : fault[door];

/** The same fault at several doors. */
export const at = (fault: Fault, ...doors: readonly DoorName[]): Partial<Readonly<Record<DoorName, Fault>>> =>
  Object.fromEntries(doors.map((door) => [door, fault]));

/** Where a signature is verified with a public key. */
export const ASYMMETRIC = ['people', 'assertion', 'receipt', 'enrolment'] as const;
/** Where nodes sign: claims are strict, and the header has no member but three. */
export const OF_NODES = ['assertion', 'receipt', 'enrolment'] as const;

/**
 * The code of each fault at each door, exactly as it is answered; `undefined` = no attack here may be refused for it.
 * People and node tokens never hear more than that a token is not valid: what is wrong with it would help to forge one.
 */
export const CODES: Readonly<Record<DoorName, Partial<Readonly<Record<Fault, string>>>>> = {
  people: {
    size: 'unauthenticated invalid',
    text: 'unauthenticated invalid',
    form: 'unauthenticated invalid',
    signature: 'unauthenticated invalid',
    issuer: 'unauthenticated invalid',
    subject: 'unauthenticated invalid',
    audience: 'unauthenticated invalid',
    clock: 'unauthenticated invalid',
    expired: 'unauthenticated expired',
  },
  'node token': {
    size: 'unauthenticated invalid',
    text: 'unauthenticated invalid',
    form: 'unauthenticated invalid',
    signature: 'unauthenticated invalid',
    issuer: 'unauthenticated invalid',
    subject: 'forbidden',
    audience: 'unauthenticated invalid',
    expired: 'unauthenticated invalid',
  },
  assertion: {
    size: 'too_large',
    text: 'invalid_request',
    form: 'assertion_invalid form',
    signature: 'assertion_invalid signature',
    subject: 'assertion_invalid subject',
    audience: 'assertion_invalid audience',
    lifetime: 'assertion_invalid lifetime',
    clock: 'clock_skew',
    expired: 'clock_skew',
  },
  receipt: {
    size: 'too_large',
    text: 'invalid_request',
    form: 'receipt_invalid form',
    signature: 'receipt_invalid signature',
    subject: 'receipt_invalid node',
    audience: 'receipt_invalid controlPlane',
    cluster: 'receipt_invalid cluster',
  },
  enrolment: {
    size: 'too_large',
    text: 'invalid_request',
    form: 'enrolment_refused request',
    signature: 'enrolment_refused signature',
    audience: 'enrolment_refused control_plane',
    cluster: 'enrolment_refused wrong_cluster',
    'token id': 'enrolment_refused token_id',
    'encryption key': 'enrolment_refused encryption_key',
    clock: 'clock_skew',
  },
};
