import type { PublicKeyRecord, Signer } from '../../../usecases/ports.ts';

/** The keys of one role: the first of the records signs. */
export interface RoleKeys {
  records(): Promise<readonly PublicKeyRecord[]>;
  sign(message: Uint8Array): ReturnType<Signer['sign']>;
}

/** A signer of the roles that a function has keys of; the key policies decide whether it may also sign with them. */
export function roleSigner(keys: { readonly [R in PublicKeyRecord['role']]?: RoleKeys }): Signer {
  return {
    async sign(role, message) {
      const held = keys[role];
      if (!held) throw new Error(`no ${role} key here`);
      return held.sign(message);
    },
    async publicKeys() {
      const { release, checkpoint } = keys;
      return (await Promise.all([release?.records(), checkpoint?.records()])).flatMap((records) => records ?? []);
    },
  };
}
