/** Something local AWS needs is missing or went wrong, said for the person who started it: what, and where to look. */
export class LocalFailure extends Error {
  override readonly name = 'LocalFailure';
}
