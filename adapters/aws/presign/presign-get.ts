import { type Presigning, presign } from './presign.ts';

export type { Presigning };

/** A URL of one object that anybody can GET until it expires. */
export const presignGet = (presigning: Presigning): string => presign('GET', presigning);
